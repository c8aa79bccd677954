"""The views of what is read and not answered: cards, vignettes for a team, written questions; texts past their day."""

from datetime import date
from enum import StrEnum

from flask import Blueprint, Flask, render_template, request
from sqlalchemy.orm import Session

from content.errors import N_
from content.lexicons import about
from content.module import Module
from models.catalogue import cards, house_texts, in_force
from models.catalogue.cards import vignette_of, written_of
from models.catalogue.validity import Dated
from models.community import topics
from models.directory import entries
from models.ground.calendar import DAY
from models.ground.words import typographic
from models.learning import dialogue_play, follow_ups
from models.learning.report_subjects import AboutCard
from models.tables.keepsakes import KeepsakeKind
from portal.access import account, learner_key, signed_in, today
from portal.learning import keepsakes
from portal.learning.reports import ReportPlace, under
from portal.pages import date_of, page_language, say
from portal.request import house_day, reading


def under_module(db: Session, module: Module, back: str | None = None) -> dict[str, object]:
    """Return its bookmark and note, what fits it in the directory, and its dialogues: to begin, and left half-way.

    `back` is the address of the page where this stands; without it, that of this request.
    """
    kept = keepsakes.under(db, KeepsakeKind.MODULE, module.id, module.title, module.language, back)
    dialogues = dialogue_play.offered(db, module.id, module.language) if module.dialogues else ()
    estimated = dialogues and not account().learner.without_estimation
    left_open = dialogue_play.opened_by(db, learner_key(), module.id) if estimated else ()
    return {**kept, "in_place": entries.of_module(db, module, today()), "dialogues": dialogues, "left_open": left_open}


# ------------------------------------------------------------- modules and cards to read, without a question in the way


blueprint = Blueprint("cards", __name__, url_prefix="/modules/<module_id>")


@blueprint.get("")
@signed_in
def module(module_id: str) -> str:
    """Show what a module teaches, its cards and what it rests on."""
    with reading() as db:
        found = in_force.published_module(db, module_id, page_language()).module
        skills, rules = in_force.skill_map(db), cards.rules_cited(db, found)
        said = follow_ups.last_said(db, learner_key(), module_id)
        to_fill = house_texts.of_module(db, found) if account().trainer else None
        near = topics.touching(db, found.skills, [rule.id for rule in rules], about(found.title))
        below = under_module(db, found)
    told = {"module": found, "skills": skills, "rules": rules, "said": said, "topics": near, "today": today()}
    return render_template("cards/module.html", **told, blanks=to_fill, **below)


@blueprint.get("/cards/<slug>")
@signed_in
def card(module_id: str, slug: str) -> str:
    """Show one card, with where it comes from and until when to trust it."""
    with reading() as db:
        found = cards.card_reading(db, module_id, slug, page_language())
        rules, module = cards.rules_cited(db, found.module), found.module
        beside = entries.of_module(db, module, today())
        help_at_hand = cards.has_crisis_card(db)
        about = AboutCard(found.version_id, found.number)
        reportable = under(db, ReportPlace(learner_key(), about, request.path))
        kept = keepsakes.under(db, KeepsakeKind.CARD, f"{module_id}/{slug}", found.card.title, module.language)
    return render_template(
        "cards/card.html",
        reading=found,
        module=module,
        rules=rules,
        in_place=beside,
        today=today(),
        # As a letter cites it, where it says something to the person.
        for_the_person=f"{module.id}/{list(module.addressed)[found.number - 1]}" if found.card.parts.plain else "",
        under=reportable,
        crisis=help_at_hand,
        **kept,
    )


# ---------------------------------------------------------------------------------------- A vignette for a team meeting


vignettes_blueprint = Blueprint("vignettes", __name__)

LETTERS = "ABCD"
"""Of the choices of a vignette, and of the cards that are held up."""


class WallStep(StrEnum):
    """What is on the wall, one after the other."""

    CASE = "case"
    CHOICES = "choices"
    EXPLANATION = "explanation"
    DISCUSSION = "discussion"


@vignettes_blueprint.get("/modules/<module_id>/vignettes/<vignette_id>")
@signed_in
def wall(module_id: str, vignette_id: str) -> str:
    """Show one step of a vignette to the whole room."""
    with reading() as db:
        shown = vignette_of(db, module_id, vignette_id, page_language())
    steps = [step for step in WallStep if step is not WallStep.DISCUSSION or shown.vignette.to_discuss]
    here = next((place for place, step in enumerate(steps) if step == request.args.get("step")), 0)
    return render_template(
        "vignettes/wall.html",
        shown=shown,
        step=steps[here],
        before=steps[here - 1] if here else None,
        after=steps[here + 1] if here + 1 < len(steps) else None,
        place=(here + 1, len(steps)),
        letters=LETTERS,
    )


@vignettes_blueprint.get("/modules/<module_id>/vignettes/<vignette_id>/paper")
@signed_in
def paper(module_id: str, vignette_id: str) -> str:
    """Show the pathway for the table, and on its back what the one who leads the meeting says after."""
    with reading() as db:
        shown = vignette_of(db, module_id, vignette_id, page_language())
    return render_template("vignettes/paper.html", shown=shown, letters=LETTERS)


@vignettes_blueprint.get("/vignettes/letters")
@signed_in
def letters() -> str:
    """Show the four letters, to print and to hold up."""
    return render_template("vignettes/letters.html", letters=LETTERS)


# ------------------------------------------------------------------------------------------- « Écrivez, puis comparez »


written_blueprint = Blueprint("written", __name__)


@written_blueprint.get("/modules/<module_id>/written/<written_id>")
@signed_in
def question(module_id: str, written_id: str) -> str:
    """Show what to write, and what to compare it with; `compare` in the address: without writing."""
    with reading() as db:
        found = written_of(db, module_id, written_id, page_language())
    return render_template(
        "written/question.html", module=found.module, question=found.question, comparing="compare" in request.args
    )


# -------------------------------------------------------------------------------- what pages say of a text past its day


MODULE_OVER = N_("Cette réponse n'est pas comptée : ce module ne vaut plus depuis le %(day)s.")
MODULE_TO_COME = N_("Cette réponse n'est pas comptée : ce module ne vaut qu'à partir du %(day)s.")
RULE_OVER = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut plus depuis le %(day)s.")
RULE_TO_COME = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut qu'à partir du %(day)s.")
OTHERWISE = N_("Cette réponse n'est pas comptée : ce qu'elle suppose ne valait pas ce jour-là.")


def init_app(app: Flask) -> None:
    """Let every template ask."""
    app.add_template_global(is_stale)
    app.add_template_global(not_counted)


def is_stale(text: Dated) -> bool:
    """Return whether a text should have been read again before today."""
    return text.stale_on(house_day())


def not_counted(failing: Dated | None, day: date) -> str:
    """Say in a sentence why an answer of a day is not counted, as far as it is known."""
    if failing is None:
        return say(OTHERWISE)
    over, to_come = (MODULE_OVER, MODULE_TO_COME) if isinstance(failing, Module) else (RULE_OVER, RULE_TO_COME)
    rule = "" if isinstance(failing, Module) else typographic(failing.name[page_language()], page_language())
    if failing.valid_until and failing.valid_until < day:
        return say(over, rule=rule, day=date_of(failing.valid_until + DAY))
    return say(to_come, rule=rule, day=date_of(failing.valid_from)) if failing.valid_from else say(OTHERWISE)
