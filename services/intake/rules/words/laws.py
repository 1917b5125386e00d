"""Articles and rights called by name, and who watches over them.

How phrases are written is said in `phrases`.
"""

from __future__ import annotations

LAWS: dict[str, str] = {
    "article_access": """
        artikel/art/article 15 | recht/rechten op inzage | inzagerecht | inzageverzoek | subject access request
        right of/to access | verzoek om/tot/voor inzage | access request | sar
    """,
    "access_word": "inzage | inzagerecht | inzageverzoek",
    "article_rectify": """
        artikel/art/article 16 | recht op rectificatie/correctie | right to rectification | rectificatie
        rectification
    """,
    "forgotten": """
        vergetelheid | vergeten te worden | right to be forgotten | be forgotten | artikel/art/article 17
        right to/of erasure | recht op wissing/verwijdering/gegevenswissing | forget me | vergeet mij/me
        vergeten worden
    """,
    "article_restrict": """
        artikel/art/article 18 | beperking van de/het verwerking/gebruik | recht op beperking
        verwerking ~ beperken/opschorten | verwerking ~ te beperken/schorten | gebruik ~ beperken
        restriction of processing | restrict the/processing | beperking van ~ verwerking | op te schorten
        opschorten | opschorting | limit the use/processing
    """,
    "article_notify": "artikel/art/article 19",
    "article_port": """
        artikel/art/article 20 | dataportabiliteit | overdraagbaarheid | data portability | right to portability
        gegevensoverdracht | portability
    """,
    "article_object": "artikel/art/article 21 | recht van/op bezwaar/verzet | right to object",
    "article_automated": "artikel/art/article 22",
    "privacy": """
        privacy* | persoonsgegeven* | gegevens | datalek* | dossier* | bsn | avg | gdpr | fg | medische
        private information/thing/things | personal data/information | data protection | vertrouwelijk*
        my data/information/report | data breach | breach | geheimhouding | autoriteit persoonsgegevens
        privegegevens | my details | confidential*
    """,
    "privacy_strict": """
        privacy* | datalek* | data breach | geheimhouding | vertrouwelijk* | confidential* | medische gegevens
        medische info* | privegegevens | personal data | my data | my personal | gegevensbescherming
        data protection | persoonsgegevens | avg | gdpr | in vertrouwen | in confidence
        private thing/things/information/details | andermans gegevens | met mijn gegevens | mijn gegevens
        beroepsgeheim | mijn medische | handle my | privezaak | zwijgplicht | professional secrecy | my privacy
        mijn privacy
    """,
    "privacy_word": """
        privacy* | persoonsgegeven* | datalek* | avg | gdpr | dossier* | personal data | *dossier | mijn gegevens
        my data
    """,
    "authority": """
        autoriteit persoonsgegevens | toezichthouder | data protection authority | naar de ap | bij de ap
        supervisory authority | de ap | the authority | privacy authority | the ap
    """,
    "officer": """
        functionaris* | fg | data protection officer | dpo | privacy officer | privacyfunctionaris
        wie ~ over de privacy | privacymedewerker | moet/moeten ik/wij zijn ~ privacy/gegevens/persoonsgegevens
        over de privacy gaat | who is responsible for ~ privacy/data | privacyverantwoordelijke | privacy contact
        bescherming van persoonsgegevens | bescherming van gegevens | gegevensbescherming
        protection of personal data
    """,
    "policy": """
        privacyverklaring* | privacybeleid | privacystatement | privacyreglement | privacy policy | cookie*
        privacy statement | privacy notice | cookiebeleid | verwerkersovereenkomst* | bewaarbeleid | beleid
        subprocessors | verwerkingsregister | policy | reglement | rules | regels
    """,
}
