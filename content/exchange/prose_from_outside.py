"""Text of other systems as harmless Markdown that says the same.

What is no text (scripts, styles, frames, forms, media) never comes through; what Markdown has no sign for is named.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.errors import N_, Refused
from content.pictures.picture_file import ADDRESS
from content.schema.yaml_fields import INVISIBLE

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
_WRITTEN = {"br": "\n", **dict.fromkeys(_TABLE - _BREAKS, " ")}
_INLINE = frozenset({*_MARKS, *_RAISED, "a"})
_KNOWN = _BREAKS - {"table"} | _PLAIN | _TABLE | {*_MARKS, *_RAISED, *_CONTAINERS}
# No javascript:, no data:, and no sign that could end the link in Markdown.
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()\\]+", re.IGNORECASE)

_SIGNS = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#?\w+;)")
_LINE_START = re.compile(r"#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|[-:|][-:|\s]*$|~{3}")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)](?:\s|$).*)")
_SPACES = re.compile(r"\s+")
_CELLS = frozenset({"td", "th"})
_SEPARATOR = re.compile(r"\|(?: --- \|)+")
"""What stands under the head of a table."""


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
    # libxml2 stops at some depth, and drops the rest silently.
    if parser.error_log.filter_from_fatals():
        raise Refused(TOO_LONG)
    return from_element(root, pictures=pictures)


def from_element(
    element: "Element | _Element", without: Collection[str] = (), pictures: Mapping[str, str] = NO_PICTURES
) -> Prose:
    """Return what an XML element of local names holds as Markdown, without the elements named in `without`.

    `pictures`: what pictures become that came along, by their addresses there; any other leaves its description.
    """
    markdown = _Markdown(without, pictures)
    markdown.walk(element)
    return markdown.prose()


def from_plain(text: str) -> Prose:
    """Return a text that means what it says, sign by sign; an empty line parts paragraphs."""
    paragraphs = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_block(_SIGNS.sub(r"\\\g<0>", INVISIBLE.sub(" ", paragraph))) for paragraph in paragraphs]
    return Prose("\n\n".join("\\\n".join(block) for block in lines if block))


def with_blank(markdown: str) -> str:
    """Return a stem in which the place of a missing word stands as it is, none of its signs escaped."""
    return markdown.replace("\\_" * len(BLANK), BLANK)


def in_words(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines for where only one may stand: those of a table of ours as their words alone."""
    lines = list(lines)
    tables = any(_SEPARATOR.fullmatch(line) for line in lines)
    for line in lines:
        if not (tables and line.startswith("| ") and line.endswith(" |")):
            yield line
        elif not _SEPARATOR.fullmatch(line):
            yield " · ".join(filter(None, map(str.strip, re.split(r"(?<!\\)\|", line)))).replace("\\|", "|")


def joined(proses: Iterable[Prose]) -> Prose:
    """Return texts as one, a paragraph after the other."""
    found = list(proses)
    return Prose("\n\n".join(one.text for one in found if one.text), tuple(name for one in found for name in one.lost))


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
        mark = _MARKS.get(self.tag, "")
        if self.is_raised():
            return inner.translate(_RAISED[self.tag])
        if not bare or not (mark or self.href):
            return inner
        # « ** » beside a space is no mark in CommonMark: spaces stay outside.
        before, _, after = inner.partition(bare)
        return f"{before}{mark}{bare}{mark}{after}" if mark else f"{before}[{bare}]({self.href}){after}"

    def is_raised(self) -> bool:
        """Return whether it stands above the line or below it, and all that it holds can be written there."""
        signs = _RAISED.get(self.tag)
        return signs is not None and all(ord(sign) in signs for sign in "".join(self.parts).strip())

    def is_lowered(self) -> bool:
        """Return whether what stood above the line or below it reads otherwise on the line."""
        return self.tag in _RAISED and not self.is_raised() and not _ORDINAL.fullmatch("".join(self.parts))


@dataclass(slots=True)
class _Container:
    """An open list, item or quotation: the prefix of its first line, and that of the others."""

    tag: str
    first: str
    rest: str
    items: int = 0


