"""A rule change proposed by one person, accepted or refused by another, withdrawn, undone."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText, Conflict, Forbidden, Refused
from content.rules import RuleState
from content.strings.words import is_of_web
from content.text.redating import NoRule, put_back_rule
from models.catalogue import coming_into_force, documents, drafts, in_force, suspensions, translations
from models.catalogue.documents import RULES
from models.ground.lookups import Lookup
from models.learning import answer_log
from models.studio import publishing, responsibility
from models.studio.from_stories import check_shared, citable
from models.studio.rereading import UnknownRule
from models.studio.rule_changes import effective_day, planning, prepared_texts
from models.studio.rule_changes.stages import NOT_YET, TAKING_EFFECT, changed, in_order, lock
from models.tables.answers import CheckReason, DueCheck
from models.tables.documents import Document, Suspension, SuspensionReason, Version, VersionChange
from models.tables.people import Account
from models.tables.rule_changes import ChangeDecision, ChangeOutcome, RuleChange

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
    """Return whether she may decide: the one who was asked, while there; else any trainer but the proposer."""
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
    if seen is not None and seen != prepared_texts.seal(db, change):
        raise drafts.DraftMoved
    _decide(db, change, ChangeDecision.ACCEPTED, at, by)
    prepared_texts.read_all(db, change, at, by)
    effective_day.take_effect(db, at)
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


# ----------------------------------------------------------------------------------------- the undoing of a rule change


UNDONE_BECAUSE = "rule change undone"


def undo(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    """Take an accepted rule change back. Raises Conflict.

    After its day: the rule and the texts before it are in force again, the checks that it queued are gone, answers to
    the questions that it had changed count no more; those who gave them are told once. What was written on top of
    its text stays, and its changed questions wait until a trainer has mended them.
    """
    lock(db, change)
    if change.decision != ChangeDecision.ACCEPTED or change.undone_at is not None:
        raise Conflict(
            N_("Ce changement n'est pas accepté, ou il est déjà annulé."),
            N_("Rechargez la page pour voir ce qu'il est devenu."),
        )
    if change.took_effect_at is not None:
        _check_latest(db, change)
        rows = [(documents.document_of(db, name), row) for name, row in prepared_texts.texts(db, change).items()]
        documents.lock(db, *(document for document, _ in rows))
        _restore_rule(db, change, at, by)
        # Originals first: a translation is held against what its original says again.
        for document, row in sorted(rows, key=lambda pair: in_order(pair[0])):
            _let_go(db, change, document, at, by)
            if row.outcome == ChangeOutcome.IN_FORCE and row.version_id is not None:
                _take_back(db, document, db.get_one(Version, row.base_id), db.get_one(Version, row.version_id), at, by)
            if row.outcome in {ChangeOutcome.IN_FORCE, ChangeOutcome.HELD}:
                row.outcome = ChangeOutcome.UNDONE
            translations.withdraw(db, document, (), at, by)
    change.undone_at, change.undone_by = at, by
    planning.plan(db)


def _check_latest(db: Session, change: RuleChange) -> None:
    later = select(RuleChange.id).where(RuleChange.rule_id == change.rule_id, RuleChange.id != change.id)
    later = later.where(RuleChange.took_effect_at.is_not(None), RuleChange.undone_at.is_(None))
    after = (RuleChange.took_effect_at > change.took_effect_at) | (
        (RuleChange.took_effect_at == change.took_effect_at) & (RuleChange.id > change.id)
    )
    if db.scalar(later.where(after).limit(1)) is not None:
        raise Conflict(
            N_("Un changement plus récent de la même règle est en vigueur."),
            N_("Rien n'est annulé. Annulez d'abord le plus récent, puis celui-ci."),
        )


def _restore_rule(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    if change.rules_before_id is None:
        return
    document, before = documents.document_of(db, RULES), db.get_one(Version, change.rules_before_id)
    with suppress(NoRule):
        text = put_back_rule(documents.published_text(db, document) or "", before.text, change.rule_id)
        publishing.publish_beside_draft(db, document, text, VersionChange.MEANING, at, by)
    with suppress(NoRule, BrokenText):
        if document.draft is not None:
            documents.parse_rules(document.draft)
            document.draft = put_back_rule(document.draft, before.text, change.rule_id)


def _let_go(db: Session, change: RuleChange, document: Document, at: datetime, by: UUID) -> None:
    """Release, in every language, what was held back because of this change."""
    family = [one.id for one in documents.family(db, document)]
    held = select(Suspension).where(Suspension.document_id.in_(family), Suspension.released_at.is_(None))
    mine = held.where(Suspension.change_id == change.id)
    for row in db.scalars(mine.where(Suspension.why.in_([SuspensionReason.RULE, SuspensionReason.TRANSLATION]))):
        row.released_at, row.released_by = at, by
    db.flush()


def _take_back(db: Session, document: Document, base: Version, version: Version, at: datetime, by: UUID) -> None:
    """Put the text of before in force again; what was answered to what had changed is annulled, and belief replayed."""
    last = documents.in_force_of(db, document) or version
    questions = changed(documents.parse_module(version.text), documents.parse_module(base.text))
    suspensions.suspend(db, last, questions, SuspensionReason.KEY, at, by)
    queued = delete(DueCheck).where(DueCheck.version_id == version.id, DueCheck.reason == CheckReason.MEANING)
    # A check that was answered stays: the answer is in the log.
    db.execute(queued.where(DueCheck.done_at.is_(None)))
    since_then = Version.document_id == document.id, Version.number >= version.number
    given = publishing.given(db, questions, *since_then)
    # Somebody has built on it since: her text is not thrown away, its changed questions wait.
    if last.text == version.text:
        # put_in_force ends the draft, which is somebody's work.
        written = document.draft, document.draft_at, document.draft_by
        restored = coming_into_force.put_in_force(db, document, base.text, VersionChange.MEANING, at, by)
        document.draft, document.draft_at, document.draft_by = written
        suspensions.keep_held(db, base, restored)
        publishing.tell(db, given, version, restored, at)
    answer_log.annul_all(db, given, UNDONE_BECAUSE, at, by)
