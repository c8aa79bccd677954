"""The views of learning « Sans estimation »: the choice, and modules and dialogues played without trace."""

from collections.abc import Collection
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from content.module import Module
from models.catalogue import cards, in_force, suspensions
from models.catalogue.house_texts import filled_module
from models.ground import signing
from models.learning import objection, untraced
from models.learning.dialogue_play import DialogueSuspended, InterviewScene, TurnScene
from models.learning.report_subjects import About, AboutCard, AboutQuestion
from models.learning.scenes import CardScene, EndScene, FeedbackScene, QuestionScene, Scene, WithdrawnScene
from models.learning.untraced import SaidSoFar, UntracedPlay
from models.people import erasing
from portal.access import account, guarded_by, learner_key, signed_in
from portal.learning import responses
from portal.learning.cards import under_module
from portal.learning.dialogues import dialogue_page, dialogues_blueprint, said_next
from portal.learning.reports import ReportPlace, Under, under
from portal.learning.responses import QuestionAgain
from portal.pages import page_language, say
from portal.people.sign_in import ConfirmForm, is_confirmed
from portal.request import finish_erasures, now, reading, render, see_other, settings, writing

blueprint = Blueprint("untraced", __name__)


DAYS = 7
"""How long a page that was left open can be gone on with."""


class Played(NamedTuple):
    """A module as it is played without trace, and how far one is."""

    version_id: int
    module: Module
    suspended: Collection[str]
    """Questions of it that are asked of nobody."""
    state: UntracedPlay

    @property
    def scene(self) -> Scene:
        """What stands on the page."""
        return untraced.scene(self.module, self.state, now(), self.suspended)


def _learns_without_estimation() -> Response | None:
    if account().learner.without_estimation:
        return None
    return see_other(url_for("cards.module", module_id=(request.view_args or {})["module_id"]))


without_estimation = guarded_by(_learns_without_estimation)
"""Guards a view, below `signed_in`: others play the module as they are used to, from its page."""


@blueprint.get("/modules/<module_id>/untraced")
@signed_in
@without_estimation
def begin(module_id: str) -> Response:
    """Show a module from its first card."""
    with reading() as db:
        published = in_force.published_module(db, module_id, page_language())
        return _shown(db, _played(db, published.version_id, UntracedPlay()))


@blueprint.post("/modules/<module_id>/untraced")
@signed_in
@without_estimation
def further(module_id: str) -> Response:
    """Go one step further; a page that was left open for too long, or whose law has changed, begins again."""
    with reading() as db:
        if (carried := carried_in(db, _purpose(module_id))) is None:
            return see_other(url_for("untraced.begin", module_id=module_id))
        played = _played(db, carried[0], UntracedPlay.from_plain(carried[1:]))
        here, module, state = played.scene, played.module, played.state
        if isinstance(here, WithdrawnScene) and {"answering", "dont_know"} & request.form.keys():
            return _shown(db, played)  # The page says so.
        if not isinstance(here, QuestionScene):
            return _shown(db, played._replace(state=untraced.advance(module, state, now())))
        try:
            response = responses.read(request.form, here.question, here.presentation.option_order)
            return _shown(db, played._replace(state=untraced.answer(module, state, response, now())))
        except AskAgain as error:
            return _shown(db, played, responses.again(error, here.question, request.form))


def carried_in(db: Session, purpose: str) -> list[Any] | None:
    """Return what the form carries of a play, the id of its version first; None where it cannot be gone on with."""
    try:
        carried: list[Any] = signing.read_link(settings().secret_keys, purpose, request.form.get("state", ""), DAYS)
    except signing.BadLink:
        return None
    return None if suspensions.is_overtaken(db, carried[0]) else carried


def _purpose(module_id: str) -> str:
    return f"untraced.{module_id}"


def _played(db: Session, version_id: int, state: UntracedPlay) -> Played:
    module, asked = in_force.module_of(db, version_id), in_force.asked_of(db, version_id)
    suspended = {one.id for one in module.questions} - {one.id for one in asked.questions}
    return Played(version_id, filled_module(db, module), suspended, state)


def _shown(db: Session, played: Played, again: QuestionAgain | None = None) -> Response:
    here, module = played.scene, played.module
    address = url_for("untraced.further", module_id=module.id)
    signed = [played.version_id, *untraced.showing(played.state, here).plain()]
    back = url_for("cards.module", module_id=module.id)
    kept = under_module(db, module, back) if isinstance(here, EndScene) else {}
    return render(
        "study/play.html",
        f"study/{here.kind}.html",
        422 if again else 200,
        module=module,
        scene=here,
        under=_under(db, played, here),
        hidden={"state": signing.sign_link(settings().secret_key, _purpose(module.id), signed)},
        advance_to=address,
        answer_to=address,
        leave_to=url_for("home.home"),
        again=again,
        previewing=False,
        untraced=True,
        crisis=cards.has_crisis_card(db),
        whole=None,
        story=None,
        heading="h1",
        **kept,
    )


