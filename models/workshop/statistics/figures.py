"""The figures of one question from its answers, as they are kept. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from models.workshop.statistics.answers import Placed
from models.workshop.statistics.flaws import LEAST_ANSWERS, LEAST_PEOPLE, Flaw, Rival, Sign, correlation, rival, signs
from models.workshop.statistics.verdicts import QuestionFindings

THIRDS = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a question, before anything is hidden.

    `answers` are first exposures that count, without the `dont_know`; `confident` of them say how sure they are, and
    `sure_wrong` are sure, and wrong. `discrimination` is the correlation of being right with strength elsewhere.
    `chosen`: by response, how many of the weakest, the middle and the strongest third gave it; `keys` are the responses
    that are right. `months`: year and month, answers, right.
    """

    answers: int
    people: int
    right: int
    dont_know: int
    confident: int
    sure_wrong: int
    seconds: float
    discrimination: float | None
    chosen: Mapping[str, Sequence[int]]
    keys: Sequence[str]
    months: Sequence[tuple[str, int, int]]
    findings: QuestionFindings

    @property
    def judged(self) -> bool:
        """Whether there are answers and people enough for a verdict."""
        return judged(self.answers, self.people)

    def plain(self) -> dict[str, Any]:
        """Return the figures as JSON keeps them."""
        values = asdict(self)
        values["findings"]["signs"] = [plain_sign(sign) for sign in self.findings.signs]
        return values

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Figures":
        """Return the figures that `plain` wrote."""
        findings = plain["findings"]
        rivals = Rival(**findings["rival"]) if findings["rival"] else None
        return cls(**{**plain, "findings": QuestionFindings([sign_from(sign) for sign in findings["signs"]], rivals)})


def judged(answers: int, people: int) -> bool:
    """Return whether so many answers of so many people are enough for anything to be said."""
    return answers >= LEAST_ANSWERS and people >= LEAST_PEOPLE


def plain_sign(sign: Sign) -> dict[str, Any]:
    """Return a sign as JSON keeps it."""
    return {**asdict(sign), "on": sign.on.isoformat() if sign.on else None}


def sign_from(plain: Mapping[str, Any]) -> Sign:
    """Return the sign that `plain_sign` wrote."""
    on = date.fromisoformat(plain["on"]) if plain["on"] else None
    return Sign(Flaw(plain["flaw"]), plain["p"], plain["chosen"], on)


def figures(placed: Sequence[Placed], dont_know: int, options: Sequence[str]) -> Figures:
    """Return a question's figures from one answer or more; `options` are those of one with one right answer."""
    answers = [one.answer for one in placed]
    confident = [answer for answer in answers if answer.sure is not None]
    found = Figures(
        answers=len(answers),
        people=len({answer.learner for answer in answers}),
        right=sum(answer.right for answer in answers),
        dont_know=dont_know,
        confident=len(confident),
        sure_wrong=sum(bool(answer.sure) and not answer.right for answer in confident),
        seconds=median(answer.seconds for answer in answers),
        discrimination=correlation([(answer.right, one.strength) for answer, one in zip(answers, placed, strict=True)]),
        chosen=_by_thirds(placed, options),
        keys=sorted({answer.chosen for answer in answers if answer.right}),
        months=_by_month(placed),
        findings=QuestionFindings((), None),
    )
    return _with_findings(found, placed, options) if found.judged else found


def _with_findings(found: Figures, placed: Sequence[Placed], options: Sequence[str]) -> Figures:
    return replace(found, findings=QuestionFindings(list(signs(placed, options)), rival(placed)))


def _by_thirds(placed: Sequence[Placed], options: Sequence[str]) -> dict[str, list[int]]:
    """Split answers by strength into thirds; equal strengths stand in the order of the log."""
    counts: dict[str, list[int]] = {option: [0] * THIRDS for option in options}
    ranked = sorted(placed, key=lambda one: one.strength)
    for place, one in enumerate(ranked):
        counts.setdefault(one.answer.chosen, [0] * THIRDS)[place * THIRDS // len(ranked)] += 1
    return dict(sorted(counts.items()))


def _by_month(placed: Sequence[Placed]) -> list[tuple[str, int, int]]:
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in placed:
        tally = tallies[one.answer.day.strftime("%Y-%m")]
        tally[0] += 1
        tally[1] += one.answer.right
    return [(month, answers, right) for month, (answers, right) in sorted(tallies.items())]
