"""The views of modules and plays: the list of modules, and the page of each scene of a sitting."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from models.catalogue import in_force
from models.catalogue.cards import has_crisis_card
from models.catalogue.house_texts import filled_card
from models.learner import SkillState
from models.learning import answering, follow_ups, learner_situation, playing, programmes, proposals, scenes
from models.learning import modules as study_modules
from models.learning.proposals import Proposed
from models.news.feed import story_ties
from models.tutor.questions import MOST_ASKED
from models.tutor.situation import Purpose
from portal.access import account, estimated, learner_key, signed_in
from portal.forms import to_number
from portal.learning import responses, sittings
from portal.learning.cards import under_module
from portal.learning.reports import under_scene
from portal.learning.responses import lines_to_place
from portal.pages import page_language
from portal.request import noting, now, reading, render, see_other, swaps, writing


class Along(NamedTuple):
    """How far one is: cards and questions done of all that there may be, or minutes of those of a whole sitting."""

    done: float
    of: int


def along(scene: scenes.CardScene | scenes.QuestionScene | scenes.WithdrawnScene | scenes.FeedbackScene) -> Along:
    """Return how far one is; a question is done once it has its answer."""
    if isinstance(scene, scenes.CardScene):
        return Along(scene.number - 1, scene.of + MOST_ASKED[Purpose.LEARN])
    cards = len(scene.module.cards) if scene.presentation.purpose == Purpose.LEARN else 0
    asked = scene.number - (not isinstance(scene, scenes.FeedbackScene))
    return Along(cards + asked, cards + scene.most)


class ScenePage(NamedTuple):
    """The page of a play: the scene that it has come to, what it proposes at its end, and what templates say."""

    scene: scenes.Scene
    proposed: Proposed | None
    context: dict[str, object]


def page_of(db: Session, play_id: UUID, error: AskAgain | None) -> ScenePage:
    """Return the page of a play as it stands; `error` is why an answer is asked for again.

    Raises scenes.NoSuchPlay, owners.NoSuchStory.
    """
    played, shown = scenes.opened(db, play_id, learner_key())
    if played.purpose == Purpose.DIALOGUE:  # it has a page of its own
        raise scenes.NoSuchPlay
    story, sitting = asked_in(), sittings.timed_sitting()
    here = story_ties.scene(db, learner_key(), story) if story else scenes.scene(db, played, shown)
    context: dict[str, object] = {
        "module": here.module,
        "under": under_scene(db, played, here),
        "hidden": {"position": here.position},
        "again": None,
        # How far one is in a sitting of chosen minutes, if the play belongs to one.
        "whole": None,
        "story": story,
        "heading": "h3" if story and swaps() else "h1",
        "previewing": False,
        "untraced": False,
        # Whether there is a card for anyone who is in danger, to be named under this one.
        "crisis": isinstance(here, scenes.CardScene) and has_crisis_card(db),
        "told": None,
        "advance_to": url_for("study.advance", play_id=play_id),
        "answer_to": url_for("study.answer", play_id=play_id, here=story),
        "leave_to": url_for("news.feed", _anchor=f"story-{story}") if story else url_for("home.home"),
    }
    if sitting and played.minutes is not None:
        context["whole"] = Along(min(sitting.gone, sitting.minutes), sitting.minutes)
    end = None
    if isinstance(here, scenes.CardScene):
        here = replace(here, card=filled_card(db, here.module, here.card))
    elif isinstance(here, scenes.QuestionScene):
        context["hidden"] = {"position": here.position, "presentation": str(here.presentation.id)}
        context["again"] = responses.again(error, here.question, request.form) if error else None
    elif isinstance(here, scenes.EndScene) and here.module:
        context |= under_module(db, here.module, url_for("study.scene", play_id=play_id))
        context["told"] = end = sittings.end_told(db, played, here)
    return ScenePage(here, end and end.proposed, {**context, "scene": here})


def asked_in() -> int | None:
    """Return the number of the story in which this request asks its question, if it asks it in one."""
    return request.args.get("here", type=to_number)


# ------------------------------------------------------ modules, and playing them card by card and question by question


blueprint = Blueprint("study", __name__)
blueprint.add_app_template_global(responses.how_to_answer)
blueprint.add_app_template_global(responses.explained)
blueprint.add_app_template_global(lines_to_place)
blueprint.add_app_template_global(responses.expected)
blueprint.add_app_template_global(along)
blueprint.add_app_template_global(sittings.score)


@blueprint.get("/modules")
@signed_in
def modules() -> str:
    """Show the published modules by domain, all or those in a state or a domain, and what is not to be proposed."""
    asked, domain = request.args.get("state"), request.args.get("domain") or None
    # Of those without estimation no state is kept to be asked for.
    state = SkillState(asked) if asked in set(SkillState) and not account().learner.without_estimation else None
    with reading() as db:
        domains = study_modules.by_domain(db, learner_key(), page_language(), now())
        refused = learner_situation.refused_for_good(db, learner_key())
        skills, offered = in_force.skill_map(db), programmes.offered(db)
    return render_template(
        "study/modules.html",
        programmes=offered,
        domains=domains,
        shown=study_modules.matching(domains, state, domain),
        chosen=(state, domain),
        refused=refused,
        skills=skills,
        states=list(SkillState),
    )


@blueprint.post("/modules/<module_id>/start")
@signed_in
def start(module_id: str) -> Response:
    """Begin a module, or take it up again; without estimation, without a trace."""
    if account().learner.without_estimation:
        return see_other(url_for("untraced.begin", module_id=module_id))
    sittings.begin_minutes()
    with writing() as db:
        _pass_over(db)
        begun = playing.start(db, learner_key(), module_id, now(), sittings.minutes_left())
    return see_other(url_for("study.scene", play_id=begun.id))


@blueprint.post("/practice/<purpose>/<skill>")
@signed_in
@estimated
def practise(purpose: str, skill: str) -> Response:
    """Begin a short sitting on one skill; `here` names a story that asks its first question in itself."""
    if purpose not in {Purpose.PRACTISE, Purpose.REVIEW, Purpose.CHECK}:
        abort(404)
    with writing() as db:
        _pass_over(db)
        if story := asked_in():
            begun = story_ties.ask(db, learner_key(), story, skill, Purpose(purpose), now())
        else:
            sittings.begin_minutes()
            begun = playing.practise(db, learner_key(), skill, Purpose(purpose), now(), sittings.minutes_left())
    return _shown(begun.id)


def _pass_over(db: Session) -> None:
    """Note that home asked « En avez-vous eu l'occasion ? » beside the button that was pressed."""
    if "asked" in request.form:
        follow_ups.pass_over(db, learner_key(), now())


