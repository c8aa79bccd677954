"""Every number here, with its reason; fixed before the tests of `models/workshop/statistics/` were chosen."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cohort:
    """Made-up learners, and four bad questions planted among the sound."""

    learners: int = 200
    skills: int = 24
    questions: int = 8
    """On each skill: the pack as it is meant to be."""
    answers: int = 6
    """On each skill, of a learner: four to acquire it and two reviews; 150 to a question."""
    answers_beside: tuple[int, ...] = (4, 8)
    """Without goals: 100 to a question, and 200."""
    seeds: tuple[int, ...] = tuple(range(1, 11))
    """Of each world. Tests and levels were tuned on seeds from 101 on."""
    origin: date = date(2026, 1, 5)
    joined_within: int = 180
    """Days: people begin when they are invited, over half a year."""
    options: int = 4
    """As most questions of the pack."""
    appeal: tuple[float, float] = (0.5, 1.5)
    """Least and greatest weight of a wrong option: the most tempting is chosen up to three times as often."""
    middling: tuple[float, float] = (0.35, 0.85)
    """Share right of the questions in which something is planted: a wrong option that nobody takes is no news in a
    question that nobody gets wrong."""
    given_away: float = 0.97
    """Chance of being right on the give-away, whatever one knows."""
    lost: float = 0.8
    """Share of right answers that are marked wrong from the date of the drift on: four in five know of the change. The
    first setting was a half; on the seeds from 101 on, what 150 answers show of that is what the most changeable of 190
    sound questions show by luck."""
    lost_beside: float = 0.5
    """Without goals."""
    drift_after: tuple[float, float] = (0.35, 0.65)
    """Between which shares of its answers the date of the drift lies."""
    most_false: float = 0.05
    """Goal: share of the sound questions that may be flagged; and the four must take the first four places."""


@dataclass(frozen=True, slots=True)
class Log:
    """A large installation."""

    answers: int = 500_000
    per_learner: int = 200
    """Answers of each, repeats included: on most of the 192 questions."""
    repeats: float = 0.15
    dont_know: float = 0.05
    not_counted: float = 0.01
    annulled: float = 0.005
    reported: float = 0.002
    """Set aside by a report that waits for its reply."""
    says_how_sure: float = 0.5
    seed: int = 42
    visits: int = 20
    """Of each page, after a first one."""
    milliseconds: float = 300.0
    """Goal for each page, 95 of 100 requests."""