class _Markdown:
    """Markdown as it is written, element by element; a block ends whatever mark or link it begins in."""

    def __init__(self, without: Collection[str], pictures: Mapping[str, str]) -> None:
        self.without, self.pictures = without, pictures
        self.text = ""
        self.frames = [_Frame("")]
        self.containers: list[_Container] = []
        self.lost: dict[str, None] = {}
        self.in_list = False
        self.as_typed = False

    def prose(self) -> Prose:
        self._end_block()
        if ("\\\\(" in self.text and "\\\\)" in self.text) or self.text.count("$$") > 1:
            self.lost["latex"] = None
        return Prose(self.text, tuple(self.lost))

    def walk(self, element: "Element | _Element") -> None:
        """Write what an element holds."""
        self._write(element.text or "")
        for child in element:
            if child.tag not in self.without and not (child.tag == "table" and self._table(child)):
                self._read(child, _SAME.get(child.tag.lower(), child.tag.lower()))
            self._write(child.tail or "")

    def _read(self, element: "Element | _Element", tag: str) -> None:
        if tag == "img":
            self._picture(element)
        elif tag not in _KNOWN:
            self.lost[tag] = None
        self.frames[-1].parts.append(_WRITTEN.get(tag, ""))
        # What stays open meanwhile is no frame of Python's stack: a text may lie hundreds deep in itself.
        with self._within(element, tag):
            if tag not in _SILENT:
                self.walk(element)

    def _within(self, element: "Element | _Element", tag: str) -> AbstractContextManager[None]:
        if tag in _CONTAINERS:
            return self._container(tag)
        if tag in _BREAKS:
            return self._block(tag)
        return self._inline(tag, (element.get("href") or "").strip()) if tag in _INLINE else nullcontext()

    def _write(self, text: str) -> None:
        spaced = text if self.as_typed else _SPACES.sub(" ", text)
        self.frames[-1].parts.append(_SIGNS.sub(r"\\\g<0>", INVISIBLE.sub(" ", spaced)))

    def _picture(self, element: "Element | _Element") -> None:
        """Show a picture that came along, by what it is named here; the description of any other stands for it."""
        named, description = element.get(SHOWN) or "", element.get("alt") or ""
        known = named if ADDRESS.fullmatch(named) else self.pictures.get(element.get("src") or "", "")
        if known:
            words = _SIGNS.sub(r"\\\g<0>", " ".join(INVISIBLE.sub(" ", description).split()))
            self.frames[-1].parts.append(f"![{words}]({known})")
        else:
            self.lost["img"] = None
            self._write(description)

    @contextmanager
    def _inline(self, tag: str, href: str) -> Iterator[None]:
        """Open a mark or a link; one within another of its kind is none."""
        if href and not _SAFE_LINK.fullmatch(href):
            self.lost["href"] = None
            href = ""
        if all(one.tag != tag for one in self.frames):
            self.frames.append(_Frame(tag, href))
        yield
        if any(one.tag == tag for one in self.frames):
            while self._close_frame() != tag:
                pass

    def _close_frame(self) -> str:
        frame = self.frames.pop()
        if frame.is_lowered():
            self.lost[frame.tag] = None
        self.frames[-1].parts.append(frame.closed())
        return frame.tag

    @contextmanager
    def _block(self, tag: str) -> Iterator[None]:
        self._end_block()
        self.as_typed = tag == "pre"
        if tag in _HEADINGS:
            self.frames.append(_Frame("strong"))
        yield
        self._end_block()
        self.as_typed = False

    @contextmanager
    def _container(self, tag: str) -> Iterator[None]:
        self._end_block()
        before = self.containers
        # An item within another, without a list between them, comes after it.
        outer = before[:-1] if tag == "li" and before and before[-1].tag == "li" else before
        if len(outer) < DEEPEST:
            first, rest = _CONTAINERS[tag]
            if tag == "li" and outer and outer[-1].tag == "ol":
                outer[-1].items += 1
                first, rest = f"{outer[-1].items}. ", "   "
            self.containers = [*outer, _Container(tag, first, rest)]
        yield
        self._end_block()
        self.as_typed = False
        self.containers = outer

    def _table(self, table: "Element | _Element") -> bool:
        """Write a table as Markdown has them; returns whether it is more than lines, or columns, of words.

        https://github.github.com/gfm/#tables-extension-
        """
        if any(each is not table for each in table.iter("table")):
            return False
        cells = [[each for each in row if each.tag in _CELLS] for row in table.iter("tr")]
        rows = [[from_element(each, self.without, self.pictures) for each in row] for row in cells]
        self.lost |= dict.fromkeys(name for row in rows for told in row for name in told.lost)
        grid = [[told.line.replace("|", "\\|") for told in row] for row in rows if any(told.line for told in row)]
        width = max(map(len, grid), default=0)
        if width < 2 or len(grid) < 2:
            return False
        if any((each.get(name) or "1") != "1" for each in table.iter() for name in ("colspan", "rowspan")):
            self.lost["colspan"] = None
        self._end_block()
        for caption in table.findall("caption"):
            self.walk(caption)
        self._end_block()
        head, *lines = ("| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in grid)
        self._add([head, "|" + " --- |" * width, *lines], "\n")
        return True

    def _end_block(self) -> None:
        while len(self.frames) > 1:
            self._close_frame()
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
