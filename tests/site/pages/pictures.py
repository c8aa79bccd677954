"""Pictures to look at in tests: belief over time, from a few answers on one skill."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from models.estimates import Estimates
from models.learning import belief_history
from models.learning.belief_history import History
from portal.charts.belief import Labels, belief_chart
from tests.builders import MONDAY

AXIS = ("acquis", ("encore bien", "en tête"), "en cours", "à découvrir")
LABELS = Labels("Trois réponses.", *AXIS, "23 novembre", "aujourd'hui", "à rafraîchir : 8 janvier")


@dataclass(frozen=True)
class Told:
    """An answer as far as belief asks of it, so many days after a Monday."""

    days: float
    correct: bool = True
    dont_know: bool = False
    exposure: int = 0
    skill = "listen.active"
    question_id = "listen-active-1"
    chance = 0.0
    rapid = False
    working_day = True
    provisional = False

    @property
    def answered_at(self) -> datetime:
        return MONDAY + timedelta(days=self.days)

    @property
    def day(self) -> date:
        return self.answered_at.date()


def history_of(*told: Told) -> History:
    """What the log would give, three days after the last answer."""
    now = told[-1].answered_at + timedelta(days=3)
    return belief_history.lived_again(told, Estimates(), "listen.active", now)  # type: ignore[arg-type]


def chart_of(*told: Told, labels: Labels = LABELS, fades_in: float | None = None) -> Markup:
    """Belief over time, four weeks of the future included."""
    history = history_of(*told)
    ahead = belief_history.ahead(history, history.at + timedelta(days=28))
    return belief_chart(history, ahead, None if fades_in is None else history.at + timedelta(days=fades_in), labels)
