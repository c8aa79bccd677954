"""« En avez-vous eu l'occasion ? »: one line on home, a day later, about what a module gave to try."""

from flask import Blueprint, Response, abort, flash, request, url_for

from models.study import follow_ups
from models.tables.follow_ups import Tried
from portal.access import estimated, learner_key, signed_in
from portal.pages import say
from portal.shell import now, see_other, writing

blueprint = Blueprint("follow_ups", __name__, url_prefix="/follow-ups")


@blueprint.post("/<module_id>")
@signed_in
@estimated
def tell(module_id: str) -> Response:
    """Keep what she says of what there was to try."""
    said = request.form.get("said")
    if said not in list(Tried):
        abort(404)
    with writing() as db:
        follow_ups.say(db, learner_key(), module_id, Tried(said), now())
    flash(say("C'est noté, pour vous : la page du module vous le redira."))
    return see_other(url_for("home.home"))
