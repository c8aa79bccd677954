"""What a sitting makes last: how much more of a skill is expected to be known a month later.

Asking teaches who does not know; what is known comes to last longer by a right answer on another day. Both are counted
alike, so that what is new, what is begun and what was acquired compete for the same minutes.
"""

from datetime import datetime

from models import memory
from models.learner import Knowledge, is_apart, retained

MONTH_DAYS = 30.0
COMES_BACK = 4
"""Times in a row that what is learned now will have come back right by then, for it goes on being asked about."""
KNEW_BEFORE = 0.6
"""Of those who know at the first question after the cards, who knew before them, where fits begin."""


def lasting_gain(known: Knowledge, questions: float, now: datetime, *, by_cards: bool = False) -> float:
    """Return the expected rise of what is known a month later by so many questions now, after cards not yet read."""
    level = retained(known, now)
    before = KNEW_BEFORE * level if by_cards else level
    # Each opportunity teaches a share `learn` of what is missing (Corbett & Anderson, UMUAI 4).
    learned = 1 - before - (1 - level) * (1 - known.parameters.learn) ** questions
    again = known.belief.spaced + (questions > 0 and is_apart(known.belief, now))
    lasts_longer = _left(known, again) - _left(known, known.belief.spaced)
    return float(learned * _left(known, max(COMES_BACK, again)) + before * lasts_longer)


def _left(known: Knowledge, spaced: int) -> float:
    """Return the share that is left after a month, of what came back so often."""
    return memory.retention(known.parameters, MONTH_DAYS, spaced=spaced)
