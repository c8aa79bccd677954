"""What to do next, and why: candidates, their scores as named terms, and the one that wins."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from content.module import Question, Use
from models.learner import ACQUIRED_AT, Knowledge, State, retained, state

LEAST_QUESTIONS, MOST_QUESTIONS = 3, 5
PRACTICE_QUESTIONS = 2
PRACTICE_MINUTES = 1.0
READY_AT = 0.5
"""P(known) of a prerequisite from which a skill that builds on it is recommended."""


class Purpose(StrEnum):
    """Why questions are asked."""

    LEARN = "learn"
    REVIEW = "review"
    CHECK = "check"


class Term(StrEnum):
    """What speaks for a candidate."""

    CONTINUE = "continue"
    CHECK = "check"
    CONFIRM = "confirm"
    GAIN = "gain"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class Offer:
    """A published module: its skills, its length in minutes, and how many of its questions are new, by skill."""

    module: str
    minutes: int
    skills: tuple[str, ...]
    unseen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a proposal depends on."""

    now: datetime
    day: date
    working_day: bool
    knowledge: Mapping[str, Knowledge]
    prerequisites: Mapping[str, tuple[str, ...]]
    offers: tuple[Offer, ...]
    practice: Mapping[str, int]
    """The skills on which something can be asked, and how many of those questions are new."""
    open_module: str | None = None
    changed_skills: Collection[str] = ()
    """Skills of which a module has changed in meaning since they were learned."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to do: a module to learn from, or a skill to check or to review; terms are per minute."""

    purpose: Purpose
    target: str
    minutes: float
    terms: Mapping[Term, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The sum of the terms."""
        return sum(self.terms.values())

    @property
    def main_term(self) -> Term:
        """The term that speaks loudest."""
        return max(self.terms, key=lambda term: (self.terms[term], term))


@dataclass(frozen=True, slots=True)
class Step:
    """What is proposed, and what would have been proposed without it."""

    chosen: Candidate
    runner_up: Candidate | None


def choose(situation: Situation) -> Step | None:
    """The candidate with the highest score; equal scores go by name. None when nothing is left to gain."""
    ranked = sorted(
        candidates(situation), key=lambda candidate: (-candidate.score, candidate.purpose, candidate.target)
    )
    if not ranked:
        return None
    return Step(ranked[0], ranked[1] if len(ranked) > 1 else None)


def candidates(situation: Situation) -> Iterator[Candidate]:
    """Everything worth proposing now."""
    for skill in situation.practice:
        yield from _practice(skill, situation.knowledge[skill], situation)

    def is_open(offer: Offer) -> bool:
        return offer.module == situation.open_module

    worth = [offer for offer in situation.offers if is_open(offer) or expected_gain(offer, situation) > 0]
    ready = [offer for offer in worth if is_open(offer) or _is_ready(offer, situation)]
    for offer in ready or worth:
        terms = {Term.GAIN: expected_gain(offer, situation) / offer.minutes}
        if is_open(offer):
            terms[Term.CONTINUE] = 1.0
        yield Candidate(Purpose.LEARN, offer.module, offer.minutes, terms)


def _practice(skill: str, known: Knowledge, situation: Situation) -> Iterator[Candidate]:
    def candidate(purpose: Purpose, term: Term, value: float) -> Candidate:
        return Candidate(purpose, skill, PRACTICE_MINUTES, {term: value / PRACTICE_MINUTES})

    belief, in_a_word = known.belief, state(known, situation.now)
    if skill in situation.changed_skills:
        yield candidate(Purpose.CHECK, Term.CHECK, 1.0)
    elif (
        in_a_word is State.TO_CONFIRM
        and situation.practice[skill]
        and situation.working_day
        and belief.first_day
        and situation.day > belief.first_day
    ):
        yield candidate(Purpose.CHECK, Term.CONFIRM, 0.5)
    elif in_a_word is State.TO_REFRESH:
        yield candidate(Purpose.REVIEW, Term.REFRESH, belief.known - retained(known, situation.now))


def expected_gain(offer: Offer, situation: Situation) -> float:
    """Expected rise of P(known), summed over the skills of a module, from one play of it."""
    each = MOST_QUESTIONS / len(offer.skills)
    total = 0.0
    for skill in offer.skills:
        known = situation.knowledge[skill]
        opportunities = min(each, offer.unseen.get(skill, 0))
        left = 1 - retained(known, situation.now)
        total += left * (1 - (1 - known.parameters.learn) ** opportunities)
    return total


def _is_ready(offer: Offer, situation: Situation) -> bool:
    """Whether what the module builds on is known well enough, or is taught nowhere."""
    taught = {skill for other in situation.offers for skill in other.skills} - set(offer.skills)
    needed = {
        prerequisite for skill in offer.skills for prerequisite in situation.prerequisites.get(skill, ())
    } & taught
    return all(_known_now(skill, situation) >= READY_AT for skill in needed)


def _known_now(skill: str, situation: Situation) -> float:
    known = situation.knowledge[skill]
    return retained(known, situation.now) if known.belief.answers else 0.0


def most_questions(purpose: Purpose) -> int:
    """How many questions a play asks at most."""
    return MOST_QUESTIONS if purpose is Purpose.LEARN else PRACTICE_QUESTIONS


def next_question(
    questions: Sequence[Question],
    purpose: Purpose,
    knowledge: Mapping[str, Knowledge],
    asked: Sequence[str],
    seen: Collection[str],
    now: datetime,
) -> Question | None:
    """The next question of a play, or None when it has asked enough.

    New questions first, on the skill least known; those kept for checks serve in a check first, in a review last.
    `asked` are the ids of this play, `seen` those ever answered.
    """
    if len(asked) >= most_questions(purpose):
        return None
    left = [question for question in questions if question.id not in asked and _serves(question, purpose)]
    if purpose is Purpose.LEARN and len(asked) >= LEAST_QUESTIONS:
        left = [
            question for question in left if question.id not in seen and _still_teaches(knowledge[question.skill], now)
        ]

    def eagerness(question: Question) -> tuple[bool, bool, bool, float]:
        known, kept = knowledge[question.skill], question.use is Use.CHECK
        spared = kept and purpose is not Purpose.CHECK
        return spared, question.id in seen, not kept, retained(known, now)

    return min(left, key=eagerness, default=None)


def _serves(question: Question, purpose: Purpose) -> bool:
    return purpose is not Purpose.LEARN or question.use is Use.LEARN


def _still_teaches(known: Knowledge, now: datetime) -> bool:
    return retained(known, now) < ACQUIRED_AT
