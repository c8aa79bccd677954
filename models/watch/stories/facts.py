"""The numbers, dates and names of a text, written so that French, Dutch and English ones can be compared. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from content.strings.late_patterns import LatePattern
from content.strings.words import fold
from models.ground.stems import SAYING_NOTHING
from models.watch.stories.names import ALIKE, COUNTED, MONTHS, NUMBERS, TIMES

YEAR = LatePattern(r"(?:19|20)\d\d")
SHORTEST_NAME = 3


class FactKind(StrEnum):
    """The kinds of facts in which two tellings can differ."""

    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what it counts, or a date; `text[start:end]` is where it stands.

    A number is written with a point before its decimals, a date as `02-01` or, where its year is said, `2027-02-01`.
    `counted` is a key of names.COUNTED, empty where it is not known.
    """

    kind: FactKind
    value: str
    counted: str
    start: int
    end: int


def _alternatives(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_MONTH = {word: number for number, line in enumerate(MONTHS.split("\n")[1:-1], 1) for word in line.split()}
_WRITTEN = {word: number for number, words in NUMBERS.items() for word in words.split()}
_TIMES = {word: number for number, words in TIMES.items() for word in words.split()}
_COUNTED = {word: counted for counted, words in COUNTED.items() for word in words.split()}
_ALIKE = {fold(word): fold(line.split()[0]) for line in ALIKE.split("\n")[1:-1] for word in line.split()}

DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
DATE = LatePattern(
    rf"""
    (?<![\d.,/]) (?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)? (?P<month>{_alternatives(MONTHS)})\b\.?
    (?:\s*+(?:,\s*+)?(?P<year>20\d\d)\b)?
    | (?<![\d.,/]) (?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20\d\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
NUMBER = LatePattern(
    rf"""
    (?<![\w.,/-])
    (?: (?P<before>€)\s? )?
    (?: (?P<digits>{DIGITS}) | (?P<half>(?:un\ demi-|half\ a\ |een\ half\ )(?=mill?i?joen|million))
      | (?P<written>{_alternatives(" ".join(NUMBERS.values()))}) )
    (?: (?:[\s\u00a0\u202f]|(?<=[a-z])(?=honderd|duizend))* (?P<times>{_alternatives(" ".join(TIMES.values()))}) )?
    (?![\w])
    (?P<after> [\s\u00a0\u202f]*% | [\s\u00a0\u202f]+(?:pour|per)\ cent | (?:[\s\u00a0\u202f-]+[\w’'-]+){{0,4}} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
THOUSANDS = LatePattern(r"(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+)(?:[.,](\d{1,2}))?")
PER_CENT = LatePattern(r"[\s\u00a0\u202f]+(?:pour|per) cent", re.IGNORECASE)
NAME = LatePattern(r"(?<![\w-])(?:[A-ZÀ-Þ][\w]*(?:-\w+)*)", re.UNICODE)
SENTENCE_START = LatePattern(r"(?:^|[.!?…:»\n]\s*|[«“\"(]\s*)(?:[LDJCSNM]['’])?$")


def facts(text: str) -> list[Fact]:
    """Return the numbers and the dates of a text, in its order."""
    dates = [_date(found) for found in DATE.finditer(text)]
    taken = [(date.start, date.end) for date in dates if date]
    numbers, place = [], 0
    while number := NUMBER.search(text, place):
        if not any(start <= number.start() < end for start, end in taken):
            numbers.append(_number(number))
        # Go on before the words that follow: « 3 mois et 12 jours » holds two numbers.
        place = number.end() if _is_percentage(number["after"]) else number.start("after")
    found = (fact for fact in chain(dates, numbers) if fact)
    return sorted(found, key=lambda fact: fact.start)


def _date(found: "re.Match[str]") -> Fact | None:
    day = int(found["day"] or found["d"])
    month = _MONTH[found["month"].lower()] if found["month"] else int(found["m"])
    # « 31.13.2026 » has the form of a date and is none.
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = found["year"] or found["y"]
    value = f"{month:02}-{day:02}"
    return Fact(FactKind.DATE, f"{year}-{value}" if year else value, "", found.start(), found.end())


def _number(found: "re.Match[str]") -> Fact | None:
    digits = found["digits"]
    if found["half"]:
        value = 0.5
    elif not digits:
        value = float(_WRITTEN[found["written"].lower()])
    # As any of our languages writes a number: groups of three are thousands.
    elif thousands := THOUSANDS.fullmatch(digits):
        value = float(re.sub(r"\D", "", thousands[1]) + "." + (thousands[2] or "0"))
    else:
        value = float(digits.replace(",", "."))
    value *= _TIMES[found["times"].lower()] if found["times"] else 1
    counted = "euro" if found["before"] else _counted(found["after"])
    # A bare 2027 is a year, and tells nothing that could be contradicted.
    if not counted and YEAR.fullmatch(digits or ""):
        return None
    # Ten digits: written-out and multiplied numbers must meet in one spelling (1.2 million, 1 200 000).
    return Fact(FactKind.NUMBER, f"{value:.10g}", counted, found.start(), found.start("after"))


def _counted(after: str) -> str:
    """Return what the words after a number say that it counts; the nearest of the first few."""
    if _is_percentage(after):
        return "%"
    for word in re.findall(r"[\w€]+", after.lower()):
        if counted := _COUNTED.get(word):
            return counted
        if word[0].isdigit() or word in _TIMES:
            break
    return ""


def _is_percentage(after: str) -> bool:
    return "%" in after or PER_CENT.fullmatch(after) is not None


def names(text: str) -> frozenset[str]:
    """Return the proper names of a text: capitals that no sentence begins with, acronyms, places under one spelling."""
    named = set[str]()
    for found in NAME.finditer(text):
        word = found.group()
        name = alike(word)
        if len(name) < SHORTEST_NAME or name in SAYING_NOTHING or word.lower() in _MONTH:
            continue
        known = name != fold(word) or fold(word) in _ALIKE
        acronym = len(word) > 1 and word.isupper()
        # Six signs back are enough for a mark, a space, a guillemet and an elided article.
        begins = SENTENCE_START.search(text, max(0, found.start() - 6), found.start())
        if known or acronym or not begins:
            named.add(name)
    return frozenset(named)


@cache
def alike(word: str) -> str:
    """Return one spelling for the names that our languages spell differently."""
    return _ALIKE.get(fold(word), fold(word))