@blueprint.get("/play/<uuid:play_id>")
@signed_in
@estimated
def scene(play_id: UUID) -> Response:
    """Show the card, question, feedback or end that a play has come to."""
    return _scene(play_id)


@blueprint.post("/play/<uuid:play_id>/advance")
@signed_in
@estimated
def advance(play_id: UUID) -> Response:
    """Leave a card or a feedback."""
    with writing() as db:
        played = playing.play_of(db, play_id, learner_key())
        playing.advance(db, played, request.form.get("position", ""), now())
    return _shown(play_id)


@blueprint.post("/play/<uuid:play_id>/answer")
@signed_in
@estimated
def answer(play_id: UUID) -> Response:
    """Take the answer to the question on the page."""
    try:
        with writing() as db:
            presentation = answering.hold(db, responses.presentation_id(request.form), learner_key())
            if presentation.purpose == Purpose.DIALOGUE:  # what is said there leads on
                raise answering.NoSuchPresentation
            question = answering.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            answering.take(db, presentation, response, now(), responses.confidence(request.form))
    except AskAgain as error:
        return _scene(play_id, error)
    except answering.Withdrawn:
        pass  # The page says so.
    return _shown(play_id)


@blueprint.post("/play/<uuid:play_id>/skip")
@signed_in
@estimated
def skip(play_id: UUID) -> Response:
    """Leave a question of the placement test without an answer."""
    with writing() as db:
        playing.skip(db, playing.play_of(db, play_id, learner_key()), request.form.get("position", ""), now())
    return _shown(play_id)


def _shown(play_id: UUID) -> Response:
    """Show the next scene: its fragment for htmx, else its page by GET."""
    return _scene(play_id) if swaps() else see_other(url_for("study.scene", play_id=play_id, here=asked_in()))


def _scene(play_id: UUID, error: AskAgain | None = None) -> Response:
    with reading() as db:
        here, proposed, context = page_of(db, play_id, error)
    if here.module is None:
        return see_other(url_for("situate.found", play_id=play_id))
    if proposed and proposed.new:
        with noting() as db:
            proposals.keep(db, learner_key(), proposed)
    return render("study/play.html", f"study/{here.kind}.html", 422 if error else 200, **context)
