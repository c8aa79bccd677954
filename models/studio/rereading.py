"""The re-reading of texts: a few a week, by what earlier readings found, and what follows when nothing is changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.kinds import KINDS
from content.module import Module
from content.readings import Reading
from content.rules import Rule
from content.text.redating import mannerless, redate_module, redate_rule, rule_texts, undated
from models.catalogue import documents, in_force, suspensions
from models.catalogue.documents import ORIGINALS, RULES
from models.catalogue.published import has_come, is_in_force
from models.catalogue.validity import Dated
from models.freshness import LEAST_READINGS, YEAR, Rereading, again_after
from models.ground.calendar import DAY, local_day, local_hour, monday_of
from models.learning import objection
from models.studio import publishing, responsibility
from models.studio.responsibility import RULE, Answering
from models.tables.answers import Answer
from models.tables.documents import Document, DocumentStatus, Version, VersionChange

A_DAY = timedelta(days=1)


class TextThen(NamedTuple):
    """A text as it was published at an instant."""

    at: datetime
    text: str
    says: str
    """The same without the days on which it was read and is to be read again."""
    is_wording: bool
    """Whether its author says that only words have changed."""


def readings_of_versions(history: Iterable[TextThen]) -> Iterator[Rereading]:
    """Yield each re-reading of one text, from its versions in their order: the same but for its dates, or changed.

    Other words that keep the meaning are no reading: nobody says that what they rest on was looked at.
    """
    since: datetime | None = None
    for before, after in pairwise(history):
        since = since or before.at
        changed = before.says != after.says
        if before.text != after.text and not (changed and after.is_wording):
            yield Rereading((after.at - since) / A_DAY / YEAR, changed)
            since = after.at


def readings_of_modules(db: Session) -> list[Rereading]:
    """Return the re-readings of all modules in the language of their original; none while too few can be there."""
    again = select(func.count()).select_from(Version).join(Document, Document.id == Version.document_id)
    if (db.scalar(again.where(*ORIGINALS, Version.number > 1)) or 0) < LEAST_READINGS:
        return []
    texts = select(Version.document_id, Version.published_at, Version.text, Version.change)
    texts = texts.join(Document, Document.id == Version.document_id).where(*ORIGINALS, has_come(db, Version))
    rows = db.execute(texts.order_by(Version.document_id, Version.number)).all()
    found: list[Rereading] = []
    for _, versions in groupby(rows, key=lambda row: row[0]):
        found += readings_of_versions(
            TextThen(at, text, undated(text), change == VersionChange.WORDING) for _, at, text, change in versions
        )
    return found


def readings_of_rules(db: Session) -> list[Rereading]:
    """Return the re-readings of all rules, each by itself: a version of their text changes one or two of them."""
    texts = select(Version.published_at, Version.text, Version.change).where(Version.document_id == RULES)
    texts = texts.where(has_come(db, Version))
    histories: dict[str, list[TextThen]] = {}
    for at, text, change in db.execute(texts.order_by(Version.number)):
        for rule_id, lines in rule_texts(text).items():
            then = TextThen(at, mannerless(lines), undated(lines), change == VersionChange.WORDING)
            histories.setdefault(rule_id, []).append(then)
    return [reading for history in histories.values() for reading in readings_of_versions(history)]


# ---------------------------------------------------------------------------------------------- the re-reading of texts


MOST_A_WEEK = 4
SOURCES_LAST = timedelta(days=365)
"""How long what was read at a source is taken to be so still."""
MODULE_AGAIN, RULE_AGAIN = timedelta(days=365), timedelta(days=182)
"""After how long what was read is to be read again; sooner, once enough re-readings say so, and never later."""


class UnknownRule(NotFound):
    """No rule in force has that id."""

    what = N_("Cette règle n'existe pas, ou plus.")
    then = N_("Celles qui existent sont dans l'atelier, sous « Règles ».")


_DATED = Document.kind.in_([one.name for one in KINDS.values() if one.dated])
Texts = Mapping[str, Dated]
"""Subject, as models.studio.responsibility names it → what stands there."""


class Due(NamedTuple):
    """A module or a rule to be read again since a day, and how many answers rest on it."""

    subject: str
    text: Dated
    since: date
    answers: int
    answering: Answering
    draft: bool
    """Whether somebody is writing on it already."""

    @property
    def module(self) -> Module | None:
        """The module, where it is one."""
        return self.text if isinstance(self.text, Module) else None

    @property
    def rule(self) -> Rule | None:
        """The rule, where it is one."""
        return self.text if isinstance(self.text, Rule) else None

    @property
    def read_on(self) -> date | None:
        """When its oldest source was read, where that is why it is due."""
        return self.since - SOURCES_LAST if self.since != self.text.review_by else None


def due_day(text: Dated) -> date | None:
    """Return the day on which a text is due: the one that it names, or earlier when its oldest source is old."""
    sources = text.sources if isinstance(text, Module) else ()
    days = [source.read_on + SOURCES_LAST for source in sources if source.read_on]
    return min([*days, *([text.review_by] if text.review_by else [])], default=None)


def due(db: Session, day: date) -> list[Due]:
    """Return all that is due by a day: overdue for most weeks first, then what most answers rest on."""
    return _due(db, _in_force(db), day)


def this_week(db: Session, at: datetime, timezone: str) -> list[Due]:
    """Return at most MOST_A_WEEK texts due this week; the list stays the same as they get read.

    They are chosen from the texts as they stood on Monday; many are spread evenly over as many weeks as they take.
    """
    monday = monday_of(local_day(at, timezone))
    begun, sunday = local_hour(monday, 0, timezone), monday + 6 * DAY
    ranked = list(_ranked(db, _of_versions(db, _versions_before(db, begun)), sunday, begun))
    # Rounded up, then spread evenly: no week of four followed by one of one.
    weeks = -(-len(ranked) // MOST_A_WEEK)
    chosen = ranked[: -(-len(ranked) // weeks)] if weeks else []
    texts = _in_force(db)
    return _due(db, {subject: texts[subject] for subject in chosen if subject in texts}, sunday)


def _due(db: Session, texts: Texts, day: date) -> list[Due]:
    drafts = set(db.scalars(select(Document.id).where(Document.draft.is_not(None))))
    answering = {one.subject: one for one in responsibility.all_answering(db)} if texts else {}
    return [
        Due(
            subject,
            texts[subject],
            since,
            answers,
            answering[subject],
            (RULES if subject.startswith(RULE) else subject) in drafts,
        )
        for subject, (since, answers) in _ranked(db, texts, day).items()
    ]


def _ranked(db: Session, texts: Texts, day: date, before: datetime | None = None) -> dict[str, tuple[date, int]]:
    """Return what is due, in order, with since when, and its answers before an instant."""
    since = {subject: when for subject, text in texts.items() if (when := due_day(text)) and when <= day}
    answers = _answers(db, {subject: texts[subject] for subject in since}, before)
    # By week first, then by use: within one week the order of days would outweigh what people meet.
    order = sorted(since, key=lambda one: (monday_of(since[one]), -answers[one], since[one], one))
    return {subject: (since[subject], answers[subject]) for subject in order}


def _answers(db: Session, texts: Texts, before: datetime | None = None) -> dict[str, int]:
    """Return how often modules were answered, in any version; a rule counts the modules that cite it."""
    modules = {one.module.id: one.module for one in in_force.published_modules(db)} if texts else {}
    counted = select(Version.document_id, func.count()).join(Answer, Answer.version_id == Version.id)
    counted = counted.where(objection.estimated(Answer.learner_key))
    if before:
        counted = counted.where(Answer.answered_at < before)
    rows = db.execute(counted.group_by(Version.document_id)) if texts else ()
    each = {document_id: number for document_id, number in rows}
    return {
        subject: sum(
            number
            for document_id, number in each.items()
            if document_id == subject or (document_id in modules and _cites(modules[document_id], text))
        )
        for subject, text in texts.items()
    }


def _cites(module: Module, text: Dated) -> bool:
    return isinstance(text, Rule) and (
        text.id in module.cites or any(text.id in question.cites for question in module.questions)
    )


def _in_force(db: Session) -> Texts:
    return _of_versions(db, db.scalars(select(Version).join(Document, is_in_force(db)).where(_DATED)))


def _versions_before(db: Session, at: datetime) -> Sequence[Version]:
    """Return, for each document, the version that was in force then, or its first."""
    # The first version stands for before: a document begun this week is in the list too.
    there = or_(Version.published_at < at, Version.number == 1)
    latest = select(Version.document_id, func.max(Version.number).label("number")).where(there)
    last = latest.group_by(Version.document_id).subquery()
    same = (Version.document_id == last.c.document_id) & (Version.number == last.c.number)
    return db.scalars(
        select(Version).join(last, same).join(Document, Document.id == Version.document_id).where(_DATED)
    ).all()


def _of_versions(db: Session, versions: Iterable[Version]) -> Texts:
    """Return the modules that are published still, and the rules."""
    there = {one.id: one for one in db.scalars(select(Document).where(Document.status == DocumentStatus.PUBLISHED))}
    texts: dict[str, Dated] = {}
    for version in versions:
        document = there.get(version.document_id)
        kind = documents.kind_of(document) if document else None
        if kind and kind.dated:
            texts |= kind.dated(version.document_id, kind.parse(version.text))
    return texts


# ----------------------------------------------------------------------------------------------------------- read again


def reread(db: Session, subject: str, read: Reading, at: datetime, by: UUID) -> Version | None:
    """Publish « Relu, rien à changer »: the same text with the days of this reading and of the next one.

    A rule says the manner of the reading too; a module has been read where its sources are. Returns None when it was
    read on this day already. What is being written stays as it is; what is held back stays so. Raises
    UnknownModule, UnknownRule, and what keeps a text from being published.
    """
    rule = subject.removeprefix(RULE) if subject.startswith(RULE) else None
    if rule is not None and rule not in in_force.rules(db):
        raise UnknownRule
    document = documents.module_document(db, subject) if rule is None else documents.document_of(db, RULES)
    documents.lock(db, document)
    before = documents.in_force_of(db, document)
    if before is None:
        raise documents.UnknownModule
    if rule is None:
        new = redate_module(before.text, read.on + again_after(MODULE_AGAIN, readings_of_modules(db)), read.on)
    else:
        new = redate_rule(before.text, rule, read.on + again_after(RULE_AGAIN, readings_of_rules(db)), read)
    if new == before.text:
        return None
    version = publishing.publish_beside_draft(db, document, new, VersionChange.WORDING, at, by)
    # A new version would let go of what is held back: nothing has been mended by reading.
    suspensions.keep_held(db, before, version)
    return version
