"""What is kept of learners is replayed when the learner model changes: a change that moves beliefs says so."""

import hashlib

from models.estimates import Item, Parameters, Shared
from models.learner import REVISION
from tests.models.belief_histories import answered, dont_know, known_after

TOLD = (
    *(answered(right, days) for right, days in ((True, 0), (False, 0.01), (True, 0.02), (True, 1), (True, 4))),
    dont_know(6),
    *(answered(True, 9 + days, item=Item(easiness=0.7, facility=0.6, chance=0.5)) for days in (0, 1, 5, 30)),
    answered(False, 50, repeat=True),
    answered(True, 51, provisional=True),
    answered(False, 90),
    answered(True, 92),
)
SHARED = Shared((0.4, 0.2), (0.2, 0.1), (0.3, 0.1), 0.5, 0.6, 0.4, 1.2, (0.2, 0.3), (0.5, 1.0, 0.4), (0.7,) * 5)
PARAMETERS = Parameters(prior=0.4, learn=0.15, guess=0.3, slip=0.12, forget=0.05, facility=0.6, shared=SHARED)
BELIEVED = {1: "9172314025f8dd9c"}
"""By revision, a digest of what this log leads to."""


def test_a_learner_model_that_believes_otherwise_has_another_revision() -> None:
    numbers = [
        (round(known.belief.known, 10), round(known.belief.earned, 10), known.belief.acquired, known.belief.spaced)
        for known in (known_after(*TOLD[:count], parameters=PARAMETERS) for count in range(1, len(TOLD) + 1))
    ]
    assert hashlib.sha256(repr(numbers).encode()).hexdigest()[:16] == BELIEVED[REVISION]
