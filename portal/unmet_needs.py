"""« Pas trouvé ? »: in which domain, and nothing else; each browser is counted a few times a week at most."""

from flask import Blueprint, Response, flash, request, url_for

from models.workshop import unmet_needs
from portal import weekly
from portal.access import signed_in
from portal.pages import say
from portal.request import house_day, see_other, writing

blueprint = Blueprint("unmet_needs", __name__)

MOST_A_WEEK = 8
TOLD = "unmet_needs"
"""Where the cookie of a browser says how often it was counted, in which week; not in which domain."""


@blueprint.post("/unmet-needs")
@signed_in
def tell() -> Response:
    """Count a need that was not met, and go back to the same screen."""
    back = see_other(url_for("briefing.before", q=request.form.get("q", "")))
    if not weekly.is_counted(TOLD, MOST_A_WEEK):
        flash(say("Vous l'avez dit plusieurs fois cette semaine : c'est déjà compté."))
        return back
    with writing() as db:
        unmet_needs.count(db, request.form.get("domain", ""), house_day())
    weekly.note(TOLD)
    flash(say("C'est noté : un domaine et une semaine, rien d'autre."))
    return back
