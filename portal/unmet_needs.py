"""« Pas trouvé ? »: in which domain, and nothing else; each browser is counted a few times a week at most."""

from flask import Blueprint, Response, flash, request, session, url_for

from models.ground.calendar import monday_of
from models.workshop import unmet_needs
from portal.access import signed_in
from portal.pages import say
from portal.shell import house_day, see_other, writing

blueprint = Blueprint("unmet_needs", __name__, url_prefix="/unmet-needs")

MOST_A_WEEK = 8
TOLD = "unmet_needs"
"""Where the cookie of a browser says how often it was counted, in which week; not in which domain."""


@blueprint.post("")
@signed_in
def tell() -> Response:
    """Count a need that was not met, and go back to the same screen."""
    monday = monday_of(house_day())
    week, told = session.get(TOLD, ("", 0))
    told = told if week == monday.isoformat() else 0
    back = see_other(url_for("briefing.before", q=request.form.get("q", "")))
    if told == MOST_A_WEEK:
        flash(say("Vous l'avez dit plusieurs fois cette semaine : c'est déjà compté."))
        return back
    with writing() as db:
        unmet_needs.count(db, request.form.get("domain", ""), house_day())
    session[TOLD] = (monday.isoformat(), told + 1)
    flash(say("C'est noté : un domaine et une semaine, rien d'autre."))
    return back
