"""What *acquired* is worth: how often it is declared, and whether answers given after it are right."""

from typing import TYPE_CHECKING, NamedTuple

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Flags


class Acquisition(NamedTuple):
    """Share of answers to a skill that stood as acquired; shares of right answers among them and among the others."""

    share: float
    right_after: float
    right_before: float


def acquisition(answers: Answers, standing: "Flags") -> Acquisition:
    """NaN for the share of right answers where there are none."""
    after, before = answers.right[standing], answers.right[~standing]
    shares = (float(part.mean()) if len(part) else float("nan") for part in (after, before))
    return Acquisition(float(standing.mean()), *shares)