def _under(db: Session, played: Played, here: Scene) -> Under | None:
    """Return what can be reported under a card or a feedback; without a script it is on a page that stays."""
    about: About
    if isinstance(here, CardScene):
        about, slug = AboutCard(played.version_id, here.number), list(played.module.addressed)[here.number - 1]
        back = url_for("cards.card", module_id=played.module.id, slug=slug)
    elif isinstance(here, FeedbackScene):
        about, back = AboutQuestion(played.version_id, here.question.id), url_for("reports.mine")
    else:
        return None
    return under(db, ReportPlace(learner_key(), about, back))


# -------------------------------------------------------------------------------------------------- « Sans estimation »


objection_blueprint = Blueprint("objection", __name__)


@objection_blueprint.get("/account/estimation")
@signed_in
def about() -> str:
    """Show what learning without estimation means, what is kept, and the form."""
    with reading() as db:
        return _objection_page(db, ConfirmForm(formdata=None))


def _objection_page(db: Session, form: ConfirmForm) -> str:
    return render_template("objection/about.html", kept=objection.kept(db, learner_key()), form=form)


@objection_blueprint.post("/account/estimation")
@signed_in
def choose() -> Response | tuple[str, int]:
    """Learn without estimation from now on; what was kept is erased, for anyone who knows the password, or left."""
    form, also_erase = ConfirmForm(), request.form.get("kept") == "erase"
    # As for every erasure (docs/decisions/0022); to object asks for nothing.
    if also_erase and not is_confirmed(form, account()):
        with reading() as db:
            return _objection_page(db, form), 422
    with writing() as db:
        objection.object_to_estimation(db, learner_key())
        if also_erase:
            erasing.forget_learning(db, learner_key(), settings(), now())
    finish_erasures()
    flash(say("C'est fait : vous apprenez sans estimation."))
    return see_other(url_for("objection.about"))


@objection_blueprint.post("/account/estimation/again")
@signed_in
def take_back() -> Response:
    """Be estimated again."""
    with writing() as db:
        objection.take_back(db, learner_key())
    flash(say("C'est fait : Boussole estime de nouveau ce que vous savez."))
    return see_other(url_for("objection.about"))


# --------------------------------------------------- an interview played without trace by who learns without estimation


class _PlayedDialogue(NamedTuple):
    """An interview in the version in which it is played, and what was said so far."""

    version_id: int
    module: Module
    dialogue_id: str
    suspended: frozenset[str]
    so_far: SaidSoFar

    @property
    def scene(self) -> InterviewScene:
        return untraced.dialogue_scene(self.module, self.dialogue_id, self.so_far, self.suspended)


@dialogues_blueprint.get("/modules/<module_id>/dialogues/<dialogue_id>/untraced")
@signed_in
@without_estimation
def begin_untraced(module_id: str, dialogue_id: str) -> Response:
    """Show an interview from its first turn."""
    with reading() as db:
        published = in_force.published_module(db, module_id, page_language())
        played = _played_dialogue(db, published.version_id, dialogue_id, ())
        if not isinstance(played.scene, TurnScene):
            raise DialogueSuspended
    return _dialogue_page(played)


@dialogues_blueprint.post("/modules/<module_id>/dialogues/<dialogue_id>/untraced")
@signed_in
@without_estimation
def say_untraced(module_id: str, dialogue_id: str) -> Response:
    """Say something; a page that was left open for too long, or whose law has changed, begins again."""
    with reading() as db:
        if (carried := carried_in(db, _dialogue_purpose(module_id, dialogue_id))) is None:
            return see_other(url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id))
        version_id, so_far = carried
        played = _played_dialogue(db, version_id, dialogue_id, untraced.said_from_plain(so_far))
    so_far, error = said_next(played.scene, played.module, dialogue_id, played.so_far)
    return _dialogue_page(played._replace(so_far=so_far), error)


def _dialogue_purpose(module_id: str, dialogue_id: str) -> str:
    return f"untraced.{module_id}/{dialogue_id}"


def _played_dialogue(db: Session, version_id: int, dialogue_id: str, so_far: SaidSoFar) -> _PlayedDialogue:
    module, asked = in_force.module_of(db, version_id), in_force.asked_of(db, version_id)
    suspended = frozenset(one.id for one in module.questions) - {one.id for one in asked.questions}
    return _PlayedDialogue(version_id, module, dialogue_id, suspended, so_far)


def _dialogue_page(played: _PlayedDialogue, error: AskAgain | None = None) -> Response:
    module_id, dialogue_id, so_far = played.module.id, played.dialogue_id, played.so_far
    signed = signing.sign_link(
        settings().secret_key, _dialogue_purpose(module_id, dialogue_id), [played.version_id, so_far]
    )
    return dialogue_page(
        played.scene,
        error,
        hidden={"state": signed},
        say_to=url_for("dialogues.say_untraced", module_id=module_id, dialogue_id=dialogue_id),
        again_to=url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id),
        leave_to=url_for("home.home"),
        untraced=True,
    )
