"""The texts that are prepared for the day of a rule change."""

from functools import partial

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.text.difference import difference
from models.catalogue import documents, drafts
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from models.tables.rule_changes import RuleChange
from models.workshop.rule_changes import for_the_day, taking_effect, telling
from models.workshop.rule_changes.about import Stage
from portal.access import account, learner_key, signed_in
from portal.pages import say
from portal.problems import findings
from portal.request import house_day, now, reading, see_other, writing
from portal.rule_changes.blueprint import blueprint
from portal.rule_changes.deciding import names_in, readable
from portal.titles import language_of, title_of


@blueprint.get("/rule-changes/<int:change_id>/texts/<document_id>")
@signed_in
def text(change_id: int, document_id: str) -> str:
    """Show the text of a document for the day: what is written, what it changes, what there is to mend."""
    with reading() as db:
        return _text_page(db, readable(db, change_id), documents.module_document(db, document_id))


@blueprint.post("/rule-changes/<int:change_id>/texts/<document_id>")
@signed_in
def keep_text(change_id: int, document_id: str) -> Response | tuple[str, int]:
    """Keep the text, say that nothing is to change, or vouch for it as a second reader: as the button says."""
    typed = request.form.get("text", "").replace("\r\n", "\n")
    try:
        with writing() as db:
            found, document = readable(db, change_id), documents.module_document(db, document_id)
            verb, said = _kept(db, found, document, typed)
            audit.note(db, learner_key(), verb, taking_effect.subject_of(found), house_day(), document=document_id)
    except drafts.DraftMoved:
        # Compared when others can write again.
        with reading() as db:
            found, document = readable(db, change_id), documents.module_document(db, document_id)
            return _text_page(db, found, document, typed=typed), 409
    flash(said)
    return see_other(url_for("rule_changes.text", change_id=change_id, document_id=document_id))


def _kept(db: Session, found: RuleChange, document: Document, typed: str) -> tuple[AuditVerb, str]:
    """Return the verb for the audit log, and the sentence that tells it."""
    do = request.form.get("do")
    if do == "read":
        row = for_the_day.texts(db, found).get(document.id) or abort(404)
        if request.form.get("opened") != drafts.fingerprint(for_the_day.prepared(db, row, document)):
            raise drafts.DraftMoved
        for_the_day.read(db, found, row, now(), learner_key())
        return AuditVerb.READ_TEXT, say("C'est noté : ce texte est relu.")
    if not account().trainer:
        abort(403)
    if do == "leave":
        for_the_day.leave(db, found, document, now(), learner_key())
        return AuditVerb.LEAVE_TEXT, say("C'est noté : rien n'est à changer ici. Une autre personne doit le confirmer.")
    opened = request.form.get("opened", "")
    for_the_day.write(db, found, document, typed, opened, now(), learner_key())
    return AuditVerb.WRITE_TEXT, say("Le texte est gardé pour le jour venu. Une autre personne doit le relire.")


def _text_page(db: Session, found: RuleChange, document: Document, typed: str | None = None) -> str:
    for_the_day.require_marking(found)
    row, in_force = for_the_day.texts(db, found).get(document.id), documents.published_text(db, document) or ""
    kept = for_the_day.prepared(db, row, document)
    shown = kept if typed is None else typed
    (told,) = [one for one in telling.everything(db) if one.change.id == found.id]
    mended = []
    if row is not None and row.text is not None:
        mended = findings(db, document, row.text, partial(for_the_day.check, db, found, row))
    return render_template(
        "rule_changes/text.html",
        told=told,
        change=found,
        document=document,
        row=row,
        title=title_of(document.id, in_force),
        text_language=language_of(document.id, in_force),
        shown=shown,
        opened=drafts.fingerprint(kept),
        conflict=difference(kept, shown) if typed is not None else None,
        changes=difference(in_force, kept) if kept != in_force else None,
        findings=mended,
        names=names_in(db, found),
        me=learner_key(),
        moved=row is not None and for_the_day.has_moved(db, row, document),
        open=told.stage in {Stage.VERIFYING, Stage.TO_COME},
    )
