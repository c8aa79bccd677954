"""The trainers' workshop: write, look, play without a trace, publish."""

from flask import Blueprint, Response, flash, jsonify, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from content.module import Module
from models.catalogue import coming_into_force, documents, draft_reading, drafts
from models.catalogue.house_texts import filled_module
from models.ground import audit, signing
from models.learning import untraced
from models.learning.scenes import QuestionScene
from models.learning.untraced import UntracedPlay
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from portal import transfer
from portal.access import learner_key, trainer
from portal.learning import responses
from portal.learning.responses import QuestionAgain
from portal.pages import say
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.studio import editor, form_page, publication, remarks
from portal.studio.form_page import sent

blueprint = Blueprint("authoring", __name__)

PREVIEW_DAYS = 1


@blueprint.get("/authoring/<module_id>")
@trainer
def edit(module_id: str) -> Response:
    """Show the studio: the text of a module, of the skill map, of the rules or of the topics."""
    with reading() as db:
        document = documents.document_of(db, module_id)
        return editor.page(db, document, drafts.latest_text(db, document))


@blueprint.post("/authoring/<module_id>")
@trainer
def save(module_id: str) -> Response:
    """Keep the draft; play or publish it, or have it read, as the button says. What was typed is kept in every case."""
    found = sent(module_id)
    if "both" in request.form:
        with writing() as db:
            editor.keep_both(db, documents.document_of(db, module_id), found.text)
        transfer.copy_arrived()
        flash(say("Les deux textes sont gardés : le vôtre est mis de côté, sur la page des versions."))
    if "theirs" in request.form or "both" in request.form:
        return _studio(module_id, None, aside=found.text)
    said, refused, before = None, "", None
    try:
        with writing() as db:
            document = documents.document_of(db, module_id)
            replaced = editor.keep(db, document, found.text)
            if replaced is None:
                before = editor.lay_aside(db, document, found.before) if found.before else None
                said, refused = _done(db, document, found.text)
    except drafts.DraftMoved:
        return _studio(module_id, found.text, moved=True)
    transfer.copy_arrived()
    if refused or replaced is not None:
        return _studio(module_id, found.text, refused=refused, aside=replaced)
    if said is None:
        return see_other(url_for("authoring.preview_from_start", module_id=module_id))
    if said:
        flash(said)
    return see_other(form_page.studio_address(module_id, found.at, found.verb, before))


def _studio(
    module_id: str, text: str | None, *, refused: str = "", moved: bool = False, aside: str | None = None
) -> Response:
    """Show the studio again with what was typed, or with the latest text; when others can write meanwhile."""
    # Comparing two texts takes its time, and SQLite has one writer.
    with reading() as db:
        document = documents.document_of(db, module_id)
        shown = drafts.latest_text(db, document) if text is None else text
        return editor.page(db, document, shown, refused=refused, moved=moved, aside=aside)


def _done(db: Session, document: Document, text: str) -> tuple[str | None, str]:
    """Do with a draft what the button says; return what came of it, nothing when it is to be played, and why not."""
    try:
        return _did(db, document, text), ""
    except publication.Refused as error:
        # Caught here, so that what was typed is kept.
        return None, publication.why_not(error)


def _did(db: Session, document: Document, text: str) -> str | None:
    match request.form.get("do"):
        case "publish":
            return publication.publish(db, document, text)
        case "review":
            return publication.ask_review(db, document)
        case "play":
            draft_reading.read_draft(db, document, text)
            return None
        case str() as deed if remarks.is_of_remarks(deed):
            return remarks.done_in_studio(db, document, text, deed)
        case "save" | None:
            return say("Le brouillon est gardé.")
        case _:
            return ""  # what the button does shows by itself


