"""Modules, and playing them card by card and question by question."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from models.catalogue import in_force
from models.learner import SkillState
from models.news import story_ties
from models.study import answering, follow_ups, gathering, programmes, proposals
from models.study import modules as study_modules
from models.study.play import playing
from models.tutor.situation import Purpose
from portal import ending, minutes, responses
from portal.access import account, estimated, learner_key, signed_in
from portal.ordering import lines_to_place
from portal.pages import page_language
from portal.scene import along, asked_in, page_of
from portal.shell import noting, now, reading, render, see_other, swaps, writing

blueprint = Blueprint("study", __name__)
blueprint.add_app_template_global(responses.how_to_answer)
blueprint.add_app_template_global(responses.explained)
blueprint.add_app_template_global(lines_to_place)
blueprint.add_app_template_global(responses.expected)
blueprint.add_app_template_global(along)
blueprint.add_app_template_global(ending.score)


@blueprint.get("/modules")
@signed_in
def modules() -> str:
    """Show the published modules by domain, all or those in a state or a domain, and what is not to be proposed."""
    asked, domain = request.args.get("state"), request.args.get("domain") or None
    # Of those without estimation no state is kept to be asked for.
    state = SkillState(asked) if asked in set(SkillState) and not account().learner.without_estimation else None
    with reading() as db:
        domains = study_modules.by_domain(db, learner_key(), page_language(), now())
        refused = gathering.refused_for_good(db, learner_key())
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
    minutes.begin()
    with writing() as db:
        _pass_over(db)
        begun = playing.start(db, learner_key(), module_id, now(), minutes.left())
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
            minutes.begin()
            begun = playing.practise(db, learner_key(), skill, Purpose(purpose), now(), minutes.left())
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
