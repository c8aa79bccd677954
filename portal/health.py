"""« État »: what the operator has to mend, and how the machine and the work behind the pages are."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from content.skills import SkillMap
from models.catalogue import in_force
from models.ground.words import typographic
from models.people.health import alarms, days, failing, overview
from models.people.health.sources import SourceTrouble
from models.watch.sources import watching
from portal.access import administrator
from portal.health_plots import plots
from portal.pages import page_language, page_words
from portal.shell import now, reading, settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@administrator
def what_is_wrong() -> str:
    """Show administrators how it goes."""
    with reading() as db:
        found = overview.look(db, settings(), now())
        troubles = found.running.sources if found.running else ()
        touched = _touched(in_force.skill_map(db), troubles) if troubles else {}
        raised = alarms.raised(found, page_words())
        kept = page_words().days(settings().terms.copies)
        lately = days.lately(db, now(), settings().timezone) if found.running else []
        shown = {"alarms": raised, "copies_kept": kept, "touched": touched, "days": lately, "plots": plots(lately)}
        much_fails = failing.widespread(db) if found.running else None
        unwatched = found.running is not None and not watching.follows_any(db)
        running = {"unwatched": unwatched, "running": found.running, "failing": much_fails}
        return render_template("health/health.html", machine=found.machine, **running, **shown)


def _touched(skills: SkillMap, troubles: Sequence[SourceTrouble]) -> dict[int, str]:
    """Return, by source, the names of the skills that its stories touch most."""
    language = page_language()
    named = {skill.id: typographic(skill.name[language], language) for skill in skills}
    return {one.source.id: ", ".join(named[skill] for skill in one.skills if skill in named) for one in troubles}
