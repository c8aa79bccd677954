"""The two weeks ahead of a learner: a small picture, and what it says in words."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from models.ground.words import day_as
from models.study.coming_back import DayAhead
from portal.access import today
from portal.charts.ahead import DayDrawn, ahead_chart
from portal.pages import page_language, page_words, say, weekday


class AheadAsShown(NamedTuple):
    """The picture, and the days that it shows."""

    picture: Markup
    days: Sequence[DayAhead]


def shown(days: Sequence[DayAhead]) -> AheadAsShown | None:
    """Draw the days ahead; None where nothing comes back."""
    if not any(day.skills for day in days):
        return None
    count = sum(len(day.skills) for day in days)
    told = ", ".join(f"{weekday(day.day)}\N{NO-BREAK SPACE}: {len(day.skills)}" for day in days if day.skills)
    reviews = page_words().ngettext("Une reprise", "%(num)s reprises", count)
    sentence = say("%(reviews)s dans les deux semaines (%(days)s).", reviews=reviews, days=told)
    drawn = [
        DayDrawn(
            weekday=day_as(one.day, "EEEEEE", page_language()),
            number=str(one.day.day),
            reviews=len(one.skills),
            off=one.off is not None,
            today=one.day == today(),
            monday=one.day.weekday() == 0,
        )
        for one in days
    ]
    return AheadAsShown(ahead_chart(drawn, sentence), days)
