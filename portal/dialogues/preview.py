"""The interviews of a draft, for whoever writes them: their trees, and played without trace."""

from flask import Response, render_template, request, url_for

from content.module import Module
from content.typed import AskAgain
from models.catalogue import documents, draft_reading, drafts
from models.catalogue.fillings import filled_module
from models.ground import links
from models.study.play import untraced_dialogue
from models.study.play.conversation import TurnScene
from models.study.play.untraced_dialogue import SaidSoFar
from portal import responses
from portal.access import trainer
from portal.authoring import PREVIEW_DAYS
from portal.charts.dialogue_tree import numbered
from portal.dialogues import trees as drawn
from portal.dialogues.shown import shown
from portal.shell import reading, see_other, settings


@trainer
def trees(module_id: str) -> str:
    """Show each dialogue of the draft as a tree, and as the same in a list."""
    module, _ = _draft(module_id)
    return render_template(
        "dialogues/trees.html",
        module=module,
        charts=drawn.trees(module),
        turns={one.id: numbered(module.turns(one.id)) for one in module.dialogues},
    )


@trainer
def preview_from_start(module_id: str, dialogue_id: str) -> Response:
    """Show a dialogue of the draft from its first turn."""
    module, fingerprint = _draft(module_id)
    return _played(module, dialogue_id, fingerprint, ())


@trainer
def preview_further(module_id: str, dialogue_id: str) -> Response:
    """Say something in the draft, or go back to its start if it has changed; record nothing."""
    module, fingerprint = _draft(module_id)
    signed = request.form.get("state", "")
    try:
        read = links.read(settings().secret_keys, _purpose(fingerprint, dialogue_id), signed, PREVIEW_DAYS)
    except links.BadLink:
        return see_other(url_for("dialogues.preview_from_start", module_id=module_id, dialogue_id=dialogue_id))
    so_far = untraced_dialogue.from_plain(read)
    here = untraced_dialogue.scene(module, dialogue_id, so_far)
    if not isinstance(here, TurnScene):
        return _played(module, dialogue_id, fingerprint, so_far)
    try:
        response = responses.read(request.form, here.question, here.presentation.option_order)
    except AskAgain as error:
        return _played(module, dialogue_id, fingerprint, so_far, error)
    return _played(module, dialogue_id, fingerprint, untraced_dialogue.say(module, dialogue_id, so_far, response))


def _played(
    module: Module, dialogue_id: str, fingerprint: str, so_far: SaidSoFar, error: AskAgain | None = None
) -> Response:
    here = untraced_dialogue.scene(module, dialogue_id, so_far)
    signed = links.sign(settings().secret_key, _purpose(fingerprint, dialogue_id), so_far)
    return shown(
        here,
        error,
        hidden={"state": signed},
        say_to=url_for("dialogues.preview_further", module_id=module.id, dialogue_id=dialogue_id),
        again_to=url_for("dialogues.preview_from_start", module_id=module.id, dialogue_id=dialogue_id),
        leave_to=url_for("dialogues.trees", module_id=module.id),
        previewing=True,
    )


def _purpose(fingerprint: str, dialogue_id: str) -> str:
    # With a fingerprint of the text: in another text the state means nothing.
    return f"untraced.{fingerprint}/{dialogue_id}"


def _draft(module_id: str) -> tuple[Module, str]:
    with reading() as db:
        document = documents.module_document(db, module_id)
        text = drafts.latest_text(db, document)
        return filled_module(db, draft_reading.read_draft(db, document, text)), drafts.fingerprint(text)
