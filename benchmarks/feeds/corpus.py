"""The files of feedparser's own suite, each with what it says is right.

The words before the feed are a comment: `Expect: not bozo and entries[0]['title'] == 'Example'`. Of these conditions
those are taken that speak of what the product keeps: title, link, id, dates, summary and content of the first entry,
and title and language of the feed.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from benchmarks.feeds.readers import Read, Told
from watchers.plain import words_of_html

ADDRESS = "http://127.0.0.1:8097/tests/feed.xml"
EXPECT = re.compile(rb"Expect:\s*(.*?)\s*-->", re.DOTALL)
HEADER = re.compile(rb"^\s*Header:\s+([^:\s]+):\s*(.+?)\s*$", re.MULTILINE)
TITLE, SUMMARY, CONTENT = ("title_detail", "value"), ("summary_detail", "value"), ("content", 0, "value")
PLACES: dict[tuple[Any, ...], tuple[Any, ...]] = {
    ("title",): TITLE,
    TITLE: TITLE,
    ("description",): SUMMARY,
    ("summary",): SUMMARY,
    SUMMARY: SUMMARY,
    CONTENT: CONTENT,
    ("link",): ("link",),
    ("id",): ("id",),
    ("guid",): ("id",),
    ("published_parsed",): ("published_parsed",),
    ("issued_parsed",): ("published_parsed",),
    ("updated_parsed",): ("updated_parsed",),
    ("modified_parsed",): ("updated_parsed",),
}
OF_FEED: dict[tuple[Any, ...], tuple[Any, ...]] = {("title",): TITLE, TITLE: TITLE, ("language",): ("language",)}


class Case(NamedTuple):
    """A file, what was sent with it, and the places of the feed or of its first entry with the values wanted there."""

    kind: str
    name: str
    body: bytes
    content_type: str
    address: str
    wanted: list[tuple[bool, tuple[Any, ...], Any]]


def cases(folder: Path) -> Iterator[Case]:
    """Yield the files of a folder that say something of what the product keeps."""
    for file in sorted(folder.rglob("*.xml")):
        body = file.read_bytes()
        text = body.replace(b"\0", b"") if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:8] else body
        found = EXPECT.search(text)
        wanted = list(_conditions(found[1].decode("utf-8", "replace"))) if found else []
        if wanted:
            headers = {name.decode().lower(): value.decode("latin-1") for name, value in HEADER.findall(text)}
            where = urljoin(ADDRESS, headers.get("content-location", ""))
            kind = "sanitize" if "sanitize" in file.parts else file.relative_to(folder).parts[0]
            yield Case(kind, file.name, body, headers.get("content-type", "application/xml"), where, wanted)


def _conditions(expected: str) -> Iterator[tuple[bool, tuple[Any, ...], Any]]:
    try:
        tree = ast.parse(expected, mode="eval").body
    except SyntaxError:
        return
    for part in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if not (isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq)):
            continue
        try:
            value, path = ast.literal_eval(part.comparators[0]), _path(part.left)
        except ValueError:
            continue
        if path[:2] == ("entries", 0) and path[2:] in PLACES:
            yield True, PLACES[path[2:]], value
        elif path[:1] == ("feed",) and path[1:] in OF_FEED:
            yield False, OF_FEED[path[1:]], value


def _path(node: ast.expr) -> tuple[Any, ...]:
    """Return the names and numbers of `entries[0]['title']` or `entries[0].title`. Raises ValueError."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Subscript):
        return *_path(node.value), ast.literal_eval(node.slice)
    if isinstance(node, ast.Attribute):
        return *_path(node.value), node.attr
    raise ValueError


def judged(read: Read, case: Case) -> str:
    """Return « right », « wrong », or « refused » when the reader gives no feed at all."""
    try:
        told = read(case.body, case.content_type, case.address)
    except Exception:  # whatever a library raises: another reader may do better
        return "refused"
    return "right" if all(_is(told, case.address, *one) for one in case.wanted) else "wrong"


def _is(told: Told, base: str, of_entry: bool, path: tuple[Any, ...], wanted: Any) -> bool:
    about, items = told
    said = (items[0] if items else {}) if of_entry else about
    given = _at(said, path)
    if path[-1] in ("link", "id"):
        return bool(given and urljoin(base, given) == urljoin(base, wanted))
    if str(path[-1]).endswith("_parsed"):
        return bool((given and tuple(given)[:6]) == (wanted and tuple(wanted)[:6]))
    if path == SUMMARY and given is None:  # the product then takes the content, too
        given = _at(said, CONTENT)
    return given == wanted or _letters(given) == _letters(wanted)


def _at(said: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        try:
            said = said[step]
        except (KeyError, IndexError, TypeError):
            return None
    return said


def _letters(text: Any) -> str:
    """Return the words of a text run together: where the product cleans HTML, and how, is not the reader's affair."""
    return "".join(words_of_html(str(text or "")).split())


def counted(read: Read, corpus: list[Case]) -> Counter[tuple[str, str]]:
    """Count the files by kind and by what the reader makes of them."""
    return Counter((case.kind, judged(read, case)) for case in corpus)
