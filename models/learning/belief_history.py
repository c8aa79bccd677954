"""What stands behind an estimate: a learner's answers on one skill, replayed one by one, and what surrounds it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module
from content.skills import Domain
from models import learner
from models.catalogue import in_force
from models.estimates import Estimates, Pair
from models.ground import lookups
from models.learner import Knowledge, SkillState
from models.learning import answer_log, due_checks, learners, progress, situate, week
from models.learning.progress import SkillProgress
from models.tables.answers import Answer

LEAST_GAP = timedelta(hours=12)
"""What is shorter fades by nothing that a picture could show."""
MOST_SAMPLES = 8
OPEN = {SkillState.TO_DISCOVER, SkillState.IN_PROGRESS}
"""What nothing has shown yet, so that one may say that one knows it."""


class NoSuchSkill(NotFound):
    """The map in force has no such skill."""

    what = N_("Cette compétence n'existe pas.")
    then = N_("Elles sont toutes autour de la boussole.")


class Said(StrEnum):
    """The kind of an answer, in one word."""

    RIGHT = "right"
    WRONG = "wrong"
    DONT_KNOW = "dont_know"


class Moment(NamedTuple):
    """P(known) at an instant, and its interval."""

    at: datetime
    known: float
    bounds: Pair


class BeliefStep(NamedTuple):
    """One counted answer: P(known) before it, after the evidence, and after what its feedback may have taught."""

    at: datetime
    said: Said
    repeat: bool
    rapid: bool
    before: float
    shown: float
    unmoved: Knowledge
    """What was believed before it."""
    knowledge: Knowledge
    fading: Sequence[Moment]
    """From just after this answer until just before the next, or now."""

    @property
    def after(self) -> float:
        """P(known) with what the feedback may have taught."""
        return self.knowledge.belief.known


class History(NamedTuple):
    """The counted answers on one skill, and what is believed of it now."""

    steps: tuple[BeliefStep, ...]
    knowledge: Knowledge
    at: datetime

    @property
    def state(self) -> SkillState:
        """The state, in a word."""
        return learner.state(self.knowledge, self.at)

    @property
    def since(self) -> datetime | None:
        """The day since when the skill has been in its state; None while it is to discover."""
        if not self.steps:
            return None
        if self.state is SkillState.TO_REFRESH:
            return learner.fades_at(self.knowledge)
        run = takewhile(lambda step: self._alike(learner.state(step.knowledge, step.at)), reversed(self.steps))
        return list(run)[-1].at

    def _alike(self, state: SkillState) -> bool:
        """Return whether two states are alike: what is acquired stays so while it is to refresh."""
        lasting = {SkillState.ACQUIRED, SkillState.TO_REFRESH}
        return state in lasting if self.state in lasting else state is self.state


class Grounds(NamedTuple):
    """One skill of one learner: where it stands, its history, and what lies around it on the map."""

    domain: Domain
    standing: SkillProgress
    history: History
    builds_on: tuple[SkillProgress, ...]
    leads_to: tuple[SkillProgress, ...]
    """Both without what nothing teaches yet."""
    modules: tuple[Module, ...]
    """Those that teach it and can be begun today."""
    contestable: bool
    """Whether she may say that she knows it already."""


LOOKUPS = (learners.READ, progress.BELIEVED, progress.SEEN, due_checks.OPEN, situate.CONTESTED)
"""What the page of a skill asks of its learner, beside her answers."""


def grounds(db: Session, learner_key: UUID, skill_id: str, at: datetime) -> Grounds:
    """Return all there is to say of one skill to its learner; raises NoSuchSkill."""
    lookups.ask_together(db, LOOKUPS, learner_key=learner_key)
    domains = progress.by_domain(db, learner_key, at)
    around = {standing.skill.id: (domain.domain, standing) for domain in domains for standing in domain.skills}
    if skill_id not in around:
        raise NoSuchSkill
    domain, here = around[skill_id]
    day = week.day_of(db, learner_key, at)
    taught = [standing for _, standing in around.values() if standing.taught]
    published = (found.module for found in in_force.published_modules(db, learners.read(db, learner_key).language))
    return Grounds(
        domain=domain,
        standing=here,
        history=history(db, learner_key, skill_id, at),
        builds_on=tuple(other for other in taught if other.skill.id in here.skill.prerequisites),
        leads_to=tuple(other for other in taught if skill_id in other.skill.prerequisites),
        modules=tuple(module for module in published if skill_id in module.skills and module.valid_on(day)),
        contestable=here.state in OPEN and situate.may_contest(db, learner_key, skill_id, at),
    )


def history(db: Session, learner_key: UUID, skill_id: str, at: datetime) -> History:
    """Return a learner's answers on a skill, none if she objects; under the set of her mastery: both end alike."""
    estimates = progress.believed(db, learner_key).parameters.estimates
    answers = () if learners.read(db, learner_key).without_estimation else answer_log.counted_answers(db, learner_key)
    return lived_again(answers, estimates, skill_id, at)


def lived_again(answers: Iterable[Answer], estimates: Estimates, skill_id: str, at: datetime) -> History:
    """Replay the log of a learner, of which one skill is looked at closely. Pure."""
    known = Knowledge(estimates.of(skill_id))
    steps: list[BeliefStep] = []
    fading: list[Moment] = []
    for row in answers:
        evidence = answer_log.evidence_of(row, estimates)
        fading += _faded(known, fading, evidence.at)
        if row.skill == skill_id:
            before = moment(known, evidence.at)
            fading.append(before)
            unmoved, shown = known, learner.after_evidence(known, evidence)
            known = learner.after_answer(known, evidence)
            fading = [moment(known, evidence.at)]
            weak = evidence.repeat, evidence.rapid
            steps.append(BeliefStep(evidence.at, said(row), *weak, before.known, shown, unmoved, known, fading))
        else:
            elsewhere = Knowledge(estimates.of(row.skill), ability=known.ability)
            known = known._replace(ability=learner.after_answer(elsewhere, evidence).ability)
    fading += [*_faded(known, fading, at), moment(known, at)]
    return History(tuple(steps), known, at)


def moment(known: Knowledge, at: datetime) -> Moment:
    """Return P(known) at an instant after the last answer."""
    return Moment(at, learner.retained(known, at), learner.retained_interval(known, at))


def ahead(history: History, until: datetime) -> list[Moment]:
    """Return how the estimate goes on from now if nothing more is answered."""
    now = moment(history.knowledge, history.at)
    return [now, *_faded(history.knowledge, [now], until)]


def _faded(known: Knowledge, so_far: Sequence[Moment], until: datetime) -> Iterator[Moment]:
    """Yield the curve of forgetting from the last moment on, as finely as its length asks for."""
    since = so_far[-1].at if so_far else until
    if (gap := until - since) >= LEAST_GAP:
        count = min(MOST_SAMPLES, 1 + gap.days)
        yield from (moment(known, since + gap * number / count) for number in range(1, count + 1))


def said(row: Answer) -> Said:
    """Return the kind of an answer."""
    if row.dont_know:
        return Said.DONT_KNOW
    return Said.RIGHT if row.correct else Said.WRONG
