"""The views of rule changes (their list, the decision, undoing), and the sentences about them for every page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_
from content.module import Module
from models.catalogue import documents as catalogue_documents
from models.community import topics
from models.ground import audit
from models.ground.calendar import local_day
from models.people import accounts
from models.studio.rule_changes import announcements, deciding, planning, prepared_texts, stages
from models.studio.rule_changes.announcements import Coming, RuleChangeAsTold
from models.studio.rule_changes.stages import ZONE, Stage
from models.tables.answers import Presentation
from models.tables.audit import AuditVerb
from models.tables.rule_changes import RuleChange
from models.tables.stories import Story
from portal.access import account, learner_key, signed_in, trainer
from portal.pages import page_language, say
from portal.request import house_day, now, reading, see_other, writing
from portal.studio.text_findings import language_of, title_of

blueprint = Blueprint("rule_changes", __name__)


# -------------------------------------------------------------------------------------------- the pages of rule changes


DEEDS = {
    AuditVerb.PROPOSE_CHANGE: N_("a proposé ce changement"),
    AuditVerb.ACCEPT_CHANGE: N_("l'a accepté"),
    AuditVerb.REFUSE_CHANGE: N_("l'a refusé"),
    AuditVerb.WITHDRAW_CHANGE: N_("l'a retiré"),
    AuditVerb.WRITE_TEXT: N_("a écrit le texte de « %(document)s »"),
    AuditVerb.LEAVE_TEXT: N_("a noté que rien n'est à changer dans « %(document)s »"),
    AuditVerb.READ_TEXT: N_("a relu ce qui est prévu pour « %(document)s »"),
    AuditVerb.CHANGE_TAKES_EFFECT: N_("l'a mis en vigueur"),
    AuditVerb.UNDO_CHANGE: N_("l'a annulé : tout est remis comme avant"),
}
"""What somebody did, with the values of the row."""

Verb = Callable[[Session, RuleChange, datetime, UUID], None]


@blueprint.get("/rule-changes")
@trainer
def changes() -> str:
    """Show all rule changes: what waits, what is to come, what is in effect, what has ended."""
    with reading() as db:
        found = announcements.everything(db)
        titles = {one.story_id: db.get_one(Story, one.story_id) for one in found}
        return render_template(
            "rule_changes/changes.html", found=found, stories=titles, names=accounts.trainer_names(db)
        )


@blueprint.get("/rule-changes/<int:change_id>")
@signed_in
def change(change_id: int) -> str:
    """Show a rule change, what rests on its rule, what is prepared for its day, and the decision."""
    with reading() as db:
        found = readable(db, change_id)
        (told,) = [one for one in announcements.everything(db) if one.change.id == change_id]
        documents = _documents(db, found)
        titles = {one["document"].id: one["title"] for one in documents}
        deeds = []
        for row in audit.trail(db, planning.subject_of(found), DEEDS):
            named = row.detail.get("document", "")
            told_of = row.detail | {"document": titles.get(named, named)}
            deeds.append((row, say(DEEDS[AuditVerb(row.verb)], **told_of)))
        return render_template(
            "rule_changes/change.html",
            told=told,
            change=found,
            story=db.get_one(Story, found.story_id),
            documents=documents,
            topics=topics.citing(db, found.rule_id),
            seen=prepared_texts.seal(db, found),
            names=names_in(db, found),
            deeds=deeds,
            me=learner_key(),
            may_decide=deciding.may_decide(db, found, learner_key()),
            past=found.holds_from is not None and found.holds_from <= local_day(now(), ZONE),
        )


def readable(db: Session, change_id: int) -> RuleChange:
    """Return a change if this trainer, or the one who was asked to decide, may read it; raises NotFound."""
    found = stages.change_of(db, change_id)
    if not account().trainer and found.invited != learner_key():
        abort(403)
    return found


def names_in(db: Session, found: RuleChange) -> Mapping[str, str]:
    invited = accounts.account_of(db, found.invited) if found.invited else None
    return accounts.trainer_names(db) | ({str(found.invited): invited.name} if invited else {})


def _documents(db: Session, found: RuleChange) -> list[dict[str, Any]]:
    """Return what rests on the rule, document by document, with what is prepared for it."""
    if not stages.switches(found):
        return []
    rows, cite = prepared_texts.texts(db, found), stages.concerned(db, found.rule_id)
    listed = [(one.document, one.questions) for one in cite]
    listed += [
        (catalogue_documents.document_of(db, name), ())
        for name in rows
        if name not in {one.document.id for one in cite}
    ]
    return [
        {
            "document": document,
            "title": title_of(document.id, catalogue_documents.published_text(db, document) or ""),
            "language": language_of(document.id, catalogue_documents.published_text(db, document) or ""),
            "questions": questions,
            "row": rows.get(document.id),
            "moved": document.id in rows and prepared_texts.has_moved(db, rows[document.id], document),
        }
        for document, questions in listed
    ]


@blueprint.post("/rule-changes/<int:change_id>/decide")
@signed_in
def decide(change_id: int) -> Response:
    """Accept or refuse, as the button says."""
    if request.form.get("do") == "accept":
        accept = partial(deciding.accept, seen=request.form.get("seen", ""))
        return _done(change_id, AuditVerb.ACCEPT_CHANGE, accept, say("Le changement est accepté."))
    refused = say("Le changement est refusé : rien ne change.")
    return _done(change_id, AuditVerb.REFUSE_CHANGE, deciding.refuse, refused)


@blueprint.post("/rule-changes/<int:change_id>/withdraw")
@trainer
def withdraw(change_id: int) -> Response:
    """Withdraw this person's own proposal."""
    withdrawn = say("La proposition est retirée : rien ne change.")
    return _done(change_id, AuditVerb.WITHDRAW_CHANGE, deciding.withdraw, withdrawn)


