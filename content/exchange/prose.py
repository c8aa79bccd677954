"""Text of other systems as harmless Markdown that says the same.

What is no text (scripts, styles, frames, forms, media) never comes through; what Markdown has no sign for is named.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.errors import Refused
from content.exchange.grid import grid_of, has_merged, in_words, lines_of
from content.fields import INVISIBLE
from content.pictures.naming import ADDRESS
from content.problems import N_

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lxml.etree import _Element

NO_PICTURES: Mapping[str, str] = {}
SHOWN = "}picture"
"""The attribute of an element that names the picture of ours which it shows; XML knows no such name."""
BLANK = "_____"
"""What stands in a stem for a missing word."""
OPEN = "…"
"""What stands in a stem for a field that is not asked."""
LONGEST_HTML = 50_000
"""Letters."""
TOO_LONG = N_("Un texte de cette question est trop long : elle n'est pas reprise.")
DEEPEST = 8
"""Lists and quotations within each other; what lies deeper is written at this depth."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SILENT = _names(
    "script style iframe object applet template noscript noframes svg math audio video canvas form button select "
    "textarea head title map"
)
"""What is left out with all that it holds."""
_SAME = {"b": "strong", "i": "em"}
_MARKS = {"strong": "**", "em": "*"}
_RAISED = {
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
_ORDINAL = re.compile(r"\s*(?:er|re|e|ère|ème|d|de|nd|nde|o|os|st|th|rd|me|lle|de)\s*", re.IGNORECASE)
"""What reads the same on the line: 1er, 2e, n°, Mme."""
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_BLOCKS = _names(
    "p div section article header footer pre dl dt dd address body html figure figcaption hr "
    "prompt contentbody choiceinteraction orderinteraction matchinteraction"
)
_TABLE = _names("thead tbody tfoot tr td th caption colgroup col")
"""What is told well enough by the name of the table."""
_PLAIN = _names("span font small abbr cite code tt kbd samp label a br")
"""What may be left out of a sentence that goes on saying the same."""
_CONTAINERS = {"blockquote": ("> ", "> "), "ul": ("", ""), "ol": ("", ""), "li": ("- ", "  ")}
_BREAKS = _BLOCKS | _HEADINGS | {"table", "tr", "caption"}
_KNOWN = _BREAKS - {"table"} | _PLAIN | _TABLE | {*_MARKS, *_RAISED, *_CONTAINERS}
# No javascript:, no data:, and no sign that could end the link in Markdown.
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()\\]+", re.IGNORECASE)

_SIGNS = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#?\w+;)")
_LINE_START = re.compile(r"#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|[-:|][-:|\s]*$|~{3}")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)](?:\s|$).*)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown, and the names of the elements that it could not keep."""

    text: str
    lost: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The text where only one line may stand."""
        return " ".join(" ".join(in_words(self.text.replace("\\\n", "\n").split("\n"))).split())


def from_html(html: str, pictures: Mapping[str, str] = NO_PICTURES) -> Prose:
    """Return HTML of any quality as Markdown, with the pictures of these addresses as ours; raises Refused.

    That is for more than LONGEST_HTML letters, or elements that lie hundreds deep in each other.
    """
    if len(html) > LONGEST_HTML:
        raise Refused(TOO_LONG)
    from lxml import etree  # html.parser stumbles over « <![ » and takes minutes over « <a <a <a »

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    root = etree.fromstring(f"<div>{INVISIBLE.sub(' ', html)}</div>", parser)
    # libxml2 stops at some depth, and would drop the rest without a word.
    if parser.error_log.filter_from_fatals():
        raise Refused(TOO_LONG)
    return from_element(root, pictures=pictures)


def from_element(
    element: "Element | _Element", without: Collection[str] = (), pictures: Mapping[str, str] = NO_PICTURES
) -> Prose:
    """Return what an XML element of local names holds as Markdown, without the elements named in `without`.

    `pictures`: what pictures become that came along, by their addresses there; any other leaves its description.
    """
    markdown = _Markdown(pictures)
    _walk(element, markdown, without)
    return markdown.prose()


