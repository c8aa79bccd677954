"""« Préparer l'entretien »: the topics of an interview, each on one sheet, and what the person can ask on another.

Only read: no form, nothing entered, nothing kept.
"""

from flask import Blueprint, render_template

from content.topics import CRISIS_LINE, OTHER_SIDE, WHY
from models import topics
from models.catalogue import crisis, house_ways, in_force
from portal.access import signed_in, today
from portal.pages import page_language
from portal.shell import reading

blueprint = Blueprint("topics", __name__, url_prefix="/topics")


@blueprint.get("")
@signed_in
def everything() -> str:
    """Show the names of all topics."""
    with reading() as db:
        found, help_at_hand = in_force.topics(db), crisis.is_there(db)
    return render_template("topics/everything.html", topics=found, crisis=help_at_hand)


@blueprint.get("/<topic_id>")
@signed_in
def topic(topic_id: str) -> str:
    """Show one topic: its aspects and questions, its rules in force, the modules that teach its skills."""
    with reading() as db:
        found, help_at_hand = topics.reading(db, topic_id, page_language(), today()), crisis.is_there(db)
    lines = {"first_line": CRISIS_LINE, "why": WHY, "other_side": OTHER_SIDE}
    return render_template("topics/topic.html", reading=found, crisis=help_at_hand, today=today(), **lines)


@blueprint.get("/<topic_id>/other-side")
@signed_in
def other_side(topic_id: str) -> str:
    """Show what the person can ask, and of whom: a sheet to take along."""
    with reading() as db:
        found, ways = topics.topic_of(db, topic_id), house_ways.of(db, page_language())
    return render_template("topics/other_side.html", topic=found, heading=OTHER_SIDE, ways=ways)
