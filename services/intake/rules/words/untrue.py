"""What is wrong in a record, what is new, who was told; and taking along to another provider.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

UNTRUE: dict[str, str] = {
    "wrong": """
        spelfout* | typefout* | typo | niet goed | schrijffout | onjuist* | onwaar | niet waar | verkeerd* | fout
        foute | fouten | foutief | foutje | incorrect | wrong | wrongly | misspelled | mistake | mistakes | error
        errors | inaccura* | untrue | not true | not . true | ontbreekt | ontbreken | missing | verouderd*
        outdated | out of date | not right | not correct | niet juist | niet correct | onvolledig* | incomplete
        achterhaald | klopt/kloppen . niet/geen/niets/niks/helemaal | niet klopt/kloppen | gelogen | leugen* | a lie
        lies | false | onzin | nonsense | spelled | verkeerde | mis ik | nog als | nog steeds als | verwisseld
        door elkaar gehaald | mixed up | niet kloppend | oude achternaam | betwist* | met een dt/d/t/k/c/z/s
        met dubbel | with double | niets van waar | klopt ~ niet | never correct | ik ben geen ~ maar | niet hoe het
        klopt van geen kant | van geen kant | naast . werkelijkheid | niet wat er gebeurde | not what
        not what happened | not what i said | misverstand | misunderstanding | verdraaid | twisted | overdreven
        exaggerated | claims | beweert | beweren | een s te veel | letter te veel | letter vergeten | spelling
        verkeerd geschreven | misspelt | mis geschreven | accurate | not accurate | niet accuraat | misleidend
        misleading | not up to date | niet up to date | niet actueel | niet meer actueel | gemist
        vergeten te noteren | omgedraaid | swapped | uit de lucht gegrepen | verzonnen | made up | fabricated
        invented | vol fouten | full of mistakes | verkeerde indruk | eenzijdig | one sided | suggestief
        staat er niet goed | niet volledig | klopt er niet | er klopt | is niet zo | is not so | is not the case
        niet het geval | dat ben ik niet | ouderwets | oude gegevens | old details | out dated | mixed ~ and
        you mixed | gemixt | is not ~ but
    """,
    "fits": "klopt | kloppen",
    "denied": """
        heb ik/nooit nooit/ik | ik heb nooit | ik was wel/niet | i have never been/said/had/done/refused/used
        i never said/was/had/refused/told/did/been | never said/was/been/had/did/told | nooit gezegd/geweest/gehad
        i do have | heb ik wel | ik heb . wel | niet gezegd | heb ik niet gezegd | did not say | have not been
    """,
    "contrast": """
        moet ~ zijn | moet ~ worden | hoort ~ te zijn | should be | has to be | must be | it was | but it was
        is eigenlijk | in plaats van | instead of | and not | en niet | is actually | terwijl ik
        was an andere/other | dat was | lag ik | maar ik | not . but | niet . maar
    """,
    "must_be": """
        dat/dit/het/hij/die moet/moest ~ zijn | hoort ~ te zijn | hoort ~ te staan | should be | has to be
        ought to be | moet ~ staan | should say | needs to be | moet worden | dient ~ te zijn | had ~ moeten zijn
        is ~ en niet | is ~ not | heb er maar | inmiddels mag | klopt inmiddels niet
    """,
    "record": """
        *verslag | *rapport | *rapportage | *dossier | *gegevens | dossier* | verslag* | rapport* | systeem
        administratie | brieven | brief | gegevens | cv | file | records | record | report | letters | letter
        system | *profiel | profile | staat dat | staat ~ dat | in staat | stands that | it says | says that
        says i | is written | you wrote/write/have | hebben staan | staan ~ als | sta ik | staat er | er staat
        geregistreerd | opschreven | opgeschreven | genoteerd | written down | registered | page | pagina | sentence
        zin | passage | alinea | stuk | jullie schreven | bij jullie staat/staan | staat/staan bij | diagnose
        diagnosis | says ~ that | listed as | adressering | op elke brief | jullie rapport | your report
        your letter | bij opleiding | onder het kopje | it claims | in het stuk | in de brief | jullie denken dat
        you have me | in het portaal staat | portal shows | staan er | staat als | staat mijn | aangemerkt als
        vermeld | in your files | op papier staat | op de lijst staat
    """,
    "moved": """
        verhuisd | verhuis | ga verhuizen | adreswijziging
        nieuw/nieuwe/ander/new . adres/adress/address/telefoonnummer/nummer/nr
        nieuw/nieuwe/ander/new . mailadres/emailadres/rekeningnummer/bankrekening/iban
        nieuw/nieuwe/ander/new . number/mobile/email/mail/06/telefoon
        rekeningnummer/adres/nummer/mailadres/mail/telefoonnummer ~ veranderd/gewijzigd | woon ~ op de/het/in
        woon nu/voortaan | address/number/email/phone/account/name has/have changed
        address/number/phone/email changed | moved house | have moved | we moved | i moved
        my new phone/address/number | mailadres/nummer/adres is voortaan/nu/vanaf
        changed my number/address/phone/email | change of address | new bank account | nieuw 06 | per ~ woon ik
        is nu ander | wordt voortaan | andere bank | andere rekening | voortaan op | van nu af | voortaan bereikbaar
        new bank | nieuwe bank | from now on ~ address/post/mail/number | post should go | verhuizing
        verhuisbericht | andere woonplaats | ander telefoonnummer | nummer gewisseld | ander emailadres
        new surname | nieuwe achternaam | mijn naam is veranderd | ingetrokken bij mijn | new place
        changed address | different number/address/email | andere mail | moved last | moved to | new home
        te bereiken op | bereikbaar op/onder | reachable at/on | reach me at/on | can be reached | nieuwe telefoon
        mijn telefoon is | mijn nummer is | mijn adres is | my number is | my address is | my email is
        per vandaag ~ nummer/adres/mail | hernoemd | heb nu ~ nummer/adres/mailadres
    """,
    "you_moved": """
        @you ~ verhuisd/verhuizen | you ~ moved | verhuizen @you | verhuisd zijn naar | nieuw adres van jullie
    """,
    "name_is": """
        ik heet | heet ik | mijn naam is ~ niet | mijn achternaam is/wordt/was | my name is spelled/spelt/not/now
        name is spelled | getrouwd | gescheiden | married | divorced | mijn meisjesnaam | my maiden name
        naam ~ met | spell my name | is spelled | surname is now | achternaam is nu | naam is nu
        mijn naam is ~ en niet | ik ben ~ en geen | heten | call me | aanspreken | aangesproken als | aanspreek*
        dead name | deadname | geslachtswijziging | door het leven | achternaam van mijn | draag ~ de naam
        use my own name | mr but | but i am mrs/mr | geen meneer/mevrouw | ben ~ een vrouw/man | mevrouw en geen
        meneer en geen | in transitie | transgender | trans | roepnaam | nieuwe naam
    """,
    "fixed_now": """
        nu goed | goed staan | staat ~ goed | staan ~ goed | nu juist | eindelijk goed | you fixed | you corrected
        you changed | you removed | now correct | nu klopt | thanks for correcting/removing/fixing/changing
        na de correctie | after the correction | na verwijdering | na de wissing | rectificatie van
        have been corrected | weggehaald hebben | verbetering | de correctie | the correction | the deletion
        the change | hebben @you mijn ~ verbeterd/aangepast/gecorrigeerd/gewijzigd
    """,
    "format": """
        digitaal/excel/elektronisch bestand | machineleesba* | machinaal leesba* | csv | json | xml | xlsx
        gangbaar/gangbare formaat/vorm | gestructureerd* | machine readable | machinereadable | machine readeable
        portable | data export | export | exporteren | exporteer | digitaal formaat | spreadsheet
        bestand/bestandje/file ~ inlezen/inladen/importeren/import/read/laden
        kan/kunnen inlezen/inladen/importeren | a file . computer | can import | can read in | in te lezen | inlezen
        downloaden | download | dbf | bestandsformaat | exportknop | exportfunctie | export button
        leesbaar/leesbare ~ bestand | computerbestand | digitaal overdraagbaar | standaardformaat | standard format
        software can open | programma kan openen | in excel | als excel | as excel | excelbestand | csv bestand
        data file | databestand | zip | importeerbaar | in te laden | inladen | inleesbaar | elektronische vorm
        electronic format | common format | reusable | herbruikbaar | gangbaar ~ formaat | in excel or
        similar format | digital file | as a file | als bestand | als een bestand | digitaal bestand
        electronic file | bestand ~ sturen | digitally | computer readable | leesbaar voor
    """,
    "other_provider": """
        ander/andere/nieuw/nieuwe . bureau/reintegratiebureau/reintegratiebedrijf/begeleider
        ander/andere/nieuw/nieuwe . jobcoach/coach/organisatie/partij/loopbaanbureau | overstap* | stap over
        stappen over | switch* to | switching
        new/another/other . coach/provider/agency/bureau/company/organisation | ga ~ verder bij/met
        continue/continuing with | hun systeem | their system | ander systeem | other system | elders | overnemen
        neemt ~ over | take over | taking over | naar bureau | bij bureau | changing to | opvolger | elsewhere
        andere site | ander platform | other site | other website | another website | nieuwe site
        different coach/provider/job/agency/bureau | concurrent | competitor | collega bureau | haar software
        hun software | new organisation | bij ~ verder | volgende begeleider | andere jobcoach | jobcoach bij
        ander traject | ander traject bij | her software | their software | new school | nieuwe opleider
        ga over naar | my new agency/coach/school/job | mijn nieuwe bureau/coach/school/jobcoach | new agency
        another company | ander bedrijf | andere instelling | nieuwe begeleiding | my next coach
        mijn volgende coach | nieuwe werkcoach
    """,
    "filled_in": """
        ingevuld* | ingevulde | zelf ~ gezet/ingevuld/opgegeven/aangeleverd | filled in | entered | filled out
        i provided | i gave you | zelf in het portaal | heb ingevuld | zelf invulde | zelf ~ heb gezet | ik ~ gezet
        ik ~ ingevoerd | heb ~ ingevoerd | heb ~ aangeleverd | heb ~ opgegeven | i typed | i uploaded | geupload
        i put in | i submitted | mijn eigen invoer | i entered | the data i gave you | door mij verstrekt*
        door mij aangeleverd* | door mij ingevuld* | die ik gaf
    """,
}
