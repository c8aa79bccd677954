"""« Se situer »: the placement test: what it is, its steps, and its result."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for

from models.study import gathering, progress, situate
from models.study.play import playing
from models.study.play.scenes import NoSuchPlay
from models.tutor import questions
from models.tutor.situation import Purpose
from portal import compass
from portal.access import estimated, learner_key, signed_in
from portal.shell import now, reading, see_other, writing

blueprint = Blueprint("situate", __name__)

MOST = questions.MOST_ASKED[Purpose.SITUATE]


@blueprint.get("/situate")
@signed_in
def about() -> str:
    """Explain the placement test before it begins."""
    with reading() as db:
        begun = situate.open_play(db, learner_key())
        domains = progress.standings(db, learner_key(), now())
        minutes = MOST * gathering.PACE.ask(db, learner_key=learner_key())
    taught = [standing.domain for standing in domains if any(skill.taught for skill in standing.skills)]
    return render_template("situate/about.html", begun=begun, domains=taught, minutes=round(minutes), most=MOST)


@blueprint.post("/situate")
@signed_in
@estimated
def begin() -> Response:
    """Begin, or take up again, over the whole map or in one domain."""
    with writing() as db:
        begun = playing.begin_situating(db, learner_key(), now(), request.form.get("domain") or None)
    return see_other(url_for("study.scene", play_id=begun.id))


@blueprint.post("/situate/<uuid:play_id>/stop")
@signed_in
@estimated
def stop(play_id: UUID) -> Response:
    """End the placement test here, and show the result."""
    with writing() as db:
        playing.stop(db, playing.play_of(db, play_id, learner_key()), now())
    return see_other(url_for("situate.found", play_id=play_id))


@blueprint.get("/situate/<uuid:play_id>")
@signed_in
@estimated
def found(play_id: UUID) -> Response:
    """Show the result in words, and the compass."""
    with reading() as db:
        ended = playing.play_of(db, play_id, learner_key())
        if ended.purpose != Purpose.SITUATE:
            raise NoSuchPlay
        if ended.finished_at is None:
            return see_other(url_for("study.scene", play_id=play_id))
        told, domains = situate.found(db, ended), progress.standings(db, learner_key(), now())
    standings = {standing.skill.id: standing for domain in domains for standing in domain.skills}
    # What comes back, and when, stands on home: nothing is to be done here.
    drawn = compass.rose(domains, this_week=0)
    return make_response(
        render_template("situate/found.html", found=told, standings=standings, domains=domains, compass=drawn)
    )
