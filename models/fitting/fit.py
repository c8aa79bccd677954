"""The shape of every fit (rows in, parameter set out), and the trial of what it found: P(right) before each answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from models.estimates import Estimates, Showings
from models.fitting.answers import Answers
from models.learner import Ability, Belief, Evidence, Knowledge, after_answer, predict, retained

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

Report = Callable[[str, int, int], None]
"""Told how far a fit has come: what is being done, its place from 1, and how many there are."""
Fit = Callable[[Answers, int, Report], Estimates]
"""From answers and a seed to a set; an interrupted fit has written nothing, for it writes nothing."""

SEED = 42
ORIGIN = datetime(2020, 1, 1, tzinfo=UTC)


class DidNotConverge(Exception):
    """The fit was still moving when its steps ran out: what it found is not to be used."""


class TooFewLearners(Exception):
    """There are fewer learners than asked for; the message says how many, in French."""


def silent(what: str, place: int, of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """Before each answer, from the learner's earlier ones: P(right) and P(known)."""

    success: "Numbers"
    known: "Numbers"


class LivedAnswer(NamedTuple):
    """One answer in a learner's life: what was known before it, the answer, what is known after it."""

    known: Knowledge
    evidence: Evidence
    after: Knowledge


def predictions(estimates: Estimates, answers: Answers) -> Foreseen:
    """Return the learner model's predictions under a set, each learner lived through from first to last answer."""
    import numpy

    size = len(answers)
    foreseen = Foreseen(numpy.empty(size), numpy.empty(size))
    for row, (known, evidence, _) in enumerate(lived(estimates, answers)):
        foreseen.success[row] = predict(known, evidence.item, evidence.at)
        foreseen.known[row] = retained(known, evidence.at)
    return foreseen


def lived(estimates: Estimates, answers: Answers) -> Iterator[LivedAnswer]:
    """Yield each answer, with what is known before and after it.

    Fits know nothing of working days: every day is taken for one, and every answer for a further one where only the
    order is known.
    """
    dated = bool(answers.day.any())
    beliefs: dict[int, Belief] = {}
    shown: dict[int, Showings] = {}
    ability, learner = Ability(), None
    item_of = cache(lambda question, name, chance: estimates.item(answers.questions[question], name, chance))
    columns = (answers.learner, answers.skill, answers.question, answers.right, answers.day, answers.chance)
    for who, skill, question, right, day, chance in zip(*(column.tolist() for column in columns), strict=True):
        if who != learner:
            beliefs, shown, ability, learner = {}, {}, Ability(), who
        name, at = answers.skills[skill], ORIGIN + timedelta(days=day)
        on = at.date() if dated else date.fromordinal(1 + ability.answers)
        before, item = shown.get(question), item_of(question, name, chance)
        evidence = Evidence(bool(right), at, on, working_day=True, item=item._replace(shown=before))
        shown[question] = Showings(right + (before.rights if before else 0), bool(right), at)
        known = Knowledge(estimates.of(name), beliefs.get(skill, Belief()), ability)
        after = after_answer(known, evidence)
        yield LivedAnswer(known, evidence, after)
        beliefs[skill], ability = after.belief, after.ability
