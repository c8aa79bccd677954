"""Re-reading: what trainers are due to read again, and what learners are told of a text past its day."""

from flask import Blueprint, Response, flash, render_template, request, url_for

from content.readings import Reading
from models.ground import audit
from models.tables.audit import AuditVerb
from models.workshop import rereading
from portal.access import learner_key, trainer
from portal.pages import say
from portal.request import house_day, now, reading, see_other, settings, writing

blueprint = Blueprint("rereading", __name__)


@blueprint.get("/dates")
@trainer
def due() -> str:
    """Show what is proposed for this week, and all that is due."""
    with reading() as db:
        week = rereading.this_week(db, now(), settings().timezone)
        later = [one for one in rereading.due(db, house_day()) if one.subject not in {each.subject for each in week}]
    return render_template("rereading/all.html", due=week, later=later)


@blueprint.post("/dates/reread")
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
