"""Modules, and playing them card by card and question by question."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy.orm import Session

from content.module import Module
from content.typed import AskAgain
from models.catalogue import in_force
from models.news import story_ties
from models.study import answering, gathering, progress, week
from models.study.play import playing, scenes
from models.tables.keepsakes import KeepsakeKind
from models.tables.study import Play
from models.tutor.situation import Purpose
from portal import minutes, responses
from portal.access import learner_key, signed_in
from portal.keepsakes import under
from portal.pages import page_language
from portal.reports import under_scene
from portal.shell import now, reading, render, see_other, swaps, writing

blueprint = Blueprint("study", __name__)
blueprint.add_app_template_global(responses.how_to_answer)
blueprint.add_app_template_global(responses.explained)
blueprint.add_app_template_global(responses.expected)


@blueprint.get("/modules")
@signed_in
def modules() -> str:
    """Show all published modules."""
    with reading() as db:
        published = [found.module for found in in_force.published_modules(db, page_language())]
        standings = {s.skill.id: s for domain in progress.standings(db, learner_key(), now()) for s in domain.skills}
        refused = gathering.refused(db, learner_key(), week.day_of(db, learner_key(), now()))
    round_the_compass = list(standings)
    published.sort(key=lambda module: round_the_compass.index(module.skills[0]))
    return render_template("study/modules.html", modules=published, standings=standings, refused=refused)


@blueprint.post("/modules/<module_id>/start")
@signed_in
def start(module_id: str) -> Response:
    """Begin a module, or take it up again."""
    with writing() as db:
        begun = playing.start(db, learner_key(), module_id, now(), minutes.left())
    return see_other(url_for("study.scene", play_id=begun.id))


@blueprint.post("/practice/<purpose>/<skill>")
@signed_in
def practise(purpose: str, skill: str) -> Response:
    """Begin a short sitting on one skill; `here` names a story that asks its first question in itself."""
    if purpose not in {Purpose.PRACTISE, Purpose.REVIEW, Purpose.CHECK}:
        abort(404)
    with writing() as db:
        begun = _practised(db, skill, Purpose(purpose))
    return _shown(begun.id)


def _practised(db: Session, skill: str, purpose: Purpose) -> Play:
    if story := _story():
        return story_ties.ask(db, learner_key(), story, skill, purpose, now())
    return playing.practise(db, learner_key(), skill, purpose, now(), minutes.left())


def _story() -> int | None:
    """Return the number of the story in which a question is asked, if it is asked in one."""
    return request.args.get("here", type=int)


@blueprint.get("/play/<uuid:play_id>")
@signed_in
def scene(play_id: UUID) -> Response:
    """Show the card, question, feedback or end that a play has come to."""
    return _scene(play_id)


@blueprint.post("/play/<uuid:play_id>/advance")
@signed_in
def advance(play_id: UUID) -> Response:
    """Leave a card or a feedback."""
    with writing() as db:
        played = playing.play_of(db, play_id, learner_key())
        playing.advance(db, played, request.form.get("position", ""), now())
    return _shown(play_id)


@blueprint.post("/play/<uuid:play_id>/answer")
@signed_in
def answer(play_id: UUID) -> Response:
    """Take the answer to the question on the page."""
    try:
        with writing() as db:
            presentation = answering.hold(db, _presentation(), learner_key())
            question = answering.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            answering.answer(db, presentation.id, learner_key(), response, now(), responses.confidence(request.form))
    except AskAgain as error:
        return _scene(play_id, error)
    except answering.Withdrawn:
        pass  # The page says so.
    return _shown(play_id)


@blueprint.post("/play/<uuid:play_id>/skip")
@signed_in
def skip(play_id: UUID) -> Response:
    """Leave a question of the placement test without an answer."""
    with writing() as db:
        playing.skip(db, playing.play_of(db, play_id, learner_key()), request.form.get("position", ""), now())
    return _shown(play_id)


def _presentation() -> UUID:
    try:
        return UUID(request.form.get("presentation", ""))
    except ValueError:
        raise answering.NoSuchPresentation from None


def _shown(play_id: UUID) -> Response:
    """Show the next scene: its fragment for htmx, else its page by GET."""
    return _scene(play_id) if swaps() else see_other(url_for("study.scene", play_id=play_id, here=_story()))


def _scene(play_id: UUID, error: AskAgain | None = None) -> Response:
    with reading() as db:
        played, shown = scenes.opened(db, play_id, learner_key())
        here = story_ties.scene(db, learner_key(), story) if (story := _story()) else scenes.scene(db, played, shown)
        keepable = _keepable(db, play_id, here.module) if isinstance(here, scenes.EndScene) and here.module else {}
        reportable = under_scene(db, played, here)
    if here.module is None:
        return see_other(url_for("situate.found", play_id=play_id))
    hidden, again = {"position": here.position}, None
    if isinstance(here, scenes.QuestionScene):
        hidden |= {"presentation": str(here.presentation.id)}
        again = responses.again(error, here.question, request.form) if error else None
    return render(
        "study/play.html",
        f"study/{here.kind}.html",
        422 if error else 200,
        module=here.module,
        scene=here,
        under=reportable,
        hidden=hidden,
        minutes=minutes.left(),
        advance_to=url_for("study.advance", play_id=play_id),
        answer_to=url_for("study.answer", play_id=play_id, here=story),
        leave_to=url_for("news.feed", _anchor=f"story-{story}") if story else url_for("home.home"),
        story=story,
        heading="h3" if story and swaps() else "h1",
        again=again,
        previewing=False,
        **keepable,
    )


def _keepable(db: Session, play_id: UUID, module: Module) -> dict[str, object]:
    """Return what can be kept at the end of a play: its module."""
    back = url_for("study.scene", play_id=play_id)
    return under(db, KeepsakeKind.MODULE, module.id, module.title, module.language, back)
