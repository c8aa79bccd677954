"""What gaps leave: of P(known), of having met a skill, and of having seen the same question. Pure.

Two time scales: what a sitting leaves in the air is gone after hours, what stays fades as a power of days, the slower
the more often in a row it came back right a night later. Wixted & Carpenter, "The Wickelgren power law and the
Ebbinghaus savings function", Psychological Science 18 (2007), https://doi.org/10.1111/j.1467-9280.2007.01862.x; spacing
as in Walsh et al., "Mechanisms underlying the spacing effect in learning", J. Exp. Psychology: General 147 (2018).
"""

from datetime import datetime
from math import exp, log1p

from models.estimates import AIR_DAYS, FADE_DAYS, Parameters, Shared, Showings

SPACED_DAYS, WIDER = 0.5, 2.0
"""A right answer a night after the one before makes what is known last longer; the next has to come from further away,
as much as reviews do, for what was hardly at risk gains little (docs/decisions/0001)."""


def retention(parameters: Parameters, days: float, answers: int = 0, spaced: int = 0) -> float:
    """Return the share of P(known) that is left after a gap: days, and answers on other skills in between."""
    shared = parameters.shared
    # Power of answers, logarithm of days: the two gaps that predicted best (docs/decisions/0001).
    by_answers = parameters.forget * (1 + answers) ** shared.gap
    by_days = fading(shared, spaced) * log1p(max(0.0, days) / FADE_DAYS)
    return shared.durable + (1 - shared.durable) * exp(-by_answers - by_days)


def fading(shared: Shared, spaced: int) -> float:
    """Return the power by which days take after so many spaced successes."""
    power: float = shared.fade * (1.0 + spaced) ** -shared.spacing
    return power


def is_apart(days: float, spaced: int) -> bool:
    """Return whether a right answer so many days after the one before makes what has lasted so often last longer."""
    return days >= float(SPACED_DAYS * WIDER**spaced)


def met(shared: Shared, days: float) -> float:
    """Return what having met the skill, so many days ago, adds to the logit of success."""
    lasting, in_the_air = shared.met
    return lasting + in_the_air * exp(-max(0.0, days) / AIR_DAYS)


def in_mind(shared: Shared, shown: Showings | None, now: datetime) -> float:
    """Return what earlier showings of the same question add to the logit of success now."""
    if shown is None:
        return 0.0
    by_rights, right, wrong = shared.seen
    hours = max(0.0, (now - shown.at).total_seconds() / 3600)
    return by_rights * log1p(shown.rights) + (right if shown.right else wrong) / (1 + log1p(hours))
