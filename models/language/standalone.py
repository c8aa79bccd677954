"""Which sentences of a text can be shown alone: statements that need nothing of what stood around them."""

import re

FEWEST_WORDS = 6

LEANING = {
    "fr": (
        r"ils?|elles?|ça|c|ce(?:la|ci|t|tte|s)?|celui|celles?|ceux|lui|eux|y|son|sa|ses|leurs?|les? (?:mêmes?|deux)"
        r"|la même|tous (?:les )?deux|toutes (?:les )?deux|(?:une? |les |l['’]|d['’])?autres?"
        r"|mais|or|et|ou|donc|car|puis|ensuite|enfin|ainsi|aussi|certes|cependant|pourtant|toutefois|néanmoins|sinon"
        r"|autrement|même|résultat|là|voilà|voici|d['’](?:ailleurs|où)|dès lors|depuis lors|du coup"
        r"|en (?:effet|outre|revanche|cause|fait|attendant)|par (?:ailleurs|contre|exemple)|parmi (?:eux|elles|ce\w+)"
        r"|de (?:plus|même|fait|quoi|son côté|leur côté)|au contraire|à l['’]inverse|à (?:son|leur) tour"
        r"|malgré tout|(?:à|dans|pour|avec|sur|après|malgré|de) ce(?:la|ci|t|tte|s|lui|lle|lles|ux)?"
        r"|(?:selon|pour|d['’]après|avec) (?:lui|elles?|eux)"
    ),
    "nl": (
        r"hij|zij|ze|hem|hen|zijn|haar|hun|di[te]|dat|deze|beiden?|(?:een )?andere?n?|daar\w*|hier\w*"
        r"|het (?:gaat|is|was|zijn|waren|wordt|werd|blijft|heeft|kan|moet|zal|betreft)"
        r"|maar|en|of|want|dus|echter|toch|ook|bovendien|verder|vervolgens|zo|dan|toen|wel|kortom|nochtans|niettemin"
        r"|evenwel|immers|eveneens|tegelijk\w*|enerzijds|anderzijds|ten ?slotte|tot slot|intussen|ondertussen|sindsdien"
        r"|omgekeerd|volgens (?:hem|haar|hen)|(?:in|met|op|voor|na|bij|door) (?:dat|dit|die|deze)"
    ),
    "en": (
        r"he|she|it|they|him|his|her|its|their|this|that|these|those|others?|another|such|here"
        r"|the (?:former|latter|others?|same|two)"
        r"|but|and|or|so|yet|however|still|also|too|then|moreover|furthermore|meanwhile|therefore|thus|hence|instead"
        r"|otherwise|nevertheless|nonetheless|similarly|finally|besides|conversely|as (?:a result|such)"
        r"|in (?:addition|contrast|fact|turn)|by contrast|on the other hand|for (?:example|instance)"
        r"|(?:in|at|for|after|with|on|to) (?:this|that|these|those)|according to (?:him|her|them)"
    ),
}
"""By language, the openers that lean on what precedes: pronouns without a name, possessives, connectors."""

THIS_DAY = {
    "fr": r"c(?:e|et|ette) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|week-end|semaine|mois"
    r"|trimestre|année|été|automne|hiver|printemps)",
    "nl": r"deze (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen|ochtend|middag|avond|week"
    r"|maand|zomer|herfst|winter|lente)|dit (?:jaar|kwartaal|weekend|voorjaar|najaar)",
    "en": r"this (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|week|weekend"
    r"|month|quarter|year|summer|autumn|winter|spring)",
}
"""By language, what points at the day of the text and not at the sentence before."""

OPENERS = {
    language: re.compile(rf"\W*(?!(?:{THIS_DAY[language]})\b)(?:{words})\b", re.IGNORECASE)
    for language, words in LEANING.items()
}
TURNED_PRONOUN = re.compile(r"-(?:t-)?(?:ils?|elles?)\b", re.IGNORECASE)
STATEMENT_END = re.compile(r"""(?<![.…])[.!][^\S\n]?["”’'»)]*\Z""")
QUOTATION_MARKS = (("«", "»"), ("“", "”"), ("(", ")"))
PAGE_FURNITURE = re.compile(
    r"https?:|www\.|\S@\S|[|©►▶→]|\s>\s|\bcookies?\b|\btous droits réservés\b|\ball rights reserved\b"
    r"|^\W*(?:(?:à )?(?:lire|voir|écouter) (?:aussi|également|la suite|plus)|en savoir plus|cliquez"
    r"|abonnez-|inscrivez-|partagez|suivez-|lees (?:ook|meer|verder)|meer (?:info|weten|lezen)|klik|schrijf (?:je|u)"
    r"|deel (?:dit|op|via)|volg ons|(?:read|see|watch) (?:also|more)|find out|click|subscribe|sign up"
    r"|share (?:this|on)|follow us)",
    re.IGNORECASE,
)


def stands_alone(sentence: str, language: str) -> bool:
    """Whether a sentence in French, Dutch or English says something by itself.

    Refused: openers that lean on what precedes, a French verb turned round its pronoun (« a-t-il dit »), questions,
    fragments of fewer than 6 words, quotations left open, truncated lines, furniture of the page. In any other language
    nothing stands alone.
    """
    return (
        len(sentence.split()) >= FEWEST_WORDS
        and _is_whole_statement(sentence)
        and not PAGE_FURNITURE.search(sentence)
        and not _leans(sentence, language)
    )


def _is_whole_statement(sentence: str) -> bool:
    closed = all(sentence.count(opening) == sentence.count(closing) for opening, closing in QUOTATION_MARKS)
    return closed and sentence.count('"') % 2 == 0 and STATEMENT_END.search(sentence) is not None


def _leans(sentence: str, language: str) -> bool:
    if language not in OPENERS:
        return True
    turned = language == "fr" and TURNED_PRONOUN.search(sentence)
    return bool(turned) or OPENERS[language].match(sentence) is not None
