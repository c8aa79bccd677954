"""The views of reviews and of re-reading: a text read before it is published, what is due read again."""

from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_
from content.readings import Reading
from content.text.difference import difference
from models.catalogue import attestations, documents, drafts
from models.ground import audit
from models.people import accounts
from models.studio import approval, remarks, rereading, reviewing
from models.studio.version_changes import ChangesUnsaid, KeyChanged, NothingCorrected
from models.tables.attestations import AttestationKind
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from models.tables.reviewing import Review
from portal.access import learner_key, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, reading, see_other, settings, writing
from portal.studio import editor
from portal.studio.remarks import since_read
from portal.studio.text_findings import language_of, title_of
from portal.studio.versions import SHEETS

blueprint = Blueprint("reviewing", __name__)

LINES = "lines"
"""How a module is read line by line; as it will be seen, it needs no syntax."""

# --------------------------------------------------------------------------------------------------------- the author's


@blueprint.post("/reviewing/<int:review_id>/withdraw")
@trainer
def withdraw(review_id: int) -> Response:
    """Take one's own text back."""
    with writing() as db:
        review = reviewing.review_of(db, review_id)
        reviewing.withdraw(db, review, now(), learner_key())
        audit.note(db, learner_key(), AuditVerb.WITHDRAW_REVIEW, review.document_id, house_day(), review=review.id)
    flash(say("La demande est retirée : votre texte est toujours dans l'atelier."))
    return see_other(url_for("reviewing.review", review_id=review_id))


# --------------------------------------------------------------------------------------------------------- the reader's


@blueprint.get("/reviewing/<int:review_id>")
@trainer
def review(review_id: int) -> str:
    """Show a text in lines, or as it will be seen; its changes, its remarks; `line` opens a form beside a line."""
    with reading() as db:
        found = reviewing.review_of(db, review_id)
        document = documents.document_of(db, found.document_id)
        in_force = documents.published_text(db, document)
        return render_template(
            "reviewing/review.html",
            **_head(db, found),
            **_text(db, document, found),
            document=document,
            kind=documents.kind_of(document),
            line=request.args.get("line", 0, type=to_number),
            since=since_read(db, document, found.text),
            changes=None if in_force is None else difference(in_force, found.text),
            dialogues=attestations.unread(db, attestations.parts_of(document, found.text, AttestationKind.DIALOGUE)),
            moved=drafts.latest_text(db, document) != found.text,
            hers=document.draft_by == learner_key(),
            me=learner_key(),
            longest=reviewing.LONGEST_COMMENT,
        )


def _head(db: Session, found: Review) -> dict[str, object]:
    return {
        "review": found,
        "title": title_of(found.document_id, found.text),
        "text_language": language_of(found.document_id, found.text),
        "names": accounts.trainer_names(db),
    }


def _text(db: Session, document: Document, found: Review) -> dict[str, object]:
    """Return the text with its remarks; while it is being read, those of earlier readings too, and the law in it."""
    said = {one.id: one for one in reviewing.comments(db, found)}
    if found.decision is None:
        said |= {one.id: one for one in remarks.open_remarks(db, document)}
    is_played = documents.kind_of(document).is_played
    is_open = is_played and found.decision is None
    return {
        "remarks": remarks.placed(said.values(), found.text),
        "lines": found.text.split("\n"),
        "seen": editor.seen(db, found.text) if is_played and request.args.get("as") != LINES else None,
        "law": approval.law_of(db, document, documents.parse_module(found.text)) if is_open else [],
    }


@blueprint.post("/reviewing/<int:review_id>/comment")
@trainer
def comment(review_id: int) -> Response:
    """Comment on a line, or on the whole."""
    body, line = request.form.get("body", ""), request.form.get("line", 0, type=to_number)
    if not body.strip():
        flash(say("Écrivez d'abord votre remarque : rien n'est encore noté."))
        return see_other(_beside(review_id, "say", line=line or None))
    with writing() as db:
        found = reviewing.review_of(db, review_id)
        made = reviewing.comment(db, found, line, body, now(), learner_key())
        audit.note(
            db, learner_key(), AuditVerb.COMMENT, found.document_id, house_day(), review=review_id, line=made.line
        )
    return see_other(_beside(review_id, f"comment-{made.id}"))


def _beside(review_id: int, anchor: str, **where: int | None) -> str:
    """Return the way to a place of the text, in the view in which it was being read."""
    values: dict[str, Any] = {**where, "as": LINES if request.form.get("as") == LINES else None}
    return url_for("reviewing.review", review_id=review_id, _anchor=anchor, **values)


