"""Versions of a document: who, when, what changed; earlier texts taken up again; a page for those who sign."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_
from content.text.difference import difference
from models.catalogue import attestations, documents, drafts, suspensions
from models.catalogue.suspensions import dialogue_name
from models.ground import audit
from models.people import accounts
from models.studio import approval, responsibility, reviewing
from models.studio.approval import ModuleApproval, TopicsApproval
from models.tables.attestations import AttestationKind
from models.tables.audit import Audit, AuditRole, AuditVerb
from models.tables.documents import Document, DraftAside, SuspensionReason, Version
from portal.access import learner_key, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, reading, see_other, writing
from portal.studio.text_findings import language_of, title_of

blueprint = Blueprint("versions", __name__)

DEEDS = {
    AuditVerb.CREATE: N_("a commencé ce texte"),
    AuditVerb.ASK_REVIEW: N_("a demandé une relecture"),
    AuditVerb.WITHDRAW_REVIEW: N_("a retiré sa demande de relecture"),
    AuditVerb.COMMENT: N_("a laissé une remarque à la relecture"),
    AuditVerb.RETURN_TEXT: N_("a relu et rendu le texte"),
    AuditVerb.APPROVE: N_("a approuvé le texte, publié comme version %(number)s"),
    AuditVerb.PUBLISH: N_("a publié la version %(number)s"),
    AuditVerb.READ_LAW: N_("a relu les questions de droit de la version %(number)s"),
    AuditVerb.READ_PLAIN: N_("a relu les mots simples de la version %(number)s"),
    AuditVerb.HEAR_DIALOGUES: N_("a noté que les dialogues de la version %(number)s ont été lus"),
    AuditVerb.RESTORE: N_("a repris la version %(number)s comme brouillon"),
    AuditVerb.TAKE_OVER_DRAFT: N_("a mis un brouillon de côté"),
    AuditVerb.TAKE_UP_DRAFT: N_("a repris un brouillon mis de côté"),
    AuditVerb.IMPORT_DRAFT: N_("a importé un texte comme brouillon"),
    AuditVerb.RETIRE: N_("a retiré ce texte"),
    AuditVerb.ENTRUST: N_("l'a confié à %(owner)s, et à %(deputy)s en second"),
}
"""What somebody did, with the values of the row."""
SET_ASIDE = {AuditVerb.TAKE_OVER_DRAFT, AuditVerb.IMPORT_DRAFT}
"""What may set a draft aside; the latter by the portal alone, of a text that a pack corrects."""
ENTRUSTED = {True: N_("l'a confié à %(owner)s"), False: N_("l'a laissé sans responsable")}
"""To one alone, and to nobody."""
SHEETS = {ModuleApproval: "versions/approval.html", TopicsApproval: "versions/topics_approval.html"}
"""The page to print of each approval sheet."""


class Deed(NamedTuple):
    """A row of the audit log as somebody reads it."""

    row: Audit
    sentence: str


@blueprint.get("/versions/<document_id>")
@trainer
def versions(document_id: str) -> str:
    """Show all versions, the draft and the reviews beside them, what is held back, and who did what."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        names = accounts.trainer_names(db)
        deeds = [_deed(row, names) for row in audit.trail(db, document_id, DEEDS)]
        return render_template(
            "versions/versions.html",
            **_head(db, document),
            **_in_force(db, document),
            versions=documents.versions(db, document),
            reviews=reviewing.reviews(db, document),
            answering=responsibility.answering(db, document_id) if documents.kind_of(document).is_played else None,
            deeds=deeds,
            asides=drafts.asides(db, document),
            set_aside={one.detail["aside"]: one for one, _ in deeds if one.verb in SET_ASIDE and "aside" in one.detail},
        )


def _head(db: Session, document: Document, text: str | None = None) -> dict[str, object]:
    text = drafts.latest_text(db, document) if text is None else text
    return {
        "document": document,
        "kind": documents.kind_of(document),
        "title": title_of(document.id, text),
        "text_language": language_of(document.id, text),
        "names": accounts.trainer_names(db),
    }


def _in_force(db: Session, document: Document) -> dict[str, object]:
    """Return what is held back in the version in force, and what somebody may still vouch for in it."""
    version = documents.in_force_of(db, document)
    if version is None:
        return {"in_force": None, "held": [], "unread": [], "plain": [], "dialogues": [], "mine": False}
    is_module = documents.kind_of(document).is_played
    module = documents.parse_module(version.text) if is_module else None
    law = approval.law_of(db, document, module) if module else []
    parts = attestations.parts_of(document, version.text, AttestationKind.PLAIN, AttestationKind.DIALOGUE)
    unread = attestations.unread(db, parts)
    names = {part.name for part in unread if part.kind is AttestationKind.DIALOGUE}
    # What no other part of the page says.
    held = [row for row in suspensions.held_in(db, version) if row.why != SuspensionReason.CONCERNED]
    return {
        "in_force": version,
        "held": held,
        "unread": [one for one in law if one.reading is None],
        "plain": [part for part in unread if part.kind is AttestationKind.PLAIN],
        "dialogues": [one for one in module.dialogues if dialogue_name(one.id) in names] if module else [],
        "mine": version.published_by == learner_key(),
    }


