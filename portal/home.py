"""Home: what to do next, what to refresh, what changes in the job, and the compass."""

from flask import Blueprint, Response, render_template, request, session

from models import authoring, news, progress, proposals, situate
from models.learner import State
from portal import compass, reasons
from portal.access import learner_key, signed_in
from portal.shell import now, reading, writing

blueprint = Blueprint("home", __name__)

STORIES = 4
MINUTES = (3, 5, 7, 15)


@blueprint.get("/")
@signed_in
def home() -> str | Response:
    """The page that a counsellor with seven minutes opens."""
    with reading() as db:
        key, at, minutes = learner_key(), now(), _minutes()
        proposed = proposals.propose(db, key, at, minutes)
        modules = {published.module.id: published.module for published in authoring.published_modules(db)}
        domains = progress.standings(db, key, at)
        page = render_template(
            "home/home.html",
            situate=situate.is_proposed(db, key, at) and situate.TARGET,
            proposal=proposed and reasons.proposal(proposed, modules, domains),
            minutes=minutes,
            choices=MINUTES,
            to_refresh=progress.in_state(domains, State.TO_REFRESH),
            stories=news.stories(db, key, at, most=STORIES),
            domains=domains,
            skills=authoring.skill_map(db),
            rose=compass.rose(domains),
        )
    if proposed and proposed.new:
        with writing() as db:
            proposals.keep(db, key, proposed)
    return page


def _minutes() -> int | None:
    """How long the learner has: as she says now, else as she said last in this session."""
    asked = request.args.get("minutes", type=int)
    if asked in MINUTES:
        session["minutes"] = asked
    kept: int | None = session.get("minutes")
    return kept
