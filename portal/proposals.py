"""Replies to a proposal of the tutor: something else for today, never again, I know this already."""

from datetime import timedelta

from flask import Blueprint, Response, flash, request, url_for

from models.ground.calendar import local_day
from models.study import proposals
from models.study.play import playing
from portal.access import account, estimated, learner_key, signed_in
from portal.pages import say
from portal.shell import now, see_other, writing

blueprint = Blueprint("proposals", __name__)

TOMORROW = timedelta(days=1)


@blueprint.post("/proposals/other")
@signed_in
@estimated
def other() -> Response:
    """Put a proposal off until tomorrow (« Plutôt autre chose »); move the focus to the one that replaces it."""
    with writing() as db:
        day = local_day(now(), account().learner.timezone)
        proposals.refuse(db, learner_key(), request.form.get("target", ""), now(), until=day + TOMORROW)
    flash(say("Entendu : autre chose pour aujourd'hui. Demain, tout est de nouveau possible."))
    return see_other(url_for("home.home", _anchor="step"))


@blueprint.post("/proposals/never")
@signed_in
@estimated
def never() -> Response:
    """Refuse a proposal (« Ne plus me le proposer ») until it is taken back on the page of modules."""
    with writing() as db:
        proposals.refuse(db, learner_key(), request.form.get("target", ""), now(), until=None)
    flash(say("C'est noté : Boussole ne le proposera plus. La page des modules permet d'y revenir."))
    return see_other(url_for("home.home"))


@blueprint.post("/proposals/again")
@signed_in
def again() -> Response:
    """Allow a refused proposal again."""
    with writing() as db:
        proposals.take_back(db, learner_key(), request.form.get("target", ""))
    return see_other(url_for("study.modules"))


@blueprint.post("/skills/<skill>/contest")
@signed_in
@estimated
def contest(skill: str) -> Response:
    """Ask three questions of a learner who says « Je connais déjà »."""
    with writing() as db:
        begun = playing.contest(db, learner_key(), skill, now())
    return see_other(url_for("study.scene", play_id=begun.id))
