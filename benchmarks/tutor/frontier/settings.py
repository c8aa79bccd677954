"""Every number of the frontier, with its reason; fixed before anything was tuned on it, or run with seeds 42 and 7."""

from benchmarks.tutor.people import Kind
from models.tutor.questions import most_questions
from models.tutor.situation import Purpose

LEARNERS = 100
"""Of each type, in each world, for each policy and bar: intervals of some ± .02 on the share that is known."""
HORIZON = 400.0
"""Minutes after which a learner stops wherever she is: six times through the course, at seven a day three months."""
KINDS = (Kind.ORDINARY, Kind.EXPERT, Kind.RETURNER)
"""Types who learn: of the others nothing is known later, whatever they are asked."""

ROUNDS = (1, 2, 3, 4)
"""Times through all skills after which a policy stops: once to declare them, then again to keep them."""
BARS = (0.60, 0.80, 0.95, 0.99)
"""P(known) at which lowest mastery leaves a skill: OATutor's .95, EDM 2025's higher one, and two that are cheap."""
IN_A_ROW = (1, 2, 3, 5)
"""Right answers one after another that leave a skill: the three of ASSISTments, fewer, and more."""
ACQUIRED = (0.5, 0.75, 0.9, 1.0)
"""Shares of the skills acquired at which ours may stop."""
REVIEWS = (1, 2, 4)
"""Reviews of each skill, in the mean, after which ours may stop once all are acquired."""
ANSWERS_OF_A_REVIEW = most_questions(Purpose.REVIEW)

LIVED_PRICES = (0.03, 0.08, 0.15, 0.4)
"""Skills that a minute must bring the oracle that lives: by the first it teaches nearly all, by the last little."""
BOUND_PRICES = tuple(0.0005 * 1.66**step for step in range(18))
"""The same, of the lines below which the bound lies: from next to nothing to three, faster than anything teaches."""
