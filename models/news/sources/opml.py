"""Lists of sources in OPML 2.0 (opml.org/spec2), and the list that an installation begins with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.errors import N_
from content.strings.words import is_of_web
from models.news.sources import source_list, source_words
from models.news.sources.own_sources import TooManySources, add_own
from models.news.sources.shared_sources import VISITS_APART, AddressTaken, Description, add_source
from models.news.sources.trials import TrialFindings, WatchOption
from models.tables.sources import Source, SourceNature, Watching

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST = 500
LONGEST_NAME = 120

NO_FEED = N_("pas un flux")
NO_ADDRESS = N_("pas une adresse web")
KNOWN = N_("déjà suivie")
REPEATED = N_("plusieurs fois dans la liste")
TOO_MANY = N_("au-delà du nombre permis")


class OpmlFeed(NamedTuple):
    """One feed of a list."""

    name: str
    address: str
    categories: tuple[str, ...]


class Untaken(NamedTuple):
    """A line of a list that has brought no source, and why, to be translated."""

    name: str
    why: str


class OpmlTaken(NamedTuple):
    """The sources that a list has brought."""

    names: tuple[str, ...]
    untaken: tuple[Untaken, ...]


def outlines(data: bytes) -> tuple[list[OpmlFeed], list[Untaken]]:
    """Return the feeds of a list, with the folders that they lie in, and what brings none; raises BrokenText."""
    from content.exchange.xml_markup import read_xml  # XML is slow to load, and no page needs it

    found: dict[str, OpmlFeed] = {}
    untaken: list[Untaken] = []
    # The reader for hostile XML: no entities, no network, a bounded size.
    for element, folder in _outlines(read_xml(data, "OPML")):
        address = (element.get("xmlUrl") or "").strip()
        # « A string of comma-separated slash-delimited category strings »: OPML 2.0, "category".
        one = OpmlFeed(
            _name(element) or address,
            address,
            source_list.tidied((folder, *(element.get("category") or "").split(","))),
        )
        if not address:
            untaken.append(Untaken(one.name or "?", NO_FEED))
        elif not is_of_web(address):
            untaken.append(Untaken(one.name or "?", NO_ADDRESS))
        elif known := found.get(address):
            # A feed may stand in several folders; it is watched once.
            found[address] = known._replace(categories=source_list.tidied((*known.categories, *one.categories)))
            untaken.append(Untaken(one.name, REPEATED))
        elif len(found) >= MOST:
            untaken.append(Untaken(one.name, TOO_MANY))
        else:
            found[address] = one
    return list(found.values()), untaken


def _outlines(parent: "Element", folder: str = "") -> Iterator[tuple["Element", str]]:
    """Yield what is no folder, with the path of its folder."""
    for element in parent:
        is_feed = element.tag == "outline" and (element.get("xmlUrl") or (element.attrib and not len(element)))
        if is_feed:
            yield element, folder
        inside = element.tag == "outline" and not is_feed
        yield from _outlines(element, f"{folder}/{_name(element)}" if inside else folder)


def _name(element: "Element") -> str:
    # OPML 2.0 requires `text`; many readers put the name into `title` besides.
    return " ".join((element.get("title") or element.get("text") or "").split())[:LONGEST_NAME]


def take_for_all(db: Session, data: bytes, about: Description, at: datetime, by: UUID) -> OpmlTaken:
    """Watch the feeds of a list for everybody, all described alike. Raises BrokenText, Refused."""

    def add(one: OpmlFeed) -> Source:
        described = replace(about, categories=source_list.in_lines(one.categories))
        return add_source(db, one.name, one.address, Watching.FEED, at, described, by=by)

    return _take(data, at, add)


def take_for_one(db: Session, data: bytes, learner_key: UUID, nature: SourceNature, at: datetime) -> OpmlTaken:
    """Watch the feeds of a list for one person, as many as she may have. Raises BrokenText."""

    def add(one: OpmlFeed) -> Source:
        source = add_own(db, learner_key, one.name, one.address, nature, at)
        source.categories = source_list.in_lines(one.categories)
        return source

    return _take(data, at, add)


def _take(data: bytes, at: datetime, add: Callable[[OpmlFeed], Source]) -> OpmlTaken:
    found, untaken = outlines(data)
    names: list[str] = []
    for one in found:
        try:
            add(one).next_visit_at = at + len(names) * VISITS_APART
            names.append(one.name)
        except AddressTaken:
            untaken.append(Untaken(one.name, KNOWN))
        except TooManySources:
            untaken.append(Untaken(one.name, TOO_MANY))
    return OpmlTaken(tuple(names), tuple(untaken))


def written(title: str, sources: Iterable[Source]) -> bytes:
    """Return a list of sources as OPML, each in its folders; feeds as feeds, what is watched otherwise as links."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    folders = {"": SubElement(root, "body")}
    for source in sources:
        told = {"text": source.name, "title": source.name}
        # A category begins with a slash, and holds no comma (OPML 2.0); one that does is told by its folder alone.
        if named := [f"/{one}" for one in source_list.of_lines(source.categories) if "," not in one]:
            told["category"] = ",".join(named)
        # `rss` is the type of every feed, Atom too: OPML 2.0, "Subscription lists".
        is_feed = source.kind == Watching.FEED
        told |= {"type": "rss", "xmlUrl": source.address} if is_feed else {"type": "link", "url": source.address}
        # Most readers know folders alone, and put what stands in several of them into each.
        for path in source_list.of_lines(source.categories) or ("",):
            SubElement(_folder(folders, path), "outline", told)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _folder(folders: dict[str, "Element"], path: str) -> "Element":
    from xml.etree.ElementTree import SubElement

    if path not in folders:
        above, _, name = path.rpartition("/")
        folders[path] = SubElement(_folder(folders, above), "outline", text=name)
    return folders[path]


# -------------------------------------------------------------------------------------- A list of sources to begin with


FILE = Path(__file__).with_name("starter.yaml")
PREFERRED = (Watching.FEED, Watching.SITEMAP, Watching.PAGE)


class Suggestion(NamedTuple):
    """One source of the list."""

    name: str
    address: str
    nature: str
    language: str
    jurisdiction: str | None = None
    kind: str | None = None
    """page, where the page itself is to be watched; None for the best that is found there."""
    right: str | None = None
    """Less than its nature would allow; None for what its nature allows."""
    gate: bool = False
    age_limit: int | None = None
    first: bool = False
    note: str = ""

    @property
    def right_to_show(self) -> str:
        """How much of it may be shown to begin with."""
        return self.right or source_words.first_right(SourceNature(self.nature))

    def way(self, found: TrialFindings) -> WatchOption | None:
        """Return how it would be followed, by what a trial has found; None when it cannot be."""
        if found.robots == "refused":
            return None
        wanted = (Watching(self.kind),) if self.kind else PREFERRED
        ranked = sorted(found.proposals, key=lambda one: PREFERRED.index(Watching(one.kind)))
        return next((one for one in ranked if one.kind in wanted), None)

    def follow(self, db: Session, way: WatchOption, at: datetime, by: UUID) -> Source:
        """Watch a suggested source; raises AddressTaken."""
        about = Description(
            nature=self.nature,
            jurisdiction=self.jurisdiction,
            right_to_show=self.right_to_show,
            age_limit=self.age_limit,
            about_the_job=self.gate,
        )
        return add_source(db, self.name, way.address, way.kind, at, about, by=by)


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """Return the whole list, those of the first day first."""
    import yaml

    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(sorted((Suggestion(**row) for row in rows), key=lambda one: not one.first))
