"""Which sentences can be shown alone, and who speaks in those that quote."""

import re
from collections.abc import Iterator, Sequence

from content.strings.late_patterns import LatePattern
from content.strings.sentences import Span
from models.language.context_words import OPENERS, leans

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


# ------------------------------------------------------------------------- which sentences of a text can be shown alone


FEWEST_WORDS = 6

STATEMENT_END = LatePattern(r"""(?<![.…])[.!][^\S\n]?["”’'»)]*\Z""")
LIST_ITEM = LatePattern(r"\s*(?:[-–—•*·▪‣◦→►]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s|[o§]\s)")
QUOTATION_MARKS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
PAGE_FURNITURE = LatePattern(
    r"https?:|www\.|\S@\S|[|©►▶→]|\s>\s|\bcookies?\b|\btous droits réservés\b|\ball rights reserved\b"
    r"|^\W*(?:(?:à )?(?:lire|voir|écouter) (?:aussi|également|la suite|plus)|en savoir plus|cliquez|publié le"
    r"|mis à jour|abonnez-|inscrivez-|partagez|suivez-|lees (?:ook|meer|verder)|meer (?:info|weten|lezen)|klik"
    r"|schrijf (?:je|u)|deel (?:dit|op|via)|volg ons|(?:read|see|watch) (?:also|more)|find out|click|subscribe|sign up"
    r"|share (?:this|on)|follow us)",
    re.IGNORECASE,
)

RESTRICTION = {
    "fr": LatePattern(
        r"[^\w«“\"]*(?:à (?:condition|moins|l['’]exception)|sauf|excepté|hormis|sous réserve|pour autant|uniquement"
        r"|seulement|attention|faux|non[ ,.!]|pas (?:encore|avant|si|question|pour)|c['’]est faux|en réalité"
        r"|toutefois|cependant|néanmoins|(?:il|cela|ça) n['’]en est rien"
        r"|(?:ce|il|elle|ils|elles|cela|(?:ce[st]?|cette|l['’]|la|le|les) ?\w+) (?:ne (?:s['’]appliqu|concern|va[lu]"
        r"|ser|pourr"
        r"|peu|donn|vis|sont|veut|veulent|change|port|suffi|touch|dispens)\w*|n['’](?:est|ét|entr|ouvr|a |ont |aur"
        r"|existe)\w*"
        r"|est (?:fausse|faux)|a été (?:démenti|annul|suspend|report|retir)\w*)"
        r"|(?:mais|pourtant|en revanche|or)\b.*(?:\bseul\w*|\bcondition|\bsauf\b|\bannul"
        r"|\bsuspen|\breport[ée]|\bdémen|\bexclu|\bréserv[ée]|\buniquement|\bpas (?:encore|tou|automatiq|concern|cumul"
        r"|applicab|valable|pour)|\bne (?:s['’]appliqu|concern|va[lu]|pourr|peu)))",
        re.IGNORECASE | re.DOTALL,
    ),
    "nl": LatePattern(
        r"[^\w«“„\"]*(?:echter|nochtans|evenwel|niettemin|op voorwaarde|tenzij|behalve|mits|enkel|alleen|let op"
        r"|opgelet|nee[ ,.!]|niet |geen "
        r"|dat klopt niet"
        r"|(?:dat|dit|die|deze|ze|hij|het) (?:\w+ ){0,2}(?:niet|geen)\b"
        r"|(?:maar|toch)\b.*(?:\bniet (?:voor|alle|automat|van toep)|\bgeen recht|\benkel\b|\balleen\b"
        r"|\bvoorwaarde|\buitgesteld|\bgeschrapt|\bopgeschort))",
        re.IGNORECASE | re.DOTALL,
    ),
    "en": LatePattern(
        r"[^\w“\"]*(?:however|nevertheless|nonetheless|provided|unless|except|only|subject to|not |no[ ,.!]"
        r"|that is (?:not|false)|(?:this|that|it|they) "
        r"(?:does|do|is|are|will|has|have|did)(?: not|n['’]t)"
        r"|(?:but|yet|still)\b.*(?:\bonly\b|\bunless\b|\bexcept|\bpostpon|\bsuspend|\bnot (?:apply|all|for"
        r"|auto)))",
        re.IGNORECASE | re.DOTALL,
    ),
}
"""By language, sentences that take back or narrow the one before, which without them would mislead."""


