"""Estimates of a fit: parameters of skills, items, what all skills share; read and written as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import hypot
from typing import Any, NamedTuple

EASINESS_SPREAD = 1.0
"""Standard deviation of easiness between the questions of a skill."""
FADE_DAYS = 7.0
AIR_DAYS = 1 / 24
"""After an hour, 1 / e is left of what a sitting leaves in the air."""
ABILITY_STEPS = (0, 5, 20, 60, 200)
POOLED = "*"
"""The name under which a set keeps the parameters of a skill that nobody has answered."""

Pair = tuple[float, float]
"""One number for each of the two abilities, slow and fast; or, of a spread, for those who do not know and who do."""


class Shared(NamedTuple):
    """What all skills share: what a unit of ability adds to the logits of success, learn and prior; what gaps do.

    The loss between two answers on a skill grows as (1 + answers on others in between) ** gap; days take by the power
    law (1 + days / FADE_DAYS) ** -fade, where fade is divided by (1 + spaced successes) ** spacing; `durable` is the
    share that no gap takes. By default four fifths of what was right on two days are left after a month, and each
    review in time makes it last some twice as long (docs/decisions/0001). Wixted & Carpenter, "The Wickelgren power
    law and the Ebbinghaus savings function", Psychological Science 18 (2007),
    https://doi.org/10.1111/j.1467-9280.2007.01862.x
    """

    success: Pair = (0.0, 0.0)
    learn: Pair = (0.0, 0.0)
    prior: Pair = (0.0, 0.0)
    gap: float = 0.3
    fade: float = 0.8
    durable: float = 0.5
    spacing: float = 1.5
    met: Pair = (0.0, 0.0)
    """What having met the skill adds to the logit of success: for good; and in the air, by exp(-days / AIR_DAYS)."""
    seen: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """What earlier showings of the same question add: the logarithm of 1 + right answers; while it is in mind, a right
    one and a wrong one."""
    doubt: tuple[float, ...] = (0.7,) * len(ABILITY_STEPS)
    """Standard deviation of ability around its rating, in logits of success, from so many answers on."""


WITHOUT_MEMORY: Mapping[str, Any] = {"durable": 0.5, "spacing": 0.0, "met": (0.0, 0.0), "seen": (0.0,) * 3}
"""What a set means by saying nothing of it, as sets did before docs/decisions/0001."""


class Spread(NamedTuple):
    """How sure a fit is of a skill: standard deviations of the logits, of the logarithm for `forget`."""

    prior: float = 1.0
    learn: float = 1.0
    guess: float = 0.5
    slip: float = 0.5
    forget: float = 1.0


class Parameters(NamedTuple):
    """One skill's probabilities, for a question and a learner in the middle: prior, learn, guess, slip.

    `forget` is the rate of loss between two answers in a row, `facility` the share of right answers.
    """

    prior: float = 0.3
    learn: float = 0.1
    guess: float = 0.35
    slip: float = 0.1
    forget: float = 0.0
    facility: float = 0.5
    spread: Spread = Spread()
    shared: Shared = Shared()


class Showings(NamedTuple):
    """Earlier showings of a question to one learner: how many were answered right, whether the last was, and when."""

    rights: int
    right: bool
    at: datetime


class Item(NamedTuple):
    """One question: `easiness` added to the logit of success, `facility` the share of right answers.

    `chance` is the probability that blind ticking is right; `spread` how sure the fit is of the logit of success, for
    those who do not know and for those who do; `shown` what the learner had seen of it.
    """

    easiness: float = 0.0
    facility: float = 0.5
    chance: float = 0.0
    spread: Pair = (1.0, 1.0)
    shown: Showings | None = None


@dataclass(frozen=True, slots=True)
class Estimates:
    """Parameters by skill, those of any other skill under POOLED; items by question."""

    skills: Mapping[str, Parameters] = field(default_factory=lambda: {POOLED: Parameters()})
    items: Mapping[str, Item] = field(default_factory=dict)

    def of(self, skill: str) -> Parameters:
        """Return the parameters of a skill, pooled when the set does not know it."""
        return self.skills.get(skill) or self.skills[POOLED]

    def item(self, question: str, skill: str, chance: float = 0.0) -> Item:
        """Return a question as the set sees it, of middling easiness when nobody has answered it."""
        if known := self.items.get(question):
            return known._replace(chance=chance)
        parameters = self.of(skill)
        of_skill = parameters.spread.guess, parameters.spread.slip
        if_unknown, if_known = (hypot(EASINESS_SPREAD, spread) for spread in of_skill)
        return Item(facility=parameters.facility, chance=chance, spread=(if_unknown, if_known))

    @property
    def shared(self) -> Shared:
        """What all skills share."""
        return self.skills[POOLED].shared

    def plain(self) -> dict[str, Any]:
        """Return the set as it is kept: `shared`, `skills` and `questions`, each readable on its own."""
        skills = {
            skill: {**parameters._asdict(), "spread": parameters.spread._asdict()}
            for skill, parameters in self.skills.items()
        }
        for values in skills.values():
            del values["shared"]
        items = {question: item._asdict() for question, item in self.items.items()}
        for values in items.values():
            del values["chance"], values["shown"]
        return {"shared": self.shared._asdict(), "skills": skills, "questions": items}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Estimates":
        """Return the set that `plain` wrote."""
        shared = Shared(**{name: _tuple(value) for name, value in {**WITHOUT_MEMORY, **plain["shared"]}.items()})
        skills = {
            skill: Parameters(**{**values, "spread": Spread(**values["spread"]), "shared": shared})
            for skill, values in plain["skills"].items()
        }
        items = {
            question: Item(**{**values, "spread": _tuple(values["spread"])})
            for question, values in plain["questions"].items()
        }
        return cls(skills, items)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
