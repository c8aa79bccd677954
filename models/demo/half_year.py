"""The half-year of the counsellor whom a visitor may be: skills acquired, fading, begun, and what she has settled."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from content.marking import Response
from content.module import Question
from models.catalogue import in_force
from models.demo.cohort import InventedLearner, mistaken, sitting
from models.ground.calendar import is_working_day
from models.learning import keepsakes, themes, week
from models.learning.keepsakes import Target
from models.tables.keepsakes import KeepsakeKind
from models.tables.people import Account

LIVED: Mapping[int, tuple[str, ...]] = {
    182: ("ecouter-sans-diriger",),
    178: ("ecouter-sans-diriger", "boussole-ou-catalyseur"),
    171: ("boussole-ou-catalyseur",),
    150: ("article-60",),
    143: ("article-60", "lire-une-mesure"),
    60: ("tension",),
    52: ("tension", "orienter-avec-relais"),
    45: ("orienter-avec-relais",),
    21: ("objectifs-et-suivi",),
    13: ("objectifs-et-suivi", "ecrire-clair"),
    9: ("ecrire-clair",),
    6: ("lire-un-chiffre",),
    2: ("entonnoir-et-question-noeud",),
}
"""How many days ago she played what; at a weekend, on the Monday after."""
HARD = frozenset({"labour.lmi", "assess.questions", "path.followup"})
"""Skills on which she errs every other time."""
DAYS_A_WEEK = 2
AWAY_IN, AWAY_FOR = timedelta(days=9), timedelta(days=4)


class Counsellor(InventedLearner):
    """Somebody who is mostly right, but for what she finds hard."""

    def respond(self, question: Question) -> Response:
        """Return her response."""
        wrong = question.skill in HARD and self._random.random() < 0.5
        return mistaken(question, self._random) if wrong else question.key


def live(db: Session, account: Account, today: date, ago: int) -> int:
    """Let her play what she played so many days ago; returns the number of answers."""
    random = Random(f"half a year ago: {ago}")
    counsellor = Counsellor(account, random)
    return sum(sitting(db, counsellor, day_of(today, ago), random, module) for module in LIVED[ago])


def day_of(today: date, ago: int) -> date:
    """Return the working day on which she came, so many days ago or soon after."""
    return next(day for later in range(7) if is_working_day(day := today - timedelta(days=ago - later)))


def settle(db: Session, account: Account, today: date) -> None:
    """Let her have followed themes, set herself a rhythm, planned a leave and kept a card."""
    key, at = account.learner_key, account.created_at
    themes.follow(db, key, at, words=["prime"], domains=["refer", "listen", "labour"])
    week.set_goal(db, key, DAYS_A_WEEK)
    week.pause(db, key, today + AWAY_IN, today + AWAY_IN + AWAY_FOR, at)
    module = in_force.published_module(db, "tension").module
    slug, card = next(iter(module.addressed.items()))
    place = Target(KeepsakeKind.CARD, f"{module.id}/{slug}", card.title, module.language)
    keepsakes.bookmark(db, key, place, True, at)
