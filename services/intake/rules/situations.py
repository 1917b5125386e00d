"""The words around a request, grouped: everyday matters that borrow its words, the open case, who writes, machines.

Written as those in `words`.
"""

from __future__ import annotations

SITUATIONS: dict[str, str] = {
    # Everyday matters that borrow these words
    "appointment": (
        "afspraak | afspraken | agenda | meeting | appointment | training | workshop | cursusdag | vergadering"
        " | bijeenkomst | les | lessen | sessie | netwerkbijeenkomst | intakegesprek"
    ),
    "schedule": (
        "rooster | presentielijst | planning | urenlijst | werktijden | uren | timesheet | schedule | lokaal | tijdstip"
    ),
    "business": (
        "factuur* | facturen | offerte* | incasso | invoice* | quote | quotes | quotation* | bestelling | levering"
        " | schoonmaak | inkooporder | printer | betaling* | payment | bonnetjes | reiskosten | prijslijst | huur"
    ),
    "uwv_decision": (
        "beslissing van het uwv | besluit van het uwv | beschikking* | wia | uitkering | ww | ziektewet"
        " | uwv beslissing | uwv besluit | decision of the uwv | beslissing uwv | bezwaar uwv | bezwaarschrift"
        " | benefit decision | bijstand | wajong"
    ),
    "comfort": (
        "koffie | wachtruimte | coach | trainer | parkeer* | parkeren | lunch | toilet* | receptie | verwarming"
        " | telefoon niet opgenomen | te laat | jobcoach | coffee | parking | trainers | cursus | docent | lawaai"
        " | begeleiding | kapotte | stoel* | temperatuur"
    ),
    "work_permission": (
        "proefplaatsing | stage | vrij | verlof | werkgever vraagt | leidinggevende | proefperiode | trial placement"
        " | scholing | opleiding | vakantie | thuiswerken | day off"
    ),
    "direct_debit": "incasso | direct debit | automatische incasso | betaalopdracht",
    "sick": "ziek | griep | sick | beter",
    "sick_leave": (
        "ziekmelding | ziek melden | meld mij ziek | meld me ziek | calling in sick | beterschap | beter melden"
    ),
    "thanks": "bedankt | dank | dankjewel | thank you | thanks | complimenten",
    "job": (
        "vacature | stageplek | functie | solliciteren | solliciteer | motivatie | apply for | position | job | baan"
    ),
    "password": "wachtwoord | inloggen | password | log in | reset | resetten",
    "offer": (
        "mijn cv vindt | mijn cv zit | my cv is | mijn cv is bijgevoegd | stuur graag mijn cv | stuur mijn cv"
        " | hierbij mijn | bijgevoegd mijn | bijgaand mijn | in de bijlage mijn | bijlage mijn | ik stuur jullie mijn"
        " | ik stuur u mijn | attached is my | my cv is attached | attached my | here is my | ik heb mijn cv"
    ),
    "greeting_mail": (
        "plan een gratis | gratis adviesgesprek | free call | book a call | book a free | uw website"
        " | onze nieuwe aanbiedingen | grow your | vrijblijvend* | korting | double your | kennismaken met ons"
    ),
    "footer": (
        "klik hier om | klik op | onderstaande link | onderstaande knop | click the link | click here | click below"
        " | via de link | via deze link | uitschrijven kan via | afmelden kan via | link below"
    ),
    "disclaimer": (
        "niet de geadresseerde | geadresseerde | ten onrechte ontvang* | onterecht ontvang* | intended recipient"
        " | uitsluitend bestemd | received this in error | received this email in error | email is vertrouwelijk"
        " | bericht is vertrouwelijk | mail is vertrouwelijk | is confidential | this message is intended"
        " | per abuis ontvang* | niet voor u bestemd"
    ),
    # The open case
    "my_request": (
        "mijn verzoek | mijn aanvraag | mijn vraag | my request | mijn inzageverzoek | mijn zaak | my case"
        " | mijn mail | mijn eerdere | mijn verwijderverzoek"
    ),
    "asked_before": (
        "vroeg ik | heb ik gevraagd | ik heb gevraagd | had ik gevraagd | heb ik verzocht | i asked | weken geleden"
        " | eerder gevraagd | weeks ago | maand geleden | month ago | gevraagd om | heb ik jullie gevraagd"
    ),
    "waiting": (
        "nieuws | status | gehoord | hoor | wanneer | nog steeds | reactie | antwoord | herinner* | rappel | news"
        " | heard | update on | any update | when can i | when will | stand van zaken | wacht | hoever | hoe ver"
        " | waiting | progress"
    ),
    "not_needed": "niet meer nodig | no longer needed | laat maar | hoeft niet meer | never mind",
    "received_well": (
        "goed ontvangen | in goede orde | alles is duidelijk | received everything | all clear | ontvangen dank"
    ),
    # Identity
    "id_card": (
        "identiteitskaart | identiteitsbewijs | idkaart | id kaart | id bewijs | paspoort | rijbewijs | id"
        " | legitimatie* | legitimeren | passport | id card | driving licence | proof of identity | kopie id"
    ),
    "enclosed": (
        "hierbij | bijgevoegd | bijgaand | bijlage | attached | enclosed | here is | zwartgemaakt | afgeplakt"
        " | afgeschermd* | afgedekt | covered | blacked out | onleesbaar gemaakt | te legitimeren | legitimeren"
        " | langskomen"
    ),
    # Who writes
    "on_behalf": (
        "namens mijn | namens haar | namens hem | namens mevrouw | namens de heer | namens clienten | namens client"
        " | namens onze | volmacht | gemachtigde | machtiging | als advocaat | advocaat van | advocatenkantoor"
        " | bewindvoerder | curator | mentor van | on behalf of | on his behalf | on her behalf | authorisation"
        " | authorization | solicitor | lawyer | mantelzorger | wettelijk vertegenwoordiger | power of attorney"
        " | gemachtigd"
    ),
    "relative": (
        "mijn moeder | mijn vader | mijn man | mijn vrouw | mijn broer | mijn zus | mijn oma | mijn opa"
        " | mijn partner | my mother | my father | my husband | my wife | my brother | my sister | my partner"
    ),
    "child": (
        "mijn zoon | mijn dochter | mijn kind | mijn kinderen | mijn zoontje | mijn dochtertje | minderjarig*"
        " | my son | my daughter | my child | my children"
    ),
    "dead": (
        "overleden | overlijden | wijlen | nabestaande* | erfgenaam | erfgenamen | deceased | passed away | died"
        " | executeur"
    ),
    "worked_here": (
        "oud medewerker | oudmedewerker | ex medewerker | exmedewerker | in dienst | personeelsdossier"
        " | bij jullie gewerkt | voor jullie gewerkt | bij u gewerkt | former employee | worked for you"
        " | worked at your | mijn personeels* | used to work for you | oud collega"
    ),
    "was_client": (
        "traject gevolgd | traject afgerond | traject is al | geen traject meer | oud client | oudclient"
        " | geen client meer | ex client | no longer a client | former client | former participant | oud deelnemer"
        " | jaar geleden afgerond | was client | traject is afgelopen | traject is gestopt | traject is klaar"
    ),
    "applied": "gesolliciteerd | sollicitatie* | sollicitant | applied for | my application | sollicitatieprocedure",
    "bulk": (
        "ons platform | onze gebruikers | meerdere gebruikers | genoemde personen | our users | our platform"
        " | data removal | our service | onze dienst"
    ),
    "outsider": (
        "werkgever van | wij zijn de werkgever | politie | vorder | vorderen | vordering | verzekeraar | deurwaarder*"
        " | gerechtsdeurwaarder | mijn ex | ex vrouw | exvrouw | exman | ex man | belastingdienst | sociale recherche"
        " | employer of | we are the employer | police | insurer | insurance company | recherche"
        " | officier van justitie | incassobureau | my ex | verhuurder van | als werkgever"
    ),
    "somebody": (
        "de heer | mevrouw | meneer | uw client | uw clienten | onze medewerker | haar adres | zijn adres"
        " | haar gegevens | zijn gegevens | haar dossier | zijn dossier | medewerker | werknemer | mr | mrs | ms"
        " | his file | her file | ex vrouw | exvrouw | employee | onze werknemer | client"
    ),
    "ask": (
        "ontvangen | ontvangen wij | verzoeken wij | vorderen | verzoeken u | weten | toezending | verstrekken"
        " | sturen | opvragen | would like to receive | receive | need | please send | zenden | verzoek"
        " | vorderen wij | graag | nodig"
    ),
    # Machine texts
    "bounced": (
        "undelivered mail | mail delivery failed | delivery status notification | could not be delivered"
        " | kon niet worden bereikt | kon niet worden bezorgd | niet worden afgeleverd | mailbox unavailable"
        " | delivery has failed | address not found | undeliverable | onbestelbaar | this is the mail system"
        " | returned to sender"
    ),
    "away": (
        "automatisch antwoord | automatic reply | automatisch bericht | out of office | out of the office"
        " | auto reply | autoreply | ik ben afwezig | afwezig tot | ben ik afwezig | zwangerschapsverlof"
        " | wegens vakantie afwezig | afwezigheidsbericht | afwezigheidsassistent | beperkt bereikbaar"
        " | met vakantie tot | on annual leave | on holiday until | uw bericht wordt niet gelezen | afwezigheid"
    ),
    "bill": (
        "betaling ontvangen | binnen 14 dagen | binnen 30 dagen | nog geen betaling | due within | onze factuur"
        " | bijgaand onze | our invoice | betalingsherinnering | payment is due | binnen 14 dagen te betalen"
        " | staat factuur | factuurnummer | openstaand* | aanmaning | payment reminder | invoice for"
    ),
    "not": "niet | geen | nooit | not | never | dont | no | niks | niets",
}
