"""Trainers' Markdown: CommonMark (https://spec.commonmark.org/), tables (https://github.github.com/gfm/#tables-extension-)
and callouts; raw HTML stays text.

A callout is a quote that begins with its kind in bold, « > **À retenir** … »: no syntax of its own, so that whatever
else reads the text (an export, a mail, another portal) shows a quote that begins with these words.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

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
