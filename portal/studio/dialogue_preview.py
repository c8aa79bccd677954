"""The views of the dialogues of a draft: their trees, and a play without trace."""

from typing import NamedTuple

from flask import Response, render_template, request, url_for

from content.marking import AskAgain
from content.module import Module
from models.catalogue import documents, draft_reading, drafts
from models.catalogue.house_texts import filled_module
from models.ground import signing
from models.learning import untraced
from models.learning.untraced import SaidSoFar
from portal.access import trainer
from portal.charts.dialogue_tree import numbered
from portal.learning.dialogues import dialogue_page, dialogues_blueprint, said_next, trees_of
from portal.request import reading, see_other, settings
from portal.studio.authoring import PREVIEW_DAYS


class _DialogueDraft(NamedTuple):
    """What is being written under an id; the module of a translation has that of its original."""

    id: str
    module: Module
    fingerprint: str


@dialogues_blueprint.get("/authoring/<module_id>/dialogues")
@trainer
def trees(module_id: str) -> str:
    """Show each dialogue of the draft as a tree, and as the same in a list."""
    draft = _draft(module_id)
    return render_template(
        "dialogues/trees.html",
        draft=draft,
        charts=trees_of(draft.module),
        turns={one.id: numbered(draft.module.turns(one.id)) for one in draft.module.dialogues},
    )


@dialogues_blueprint.get("/authoring/<module_id>/dialogues/<dialogue_id>/preview")
@trainer
def preview_from_start(module_id: str, dialogue_id: str) -> Response:
    """Show a dialogue of the draft from its first turn."""
    return _played(_draft(module_id), dialogue_id, ())


@dialogues_blueprint.post("/authoring/<module_id>/dialogues/<dialogue_id>/preview")
@trainer
def preview_further(module_id: str, dialogue_id: str) -> Response:
    """Say something in the draft, or go back to its start if it has changed; record nothing."""
    draft = _draft(module_id)
    signed = request.form.get("state", "")
    try:
        read = signing.read_link(settings().secret_keys, _purpose(draft, dialogue_id), signed, PREVIEW_DAYS)
    except signing.BadLink:
        return see_other(url_for("dialogues.preview_from_start", module_id=module_id, dialogue_id=dialogue_id))
    so_far = untraced.said_from_plain(read)
    here = untraced.dialogue_scene(draft.module, dialogue_id, so_far)
    return _played(draft, dialogue_id, *said_next(here, draft.module, dialogue_id, so_far))


def _played(draft: _DialogueDraft, dialogue_id: str, so_far: SaidSoFar, error: AskAgain | None = None) -> Response:
    signed = signing.sign_link(settings().secret_key, _purpose(draft, dialogue_id), so_far)
    return dialogue_page(
        untraced.dialogue_scene(draft.module, dialogue_id, so_far),
        error,
        hidden={"state": signed},
        say_to=url_for("dialogues.preview_further", module_id=draft.id, dialogue_id=dialogue_id),
        again_to=url_for("dialogues.preview_from_start", module_id=draft.id, dialogue_id=dialogue_id),
        leave_to=url_for("dialogues.trees", module_id=draft.id),
        previewing=True,
    )


def _purpose(draft: _DialogueDraft, dialogue_id: str) -> str:
    # With a fingerprint of the text: in another text the state means nothing.
    return f"untraced.{draft.fingerprint}/{dialogue_id}"


def _draft(module_id: str) -> _DialogueDraft:
    with reading() as db:
        document = documents.module_document(db, module_id)
        text = drafts.latest_text(db, document)
        module = filled_module(db, draft_reading.read_draft(db, document, text))
        return _DialogueDraft(document.id, module, drafts.fingerprint(text))