@blueprint.post("/reviewing/<int:review_id>/decide")
@trainer
def decide(review_id: int) -> Response:
    """Approve, which publishes, or return the text; a last remark on the whole goes with it."""
    body = request.form.get("body", "").strip()
    with writing() as db:
        found = reviewing.review_of(db, review_id)
        if body:
            reviewing.comment(db, found, 0, body, now(), learner_key())
        done = _approve(db, found) if request.form.get("do") == "approve" else _return(db, found)
    flash(done)
    return see_other(url_for("reviewing.review", review_id=review_id))


def _approve(db: Session, found: Review) -> str:
    try:
        with db.begin_nested():
            version = reviewing.approve(db, found, now(), learner_key())
    except (ChangesUnsaid, KeyChanged, NothingCorrected):
        # Another version has come since it was asked: what changes is no longer what its author said.
        return say(
            "Une autre version a été publiée entre-temps : ce qui change n'est plus ce qui en a été dit. Rendez le "
            "texte, pour une nouvelle demande."
        )
    audit.note(
        db, learner_key(), AuditVerb.APPROVE, found.document_id, house_day(), review=found.id, number=version.number
    )
    return say("La version %(number)s est publiée.", number=version.number)


def _return(db: Session, found: Review) -> str:
    if not reviewing.comments(db, found):
        return say("Dites d'abord ce qui est à reprendre, sur une ligne ou dans l'ensemble : rien n'est encore rendu.")
    reviewing.return_text(db, found, now(), learner_key())
    audit.note(db, learner_key(), AuditVerb.RETURN_TEXT, found.document_id, house_day(), review=found.id)
    return say("Le texte est rendu, avec vos remarques.")


@blueprint.get("/reviewing/<int:review_id>/approval")
@trainer
def approved(review_id: int) -> str:
    """Show those who must sign what they need to know of a text before it is published."""
    with reading() as db:
        found = reviewing.review_of(db, review_id)
        document = documents.document_of(db, found.document_id)
        sheet = approval.approval_of(db, document, found.text)
        return render_template(SHEETS[type(sheet)], **_head(db, found), sheet=sheet, version=None)


# -------------------------------------------------------------------------------- law and plain words that are in force

_READINGS = {
    "law": (
        AttestationKind.LAW,
        AuditVerb.READ_LAW,
        N_("C'est noté : les questions de droit de cette version sont relues."),
    ),
    "plain": (
        AttestationKind.PLAIN,
        AuditVerb.READ_PLAIN,
        N_("C'est noté : les mots simples de cette version sont relus."),
    ),
    "dialogues": (
        AttestationKind.DIALOGUE,
        AuditVerb.HEAR_DIALOGUES,
        N_("C'est noté : les dialogues de cette version peuvent être joués."),
    ),
}
"""What was read → its kind, what the log calls it, what is said."""


@blueprint.post("/reviewing/<document_id>/read")
@trainer
def read_in_force(document_id: str) -> Response:
    """Vouch for the law, the plain words or the dialogues in the version that the page showed."""
    what = request.form.get("what", "law")
    kind, verb, done = _READINGS.get(what) or abort(400)
    with writing() as db:
        document = (
            documents.document_of(db, document_id) if what == "plain" else documents.module_document(db, document_id)
        )
        documents.lock(db, document)
        version = documents.version_of(db, document, request.form.get("number", 0, type=to_number))
        if version is not documents.in_force_of(db, document):
            flash(say("Une autre version a été publiée entre-temps : relisez-la, rien n'est encore noté."))
            return see_other(url_for("versions.versions", document_id=document_id))
        reviewing.read_in_force(db, document, kind, now(), learner_key())
        audit.note(db, learner_key(), verb, document.id, house_day(), number=version.number)
    flash(say(done))
    return see_other(url_for("versions.versions", document_id=document_id))


# ----------------------------------------------------------------------------------------------------------- re-reading


rereading_blueprint = Blueprint("rereading", __name__)


@rereading_blueprint.get("/dates")
@trainer
def due() -> str:
    """Show what is proposed for this week, and all that is due."""
    with reading() as db:
        week = rereading.this_week(db, now(), settings().timezone)
        later = [one for one in rereading.due(db, house_day()) if one.subject not in {each.subject for each in week}]
    return render_template("rereading/all.html", due=week, later=later)


@rereading_blueprint.post("/dates/reread")
@trainer
def reread() -> Response:
    """Note that a text was read again and nothing has to change (« Relu, rien à changer »)."""
    subject = request.form.get("subject", "")
    with writing() as db:
        read = Reading.again(house_day(), request.form.get("manner", ""))
        if version := rereading.reread(db, subject, read, now(), learner_key()):
            audit.note(db, learner_key(), AuditVerb.REREAD, subject, house_day(), number=version.number)
    flash(say("C'est noté : le texte porte la date de cette relecture et celle de la prochaine."))
    return see_other(url_for("rereading.due"))
