"""The views opened for an interview: topics, the briefing (« Avant l'entretien »), the crisis card."""

import re

from flask import Blueprint, g, render_template, request
from markupsafe import Markup

from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern
from content.topics import CRISIS_LINE, OTHER_SIDE, WHY
from models.catalogue import cards, house_texts, in_force
from models.community import topics
from models.community.briefing import briefing
from models.directory import entries
from models.ground.words import words
from models.learning.report_subjects import AboutTopic
from portal.access import learner_key, signed_in, today
from portal.learning.reports import ReportPlace, under
from portal.pages import page_language
from portal.request import house_day, now, reading, settings
from portal.site.search import address

blueprint = Blueprint("topics", __name__, url_prefix="/topics")


@blueprint.get("")
@signed_in
def everything() -> str:
    """Show the names of all topics."""
    with reading() as db:
        found, help_at_hand = in_force.topics(db), cards.has_crisis_card(db)
    return render_template("topics/everything.html", topics=found, crisis=help_at_hand)


@blueprint.get("/<topic_id>")
@signed_in
def topic(topic_id: str) -> str:
    """Show one topic: its aspects and questions, its rules in force, the modules that teach its skills."""
    with reading() as db:
        found, help_at_hand = topics.reading(db, topic_id, page_language(), today()), cards.has_crisis_card(db)
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
    """Show what the person can ask, and of whom, in the language that she reads: a pathway to take along."""
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


# ------------------------------------------------------------------------------------------------ « Avant l'entretien »


briefing_blueprint = Blueprint("briefing", __name__, url_prefix="/briefing")


@briefing_blueprint.get("")
@signed_in
def before() -> str:
    """Show the rules in force, the cards and the stories that answer; what was sought is kept nowhere."""
    with reading() as db:
        domains, help_at_hand = in_force.skill_map(db).domains, cards.has_crisis_card(db)
        found = briefing(db, learner_key(), request.args.get("q", ""), page_language(), today(), now())
    return render_template(
        "briefing/briefing.html",
        briefing=found,
        address=address,
        today=today(),
        crisis=help_at_hand,
        domains=domains,
    )


# ----------------------------------------------------------------------------- the crisis card at an address that stays


crisis_blueprint = Blueprint("crisis", __name__, url_prefix="/crisis")

TELEPHONE = LatePattern(r"<strong>(\+?[0-9](?:[0-9 \u00a0\u202f]|&nbsp;){1,18}[0-9])</strong>")
"""A number in bold that holds nothing but figures: here, that is one to call."""


@crisis_blueprint.get("")
def card() -> str:
    """Show the card in force; anyone who is not signed in gets no cookie."""
    if (asked := request.args.get("language")) in LANGUAGES:
        g.language = asked
    with reading() as db:
        found, ways = cards.crisis_card(db, page_language()), house_texts.ways(db, page_language())
    return render_template("crisis/card.html", module=found.module, card=found.card, today=house_day(), ways=ways)


@crisis_blueprint.app_template_filter()
def callable_numbers(html: Markup) -> Markup:
    """Return trainers' HTML in which each number in bold is called by a touch."""
    # Markup is safe here: what is put into it are figures alone.
    return Markup(TELEPHONE.sub(lambda found: f'<a href="tel:{dialled(found[1])}">{found[0]}</a>', html))


@crisis_blueprint.app_template_filter()
def dialled(number: str) -> str:
    """Return what a telephone dials, of a number as people write it."""
    return re.sub(r"[^+0-9]", "", number)
