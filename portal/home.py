"""Home: what to do next, what to refresh, what changes in the job, and the compass."""

from flask import Blueprint, Response, render_template

from models import authoring, news, progress, reports
from models.learner import State
from portal import compass, reasons
from portal.access import learner_key, signed_in
from portal.shell import now, reading

blueprint = Blueprint("home", __name__)

STORIES = 4


@blueprint.get("/")
@signed_in
def home() -> str | Response:
    """The page that a counsellor with seven minutes opens."""
    with reading() as db:
        key, at = learner_key(), now()
        step = progress.next_step(db, key, at)
        modules = {published.module.id: published.module for published in authoring.published_modules(db)}
        domains = progress.standings(db, key, at)
        return render_template(
            "home/home.html",
            proposal=step and reasons.proposal(step, modules, domains),
            to_refresh=progress.in_state(domains, State.TO_REFRESH),
            replies=reports.replies(db, key),
            stories=news.stories(db, key, at, most=STORIES),
            domains=domains,
            skills=authoring.skill_map(db),
            rose=compass.rose(domains),
        )
