"""Words by which a sentence leans on what stands before it, or on the day of its text, in three languages."""

import re

from content.strings.late_patterns import LatePattern
from content.strings.sentences import Span

LEANING = {
    "fr": (
        r"ils?|elles?|ça|c|ce(?:la|ci|t|tte|s)?|celui|celles?|ceux|lui|eux|y|son|sa|ses|leurs?|les? (?:mêmes?|deux)"
        r"|la même|tous (?:les )?(?:deux|trois)|toutes (?:les )?(?:deux|trois)|(?:une? |les |l['’]|d['’])?autres?"
        r"|l['’]une? (?:des|d['’]|et)|chacune?|certaine?s d['’]entre|aucune? d['’]|la plupart d['’]entre"
        r"|mais|or|et|ou|donc|car|puis|ensuite|enfin|ainsi|aussi|certes|cependant|pourtant|toutefois|néanmoins|sinon"
        r"|autrement|même|résultat|là|voilà|voici|d['’](?:ailleurs|où|abord)|dès lors|depuis lors|du coup|bref"
        r"|premièrement|deuxièmement|troisièmement|concrètement|conséquence|autant|tel(?:le)?s?"
        r"|en (?:effet|outre|revanche|cause|fait|attendant|clair|conséquence|réalité|résumé|d['’]autres termes)"
        r"|par (?:ailleurs|contre|exemple|conséquent)|parmi (?:eux|elles|ce\w+)|au[- ]delà de ce\w*|quant (?:à|aux?)"
        r"|de (?:plus|même|fait|quoi|son côté|leur côté|ce fait|telle sorte)|au contraire|à l['’]inverse"
        r"|à (?:son|leur) tour|pour (?:sa|leur) part|sans (?:cela|quoi)|malgré tout"
        r"|(?:à|dans|pour|avec|sur|après|malgré|de|depuis|sans|dès|en) ce(?:la|ci|t|tte|s|lui|lle|lles|ux)?"
        r"|(?:selon|pour|d['’]après|avec|chez|contre|à) (?:lui|elles?|eux)|à (?:ses|leurs) yeux|non|oui"
        r"|(?:à l['’]époque|entre[- ]temps|dans la foulée|dans le même temps|au même moment|le lendemain|la veille)"
        r"|le (?:même jour|jour même)|(?:\w+ )?\w+ (?:heures?|jours?|semaines?|mois|ans?) (?:plus tard|plus tôt"
        r"|auparavant)"
        r"|à (?:condition|moins|l['’]exception)|sauf|excepté|hormis|sous réserve|pour autant|faux"
        r"|uniquement|seulement|attention|faute de (?:quoi|cela)|à défaut|(?:dans|en) (?:ce|pareil|tel) cas|auquel cas"
        r"|le cas échéant|\w+ d['’]entre (?:eux|elles)"
    ),
    "nl": (
        r"hij|zij|ze|hem|hen|zijn|haar|hun|di[te]|dat|deze|beiden?|(?:een )?andere?n?|daar\w*|hier\w*|zoiets|zulke?"
        r"|het (?:gaat|is|was|zijn|waren|wordt|werd|blijft|heeft|kan|moet|zal|betreft)"
        r"|maar|en|of|want|dus|echter|toch|ook|bovendien|verder|vervolgens|zo|dan|toen|wel|kortom|nochtans|niettemin"
        r"|evenwel|immers|eveneens|tegelijk\w*|enerzijds|anderzijds|ten ?slotte|tot slot|intussen|ondertussen|sindsdien"
        r"|omgekeerd|volgens (?:hem|haar|hen)|(?:in|met|op|voor|na|bij|door|om|van) (?:dat|dit|die|deze)"
        r"|concreet|nee|ja|de volgende dag|een dag later|tenzij|behalve|op voorwaarde|mits|sommigen van"
        r"|elk van|geen van|enkel|alleen|opgelet|let op|zo niet|in dat geval|\w+ van hen|(?:\w+ )?\w+ (?:uur|dagen"
        r"|weken|maanden|jaar) (?:later|eerder)"
    ),
    "en": (
        r"he|she|it|they|him|his|her|its|their|this|that|these|those|others?|another|such|here"
        r"|the (?:former|latter|others?|same|two)|each of|none of"
        r"|but|and|or|so|yet|however|still|also|too|then|moreover|furthermore|meanwhile|therefore|thus|hence|instead"
        r"|otherwise|nevertheless|nonetheless|similarly|finally|besides|conversely|as (?:a result|such)"
        r"|in (?:addition|contrast|fact|turn|short)|by contrast|on the other hand|for (?:example|instance)"
        r"|(?:in|at|for|after|with|on|to|by|from) (?:this|that|these|those)|according to (?:him|her|them)"
        r"|no|yes|only|if so|if not|in (?:that|this) case|\w+ of (?:them|whom)|the (?:next|following|same) day"
        r"|except|unless|provided|subject to"
        r"|(?:\w+ )?\w+ (?:hours?|days?|weeks?|months?|years?) (?:later|earlier)"
    ),
}
"""By language, the openers that lean on what precedes: pronouns without a name, possessives, connectors, exceptions."""

