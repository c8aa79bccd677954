"""What was due, what was done, what was done twice and what is missing: from the tables and from both servers."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.once.newsroom import Newsroom
from benchmarks.post_office import Taken
from models.fitting.refit import ORIGIN
from models.ground import backups
from models.ground.calendar import DAY, local_day
from models.ground.jobs import REFIT, TIDY
from models.tables.audit import Audit, AuditVerb
from models.tables.documents import Document, DocumentKind, Version
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind, MailState
from models.tables.parameters import ParameterSet
from models.tables.people import Account
from models.tables.rule_changes import ChangeDecision, RuleChange
from models.tables.stories import Article, Story
from models.workshop.rule_changes.taking_effect import subject_of
from watchers.clock import REFIT_HOUR

ZONE = "Europe/Brussels"
DAILY = (MailKind.DIGEST, MailKind.WAITING, MailKind.HEALTH)
"""The kinds of which nobody gets two on one day."""
VERDICT = "Le jeu n°"
"""How the verdict of a refit begins, in the log of the worker that has had it made."""


class Row(NamedTuple):
    """One kind of work."""

    what: str
    due: int
    done: int
    doubled: int

    @property
    def missing(self) -> int:
        """How much of what was due was not done."""
        return max(0, self.due - self.done)

    @property
    def sound(self) -> bool:
        """Whether all of it was done, and once."""
        return not self.doubled and not self.missing


def row(what: str, due: Collection[Any], times: Mapping[Any, int]) -> Row:
    """Count what is due in how often each thing was done; what was not due and was done counts as doubled."""
    beyond = sum(number for one, number in times.items() if one not in due)
    again = sum(times[one] - 1 for one in due if times.get(one, 0) > 1)
    return Row(what, len(due), sum(1 for one in due if times.get(one)), again + beyond)


def news(db: Session, room: Newsroom) -> list[Row]:
    """Count the articles that were read over the wire, kept and told, and their stories."""
    kept = db.execute(select(Article.address, Article.story_id).where(Article.address.in_(room.articles))).all()
    told = Counter(address for address, story_id in kept if story_id is not None)
    stories = {story_id for _, story_id in kept if story_id is not None}
    titles = select(Story.title, func.count()).where(Story.id.in_(stories)).group_by(Story.title)
    untold = select(func.count()).select_from(Story).where(Story.id.not_in(select(Article.story_id).distinct()))
    return [
        row("articles read on their site", room.articles, room.read),
        row("articles kept", room.articles, Counter(address for address, _ in kept)),
        row("articles told", room.articles, told),
        Row("stories", len(room.articles), len(stories), _beyond(db.execute(titles)) + (db.scalar(untold) or 0)),
    ]


def _beyond(counted: Any) -> int:
    return sum(number - 1 for _, number in counted)


def mails(db: Session, taken: Sequence[Taken], mornings: Collection[date], ways_back: int) -> list[Row]:
    """Count the mails: each that was sent arrived once, nobody has two of a day, and each morning has its digests."""
    rows = db.scalars(select(Mail)).all()
    given = Counter(one.message_id for one in taken)
    sent = {one.message_id for one in rows if one.state == MailState.SENT}
    learners = db.scalars(select(Account.learner_key).where(Account.digest_hour.is_not(None))).all()
    settled = (MailState.SENT, MailState.NOTHING)
    digests = Counter(
        (one.learner_key, one.slot) for one in rows if one.kind == MailKind.DIGEST and one.state in settled
    )
    asked = [one for one in rows if one.kind == MailKind.WAY_BACK and given[one.message_id or ""]]
    of_a_day = Counter(
        (one.kind, one.recipient, local_day(one.sent_at, ZONE))
        for one in rows
        if one.kind in DAILY and one.sent_at
        for _ in range(given[one.message_id or ""])
    )
    return [
        row("mails that were sent", sent, given),
        row("digests of a learner and a morning", {(key, f"{day}") for key in learners for day in mornings}, digests),
        Row("digests, alarms, reminders of a day", len(of_a_day), len(of_a_day), of_a_day.total() - len(of_a_day)),
        Row("ways back, asked for at both portals at once", ways_back, len(asked), max(0, len(asked) - ways_back)),
        Row("mails not left uncertain or failed", len(rows), sum(one.state in settled for one in rows), 0),
    ]


def rule_changes(db: Session, since: datetime, until: datetime) -> list[Row]:
    """Count the rule changes whose day has come meanwhile: in the audit log, and in the versions of the rules."""
    agreed = select(RuleChange).where(RuleChange.decision == ChangeDecision.ACCEPTED)
    days = RuleChange.holds_from.between(local_day(since, ZONE) + DAY, local_day(until, ZONE))
    due = {subject_of(one): one.rules_after_id for one in db.scalars(agreed.where(days))}
    audited = db.scalars(
        select(Audit.subject).where(Audit.verb == AuditVerb.CHANGE_TAKES_EFFECT, Audit.subject.in_(due))
    )
    written = db.scalars(
        select(Version.id)
        .join(Document, Document.id == Version.document_id)
        .where(Document.kind == DocumentKind.RULES, Version.published_at > since)
    )
    return [
        row("rule changes, in the audit log", due, Counter(audited)),
        # What is published twice for one change leaves a version that no change names.
        row("rule changes, in the versions of the rules", set(due.values()), Counter(written)),
    ]


def nights(db: Session, instants: Sequence[datetime], logged: str) -> list[Row]:
    """Count the refits, the turns of the nightly copy, and the days on which what is too old was forgotten.

    `instants`: when the clock was looked at; `logged`: what the workers have said.
    """
    turns = {
        kind: Counter(db.scalars(select(Slot.slot).where(Slot.kind == kind))) for kind in (REFIT, backups.BEGUN, TIDY)
    }
    refits = _days(instants, REFIT_HOUR)
    origin = select(ParameterSet.created_at).where(ParameterSet.origin == ORIGIN)
    kept = Counter(local_day(at, ZONE).isoformat() for at in db.scalars(origin))
    verdicts = logged.count(VERDICT)
    return [
        row("refits, by their turns", refits, turns[REFIT]),
        Row("refits, by the verdicts in the logs", len(refits), verdicts, max(0, verdicts - len(refits))),
        Row("refits, by the sets of parameters kept", len(kept), len(kept), kept.total() - len(kept)),
        row("copies, by their turns", _days(instants, backups.HOUR), turns[backups.BEGUN]),
        row("days on which the old was forgotten", {f"{at:%Y-%m-%d}" for at in instants}, turns[TIDY]),
    ]


def _days(instants: Sequence[datetime], hour: int) -> set[str]:
    """Return the local days of which that hour has come."""
    local = (at.astimezone(ZoneInfo(ZONE)) for at in instants)
    return {at.date().isoformat() for at in local if at.hour >= hour}
