"""The proposal of a rule change by one person, and its acceptance or refusal by another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, Forbidden, Refused
from content.rules import RuleState
from content.strings.words import is_of_web
from models.catalogue import drafts, in_force
from models.ground.lookups import Lookup
from models.tables.people import Account
from models.tables.rule_changes import ChangeDecision, RuleChange
from models.workshop import responsibility
from models.workshop.rereading import UnknownRule
from models.workshop.rule_changes import for_the_day, planning, the_day
from models.workshop.rule_changes.about import (
    NOT_YET,
    TAKING_EFFECT,
    lock,
)
from models.workshop.rule_changes.occasion import check_shared, citable

LONGEST_WORDS = 1000
STATES = tuple(RuleState)


class Wanted(NamedTuple):
    """A trainer's proposal of a rule change; `cited` is the place of a sentence that `occasion.citable` gives."""

    rule_id: str
    state: RuleState
    address: str
    holds_from: date | None = None
    holds_until: date | None = None
    untouched: str = ""
    cited: int | None = None


def propose(
    db: Session, story_id: int, wanted: Wanted, at: datetime, by: UUID, invited: UUID | None = None
) -> RuleChange:
    """Propose that a story moves a rule; people read no more than « pourrait toucher » before it is accepted.

    Raises NoSuchStory, Forbidden, UnknownRule, Refused.
    """
    story = check_shared(db, story_id)
    db.refresh(story, with_for_update=True)
    rule = in_force.rules(db).get(wanted.rule_id)
    if rule is None:
        raise UnknownRule
    _check(wanted, rule.state)
    open_ones = select(RuleChange.id).where(RuleChange.story_id == story.id, RuleChange.decision.is_(None))
    if db.scalar(open_ones.where(RuleChange.rule_id == rule.id).limit(1)) is not None:
        raise Refused(N_("Cette actualité attend déjà une décision pour cette règle."), "rule_id")
    sentences = citable(db, story)
    place = wanted.cited if wanted.cited is not None and 0 <= wanted.cited < len(sentences) else None
    cited = None if place is None else sentences[place]
    change = RuleChange(
        story_id=story.id,
        rule_id=rule.id,
        address=wanted.address.strip(),
        state_from=rule.state,
        state_to=wanted.state,
        holds_from=wanted.holds_from,
        holds_until=wanted.holds_until,
        untouched=wanted.untouched.replace("\r\n", "\n").strip()[:LONGEST_WORDS],
        cited=cited and cited.sentence,
        cited_address=cited and cited.address,
        cited_at=cited and cited.at,
        proposed_by=by,
        proposed_at=at,
        invited=invited if invited != by else None,
    )
    db.add(change)
    db.flush()
    return change


def _check(wanted: Wanted, state: RuleState) -> None:
    if wanted.state == state and state is not RuleState.IN_FORCE:
        raise Refused(N_("La règle est déjà dans cet état : choisissez-en un autre."), "state")
    # Of a rule in force, what is only announced, adopted or published says what comes; the rule itself stays.
    if {state, wanted.state} <= NOT_YET and STATES.index(wanted.state) < STATES.index(state):
        raise Refused(N_("La règle est déjà plus loin que cela : choisissez un état qui suit le sien."), "state")
    if wanted.state in TAKING_EFFECT and wanted.holds_from is None:
        raise Refused(N_("Dites à partir de quel jour cela vaut."), "holds_from")
    if wanted.holds_from and wanted.holds_until and wanted.holds_until < wanted.holds_from:
        raise Refused(N_("Ce jour vient avant le premier : vérifiez les deux dates."), "holds_until")
    if not is_of_web(wanted.address.strip()):
        raise Refused(N_("Une adresse commence par https:// et nomme un site."), "address")