THIS_DAY = {
    "fr": r"(?:dès |depuis |en )?c(?:e|et|ette) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir"
    r"|week-end|semaine|mois|trimestre|année|été|automne|hiver|printemps)",
    "nl": r"(?:vanaf |in |op )?deze (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen|ochtend|middag"
    r"|avond|week|maand|zomer|herfst|winter|lente)|(?:in )?dit (?:jaar|kwartaal|weekend|voorjaar|najaar)",
    "en": r"(?:from |on |in )?this (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon"
    r"|evening|week|weekend|month|quarter|year|summer|autumn|winter|spring)",
}
"""By language, what points at the day of the text and not at the sentence before."""

OPENERS = {
    language: LatePattern(rf"\W*(?!(?:{THIS_DAY[language]})\b)(?:{words})(?!\w)", re.IGNORECASE)
    for language, words in LEANING.items()
}

IMPERSONAL = (
    r"il (?:ne |n['’])?(?:faut|faudra|faudrait|fallait|y a|y aura|y avait|existe|reste|suffit|convient|importe|manque"
    r"|(?:est|sera|serait|était|devient|reste) (?:\w+ )?(?:possible|impossible|interdit|permis|question|nécessaire"
    r"|obligatoire|prévu|temps|utile|conseillé|recommandé))"
)
TIME = r"(?:semaine|mois|an|année|jour|matin|soir|veille|lendemain|week-end|été|hiver)"
HANGING_PRONOUN = {
    "fr": LatePattern(
        rf"\W*(?!(?:[Ll]es?|[Ll]a|[Ll]['’]|[Uu]ne?|[Dd]es) ?(?!{TIME})\w)\w[^,A-ZÀ-ÖØ-Þ]{{2,70}}, "
        rf"(?:(?!{IMPERSONAL})ils?|elles?|celui-ci|celle-ci|ceux-ci|celles-ci|ces derni\w+|ce dernier|cette dernière"
        rf"|cela|(?!{THIS_DAY['fr']}|ce (?:sont|sera|serait|fut|qu))(?:ce|cette|cet|ces) \w+)\b"
    ),
    "nl": LatePattern(r"\W*(?!(?i:de|het|een|wie|wanneer|als|wat)\b)\w+(?: [^\W\dA-Z]+){1,3} (?:hij|zij|ze) "),
    "en": LatePattern(
        r"\W*\w(?:[^,A-Z]|\b(?:[MTWFS][a-z]+day|[JFMASOND][a-z]+(?:ary|ch|il|y|ne|st|ber))\b){2,70}, "
        r"(?:he|she|they|it (?!is\b|was\b|will\b|remains\b)) ?"
    ),
}
"""A first clause without a name, then a pronoun: « Interrogé lundi, il … » leans as much as « Il … »."""

HANGING_NOUN = {
    "fr": LatePattern(
        r"\b(?:cet avis|ce sens|ce sujet|cet égard|ce point|ces? (?:propos|chiffres?|constat|reproche|critiques?)"
        r"|cette (?:position|opinion|critique|affirmation|accusation|idée|analyse))\b",
        re.IGNORECASE,
    ),
    "nl": LatePattern(
        r"\b(?:die mening|dat standpunt|die kritiek|die cijfers|dat cijfer|die analyse)\b", re.IGNORECASE
    ),
    "en": LatePattern(r"\b(?:th(?:is|at) (?:view|opinion|point|criticism|figure|idea)|these figures)\b", re.IGNORECASE),
}
"""What was said before, under another name: « L'opposition n'est pas de cet avis »."""

BARE_DEFINITE = {
    "fr": LatePattern(
        r"\W*(?:l[ea] |l['’])(?P<noun>[^\W\d_][\w-]*)"
        r" (?!(?:de|du|des|en|à|au|aux|pour|sur|qui|que|dont|où)\b|d['’])",
        re.IGNORECASE,
    ),
}
"""A noun that is taken for known, and nothing with it that says which: « Le conseiller appelle… »."""
NAMED = LatePattern(r"\d|(?<=\s)(?:[dl]['’])?[A-ZÀ-ÖØ-Þ]")
FAMILY = 5
"""The first letters that words of one family share."""

TURNED_PRONOUN = LatePattern(r"-(?:t-)?(?:ils?|elles?|je|nous)\b", re.IGNORECASE)


def leans(sentence: str, language: str) -> bool:
    """Return whether a sentence leans on the one before it; without openers for its language, every one does."""
    if language not in OPENERS:
        return True
    return bool(
        OPENERS[language].match(sentence)
        or HANGING_PRONOUN[language].match(sentence)
        or HANGING_NOUN[language].search(sentence)
        or (language == "fr" and TURNED_PRONOUN.search(sentence))
    )


