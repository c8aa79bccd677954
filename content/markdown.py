"""Trainers' Markdown: CommonMark (https://spec.commonmark.org/), in which raw HTML stays text."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def plain(markdown: str) -> str:
    """Return what a Markdown text says, a line for each of its paragraphs."""
    return "\n".join(filter(None, map(_said, reader().parse(markdown))))


def _said(token: "Token") -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(" " if child.type.endswith("break") else child.content for child in token.children)


@cache
def reader() -> "MarkdownIt":
    """Return the one reader of a process, which nobody changes; its library is loaded when it is first asked for."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
