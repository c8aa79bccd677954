"""One page that says what is wrong, and nothing while all is well."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

import watchers
from content.skills import SkillMap
from models.catalogue import in_force
from models.ground import backups, sizes
from models.ground.settings import VERSION
from models.ground.words import typographic
from models.people import retention
from models.people.health import overview
from models.people.health.sources import SourceTrouble
from portal.access import account, administrator_or_trainer
from portal.pages import page_language, page_words
from portal.shell import now, reading, settings

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("")
@administrator_or_trainer
def what_is_wrong() -> str:
    """Show the state of the work behind the pages to administrators, that of the content to trainers too."""
    with reading() as db:
        content = overview.content(db, now(), settings().timezone)
        running = overview.running(db, now(), settings().timezone) if account().administrator else None
        touched = _touched(in_force.skill_map(db), running.sources) if running and running.sources else {}
        shown = {"content": content, "running": running, "touched": touched}
        machine = _machine(db) if running else None
        kept = retention.period(page_words(), settings().terms.copies)
        return render_template("health/health.html", copies_kept=kept, machine=machine, **shown)


class Machine(NamedTuple):
    """What an operator asks of an installation that is well; sizes in bytes, as roughly as they may be told."""

    version: str
    waiting: int | None
    """Tasks in the queue, in tens; None where it does not answer."""
    database: int
    copy: int
    disk_low: bool


def _machine(db: Session) -> Machine:
    length, instance = watchers.queue_length(settings()), settings().instance
    return Machine(
        version=VERSION,
        waiting=None if length is None else length // 10 * 10,
        database=sizes.rounded(sizes.of_database(db)),
        copy=sizes.rounded(backups.size_of_last(instance)),
        disk_low=sizes.is_low(instance),
    )


def _touched(skills: SkillMap, troubles: Sequence[SourceTrouble]) -> dict[int, str]:
    """Return, by source, the names of the skills that its stories touch most."""
    language = page_language()
    named = {skill.id: typographic(skill.name[language], language) for skill in skills}
    return {one.source.id: ", ".join(named[skill] for skill in one.skills if skill in named) for one in troubles}
