"""Who writes about whom, and texts that a machine wrote.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

SENDERS: dict[str, str] = {
    "on_behalf": """
        namens mijn | namens haar | namens hem | namens mevrouw | namens de heer | namens clienten | namens client
        namens onze | namens cliente | volmacht | gemachtigde | ondertekende machtiging | machtiging bijgevoegd
        als advocaat | advocaat van | advocatenkantoor | bewindvoerder | bewindvoering | curator | mentor van
        on behalf of | on his behalf | on her behalf | authorisation from | authorised us | authorized us
        have asked us to | solicitor | mantelzorger | wettelijk vertegenwoordiger | power of attorney | gemachtigd
        i am his/her mother/father/parent/guardian | ik ben zijn/haar moeder/vader/ouder/voogd | schrijf voor mijn
        mandate* | handelt namens | i write for my | als moeder van | als vader van | handles | representing
        vertegenwoordig* | we act for | our client requires | onze dochter/zoon | als ouders
        als zijn/haar vader/moeder | als ouder
    """,
    "relative": """
        mijn moeder | mijn vader | mijn man | mijn vrouw | mijn broer | mijn zus | mijn oma | mijn opa
        mijn partner | my mother | my father | my husband | my wife | my brother | my sister | my partner
        mijn zoon | mijn dochter | my son | my daughter
    """,
    "child": """
        mijn zoon | mijn dochter | mijn kind | mijn kinderen | mijn zoontje | mijn dochtertje | minderjarig*
        my son | my daughter | my child | my children | ik ben 1* | i am 1* | onze dochter | onze zoon
        our daughter | our son
    """,
    "i_am_young": "ik ben 10/11/12/13/14/15/16/17 | i am 10/11/12/13/14/15/16/17 | ben 13/14/15/16/17 jaar",
    "dead": """
        overleden | overlijden | wijlen | nabestaande* | erfgenaam | erfgenamen | deceased | passed away | died
        executeur | late husband/wife/father/mother
    """,
    "worked_here": """
        oud medewerker | oudmedewerker | ex medewerker | exmedewerker | in dienst bij | in dienst
        personeelsdossier | personeelsmap | bij jullie gewerkt | voor jullie gewerkt | bij u gewerkt
        former employee | worked for/with you . 20* | worked for you | worked at your | mijn personeels*
        used to work for you | oud collega | oudcollega* | werkte ik bij jullie/u | personnel file
        personnel records | hr file | left your company | i worked with you | vrijwillig vertrokken | ex collega
        my employment
    """,
    "was_client": """
        traject gevolgd | traject . afgerond | traject is al | geen traject meer | oud client | oudclient
        geen client meer | ex client | no longer a client | former client | former participant | oud deelnemer
        jaar geleden afgerond | was client | traject is afgelopen | traject is gestopt | traject is klaar
        traject gedaan | in 20* bij jullie/u | sinds 20* klaar | klaar met jullie | weg bij jullie
        jaar terug heb ik bij | finished . programme/with you | finished my | since i finished
        traject bij u/jullie afgerond | begeleiding zit er al | do not need you anymore | al ~ klaar
        was bij jullie in | afgerond in 20* | jullie gelopen | zit helemaal op mijn plek | remove my account
        dank voor de fijne begeleiding | hartelijk dank voor de | al ~ jaar weg bij @you
        twee/drie/vier jaar weg bij | in your programme in | programme ended | programme is over | jaar aan het werk
        tussen 20* en 20* | door jullie begeleid | nu ik weg ben | been ~ years since
    """,
    "applied": """
        gesolliciteerd | sollicitant | applied for | my application | sollicitatieprocedure | mijn sollicitatie
        sollicitatie | open sollicitatie | job application | not selected | rejected me
        afgewezen voor stage/de/baan | vacature van/voor jobcoach | bij u werken | de vacature van ~ op uw site
        apply
    """,
    "bulk": """
        ons platform | onze gebruikers | meerdere gebruikers | genoemde personen | our users | our platform
        data removal | our service | onze dienst | namens 1 gebruiker | de gebruiker | onze gebruiker | users want
        members have asked | privacywing | data controller | secure portal | via ons portaal | from our dashboard
        our members | gebruikers
    """,
    "outsider": """
        werkgever van | wij zijn de werkgever | politie | vorder | vorderen | vordering | verzekeraar | deurwaarder*
        gerechtsdeurwaarder | mijn ex | ex vrouw | exvrouw | exman | ex man | belastingdienst | sociale recherche
        employer of | the employer of | we are the employer | police | insurer | insurance company | recherche
        officier van justitie | incassobureau | my ex | verhuurder van | als werkgever | verzekeringen
        onze verzekerde | our insured | our tenant | our employee | onze medewerker | onze werknemer | wij verhuren
        lopend onderzoek | ongoing enquiry/investigation | onze huurder | letsel* | personenschade | bailiff
        opsporing* | debiteur | onze client | my daughter follows | mijn zoon zit | mijn dochter van | my wife
        mijn man volgt | mijn vrouw volgt | hr department | tax office | omgangszaak | landlord | als vader
        alimentatie | alimony | rechtbank | journalist | krant | woningcorporatie | my husband is | mijn dochter zit
        mijn zoon loopt | mijn dochter loopt | vader van | moeder van | als school van | police of
        this is the police | we insure | verblijfplaats | deurwaarderskantoor | wij zijn de school | in opdracht van
        namens de gemeente | onze leerling | our student | our client | uw clientenbestand | schuldeiser
        advocaat van de wederpartij | wederpartij | radio | redactie | landlord of | verhuurder | huisbaas
        als werkgever van | as the employer | as employer of | credit | kredietverstrekker | hypotheek | bank van
        notaris | we consider hiring | wij overwegen ~ aan te nemen | bijstandsfraude | in verband met een onderzoek
        onderzoek naar | opsporingsonderzoek | nog geld van | owes me money | still owes | schuld bij mij
    """,
    "somebody": """
        de heer | mevrouw | meneer | uw client | uw clienten | onze medewerker | haar adres | zijn adres
        haar gegevens | zijn gegevens | haar dossier | zijn dossier | medewerker | werknemer | mr | mrs | ms
        his file | her file | ex vrouw | exvrouw | employee | onze werknemer | client | dhr | mw | mevr
        uw deelnemer | deelnemer | verzekerde | insured | tenant | huurder | over hem | over haar | zij | hij | he
        she | a person who | carola | him | her | van kevin | uw kandidaat | zijn traject | haar traject
        his programme | her programme | attends | verloopt | van hem | van haar
    """,
    "ask": """
        ontvangen | ontvangen wij | verzoeken wij | vorderen | verzoeken u | weten | toezending | verstrekken
        sturen | opvragen | would like to receive | receive | need | please send | zenden | verzoek | vorderen wij
        graag | nodig | tell me | know | vertellen | doorgeven | want to know | kunt u | information | inzage
        where is | send | vraagt u | we request | request the | willen wij | stuurt u | inform us | laat ons weten
        inlichten over | inzicht in | outcome | uitkomst | please inform | wat is zijn/haar | what is his/her
    """,
    "behind_back": """
        vertelt ~ niets/niks/niet | zegt ~ niets/niks/niet | hoeft ~ niks/niets van te weten
        does not tell/answer/say | tells me nothing | does not know | ik betaal | i pay | zonder dat hij/zij
        mag ~ niet weten | should not know | wil ~ niet praten | vertelt me ~ niets | vertelt ~ niks | niets meer
        says nothing
    """,
    "not_mine": """
        niet voor mij bedoeld | not meant for me | it is for a | for a mr/mrs/ms | van ene | van een ander
        ander zijn | someone elses | somebody elses | of another person | brief van iemand anders
        mail van iemand anders | second letter in the envelope | niet voor mij | not for me
        per ongeluk ~ van een andere | verkeerd bezorgd | bij mij bezorgd | vond in de trein
        van een mevrouw/meneer uit
    """,
    "bounced": """
        undelivered mail | mail delivery failed | delivery status notification | could not be delivered
        kon niet worden bereikt | kon niet worden bezorgd/afgeleverd | niet worden afgeleverd | mailbox unavailable
        delivery has failed | address not found | undeliverable | onbestelbaar | this is the mail system
        returned to sender | mailbox niet gevonden | user unknown
    """,
    "away": """
        automatisch antwoord | automatic reply | automatisch bericht | out of office | out of the office
        auto reply | autoreply | ik ben afwezig | afwezig tot | afwezig van | ben ik afwezig
        ben ~ met zwangerschapsverlof | wegens vakantie | afwezigheidsbericht | afwezigheidsassistent
        beperkt bereikbaar | met vakantie tot | on annual leave | on holiday until | uw bericht wordt niet
        afwezigheid | afwezig | lees ~ mail niet | no access to my mail | uw mail wordt niet | i am away until
        parental leave
    """,
    "bill": """
        betaling ontvangen | binnen 14 dagen | binnen 30 dagen ~ betalen | betaaltermijn | nog geen betaling
        due within | onze factuur | bijgaand onze | our invoice | betalingsherinnering | payment is due
        staat factuur | factuurnummer | openstaand* | payment reminder | invoice for | bedrag binnen
        transfer within | attached invoice | herinnering factuur | factuur 20* | invoice 20* | bedrag over te maken
        amount eur | factuur van onze | niet voldaan | nog niet betaald | niet betaald | unpaid | binnen 7 dagen
    """,
    "greeting_mail": """
        plan een gratis | gratis adviesgesprek | gratis demo | free call | book a call | book a free | book a demo
        schedule a demo | uw website | jullie mooie website | onze nieuwe aanbiedingen | grow your | vrijblijvend*
        double your | kennismaken met ons | linkbuilding | per link | nu met ~ korting | korting op | % korting
        get 30 off | vraag nu ~ demo | schrijf u ~ in | boetes tot | fines up | did you know that | regelt u
        voorkom boetes | uw pakket | train uw medewerkers | automate your | automates | wij helpen uw
        we can help your | elearning | geld nodig | leen nu | in deze editie | dear customer you | mis geen
        wij regelen uw | zonder toetsing
    """,
    "footer": """
        klik hier | klik op | onderstaande link | onderstaande knop | click the link | click here | click below
        via de link | via deze link | uitschrijven kan via | afmelden kan via | link below
        ontvangt deze mail/nieuwsbrief omdat | receive this mail/email/newsletter because | receiving this
        unsubscribe privacy | omdat u abonnee | afmelden of | update your data | je ontvangt deze | to unsubscribe
        view in browser | bekijk online
    """,
    "disclaimer": """
        niet de geadresseerde | geadresseerde | ten onrechte ontvang* | onterecht ontvang* | onterecht
        intended recipient | uitsluitend bestemd | received this in error
        received this email/message/mail in error | email is vertrouwelijk | bericht is vertrouwelijk
        mail is vertrouwelijk | is confidential | this message is intended | per abuis ontvang*
        niet voor u bestemd | disclaimer | this message/email/mail may contain | wij verwerken ~ persoonsgegevens
        we process ~ personal data | u heeft recht op inzage | heeft u recht op inzage
        you may object to the processing | uw rechten op inzage | bent u dat niet | you have the right to
        think before you print | denk aan het milieu | kvk
    """,
}
