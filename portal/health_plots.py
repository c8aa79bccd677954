"""The small plots of « État »: what is drawn of the last days, and in which words."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from models.people.health.days import WorkingDay
from portal.charts.days import DayBar, days_chart
from portal.pages import say

HOURS = 24


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
