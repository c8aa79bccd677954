"""What is told of rule changes, on their story and on what rests on the rule, and its sentences for pages and mails."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_
from content.module import Module
from content.rules import Rule, RuleState
from models.catalogue import in_force, suspensions
from models.catalogue.published import DAY
from models.ground import jobs
from models.ground.calendar import local_day
from models.ground.lookups import Lookup
from models.ground.store import once
from models.ground.words import date_in_words, typographic, words
from models.learning import learners
from models.news.stories.fortnight import KEPT
from models.studio.rule_changes.stages import (
    ACCEPTED,
    AWAITED,
    TAKING_EFFECT,
    ZONE,
    Stage,
    beginning,
    stage_of,
    switches,
)
from models.tables.answers import Presentation
from models.tables.documents import SuspensionReason, Version
from models.tables.people import Account, Learner
from models.tables.rule_changes import ChangeDecision, RuleChange, RuleChangeReading


class RuleChangeAsTold(NamedTuple):
    """A rule change as it is told: its rule, as far as it is still there, and where it is in its life."""

    change: RuleChange
    rule: Rule | None
    stage: Stage

    @property
    def story_id(self) -> int:
        """The story that tells of it."""
        return self.change.story_id

    @property
    def switches(self) -> bool:
        """Whether it changes what is right."""
        return switches(self.change)

    def name(self, language: str) -> str:
        """Return the name of the rule in a language, else its id."""
        return self.rule.name[language] if self.rule else self.change.rule_id


class Coming(NamedTuple):
    """A rule that changes on a day to come, and the questions of a module that rest on it."""

    told: RuleChangeAsTold
    day: date


def about_stories(db: Session, story_ids: Collection[int]) -> Mapping[int, list[RuleChangeAsTold]]:
    """Return, by story, its changes: in verification, accepted, in effect, taken back once accepted."""
    if not story_ids:
        return {}
    mine = select(RuleChange).where(RuleChange.story_id.in_(story_ids)).order_by(RuleChange.id)
    found: defaultdict[int, list[RuleChangeAsTold]] = defaultdict(list)
    for told in as_told(db, db.scalars(mine)):
        if told.stage not in {Stage.REFUSED, Stage.WITHDRAWN}:
            found[told.story_id].append(told)
    return found


def of_rules(db: Session, rule_ids: Collection[str]) -> Mapping[str, list[RuleChangeAsTold]]:
    """Return, by rule, its accepted changes that were not taken back, the latest first."""
    if not rule_ids:
        return {}
    found: defaultdict[str, list[RuleChangeAsTold]] = defaultdict(list)
    for told in as_told(
        db, db.scalars(ACCEPTED.where(RuleChange.rule_id.in_(rule_ids)).order_by(RuleChange.id.desc()))
    ):
        found[told.change.rule_id].append(told)
    return found


def everything(db: Session) -> list[RuleChangeAsTold]:
    """Return all rule changes, the latest first."""
    return as_told(db, db.scalars(select(RuleChange).order_by(RuleChange.id.desc())))


UNSEEN = Lookup(
    select(RuleChange.id).where(
        RuleChange.decision == ChangeDecision.ACCEPTED,
        RuleChange.undone_at.is_(None),
        RuleChange.id.not_in(
            select(RuleChangeReading.change_id)
            .join(Learner, Learner.key == RuleChangeReading.learner_key)
            .where(RuleChangeReading.learner_key == bindparam("learner_key"), ~Learner.without_estimation)
        ),
    ),
    lambda rows: [change_id for (change_id,) in rows],
)
"""The accepted rule changes that a learner has not opened."""


@once
def unopened(db: Session, learner_key: UUID, at: datetime) -> list[RuleChangeAsTold]:
    """Return the accepted changes that a learner has not opened, the one that holds first first, however old they are.

    Neither theme, muted word, cap nor age hides them. What had taken effect before she came is no news for her; nor,
    where she objects and nothing is kept of what she opens, what took effect more than two weeks ago.
    """
    if not (unseen := UNSEEN.ask(db, learner_key=learner_key)):
        return []
    rows = db.scalars(
        select(RuleChange).where(RuleChange.id.in_(unseen)).order_by(RuleChange.holds_from.nulls_first(), RuleChange.id)
    )
    there = db.scalar(select(Account.created_at).where(Account.learner_key == learner_key))
    if there and learners.read(db, learner_key).without_estimation:
        there = max(there, at - KEPT)
    return as_told(
        db, [one for one in rows if there is None or (one.took_effect_at or min(at, beginning(one))) >= there]
    )


def mark_opened(db: Session, learner_key: UUID, story_id: int, at: datetime) -> None:
    """Note that a learner opened a story with what is accepted of it; the first time counts, of who objects none."""
    reader = and_(Learner.key == learner_key, ~Learner.without_estimation)
    opened = select(Learner.key.label("learner_key"), RuleChange.id.label("change_id")).join(RuleChange, reader)
    accepted = opened.where(RuleChange.story_id == story_id, RuleChange.decision == ChangeDecision.ACCEPTED)
    jobs.insert_found(db, RuleChangeReading, accepted, at=at)


def coming(db: Session, module: Module, at: datetime) -> list[Coming]:
    """Return the accepted changes to come that switch what a module asks, the first first."""
    cited = {*module.cites, *(rule for question in module.questions for rule in question.cites)}
    to_come = AWAITED.where(RuleChange.rule_id.in_(cited), RuleChange.state_to.in_(TAKING_EFFECT))
    rows = to_come.order_by(RuleChange.holds_from.nulls_first(), RuleChange.id) if cited else None
    told = as_told(db, db.scalars(rows)) if rows is not None else []
    today = local_day(at, ZONE)
    return [
        Coming(one, one.change.holds_from) for one in told if one.change.holds_from and one.change.holds_from > today
    ]


def changed_since(db: Session, presentation: Presentation) -> datetime | None:
    """Return since when a rule behind an older question has changed; it is marked as it was shown."""
    version = db.get_one(Version, presentation.version_id)
    rows = suspensions.held(db, version.document_id) if suspensions.is_overtaken(db, version.id) else []
    mine = [row for row in rows if row.why == SuspensionReason.RULE and row.question_id == presentation.question_id]
    return next((row.since for row in mine if row.up_to >= version.number), None)


def as_told(db: Session, changes: Iterable[RuleChange]) -> list[RuleChangeAsTold]:
    """Return rule changes with their rules and stages, in the order in which they come."""
    found = list(changes)
    rules = in_force.rules(db) if found else {}
    day = db.info.get(DAY) or date.min
    return [RuleChangeAsTold(one, rules.get(one.rule_id), stage_of(one, day)) for one in found]


# --------------------------------------------------------------- A rule change in a sentence, for pages and mails alike


VERIFYING = N_("Pourrait toucher « %(rule)s » : en vérification.")
LEFT = N_("Ce changement de « %(rule)s » n'a pas été retenu : rien ne change.")
UNDONE = N_("Un changement de « %(rule)s » avait été accepté ici ; il est retiré : la règle d'avant vaut.")
TO_COME = {
    RuleState.IN_FORCE: N_("Change la règle « %(rule)s » le %(day)s."),
    RuleState.SUSPENDED: N_("Suspend la règle « %(rule)s » à partir du %(day)s."),
    RuleState.CANCELLED: N_("Annule la règle « %(rule)s » à partir du %(day)s."),
}
IN_EFFECT = {
    RuleState.IN_FORCE: N_("A changé la règle « %(rule)s » le %(day)s."),
    RuleState.SUSPENDED: N_("A suspendu la règle « %(rule)s » le %(day)s."),
    RuleState.CANCELLED: N_("A annulé la règle « %(rule)s » le %(day)s."),
}
NO_DAY = {
    RuleState.ANNOUNCED: N_("Changement annoncé de « %(rule)s » : les réponses attendues restent les mêmes."),
    RuleState.ADOPTED: N_("Changement adopté de « %(rule)s », pas encore en vigueur : rien d'autre ne change."),
    RuleState.PUBLISHED: N_("Changement publié de « %(rule)s », pas encore en vigueur : rien d'autre ne change."),
}
ON_A_DAY = {
    RuleState.ANNOUNCED: N_("Changement annoncé de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
    RuleState.ADOPTED: N_("Changement adopté de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
    RuleState.PUBLISHED: N_("Changement publié de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
}
NOT_TOUCHED = N_("Ne touche pas : %(people)s")


def change_sentence(told: RuleChangeAsTold, language: str) -> str:
    """Return in a sentence what a change does to which rule, and when."""
    rule, day = typographic(told.name(language), language), told.change.holds_from
    return words(language).gettext(_sentence(told), rule=rule, day=date_in_words(day, language) if day else "")


def _sentence(told: RuleChangeAsTold) -> str:
    state = RuleState(told.change.state_to)
    match told.stage:
        case Stage.VERIFYING:
            return VERIFYING
        case Stage.REFUSED | Stage.WITHDRAWN:
            return LEFT
        case Stage.UNDONE:
            return UNDONE
        case _ if not told.switches:
            return (ON_A_DAY if told.change.holds_from else NO_DAY)[state]
        case Stage.TO_COME:
            return TO_COME[state]
        case _:
            return IN_EFFECT[state]


def not_touched(told: RuleChangeAsTold, language: str) -> str:
    """Return whom it does not touch, in trainers' words; empty where they wrote none."""
    people = told.change.untouched
    return words(language).gettext(NOT_TOUCHED, people=people) if people else ""
