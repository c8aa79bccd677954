"""« Préparer l'entretien »: the topics of an interview, each on one sheet, and what the person can ask on another.

Only read: nothing of an interview is entered or kept. What is wrong with a topic is reported under it.
"""

from flask import Blueprint, render_template, request

from content.schema.yaml_fields import LANGUAGES
from content.topics import CRISIS_LINE, OTHER_SIDE, WHY
from models import topics
from models.catalogue import crisis, house_texts, in_force
from models.directory import entries
from models.ground.words import words
from models.study.reports.about import AboutTopic
from portal.access import learner_key, signed_in, today
from portal.pages import page_language
from portal.reports import ReportPlace, under
from portal.shell import reading, settings

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
        beside = entries.of_topic(db, found.topic, today())
        about = AboutTopic(found.version_id, topic_id, page_language())
        reportable = under(db, ReportPlace(learner_key(), about, request.path))
    lines = {"first_line": CRISIS_LINE, "why": WHY, "other_side": OTHER_SIDE}
    number = topics.paper_number(topic_id, settings().secret_key)
    told = {"reading": found, "crisis": help_at_hand, "today": today(), "number": number, "under": reportable}
    return render_template("topics/topic.html", in_place=beside, **told, **lines)


@blueprint.get("/other-side/<int:number>")
@signed_in
def other_side(number: int) -> str:
    """Show what the person can ask, and of whom, in the language that she reads: a sheet to take along."""
    asked = request.args.get("language", "")
    spoken = asked if asked in LANGUAGES else page_language()
    with reading() as db:
        found = topics.topic_on_paper(db, number, settings().secret_key)
        ways = house_texts.ways(db, spoken)
    return render_template(
        "topics/other_side.html",
        topic=found,
        number=number,
        spoken=spoken,
        heading=words(spoken).gettext(OTHER_SIDE),
        ways=ways,
    )
