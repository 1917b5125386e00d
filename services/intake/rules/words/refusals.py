"""What is asked not to be done: freeze, object, stop, take back, complain.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

REFUSALS: dict[str, str] = {
    "freeze": """
        bevries* | bevriezen | bevroren | blokke* | geblokkeerd | op slot | achter slot | stilleggen | freeze
        frozen | lock | locked | locking | restrict | restricted | suspend | suspended | stilzetten | in de kluis
        op pauze | pauzeer* | pauzeren | on hold | hold my file | put ~ on hold | parkeer | apart zetten
        zet ~ apart | quarantaine | afschermen | afgeschermd van | ontoegankelijk | under lock | sealed | seal
        no access for anyone | put a block | block on | blokkade | block my | blocked for | op non actief
        in de wacht | op hold | beveiligd map | niet toegankelijk | hou ~ tegen | stand still | bevries | pause
        pausing | paused | pauzeert | stop de verwerking | halt | hold everything
    """,
    "hands_off": """
        niets/niks ~ met mijn/mee/ermee/doen | doe voorlopig niets/niks | doe er ~ niets/niks/nix mee
        even niets/niks | tijdelijk niet | nergens voor gebruik* | met rust
        niemand ~ in werken/kijken/kijkt/komen/kan/neuzen/zit/meer/bij/lezen | niemand er/erin/erbij
        nobody/noone/no one ~ reads/read/look/looks/uses/use/touch/opens/open/see/sees/access
        not ~ do anything with | do nothing with | nothing with it | not touch | not for anything
        leave it/the/my ~ where/as/alone/untouched/be | leave alone | laten liggen | laat ~ liggen
        raadplegen ~ niet | raak ~ niet aan | not edit | not quote | in de la | in the drawer | laat ~ rusten
        blijf ~ af | afblijven | er niet aan | verder niks/niets | sit there | stay where | niemand ~ bij kan
        niemand ~ gebruikt | niemand bij/aan | nobody uses | no one uses | geen mens aan | aan de kant | opzij
        put ~ aside | set ~ aside | aside | niet aankomen | niet aan . zitten | kom er niet aan | dont look at it
        stay away from | ligt stil | stil laten liggen | keep ~ to yourselves | to yourself | onder de pet
        voor jezelf houden | voor jullie houden | wacht ~ mee | wait with | hold off | stop everything
        even wachten met | nothing happens | niets mee gebeurt | niks mee gebeurt | achter de hand
        evenmin ~ raadplegen | niet raadplegen | evenmin | niets ~ wijzigen | pauze | not circulate
        do not circulate | not distribute | keep it closed | dicht laten | laat ~ dicht | houd ~ gesloten
        stilleggen
    """,
    "only_keep": """
        alleen bewaren | only keep/store | just keep/store | bewaren mag | keep . but | bewaar . maar | bewaren maar
        alleen opslaan | wel bewaren | gewoon bewaren | bewaar ~ alleen | laten liggen | keep it in
        bewaart u ~ maar | houd ~ maar | hou ~ maar | store it only | wel houden | keep it safe | keep them safe
        veilig bewaren | niet vernietigen maar | bewaren als | alleen opbergen | store it | as is | zo laten
    """,
    "until": """
        zolang | totdat | tot ~ is/heb/hebben/zijn/duidelijk/besproken/opgelost/bekend/uitgezocht | tot die tijd
        tot dan | tot na | tot ik | tot het/de | tot mijn | voorlopig | nog niet | until | till | while | for now
        for the time | tijdelijk | in de tussentijd | intussen | ondertussen | in afwachting | meanwhile | mean time
        meantime | as long as | pending | even ~ niet | voor het moment | eerst ~ uitgezocht | before that
        temporarily | hangende | until then | zo lang | zolang we | tot we | tot hij/zij/mijn/u/jullie | voordat
        voor die tijd | zolang dit/dat/er | nog even | not yet | before | first be | eerst moet | eerst maar
        during | tijdens het onderzoek | while we | while my | untill | til | vooralsnog | voor nu | pas als
        niet eerder dan | zo lang als | voorlopig naar | in the mean | before we | before i | before my
        totdat ik/we/dit | till the | tot het | terwijl ~ loopt | lopende procedure | zolang de/het/er/dit/dat | yet
        nog besproken | eerst wil ik | eerst besproken | first want | want to discuss
    """,
    "evidence": """
        bewijs | evidence | proof for | rechtszaak | court | advocaat | lawyer | rechter | zaak lopen | legal case
        court case | proces | procedure tegen | claim | letselschade | letselschade* | verzekeringszaak
        hoger beroep | mediation | tuchtzaak | ontslagzaak | arbitrage | juridisch | legally | schadeclaim
        procederen | dispute | lopende procedure | lopende zaak | beroepsprocedure | rechtsbijstand
        juridische procedure | legal procedure
    """,
    "share": """
        delen | deelt | deel | doorsturen | doorstuur* | doorgeven | doorgeeft | geef ~ door | geven ~ door
        doorspel* | doorbriev* | doorzetten | opsturen naar | sturen ~ aan/naar | stuur ~ aan/naar
        aan/naar ~ sturen/stuurt/stuur/versturen/doorgeven/doorgeeft/geven/geeft/verstrekken/vertellen/zenden/mailen
        verstrek* | versturen | terugkoppel* | rapporteren aan | terugrapporter* | share | shares | sharing
        pass ~ on | passing | forward* | give/giving/gives ~ to | send/sending/sends ~ to | report* to
        tell/telling/tells ~ to | telling my | disclose* | disclosing | hand ~ over | handing | inform my employer
        vertellen aan | verspreid* | verkopen | sell | selling | send it | sending it | not send | opsturen
        doorsluiz* | uitwissel* | bespreken met | overleggen met | discuss* with | informeren | bellen met
        talk* to | talking with | contact with | contact met | teruggekoppeld | terug te koppelen | terugkoppeling
        wordt ~ doorgegeven | gedeeld wordt | rapporteren | rapporteert | rapport uitbrengen | report ~ about me
        report ~ to | bellen over | praten over | vertelt | doorvertellen | laten weten aan | inlichten
        op de hoogte houden | keep ~ informed | update my employer | updates to | brief my | mails to my
        contact ~ over mij | overleg met | overlegt met | gesprekken met mijn | spreekt met | talk about me
        talking about me | wisselt ~ uit | deelt ~ met | doorsluizen | meldt | verslag doen | verslag uitbrengen
        update aan | updates aan | uitgewisseld | uitgewisseld worden | wordt gedeeld | gedeeld | gaat ~ naar mijn
        gaan ~ naar mijn | krijgt ~ te zien/horen/lezen | weekly update | weekly updates | wekelijkse update
        meekijken | meekijkt | krijgt van elk | krijgen van | krijgt ~ samenvatting/verslag/verslagen/update/bericht
        gets a | samenvatting | inlichten over | updating ~ employer/boss/manager/municipality
        update ~ employer/boss | informeert | informeer | inlicht | naar de gemeente gaan | naar mijn werkgever gaan
        gaan naar | onder ogen
    """,
    "object": """
        bezwaar | bezwaren | verzet | object | objecting | objection | tegen op | op tegen | er ~ tegen
        daar ~ tegen | ben ~ tegen | against | niet . mee eens | niet eens met | niet akkoord | do not agree
        not agree | disagree | protest | wil ~ niet aan mee* | niet aan meedoen | doe ~ niet aan mee
        daar niet voor | voel ~ niets voor | voel ~ niks voor | zie ~ niet zitten | tegenstander | ben ~ niet voor
        ik weiger | i refuse | opt out of | niet mee instemmen | stem ~ niet mee in | kan ~ niet mee leven
        do not accept | wil ~ niet hebben dat | niet de bedoeling | vind ~ niet goed dat | vind ~ niet prettig
        vind ~ niet fijn dat | vind ~ vervelend dat | not comfortable with | uncomfortable with | feel bad about
        don't like that | do not like that | do not like | werk ~ niet aan mee | daar pas ik voor | bedank daarvoor
        niet aan mij besteed | teken ~ bezwaar aan | gediscrimineerd | discriminat* | bezwaar tegen | hier ~ bezwaar
    """,
    "use": """
        gebruik* | verwerk* | delen | deelt | bijhoud* | bijgehouden | bij te houden | bijhouden | kansprofiel*
        profilering | statistiek* | *onderzoek | onderzoek* | analyse* | analyser* | use | uses | used | using
        process* | profiling | statistics | research | share | shares | sharing | track* | volgen | volgt
        registreren | inzetten | meten | meet | monitor* | measur* | analy* | scoring | opnemen | filmen | record
        voorspelling | voorspell* | uitrekenen | uitrekent | meedoen | meegenomen in | verwerking | intern gebruik
        quality | kwaliteitsonderzoek | vergelijk* | train | trainen | training of | doorlichten
        evaluatieonderzoek | gefilmd | film | filmed | gemeten | geteld | volg | gevolgd | follow how | measure
        studie | study | studies | hogeschool | universiteit | university | scriptie | thesis | promotieonderzoek
        benchmark* | rapportage aan | vergelijkingen | kansberekening | risicoprofiel | profileren | voorbeeldcase
        casus | case study | als voorbeeld | as an example | opleiding van nieuwe | train new | trainingsmateriaal
        vastgelegd worden | vastleggen | fotografer* | fotos maken | maken ~ fotos | photograph*
        take/taking photos/pictures | on a list | indelen | indeelt | categoriseren | categorize | classify
        selecteren | filteren | samenvatting | samenvattingen | summary of | summaries | profile me | groepsindeling
        voorspelt | predict* | predicting | sorteren | sorteert | selecteren op | rangschik* | sort candidates
        ranking
    """,
    "disagree": """
        ik verbied | verbied ik | forbid | wil dat @you stoppen/stopt/ophouden/ophoudt | niet dat mijn
        niet dat @you | no longer want you | niet mee eens | niet akkoord | wil/wilt/willen/wou/wens ~ niet dat
        niet willen dat | stop/stoppen/ophouden/houd/hou ~ met | hou/houd . op met | stop daarmee | not agree
        do not want ~ you/that/to | do not want my
        stop using/sharing/tracking/processing/giving/sending/telling/passing/scoring/measuring/reporting
        liever niet | rather not | prefer ~ not | daar ~ buiten | left/leave ~ out of
        buiten blijven/gehouden/laten | keep ~ out of | keep me out | stop met | eruit laten
        niet ~ meer ~ bijhouden/bijhoudt | ermee ophouden/stoppen | daarmee ophouden/stoppen | stop it
        stop with it/this/that | stop ermee | stoppen daarmee | not used | niet gebruikt | mee te stoppen/houden
        mee op ~ houden | stop doing | niet ~ aan meedoen | niet aan mee | not ~ part of | ophouden | quit
        uitgezonderd | excluded | laat @me er . buiten | er buiten | erbuiten | buiten laten | hou @me er . buiten
        sla mij . over | wil ~ niet . aan deelnemen | niet aan deelnemen | not take part | not participate
        laat mij daar | mij niet in | count me out | skip me | excluded from | uitgesloten van | uitzonderen
        daarmee stoppen/ophouden | kunt/kan/kun @you ~ mee stoppen | mee stoppen | stoppen met | stop daar . mee
        niet langer ~ doorgeven/delen/gebruiken | no longer share/give/send/tell | any longer
        do not share/use/report/give/tell/send | daarmee op te houden | op te houden | daarmee ~ ophouden/stoppen
        hou ~ daarmee | wil ~ niet in een | houd er mee op
    """,
    "own_situation": """
        mijn . situatie | my . situation | in mijn geval | in my case | mijn omstandigheden
        bijzondere omstandigheden | my circumstances | persoonlijke redenen | personal reasons | vanwege mijn
        because of my | door mijn | omdat ik | tegen @me ~ gebruik* | gebruik* ~ tegen | uses it | herken*
        recognis* | nature of my | word ~ op aangesproken | pressure on | daar last van | maakt het ~ erger
        makes it worse | gezien mijn | mijn verleden | my past | given my | vanwege de | thuissituatie | ruzie
        pesten | bullied | problems at home | problemen thuis | veiligheid | safety | bedreigd | stalker | stalking
        mijn ex | my ex | gevaar | angst* | averechts | stress van | privesituatie | klein dorp | small town
        geheim adres | safe house | nadeel | nadelig | gestalkt | stalked | onzeker | mijn veiligheid | my safety
        bang | afraid | slecht slapen | sleep bad | last van | misbruikt | kwetsbaar | vulnerable
    """,
    "article_objection": "my objection | mijn bezwaar",
    "leave": """
        wil stoppen | haal @me er | stop er . mee | ik stop | ik stop ermee | want to stop | i quit
        stoppen bij @you | wil ermee stoppen | i stop | uitschrijven | haal @me ~ eruit | take me out | me out
        mij eruit | eruit graag
    """,
    "stop": """
        stop | stopt | stoppen | ophouden | hou . op | houd . op | geen | niet meer | nooit meer | niet langer
        no more | do not want | any more | anymore | uitschrijven | uitschrijf | uitgeschreven | uit te schrijven
        schrijf @me ~ uit | afmelden | afmeld | meld @me ~ af | afgemeld | af te melden | unsubscribe | opt out
        take me off | remove me | haal @me | haal/halen ~ af | @me ~ af halen/haal | van af halen
        van de/die/deze lijst | off . list | from . list | niet geinteresseerd | not interested | geen interesse
        geen belangstelling | geen behoefte | afhalen | never | no longer | hoef ~ niet | hoeft . niet | liever niet
        niet ~ krijg/krijgen/ontvangen/hebben | zonder | quit | cease | loopt over | wil ~ niet ~ krijgen/ontvangen
        schrap | verlos | enough | genoeg van | zat van | klaar mee | leave me alone | met rust
        zit ~ niet op te wachten | niet op te wachten | zit er niet op | niet meer sturen | stuur ~ niet meer
        naar een ander | genoeg | enough with | kan ~ weg van | bespaar | spare me | get me off | haal ~ van
        schrap ~ van | verwijder @me ~ van/uit | niks meer | niets meer | geen enkele | kappen met | kap | ophoudt
        hou ~ mee op | hou op | weg met | laat dat | niet langer prijs op | geen prijs op | not anymore
        nee bedankt | no thanks | no thank you | rather not | achterwege | mogen @you . laten | laat maar zitten
        niet meer hoeven | zonder mij | @me van . lijst/verzendlijst/mailinglijst/mailing/maillijst
        van . lijst/verzendlijst/mailinglijst halen/haal | do not need ~ emails/mails/newsletters
    """,
    "calling": """
        bellen | bel | belt | gebeld | gebel | telefoontjes | belletjes | calling | calls me | call me | ring me
        sms* | appjes | appen | whatsapp* | gebeld worden | belde | benaderd worden | phone calls | verkopen
        sales calls
    """,
    "unsubscribe": """
        uitschrijven | uitschrijf | uitgeschreven | uit te schrijven | schrijf @me ~ uit | afmelden | meld @me ~ af
        afgemeld | unsubscribe | uitschrijving | opt out
    """,
    "withdraw": """
        trek ~ in | trek | intrek* | in te trekken | ingetrokken | terugtrek* | trekken | terugdraai*
        terug te draaien | draai ~ terug | withdraw* | revoke* | revoking | vervalt | herroep* | take ~ back
        taking ~ back | terugnemen | terug te nemen | neem ~ terug | geldt niet meer | stopzetten | kom ~ op terug
        kom ~ van terug | op terugkomen | van gedachten veranderd | bedacht me | me bedacht | bedenk me
        mij bedacht | changed my mind | change my mind | not permit | no longer permit/allow/agree/consent
        not ~ agree ~ anymore/more | is er ~ niet meer | mag ~ niet meer | mogen ~ niet/niks/niets meer
        niet meer goed | is er niet meer | nu niet meer | wil ~ het niet meer | niet langer | not allowed anymore
        not comfortable | no longer | zeg ~ op | spijt | regret | cancel | not anymore | wil ~ niet meer
        afgelopen mee | undo | ongedaan | nee van gemaakt | not want that any | vanaf nu alleen
        beschouw ~ als vervallen/ingetrokken | als vervallen | vervallen | trek ~ terug | trek ~ daarvan
        niet meer oke | niet meer okay | niet fijn meer | niet prettig meer | not okay anymore | not ok anymore
        not fine anymore | no longer okay/ok/fine/want/like | is not okay | is afgelopen | dat is voorbij
        dat stopt | stopt nu | per direct stop | einde | gestopt | end it | ended | scratch that | kom daarvan terug
        terugkom | blij mee niet meer | achteraf ~ niet | achteraf | liever niet meer | toch niet meer
        toch liever niet | bij nader inzien ~ niet | anders over | on second thought | thought about it again
        had second thoughts | rethought | nietig | annuleer | annuleren | null and void | void | cancelled | herzie
        niet meer achter | sta ~ niet meer achter | mag ~ nu niet | zou ~ niet meer willen
        niet meer gebruikt worden | wil ik niet langer | niet meer gelden | not valid anymore | no longer valid
        teruggekomen | withdraw what | mijn ja | niet langer goed | hierbij niet meer | niet meer doen
        doe het dus niet | doe het niet meer | mag vanaf nu niet | wil ~ nu niet meer | niet meer willen
        want to cancel that | cancel that | do not want it any | not want it any | heb me bedacht | kom ik van terug
        wil ~ uitzetten | take back | uitzetten
    """,
    "no_longer_agree": """
        no longer agree/consent/permit/allow/accept | ga ~ niet meer/langer ~ akkoord | geef ~ geen toestemming meer
        geen toestemming meer | niet meer mee akkoord | stem ~ niet langer ~ in | sta ~ niet langer toe
        do not consent any more/anymore | do not agree anymore | stop agreeing | my consent ends
        toestemming ~ stopt/vervalt/eindigt
    """,
    "not_fine": """
        niet meer goed | niet langer goed | niet goed meer | no longer agree | not ok anymore | not ok any more
        niet meer oke | niet meer mee akkoord | not fine anymore
    """,
    "complaint": """
        klacht* | klagen | beklag | complain* | ontevreden | niet tevreden | not happy | grievance | aanklacht
        beklagen | klacht in | bezwaren over | formele klacht | formal complaint | report this | aan de kaak
    """,
    "going_to": """
        stap ~ naar | ga ~ naar | stappen naar | melden bij | meld ~ bij | melding bij | klacht ~ bij | report . to
        going to | go to | inschakel* | will file | file ~ with | contact the | tell the | leg ~ voor
        bij de autoriteit
    """,
    "not": "niet | geen | nooit | not | never | no | niks | niets",
}
