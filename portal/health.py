"""One page that says what is wrong, and nothing while all is well."""

from flask import Blueprint, render_template

from models import health
from models.results import IN_WORDS
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
        return render_template("health/health.html", content=content, running=running, in_words=IN_WORDS)
