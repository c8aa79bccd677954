"""Where the sentences of a text stand, and the gaps in them of which questions are drafted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

NEVER_LAST = {
    "fr": re.compile("mm?|mr|mmes?|mlles?|me|mgr|drs?|pr|ste?|cf|ex|env|av|bd|tél|dir"),
    "nl": re.compile("dhr|mevr|mw|mej|mr|drs?|prof|st|bv|bijv|vb|nl|resp|vgl|zgn|ca|tel|incl|excl"),
    "en": re.compile("mrs?|ms|dr|prof|st|jr|vs|cf|gen|gov|sen|rep|approx|dept|est|tel|incl"),
}
"""By language, the abbreviations whose point never ends a sentence."""

BEFORE_A_NUMBER = {
    "fr": re.compile("art|al|pp?|n°|nos?|vol|chap|fig|§|janv|févr|sept|oct|nov|déc|max|min"),
    "nl": re.compile("art|nrs?|blz|p|vol|hfst|afb|§|jan|feb|mrt|apr|aug|sept|okt|nov|dec|max|min"),
    "en": re.compile("art|nos?|pp?|vol|ch|fig|§|jan|feb|mar|apr|aug|sept|oct|nov|dec|max|min"),
}
"""By language, those whose point does not end a sentence when a number follows."""

NO_WORD = re.compile("(?!)")

BOUNDARY = re.compile(
    r"""
    (?<![.!?…]) (?P<mark> [.!?…]++ )
    (?:
        (?: [^\S\n]?» | ["”“’')\]] )*+ (?=\s)  # French sets a space before its guillemet
        | (?: (?<= [a-zß-öø-ÿ0-9"»)][.!?] ) | (?<= [A-Z]{2}[.!?] ) | (?<= [a-zß-öø-ÿ0-9"»)][ \u00a0\u202f][!?] ) )
          (?P<quote> " | «[^\S\n]? | “ )?+ (?= [A-ZÀ-ÖØ-ÞŒ][a-zß-ÿ'’ ] )  # a page that lost the space in between
    )
    | (?P<line_end> \n\s*+ )
    """,
    re.VERBOSE,
)
OPENING = re.compile(r"""\s*+ ["“„‘'’«(\[–—-]*+ \s*+ (?: (?<=['’])[a-z]\s )? (?P<first>\S)""", re.VERBOSE)
LAST_WORD = re.compile(r"(?P<dotted>\.)?(?P<word>[\w°§]+)$")
LIST_MARKER = re.compile(r"\W*(?:\d{1,3}|[^\W\d_])")
LONGEST_ABBREVIATION = 12


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text, in characters: `text[start:end]`."""

    start: int
    end: int


def sentences(text: str, language: str | None) -> tuple[Span, ...]:
    """Return the sentences of a text, in order; together they hold every character of it but the spaces between them.

    The end of a line ends a sentence too, unless the line right below goes on in lower case. A language without
    abbreviations here is cut by its marks alone.
    """
    found = []
    for start, end in pairwise([0, *_cuts(text, language or ""), len(text)]):
        piece = text[start:end]
        if piece.strip():
            found.append(Span(end - len(piece.lstrip()), start + len(piece.rstrip())))
    return tuple(found)


def _cuts(text: str, language: str) -> Iterator[int]:
    start = 0
    for boundary in BOUNDARY.finditer(text):
        if boundary["line_end"]:
            ends = boundary["line_end"].count("\n") > 1 or not text[boundary.end() : boundary.end() + 1].islower()
        else:
            opening = OPENING.match(text, boundary.end())
            first = opening["first"] if opening else ""
            ends = first.isalnum() and not first.islower()
            if ends and boundary["mark"] == ".":
                ends = not _is_abbreviation(text[start : boundary.start()], first, language)
        if ends:
            # What stands at the end of the boundary may open the quotation of the next sentence.
            quote = boundary["quote"] or ""
            line = text.rfind("\n", 0, boundary.start()) + 1
            closes = quote == '"' and text.count('"', line, boundary.start("quote")) % 2
            start = boundary.end() - (0 if closes else len(quote))
            yield start


def _is_abbreviation(before: str, following: str, language: str) -> bool:
    """Return whether the point after `before` (the sentence so far) belongs to its last word."""
    if LIST_MARKER.fullmatch(before):
        return True
    last = LAST_WORD.search(before[-LONGEST_ABBREVIATION:])
    if last is None:
        return False
    word = last["word"]
    if len(word) == 1 and (last["dotted"] or word.isupper()):
        return True
    if BEFORE_A_NUMBER.get(language, NO_WORD).fullmatch(word.lower()):
        return following.isdigit()
    return NEVER_LAST.get(language, NO_WORD).fullmatch(word.lower()) is not None


# ----------------------------------------------------------------------- questions drafted from the sentences of a text
#
# Nothing is invented: the stem is the sentence, the options are words of the text. It is a beginning for a trainer.


MOST_OPTIONS = 4
GAP = "[…]"
_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "January|February|March|May|June|July|August|October"
)
_NUMBER = r"(?<![\w,.])\d{1,3}(?:[   .]\d{3}){0,5}(?:,\d{1,9})?"


class GapKind(StrEnum):
    """The kind of thing that stands in a gap."""

    DAY = "day"
    AMOUNT = "amount"
    SHARE = "share"
    DURATION = "duration"
    NUMBER = "number"
    ACTOR = "actor"


_PATTERNS = {
    GapKind.DAY: re.compile(rf"(?<!\w)(?:1er|\d{{1,2}})\s(?:{_MONTH})(?:\s\d{{4}})?(?!\w)"),
    GapKind.AMOUNT: re.compile(rf"(?:{_NUMBER}\s?(?:euros?|€)|€\s?\d[\d.,]*\d)(?!\w)"),
    GapKind.SHARE: re.compile(rf"{_NUMBER}\s?(?:%|pour cent|procent|percent)"),
    GapKind.DURATION: re.compile(
        rf"{_NUMBER}\s(?P<unit>heures?|jours?|semaines?|mois|ans?|années?|uur|dagen|weken|maanden|jaar|"
        r"hours?|days?|weeks?|months?|years?)(?!\w)"
    ),
    GapKind.NUMBER: re.compile(rf"{_NUMBER}(?![\w%€]|\s?[%€])"),
    GapKind.ACTOR: re.compile(
        r"(?<!\w)(?!(?:Le|La|Les|Un|Une|Des|De|Het|Een|The)\s)"
        r"(?:[A-ZÀ-Þ]{3,}|[A-ZÀ-Þ][a-zà-ÿ]+(?:\s[A-ZÀ-Þ][a-zà-ÿ]+)+|[A-Z][a-z]+is)(?!\w)"
    ),
}
"""In the order in which they make a question worth asking."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence, the place in it that is asked for, and what else of that kind the text names."""

    sentence: int
    """Its place among the sentences."""
    kind: GapKind
    before: str
    answer: str
    after: str
    others: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The sentence with its gap, word for word."""
        return f"{self.before}{GAP}{self.after}"


def gaps(sentences: Sequence[str], text: str, most_each: int = 2) -> list[Gap]:
    """Return the gaps of each sentence, those first for which the text itself gives most other answers."""
    found = [gap for place, sentence in enumerate(sentences) for gap in _of_sentence(place, sentence, text, most_each)]
    return sorted(found, key=lambda gap: (-len(gap.others), gap.sentence))


def _of_sentence(place: int, sentence: str, text: str, most: int) -> Iterator[Gap]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(sentence):
            start, end = found.span()
            meets = any(start < last and first < end for first, last in taken)
            if len(taken) == most or (kind is GapKind.ACTOR and start == 0) or meets:
                continue
            taken.append((start, end))
            # Other answers of the same kind, same unit first, none that the sentence itself names.
            unit = found.groupdict().get("unit") or ""
            named = [
                one for one in _PATTERNS[kind].finditer(text) if _without_signs(one[0]) != _without_signs(found[0])
            ]
            named.sort(key=lambda one: (one.groupdict().get("unit") or "").rstrip("s") != unit.rstrip("s"))
            different = {_without_signs(one[0]): one[0] for one in reversed(named) if one[0] not in sentence}
            others = tuple(reversed(different.values()))[: MOST_OPTIONS - 1]
            yield Gap(place, kind, sentence[:start], found[0], sentence[end:], others)


def _without_signs(words: str) -> str:
    return re.sub(r"\s+", " ", words).casefold()