def from_plain(text: str) -> Prose:
    """Return a text that means what it says, sign by sign; an empty line parts paragraphs."""
    paragraphs = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_block(_SIGNS.sub(r"\\\g<0>", INVISIBLE.sub(" ", paragraph))) for paragraph in paragraphs]
    return Prose("\n\n".join("\\\n".join(block) for block in lines if block))


def with_blank(markdown: str) -> str:
    """Return a stem in which the place of a missing word stands as it is, none of its signs escaped."""
    return markdown.replace("\\_" * len(BLANK), BLANK)


def joined(proses: Iterable[Prose]) -> Prose:
    """Return texts as one, a paragraph after the other."""
    found = list(proses)
    return Prose("\n\n".join(one.text for one in found if one.text), tuple(name for one in found for name in one.lost))


def _walk(element: "Element | _Element", markdown: "_Markdown", without: Collection[str]) -> None:
    markdown.data(element.text or "")
    for child in element:
        if child.tag == "table" and child.tag not in without and markdown.table(child, without):
            pass
        elif child.tag not in without:
            known = child.get(SHOWN) or ""
            known = known if ADDRESS.fullmatch(known) else markdown.pictures.get(child.get("src") or "", "")
            if child.tag.lower() != "img" or not markdown.picture(known, child.get("alt") or ""):
                markdown.start(child.tag.lower(), child.get("href") or "", child.get("alt") or "")
            _walk(child, markdown, without)
            markdown.end(child.tag.lower())
        markdown.data(child.tail or "")