def _deed(row: Audit, names: Mapping[str, str]) -> Deed:
    given = {role: one for role in (AuditRole.OWNER, AuditRole.DEPUTY) if (one := row.party(role))}
    named = {role: names.get(str(one.learner_key), say("quelqu'un")) for role, one in given.items()}
    sentence = (
        DEEDS[AuditVerb(row.verb)] if row.verb != AuditVerb.ENTRUST or len(named) == 2 else ENTRUSTED[bool(named)]
    )
    # A deputy alone is entrusted with it too.
    alone = {"owner": next(iter(named.values()), "")}
    return Deed(row, say(sentence, **row.detail | alone | named))


# ------------------------------------------------------------------------------------------------------- the difference


@blueprint.post("/versions/<document_id>/compare")
@trainer
def compare(document_id: str) -> Response:
    """Go to the difference between two versions, the earlier one first; 0 is the draft."""
    earlier, later = sorted(request.form.get(name, 0, type=to_number) for name in ("before", "after"))
    if not earlier:
        return see_other(url_for("versions.draft_difference", document_id=document_id, before=later))
    return see_other(url_for("versions.version_difference", document_id=document_id, before=earlier, after=later))


@blueprint.get("/versions/<document_id>/<int:before>/<int:after>")
@trainer
def version_difference(document_id: str, before: int, after: int) -> str:
    """Show word by word what one version changed of another."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        old, new = (documents.version_of(db, document, number) for number in (before, after))
        return _difference(db, document, old, new.text, new)


@blueprint.get("/versions/<document_id>/<int:before>/draft")
@trainer
def draft_difference(document_id: str, before: int) -> str:
    """Show what the draft changes of a version."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        old = documents.version_of(db, document, before)
        return _difference(db, document, old, drafts.latest_text(db, document), None)


def _difference(db: Session, document: Document, old: Version, text: str, new: Version | None) -> str:
    lines = difference(old.text, text)
    return render_template("versions/difference.html", **_head(db, document, text), lines=lines, old=old, new=new)


# ------------------------------------------------------------------------------------------------------- taken up again


@blueprint.get("/versions/<document_id>/<int:number>")
@trainer
def version(document_id: str, number: int) -> str:
    """Show one version as it stands, and what becomes of the draft when it is taken up again."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        found = documents.version_of(db, document, number)
        restore_to = url_for("versions.restore", document_id=document_id, number=number)
        return _earlier(db, document, found.text, restore_to, version=found)


@blueprint.post("/versions/<document_id>/<int:number>/restore")
@trainer
def restore(document_id: str, number: int) -> Response:
    """Make the text of a version the draft; nothing is published."""
    with writing() as db:
        document = documents.document_of(db, document_id)
        found = documents.version_of(db, document, number)
        _take_up(db, document, found.text)
        audit.note(db, learner_key(), AuditVerb.RESTORE, document.id, house_day(), number=number)
    return see_other(url_for("versions.versions", document_id=document_id))


@blueprint.get("/versions/<document_id>/aside/<int:aside_id>")
@trainer
def aside(document_id: str, aside_id: int) -> str:
    """Show a draft that was set aside."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        row = drafts.aside_of(db, document, aside_id) or abort(404)
        restore_to = url_for("versions.take_up", document_id=document_id, aside_id=aside_id)
        return _earlier(db, document, row.text, restore_to, aside=row)


@blueprint.post("/versions/<document_id>/aside/<int:aside_id>/restore")
@trainer
def take_up(document_id: str, aside_id: int) -> Response:
    """Make a draft that was set aside the draft again."""
    with writing() as db:
        document = documents.document_of(db, document_id)
        row = drafts.aside_of(db, document, aside_id) or abort(404)
        _take_up(db, document, row.text)
        audit.note(db, learner_key(), AuditVerb.TAKE_UP_DRAFT, document.id, house_day(), aside=aside_id)
    return see_other(url_for("versions.versions", document_id=document_id))


def _earlier(
    db: Session,
    document: Document,
    text: str,
    restore_to: str,
    *,
    version: Version | None = None,
    aside: DraftAside | None = None,
) -> str:
    latest = drafts.latest_text(db, document)
    return render_template(
        "versions/version.html",
        **_head(db, document, text),
        lines=text.split("\n"),
        version=version,
        aside=aside,
        restore_to=restore_to,
        opened=drafts.fingerprint(latest),
        same=latest == text,
        waits=reviewing.open_review(db, document) is not None,
    )


def _take_up(db: Session, document: Document, text: str) -> None:
    """Make a text the draft, keep the draft that was there, and say so."""
    kept = drafts.restore(db, document, text, now(), learner_key(), request.form.get("opened", ""))
    if kept is not None:
        aside = drafts.set_aside(db, document, kept, house_day())
        audit.note(db, learner_key(), AuditVerb.TAKE_OVER_DRAFT, document.id, house_day(), aside=aside.id)
        flash(say("Ce texte est maintenant le brouillon. Celui qu'il remplace est gardé, mis de côté plus bas."))
    else:
        flash(say("Ce texte est maintenant le brouillon. Rien n'est publié."))


# --------------------------------------------------------------------------------------------------- for those who sign


@blueprint.get("/versions/<document_id>/<int:number>/approval")
@trainer
def approved(document_id: str, number: int) -> str:
    """Show those who must sign what they need to know of a version, on a page to print."""
    with reading() as db:
        document = documents.document_of(db, document_id)
        found = documents.version_of(db, document, number)
        sheet = approval.approval_of(db, document, found.text, found)
        head = _head(db, document, found.text)
        return render_template(SHEETS[type(sheet)], **head, sheet=sheet, version=found, review=None)
