"""The published modules as one learner meets them: by domain, each with where she stands in it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from content.module import Module
from content.skills import Domain
from models.catalogue import in_force
from models.ground.lookups import Lookup, ask_together
from models.learner import SkillState
from models.learning import due_checks, learner_situation, progress
from models.learning.learner_situation import LeftPlay
from models.tables.answers import Play
from models.tables.documents import Document, Version
from models.tutor.situation import QUESTION_MINUTES, Purpose

LASTING = {SkillState.ACQUIRED, SkillState.TO_REFRESH}
SHOWN = {*LASTING, SkillState.TO_CONFIRM}


class ModuleProgress(NamedTuple):
    """A module: its state, how many of its skills are acquired, how many answers there are on them, what is left."""

    module: Module
    state: SkillState
    acquired: int
    answers: int
    minutes: int
    """Those that it takes; of one that is open, those that remain."""
    open: bool


class DomainModules(NamedTuple):
    """The modules of one domain: that of their first skill."""

    domain: Domain
    modules: Sequence[ModuleProgress]

    @property
    def acquired(self) -> int:
        """The number of modules of which every skill is acquired, be it to refresh."""
        return sum(one.state in LASTING for one in self.modules)


def _by_module(rows: Sequence[Any]) -> Mapping[str, LeftPlay | None]:
    found: dict[str, LeftPlay | None] = {}
    for module, finished, *left in sorted(rows, key=lambda row: (row[4], *row)):
        # Of several that are open the latest is taken up; one that is over leaves nothing to take up.
        found[module] = found.get(module) if finished else LeftPlay(*left)
    return found


PLAYS = Lookup(
    select(
        # Played in another language is played.
        func.coalesce(Document.original_id, Document.id),
        Play.finished_at.is_not(None),
        Play.version_id,
        Play.cards_read,
        Play.started_at,
        learner_situation.LEFT_BEHIND,
    )
    .join(Version, Version.document_id == Document.id)
    .join(Play, Play.version_id == Version.id)
    .where(Play.learner_key == bindparam("learner_key", type_=Uuid()), Play.purpose == Purpose.LEARN),
    _by_module,
)
"""The modules that a learner has begun, each with its open play, if any."""
LOOKUPS = (progress.BELIEVED, due_checks.OPEN, learner_situation.REFUSED_FOR_GOOD, learner_situation.PACE, PLAYS)


def by_domain(db: Session, learner_key: UUID, language: str, at: datetime) -> list[DomainModules]:
    """Return all published modules, by domain in the order of the compass; domains without any are left out."""
    ask_together(db, LOOKUPS, learner_key=learner_key)
    standings, plays = progress.by_domain(db, learner_key, at), PLAYS.ask(db, learner_key=learner_key)
    pace = learner_situation.PACE.ask(db, learner_key=learner_key) / QUESTION_MINUTES
    skills = {one.skill.id: one for domain in standings for one in domain.skills}
    told = []
    for published in in_force.published_modules(db, language):
        module, left = published.module, plays.get(published.module.id)
        its = [skills[skill] for skill in module.skills if skill in skills]
        minutes = module.minutes * learner_situation.share_left(module, left) * (pace if left else 1)
        told.append(
            ModuleProgress(
                module,
                state_of([one.state for one in its], module.id in plays),
                sum(one.state in LASTING for one in its),
                sum(one.answers for one in its),
                max(1, round(minutes)),
                left is not None,
            )
        )
    domains = []
    for domain in standings:
        order = {one.skill.id: place for place, one in enumerate(domain.skills)}
        here = [one for one in told if one.module.skills[0] in order]
        domains.append(DomainModules(domain.domain, sorted(here, key=lambda one: order[one.module.skills[0]])))
    return [domain for domain in domains if domain.modules]


def matching(domains: Sequence[DomainModules], state: SkillState | None, domain_id: str | None) -> list[DomainModules]:
    """Return what is in a state and in a domain, where one is asked for."""
    kept = [
        DomainModules(one.domain, [module for module in one.modules if state in {None, module.state}])
        for one in domains
        if domain_id in {None, one.domain.id}
    ]
    return [one for one in kept if one.modules]


def state_of(skills: Collection[SkillState], begun: bool) -> SkillState:
    """Return the state of a module from those of its skills.

    A question answered elsewhere does not begin it: only a play does, or a skill of it that has been shown.
    """
    if skills and LASTING.issuperset(skills):
        return SkillState.TO_REFRESH if SkillState.TO_REFRESH in skills else SkillState.ACQUIRED
    if skills and SHOWN.issuperset(skills):
        return SkillState.TO_CONFIRM
    return SkillState.IN_PROGRESS if begun or SHOWN.intersection(skills) else SkillState.TO_DISCOVER
