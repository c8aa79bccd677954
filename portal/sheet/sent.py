"""What a page of a sheet sends: its text, or the fields of its form, which way it is typed, what can be undone."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, Request, request
from werkzeug.datastructures import MultiDict

from content.pathway.pathway import MOST_CONTINUATIONS, MOST_PLACES
from content.pathway.pathway_fields import PathwayFields, PlaceFields, WayFields, write_pathway_fields
from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern
from portal.numbers import to_number

MOST_UNDONE = 6
"""Texts that can be taken up again one after the other: they travel in the page, a few kB each."""
AS_LIST, AS_FORM = "list", "form"
_VERB = LatePattern("([a-z]+)(?::([0-9]{1,2}))?")


def limit(blueprint: Blueprint, most: int) -> None:
    """Let the routes of a blueprint read so many bytes at most: whoever sends them need not be signed in."""

    @blueprint.url_value_preprocessor
    def before_anything_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
        asked: Request = request
        asked.max_content_length = most


class SentSheet(NamedTuple):
    """A sheet as a page has sent it, and what is to be done with it."""

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


def sent() -> SentSheet:
    """Read what was sent; what has no meaning here is left out, the words stay as they were typed."""
    form = request.form
    found = _VERB.fullmatch(form.get("do", "draw"))
    typed = form.get("typed", AS_FORM)
    return SentSheet(
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