@blueprint.post("/rule-changes/<int:change_id>/undo")
@trainer
def undo(change_id: int) -> Response:
    """Undo an accepted change, before its day or after it."""
    undone = say("Le changement est annulé : la règle, les textes et ce que chacun a acquis sont comme avant.")
    return _done(change_id, AuditVerb.UNDO_CHANGE, deciding.undo, undone)


def _done(change_id: int, deed: AuditVerb, verb: Verb, said: str) -> Response:
    """Do it, note who has done it, say so."""
    with writing() as db:
        found = readable(db, change_id)
        verb(db, found, now(), learner_key())
        audit.note(db, learner_key(), deed, planning.subject_of(found), house_day())
    flash(said)
    return see_other(url_for("rule_changes.change", change_id=change_id))


# -------------------------------------------------------------------------- sentences about rule changes for every page


def init_app(app: Flask) -> None:
    """Let every template say them."""
    for told in (change_in_words, not_touched, coming_changes, rule_changed_since):
        app.add_template_global(told)


def change_in_words(told: RuleChangeAsTold) -> str:
    """Describe a rule change in a sentence."""
    return announcements.change_sentence(told, page_language())


def not_touched(told: RuleChangeAsTold) -> str:
    """Say in a sentence whom a change does not touch."""
    return announcements.not_touched(told, page_language())


def coming_changes(module: Module, question_id: str | None = None) -> list[Coming]:
    """Return the changes to come of the rules that a module, or one of its questions, rests on."""
    with reading() as db:
        found = announcements.coming(db, module, now())
    if question_id is None:
        return found
    return [one for one in found if question_id in stages.resting_on(module, one.told.change.rule_id)]


def rule_changed_since(presentation: Presentation) -> datetime | None:
    """Return since when a rule of a question has changed, if it was shown before."""
    with reading() as db:
        return announcements.changed_since(db, presentation)


def changes_at_work(db: Session) -> dict[str, object]:
    """Return what waits for this trainer, and by document what is in progress on its rules."""
    mine = {one.id for one in deciding.waiting_for(db, learner_key())}
    at_work = [one for one in announcements.everything(db) if one.stage in {Stage.VERIFYING, Stage.TO_COME}]
    concerned: dict[str, list[tuple[RuleChangeAsTold, int]]] = {}
    for told in at_work:
        for one in stages.concerned(db, told.change.rule_id) if told.switches else []:
            concerned.setdefault(one.document.id, []).append((told, len(one.questions)))
    return {"waiting": [one for one in at_work if one.change.id in mine], "concerned": concerned}
