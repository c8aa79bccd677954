"""« En entretien : … »: the sentence that a trainer writes beside a story."""

from flask import Blueprint, Response, flash, request, url_for

from models.ground import audit
from models.tables.audit import AuditVerb
from models.workshop import interview
from portal.access import learner_key, trainer
from portal.pages import say
from portal.request import house_day, now, see_other, writing

blueprint = Blueprint("interview", __name__)


@blueprint.post("/interview/<int:story_id>")
@trainer
def write(story_id: int) -> Response:
    """Keep the sentence beside a story; an empty field takes it back."""
    with writing() as db:
        row = interview.write(db, story_id, request.form.get("body", ""), now(), learner_key())
        audit.note(db, learner_key(), AuditVerb.WRITE_INTERVIEW, f"story:{story_id}", house_day())
    flash(say("C'est noté : tout le monde le lit sous l'actualité.") if row.body else say("Ce mot est retiré."))
    return see_other(url_for("news.story", story_id=story_id))
