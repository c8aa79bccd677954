"""The order inside a sitting: cards or a question first, which question tells most, and when to stop."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import log

from content.dialogue import LONGEST_PATH
from content.module import Question, Use
from models.estimates import Item
from models.learner import FRESH_AT, Knowledge, mastery_likelihoods, retained, with_lucky_guess
from models.tutor.situation import MOST_A_DAY, NEARLY_SHOWN, Purpose, may_struggle

LEAST_MINUTES = 1.5
"""With less than that, a question or two, nothing more is begun."""
LEAST_QUESTIONS, MOST_QUESTIONS = 3, 5
MOST_ASKED = {
    Purpose.LEARN: MOST_QUESTIONS,
    Purpose.PRACTISE: 2,
    Purpose.REVIEW: 2,
    Purpose.CHECK: 2,
    Purpose.CONTEST: 3,
    Purpose.SITUATE: 12,
    Purpose.DIALOGUE: LONGEST_PATH,
}
"""How many questions a sitting asks at most."""
RESERVE = 2
"""New questions of each skill that are kept for checks; a pool too small for that is asked as far as three."""
MOST_WRONG = 2
"""Wrong answers on a skill after which a sitting asks no more of it: they call for reading, or another day."""
REPEATING = frozenset({Purpose.LEARN, Purpose.REVIEW, Purpose.CHECK})
"""Sittings that may ask what was seen before, where nothing new is left."""
KNOWS_ALREADY = 0.85
"""P(known) from which a question comes before the cards: who can answer it need not read them.

High, for P(known) is what is known after the cards (`lasting.KNEW_BEFORE`): asked before, one in two still knows.

Richland, Kornell & Kao, "The pretesting effect", Journal of Experimental Psychology: Applied 15 (2009).
"""


def reads_first(knowledge: Mapping[str, Knowledge], now: datetime) -> bool:
    """Return whether cards come before the first question: unless all of the module is probably known."""
    return any(retained(known, now) < KNOWS_ALREADY for known in knowledge.values())


def asks_first(knowledge: Mapping[str, Knowledge], now: datetime, *, new: bool) -> bool:
    """Return whether a question comes before the cards: of what is probably known, and for anyone who is new.

    She sees what Boussole does by doing it, and who tries in vain reads the better (Richland, Kornell & Kao, above).
    """
    return new or not reads_first(knowledge, now)


def skips_cards(right: bool, knowledge: Mapping[str, Knowledge], now: datetime) -> bool:
    """Return whether the cards need not be read after the question that came before them; luck alone is not enough."""
    return right and not reads_first(knowledge, now)


class EnoughReason(StrEnum):
    """The reason why a sitting asks no more about a skill."""

    ONE = "one"
    """One question is enough to situate oneself."""
    HOLDS = "holds"
    """What was acquired still is."""
    WRONG = "wrong"
    """As many wrong answers as a sitting takes."""
    ACQUIRED = "acquired"
    SHOWN = "shown"
    """All that one day can show has been shown: what is missing is an answer on another day."""
    ANOTHER_DAY = "another_day"
    """What comes next lasts longer another day."""
    RESTS = "rests"
    """Many questions so far, and it does not come: time to rest."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The state of a sitting: its purpose, and whether each question asked was answered right, in order."""

    purpose: Purpose
    now: datetime
    day: date
    knowledge: Mapping[str, Knowledge]
    items: Mapping[str, Item]
    """What the parameters in force say of each question."""
    seen: Collection[str] = ()
    """Questions ever answered."""
    asked: Mapping[str, bool] = field(default_factory=dict)


