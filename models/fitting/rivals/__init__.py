"""What the learner model is compared with: each rival learns from some learners and foresees the answers of others."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

Predict = Callable[[Answers, Answers, int], "Numbers"]
"""From training answers, answers to foresee and a seed: P(right) before each, from the learner's earlier ones."""
