"""Advertising, permissions, exposure and anger: what people want to stop or complain of.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

GRIEVANCES: dict[str, str] = {
    "marketing": """
        cursusaanbod | reclamemail* | promotional | telemarketing | adverteren | *nieuwsbrief | *nieuwsbrieven
        nieuwsbrief* | newsletter* | *mailing | *mailings | mailing* | mailbestand* | maillijst | verzendlijst
        *reclame | reclame* | aanbieding* | folder | folders | promotie* | commercie* | marketing | offers
        promotions | advertising | adverts | advertisement* | ads | spam | vacaturemail* | vacaturemails
        uitnodigingen | mailtjes | mailtje ~ over | van die/de lijst | off . list | from . list | whatever list
        acties | nieuwtjes | zomernieuws | nieuws van | mailing list | distribution list | banenmarkt* | jobcarving*
        workshops | uitnodiging | invitations | updates about | reclamepost | about courses
        over trainingen/cursussen/workshops/evenementen | over workshops | reclamefolders | voor evenementen
        boost your | webinars | event mails | vacancy mails | job alerts | tips en | enquete | enquetes | surveys
        uitnodiging voor | open dag | open dagen | evenementen | events | webinar | mailing | campagne | campagnes
        campaign | banenmarkt | promo | promomails | promoties | cursusgids | brochure* | catalogus | leaflets
        flyers | flyer | advertentie* | tips mails | tipsmail | maandmail | weekmail | digest | update mails
        nieuwsmail* | nieuwsupdate* | whatsapp berichten | workshop mails | mails over workshops
        about your/the workshops/courses/trainings/events | marketing calls | verkooppraatje* | sales
        promotional mails | tips | nieuwsflits* | kansen dit | wekelijkse mail | maandelijkse mail | your flyers
        your brochure | vacature alerts | updates over | job fairs | jobfair | netwerkborrel | geen mails meer
        emails about
    """,
    "mail_to_me": """
        krijg ~ elke/iedere/elk | in mijn/me mailbox/inbox/brievenbus | every week/month | each week/month
        keep getting/receiving | steeds ~ mails | al die mails/mailtjes/post | blijf ~ krijgen | deze mails
        those/these mails/emails | this/deze/dit ~ krijgen/ontvangen | sending me | mij mailen | me mailen
        me bellen | mij bellen | gebeld door jullie | belt me | appen | sms* | more of these | no more will follow
        dit/deze ~ niet meer krijgen/ontvangen | your/jullie/uw mails | ik lees hem nooit | ik krijg hem
        zit ~ niet op te wachten | niet op te wachten | stuur ~ niet meer | stuur ~ niks meer
        stuur ~ maar naar een ander | niet meer sturen | niet meer toesturen | stop sending
        do not send ~ anymore/more | don't email | do not email/mail/text/message/call/contact me
        niet meer mailen/bellen/appen | geen mail* | geen mails | geen post | geen telefoontjes | geen berichten
        geen appjes | lees het toch nooit | gooi ~ ongelezen | ongelezen weg | unread | whatsapp messages
        text messages | in the post | in de bus
        hou/houd/houden/ophouden/stop/stoppen . met mailen/sturen/bellen/appen/spammen | elke week een mail
        every week a mail | stop mailing/emailing/sending/calling/spamming | uw/jullie mailtjes
        wil ~ niet ~ gebeld/gemaild/benaderd worden | niet meer gebeld/gemaild/benaderd worden
        not be called/contacted/approached
    """,
    "consent": """
        toestemming* | consent | permission | instemming | akkoord | machtiging | vinkje | aangevinkt | opt in
        goedkeuring | authorisation | authorization | goedgevonden | the ok | ticked | approval | permit
        handtekening onder | mijn ja | mijn woord | mijn woorden | volmacht die ik | formulier ~ ondertekend
        consent form | toezegging | verklaring die ik
    """,
    "gave_leave": """
        getekend ~ dat | tekende ~ dat | heb ~ getekend | tekende ik | getekend | i signed | have signed
        signed ~ that | said yes | zei ~ ja | ja gezegd | said ~ ok | said it was ok/fine
        gezegd dat @you ~ mochten/mocht | mochten ~ van mij/me | mochten van mij | had/heb gezegd dat | agreed
        ooit akkoord | mochten/mocht ~ bellen/overleggen/mailen/opvragen/gebruiken/gebruikt/delen/contact
        akkoord gegaan/gegeven | i once | allowed you | i allowed | gave you | gaf ik/jullie | goed vond
        vond het ~ goed | mogen informeren/opvragen/bellen/overleggen | i told you ~ could | ingestemd | toegestaan
        vinkje | it was okay | was fine with | ondertekend | ondertekende | formulier ~ getekend | mocht mijn
        mochten mijn | said you may/can/could | told you you could | i let you | liet ik toe | ik vond het goed
        vond ik het goed/prima/oke | was ok with | was okay with | was het goed | eerst goed | eerder goed
        ooit gezegd | ooit goed | ooit gegeven | mee ingestemd | stemde ~ in | i ticked | i checked the box
        heb ~ aangevinkt | gaf ~ toestemming | gegeven toestemming | toestemming ~ gegeven | toestemming ~ gaf
        permission ~ gave | i gave | consented | gave my ok | mocht van mij | mag van mij | ja aangekruist
        aangekruist | ja gezet | kruisje gezet | mocht meekijken | gezegd dat mijn | signed for | what i signed
        ja ingevuld | ja geantwoord | ja tegen gezegd | goed gevonden | goedgevonden | heb ik goed | vond ik goed
        i signed a form | signed a form | could ask my | zei dat het goed was | het was goed dat | goed was dat
        mijn handtekening | my signature | mogen bekijken
    """,
    "no_consent": """
        zonder ~ toestemming | zonder te vragen | zonder overleg | without my consent/permission/knowledge
        without asking/telling | zonder dat ik | nooit toestemming | never gave ~ consent/permission
        nooit gevraagd | buiten mij/me om | achter mijn rug | behind my back | nooit om gevraagd
        zonder mijn medeweten | without ~ informing | ongevraagd | unasked | zonder iets te zeggen | did not agree
        never agreed | nooit akkoord | zonder ~ te vragen | zonder ~ te overleggen | zonder ~ te zeggen/melden
        without asking | zonder dat ik het | zonder mijn weten | niet om gevraagd | niet gevraagd of
    """,
    "exposure": """
        iedereen ~ zien/lezen/horen/zichtbaar/meekijken/meelezen/weten
        everybody/everyone/anyone/anybody ~ see/read/hear
        hele/halve/complete . straat/wachtkamer/flat/groep/afdeling/klas/zaal/familie/buurt/dorp/kantoor/team
        buurman | buurvrouw | buren | neighbour* | neighbor* | postbode | postman | zichtbaar | visible | hardop
        out loud | loudly | in . cc | cc | aan de hele
        whole/entire/full . group/room/office/street/class/team/building | iedereen weet | weet iedereen
        iedereen ~ mijn | everybody/everyone knows/knew | weten ze ~ dat | meeluister* | mee te luisteren
        meegelezen | zitten meelezen/meekijken | kon/kan/konden ~ meelezen/meekijken | meegekeken | meegeluisterd
        listening in | overheard | mee zitten luisteren/lezen/kijken | could hear/read/see
        andere deelnemers/clienten/client/mensen/cursisten | another client/person/participant
        other participants/clients/people | wrong employer/person/address/people/envelope/email
        verkeerde adres/persoon/werkgever/envelop/mailadres/bedrijf | op straat | open en bloot | lag open
        liggen slingeren | slingerde* | rondslinger* | left ~ on | stolen | gestolen | kwijtgeraakt | lost ~ with
        doorverteld | doorgekletst | verder verteld | in de wachtkamer | in the waiting room | wachtruimte ~ naam
        tegen/aan mijn man/vrouw/moeder/vader/ouders/partner/collegas/ex/zus/broer
        to/told my husband/wife/mother/father/partner/ex/family/colleagues | knows/weet/wist ~ ineens/opeens/alles
        suddenly | wist ineens | seems to know | forwarded to | met twintig/dertig/veertig anderen
        all participants | alle deelnemers | publiek | openbaar | in public | onbeveiligd* | unsecured | unencrypted
        gehackt | hacked | gelekt | leaked | laughed about | roddel* | gossip* | envelop ~ logo | op de laptop
        op het scherm | on the screen | boss/baas/werkgever/employer ~ wist/weet/wisten/knew/knows | riep door
        riep ~ of | overburen | overbuurman | overbuurvrouw | buur | huisgenoot | roommate | housemate
        schoonmoeder | voor . groep | in de groep | in front of | ten overstaan | las ~ voor | voorgelezen
        voorlezen | read out | read aloud | reading them | were reading | lying open | open on the desk
        op tafel liggen | op tafel lag | op het bureau | bij de printer | in de kantine | in the hallway
        op de gang | in de trein | on the train | in een cafe | luid | door de telefoon
        anderen ~ meegekregen/horen/lezen/zien | meekregen | iedereen ~ hoorde/kon | mensen ~ hoorde/hoorden/zagen
        people ~ heard/saw/read | collegas ~ weten/wisten/lezen | colleagues know/knew | bij iemand anders
        bij de verkeerde | bezorgd bij | delivered to | doorgestuurd naar de verkeerde | in verkeerde handen
        wrong hands | to someone else | aan een ander | aan de verkeerde | to the whole | verklapt | flapte | flapt
        loslippig | gekletst | kletst | geroddeld | gossiped | gossiping | opengemaakt | geopende envelop
        opened envelope | laptop ~ gestolen | usb | op social media | online gezet | openbaar gemaakt | zonder bcc
        bcc | waar iedereen bij | iedereen bij stond | bijstond | rondverteld | rond verteld | rondgebazuind
        op een verjaardag | at a party | onbekende | een mij onbekende | unknown person/man/woman | stranger
        strangers | vreemden | een vreemde | iemand die ik niet ken | someone i do not know
        another maria/john/man/woman | naamgenoot | andere mevrouw/meneer | where other people/clients
        other people stood/heard | corridor | in de lift | in the elevator | aan de balie | voor de hele | hard op
        luidkeels | laptops/laptop ~ gestolen/weg/kwijt | discussing my | discussed my | besprak ~ mijn
        bespraken ~ mijn | sprak ~ over mijn | praatte* ~ over mijn | hele bedrijf/firma/zaak/fabriek/school
        belde . naar mijn werk | called my work | naar mijn werk gebeld
    """,
    "leak": """
        datalek* | data breach | breach | verkeerde persoon/adres/envelop/mailadres/werkgever
        wrong person/address/envelope/employer | andermans | onbeveiligd* | op straat | gelekt | leaked | gehackt
        hacked | andere client | another client | iemand anders | someone/somebody else | vreemde
        niet voor mij bedoeld | not meant for me | not for me | van ene | for a mr/mrs/ms | een ander | groepsmail
        in de cc | zichtbaar waren | buurman | buurvrouw | neighbour | neighbor | iedereen ~ lezen/zien
        bezorgd bij | delivered to | overburen | onbekende | bcc | gestolen | stolen | wist/weet ineens/opeens alles
        weet opeens alles | lying open | lag/lagen open | in de trein | letter was opened | opened envelope
        iedereen kon/kan lezen/zien | could read it | another maria/john/man | verkeerd verzonden | wrong email
        a man i do not know | naar een mij onbekende | usb | laptops
    """,
    "upset": """
        walgelijk | misstand | disgust* | angry | furious | not ok | niet ok | niet oke | schandalig* | schande
        kan . niet zo | kan echt/toch/zo/gewoon niet | onacceptabel* | belachelijk | ongehoord | ongelofelijk
        zo ga/gaat/gaan @you . niet | zo ga je toch niet | schending | geschonden | schenden | unacceptable
        outrageous | disgrace* | violat* | not acceptable | ernstig* | woedend | woest | boos | kwaad | uitleg
        slordig | niet netjes | serious | shocked | geschrokken | appalled | verontwaardigd | ontstemd | schaam*
        schaamde | ashamed | shame | shameful | embarras* | humiliat* | vernederd | vernederend | kapot van
        shaking | hoe kan . zo iets/dit/dat/het/zoiets | hoe kan dat | how can this/that/such
        how is this/that possible | how could | hoe durven/durft/durf | hoe is het/dit mogelijk | hoe heeft dit/dat
        verantwoordelijk* | responsible | excuses | apolog* | disrespect* | respectloos | nooit/niet mogen gebeuren
        should ~ not/never ~ happen* | heel erg | niemand ~ aan | none of ~ business
        vertrouwen ~ geschaad/geschonden/weg/kwijt | onderzoek in te | in charge | leiding | directie | management
        eis | i demand | erg vervelend | onprofessioneel | unprofessional | niet serieus | not ~ seriously
        belazerd | verraden | betrayed | pissed | absurd | horrible | unbelievable | not fair | gekwetst | hurt
        teleurgesteld | disappointed | upset | overstuur | vertrouwen in | kan niet de bedoeling | geen stijl
        geen manier | ongelooflijk | ongeloofl* | voor schut | verprutst | verknoeid | niet te geloven | krankzinnig
        waanzin | idioot | om te huilen | pijnlijk | gênant | genant | beschamend | diep geraakt | aangeslagen
        ontdaan | ontzet | onthutst | perplex | zwaar teleurgesteld | terrible | awful | horrified | dismayed | mad
        livid | outraged | distress* | crying | huilen | niet door de beugel | kan niet door | zo hoor je
        hoor je ~ niet | hoort niet | hoort zo niet | niet zoals het hoort | excuus | sorry verwacht | apology
        explanation | compensation | schadevergoeding | verantwoording | accountab* | careless | onzorgvuldig
        nonchalant | zorgeloos | omspringen | omgaan met | omgegaan | omgesprongen
        treat ~ data/information/privacy | handle ~ data/information/privacy | trust you | vertrouwde jullie
        misbruik* | misused | gechoqueerd | laks | verwacht ~ reactie | reactie hierop
        expect ~ answer/reply/explanation | leg ~ uit | leg uit | explain | hoe gaan jullie ~ voorkomen
        how you will prevent | prevent this | privezaak | beroepsgeheim | violation | who did this | wie dit heeft
        wie hier verantwoordelijk | hoe dit kan | hoe dit kon | how this could | te ver | gaat ~ te ver
        goes too far | too far | in strijd met de wet | against the law | illegal | wettelijk niet
        mag helemaal niet | is verboden | not allowed to | uitgezocht wordt | zeer ontevreden | very unhappy
        niet correct van | ontoelaatbaar | kwalijk | mijn naam te grabbel
    """,
}
