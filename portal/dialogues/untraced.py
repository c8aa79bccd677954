"""An interview played without trace by who learns without estimation: what was said travels in the page, signed."""

from typing import NamedTuple

from flask import Response, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from content.module import Module
from models.catalogue import in_force
from models.ground import signing
from models.study.play import untraced_dialogue
from models.study.play.conversation import DialogueHeldBack, InterviewScene, TurnScene
from models.study.play.untraced_dialogue import SaidSoFar
from portal.access import signed_in
from portal.dialogues.shown import blueprint, said_next, shown
from portal.pages import page_language
from portal.shell import reading, see_other, settings
from portal.untraced import carried_in, without_estimation


class _Played(NamedTuple):
    """An interview in the version in which it is played, and what was said so far."""

    version_id: int
    module: Module
    dialogue_id: str
    withheld: frozenset[str]
    so_far: SaidSoFar

    @property
    def scene(self) -> InterviewScene:
        return untraced_dialogue.scene(self.module, self.dialogue_id, self.so_far, self.withheld)


@blueprint.get("/modules/<module_id>/dialogues/<dialogue_id>/untraced")
@signed_in
@without_estimation
def begin_untraced(module_id: str, dialogue_id: str) -> Response:
    """Show an interview from its first turn."""
    with reading() as db:
        published = in_force.published_module(db, module_id, page_language())
        played = _played(db, published.version_id, dialogue_id, ())
        if not isinstance(played.scene, TurnScene):
            raise DialogueHeldBack
    return _shown(played)


@blueprint.post("/modules/<module_id>/dialogues/<dialogue_id>/untraced")
@signed_in
@without_estimation
def say_untraced(module_id: str, dialogue_id: str) -> Response:
    """Say something; a page that was left open for too long, or whose law has changed, begins again."""
    with reading() as db:
        if (carried := carried_in(db, _purpose(module_id, dialogue_id))) is None:
            return see_other(url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id))
        version_id, so_far = carried
        played = _played(db, version_id, dialogue_id, untraced_dialogue.from_plain(so_far))
    so_far, error = said_next(played.scene, played.module, dialogue_id, played.so_far)
    return _shown(played._replace(so_far=so_far), error)


def _purpose(module_id: str, dialogue_id: str) -> str:
    return f"untraced.{module_id}/{dialogue_id}"


def _played(db: Session, version_id: int, dialogue_id: str, so_far: SaidSoFar) -> _Played:
    module, asked = in_force.module_of(db, version_id), in_force.asked_of(db, version_id)
    withheld = frozenset(one.id for one in module.questions) - {one.id for one in asked.questions}
    return _Played(version_id, module, dialogue_id, withheld, so_far)


def _shown(played: _Played, error: AskAgain | None = None) -> Response:
    module_id, dialogue_id, so_far = played.module.id, played.dialogue_id, played.so_far
    signed = signing.sign_link(settings().secret_key, _purpose(module_id, dialogue_id), [played.version_id, so_far])
    return shown(
        played.scene,
        error,
        hidden={"state": signed},
        say_to=url_for("dialogues.say_untraced", module_id=module_id, dialogue_id=dialogue_id),
        again_to=url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id),
        leave_to=url_for("home.home"),
        untraced=True,
    )
