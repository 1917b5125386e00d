"""What is asked to be done with records: show, erase, correct.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

ACTS_ON_RECORDS: dict[str, str] = {
    "see": """
        graag zien | wil ~ zien | laat ~ zien | laten zien | show me | te zien krijgen | mag ik zien/kijken/lezen
        zien wat/welke/hoe | inzage* | inzien | in te zien | in kunnen/mogen zien | inkijken | in te kijken
        inzagerecht | opvragen | op te vragen | opvraag | bekijken | kennisnemen | doornemen | doorlezen | nalezen
        lezen | meelezen | wil ~ horen | graag horen | terugluisteren | beluisteren | terug horen | terugluister
        meekijken in | want to/like to/to see/read/view | could/can/may i see/read/view/look/listen
        see what/all/the/everything/which | to see | to read | to view | to look at/through | have a look
        look at/into/through @my | like to listen | to listen | interested to see | to access | access to my
        access my | want access | get access | request access | in kunnen kijken | zou ~ lezen | wil ~ lezen
        een kijkje | insight into | zwart op wit | op papier | on paper | in writing | let me read/see/know
        wanna see | kan ik ~ terugvinden | terugvinden | terugkijken | zien te krijgen | komen bekijken
        doorbladeren | bladeren | doorheen ~ gaan/bladeren | onder ogen krijgen | te lezen krijgen | laten lezen
        een blik | kijken in mijn/het/die | kijken wat er/jullie/u | mag ik kijken | terugzien | naluisteren
        terug te horen/luisteren/zien | inkijk | inspecteren | browse | go through my/the/what | hear it/the/that
        inspect | examine | check what | find out what/who/which | wish to see/hear/read/view | hope to see
        look what | see it/my/them | i want see | shown | in te lezen wat | mogen bekijken/lezen/zien/horen
        could look at | get to see | i would like a look | even bekeken | graag ~ bekeken/gezien/gelezen
        komen kijken/lezen | kom ~ kijken/lezen/inzien | come and see/look/read | come by to read/see | teruglezen
        terug te lezen | terug lezen | een keer lezen | would like to see | meekijken
        mag/kan/zou/wil ik ~ zien/lezen/horen/inzien/bekijken/beluisteren | mogen wij ~ zien/inzien
    """,
    "want_know": """
        graag ~ weten | wil/zou ~ weten | like/love/want to know | benieuwd | curious | nieuwsgierig | zwart op wit
        in writing | nagaan | find out | need to know | can you tell | could you tell
        kunt/kan/kun/kunnen @you ~ vertellen/zeggen/aangeven/nagaan/nakijken/opzoeken | let me know
        ben nieuwsgierig | ben benieuwd | vraag me af | zou willen weten | laten weten | mag ik weten | wish to know
        have a right to know | recht om te weten | inform me | laat me weten | vertel me | tell me | i wonder
        ik vroeg me af | check for me | uitzoeken | op schrift | schriftelijk | uitleg over wat | precies weten
        i demand to know | to hear from you what/who
    """,
    "reaction": "hieraan | daaraan | daar aan | do about | hiermee gaan | gaan/gaat ~ doen | going to do",
    "and_then": """
        daarna | vervolgens | eerst | and then | after that | afterwards | then | once | first | nadien | erna
    """,
    "copy": """
        kopie | kopieen | kopietje | afschrift* | uitdraai | uitdraaien | uitprinten | printen | printje | copy
        copies | printout | print | exemplaar | duplicaat | fotokopie | overzicht | overview | setje | een setje
        scan van | pdf van | a pdf | uittreksel | een uitgeprinte | transcript | doorslag
    """,
    "send": """
        vraag ik | request | let me have | aanvragen | stuur | sturen | opsturen | toesturen | toestuur
        toegestuurd | zenden | toezenden | te zenden/sturen | mailen | mail me/mij/it | email me | toezending
        verstrek | verstrekken | ontvang | ontvangen | krijgen | krijg | kan ik krijgen | geven | geef | bezorgen
        aanleveren | send | receive | provide | obtain | give | get | opgestuurd | toekomen | mogen hebben
        graag hebben | wil hebben | zou ~ hebben | may i have | can i have | could i have | i need | like to have
        mail | ask for | hand over | meebrengen | bring | leveren | a copy | wil papier
        i want ~ notes/file/report/data | overhandigen | toegestuurd krijgen | mailtje met | doe mij | doen toekomen
        mij ~ mailen | furnish | supply | mail over | post me | in mijn bezit | meekrijgen | ophalen | komen halen
        pick up | give it to me | laten toekomen | aanreiken | sturen jullie/u mij | mag ik ~ hebben
        mag ik ~ krijgen | could i get | may i get/receive | can i get | i would like my | mag ik . mijn | hand me
        hand it | kan ik . mijn ~ krijgen/hebben | wil mijn ~ hebben | ik wil het hebben | wil ~ hebben
        had ik ~ graag | had ~ gekregen | in handen krijgen | beschikken over | meegeven | geef mij/me | geef me
        show me | laat mij | mail mij | graag ~ per mail/post | per post | toemailen | get it | get them | get a
        have it | have them | drop me
    """,
    "know": """
        weten | vernemen | know | tell | vertellen | horen | vragen of | bevestigen | confirm | laten weten
        aangeven | zeggen | explain | let me know | vertel | benieuwd | mij te zeggen | nieuwsgierig | curious
        wonder*
    """,
    "hold": """
        hebben | heeft | hebt | heb | bewaart | bewaren | bewaard | verwerkt | verwerken | opgeslagen | vastgelegd
        vastleggen | bijhouden | bijhoudt | staat | staan | weten | weet | beschikt | beschikken | gezegd
        geschreven | opgeschreven | opschrijft | opschreef | schrijf | schrijven | schrijft | genoteerd | zit | ligt
        liggen | hold | holds | held | have | has | keep | kept | store | stored | process | know | got | written
        wrote | write | collected | saved | noted | verzameld | aanwezig | bekend | gestopt | verwerkt heeft
        still there | geregistreerd | are there | exists | typt | types | overgebleven | overblijft | is blijven
        achtergebleven | in huis | hebben liggen | te weten gekomen | ontvangen van | gekregen van | besproken
        discussed | talked about | inside | contains | bevat | doorgestuurd gekregen | bekend bij | recorded about
        noteert | noted down | bijgehouden | kept on | on paper
    """,
    "have_you": """
        hebben/heeft @you . mijn/nog/eigenlijk/iets | bewaren/bewaart @you nog | staat/staan mijn | sta ik
        do you still/currently . have/hold/keep | do you have @my/anything/something/any | have you got @my
        komt mijn naam | do you hold/know | are you holding | ben ik ~ bekend | am i ~ system/database/files
        ik ~ voorkom | weten/weet @you ~ van/over mij
        ligt/liggen/staat/is/zijn/hangt/zit/zitten ~ nog iets/wat/dingen/spullen | ligt/liggen ~ iets van
        is there still/anything/something | is there . still | are there still/any
        staan/stonden/stond/zaten/zat/zitten/zit mijn | still something of me | still have anything/something/my
        nog iets van @me | anything left
    """,
    "shared": """
        gegeven aan | gestuurd naar/aan | verteld | gedeeld | verstrekt | doorgegeven | doorgestuurd | doorgespeeld
        gegeven | share | shared | disclosed | passed | passed on | sent to | verkocht | sold | gezegd | gekregen
        ontvangen | did you tell/give/send/say | you tell/told/gave/sent | received | has seen | have seen
        hebben gezien | heeft gezien | gemeld | zijn ~ naartoe | tegen ~ gezegd | gave | toegang | told
    """,
    "looked": """
        gekeken | ingezien | bekeken | geopend | ingekeken | geraadpleegd | viewed | looked | accessed | opened
        looking in/into/at | zitten neuzen/kijken/snuffelen | neuzen | seen my | gelezen | has/have seen
        has/have read | bij geweest | ingelogd op mijn | can see my | bekijkt
    """,
    "got_it": """
        gekregen heeft/hebben | heeft/hebben ~ gekregen/ontvangen/gehad | ontvangen heeft/hebben
        has/have received/got/gotten | received my | wat @you ~ gestuurd/doorgegeven/verteld/gezegd
        what/which ~ sent/told/shared/passed | precies gestuurd
    """,
    "delete": """
        wissing | *verwijdering | deletion | erasure | verdwijn* | opruimen | opgeruimd | ruim ~ op | purge | scrub
        uitgommen | ontdoen | deleten | ge delete | gedelete | delete* | deleting | verwijder* | wis | wissen
        gewist | uitwissen | vernietig* | weggooi* | weggegooid | weg te gooien | gooi/gooien ~ weg | schrap*
        geschrapt | erase* | erasing | remove* | removing | removal | destroy* | wipe* | wiping | get/getting rid
        doe/doen ~ weg | wegdoen | weg te doen | weggedaan | weg te halen
        haal/halen/haalt/gehaald ~ weg/eraf/eruit/offline/af/uit | haal ~ van/uit . @system
        uit . @system ~ halen/gehaald/haal | uit/van . @system weg | weghalen | weggehaald | afhalen | offline
        er af/uit ~ gehaald/halen | eraf gehaald/halen | eruit gehaald/halen | eraf/eruit/weg gaat/gaan
        gaat/gaan ~ offline | @must ~ weg/eraf/eruit/verdwijnen/offline/weggegooid | @must ~ er/hier/daar af/uit/van
        alles ~ weg | weg graag | weg hebben | weg willen | mag/mogen/kan/kunnen uit . @system | uit de database
        *versnipper* | papierversnipperaar | shredder | shred* | de prullenbak | prullenmand | the bin | dispose
        discard | take/taken/taking/took ~ down/off/away/out/offline | throw/thrown/throwing ~ away/out | throw out
        clear/clean ~ out | disappear | out of your . @system | off your . @system | from your . @system | weg ermee
        leegmaken | geef ~ vrij | anonimiseer* | anonimiseren | anonymi* | laat ~ verdwijnen | schonen | opschonen
        be gone | sentence out | eraf . graag | eruit . graag | dump | trash | burn | graag ~ eraf/eruit/weg/offline
        eraf | weg wezen | ervan af | van de/jullie/uw site af | niet blijven bestaan/staan | niet . bestaan
        vernietigen | versnipperen | opdoeken | uit elkaar | uit jullie boeken | de wereld uit | ongedaan maken
        schrappen | doorhalen | doorstrepen | wegstrepen | wegvagen | uitvegen | uitvlakken | opgeheven | legen
        leeg maken | leeg die | maak ~ leeg | leeggooien | leeg . la | de kliko | de vuilnis | door de shredder
        in de shredder | kwijt willen | van de kaart | blackout | wipe | wiped | clean up | clear my | cleared
        eliminate | drop my/all | get . out of | take ~ out of | zap | cancel my data/profile/registration
        undo my registration | uitschrijving uit | take ~ away | pull . down | unpublish | no longer visible
        niet meer zichtbaar | niet meer online | niet meer te vinden | niet meer terug te vinden | doek/doeken ~ op
        schoon schip | haal @me ~ uit/weg/af | overal uit | laat ~ weg | weglaten | eruit ~ graag | eruit gooien
        eruit gegooid | @want ~ gone/away/down/removed/out | gone | offline halen/gehaald | offline zetten/gezet
        van het internet | niet blijven liggen | niet bij @you blijven | hoort niet bij @you
        hoeft/hoeven er niet meer . te zijn/staan | opkuisen | wegwezen | er niet meer zijn | niet meer vindbaar
        onvindbaar | not be found | be found | stop displaying | niet meer tonen | vernietigd | shred | lose the/my
        forget all | vergeten | weg . ermee | kan die weg | kan dat weg | mag die weg | naar boven | haal ~ eruit
        uithalen | eruit/eraf/weg/verwijderd hebben/zien | take ~ off | eruit willen hebben | mag daar niet
        er niet meer op | make ~ away | alsnog ~ doen | alsnog vernietigen
    """,
    "erase_me": """
        nergens/niet meer ~ in staan/bekend/voorkomen | nergens meer | haal/halen @me ~ uit . @system
        haal @me ~ uit . bestand/bestanden | gooi @me ~ uit . @system | remove/delete/erase @me from . @system
        take @me out of . @system | verwijder/wis @me uit . @system
        niks/niets/geen ~ van/over @me ~ bewaren/hebben/houden/overhouden/bewaard/hebt/heeft
        nothing ~ about/on/of me ~ left/kept/stored | not ~ keep anything
        niet ~ iets van @me ~ bewaren/hebben/houden | geen spoor | no trace | forget about me | wis @me
        nog papieren van @me | not exist in your | schrijf @me ~ uit . @system | haar/hem/hen uit het systeem
        delete/erase/wipe me | nog ~ van @me ~ rondslinger* | bij jullie weg
        van/over @me niks/niets achterblijft/bewaard/bewaren/overblijft/blijft
        niks/niets ~ van/over @me ~ achterblijft/overblijft/blijft | nothing ~ with my name
        nothing ~ stays/remains/left | niks/niets meer van @me | niets meer met mijn naam
        geen gegevens meer van @me | geen ~ van @me meer | niet meer bij jullie bekend/geregistreerd
        uit jullie leven | alsof ik er nooit | no record of me | nothing of me | not be in your
        do not want to be in your | wil ~ niet meer in jullie/uw/het | sta liever niet | haal mij ~ overal uit
        erase what you | wipe what you | delete what you | wat jullie van @me hebben ~ weg
        nergens ~ voorkom/voorkomen | niet meer voorkom/voorkomen | niet meer in @you bestand/systeem/administratie
        ook niet meer in
        haal/verwijder/wis/delete/remove/gooi ~ uit/from . @you . systeem/systemen/bestand/bestanden
        haal/verwijder/wis/delete/remove/gooi ~ uit/from . @you . database/administratie/system/database/files
        niet meer in @you . bestand/systeem/administratie/database
    """,
    "keep": """
        bewaar | bewaren | bewaart | bewaard | opslaan | opgeslagen | houden | houd | hou | keep | keeps | kept
        keeping | store | stored | storing | retain | vasthouden | vasthoudt | vast | hold on to | hold onto
        holding on to | blijven staan/hangen
    """,
    "close": """
        hef | opheffen | opgeheven | op te heffen | opzeggen | beeindig* | close | closed | sluit | sluiten
        afsluiten | cancel | deactivate | deactiveren | stopzetten | account ~ weg
    """,
    "leave_to_keep": "@you mag/mogen ~ bewaren/houden/keep | mag/mogen @you ~ bewaren/houden",
    "may_keep": """
        niet weg | gooi het/ze niet | do not delete | mogen @you gewoon | mag/mogen ~ bewaard blijven
        mogen blijven | hoeft/hoeven ~ niet weg | you may/can keep | hoeft/hoeven ~ niet ~ verwijderd/gewist/weg
        blijft/blijven gewoon staan | stays known | keep my account | keep my file
    """,
    "not_needed_now": """
        niet meer nodig | niet langer nodig | no longer need | not need ~ anymore
        do not need ~ any longer/longer/more | no reason ~ keep/hold | geen reden ~ bewaren/houden
        not necessary any | heb ~ niet meer nodig | overbodig | no longer necessary | do not need them
        zijn niet meer nodig | geen enkele reden | no purpose
    """,
    "change": """
        toevoeg* | toegevoegd | toe te voegen | bijvoegen | voeg ~ toe | add | added | rechtzetting | wijzig*
        gewijzigd | te wijzigen | aanpas* | aangepast | aan te passen | pas ~ aan | corrig* | gecorrigeerd
        correctie | verbeter | verbeteren | verbeterd | rechtzet* | rechtgezet | recht te zetten
        zet ~ recht/goed/bij/erbij/in/erin | erbij zetten/gezet | update | updaten | change | changed | changing
        correct | corrected | correcting | fix | fixed | amend* | adjust | rectif* | bijwerken | bijgewerkt
        werk ~ bij | aanvul* | aangevuld | aan te vullen | vul ~ aan | vervang* | veranderen | verander | veranderd
        herstel* | hersteld | zet het nieuwe | toevoegen | maak ~ goed/juist | make ~ good/right/correct
        put ~ right/in | set ~ straight | wilt @you ~ verwerken | kun/kan/kunt @you ~ verwerken | even doorgeven
        doorgeven dat | repair | omzetten | goedzetten | noteer | noteren | please note | replace | moet er uit
        eruit halen | put in | out because | goed zetten | goed ~ zetten | zetten jullie ~ goed
        kan dat ~ veranderd/anders | anders zetten | veranderd worden | moet aangepast | netjes zetten
        juist zetten | recht zetten | put that right | put it right | put right | set right | sort it out
        sort this out | kan ~ beter | overschrijven | vermelden | aantekenen | bijschrijven | change over
        switch my | amend | revise | edit my | correcties | herzien | wijziging doorgeven | ter correctie
        opnemen in mijn | voeg . toe | meld hierbij | neem ~ op in | doorvoeren | doorgevoerd | doorgevoerd worden
        verander @you | kindly adjust | bijstellen | overal doorvoeren | neem ~ over | graag ~ verwerken
        verwerk @you | genoteerd worden als | voortaan ~ gebruiken | register me as | put me down as | rectify
        eraan toegevoegd | toegevoegd zien | mijn kant van | my side of | own view | eigen visie | zienswijze
        erbij gezet | in het vervolg ~ schrijven/noemen/gebruiken/aanspreken | schrijven in plaats van
        noemen in plaats van | write ~ instead of | voortaan ~ schrijven/noemen/aanspreken | aangepast worden
        graag ~ aangepast
    """,
    "told": """
        doorgegeven | doorgeven | geef ~ door | laten weten | laat ~ weten | ingelicht | inlichten | licht ~ in
        op de hoogte | bericht | berichten | berichten van | meegedeeld | meedelen | mee te delen | geinformeerd
        informeren | informeer | told | informed | inform | notif* | gemeld | melden | meld | let ~ know | tell
        verteld | vertel | vertellen | hear/hears about | hear that | te horen | het horen | ook horen | passed ~ on
        pass ~ on | be told | got to know | zeg ~ tegen | gezegd | weten dat | kennisgeving | kennis te geven
        op de hoogte gebracht/gesteld/brengen/stellen | bijgewerkt bij | weten ~ dat ook/nu | weten het
        know about it | know it | know that | knows that | aware | ook aangepast bij | ook veranderd bij | ook daar
        there too | also with | ook bij | ook aan | doorzetten naar | doorgekregen | gehoord | got the correction
        received the correction | correctie ~ gestuurd/doorgegeven | rectificatie ~ gestuurd | rondgestuurd
        kenbaar | laten corrigeren bij | seintje | een seintje | waarschuw* | warn | alert | contacted
        contact op met | bericht van | krijgt ~ bericht | te horen gekregen | een briefje ~ over | weet ~ daar/dat
        also tell | was ~ informed | is ~ geinformeerd | van jullie | nu ook van jullie | vraag ook | ask them to
        laat hen | zorg ~ dat zij/ze/iedereen | laat iedereen/hen/ze/hun/anderen | let everyone/everybody/them
    """,
    "transfer": """
        meekrijgen | mee krijgen | meegekregen | overdra* | overgedragen | over te dragen | overzetten
        over te zetten | overdracht | meenemen | mee te nemen | meeneem | neem ~ mee | transfer* | take ~ with me
        take along | rechtstreeks ~ sturen/doorsturen/doorzetten/naartoe | direct naar | meegeven
        naar hun/hen/daar ~ sturen/doorzetten/zetten | daar ~ naartoe sturen | send directly | directly to
        direct to | naartoe sturen | move my | bring my ~ with | overhandigen aan | hand ~ over to | overnemen
        doorsturen naar mijn nieuwe | hevelen | overhevelen | meenemen naar | take them to | take it to | bring to
        meegeven aan | migreren | migrate | porten | rechtstreeks naar | straight to | directly with | overbrengen
        export to | meeverhuizen | @must ~ mee | kan ~ mee | mag ~ mee | digitaal mee | laten meegaan
        neem ~ digitaal mee | to my new
    """,
    "daily": """
        andere coach | change my coach | another coach | nieuwe coach krijgen | coach wisselen | gestopt met de/mijn
        stoppen met roken | reference letter | referentie | referentiebrief | wifi | sleutel | sleutels | fiets
        fietsenstalling | lunch | subsidie | openingstijden | opening hours | feestdag* | vakantie | holiday
        terugbellen | bel me even | call me back | kinderopvang | childcare | rijles | taalles | taallessen
        language lessons | motivatiebrief schrijven | sollicitatiebrief schrijven | oefenen | practise
        job interview | sollicitatiegesprek | proefdag | aangenomen | new job | got the job | start on monday
        begin maandag | eerste werkdag | first day | taart | cake | weer een baan | uitje | bbq | kerst* | borrel
        receptie | wachttijd | traject begint | begint mijn traject | stageplek | plek vanaf | cursus volgen
        follow a course | opleiding volgen | andere opleiding | vervoer | trein | bus | train | taxi | ov
        laptop lenen | borrow | netwerken | linkedin training | inschrijven voor | aanmelden voor | sign up for
        enroll | register for | calls me back | belt ~ nooit terug | certificate | certificaat | coffee | koffie
        toilet* | verwarming | heating | parkeren | parking | wachtruimte | waiting room is | lift | airco | stoel*
        stoelen | room number | lokaal | zaal | lokalen | kopje
    """,
    "outrage": """
        walgelijk | disgust* | angry | furious | schandalig* | schande | onacceptabel* | belachelijk* | ongehoord
        ongelofelijk | ongelooflijk | unacceptable | outrageous | disgrace* | violation | schending | woedend
        woest | boos | kwaad | shocked | geschrokken | appalled | verontwaardigd | ontstemd | schaamde | ashamed
        shameful | humiliated | vernederd | voor schut | hoe kan . zo iets/dit/zoiets | how can this | hoe durven
        hoe is het/dit mogelijk | nooit mogen gebeuren | should never | onprofessioneel | disrespect*
        kan toch niet | zo ga je | zo gaan jullie | zo hoor je | te ver | in strijd met | mag helemaal niet
        mag dat wel | is that allowed | how is that allowed | very upset | puinhoop | livid | outraged
        onzorgvuldig* | ontoelaatbaar | opheldering
    """,
    "change_it": """
        graag ~ aanpassen/wijzigen/corrigeren/veranderen/bijwerken/verbeteren/herstellen/rechtzetten
        please ~ fix/correct/change/update/adjust/amend
        @want ~ aangepast/gewijzigd/gecorrigeerd/veranderd/changed/corrected/fixed
        wilt/kunt/kun/wil/kan/willen/kunnen @you ~ aanpassen/wijzigen/corrigeren
        wilt/kunt/kun/wil/kan/willen/kunnen @you ~ veranderen/bijwerken/verbeteren/herstellen
        can/could/would you ~ fix/correct/change/update/adjust | pas ~ aan | verander het | wijzig het
        corrigeer het | fix it | fix this | correct it | change it | change this | want this changed | make good
        kun je dat wijzigen
    """,
    "not_share": """
        niet naar de/het/mijn/een uwv/werkgever/baas/gemeente/verzekeraar/arbodienst/bedrijfsarts
        mag/mogen/moet ~ nog niet naar/aan | niet naar/aan het uwv | nog niet ~ naar/aan | not go to | not reach my
        hou/houd/houden het ~ bij @you/je
    """,
    "smalltalk": """
        hoe laat | laat begint | uur | maandag | dinsdag | woensdag | donderdag | vrijdag | morgen | volgende week
        vandaag | monday | tuesday | wednesday | thursday | friday | tomorrow | next week | o clock | what time
        parkeerplek | parkeren | werk zoeken | ander werk | look for work | looking for a job | stage | opleiding
        cursus | training | lessen | lesson | course | koorts | ziek | sick | fever | tandarts | dentist
        ziekenhuis | hospital | belastingdienst | tax office | abonnement | subscription | geld | money | contract
        overeenkomst | huur | loon | salary | uitkering | benefit | wia | ww | bijstand | toeslag | brief van
        letter from | coach | trainer | docent | teacher | receptie | reception | balie | lokaal | zaal | room
        lift | computer | wifi | printer | laptop | app | telefoon | bus | trein | train | reis | kinderen | kids
        school | vakantie | holiday | verlof | sollicitatie | interview | vacature | vacancy | job | baan
        werkgever geeft | collega | team | feest | taart | bedankt | dank | thanks | thank you | groep | group
        roken | sport | sporten | fietsen | eten | lunch | uitnodiging | invitation | bijlage | attachment
        virusscanner | leerbedrijf | taxichauffeur | app van | link | website werkt | meeting | vergadering
        bijeenkomst
    """,
}
