"""What a request speaks of: whose, and which records of whom.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

RECORDS: dict[str, str] = {
    "my": "mijn | mijzelf | my | jullie mij",
    "their": "haar | zijn | hun | diens | his | her | their",
    "person": "ik | mij | me | i | ons | we | wij",
    "me": "mij | me | myself",
    "about_me": """
        over mij/me/mezelf/mijzelf/ons | van mij/me/mezelf/mijzelf | about/on/regarding/of me/us/myself
        concerning me | relating to me | mij betreffende | omtrent mij | aangaande mij | rond mij | mijn persoon
        me . aangaan | mine | rondom mij | onze/our adresgegevens/dossier/file | die op mij slaan | die mij aangaan
        mij aangaand* | waar mijn naam | with my name | met mijn naam | where my name | die ik bij jullie/u
        over mijn persoon/traject/zaak/situatie/ziekte/gezondheid
        about my person/case/situation/health/illness/progress | tied to me | linked to me | betrekking op mij
        to do with me | wie ik ben | belonging to me | from me | where i appear/am | about my . and me | waarin ik
        waar ik in/op | papieren/gegevens/stukken/informatie/info/verslagen over/about/on mijn/my
        notities/documenten/papers/information/notes/documents/data over/about/on mijn/my | met mijn gezicht
        my face | mijn gezicht | your notes/aantekeningen | jouw/je/uw/jullie aantekeningen/notities/notes
        what you type/typed/wrote/noted | wat je/jij/jullie/u typt/typte/noteert/tikt/schreef/opschreef
    """,
    "about_them": """
        hem/haar/hen betreffende/aangaande | over/van/omtrent/bij hem/haar/hen/ze | about/on him/her/them
        die van hem/haar | van client | over client | van mijn zoon/dochter/moeder/vader/man/vrouw/broer/zus/kind
        about/of my son/daughter/mother/father/husband/wife/child/brother/sister
    """,
    "third": """
        uwv | werkgever | werkgevers | baas | bazen | manager | leidinggevende | chef | arbodienst | arboarts
        bedrijfsarts | bedrijfsartsen | verzekeraar | gemeente | huisarts | psycholoog | arts | dokter | derden
        anderen | andere bedrijven | andere partijen/instanties/organisaties/sites/bureaus | bedrijven | instanties
        hun | hen | iedereen aan wie | ontvangers | iedere/alle/elke ontvanger/ontvangers | ontvanger | partijen
        collegas | ouders | mijn moeder/vader/man/vrouw/ouders | employer | employers | boss | insurer | insurance
        doctor | doctors | municipality | town hall | company doctor | third parties | others
        other companies/parties/organisations/organizations/sites/people | recipients | whoever | those who
        everyone who | everybody who | each of them | all of them | anyone | anybody | them | organisations
        organizations | companies | parties | wie het | iedereen die | degenen | school | bank | testbureau
        uitzendbureau* | uitzendbureaus | mijn oude/vorige/nieuwe werkgever/baas
        my parents/mother/father/husband/wife | de gemeente | mijn oude werk | vorige/oude/nieuwe werkgever
        re integratiebureau | zorgverzekeraar | verzekering | rechtsbijstand | pensioenfonds | belastingdienst
        iedereen | everyone | everybody | alle partijen | all parties | betrokkenen | degene | die bedrijven
        those companies | andere | het bedrijf | vakbond | stagebedrijf | opdrachtgever | the others | uwv arts
        case manager | ggz | wijkteam | reclassering | woningcorporatie | leerbedrijf | ketenpartners | partners
        zij | them too | teamleider | teamleidster | team leader | supervisor | directeur | collega | opleider
        reïntegratiebureau | mijn man | mijn vrouw | my wife | my husband | buitenwereld | hr afdeling | hr
        personeelszaken | trainers | all trainers | casemanager | case worker | mijn/de arts | alle ontvangers
        de krant | newspaper | zoekmachine | google
    """,
    "data": """
        *gegevens | *dossier | *dossiers | *verslag | *verslagen | *verslagje | *rapport | *rapporten | *rapportage
        *rapportages | dossier* | data | informatie | info | notities | aantekeningen | correspondentie
        mailwisseling | logboek* | stukken | documenten | papieren | map | personeelsmap | clientmap | *formulier
        *formulieren | *antwoorden | vragenlijst* | testuitslag* | testresultaten | uitslagen | testen | *profiel
        profiel* | plan van aanpak | evaluaties | beoordeling* | registratie | historie | voorgeschiedenis
        opmerkingen | file | files | record | records | details | report | reports | rapport | rapports
        information | notes | papers | paperwork | documents | dossier | dossiers | profile | answers | evaluations
        appraisals | assessment* | correspondence | history | folder | progress | reintegration plan | action plan
        test results | scores | remarks | results | entries | stuff about | things about | *dossiertje | spullen
        gespreksnotities | klantkaart | kaartje | fiche | administratie over | rapportje | eindverslag*
        tussenverslag* | intake | intakeverslag | intakeformulier | paperassen | memo | memos | chat | chats
        whatsapps | sms jes | gespreksverslagen | test | tests | opmerking | notitie | note | remark | comment
        comments | evaluation | paper | doc | docs | documentation | documentatie | antwoorden | toets | toetsen
        loopbaanprofiel | cv gegevens | adressenbestand | client card | case notes | logs | logging | log
        logbestanden | account data | poster | dossierstuk* | medische stukken | tekst | aantekening | afspraken die
        testscores | bevindingen | findings | conclusions | conclusie* | advies | observaties | observations | plan
        actieplan | trajectplan | stappenplan | cursusresultaten | verzuimgegevens | ziekmeldingen | recordings
        formulieren | forms | dossierinhoud | personal info | my info | *informatie | mails over mij
        emails about me | interne mails | trajectdossier | *stukken
    """,
    "item": """
        *adres | *adressen | *nummer | *naam | *namen | *datum | *foto | *fotos | geboortejaar | *papieren
        *diploma | *diplomas | filmpje | video | handtekening | geslacht | aanhef | gender | *code | aanmelding
        inschrijving | signature | account | accounts | cv | cvs | foto | fotos | pasfoto | brief | brieven | review
        bsn | burgerservicenummer | paspoort | identiteitsbewijs | naam | achternaam | voornaam | geboortedatum
        adres | email | mail | mailadres | telefoonnummer | nummer | nr | mobiele | mobieltje | rekeningnummer
        iban | bankrekening* | *ziektedag | diploma | burgerlijke staat | photo | photos | picture | pictures
        resume | name | surname | address | phone | number | date of birth | birth date | birthday | passport
        application letter | motivation letter | letter | sollicitatie | sollicitatiebrief | motivatiebrief
        motivatie | certificaat | certificaten | *certificaat | certificate | functie | opleiding | opleidingen
        werkervaring | diagnose | diagnosis | percentage | functieomschrijving | score | matchscore | zoekprofiel
        testimonial | interview | verhaal | nationaliteit | nationality | contract | salaris | dagloon | date
        sentence | zin | passage | alinea | stuk | e mailadres | huisnummer | straatnaam | woonplaats | postcode
        noodcontact | contactpersoon | emergency contact | bank | bankrekening | roepnaam | voorletters | initials
        titel | titels | geslachtsnaam | tussenvoegsel | beroep | job title | leeftijd | age | birth year
        birthplace | geboorteplaats | rijbewijs | pasje | profielfoto | portret | portretfoto | groepsfoto | citaat
        quote from me | ervaringsverhaal | success story | tape | geluidsfragment | beeld | beelden | poster
        gezicht | telefoon | gegevens | teamnaam | name on | werkgever in | employer in | e adres | linkedin
        filmpjes | videos | afbeelding | afbeeldingen | image | images | plaatje
    """,
    "contact_item": """
        *woonadres | mobiele nummer | adres | postadres | mailadres | emailadres | telefoonnummer | nummer | nr
        mobiel | rekeningnummer | iban | address | phone number | number | email address | bankrekening* | 06
        telefoon | mail
    """,
    "everything": """
        alles | alle informatie/info/gegevens/stukken/papieren | al het/die/de | everything
        all information/data/papers | all of it | al wat | al hetgeen | de hele boel/handel/rimram
        het hele zootje/dossier/verhaal | hele zootje | dat hele verhaal | the lot | the whole thing | all those
        al het andere | all my | elke mail | every mail/email/letter | alle mails | alle papier
    """,
    "all": "alle | all | elke | every",
    "recording": """
        camerabeelden | opname | opnames | geluidsopname* | gespreksopname* | telefoonopname* | geluidsbestand*
        recorded ~ call/conversation/talk/meeting/talks | bandopname* | tape | taped | filmed me | mij gefilmd
        me gefilmd | recording | recordings | footage | het telefoongesprek | the phone call | audio | voicemail*
    """,
    "media": """
        foto | fotos | filmpje | video | film | review | interview | photo | picture | testimonial | insta
        facebook
    """,
    "account": """
        account | accounts | profiel | profieltje | profile | registration | inschrijving | aanmelding | login
    """,
    "cv": "cv | resume | motivatie | motivatiebrief",
    "sensitive": """
        medische | medisch | ziekte* | ziek | gezondheid* | therapie | therapeut | psych* | burnout | burn out
        ptss | ptsd | depressie | depressief | diagnose | diagnoses | verslaving* | alcohol* | drinken | schulden
        scheiding | strafblad | in vertrouwen | vertrouwelijk* | geheim* | prive | bsn | mailadressen
        emailadressen | emailadres* | inkomen | medical | health | diagnosis | illness | ill | sick | depression
        therapy | addiction | debts | divorce | private | confidential | in confidence | mental
        mijn verslag/dossier/gegevens/adres/naam/rapport/situatie/nummer/papieren
        my report/file/details/address/name/data/situation/papers/number | disability | beperking* | handicap
        ziektegeschiedenis | *geschiedenis | intake* | medicijn* | medication | medicatie | zwanger* | pregnan*
        gevangenis | prison | detentie | uitkering* | loon | salary | huiselijk geweld | abuse | geloof | religion
        religie | geaardheid | orientation | asiel* | asylum | persoonlijke/prive . dingen/zaken/informatie
        personal things/matters | seksueel | sexual | adhd | autis* | hiv | kanker | cancer | trauma | dokter
        schuldsanering | schuldhulp | my address | mijn adresgegevens | privezaak | private matter | eindrapport
        mijn verhaal | my story | my assessment | mijn eindrapport | mijn test* | my test* | waarom ik | why i
        burn-out | mijn cv | my cv | mijn foto | my photo | mijn adres
    """,
    "that_data": """
        die/deze/dat/those/these/that notes/notities/tekst/teksten/verslagen/verslag/opname/recording/rapport
        die/deze/dat/those/these/that report/gegevens/papieren/papers/stukken/aantekeningen/file/files/foto/mails
    """,
    "what": """
        welke | wat | what | which | of jullie/u/er | whether | if you | of ik | hoeveel | wat voor | what kind
        what sort | wat allemaal
    """,
    "who": """
        wie | met/aan/bij/naar welke | who | whom
        which companies/organisations/organizations/people/colleagues/parties/employers
        welke organisaties/partijen/bedrijven/instanties/collegas/medewerkers/mensen/personen | alle bedrijven
        van wie
    """,
    "list": "lijst | lijstje | overzicht | opgave | opsomming | list | overview | namen van | names of",
    "source": """
        van wie hebben/heeft @you | waarvoor gebruiken/gebruikt @you mijn | waarom hebben/heeft @you mijn
        why do you have @my | what do you use @my | hoe komen/komt/kom/kwamen @you . aan | hoe zijn/bent/is @you aan
        waar hebben/heeft/heb @you ~ vandaan | vandaan | how/where did you get/find/obtain | wie heeft @you mijn
        who gave you | van wie komt | hoe weten/weet @you | where ~ get/got/find/found @my | how do you know
        how come you have | hoe ben ik ~ in jullie | wie gaf @you | komt die kennis | kennis vandaan
        how did you learn/hear | hoe wisten/wist @you | van wie weten/heb/hebben @you
    """,
    "listed": """
        in het/uw/jullie/the/your systeem/bestand/bestanden/administratie/system/database | geregistreerd
        bij jullie/u bekend | on file | on record | ergens in jullie | in jullie/uw computers | nog ergens voor
        voorkom | known to you
    """,
    "you_read": """
        did you ~ read/see/look/go/open/get | have you ~ read/seen/looked/gone
        heb/hebt/heeft/hebben @you ~ gelezen/doorgenomen/bekeken/gekeken/gezien/ontvangen/nagekeken | can you read
        kun je ~ nakijken/lezen/bekijken
    """,
}
