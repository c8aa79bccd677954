"""What a page of a pathway sends, and a pathway as its pages show it: drawn as far as it can be read."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Request, g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from content.errors import BrokenText
from content.pathway.pathway import MOST_CONTINUATIONS, MOST_PLACES, WORDS, Pathway, PathwayWords, carried, heavy_side
from content.pathway.pathway_fields import (
    PathwayFields,
    PlaceFields,
    WayFields,
    places_at,
    read_pathway_fields,
    write_pathway_fields,
)
from content.pathway.pathway_text import sketch_pathway
from content.rules import Rule
from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern
from models.catalogue import in_force
from models.community import pathway as models_pathway
from models.community.pathway import CitedEntry, CitedRule
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, settings

MOST_UNDONE = 6
"""Texts that can be taken up again one after the other: they travel in the page, a few kB each."""
AS_LIST, AS_FORM = "list", "form"
_VERB = LatePattern("([a-z]+)(?::([0-9]{1,2}))?")


def limit(blueprint: Blueprint, most: int) -> None:
    """Let the routes of a blueprint read so many bytes at most: the one who sends them need not be signed in."""

    @blueprint.url_value_preprocessor
    def before_anything_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
        asked: Request = request
        asked.max_content_length = most


class SentPathway(NamedTuple):
    """A pathway as a page has sent it, and what is to be done with it."""

    text: str
    typed: str = AS_FORM
    """As a list, or in the fields of a form."""
    together: bool = False
    """Whether it is looked at by two."""
    before: tuple[str, ...] = ()
    """The texts of before, the latest last."""
    verb: str = "draw"
    number: int = 0
    """Of the place that the verb is about, from 1."""
    begun: str = ""
    """The question of a topic with which it began, if it began with one: it travels in the page alone."""


def sent() -> SentPathway:
    """Read what was sent; what has no meaning here is left out, the words stay as they were typed."""
    form = request.form
    found = _VERB.fullmatch(form.get("do", "draw"))
    typed = form.get("typed", AS_FORM)
    return SentPathway(
        text=_text(form) if typed == AS_FORM and "places" in form else form.get("text", "").replace("\r\n", "\n"),
        typed=typed if typed in {AS_LIST, AS_FORM} else AS_LIST,
        together=form.get("together") == "1",
        before=tuple(form.getlist("before")[-MOST_UNDONE:]),
        verb=found[1] if found else "draw",
        number=int(found[2]) if found and found[2] else 0,
        begun=form.get("begun", ""),
    )


def _text(form: MultiDict[str, str]) -> str:
    def said(name: str) -> str:
        # A field is a line: whatever sends more has not come from our page.
        return " ".join(form.get(name, "").split())

    language = said("language") if said("language") in LANGUAGES else LANGUAGES[0]
    number = min(form.get("places", 0, type=to_number), MOST_PLACES + 1)
    rules, entries = (
        ", ".join(" ".join(one.split()) for one in request.form.getlist(name)) for name in ("rule", "entry")
    )
    return write_pathway_fields(
        PathwayFields(
            language,
            *(said("title"), said("behind"), said("review"), rules, said("exact")),
            tuple(_place(place, said) for place in range(1, number + 1)),
            entries,
        )
    )


def _place(number: int, said: Callable[[str], str]) -> PlaceFields:
    who, what, day = (said(f"{name}-{number}") for name in ("who", "what", "day"))
    if said(f"kind-{number}") != "decision":
        symbol, own, goal = (said(f"{name}-{number}") for name in ("symbol", "own_words", "goal"))
        return PlaceFields(False, who, what, day, symbol, own, goal)
    ways = (
        WayFields(said(f"way-{number}-{way}"), said(f"goal-{number}-{way}")) for way in range(1, MOST_CONTINUATIONS + 1)
    )
    kept = tuple(way for way in ways if way.words)
    return PlaceFields(True, who, what, day, ways=kept)


# --------------------------------------------------------------------------------------- a pathway as its pages show it


class Missing(NamedTuple):
    """One thing to complete or to mend, at a place from 1, or in the head where that is 0."""

    place: int
    line: int
    sentence: str


class Carrying(NamedTuple):
    """How much of a pathway one role carries."""

    who: str
    places: int
    share: int
    """In hundredths."""


class PathwayAsShown(NamedTuple):
    """All that a page of a pathway needs."""

    sent: SentPathway
    pathway: Pathway
    fields: PathwayFields | None
    """None where the text is typed as a list, or holds what no field of a form does."""
    missing: Sequence[Missing]
    load: Sequence[Carrying]
    heavy: str | None
    cited: Sequence[CitedRule]
    entries: Sequence[CitedEntry]
    rules: Sequence[Rule]
    """Those that can be cited, and those that are."""

    @property
    def words(self) -> PathwayWords:
        """The words of the sheet's grammar, in its language."""
        return WORDS[self.pathway.language]

    @property
    def is_full(self) -> bool:
        """Whether it has all the places that a pathway can have."""
        return len(self.pathway.places) >= MOST_PLACES

    @property
    def changed(self) -> Sequence[CitedRule]:
        """The rules that have changed since it was printed."""
        return [one for one in self.cited if one.changed_on]


def shown(db: Session, sent: SentPathway) -> PathwayAsShown:
    """Return a pathway as its pages show it; from here on, the page speaks the sheet's language."""
    pathway, problems = sketch_pathway(sent.text)
    g.language = pathway.language
    load = carried(pathway)
    rules = in_force.rules(db)
    known = [rule for rule in rules.values() if rule.to_be_known_on(house_day()) or rule.id in pathway.rules]
    begins, fields = places_at(sent.text), None
    if sent.typed == AS_FORM:
        with suppress(BrokenText):
            fields = read_pathway_fields(sent.text)
    return PathwayAsShown(
        sent=sent,
        pathway=pathway,
        fields=fields,
        missing=[
            Missing(bisect_right(begins, problem.line), problem.line, say(problem.sentence, **problem.values))
            for problem in problems
        ],
        load=[Carrying(who, number, round(100 * number / len(pathway.places))) for who, number in load.items() if who],
        heavy=heavy_side(load),
        cited=models_pathway.cited(db, pathway.rules, printed_at(pathway), now()),
        entries=models_pathway.cited_entries(db, pathway.entries, house_day()),
        rules=known,
    )


def printed_at(pathway: Pathway) -> datetime | None:
    """Return the instant at which a pathway says that it was printed; its minutes are those of the house's clock."""
    local = pathway.exact_at
    return local.replace(tzinfo=ZoneInfo(settings().timezone)).astimezone(UTC) if local else None
