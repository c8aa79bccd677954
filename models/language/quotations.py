"""Who speaks: quotations that a sentence opens, goes on with, or gives without their speaker."""

import re
from collections.abc import Iterator, Sequence

from content.strings.late_patterns import LatePattern
from content.strings.sentences import Span

MARK = LatePattern(r'[«»“”„"\n]')
QUOTED = LatePattern(r'«[^«»]*»|[“„][^“”„]*[”“]|"[^"]*"')
WORD = LatePattern(r"\w+(?:['’-]\w+)*")
LONGEST_NAME = 5
"""Words in quotation marks that may be a name, a title or a word set apart; more of them are what somebody said."""
FEWEST_AROUND = 2

SPEAKER = {
    "fr": LatePattern(
        r"\b(?:selon|d['’]après|pour|de l['’]avis|aux yeux)\b|\b(?:\w*dit|disent|dis\w+|écri\w+|réagi\w*|répond\w*"
        r"|promet"
        r"|(?:déclar|affirm|expliqu|estim|ajout|précis|indiqu|soulign|assur|annonc|rappel|regrett|déplor|dénonc"
        r"|lanc|confi"
        r"|insist|jug|plaid|comment|témoign|not|résum|constat|qualifi|appel|intitul|parl|accus|racont|rapport|demand"
        r"|critiqu|considèr|considér|exig|réclam|promett|condamn|revendiqu|propos|pens|craign|espèr)\w*"
        r"|reconna\w+|admet\w*|averti\w*|conclu\w*|poursui\w*|soutien\w*|voi[tx]|souhait\w*|fai\w* (?:savoir|valoir))\b"
        r"|[»”\"] ?, (?:(?:a|ont|avait|avaient|est|sont) \w|s['’]\w|\w+(?:e|ent|t) (?:l[ea]s? |l['’]|une? |des "
        r"|[A-ZÀ-ÖØ-Þ]))"
        r"|\w\W{0,3}:\s*[«“\"]",
        re.IGNORECASE,
    ),
    "nl": LatePattern(
        r"\b(?:volgens|aldus|zeg\w*|zei\w*|gezegd|verkla\w+|stel[td]\w*|meld\w*|gemeld|liet|laat|laten|reag\w+|klink\w*"
        r"|klonk|noem\w*|vind\w*|vond\w*|schrij\w+|schreef|benadruk\w*|waarschuw\w*|vraag\w*|vroeg\w*|antwoord\w*"
        r"|beloof\w*"
        r"|besluit\w*|besloot|vertel\w*|leg[gt]\w* uit|wij[sz]\w*|hoop\w*|vrees\w*|pleit\w*|merkt\w*|geeft\w* aan"
        r"|spreekt"
        r"|sprak|bevestig\w*|heet|zogenaamd\w*|zogeheten)\b|\w\W{0,3}:\s*[«“„\"]",
        re.IGNORECASE,
    ),
    "en": LatePattern(
        r"\b(?:according|said|says?|saying|told|tells?|stat\w+|declar\w+|explain\w*|add(?:s|ed)?|warn\w*|argu\w+"
        r"|claim\w*"
        r"|insist\w*|call\w*|writ\w+|wrote|ask\w*|repl\w+|announc\w+|confirm\w*|describ\w+|not(?:es?|ed)|point\w*"
        r"|promis\w+"
        r"|believ\w+|think\w*|thought|hop\w+|fear\w*|admit\w*|conclud\w+|urg\w+|named|titled|dubbed)\b"
        r"|\w\W{0,3}:\s*[“\"]",
        re.IGNORECASE,
    ),
}
"""By language, what ties the words quoted to somebody: a verb of saying, « selon », a colon before them."""

FIRST_PERSON = {
    "fr": LatePattern(r"\b(?:[Jj]e|[Jj]['’]|me|[Mm]['’]|[Mm]oi|[Mm]on|[Mm]a|[Mm]es|[Nn]ous|[Nn]otre|[Nn]os)(?![\w-])"),
    "nl": LatePattern(r"\b(?:[Ii]k|mij|[Mm]ijn|[Ww]ij|[Ww]e|[Oo]ns|[Oo]nze)\b"),
    "en": LatePattern(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur|us)\b"),
}
ONESELF = {
    "fr": LatePattern(r"\b[Jj](?:e\b(?!-)|['’])"),
    "nl": LatePattern(r"\b[Ii]k\b"),
    "en": LatePattern(r"\bI\b"),
}
SAID_BY_NOBODY = {
    "fr": LatePattern(
        r"»,? (?:\w++(?:['’]\w*+)? ){1,2}"
        r"(?:lui|elles?|eux|ce dernier|cette dernière|ces dernier\w+|celui-ci|celle-ci)\b"
        r"|»,? (?:\w+ ){1,2}(?:l['’]intéressée?|la même source|cette source)\b"
    ),
    "nl": LatePattern(r"»,? (?:\w+ ){1,2}(?:hij|ze|zij|hem|haar)\b"),
    "en": LatePattern(r"»,? (?:\w+ ){0,2}(?:he|she|they|him|her)\b"),
}
"""By language, a quotation tied to a pronoun: « … », selon lui."""


def begun_before(text: str, spans: Sequence[Span]) -> list[bool]:
    """Return, for each sentence, whether a quotation of the one before is still open where it starts.

    The end of a line closes what was left open. A straight mark opens after a space and closes before one.
    """
    opened = sorted(_open_stretches(text))
    return [any(start < span.start < end for start, end in opened) for span in spans]


def _open_stretches(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for mark in MARK.finditer(text):
        if start is None and _opens(text, mark):
            start = mark.start()
        elif start is not None and (mark[0] == "\n" or _closes(text, mark, text[start])):
            yield start, mark.start()
            start = None
    if start is not None:
        yield start, len(text)


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark[0] == '"':
        following = text[mark.end() : mark.end() + 1]
        return following.isalnum() or following in "([…'’"
    return mark[0] in "«“„"


def _closes(text: str, mark: re.Match[str], opening: str) -> bool:
    if opening == '"':
        return mark[0] == '"' and not (text[mark.start() - 1].isspace() and text[mark.end() : mark.end() + 1].isalnum())
    return mark[0] == "»" if opening == "«" else mark[0] in "”“"


def tells_of_oneself(sentence: str, language: str) -> bool:
    """Return whether somebody says « je » outside any quotation, as in an interview."""
    return language in ONESELF and ONESELF[language].search(QUOTED.sub("«…»", sentence)) is not None


def speaks_for_nobody(sentence: str, language: str) -> bool:
    """Return whether a sentence gives words without saying whose: a quotation, or a « je » outside any."""
    outside = QUOTED.sub("«…»", sentence)
    if FIRST_PERSON[language].search(outside) or SAID_BY_NOBODY[language].search(outside):
        return True
    if not any(_needs_speaker(quoted, sentence, language) for quoted in QUOTED.finditer(sentence)):
        return False
    return len(WORD.findall(outside)) < FEWEST_AROUND or not SPEAKER[language].search(outside)


def _needs_speaker(quoted: re.Match[str], sentence: str, language: str) -> bool:
    """Return whether what is quoted is speech, not a name or a clause going on from « Le directeur »."""
    words = WORD.findall(quoted[0])
    goes_on = words[:1] and words[0][0].islower() and len(WORD.findall(sentence[: quoted.start()])) >= FEWEST_AROUND
    is_speech = len(words) > LONGEST_NAME or FIRST_PERSON[language].search(quoted[0])
    return bool(is_speech) and not goes_on
