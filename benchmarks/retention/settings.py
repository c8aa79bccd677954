"""Every number of the simulation, with its reason; fixed before any memory or schedule was tuned on it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Settings:
    """The size of the simulation, and the constants of its world."""

    seed: int = 42
    people: int = 40
    """In each world, the same under every schedule: with 40 skills each, shares are known to a few hundredths."""
    skills: int = 40
    """As many as the first pack has. One is begun each working day: a course of eight weeks."""
    timezone: str = "Europe/Brussels"
    first: date = date(2026, 1, 5)
    """A Monday."""
    days: int = 280
    """Eight weeks of course, six until what will not come has come, half a year of memory after."""
    after: tuple[int, int] = (30, 90)
    """Days since a skill was declared after which it is looked at."""
    periods: tuple[tuple[int, int], ...] = ((0, 90), (90, 180))
    """Days since a skill was declared within which what is asked again is counted."""
    right: float = 0.80
    """Probability of a right answer to an unseen question from which a skill is still known."""
    share: float = 0.90
    """Of what was declared, how much must still be known."""