def invitable(db: Session, by: UUID) -> Sequence[Account]:
    """Return who may be asked to decide: the other trainers; without any, every open account."""
    others = [one for one in responsibility.trainers(db) if one.learner_key != by]
    if others:
        return others
    there = select(Account).where(Account.closed_at.is_(None), Account.learner_key != by)
    return db.scalars(there.order_by(Account.name, Account.id)).all()


UNDECIDED = Lookup(
    select(RuleChange.id).where(RuleChange.decision.is_(None), RuleChange.proposed_by != bindparam("learner_key")),
    bool,
)
"""Whether any change of others waits for a decision."""


def waiting_for(db: Session, reader: UUID) -> list[RuleChange]:
    """Return what somebody may decide on, the oldest first."""
    waiting = select(RuleChange).where(RuleChange.decision.is_(None), RuleChange.proposed_by != reader)
    return [one for one in db.scalars(waiting.order_by(RuleChange.id)) if may_decide(db, one, reader)]


def may_decide(db: Session, change: RuleChange, reader: UUID) -> bool:
    """Return whether she may decide: whoever was asked, while there; else any trainer but the proposer."""
    if reader == change.proposed_by:
        return False
    there = select(Account.id).where(Account.learner_key == change.invited, Account.closed_at.is_(None))
    if change.invited is not None and db.scalar(there) is not None:
        return change.invited == reader
    return any(one.learner_key == reader for one in responsibility.trainers(db))


def accept(db: Session, change: RuleChange, at: datetime, by: UUID, seen: str | None = None) -> None:
    """Accept a rule change, and vouch for the texts that others have prepared for its day, as their second reader.

    A day that has come takes effect now. `seen` is the seal of the texts that she has read: raises
    drafts.DraftMoved when they are others now. Raises Forbidden, Conflict.
    """
    _check_reader(db, change, by)
    rule = in_force.rules(db).get(change.rule_id)
    if rule is None or rule.state != change.state_from:
        raise Conflict(
            N_("La règle n'est plus dans l'état d'où part ce changement."),
            N_("Rien n'est accepté. Refusez cette proposition et refaites-la depuis l'actualité."),
        )
    if seen is not None and seen != for_the_day.seal(db, change):
        raise drafts.DraftMoved
    _decide(db, change, ChangeDecision.ACCEPTED, at, by)
    for_the_day.read_all(db, change, at, by)
    the_day.take_effect(db, at)
    planning.plan(db)


def refuse(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    """Refuse a rule change; raises Forbidden, Conflict."""
    _check_reader(db, change, by)
    _decide(db, change, ChangeDecision.REFUSED, at, by)


def withdraw(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    """Take one's own rule change back before it is decided; raises Forbidden, Conflict."""
    _hold(db, change)
    if change.proposed_by != by:
        raise Forbidden(
            N_("Quelqu'un d'autre a proposé ce changement."),
            N_("Rien n'est changé. Vous pouvez l'accepter ou le refuser."),
        )
    _decide(db, change, ChangeDecision.WITHDRAWN, at, by)


def _check_reader(db: Session, change: RuleChange, by: UUID) -> None:
    _hold(db, change)
    if change.proposed_by == by:
        raise Forbidden(
            N_("C'est votre propre proposition : une autre personne doit en décider."),
            N_("Rien n'est changé. Vous pouvez la retirer, ou en donner l'adresse à qui décidera."),
        )
    if not may_decide(db, change, by):
        raise Forbidden(
            N_("Quelqu'un d'autre a été invité à décider de ce changement."),
            N_("Rien n'est changé. Cette personne le trouve dans l'atelier."),
        )


def _hold(db: Session, change: RuleChange) -> None:
    lock(db, change)
    if change.decision is not None:
        raise Conflict(N_("Ce changement a déjà été décidé."), N_("Rechargez la page pour voir ce qu'il est devenu."))


def _decide(db: Session, change: RuleChange, decision: ChangeDecision, at: datetime, by: UUID) -> None:
    change.decision, change.decided_at, change.decided_by = decision, at, by
    db.flush()
