"""One reader under the product's own tutor and learner model, until every skill has its questions asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.tutor.course import Course
from benchmarks.tutor.policies import ours
from benchmarks.tutor.portal import Action, Ask, Begin, Finish, Portal, Read, Sitting
from content.module import Question
from models.estimates import Estimates
from models.learner import Belief, acquired
from models.tutor.questions import to_practise
from models.tutor.situation import QUESTION_MINUTES

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTES_A_DAY, CARD_MINUTES, CARDS = 7.0, 0.4, 4
"""Between two interviews; some eighty words; on a module."""
LAST_DAY, SATURDAY = 365, 5
MOST_ACTIONS = 100
"""Of one visit: nobody asks as much in seven minutes."""

Success = Callable[[Question], float]
"""How likely a right answer is."""


@dataclass(slots=True)
class Life:
    """What became of one reader; a skill that is lost again has been declared all the same."""

    declared: set[str] = field(default_factory=set)
    questions: int = 0
    days: int = 0


def live(course: Course, success: Success, random: Random) -> Life:
    """Visit on every working day until all is asked that can be, and return the life."""
    portal = Portal(course, Estimates(), {skill: Belief() for skill in course.skills}, cards=CARDS)
    life = Life()
    for life.days in range(LAST_DAY):
        now = MONDAY + timedelta(days=life.days)
        if now.weekday() < SATURDAY:
            _visit(portal, life, success, random, now)
        if not _has_more(portal):
            break
    life.questions = portal.exposures.total()
    return life


def _has_more(portal: Portal) -> bool:
    """Return whether some skill that is not acquired has new questions to ask, those kept for checks left out."""
    seen = {question for question, times in portal.exposures.items() if times}
    return any(
        to_practise(skill, module.questions, seen)
        for skill, modules in portal.course.teaching.items()
        if not acquired(portal.beliefs[skill])
        for module in modules
    )


def _visit(portal: Portal, life: Life, success: Success, random: Random, begun: datetime) -> None:
    spent = 0.0
    for _ in range(MOST_ACTIONS):
        now = begun + timedelta(minutes=spent)
        if spent >= MINUTES_A_DAY or (action := ours(portal, MINUTES_A_DAY - spent, now, random)) is None:
            break
        spent += _act(portal, action, success, random, now)
        life.declared |= {skill for skill in portal.course.skills if acquired(portal.beliefs[skill])}


def _act(portal: Portal, action: Action, success: Success, random: Random, now: datetime) -> float:
    """Apply one action of the tutor, and return the minutes that it took."""
    match action, portal.sitting:
        case Begin(), _:
            portal.sitting = Sitting(action, CARDS if action.cards else 0)
        case Read(), Sitting() as sitting:
            sitting.cards_left -= 1
            if not sitting.cards_left:
                portal.take_reading(portal.course.modules[sitting.begun.module], hurried=False, now=now)
            return CARD_MINUTES
        case Ask(question), Sitting() as sitting:
            sitting.asked.append(question.id)
            portal.take_answer(question, random.random() < success(question), hurried=False, now=now)
            return QUESTION_MINUTES
        case Finish(), Sitting() as sitting:
            portal.finished[sitting.begun.module] += 1
            portal.sitting = None
    return 0.0
