"""The words of a request, Dutch and English, grouped by what they mean; `WORDS` holds these and those of `situations`.

A trailing `*` takes any ending, a leading one any beginning (Dutch joins words). Words are written as the reader of a
sentence sees them: small letters, no accents, no hyphens or apostrophes ("re-integratie" is "reintegratie").
"""

from __future__ import annotations

from services.intake.rules.situations import SITUATIONS

_ASKED: dict[str, str] = {
    # Whose data
    "my": "mijn | mn | onze | ons | my | our",
    "their": "haar | zijn | hun | diens | his | her | their",
    "about_me": (
        "over mij | van mij | over me | van me | over mijzelf | over mezelf | over ons | about me | on me"
        " | concerning me | relating to me | mij betreffende | of me"
    ),
    "about_them": (
        "hem betreffende | haar betreffende | hem aangaande | over hem | over haar | van haar | van hem | about him"
        " | about her | over ze | about them"
    ),
    "person": "ik | mij | me | i | ons | we | wij",
    "all": "alle | all | elke | every",
    "me": "mij | me | myself",
    # What data
    "data": (
        "*gegevens | *dossier | *dossiers | *verslag | *verslagen | *rapport | *rapporten | *rapportage"
        " | *rapportages | gegevens | persoonsgegeven* | contactgegevens | dossier* | personeelsdossier*"
        " | clientdossier* | klantdossier* | data | informatie | info | verslag* | gespreksverslag* | rapport"
        " | rapporten | rapportage* | voortgangsrapport* | notities | aantekeningen | correspondentie | file | files"
        " | record | records | details | report | reports | information | notes | logboek* | inloggegevens | stukken"
        " | documenten"
    ),
    "item": (
        "*adres | *nummer | *naam | *datum | *foto | *fotos | *profiel | geboortejaar | *papieren | *diploma"
        " | filmpje | video | handtekening | geslacht | aanhef | gender | *code | aanmelding | signature | account"
        " | accounts | profiel* | sollicitatieprofiel | cv | foto | fotos | pasfoto | brief | review | bsn"
        " | burgerservicenummer | paspoort | id | identiteitsbewijs | naam | achternaam | voornaam | geboortedatum"
        " | adres | postadres | mailadres | emailadres | email | telefoonnummer | nummer | mobiele | rekeningnummer"
        " | iban | bankrekening* | ziektedag | diploma | burgerlijke staat | photo | photos | picture | resume | name"
        " | surname | address | phone | number | date of birth | birthday | passport | application letter"
        " | sollicitatie | beoordeling*"
    ),
    "contact_item": (
        "woonadres | mobiele nummer | mail | adres | postadres | mailadres | emailadres | telefoonnummer | nummer"
        " | rekeningnummer | iban | address | phone number | email address | bankrekening*"
    ),
    "everything": (
        "alles | alle informatie | alle gegevens | al het | everything | all information | all data | all of it"
        " | al wat"
    ),
    "recording": (
        "camerabeelden | beelden | opname | opnames | geluidsopname* | gespreksopname* | telefoonopname* | recording*"
    ),
    "sensitive": "medische | medisch | ziekte | gezondheid | medical | health | diagnose",
    # Access
    "see": (
        "graag zien | wil ik zien | laat zien | laten zien | show me | te zien krijgen | mag ik zien | zien wat"
        " | zien welke | wil zien | inzage* | inzien | in te zien | ingezien | inkijken | in te kijken | inzagerecht"
        " | opvragen | op te vragen | bekijken | kennisnemen | see the | see my | see what | see all | access"
    ),
    "access_word": "inzage | inzagerecht | inzageverzoek",
    "copy": "kopie | kopieen | kopietje | afschrift* | overzicht | uitdraai | copy | copies | overview | printout",
    "send": (
        "dossier hebben | gegevens hebben | verslagen hebben | rapport hebben | vraag ik | request | let me have"
        " | aanvragen | terugluisteren | beluisteren | terug horen | stuur | sturen | opsturen | toesturen | toestuur"
        " | toegestuurd | zenden | toezenden | te zenden | mailen | toezending | verstrek | verstrekken"
        " | te verstrekken | ontvang | ontvangen | krijgen | krijg | geven | bezorgen | aanleveren | lezen | send"
        " | receive | provide | obtain | give | get | have a look | opgestuurd | toekomen"
    ),
    "what": "welke | wat | what | which | whatever | of jullie | of u | whether",
    "know": "weten | vernemen | know | tell | vertellen | horen | vragen of | bevestigen",
    "hold": (
        "hebben | heeft | hebt | bewaart | bewaren | verwerkt | verwerken | opgeslagen | vastgelegd | vastleggen"
        " | bijhouden | bijhoudt | staat | staan | weten | weet | beschikt | beschikken | gezegd | opgeschreven"
        " | genoteerd | hold | have | keep | store | stored | process | know | got | collected | verzameld"
    ),
    "have_you": (
        "hebben jullie mijn | hebben jullie nog | hebben jullie eigenlijk | heeft u mijn | heeft u nog"
        " | bewaren jullie nog | bewaart u nog | staat mijn | staan mijn | sta ik | do you have my"
        " | do you still have | have you got my | komt mijn naam | hebben jullie iets | do you have anything"
        " | do you hold"
    ),
    "source": (
        "van wie hebben jullie | van wie heeft u | waarvoor gebruiken jullie mijn | waarom hebben jullie mijn"
        " | why do you have my | what do you use my | hoe komen jullie aan | hoe komt u aan | hoe kom je aan"
        " | hoe zijn jullie aan | waar hebben jullie | vandaan | how did you get | where did you get"
        " | wie heeft jullie"
    ),
    "who": (
        "wie | met welke | aan welke | wie allemaal | who | whom | which companies | welke organisaties"
        " | welke partijen | welke bedrijven | welke instanties"
    ),
    "shared": (
        "gegeven aan | gestuurd naar | gestuurd aan | verteld | ontvangen | gedeeld | verstrekt | doorgegeven"
        " | doorgestuurd | doorgespeeld | gegeven | share | shared | disclosed | passed | sent to | verkocht | sold"
    ),
    "looked": (
        "gekeken | ingezien | bekeken | geopend | ingekeken | geraadpleegd | viewed | looked | accessed | opened"
    ),
    "article_access": (
        "artikel 15 | art 15 | article 15 | recht op inzage | inzagerecht | subject access request | right of access"
        " | inzageverzoek | verzoek om inzage | verzoek tot inzage"
    ),
    "listed": (
        "in het systeem | in uw systeem | in jullie systeem | in de administratie | in jullie administratie"
        " | geregistreerd | bij jullie bekend | bij u bekend | in your system | on file | in jullie bestand"
    ),
    # Erasure
    "delete": (
        "wissing | verwijdering | deletion | erasure | verdwijnen | opruimen | ruim | purge | scrub | uitgommen"
        " | ontdoen | deleten | ge delete | gedelete | verwijder* | wis | wissen | gewist | uitwissen | wist"
        " | vernietig* | weggooi* | weggegooid | weg te gooien | gooi | schrap* | geschrapt | delete* | deleting"
        " | erase* | erasing | remove* | removing | destroy* | wipe* | get rid"
    ),
    "out": (
        "weghalen | afhalen | take down | taken down | uit de computer | uit jullie database | uit de database"
        " | off your website | off your site | eraf | uit jullie systeem | uit jullie systemen | uit uw systeem"
        " | uit uw systemen | uit het systeem | uit de systemen | uit jullie bestand* | uit uw bestand*"
        " | uit jullie administratie | uit jullie computer* | eraf gehaald | offline | van jullie site | van de site"
        " | moet weg | mag weg | moeten weg | mogen weg | from your system* | from your database | from your records"
        " | weg hebben | weggehaald"
    ),
    "media": "foto | fotos | filmpje | video | film | review | interview | photo | picture | testimonial | verhaal",
    "forgotten": (
        "vergetelheid | vergeten te worden | right to be forgotten | be forgotten | artikel 17 | art 17 | article 17"
        " | right to erasure | recht op wissing | recht op verwijdering"
    ),
    "no_longer": (
        "niet verder | niet langer | niet meer | nooit meer | no longer | not any longer | niet nog langer"
        " | nooit mogen | nog langer"
    ),
    "keep": (
        "bewaren | bewaart | bewaard | bewaar | opslaan | opgeslagen | houden | keep | kept | store | retain"
        " | vasthouden"
    ),
    "close": "hef | opheffen | opgeheven | op te heffen | opzeggen | beeindigen | close | sluit | sluiten | cancel",
    "account": "account | accounts | profiel",
    "may_keep": (
        "niet weg | gooi het niet | gooi ze niet | niet verwijderen | niet wissen | niet vernietigen | do not delete"
        " | dont delete | mogen jullie houden | mogen jullie verder houden | mag je houden | mogen jullie bewaren"
        " | mogen jullie gewoon | mag bewaard blijven | hoeft niet weg | hoeven niet weg | mogen blijven"
        " | you may keep | you can keep | hoeft niet verwijderd | hoeven niet verwijderd | mag u houden"
    ),
    "pull": "haal | halen | gehaald | haalt | take | taken | get",
    "cv": "cv | resume | motivatie | motivatiebrief",
    # Rectification
    "change": (
        "toevoeg* | toegevoegd | bijvoegen | add | added | rechtzetting | wijzig* | gewijzigd | te wijzigen | aanpas*"
        " | aangepast | aan te passen | pas | corrig* | gecorrigeerd | correctie | verbeter* | rechtzet* | rechtgezet"
        " | update | updaten | change | correct | fix | amend | adjust | rectif* | bijwerken | bijgewerkt | aanvul*"
        " | aangevuld | aan te vullen | vervang* | veranderen | verander | herstel* | zet het nieuwe | toevoegen"
    ),
    "wrong": (
        "spelfout* | typefout* | niet goed | typo | klopt geen | not correct | schrijffout | onjuist* | onwaar"
        " | niet waar | verkeerd* | fout | foute | fouten | foutief | foutje | incorrect | wrong | wrongly"
        " | misspelled | mistake | inaccurate | untrue | not true | ontbreekt | ontbreken | missing | verouderd*"
        " | outdated | out of date | not right | niet juist | niet correct | onvolledig* | incomplete | achterhaald"
        " | klopt niet | kloppen niet | klopt niets | klopt niks | niet klopt | niet kloppen | klopt helemaal"
    ),
    "fits": "klopt | kloppen",
    "moved": (
        "verhuisd | adreswijziging | nieuw adres | nieuwe adres | nieuw telefoonnummer | nieuwe telefoonnummer"
        " | nieuw nummer | nieuwe nummer | nieuw mailadres | nieuwe mailadres | nieuw emailadres | nieuwe emailadres"
        " | nieuw rekeningnummer | nieuwe rekeningnummer | nieuwe bankrekening | ander nummer | ander adres"
        " | rekeningnummer is veranderd | adres is veranderd | nummer is veranderd | adres is gewijzigd"
        " | nummer is gewijzigd | new address | moved house | have moved | new phone number | new number"
        " | new email address | new bank account | address has changed | number has changed"
    ),
    "article_rectify": (
        "artikel 16 | art 16 | article 16 | recht op rectificatie | right to rectification | rectificatie"
        " | rectification"
    ),
    "record": (
        "*verslag | *rapport | *dossier | *gegevens | dossier* | verslag* | rapport* | systeem | administratie"
        " | brieven | brief | gegevens | cv | file | records | record | report | letters | system | profiel"
        " | jullie hebben staan | staat dat | geregistreerd"
    ),
    # Restriction
    "freeze": (
        "bevries* | bevriezen | bevroren | blokke* | geblokkeerd | op slot | stilleggen | freeze | frozen | lock"
        " | restrict | suspend | stilzetten"
    ),
    "article_restrict": (
        "artikel 18 | art 18 | article 18 | beperking van de verwerking | recht op beperking | verwerking te beperken"
        " | verwerking beperken | gebruik beperken | gebruik te beperken | restriction of processing"
        " | verwerking van mijn gegevens te beperken"
    ),
    "hands_off": (
        "niets met mijn | niks met mijn | doe voorlopig niets | niets doen met | even niets | on hold | pauzeer*"
        " | tijdelijk niet | niet verder gebruik* | niets mee | niks mee | niet verder verwerk*"
        " | nergens voor gebruik* | niet gebruiken | niet meer gebruiken | do not use | dont use | not use it"
        " | not using it | not be used | niet gebruikt | not process | niet verwerken | met rust"
    ),
    "keep_but": "bewaar | bewaren | houd | hou | behoud | keep",
    "but": "maar | but | alleen",
    "until": "zolang | totdat | tot | voorlopig | eerst | nog niet | until | while | for now | tijdelijk",
    "pass_on": "stuur | sturen | doorsturen | verstuur* | send | forward | verstrek | geef | deel | delen | opsturen",
    # Portability
    "transfer": (
        "meekrijgen | mee krijgen | meegekregen | overdra* | overgedragen | over te dragen | overzetten"
        " | over te zetten | overdracht | meenemen | mee te nemen | meeneem | transfer* | take with me | take along"
        " | rechtstreeks doorsturen | meegeven"
    ),
    "format": (
        "digitaal bestand | excel bestand | elektronisch bestand | machineleesbaar | machineleesbare"
        " | machinaal leesbaar | csv | json | xml | gangbaar formaat | gangbare vorm | gestructureerd*"
        " | machine readable | machinereadable | portable | data export | export | digitaal formaat | spreadsheet"
    ),
    "other_provider": (
        "ander bureau | ander reintegratiebureau | andere begeleider | nieuwe begeleider | nieuwe jobcoach"
        " | nieuwe coach | nieuw bureau | ander reintegratiebedrijf | andere organisatie | new job coach"
        " | new provider | another provider | new coach | other agency | overstap* | stap over | switching to"
        " | another agency"
    ),
    "article_port": (
        "artikel 20 | art 20 | article 20 | dataportabiliteit | overdraagbaarheid | data portability"
        " | right to portability"
    ),
    # Objection
    "object": "bezwaar | bezwaren | verzet | object | objection",
    "use": (
        "gebruik* | verwerk* | delen | deelt | bijhoud* | bijgehouden | bij te houden | profiel | profilering"
        " | statistiek* | onderzoek* | analyse* | use | uses | using | process* | profiling | statistics | research"
        " | share | sharing | track* | volgen | registreren | inzetten"
    ),
    "disagree": (
        "ik verbied | verbied ik | wil dat jullie stoppen | wil dat u stopt | niet dat mijn | niet dat u mijn"
        " | niet dat jullie mijn | no longer want you | niet mee eens | niet akkoord | wil niet dat"
        " | wil niet meer dat | niet willen dat | stop met | stoppen met | stop daarmee | not agree"
        " | do not want you to | dont want you to | stop using | stop sharing | stop tracking | stop processing"
        " | houd op met | hou op met | liever niet dat"
    ),
    "article_object": "artikel 21 | art 21 | article 21 | recht van bezwaar | right to object",
    "my_objection": "mijn bezwaar | my objection",
    # Marketing
    "marketing": (
        "cursusaanbod | van de lijst | off the list | off your list | reclamemails | promotional emails"
        " | marketingmails | acties | aanbiedingsmails | telemarketing | adverteren | nieuwsbrief* | nieuwsbrieven"
        " | mailing* | mailinglijst* | mailbestand* | maillijst | reclame* | aanbieding* | folder* | promotie*"
        " | commercieel | commerciele | marketing | newsletter* | mailing list | offers | promotional | promotions"
        " | advertising | adverts | verzendlijst | reclamemail* | spam"
    ),
    "stop": (
        "stop | stoppen | ophouden | hou op | houd op | geen | niet meer | nooit meer | niet langer | no more"
        " | do not want | dont want | any more | anymore | uitschrijven | uitschrijf | uitgeschreven"
        " | uit te schrijven | schrijf mij uit | schrijf me uit | afmelden | afmeld | meld me af | meld mij af"
        " | afgemeld | af te melden | unsubscribe | opt out | take me off | remove me | haal mij | haal me | van de"
        " | uit de | niet geinteresseerd | not interested | afhalen | never"
    ),
    "calling": "bellen | belt | gebeld | telefoontjes | calling | calls | call me | sms* | appjes",
    "unsubscribe": (
        "uitschrijven | uitschrijf | uitgeschreven | uit te schrijven | schrijf mij uit | schrijf me uit | afmelden"
        " | meld me af | meld mij af | afgemeld | unsubscribe | uitschrijving"
    ),
    # Consent
    "consent": "toestemming* | consent | permission | instemming",
    "withdraw": (
        "trek | intrek* | in te trekken | ingetrokken | terugtrek* | trekken | terugdraai* | terug te draaien"
        " | withdraw* | revoke* | vervalt | herroep* | take back | terugnemen | neem terug | geldt niet meer"
        " | stopzetten"
    ),
    "no_consent": (
        "zonder mijn toestemming | zonder toestemming | zonder te vragen | zonder overleg | without my consent"
        " | without my permission | without asking | zonder dat ik"
    ),
    "not_fine": (
        "niet meer goed | niet langer goed | niet goed meer | no longer agree | not ok anymore | niet meer oke"
        " | niet meer mee akkoord"
    ),
    # Complaint
    "complaint": "niet tevreden | klacht* | klagen | beklag | complain* | ontevreden | not happy",
    "privacy": (
        "privacy* | persoonsgegeven* | gegevens | datalek* | dossier* | bsn | avg | gdpr | fg | medische"
        " | private information | personal data | personal information | data protection | vertrouwelijke"
        " | vertrouwelijkheid | my data | my information | data breach | breach | autoriteit persoonsgegevens"
        " | geheimhouding | my report"
    ),
    "privacy_word": "privacy* | persoonsgegeven* | datalek* | avg | gdpr | dossier* | personal data | *dossier",
    "authority": (
        "autoriteit persoonsgegevens | toezichthouder | data protection authority | naar de ap | bij de ap"
        " | supervisory authority | de ap"
    ),
    "anger": (
        "walgelijk | misstand | disgusted | angry | not ok | niet ok | niet oke | schandalig | schandalige | schande"
        " | kan toch niet | kan zo niet | kan echt niet | onacceptabel | belachelijk | ongehoord | zo ga je niet"
        " | schending | geschonden | schenden | unacceptable | outrageous | disgrace* | violat* | not acceptable"
        " | ernstig* | woedend | boos | verwacht uitleg | eis uitleg | slordig | niet netjes | serious | shocked"
        " | geschrokken | appalled | verontwaardigd"
    ),
    "leak": (
        "datalek* | data breach | breach | iemand anders | verkeerde persoon | verkeerde adres | wrong person"
        " | somebody else | someone else | andermans | onbeveiligd* | op straat | gelekt | leaked | gehackt"
        " | andere client | vreemde | another client"
    ),
    # Information
    "how_long": "hoe lang | hoelang | how long | bewaartermijn* | retention period*",
    "officer": "functionaris* | fg | data protection officer | dpo | privacy officer | privacyfunctionaris",
    "reach": "wie is | bereik* | reach | contact | who is | naam van",
    "policy": (
        "privacyverklaring* | privacybeleid | privacystatement | privacyreglement | privacy policy | cookie*"
        " | privacy statement | cookiebeleid | verwerkersovereenkomst* | bewaarbeleid | beleid | subprocessors"
        " | verwerkingsregister | policy"
    ),
    "question": (
        "waar | wat | wanneer | hoe | welke | where | what | when | how | which | hebben jullie | do you | kan ik"
        " | is er | zijn er | can i"
    ),
    "servers": "server* | cloud | amerika | europa | buiten de eu | buiten europa | hosted | hosting | datacenter",
    "practice": (
        "wat doen jullie met | wat doet u met | hoe veilig | op basis van welke | wat is de grondslag"
        " | hoe gaan jullie | what do you do with | delen jullie | deelt u | deelt jullie | do you share"
        " | verkopen jullie | do you sell | gebruiken jullie | gebruikt u | do you use | hoe beveilig*"
        " | hoe gaan jullie om | hoe gaat u om | how do you protect | how do you handle | how do you store"
        " | hoe worden | welke leveranciers | werken jullie samen"
    ),
    "subject_matter": (
        "gegevens | persoonsgegevens | data | information | algorit* | ai | privacy | leveranciers"
        " | information security | dossiers | kunstmatige"
    ),
    "in_general": (
        "in het algemeen | algemeen | in general | eigenlijk | deelnemers | clienten | participants | klanten"
        " | mensen | clients | people"
    ),
    # Automated decisions
    "machine": (
        "computer | computers | algorit* | automatisch* | geautomatiseerd* | het systeem | robot | score | software"
        " | automated | automatically | ai | chatbot"
    ),
    "decided": (
        "afwijzing | afgewezen | rejection | uitgesloten | ingedeeld | besloten | beslist | besluit | beslissing"
        " | bepaald | beoordeeld | geweigerd | afgekeurd | decided | rejected | decision | decisions | refused"
        " | denied | turned down | uitgekozen"
    ),
    "human": (
        "persoon | echt persoon | een collega | real person | mens | medewerker | een persoon | echt iemand | iemand"
        " | human | a person | someone | mensenogen"
    ),
    "review": (
        "beoordeel* | herbeoordel* | beoordelen | naar kijken | naar laten kijken | naar kijkt | opnieuw | bekijkt"
        " | bekijken | review* | reconsider* | kijken | look at | heroverweeg* | heroverwegen"
    ),
    "article_automated": "artikel 22 | art 22 | article 22",
    # Who was told of a correction
    "corrected": (
        "verbeter* | correctie | gecorrigeerd | gewijzigd | wijziging | aangepast | verwijderd | wissing | gewist"
        " | verwijdering | rectificatie | corrected | correction | rectification | erased | deletion"
    ),
    "told": (
        "doorgegeven | laten weten | ingelicht | op de hoogte | bericht | meegedeeld | geinformeerd | told | informed"
        " | notified | gemeld | let know"
    ),
}

WORDS: dict[str, str] = {**_ASKED, **SITUATIONS}