def next_question(questions: Sequence[Question], sitting: Sitting) -> Question | None:
    """Return the question that shows most, new ones first; None when there is no more to ask."""
    if len(sitting.asked) >= MOST_ASKED[sitting.purpose]:
        return None
    enough = set()
    for skill, known in sitting.knowledge.items():
        here = [sitting.asked[one.id] for one in questions if one.skill == skill and one.id in sitting.asked]
        if why_enough(sitting.purpose, here, known, sitting.now, sitting.day):
            enough.add(skill)
    to_the_last, met = sitting.purpose in {Purpose.CHECK, Purpose.REVIEW}, {*sitting.seen, *sitting.asked}
    # What is new on these is kept for checks.
    spared = set() if to_the_last else {one for one in sitting.knowledge if not _to_spend(one, questions, met)}

    def serves(question: Question) -> bool:
        return (
            question.id not in sitting.asked
            and question.skill not in enough
            and (question.use is Use.LEARN or to_the_last)
            and (question.id in sitting.seen or question.skill not in spared)
            and (question.id not in sitting.seen or sitting.purpose in REPEATING)
        )

    def eagerness(question: Question) -> tuple[bool, bool, float]:
        kept = question.use is Use.CHECK
        shows = proof(*mastery_likelihoods(sitting.knowledge[question.skill].parameters, sitting.items[question.id]))
        # Lexicographic: questions of this purpose, then new ones, then those that show most.
        return kept != (sitting.purpose is Purpose.CHECK), question.id in sitting.seen, -shows

    return min(filter(serves, questions), key=eagerness, default=None)


def why_enough(
    purpose: Purpose, here: Sequence[bool], known: Knowledge, now: datetime, day: date
) -> EnoughReason | None:
    """Return why a sitting has no more to ask about a skill; `here` says which of its answers were right."""
    belief = known.belief
    if purpose is Purpose.SITUATE:
        return EnoughReason.ONE if here else None
    if purpose in {Purpose.CHECK, Purpose.REVIEW}:
        return EnoughReason.HOLDS if any(here) and belief.acquired and retained(known, now) >= FRESH_AT else None
    if here.count(False) >= MOST_WRONG:
        return EnoughReason.WRONG
    if purpose is Purpose.CONTEST:
        return None
    shown = belief.earned >= NEARLY_SHOWN and belief.first_exposures >= LEAST_QUESTIONS
    if shown and (belief.acquired or belief.first_day == day):
        return EnoughReason.ACQUIRED if belief.acquired else EnoughReason.SHOWN
    if here and may_struggle(belief):
        return EnoughReason.RESTS
    # Practice stops at a right answer, a module at four: one more is worth more another day.
    # Rohrer, "Interleaving helps students distinguish among similar concepts", Educational Psychology Review 24 (2012).
    lasts_longer = len(here) >= MOST_A_DAY or (purpose is Purpose.PRACTISE and any(here))
    return EnoughReason.ANOTHER_DAY if lasts_longer else None


def to_practise(skill: str, questions: Sequence[Question], seen: Collection[str]) -> int:
    """Return how many new questions practice may ask on a skill: neither the reserve nor those for checks."""
    new = sum(one.skill == skill and one.use is Use.LEARN and one.id not in seen for one in questions)
    return min(new, _to_spend(skill, questions, seen))


def _to_spend(skill: str, questions: Sequence[Question], seen: Collection[str]) -> int:
    """Return how many new questions there are beyond the reserve."""
    pool = [one for one in questions if one.skill == skill]
    kept = min(RESERVE, max(0, len(pool) - LEAST_QUESTIONS))
    return max(0, sum(one.id not in seen for one in pool) - kept)


def proof(if_known: float, if_unknown: float) -> float:
    """Return the expected rise in log-odds from an answer of somebody who knows, against luck.

    It leads soonest to *acquired*. Kullback & Leibler, Annals of Mathematical Statistics 22 (1951).
    """
    if_known, if_unknown = with_lucky_guess(if_known, if_unknown)
    # Kullback–Leibler divergence: expected weight of evidence, given that she knows.
    return -_entropy(if_known) - if_known * log(if_unknown) - (1 - if_known) * log(1 - if_unknown)


def information(level: float, if_known: float, if_unknown: float) -> float:
    """Return the mutual information of knowing and answering, in nats, where luck helps who does not know."""
    if_known, if_unknown = with_lucky_guess(if_known, if_unknown)
    success = level * if_known + (1 - level) * if_unknown
    return _entropy(success) - level * _entropy(if_known) - (1 - level) * _entropy(if_unknown)


def _entropy(p: float) -> float:
    return -p * log(p) - (1 - p) * log(1 - p) if 0 < p < 1 else 0.0