def stands_alone(sentence: str, language: str) -> bool:
    """Return whether a sentence in French, Dutch or English says something by itself.

    Refused: openers that lean on what precedes, a French verb turned round its pronoun (« a-t-il dit »), questions,
    fragments of fewer than 6 words, items of a list, quotations left open or without a speaker, truncated lines,
    furniture of the page. In any other language nothing stands alone.
    """
    return (
        language in OPENERS
        and len(sentence.split()) >= FEWEST_WORDS
        and not leans(sentence, language)
        and _follows(sentence, language)
    )


def units(text: str, spans: Sequence[Span], language: str) -> list[tuple[int, ...]]:
    """Return the places of sentences that can be shown without their neighbours, together where they need each other.

    A quotation of several sentences comes whole, with its speaker. Where the next sentence takes one back or narrows it
    (« À condition… », « Mais … seulement »), both come together or neither does. An answer to « … : » does not come,
    nor a line of an interview, nor what was told before.
    """
    told = [text[span.start : span.end] for span in spans]
    quoting = [*begun_before(text, spans), False]
    restricting = [*(restricts(sentence, language) for sentence in told), False]
    found: list[tuple[int, ...]] = []
    for place in _openings(told, quoting, language):
        end = _end(quoting, place)
        narrowed = _end(restricting, end - 1)
        together = text[spans[place].start : spans[end - 1].end]
        followers = [not quoting[other] and _follows(told[other], language) for other in range(end, narrowed)]
        if all(followers) and stands_alone(together, language):
            found.append(tuple(range(place, narrowed)))
    return found


def _openings(told: Sequence[str], quoting: Sequence[bool], language: str) -> Iterator[int]:
    """Yield sentences that go on from nothing: no quotation, no « … : », no « je » beside them, no repeat."""
    oneself = [
        tells_of_oneself(sentence, language) and not any(quoting[place : place + 2])
        for place, sentence in enumerate(told)
    ]
    for place, sentence in enumerate(told):
        before = max(0, place - 1)
        if quoting[place] or told[before].endswith(":") or any(oneself[before : place + 2]):
            continue
        if sentence not in told[:place]:
            yield place


def _end(goes_on: Sequence[bool], place: int) -> int:
    """Return the first place after another from which nothing goes on."""
    end = place + 1
    while goes_on[end]:
        end += 1
    return end


def _follows(sentence: str, language: str) -> bool:
    """Return whether a sentence can be shown right after the one that it leans on."""
    return (
        STATEMENT_END.search(sentence) is not None
        and LIST_ITEM.match(sentence) is None
        and _is_closed(sentence)
        and not PAGE_FURNITURE.search(sentence)
        and not speaks_for_nobody(sentence, language)
    )


def restricts(sentence: str, language: str) -> bool:
    """Return whether a sentence takes back or narrows what the one before it says."""
    return language in RESTRICTION and RESTRICTION[language].match(sentence) is not None


def opening(told: Sequence[str], gaps: Sequence[bool], language: str) -> int:
    """Return how many of these sentences, from the first on, can be shown without the others.

    What narrows the one before it, or ends its quotation, comes with it; `gaps` says before which one something is
    left out.
    """
    for end in range(1, len(told)):
        so_far = " ".join(told[:end])
        if gaps[end] or not (restricts(told[end], language) or not _is_closed(so_far)):
            return end
    return len(told)


def _is_closed(text: str) -> bool:
    closed = all(text.count(begin) == text.count(end) for begin, end in QUOTATION_MARKS)
    return closed and text.count('"') % 2 == 0