@blueprint.post("/authoring/<module_id>/draft")
@trainer
def keep_draft(module_id: str) -> Response:
    """Keep the text typed so far; show the text of somebody else instead of writing over it."""
    text = sent(module_id).text
    try:
        with writing() as db:
            document = documents.document_of(db, module_id)
            editor.keep(db, document, text)
            opened = drafts.fingerprint(drafts.latest_text(db, document))
    except drafts.DraftMoved:
        with reading() as db:
            conflict = editor.conflict(db, documents.document_of(db, module_id), text)
            return make_response(render_template("authoring/conflict.html", conflict=conflict), 422)
    transfer.copy_arrived()
    return jsonify(opened=opened, said=editor.saved_at(now()))


@blueprint.post("/authoring/<module_id>/look")
@trainer
def look(module_id: str) -> str:
    """Show what there is to mend in the text typed so far, and how it looks; keep nothing."""
    text = sent(module_id).text
    with reading() as db:
        document = documents.document_of(db, module_id)
        return render_template("authoring/look.html", **editor.shown_as_asked(db, document, text))


@blueprint.post("/authoring/<module_id>/retire")
@trainer
def retire(module_id: str) -> Response:
    """Take a module out of what is proposed; anyone who is in it may finish."""
    with writing() as db:
        document = documents.module_document(db, module_id)
        coming_into_force.retire(db, document)
        audit.note(db, learner_key(), AuditVerb.RETIRE, document.id, house_day())
    flash(say("Le module est retiré. Qui l'a commencé peut le finir ; une nouvelle version le remet en ligne."))
    return see_other(url_for("authoring.modules"))


# -------------------------------------------------------------------------------------------------------------- preview


@blueprint.get("/authoring/<module_id>/preview")
@trainer
def preview_from_start(module_id: str) -> Response:
    """Show the draft from its first card."""
    module, purpose = _draft(module_id)
    return _played(module_id, module, purpose, UntracedPlay())


@blueprint.post("/authoring/<module_id>/preview")
@trainer
def preview_further(module_id: str) -> Response:
    """Go one step further in the draft, or back to its start if it has changed; record nothing."""
    module, purpose = _draft(module_id)
    try:
        state = signing.read_link(settings().secret_keys, purpose, request.form.get("state", ""), PREVIEW_DAYS)
    # The purpose holds a fingerprint of the text: in another text the state means nothing.
    except signing.BadLink:
        return see_other(url_for("authoring.preview_from_start", module_id=module_id))
    seen = UntracedPlay.from_plain(state)
    here = untraced.scene(module, seen, now())
    if not isinstance(here, QuestionScene):
        return _played(module_id, module, purpose, untraced.advance(module, seen, now()))
    try:
        response = responses.read(request.form, here.question, here.presentation.option_order)
        sure = responses.confidence(request.form)
        return _played(module_id, module, purpose, untraced.answer(module, seen, response, now(), sure))
    except AskAgain as error:
        return _played(module_id, module, purpose, seen, responses.again(error, here.question, request.form))


def _played(
    module_id: str, module: Module, purpose: str, seen: UntracedPlay, again: QuestionAgain | None = None
) -> Response:
    here = untraced.scene(module, seen, now())
    # The module of a translation has the id of its original.
    address = url_for("authoring.preview_further", module_id=module_id)
    return render(
        "study/play.html",
        f"study/{here.kind}.html",
        422 if again else 200,
        module=module,
        scene=here,
        under=None,
        hidden={"state": signing.sign_link(settings().secret_key, purpose, untraced.showing(seen, here).plain())},
        advance_to=address,
        answer_to=address,
        leave_to=form_page.address_of(module_id),
        trees_at=url_for("dialogues.trees", module_id=module_id),
        again=again,
        previewing=True,
        untraced=False,
        crisis=False,
        whole=None,
        story=None,
        heading="h1",
    )


def _draft(module_id: str) -> tuple[Module, str]:
    """Return the draft as a module, and the purpose for which the state of its preview is signed."""
    with reading() as db:
        document = documents.module_document(db, module_id)
        text = drafts.latest_text(db, document)
        module = filled_module(db, draft_reading.read_draft(db, document, text))
        return module, f"untraced.{drafts.fingerprint(text)}"
