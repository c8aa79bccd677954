"""« Avant l'entretien »: what the next person's question needs, on one screen and on one sheet of paper."""

from flask import Blueprint, render_template, request

from models.briefing import briefing
from models.catalogue import crisis, in_force
from portal.access import learner_key, signed_in, today
from portal.pages import page_language
from portal.search import address
from portal.shell import now, reading

blueprint = Blueprint("briefing", __name__, url_prefix="/briefing")


@blueprint.get("")
@signed_in
def before() -> str:
    """Show the rules in force, the cards and the stories that answer; what was sought is kept nowhere."""
    with reading() as db:
        domains, help_at_hand = in_force.skill_map(db).domains, crisis.is_there(db)
        found = briefing(db, learner_key(), request.args.get("q", ""), page_language(), today(), now())
    return render_template(
        "briefing/briefing.html",
        briefing=found,
        address=address,
        today=today(),
        crisis=help_at_hand,
        domains=domains,
    )
