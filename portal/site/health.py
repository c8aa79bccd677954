"""« État » for the operator: what has to be mended, how the machine works; and the figures of the whole house."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Blueprint, render_template
from markupsafe import Markup

from content.skills import SkillMap
from models.catalogue import in_force
from models.ground.words import typographic
from models.news.sources import shared_sources
from models.site import alarms, failing_sources, house_figures, installation_state
from models.site.failing_sources import SourceTrouble
from models.site.installation_state import WorkingDay
from portal.access import administrator, trainer
from portal.charts.over_time import DayBar, days_chart
from portal.pages import page_language, page_words, say
from portal.request import now, reading, settings

blueprint = Blueprint("health", __name__)

HOURS = 24


@blueprint.get("/health")
@administrator
def what_is_wrong() -> str:
    """Show administrators how it goes."""
    with reading() as db:
        found = installation_state.look(db, settings(), now())
        troubles = found.running.sources if found.running else ()
        touched = _touched(in_force.skill_map(db), troubles) if troubles else {}
        raised = alarms.raised(found, page_words())
        kept = page_words().days(settings().terms.copies)
        lately = installation_state.lately(db, now(), settings().timezone) if found.running else []
        shown = {"alarms": raised, "copies_kept": kept, "touched": touched, "days": lately, "plots": plots(lately)}
        much_fails = failing_sources.widespread(db) if found.running else None
        unwatched = found.running is not None and not shared_sources.follows_any(db)
        running = {"unwatched": unwatched, "running": found.running, "failing": much_fails}
        return render_template("health/health.html", machine=found.machine, **running, **shown)


def _touched(skills: SkillMap, troubles: Sequence[SourceTrouble]) -> dict[int, str]:
    """Return, by source, the names of the skills that its stories touch most."""
    language = page_language()
    named = {skill.id: typographic(skill.name[language], language) for skill in skills}
    return {one.source.id: ", ".join(named[skill] for skill in one.skills if skill in named) for one in troubles}


# ---------------------------------------------------------------------------------------------------------------- plots


class Plot(NamedTuple):
    """A plot, with what it is of, and today's and the greatest number in words."""

    title: str
    words: str
    chart: Markup


def plots(days: Sequence[WorkingDay]) -> list[Plot]:
    """Return the plots of what was measured on any of the days."""
    found: list[Plot] = []

    def plot(name: str, title: str, bars: list[DayBar], unit: Callable[[int], str], most: int | None = None) -> None:
        numbers = [bar.number for bar in bars if bar.number is not None]
        today = say("rien encore") if bars[-1].number is None else unit(bars[-1].number)
        words = say("aujourd'hui : %(today)s ; au plus : %(most)s", today=today, most=unit(max(numbers)))
        found.append(Plot(title, words, days_chart(name, bars, f"{title}, {words}", most)))

    if any(day.seen for day in days):
        seen = [DayBar(min(HOURS, round(day.seen / 60)) if day.seen else None) for day in days]
        plot("seen", say("Heures où le travail de fond était là"), seen, lambda n: f"{n} h", HOURS)
        waiting = [DayBar(day.waiting) for day in days]
        few = say("moins de dix")
        plot("waiting", say("Tâches en attente, au plus fort"), waiting, lambda n: str(n) if n else few)
    if any(day.visits for day in days):
        visits = [DayBar(day.visits, day.failed_visits) for day in days]
        title = say("Visites de sources, et celles qui ont échoué")
        plot("visits", title, visits, str)
    if any(day.failed_tasks for day in days):
        plot("failures", say("Tâches interrompues par une erreur"), [DayBar(d.failed_tasks) for d in days], str)
    return found


# ----------------------------------------------------------------------------------------- the whole house for trainers


house_blueprint = Blueprint("house", __name__)


@house_blueprint.get("/house")
@trainer
def sheet() -> str:
    """Show what the house has met and acquired in each direction, on one page that can be printed."""
    with reading() as db:
        found = house_figures.house_figures(db)
    return render_template("house/sheet.html", sheet=found, least_people=house_figures.LEAST_PEOPLE)
