"""Dates that only the day of the text explains: « demain », « lundi prochain », « ce mercredi », « vorige week »."""

import re

from content.strings.late_patterns import LatePattern
from content.strings.sentences import Span

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
    """Return where a text names a day by its own date; whoever shows it shows that date beside it.

    French, Dutch and English; in another language, none is found.
    """
    if language not in RELATIVE:
        return ()
    return tuple(Span(*found.span()) for found in RELATIVE[language].finditer(text))
