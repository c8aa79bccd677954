"""Situations for the tutor: written by hand, drawn by Hypothesis, or drawn by the thousand from one seed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from models.estimates import Parameters
from models.learner import Ability, Belief, Knowledge
from models.tutor.choice import choose
from models.tutor.situation import Offer, OpenSeries, PlannedLeave, Purpose, Situation, Term
from tests.builders import MONDAY

DEFAULTS = Parameters()
DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
NEW = Belief()
WEAK = Belief(0.3, 0.3, MONDAY, MONDAY, answers=5, first_exposures=5, first_day=date(2026, 11, 23))
TO_CONFIRM = WEAK._replace(known=0.97, earned=0.97)
ACQUIRED = TO_CONFIRM._replace(confirmed_later=True, acquired=True, spaced=3)

Chosen = tuple[Purpose, str, Term]


def situation(
    beliefs: Mapping[str, Belief],
    offers: Sequence[Offer] = (),
    prerequisites: Mapping[str, tuple[str, ...]] | None = None,
    **fields: object,
) -> Situation:
    """The day after Monday; every skill can be practised and has two new questions."""
    now = MONDAY + DAY
    values = {
        "now": now,
        "day": TODAY,
        "working_day": True,
        "practice": dict.fromkeys(beliefs, 2),
        "unseen": list(beliefs),
        "next_visit": now + DAY,
        **fields,
    }
    return Situation(
        knowledge={skill: Knowledge(DEFAULTS, belief) for skill, belief in beliefs.items()},
        prerequisites=prerequisites or {},
        offers=tuple(offers),
        **values,  # type: ignore[arg-type]
    )


def offer(skill: str, new: int = 6, minutes: float = 5, read: bool = False) -> Offer:
    """A module called like the one skill that it teaches."""
    return Offer(skill, minutes, (skill,), {skill: new}, read)


def chosen(here: Situation) -> Chosen | None:
    """What is proposed and why, in short."""
    step = choose(here)
    return None if step is None else (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


SKILLS = ("a", "b", "c", "d")
SERIES = (OpenSeries(Purpose.PRACTISE, "a", 1), OpenSeries(Purpose.REVIEW, "b", 0))
PREREQUISITES = {"b": ("a",), "c": ("a", "b"), "d": ("nowhere",)}


def anybody(random: Random) -> Situation:
    """A learner anywhere on the way, with anything on offer: valid, and often odd."""
    now = MONDAY + random.random() * 30 * DAY
    ability = Ability(random.gauss(0, 1), random.gauss(0, 1), random.randrange(300))
    knowledge = {skill: Knowledge(DEFAULTS, _belief(random, ability), ability) for skill in (*SKILLS, "nowhere")}
    practice = {skill: random.randrange(5) for skill in SKILLS if random.random() < 0.7}
    return Situation(
        now=now,
        day=now.date(),
        working_day=random.random() < 0.7,
        knowledge=knowledge,
        prerequisites=PREREQUISITES,
        offers=tuple(_offer(random, number) for number in range(random.randrange(6))),
        practice=practice,
        unseen=[skill for skill in practice if practice[skill] or random.random() < 0.5],
        next_visit=now + random.choice([1, 3, 40]) * DAY,
        minutes=random.choice([None, 3, 5, 7, 15]),
        question_minutes=random.uniform(0.2, 3),
        open_module=random.choice([None, "m0", "m1", "gone"]),
        open_series=random.choice(
            [None, None, OpenSeries(Purpose.PRACTISE, "a", 1), OpenSeries(Purpose.REVIEW, "b", 0)]
        ),
        changed_skills=_some(random, 0.1),
        claimed=_some(random, 0.1),
        later=_some(random, 0.2),
        advanced={skill: PlannedLeave(now.date() + DAY, now + 9 * DAY) for skill in _some(random, 0.2)},
        asked_today={skill: random.randrange(6) for skill in _some(random, 0.3)},
        followed=_some(random, 0.2),
        news=_some(random, 0.2),
        refused=[*_some(random, 0.2), *random.sample(["m0", "m1", "m2"], random.randrange(3))],
        stale=[*_some(random, 0.2), *random.sample(["m0", "m1", "m2"], random.randrange(2))],
    )


def _some(random: Random, share: float) -> list[str]:
    return [skill for skill in SKILLS if random.random() < share]


def _offer(random: Random, number: int) -> Offer:
    skills = tuple(random.sample(SKILLS, random.randint(1, 2)))
    unseen = {skill: random.randrange(8) for skill in skills}
    return Offer(f"m{number}", random.choice([3, 5, 8]), skills, unseen, random.random() < 0.5)


def _belief(random: Random, ability: Ability) -> Belief:
    answers = random.choice([0, 1, 3, 4, 16, 24, 40, random.randrange(60)])
    if not answers:
        return NEW
    at = MONDAY - random.choice([0, 1, 3, 40, 400]) * random.random() * DAY
    exposures = random.choice([answers, random.randint(0, answers)])
    earned = random.choice([random.random(), random.uniform(0.9, 0.999)])
    return Belief(
        known=random.choice([earned, random.uniform(0.001, 0.999)]),
        earned=earned,
        at=at,
        earned_at=at if exposures else None,
        mark=random.randint(0, ability.answers),
        answers=answers,
        first_exposures=exposures,
        first_day=at.date() if exposures else None,
        confirmed_later=random.random() < 0.5,
        acquired=exposures > 3 and random.random() < 0.5,
    )


situations = st.builds(anybody, st.randoms(use_true_random=False))
"""The same for Hypothesis, which shrinks what it draws."""
