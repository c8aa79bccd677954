"""Who answers for each module and rule: an owner, and a deputy for when she cannot."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from models.catalogue import documents, in_force
from models.ground import audit
from models.studio import responsibility
from models.studio.responsibility import RULE
from models.tables.audit import AuditRole, AuditVerb
from models.tables.people import Account
from portal.access import learner_key, trainer
from portal.forms import to_number
from portal.pages import page_language, say
from portal.request import house_day, reading, see_other, writing

blueprint = Blueprint("responsibility", __name__)


@blueprint.get("/responsibility")
@trainer
def everything() -> str:
    """Show every module and rule with who answers for it; `subject` says whose form is open."""
    with reading() as db:
        return render_template(
            "responsibility/everything.html",
            answering=responsibility.all_answering(db),
            titles=subject_titles(db),
            trainers=responsibility.trainers(db),
            opened=request.args.get("subject", ""),
        )


@blueprint.post("/responsibility/<subject>")
@trainer
def entrust(subject: str) -> Response:
    """Set who answers for a module or a rule."""
    with writing() as db:
        if subject not in responsibility.subjects(db):
            abort(404)
        owner, deputy = chosen_trainer(db, "owner"), chosen_trainer(db, "deputy")
        responsibility.entrust(db, subject, owner, deputy)
        _note(db, subject, owner, deputy)
    flash(say("C'est noté."))
    return see_other(url_for("responsibility.everything", _anchor=subject))


def _note(db: Session, subject: str, owner: UUID | None, deputy: UUID | None) -> None:
    parties = {AuditRole.OWNER: owner, AuditRole.DEPUTY: deputy}
    audit.note(db, learner_key(), AuditVerb.ENTRUST, subject, house_day(), parties)


def subject_titles(db: Session) -> dict[str, str]:
    """Return the titles of modules and rules, by subject."""
    rules = {f"{RULE}{rule.id}": rule.name[page_language()] for rule in in_force.rules(db).values()}
    return {module.id: module.title for module in documents.listing(db)} | rules


def chosen_trainer(db: Session, field: str) -> UUID | None:
    """Return the trainer whose account number a form sends, if it names any; raises NoTrainer."""
    if not request.form.get(field):
        return None
    return responsibility.trainer_numbered(db, request.form.get(field, 0, type=to_number)).learner_key


# ---------------------------------------------------------------------------------------------------- anyone who leaves


def handover(db: Session, leaving: Account) -> dict[str, object]:
    """Return what somebody answers for, and who may take it over, as forms for leaving show it."""
    held = responsibility.held_by(db, leaving.learner_key)
    return {
        "held": held,
        "leaving_key": leaving.learner_key,
        "titles": subject_titles(db) if held else {},
        "successors": [one for one in responsibility.trainers(db) if one.id != leaving.id] if held else [],
    }


def hand_over(db: Session, leaving: Account) -> None:
    """Give all that somebody answers for to the successor that a form names; with none, to her deputies."""
    held = responsibility.held_by(db, leaving.learner_key)
    successor = chosen_trainer(db, "successor")
    responsibility.hand_over(db, leaving.learner_key, successor)
    for row in held:
        _note(db, row.subject, row.owner, row.deputy)
