"""Where the sentences of a French, Dutch or English text stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
