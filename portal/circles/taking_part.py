"""Circles: read by those who take part, left, closed; nobody new comes in."""

from typing import NamedTuple, NoReturn

from flask import Response, flash, render_template, url_for

from models.community import circles
from models.community.circles import CircleAsSeen, CircleLinkClosed
from portal.access import learner_key, signed_in
from portal.circles.shown import page_of
from portal.meetings.planning import when
from portal.pages import say
from portal.shell import now, reading, see_other, writing


class CircleInRows(NamedTuple):
    """A circle in the list of one's own, and when it meets next, in words."""

    circle: CircleAsSeen
    when: str


@signed_in
def mine() -> str:
    """Show the circles in which this person takes part."""
    with reading() as db:
        found = circles.mine(db, learner_key(), now())
    rows = [CircleInRows(one, when(one.next) if one.next else "") for one in found]
    return render_template("circles/mine.html", rows=rows)


@signed_in
def circle(circle_id: int) -> str:
    """Show a circle to one who takes part: its next date, its question, who else takes part."""
    with reading() as db:
        return page_of(db, circles.find(db, circle_id, learner_key()))


def invitation(token: str) -> NoReturn:
    """Say of an invitation of before that circles take nobody new."""
    raise CircleLinkClosed


def calendar(token: str) -> NoReturn:
    """Say the same to a calendar that followed a circle."""
    raise CircleLinkClosed


@signed_in
def leave(circle_id: int) -> Response:
    """Leave a circle."""
    with writing() as db:
        circles.leave(db, circle_id, learner_key())
    flash(say("Vous avez quitté ce cercle."))
    return see_other(url_for("circles.mine"))


@signed_in
def close(circle_id: int) -> Response:
    """Close a circle for all who take part."""
    with writing() as db:
        circles.close(db, circles.find_open(db, circle_id, learner_key()), now())
    flash(say("Ce cercle est clos."))
    return see_other(url_for("circles.mine"))
