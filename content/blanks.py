"""Blanks of a card: what only the house can say, « votre service : … », and what it has said in their place.

A blank is a paragraph of its own, in italics: it begins with « Votre service : » or the same in Dutch or English, and
ends with « … ».
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from content.folding import folded
from content.markdown import reader
from content.patterns import LatePattern

if TYPE_CHECKING:
    from markdown_it.token import Token

BEGINNINGS = ("Votre service", "Uw dienst", "Your service")

_BLANK = LatePattern(
    rf"[*_](?P<head>(?:{'|'.join(BEGINNINGS)})(?P<colon>\s*:)\s+(?P<asked>\S(?:.*\S)?))\s*…[*_]",
    re.DOTALL,
)
# In the middle of a line nothing else begins anything (https://spec.commonmark.org/0.31.2/#inlines).
_MARKUP = LatePattern(r"[\\`*_\[\]<>&]")


class Blank(NamedTuple):
    """One blank of a body, from its line `first` up to the line `end`, counted from 0."""

    asked: str
    """What the house is to say, between the colon and « … »."""
    head: str
    """All that stands before « … »."""
    colon: str
    """The colon, with the space before it where its language has one."""
    first: int
    end: int

    @property
    def folded(self) -> str:
        """What is asked, less what a better typed version would change: accents, case, punctuation."""
        return folded(self.asked)


@lru_cache(maxsize=1024)  # the cards that are published, and a few before them
def blanks(body: str) -> tuple[Blank, ...]:
    """Return the blanks of a card's Markdown, in their order."""
    # Most cards have none, and to read Markdown takes its time.
    if not any(one in body for one in BEGINNINGS):
        return ()
    tokens = reader().parse(body)
    paragraphs = [place for place, one in enumerate(tokens) if one.type == "paragraph_open" and one.level == 0]
    return tuple(filter(None, (_blank(tokens[place + 1]) for place in paragraphs)))


def fill(body: str, fillings: Mapping[str, str], unfilled: str) -> str:
    """Return a card's Markdown with what the house has said in the place of each blank.

    `fillings`: texts by `Blank.folded`, shown as they were typed, without markup; `unfilled`: the sentence that stands
    behind a blank that has none.
    """
    lines = body.split("\n")
    # From the last to the first: the places of the others stay right.
    for blank in reversed(blanks(body)):
        said = _MARKUP.sub(r"\\\g<0>", " ".join(fillings.get(blank.folded, "").split()))
        asked = "\n".join(lines[blank.first : blank.end]).strip()
        line = f"*{blank.head}*{blank.colon} {said}" if said else f"{asked} {unfilled}"
        lines[blank.first : blank.end] = line.split("\n")
    return "\n".join(lines)


def _blank(paragraph: "Token") -> Blank | None:
    found = _BLANK.fullmatch(paragraph.content.strip())
    outermost = [child.type for child in paragraph.children or () if child.level == 0]
    if found is None or paragraph.map is None or outermost != ["em_open", "em_close"]:
        return None
    return Blank(found["asked"], found["head"], found["colon"], *paragraph.map)
