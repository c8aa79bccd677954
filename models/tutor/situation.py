"""The input of a proposal, and the parts that one is made of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from models.learner import Belief, Knowledge, SkillState, retained, state

NEARLY_SHOWN = 0.93
"""P(known) from which one more right answer, on a later day, is all that is missing."""
QUESTION_MINUTES = 0.7
MOST_A_DAY = 4
"""Questions on one skill that a day may bring: more would test luck, and the same minutes on other days last longer."""
STRUGGLE, STRUGGLE_AGAIN = 16, 8
"""New questions after which a skill that will not come is left to rest, and after how many more it rests again.

Beck & Gong, "Wheel-spinning: students who fail to master a skill", AIED 2013. Anyone who is right 42 % of the time by
luck, asked long enough, would be believed.
"""
PROMISING = 0.5
"""What must be earned for a skill not to rest: who is on her way is not stopped, luck seldom gets so far."""
REST = timedelta(days=7)
"""The first rest; each one is twice as long as that before."""


class Purpose(StrEnum):
    """The reason why questions are asked."""

    LEARN = "learn"
    PRACTISE = "practise"
    REVIEW = "review"
    CHECK = "check"
    CONTEST = "contest"
    SITUATE = "situate"
    DIALOGUE = "dialogue"
    """An interview that one plays: its tree says what is asked, never the tutor."""


class Term(StrEnum):
    """The terms of a score; the last one speaks against a candidate."""

    CONTINUE = "continue"
    CHECK = "check"
    CONFIRM = "confirm"
    NEAR = "near"
    GAIN = "gain"
    REFRESH = "refresh"
    NEWS = "news"
    THEME = "theme"
    KEEP = "keep"
    STALE = "stale"


class Offer(NamedTuple):
    """A published module: its skills, its length in minutes, how many new questions it may ask by skill, cards read."""

    module: str
    minutes: float
    skills: tuple[str, ...]
    unseen: Mapping[str, int]
    read: bool = False


class OpenSeries(NamedTuple):
    """Questions on one skill that were begun and left half-way, and how many of them are behind her."""

    purpose: Purpose
    skill: str
    asked: int


class PlannedLeave(NamedTuple):
    """Days off that were noted before they come: the first, and the morning of the return."""

    first: date
    back: datetime


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
    """The skills on which something can be asked, and how many new questions practice may ask."""
    unseen: Collection[str]
    """Those of them on which a question is new, if only for a check."""
    next_visit: datetime
    """When the learner is likely to come again."""
    minutes: float | None = None
    """How long she has; as long as it takes when she does not say."""
    question_minutes: float = QUESTION_MINUTES
    """How long a question takes her, its feedback included."""
    open_module: str | None = None
    open_series: OpenSeries | None = None
    changed_skills: Collection[str] = ()
    """Skills to ask about again: what a module says of them has changed, or she was sure and wrong."""
    claimed: Collection[str] = ()
    """Skills of which she has shown at her own request that she knows them; one later question will confirm it."""
    later: Collection[str] = ()
    """Acquired skills whose review has another day."""
    advanced: Mapping[str, PlannedLeave] = field(default_factory=dict)
    """Acquired skills whose review comes before its day, for it would be forgotten by the return from leave."""
    asked_today: Mapping[str, int] = field(default_factory=dict)
    followed: Collection[str] = ()
    """Skills of the themes that she follows."""
    news: Collection[str] = ()
    """Skills that the news of the last days touch."""
    refused: Collection[str] = ()
    """Modules and skills that she does not want now."""
    stale: Collection[str] = ()
    """Modules that were to be read again before now, and the skills that they ask about."""

    def known_now(self, skill: str) -> float:
        """Return P(known) of a skill now."""
        return retained(self.knowledge[skill], self.now)

    def waits(self, skill: str) -> bool:
        """Return whether another question today would show nothing that counts: a later day is missing, or a rest."""
        if skill in self.claimed:
            return True
        belief = self.knowledge[skill].belief
        shown = belief.earned >= NEARLY_SHOWN and belief.first_exposures >= 3 and belief.first_day == self.day
        return shown or self.asked_today.get(skill, 0) >= MOST_A_DAY or self.rests(skill)

    def rests(self, skill: str) -> bool:
        """Return whether a skill that will not come is left alone for some weeks."""
        until = rests_until(self.knowledge[skill], self.now)
        return until is not None and self.now < until


def rests_until(known: Knowledge, now: datetime) -> datetime | None:
    """Return when a skill that will not come is asked about again; None for any other."""
    tried, at = known.belief.first_exposures - STRUGGLE, known.belief.at
    if at is None or not may_struggle(known.belief) or state(known, now) is not SkillState.IN_PROGRESS:
        return None
    # Capped at 64 weeks: no skill is given up for good.
    rest: timedelta = REST * 2 ** min(tried // STRUGGLE_AGAIN, 6)
    return at + rest


def may_struggle(belief: Belief) -> bool:
    """Return whether so many new questions were asked that it is time to rest, unless they showed the skill."""
    tried = belief.first_exposures - STRUGGLE
    return tried >= 0 and tried % STRUGGLE_AGAIN == 0 and belief.earned < PROMISING


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to do: a module to learn from, or a skill to practise, check or review; terms are per minute."""

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
