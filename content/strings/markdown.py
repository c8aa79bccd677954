"""The Markdown of trainers (CommonMark with tables), and the blanks in it that an organisation fills in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from content.strings.late_patterns import LatePattern
from content.strings.words import folded

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token

CALLOUTS = {
    "remember": {"fr": "À retenir", "nl": "Onthouden", "en": "Remember"},
    "caution": {"fr": "Attention", "nl": "Opgelet", "en": "Caution"},
    "example": {"fr": "Exemple", "nl": "Voorbeeld", "en": "Example"},
}
"""The kinds of callouts, by the words that a quote begins with; any of the languages will do."""
_KINDS = {word.casefold(): kind for kind, words in CALLOUTS.items() for word in words.values()}


def plain(markdown: str) -> str:
    """Return what a Markdown text says, a line for each of its paragraphs and rows; a picture says its description."""
    return "\n".join(filter(None, _lines(reader().parse(markdown))))


def _lines(tokens: "Sequence[Token]") -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " · ".join(filter(None, cells or ()))
            cells = None
        elif cells is None:
            yield _said(token)
        elif token.type == "inline":
            cells.append(_said(token))


def _said(token: "Token") -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(" " if child.type.endswith("break") else _words(child) for child in token.children).strip()


def _words(child: "Token") -> str:
    # The content of a picture is its description with its marks; its children are the words alone.
    return _said(child) if child.type == "image" else child.content


def callout(tokens: "Sequence[Token]", place: int) -> str | None:
    """Return the kind of callout that the quote opened at a place is; None where it is a quote."""
    first = tokens[place + 2] if len(tokens) > place + 2 and tokens[place + 1].type == "paragraph_open" else None
    said = [child for child in (first.children or []) if child.content or child.tag] if first else []
    if len(said) < 3 or [said[0].type, said[2].type] != ["strong_open", "strong_close"]:
        return None
    return _KINDS.get(said[1].content.strip(" \u00a0\u202f:.").casefold())


@cache
def reader() -> "MarkdownIt":
    """Return the one reader of a process, which nobody changes; its library is loaded when it is first asked for."""
    return reader_with()


def reader_with(renderer: "type[RendererProtocol] | None" = None) -> "MarkdownIt":
    """Return a reader that writes HTML in its own way."""
    from markdown_it import MarkdownIt

    ways = {"renderer_cls": renderer} if renderer else {}
    return MarkdownIt("commonmark", {"html": False}, **ways).enable("table")


@cache
def worded_reader() -> "MarkdownIt":
    """Return a reader whose pictures say their description: for what fetches nothing, as a mail."""
    from markdown_it.common.utils import escapeHtml

    made = reader_with()
    made.add_render_rule("image", lambda self, tokens, place, options, env: escapeHtml(_words(tokens[place])))
    return made


# ----------------------------------------------------------------------------------------------------- blanks of a card
#
# A blank is a paragraph of its own, in italics: it begins with « Votre service : » or the same in Dutch or English,
# and ends with « … ».


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
