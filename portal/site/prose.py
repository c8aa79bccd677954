"""Trainers' Markdown as HTML: pictures of the house with their size, tables that scroll by themselves, callouts."""

import re
from collections.abc import MutableMapping, Sequence
from functools import cache, lru_cache
from typing import Any

from flask import Flask, current_app, g
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from content.pictures.picture_file import ADDRESS
from content.strings.markdown import callout, plain, reader_with
from models.catalogue import pictures
from models.catalogue.pictures import PictureFrame
from models.ground.words import typographic
from portal.pages import page_language
from portal.request import reading
from portal.studio.picture_placing import key_of

TABLE = {"fr": "Tableau : %s", "nl": "Tabel: %s", "en": "Table: %s"}
"""The name of the box in which a table scrolls, in the language of its text."""
_PLACE = re.compile(r'<img data-picture="(?P<hash>[0-9a-f]{32})" alt="(?P<alt>[^"]*)">')
"""What stands for a picture until its row is read; nobody can type it, for raw HTML stays text."""

_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def init_app(app: Flask) -> None:
    """Set up the filters by which templates show such texts."""
    app.jinja_env.filters.update(markdown=markdown, inline=inline, stem=stem, below_stem=below_stem, worded=worded)


class ProseRenderer(RendererHTML):
    """HTML without a style attribute, which no page of ours allows.

    `env`: the language of the text, and whether its pictures are shown.
    """

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Leave the place of a picture of the house; of any other say the description alone."""
        said = self.renderInlineAsText(tokens[idx].children, options, env).replace("\n", " ")
        found = ADDRESS.fullmatch(str(tokens[idx].attrs.get("src", "")))
        if found is None or not env["pictures"]:
            return escapeHtml(said)
        return f'<img data-picture="{found["hash"]}" alt="{escapeHtml(said)}">'

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Put a table into a box of its own, which a keyboard can reach and scroll."""
        end = next(place for place in range(idx, len(tokens)) if tokens[place].type == "thead_close")
        heads = [tokens[place + 1].content for place in range(idx, end) if tokens[place].type == "th_open"]
        named = typographic(TABLE[env["language"]] % ", ".join(filter(None, map(plain, heads))), env["language"])
        return f'<div class="wide-table" role="group" tabindex="0" aria-label="{escapeHtml(named)}"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Close the box."""
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Say of what a cell is the head."""
        return f'<th scope="col"{_aligned(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Write a cell."""
        return f"<td{_aligned(tokens[idx])}>"

    def blockquote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Write a quote, or the callout that it is."""
        if (kind := callout(tokens, idx)) is None:
            return "<blockquote>\n"
        level = tokens[idx].level
        close = next(one for one in tokens[idx + 1 :] if one.type == "blockquote_close" and one.level == level)
        close.tag = "div"
        return f'<div class="callout {kind}" role="note">\n'


def _aligned(token: Token) -> str:
    return ' class="to-right"' if token.attrs.get("style") == "text-align:right" else ""


def markdown(text: str, language: str = "fr") -> Markup:
    """Render trainers' Markdown as HTML; raw HTML in it stays text."""
    return _with_pictures(_blocks(text, _known(language), True))


def worded(text: str, language: str = "fr") -> Markup:
    """Render trainers' Markdown as HTML in which pictures say their description, as for a letter."""
    return Markup(_blocks(text, _known(language), False))


def inline(text: str, language: str = "fr") -> Markup:
    """Render the first paragraph in one line of words, as for a list; a picture says its description."""
    return Markup(_line(_parted(text)[0], _known(language), False))


def stem(text: str, language: str = "fr") -> Markup:
    """Render the first paragraph of trainers' Markdown as a heading, with its pictures."""
    return _with_pictures(_line(_parted(text)[0], _known(language), True))


def below_stem(text: str, language: str = "fr") -> Markup:
    """Render what follows the first paragraph of trainers' Markdown; nothing where that is all."""
    return markdown(rest, language) if (rest := _parted(text)[1]) else Markup()


def _parted(text: str) -> tuple[str, str]:
    first, *rest = _EMPTY_LINE.split(text.strip("\n"), maxsplit=1)
    return first, "".join(rest)


@lru_cache(maxsize=512)  # what trainers have written, and nobody else
def _blocks(text: str, language: str, shown: bool) -> str:
    return str(_reader().render(typographic(text, language), {"language": language, "pictures": shown}))


@lru_cache(maxsize=512)
def _line(text: str, language: str, shown: bool) -> str:
    return str(_reader().renderInline(typographic(text, language), {"language": language, "pictures": shown}))


def _known(language: str) -> str:
    return language if language in TABLE else "fr"


@cache
def _reader() -> MarkdownIt:
    return reader_with(ProseRenderer)


def _with_pictures(html: str) -> Markup:
    # Markup is safe here: the reader escapes raw HTML (CommonMark with `html` off, content/strings/markdown.py).
    return Markup(_PLACE.sub(_shown, html) if "<img " in html else html)


def _shown(place: "re.Match[str]") -> str:
    if "picture_frames" not in g:
        with reading() as db:
            g.picture_frames = pictures.frames(db)
    found: dict[str, PictureFrame] = g.picture_frames
    # Not render_template: the frame of a page is not asked for once more with each picture.
    return current_app.jinja_env.get_template("pictures/picture.html").render(
        frame=found.get(place["hash"]),
        picture_hash=place["hash"],
        key=key_of(place["hash"]),
        said=Markup(place["alt"]),
        language=page_language(),
    )
