"""One page that says what is wrong, and nothing while all is well."""

from flask import Blueprint, render_template

from models import authoring, health
from models.health import telling
from models.results import IN_WORDS
from models.words import words
from portal.access import account, administrator_or_trainer
from portal.shell import now, reading, settings

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("")
@administrator_or_trainer
def what_is_wrong() -> str:
    """The work behind the pages, for administrators; the content, for trainers too."""
    with reading() as db:
        content = health.content(db, now(), settings().timezone)
        running = health.running(db, now(), settings().timezone) if account().administrator else None
        clauses = telling.in_words(running, content, words(account().language))
        skills = {skill.id: skill.name for skill in authoring.skill_map(db)} if running and running.sources else {}
        shown = {"content": content, "running": running, "clauses": clauses, "skills": skills}
        return render_template("health/health.html", in_words=IN_WORDS, **shown)
