"""A programme: its page, at a stable address, and what its learner alone decides: to follow it, to stop."""

from flask import Blueprint, Response, flash, render_template, url_for

from models.study import programmes
from portal.access import learner_key, signed_in
from portal.pages import say
from portal.shell import now, reading, see_other, writing

blueprint = Blueprint("programmes", __name__)


@blueprint.get("/programmes/<programme_id>")
@signed_in
def programme(programme_id: str) -> str:
    """Show the weeks of a programme, and to who follows it how far she is."""
    with reading() as db:
        found = programmes.standing(db, learner_key(), programme_id, now())
    return render_template("programmes/programme.html", standing=found)


@blueprint.post("/programmes/<programme_id>/follow")
@signed_in
def follow(programme_id: str) -> Response:
    """Follow a programme from today on."""
    with writing() as db:
        programmes.take_up(db, learner_key(), programme_id, now())
    return see_other(url_for("programmes.programme", programme_id=programme_id))


@blueprint.post("/programmes/<programme_id>/stop")
@signed_in
def stop(programme_id: str) -> Response:
    """Follow a programme no longer."""
    with writing() as db:
        programmes.stop(db, learner_key(), programme_id)
    flash(say("Le parcours est arrêté. Ce que vous avez joué reste à vous."))
    return see_other(url_for("home.home"))
