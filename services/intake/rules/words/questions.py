"""Asking how things are done in general, and machines that decide.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

QUESTIONS: dict[str, str] = {
    "how_long": """
        hoe lang | hoelang | how long | bewaartermijn* | retention period* | how many years/months
        hoeveel jaar/maanden/tijd | na hoeveel | when do you delete/destroy
        wanneer ~ gooien/wissen/verwijderen/vernietigen @you | tot wanneer | how much time | hoe lang worden
        how long is/are/will | hoe lang blijft/blijven/worden/bewaart/bewaren
    """,
    "reach": """
        wie is | bereik* | reach | contact | who is | naam van | name of | wie ~ de functionaris | bij wie
        adres van | is er een | do you have a | heeft u een | moet ik zijn | contact opnemen over | contact ~ about
        terecht met
    """,
    "question": """
        waar | wat | wanneer | hoe | welke | where | what | when | how | which | hebben @you | do you | kan ik
        is er | zijn er | can i | worden | wordt | wie | who | are | is it | does | hangen | gebruiken | gebruikt
        delen | werken | staan | is dat | waarom | why | kunt @you aangeven | could you tell
    """,
    "servers": """
        server* | cloud | amerika* | europa | europe | america | buiten de eu/europa | outside the eu/europe
        hosted | hosting | datacenter* | abroad | buitenland | in nederland/the netherlands | amerikaans* | american
        usa | where is it stored | waar staan | datacentrum | google | microsoft | aws | azure | dropbox | gehost
        in de cloud | ergens in europa | within europe | binnen europa | binnen de eu
    """,
    "practice": """
        wat doen/doet @you ~ met | hoe veilig | op basis van welke | wat is de grondslag | hoe gaan/gaat @you
        what do you do with | delen/deelt @you | verkopen/verkoopt @you
        do you sell/share/use/record/keep/store/handle/protect/have/ever/make/train/let
        gebruiken/gebruikt @you . eigenlijk/ook/ai/kunstmatige | hoe beveilig* | how do you/they | hoe worden
        which/welke . leveranciers/companies/bedrijven/systemen/software | werken/werkt @you samen
        worden ~ opgenomen/bewaard/gedeeld/ingedeeld/verwerkt/doorgegeven/bekeken/gebruikt | hangen er
        are ~ recorded/kept/stored/shared/encrypted/used | is it stored | doorgaans | normaal gesproken | standaard
        usually | normally | in general | over het algemeen | altijd gedaan | wie ~ kan daar bij
        wie ~ kan erbij/daarbij | who can see/access/read | wie heeft toegang | wie kunnen | wie kan
        bewaren/bewaart @you | slaan/slaat @you | waar slaan | are there cameras | gaat ~ naar amerika
        goes to america | geven/geeft @you | is er een camera | zijn er cameras | hebben @you cameras | staan die
        how safe | how secure | hoe zit het . met | gebruikelijk | is het ~ gewoon | krijgt een werkgever
        krijgen werkgevers | ooit | ever | algemene vraag | general question | hoe gaat dat | hoe gaan @you
        wordt er | worden er | hoe wordt | hoe werkt | how does | how is | mag een | mag de | may an employer
        wat mag | mogen @you | are you allowed | is it allowed | is het toegestaan | waar worden
        where are ~ stored/kept | where do you | versleutel* | encrypt* | certificering | iso 27001 | nen 7510
        met wie werken | softwareleverancier* | software suppliers | suppliers | subverwerkers | wie ziet | who sees
        waarvoor gebruiken @you | hebben jullie een | do you have a | kent u een | krijgt ~ te zien
        wat gebeurt er met | what happens with/to | hoe beveiligen @you | hoe beschermen @you | kunnen alle
        kan iedereen | heeft iedereen | who ~ can open/see/access/read/look
        wie ~ kan/kunnen/mag/mogen ~ openen/zien/inzien/lezen/bij | do you normally/usually/always/ever/generally
        normaal | bewaren jullie zulke | vertellen @you ~ werkgevers | tell employers | welke medewerkers
        alle medewerkers | all employees/staff | hoe gaat het bij jullie | what happens with | blijven die bij
        gaan die ook | how you protect | who can see | neemt die alles op | hoe gaan jullie | hoe gaat u
        wie er bij kan | kan mijn werkgever | krijgt mijn werkgever | can my employer | will my employer
        ziet mijn werkgever | ziet de gemeente | who reads | wie leest | wie lezen | hoe zit het met
        hoe zit dat met
    """,
    "subject_matter": """
        gegevens | persoonsgegevens | data | information | informatie | algorit* | ai | privacy | leveranciers
        information security | dossier* | *dossier | *dossiers | kunstmatige | camera* | cameras | gesprekken
        opnames | beelden | recordings | calls | phone calls | files | verslagen | notes | client data | artificial
        chatgpt | copilot | profielen | computer | beveiliging | security | zoiets | medische | cookies | recording
        such things | back ups | backups | gespreksverslagen | verslag | dossiers | medische informatie
        gegevens van | persoonlijke | privacyregels | reports | report | camera | toestemming
        *verwerkersovereenkomst | leverancier* | supplier* | mails | email | wachtwoorden | passwords | back up
        verwerkers | rapporten | documenten | documents | medische stukken | medical limits | client files | stukken
        questionnaires | vragenlijsten
    """,
    "in_general": """
        in het algemeen | algemeen | in general | eigenlijk | deelnemers | clienten | participants | klanten
        mensen | clients | people | a person | een persoon | iemands | van iedereen | kandidaten | candidates
        cursisten | doorgaans | usually | normally | nieuwsgierig | curious | voordat ik | before i | van tevoren
        een deelnemer | a client | a participant | algemene vraag | general question | orienteer* | oriënteer
        student | scriptie | onderzoek voor school | overwegen | considering | overweeg | uit interesse
        uit nieuwsgierigheid | out of interest | out of curiosity | een werkgever | an employer | iedereen
        standaard | toekomstige | prospective | sollicitanten | applicants | one s
    """,
    "safeguard": """
        hoe beveilig* | hoe beschermen @you | hoe veilig | how ~ protect/secure/safe | versleuteld | encrypted
        afgeschermd | zulke documenten | such documents | bij alle dossiers | all client files | client files
        clientdossiers | how you protect | protect the | protect my | hoe u ~ beschermt/beveiligt
        hoe jullie ~ beschermen/beveiligen
    """,
    "machine": """
        computer | computers | algorit* | automatisch* | geautomatiseerd* | robot | *score | score | software
        automated | automatically | ai | chatbot | machine | program | programma | programmaatje | de test
        die test | online test | game test | *vragenlijst | tool | matching*
        binnen een/1/vijf/paar/enkele . seconde/minuut/seconden/minuten/tellen | seconds | one minute later
        a minute later | within a minute | punten | points | group c | spoor c
        systeem ~ bepaald/besloten/afgewezen/zegt/zei | minuten daarvoor | een minuut | direct na | meteen na
        nog niet op verzenden | pas op verzenden | matchscore | uitgerekend | uitrekenen | voorspell* | prediction*
        profilering | profiling | online assessment | quiz | kansprofiel | test on your | site said | website said
        site zei
        portaal/website/portal/site/systeem . @me . declined/rejected/afgekeurd/afgewezen
        system/app/programma/tool/test . @me . declined/rejected/afgekeurd/afgewezen
        portaal/website/portal/site/systeem/system/app/programma/tool/test . @me . gezet/put/refused/automatisch/in
        portaal/website/portal/site/systeem . declined/rejected/afgekeurd/afgewezen/refused/decided/gaf
        system/app/programma/tool/test . declined/rejected/afgekeurd/afgewezen/refused/decided/gaf
        portaal/website/portal/site/systeem . bepaalde/besliste/said/zei/zegt/says/vond/thinks
        system/app/programma/tool/test . bepaalde/besliste/said/zei/zegt/says/vond/thinks
        door het systeem/portaal/programma | heeft mij automatisch | by the system/portal/website
        by a machine/computer/program | declined me | zonder tussenkomst | rekenmodel | model | formule | chatgpt
        artificial intelligence | kunstmatige intelligentie | automaat | immediately | meteen afgewezen
        direct afgewezen | binnen een minuut | na een minuut | instantly | in seconds | same second | zelfde minuut
        keuzehulp | vragenlijstje | scan | quickscan | percentage | procentuele | kansen | bot | matchtool
        matching tool | automatische intake | the tool | de tool
    """,
    "decided": """
        afwijzing | afgewezen | rejection | uitgesloten | ingedeeld | besloten | beslist | besluit | beslissing
        bepaald | bepaalt | bepalen | beoordeeld | geweigerd | afgekeurd | decided | decides | decide | rejected
        decision | decisions | refused | denied | turned down | uitgekozen | niet geschikt | ongeschikt
        not suitable | unsuitable | niet bemiddelbaar | te weinig punten | uitslag | uitkomst | outcome | result
        kreeg ik/ik spoor/groep | in group | in groep | geen scholing/cursus/vacatures/traject | niet in aanmerking
        can not do | not get the | buiten de boot | low score | lage score | te laag | niet door | afgevallen
        bedacht | too low | said no | zegt nee | zei nee | told me no | came out | kwam eruit | rolt er | toegewezen
        assigned | placed in | gave me | gaf aan | volgens de computer | declined | decline | categorie | category
        gezet | put me | put in | kansarm | kansrijk | score* | profiel a/b/c | label | bestempeld | aangemerkt
        classified | classificatie | uitgerold | geen kans | no chance | niet toegelaten | not admitted
        not allowed | niet mag | niet geplaatst | ingeschaald | gezakt | failed | niet gehaald | advies
        recommendation | not eligible | afwees | geen recht | weigering | afwijst
    """,
    "human": """
        persoon | mens | mensen | medewerker | iemand | mensenogen | collega | human | human being | person
        someone | somebody | vlees en bloed | coach | by hand | met de hand | handmatig | zelf | employee | adviseur
        mensenwerk | real people | echt mens | echte mensen | persoonlijk | personally | in person | menselijk*
        iemand van jullie | one of you | real human | een van jullie | jullie zelf | you yourself | handler
        consulent | begeleider | trajectbegeleider | deskundige | expert | medewerkers | petra zelf | zelf bekijkt
        zelf kijkt | a person decide | person decide | human decide | gewoon iemand | echte medewerker | een echte
    """,
    "again": """
        beoordeel* | herbeoordel* | beoordelen | naar . kijken/kijkt/gekeken | kijken naar | kijkt naar
        naar mijn ~ kijken/kijkt | opnieuw | bekijkt | bekijken | review* | reconsider*
        look/looks/looked . at/again/into | heroverweeg* | heroverwegen | overdoen | overgedaan | nakijken | nakijkt
        nagekeken | decide again | check* | herzien | herzie | lezen en dan | bepalen | beslissen | beslist | decide
        judge | laten doen | checken | checkt | double check | take over | nog een keer | echt moet lezen | reassess
        assess | meekijkt | over nadenkt | buigt | buigen over | consider | consideration | beoordeelt
        beoordeling door | nog eens | nog een keer ~ kijken | opnieuw doen | heroverweging | second look
        second opinion | redo | reevaluate | re evaluate | recheck | verify | verifieren | bekeken | nalopen
        naloopt | serieus kijken | naar kan/wil kijken | ernaar kijkt | kijkt er | go over | go through | evalueert
        evaluate | toetsen | gesprek over de uitslag | door iemand | decide please | person decide | zelf bekijkt
        bekijkt wat | let a person | laat iemand | laat een mens
    """,
    "no_human": """
        geen mens | niemand ~ gekeken/naar | no human | nobody talked/looked/read/has/spoke | niet door een mens
        nooit iemand/een | no person | not by a/human | zonder dat iemand | without ~ human/person/anyone
        nobody even | gewoon een programma* | in plaats van het algoritme/de computer
        not a program/machine/computer | in plaats van dat programma/systeem/ding
        rather than a/the machine/computer/program/system | not by a program/robot/bot
        niet door een programma/robot
    """,
}