def takes_for_known(sentence: str, title: str, language: str) -> bool:
    """Return whether a sentence opens with a noun that only what stood before it names: neither it nor the title does.

    A sentence that names somebody, a place or a number says by that what it is about.
    """
    found = BARE_DEFINITE[language].match(sentence) if language in BARE_DEFINITE else None
    if found is None or NAMED.search(sentence, found.end()):
        return False
    return found["noun"][:FAMILY].lower() not in title.lower()


# ------------------------------------------------------------------------- dates that only the day of the text explains


_FR_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_FR_TIME = r"(?:heures?|jours?|semaines?|mois|trimestres?|semestres?|ans?|années?)"
_FR_MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_FR_FEW = r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|quelques|plusieurs)"
_NL_DAY = r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
_NL_TIME = r"(?:uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwartaal|jaar|jaren)"
_NL_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_NL_FEW = r"(?:\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|tien|twaalf|enkele|een paar)"
_EN_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_EN_TIME = r"(?:hours?|days?|weeks?|months?|quarters?|years?)"
_EN_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_EN_FEW = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|ten|twelve|a few|several)"

RELATIVE = {
    "fr": LatePattern(
        rf"\b(?:aujourd['’]hui|demain|après[- ]demain|hier|avant[- ]hier|tout à l['’]heure"
        rf"|(?:ce|cet|cette) (?:{_FR_DAY}|matin(?:ée)?|midi|après-midi|soir(?:ée)?|nuit|week-end|semaine|mois|trimestre"
        rf"|semestre|année|été|automne|hiver|printemps|rentrée)"
        rf"|(?:{_FR_DAY}|week-end|{_FR_TIME}|été|automne|hiver|printemps|rentrée|{_FR_MONTH}) "
        r"(?:prochaine?s?|derni(?:er|ère)s?|passée?s?|suivante?s?|qui vient|dernier|écoulée?s?)"
        rf"|(?:la|le|les|l['’]) ?(?:{_FR_FEW} )?(?:prochaine?s?|derni(?:er|ère)s?) {_FR_TIME}"
        rf"|(?:dans|d['’]ici|il y a|depuis) (?:près de |moins de |plus de |environ )?{_FR_FEW} {_FR_TIME}"
        rf"|(?:en )?(?:début|fin|milieu) (?:de (?:semaine|mois)|d['’]année)|l['’]an (?:dernier|prochain|passé)"
        rf"|{_FR_DAY}(?: (?:matin|midi|soir|après-midi))?(?! (?:\d|1er)))(?!\w)",
        re.IGNORECASE,
    ),
    "nl": LatePattern(
        rf"\b(?:vandaag|morgen(?:vroeg|ochtend|middag|avond)?|overmorgen|gisteren|eergisteren|straks|vanavond|vanmorgen"
        rf"|vanmiddag|vannacht|vanochtend|vorig jaar|dit (?:jaar|kwartaal|weekend|voorjaar|najaar|semester)"
        rf"|deze (?:{_NL_DAY}|{_NL_TIME}|ochtend|middag|avond|zomer|herfst|winter|lente)"
        rf"|(?:de )?(?:volgende?|vorige?|komende?|afgelopen|aanstaande|voorbije|laatste)"
        rf" (?:{_NL_FEW} )?(?:{_NL_DAY}|{_NL_TIME}|{_NL_MONTH}|weekend|zomer|herfst|winter|lente)"
        rf"|(?:binnen|over|sinds) (?:ongeveer )?{_NL_FEW} {_NL_TIME}|{_NL_FEW} {_NL_TIME} geleden"
        rf"|(?:begin|eind|midden) (?:deze|volgende|vorige) (?:week|maand)|{_NL_DAY}(?! (?:\d|en \w+dag \d)))\b",
        re.IGNORECASE,
    ),
    "en": LatePattern(
        rf"\b(?:today|tonight|tomorrow|yesterday|this (?:{_EN_DAY}|{_EN_TIME}|{_EN_MONTH}|morning|afternoon|evening"
        rf"|weekend|summer|autumn|winter|spring)|(?:next|last|past|coming) (?:{_EN_FEW} )?(?:{_EN_DAY}|{_EN_TIME}"
        rf"|{_EN_MONTH}|weekend|summer|autumn|winter|spring)|(?:in|within) {_EN_FEW} {_EN_TIME}(?:['’] time)?"
        rf"|{_EN_FEW} {_EN_TIME} ago|{_EN_DAY}(?!,? (?:\d|{_EN_MONTH})))\b",
        re.IGNORECASE,
    ),
}
"""By language; a day of the week counts unless a date follows it."""


def relative_dates(text: str, language: str | None) -> tuple[Span, ...]:
    """Return where a text names a day by its own date; the one who shows it shows that date beside it.

    French, Dutch and English; in another language, none is found.
    """
    if language not in RELATIVE:
        return ()
    return tuple(Span(*found.span()) for found in RELATIVE[language].finditer(text))
