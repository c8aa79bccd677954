"""Circles, which have ended: one page and one file with what was in them, for those who take part."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from flask import Blueprint, Response, flash, make_response, render_template, url_for

from models.community import circles
from models.community.circles import CircleAsRead, CircleLinkClosed, PutQuestion
from portal.access import learner_key, signed_in, today
from portal.community.meetings import when
from portal.pages import date_of, page_language, say
from portal.request import reading, see_other, writing

blueprint = Blueprint("circles", __name__)


class CircleLine(NamedTuple):
    """What a circle says of one thing, in the language that it is in."""

    label: str
    said: Sequence[str]
    language: str


class CircleSaid(NamedTuple):
    """A circle in words, which the page and the file have alike."""

    id: int
    name: str
    lines: Sequence[CircleLine]


@blueprint.get("/circles")
@signed_in
def mine() -> str:
    """Show the circles in which this person takes part, and say that they have ended."""
    return render_template("circles/mine.html", circles=_said())


@blueprint.get("/circles/export.txt")
@signed_in
def export() -> Response:
    """Send the same as a text to keep."""
    response = make_response("\n".join(_text(_said())))
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=cercles.txt"
    return response


@blueprint.post("/circles/<int:circle_id>/leave")
@signed_in
def leave(circle_id: int) -> Response:
    """Leave a circle, which its members are promised for as long as their names are in it."""
    with writing() as db:
        circles.leave(db, circle_id, learner_key())
    flash(say("Vous avez quitté ce cercle."))
    return see_other(url_for("circles.mine"))


@blueprint.get("/circles/<path:old>")
@signed_in
def before(old: str) -> Response:
    """Lead from a former page to the one that is left, for everybody: that a circle exists is for its members."""
    return see_other(url_for("vignettes.letters" if old == "cards" else "circles.mine"))


@blueprint.get("/circles/join/<token>")
def invitation(token: str) -> NoReturn:
    """Say of an invitation of before that circles have ended."""
    raise CircleLinkClosed


@blueprint.get("/circles/calendar/<token>.ics")
def calendar(token: str) -> NoReturn:
    """Say the same to a calendar that followed a circle."""
    raise CircleLinkClosed


def _said() -> list[CircleSaid]:
    with reading() as db:
        found = circles.mine(db, learner_key(), today(), page_language())
        gone = say("Un sujet qui n'est plus publié")
        names = [one.topic.name[page_language()] if one.topic else gone for one in found]
        return [CircleSaid(one.id, name, list(_lines(one))) for one, name in zip(found, names, strict=True)]


def _lines(circle: CircleAsRead) -> Iterator[CircleLine]:
    language = page_language()
    yield CircleLine(say("Vous y prenez part depuis"), [date_of(circle.joined_on)], language)
    if circle.closed_on:
        yield CircleLine(say("Clos"), [date_of(circle.closed_on)], language)
    for one in circle.meetings:
        said = [part for part in (when(one), one.place, one.link) if part]
        yield CircleLine(say("Annulé") if one.cancelled_at else say("Date"), said, language)
    if circle.put:
        yield from _of_question(circle.put)
    yield CircleLine(say("Qui prend part"), [", ".join(circle.names)], language)


def _of_question(put: PutQuestion) -> Iterator[CircleLine]:
    language, options = put.module.language, list(zip("ABCD", put.question.options, strict=False))
    asked = [put.question.stem, *(f"{letter}. {option.text}" for letter, option in options)]
    yield CircleLine(say("La question"), asked, language)
    yield CircleLine(say("La meilleure réponse"), [letter for letter, option in options if option.right], language)
    if why := [f"{letter}. {option.feedback}" for letter, option in options if option.feedback]:
        yield CircleLine(say("Pourquoi"), why, language)


def _text(said: Sequence[CircleSaid]) -> Iterator[str]:
    for circle in said:
        yield f"# {circle.name}\n"
        for line in circle.lines:
            yield "\n  ".join([f"{line.label}\u00a0:", *line.said])
        yield ""
