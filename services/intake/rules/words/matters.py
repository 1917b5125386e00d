"""Everyday matters that borrow the words of a request, and the open case.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "appointment": """
        afspraak | afspraken | agenda | meeting | appointment | training | workshop | cursusdag | vergadering
        bijeenkomst | les | lessen | sessie | netwerkbijeenkomst | intakegesprek | webinar | cursus | excursie
        course | session | eindgesprek | sollicitatietraining | uitnodiging | voor lokaal | language course
        taalcursus | excel | gesprek van | eerste gesprek | first meeting | kennismaking | appgroep | groepsapp
        kan ik dinsdag/maandag/woensdag/donderdag/vrijdag | half uur later | ten minutes late | lessons | classes
        bring to the
    """,
    "reschedule": """
        verzet* | verplaats* | verschuif* | verschuiven | reschedule | change/move the date/time/day | change date
        change/move our/my/the . appointment/meeting | andere datum/dag/tijd/dagen | another date/day/time
        datum ~ veranderen/wijzigen/verzetten | move ~ to monday/tuesday/wednesday/thursday/friday | uitstellen
        postpone
    """,
    "schedule": """
        rooster | presentielijst | planning | urenlijst | werktijden | uren | timesheet | timetable | schedule
        lokaal | tijdstip | whiteboards | slides | lesmateriaal | cursusmap | cursusboek | handouts | materials
        starts at | begint om | loonstrook* | loonstrookje | sleutel* | kilometers
    """,
    "business": """
        factuur* | facturen | offerte* | incasso | invoice* | quote | quotes | quotation* | bestelling | levering
        schoonmaak | inkooporder | printer | printerhok | betaling* | payment | bonnetjes | reiskosten | prijslijst
        huur | travel costs | travel expenses | declaratie* | terms | voorwaarden | trajectovereenkomst
        overeenkomst | your offer | access card | toegangspas* | side door | building | kraan | kabels | laptop is
        vergoeding
    """,
    "uwv_decision": """
        beslissing van het uwv | besluit van het uwv | beschikking* | wia | uitkering | ww | ziektewet
        uwv beslissing | uwv besluit | decision of the uwv | beslissing uwv | bezwaar uwv | bezwaarschrift | benefit
        bijstand | wajong | uwv decision | uwv ~ beslissing/decision/besluit/afgewezen/letter | this decision
        dagloon | bij het uwv | ioaw | toeslag | bezwaar bij het | the decision of | against the uwv
        arbeidsongeschikt
    """,
    "comfort": """
        koffie | wachtruimte | coach | trainer | parkeer* | parkeren | lunch | toilet* | receptie | verwarming
        telefoon niet opgenomen | te laat | jobcoach | coffee | parking | trainers | cursus | docent | lawaai
        begeleiding | kapotte | stoel* | temperatuur | begeleider | bejegening | onbeschoft | rude | shouting
        noise | late | balie | waiting room is | lauw | airco | heating | lift | teacher | my coach | mijn coach
    """,
    "work_permission": """
        proefplaatsing | stage | vrij | verlof | werkgever vraagt | leidinggevende | proefperiode | trial placement
        scholing | opleiding | vakantie | thuiswerken | day off | excursie | placement | internship
        toestemming van de gemeente/werkgever | toestemming van mijn ouders/leidinggevende
    """,
    "gives_leave": """
        geef ~ toestemming/akkoord | give ~ permission/consent | hierbij ~ toestemming | toestemming voor gegeven
        gives ~ permission/consent | geeft ~ toestemming/akkoord
    """,
    "somebody_asked": """
        collega/vriend/vriendin/buurman/buurvrouw/zus/broer/kennis/zwager ~ gevraagd/opgevraagd/aangevraagd
        colleague/friend/neighbour/sister/brother ~ asked/requested
    """,
    "by_accident": """
        by mistake | by accident | accidentally | per ongeluk | per abuis | if ~ wrong | als ~ iets fout
        weggegooid
    """,
    "own_mail": """
        vorige/eerdere/laatste/previous/last/earlier . mail/mailtje/email/bericht/message | dit mailtje
        deze mail was | verkeerde bijlage gestuurd
    """,
    "handed_in": """
        zie bijlage | in de bijlage | als bijlage | zoals ~ vroeg/gevraagd/afgesproken | as you asked | i attach
        ik heb ~ aangepast/gewijzigd/bekeken/ingevuld | heb ik ~ aangepast/gewijzigd | hier mijn | hierbij mijn
        i changed the | verkeerd formulier | het goede | attached the signed | hierbij mijn verslag
        signed consent form | hierbij de | hierbij ~ gegevens | i filled in | ik heb het formulier | here is the
    """,
    "direct_debit": """
        incasso | direct debit | automatische incasso | betaalopdracht | afschrijven | af mag schrijven
        bank transfer
    """,
    "sick": "ziek | griep | sick | beter | fever | koorts | flu",
    "sick_leave": """
        ziekmelding | ziek melden | meld . ziek | calling in sick | call in sick | beterschap | beter melden
        i am sick | ben ziek
    """,
    "thanks": "bedankt | dank | dankjewel | thank you | thanks | complimenten | merci | thx | hartelijk dank",
    "job": """
        vacature | vacatures | stageplek | functie van | solliciteer | solliciteren | motivatie | apply for
        position | baan | job coach | open sollicitatie | referenties | mijn referenties | vacancy | the job
        toekomstige vacatures | bij u werken
    """,
    "password": """
        wachtwoord | inloggen | password | niet meer in mijn account | openzetten | locked out | unlock | log in
        reset | resetten | login | portal says | foutmelding | error message | uploaden | upload | werkt niet
        doet het niet | inlogcode | lukt niet | krijg ~ niet open | link werkt
    """,
    "offer": """
        mijn cv vindt | mijn cv zit | my cv is | mijn cv is bijgevoegd | stuur . mijn cv | hierbij mijn
        bijgevoegd mijn | bijgaand mijn | in de bijlage . mijn | bijlage mijn | ik stuur @you mijn | attached is my
        my cv is attached | attached my | here is my | ik heb mijn cv | hier mijn cv | cv bijgesloten | attach my
        i attach | ik stuur | zie bijlage | vindt u mijn | kun je . naar kijken | layout
    """,
    "my_request": """
        mijn verzoek | mijn aanvraag | mijn vraag | my request | mijn . inzageverzoek | mijn zaak | my case
        mijn mail | mijn eerdere | mijn . verwijderverzoek | my . access request | my deletion request
        mijn vraag van | uw verzoek lw | zaak nog open | mijn klacht | uw brief | your letter | nummer lw
        dossiernr | mijn verzoek van | kind reminder | herinnering aan | my earlier/previous/last . request
        mijn vorige verzoek | mijn verzoek om | mijn verzoek tot | earlier request
    """,
    "asked_before": """
        vroeg ik | heb ~ gevraagd | had ~ gevraagd | heb ik verzocht | i asked | weken geleden | eerder gevraagd
        weeks ago | maand geleden | month ago | months ago | gevraagd om | heb ik jullie gevraagd | weken terug
        maanden geleden | had u ~ gevraagd | ik vroeg | have asked | i requested | last week i | ik verzocht
        aangevraagd | eerder verzoek | like i asked | zoals ik vroeg | zoals gevraagd
    """,
    "waiting": """
        nieuws | status | gehoord | hoor | wanneer | nog steeds | reactie | antwoord | herinner* | rappel | news
        heard | update on | any update | when can i | when will | stand van zaken | wacht | hoever | hoe ver
        waiting | progress | al behandeld | verwachten | expect it | when i can | komt | reminder | hoe staat het
        al iets bekend | gebeurt er | nothing since | no answer | geen antwoord | silence | any news | is it done
        done already | already done | is ~ al gebeurd/gelukt/gedaan/klaar/weg/uitgevoerd | is dat al | hoelang duurt
        how long will it | ontvangen | al gelukt | nog geen | did you already | hebben @you al | heeft u al
    """,
    "not_needed": """
        niet meer nodig | no longer needed | laat maar | hoeft . niet meer | never mind | forget about that/it
        do not do anything | dont do anything | hoeft ~ niet meer te | hoeven ~ niet meer te | niet meer te doen
        do not need it any/anymore | not need it any | bij nader inzien | nader inzien | laat . zitten
        not necessary anymore | is opgelost | already solved | niet door te gaan | stop mijn verzoek
        better to leave it | ignore my/the | as withdrawn | als ingetrokken | ingetrokken beschouwen
        can be ignored | niet in behandeling | hoef ~ niet meer | changed my mind
    """,
    "received_well": """
        goed ontvangen | in goede orde | alles is duidelijk | received everything | all clear | ontvangen dank
        everything is clear | received my data | received it well | allemaal helder/duidelijk | in kunnen zien
        inmiddels ~ ontvangen/gezien/gekregen | al verwijderd | already deleted/removed | yesterday and everything
        al gewist | laten zien | got the copy | got my | got the | heb ~ ontvangen | ontving
        fijn dat ~ aangepast/gewijzigd/verwijderd/gewist | dank voor de snelle | thanks for the copy/quick
        dank voor de/het/jullie toezending/toesturen/sturen/opsturen | thanks for sending | alles is compleet
        everything is complete | in goede orde ontvangen
    """,
    "id_card": """
        identiteitskaart | identiteitsbewijs | idkaart | id kaart | id bewijs | paspoort | rijbewijs | id
        legitimatie* | legitimeren | passport | id card | driving licence | proof of identity | kopie id
        residence card/permit | verblijfsdocument | verblijfskaart | identity card
    """,
    "enclosed": """
        hierbij | bijgevoegd | bijgaand | bijlage | attached | enclosed | here is | zwartgemaakt | afgeplakt
        afgeschermd* | afgedekt | covered | blacked out | onleesbaar gemaakt | te legitimeren | legitimeren
        langskomen | bijgesloten | black on | als bijlage | zie bijlage | meegestuurd | i attach
    """,
}
