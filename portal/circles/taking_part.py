"""Circles: begun on a topic, joined by a link that a colleague takes up herself, left, closed."""

from typing import NamedTuple

from flask import Response, flash, render_template, request, url_for

from models.catalogue import in_force
from models.community import circles
from models.community.circles import CircleAsSeen
from models.ground import links
from portal.access import learner_key, signed_in
from portal.circles.shown import INVITATION, INVITATION_DAYS, page_of
from portal.meetings.planning import when
from portal.pages import say
from portal.shell import house_day, now, reading, see_other, settings, writing


class CircleInRows(NamedTuple):
    """A circle in the list of one's own, and when it meets next, in words."""

    circle: CircleAsSeen
    when: str


@signed_in
def mine() -> str:
    """Show the circles in which this person takes part, and the topics on which she can begin one."""
    with reading() as db:
        found, topics = circles.mine(db, learner_key(), now()), in_force.topics(db)
    rows = [CircleInRows(one, when(one.next) if one.next else "") for one in found]
    taken = {one.topic.id for one in found if one.topic and one.closed_on is None}
    return render_template("circles/mine.html", rows=rows, topics=[one for one in topics if one.id not in taken])


@signed_in
def begin() -> Response:
    """Begin a circle on a topic."""
    with writing() as db:
        circle_id = circles.begin(db, learner_key(), request.form.get("topic", ""), house_day())
    return see_other(url_for("circles.circle", circle_id=circle_id))


@signed_in
def circle(circle_id: int) -> str:
    """Show a circle to one who takes part: its next date, its question, who else takes part."""
    with reading() as db:
        return page_of(db, circles.find(db, circle_id, learner_key()))


@signed_in
def invitation(token: str) -> str:
    """Show on what a circle is; only the button makes somebody take part."""
    with reading() as db:
        topic = circles.invited(db, _invited(token))
    return render_template("circles/invitation.html", topic=topic, token=token)


@signed_in
def join(token: str) -> Response:
    """Take part in a circle."""
    circle_id = _invited(token)
    with writing() as db:
        circles.join(db, circle_id, learner_key(), house_day())
    return see_other(url_for("circles.circle", circle_id=circle_id))


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


def _invited(token: str) -> int:
    return int(links.read(settings().secret_keys, INVITATION, token, INVITATION_DAYS))