def _block(text: str) -> list[str]:
    """Return the lines of a paragraph, none of which Markdown would take for something else."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [_as_words(line) for line in lines if line]


def _as_words(line: str) -> str:
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line) if _NUMBERED.match(line) else line


@dataclass(slots=True)
class _Frame:
    """An inline element that is not closed yet: a mark or a link."""

    tag: str
    href: str = ""
    parts: list[str] = field(default_factory=list)

    def closed(self) -> str:
        inner = "".join(self.parts)
        bare = inner.strip()
        if not bare or not (self.href or self.tag in _MARKS or self.tag in _RAISED):
            return inner
        # « ** » beside a space is no mark in CommonMark: spaces stay outside.
        before, _, after = inner.partition(bare)
        if self.tag in _RAISED:
            return inner.translate(_RAISED[self.tag]) if self.is_raised() else inner
        mark = _MARKS.get(self.tag)
        return f"{before}{mark}{bare}{mark}{after}" if mark else f"{before}[{bare}]({self.href}){after}"

    def is_raised(self) -> bool:
        """Return whether all that it holds can be written above the line, or below it."""
        return all(ord(sign) in _RAISED[self.tag] for sign in "".join(self.parts).strip())


@dataclass(slots=True)
class _Container:
    """An open list, item or quotation: the prefix of its first line, and that of the others."""

    tag: str
    first: str
    rest: str
    items: int = 0


class _Markdown:
    """A builder of Markdown from the elements of a text."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self.pictures = pictures
        self.text = ""
        self.frames = [_Frame("")]
        self.containers: list[_Container] = []
        self.silence: list[str] = []
        self.lost: dict[str, None] = {}
        self.in_list = False
        self.as_typed = False

    def prose(self) -> Prose:
        self._end_block()
        if ("\\\\(" in self.text and "\\\\)" in self.text) or self.text.count("$$") > 1:
            self.lost["latex"] = None
        return Prose(self.text, tuple(self.lost))

    def data(self, text: str) -> None:
        if not self.silence:
            spaced = text if self.as_typed else _SPACES.sub(" ", text)
            self.frames[-1].parts.append(_SIGNS.sub(r"\\\g<0>", INVISIBLE.sub(" ", spaced)))

    def picture(self, known: str, description: str) -> bool:
        """Show a picture that came along, by what it is named here; returns whether there is one."""
        if self.silence or not known:
            return False
        words = _SIGNS.sub(r"\\\g<0>", " ".join(INVISIBLE.sub(" ", description).split()))
        self.frames[-1].parts.append(f"![{words}]({known})")
        return True

    def table(self, table: "Element | _Element", without: Collection[str]) -> bool:
        """Write a table as Markdown has them; returns whether it is more than lines, or columns, of words."""

        def told(cell: "Element | _Element") -> str:
            found = from_element(cell, without, self.pictures)
            self.lost |= dict.fromkeys(found.lost)
            return found.line

        if self.silence or not (grid := grid_of(table, told)):
            return False
        if has_merged(table):
            self.lost["colspan"] = None
        self._end_block()
        for caption in table.findall("caption"):
            _walk(caption, self, without)
        self._end_block()
        self._add(lines_of(grid), "\n")
        return True

    def start(self, tag: str, href: str, alt: str) -> None:
        tag = _SAME.get(tag, tag)
        if self.silence:
            self.silence += [tag] * (tag == self.silence[0])
            return
        if tag not in _KNOWN:
            self.lost[tag] = None
        if tag in _SILENT:
            self.silence = [tag]
        elif tag == "img":
            self.data(alt)
        elif tag == "br":
            self.frames[-1].parts.append("\n")
        elif tag in _MARKS or tag in _RAISED or tag == "a":
            self._open_frame(tag, href)
        else:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in _CONTAINERS:
            self._open_container(tag)
        elif tag in _BREAKS:
            self._end_block()
            self.as_typed = tag == "pre"
        elif tag in _TABLE:
            self.data(" ")
        if tag in _HEADINGS:
            self._open_frame("strong", "")

    def _open_frame(self, tag: str, href: str) -> None:
        safe = href.strip() if _SAFE_LINK.fullmatch(href.strip()) else ""
        if href and not safe:
            self.lost["href"] = None
        if not any(frame.tag == tag for frame in self.frames):
            self.frames.append(_Frame(tag, safe))

    def _open_container(self, tag: str) -> None:
        self._end_block()
        if tag == "li" and self.containers and self.containers[-1].tag == "li":
            self.containers.pop()
        if len(self.containers) < DEEPEST:
            first, rest = _CONTAINERS[tag]
            if tag == "li" and self.containers and self.containers[-1].tag == "ol":
                self.containers[-1].items += 1
                first, rest = f"{self.containers[-1].items}. ", "   "
            self.containers.append(_Container(tag, first, rest))

    def end(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        if self.silence:
            self.silence = self.silence[: -1 if tag == self.silence[0] else None]
        elif tag in _BREAKS or tag in _CONTAINERS:
            self._end_block()
            self.as_typed = False
            self._close_container(tag)
        elif any(frame.tag == tag for frame in self.frames):
            self._close_frames(tag)

    def _close_container(self, tag: str) -> None:
        while any(container.tag == tag for container in self.containers):
            if self.containers.pop().tag == tag:
                return

    def _close_frames(self, tag: str = "") -> None:
        """Close everything down to the tag; without one, everything."""
        while len(self.frames) > 1:
            frame = self.frames.pop()
            if frame.tag in _RAISED and not (frame.is_raised() or _ORDINAL.fullmatch("".join(frame.parts))):
                self.lost[frame.tag] = None
            self.frames[-1].parts.append(frame.closed())
            if frame.tag == tag:
                return

    def _end_block(self) -> None:
        self._close_frames()
        lines = _block("".join(self.frames[0].parts))
        self.frames = [_Frame("")]
        if lines:
            self._add(lines, "\\\n")

    def _add(self, lines: list[str], broken: str) -> None:
        """Write the lines of a block, with what breaks them."""
        first, rest = ("".join(getattr(c, place) for c in self.containers) for place in ("first", "rest"))
        begins_item = first != rest
        for container in self.containers:
            container.first = container.rest
        self.text += ("\n" if begins_item and self.in_list else "\n\n") if self.text else ""
        self.text += first + f"{broken}{rest}".join(lines)
        self.in_list = bool(self.containers)
