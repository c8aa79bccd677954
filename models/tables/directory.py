"""The directory: what is derived from its entries, what people say of their facts, tests of tools, what files bring."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from content.readings import Reading, ReadingManner
from models.tables.base import Base, CountedRow, DocumentId, LearnerKey, VersionId

EntryId = Annotated[str, mapped_column(ForeignKey("listed_entry.document_id", ondelete="CASCADE"))]
"""The document of an entry, for what is derived from it and goes with it."""

# --------------------------------------------------------------------------------------- derived from published entries


class ListedEntry(Base):
    """A published entry as lists, filters and what passes it on need it; `models.directory.entry_index` rebuilds it."""

    document_id: Mapped[DocumentId] = mapped_column(primary_key=True)
    version_id: Mapped[VersionId] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    """service, measure or tool"""
    type: Mapped[str]
    names: Mapped[dict[str, Any]]
    """By language; of a confidential one the discreet title."""
    organisation: Mapped[dict[str, Any]]
    """The name of who offers it, by language; empty for a confidential one."""
    commune: Mapped[str] = mapped_column(index=True)
    telephone: Mapped[str]
    """The first that is published."""
    reached_by: Mapped[int | None]
    """The place of the fact that says it; without any, of the first that says how it is reached."""
    emergency: Mapped[bool]
    confidential: Mapped[bool]
    by_telephone: Mapped[bool]
    with_interpreter: Mapped[bool]
    without_account: Mapped[bool]
    asks_account: Mapped[bool]
    """Whether it says that one is needed; where it says neither, nobody knows yet."""
    publisher: Mapped[str] = mapped_column(index=True)
    """Whose directory it comes from; empty for what was written here."""
    changed_at: Mapped[datetime] = mapped_column(index=True)
    passed_on: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """What it says in the formats of other directories: `models.directory.licences_and_exports`. None where two
    publishers speak in it, who may have different terms."""


class EntryPlain(Base):
    """What a published entry says to the person herself, in a language."""

    document_id: Mapped[EntryId] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True, index=True)
    words: Mapped[str]


class ListedFact(Base):
    """A fact of a published entry that says something: what its page, doubts and answers know it by."""

    document_id: Mapped[EntryId] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Among all facts of the entry, its organisation's included, from 0."""
    fingerprint: Mapped[str] = mapped_column(index=True)
    """Of what it says and where it was read: a fact that is read again is another."""
    kind: Mapped[str] = mapped_column(index=True)
    read_on: Mapped[date]
    manner: Mapped[str | None]
    """live, telephone, copy or machine; none where that is not said"""
    copied: Mapped[date | None]
    page: Mapped[str]
    """The date that its page bears, as content.readings writes it."""
    service: Mapped[str]
    address: Mapped[str] = mapped_column(index=True)
    quote: Mapped[str]
    strict: Mapped[bool]
    """Whether it is never believed for longer than rules and sources are."""

    @property
    def reading(self) -> Reading:
        """How it was read."""
        manner = ReadingManner(self.manner) if self.manner else None
        return Reading(self.read_on, manner, self.copied, self.page)


class TieSubject(StrEnum):
    """What an entry is tied to."""

    TOPIC = "topic"
    SKILL = "skill"
    RULE = "rule"
    LANGUAGE = "language"
    """In which one is received there, ISO 639-1."""


class EntryTie(Base):
    """A topic, a skill, a rule or a spoken language under which a published entry is found."""

    __table_args__ = (Index("ix_entry_tie_subject_name", "subject", "name"),)

    document_id: Mapped[EntryId] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    """topic, skill, rule or language"""
    name: Mapped[str] = mapped_column(primary_key=True)


class FactRereading(CountedRow):
    """A fact that a new version says was read again: after how many days, and whether it had changed."""

    __table_args__ = (UniqueConstraint("version_id", "place"),)

    version_id: Mapped[VersionId]
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(index=True)
    days: Mapped[int]
    changed: Mapped[bool]


# ------------------------------------------------------------------------------------------------ what people say of it


class FactVerdict(StrEnum):
    """What somebody says of a fact that she has used."""

    WORKS = "works"
    GONE = "gone"
    CHANGED = "changed"


class FactAnswer(Base):
    """What somebody said, in a week, of a fact that she had used."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True, index=True)
    document_id: Mapped[DocumentId] = mapped_column(index=True)
    verdict: Mapped[str]
    """works, gone or changed"""
    week: Mapped[date]
    """Its Monday."""


# ---------------------------------------------------------------------------------------------------------------- tools


class ToolFinding(StrEnum):
    """What was found of a tool, where that can be checked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class RoleOfTrial(StrEnum):
    """The work of the one who tried a tool; never who."""

    COUNSELLOR = "counsellor"
    JOB_COACH = "job coach"
    DIGITAL_MEDIATOR = "digital mediator"
    TRAINER = "trainer"
    OTHER = "other"


class ToolTest(CountedRow):
    """What was found when a tool from outside was tried: six facts that can be checked, on a day, in a role."""

    document_id: Mapped[DocumentId] = mapped_column(index=True)
    without_account: Mapped[str]
    """A ToolFinding; so are the three that follow."""
    on_small_screen: Mapped[str]
    """At 320 px."""
    in_dutch: Mapped[str]
    offline: Mapped[str]
    data_kept: Mapped[str]
    """Which data it keeps, and where."""
    cost: Mapped[str]
    role: Mapped[str]
    """A RoleOfTrial."""
    tested_on: Mapped[date]


class ToolWord(StrEnum):
    """What somebody thinks of a tool: one word out of three."""

    HELPS = "helps"
    DEPENDS = "depends"
    HINDERS = "hinders"


class ToolOpinion(Base):
    """What somebody who has used a tool thinks of it."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(primary_key=True, index=True)
    said: Mapped[str]
    """A ToolWord."""
    week: Mapped[date]
    """Its Monday."""


class ToolSpeaker(StrEnum):
    """Whose words on a tool are kept."""

    MAKER = "maker"
    """What its maker answers to its tests."""
    PROTECTION = "protection"
    """What the data protection officer says of one that needs an account."""


class ToolStatement(Base):
    """What the maker of a tool, or the data protection officer, says of it: the last words of each."""

    document_id: Mapped[DocumentId] = mapped_column(primary_key=True)
    speaker: Mapped[str] = mapped_column(primary_key=True)
    """A ToolSpeaker."""
    words: Mapped[str]
    day: Mapped[date]
    """When it was said."""


# ----------------------------------------------------------------------------------------------------- what files bring


class EntryProposal(CountedRow):
    """An entry that a file proposes: somebody accepts it, or does not."""

    __table_args__ = (UniqueConstraint("upload_id", "entry_id"),)

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    entry_id: Mapped[str]
    change: Mapped[str]
    """new, changed, read again or absent; what is the same is only counted"""
    name: Mapped[str]
    text: Mapped[str]
    accepted: Mapped[bool | None]
    """None until somebody decides."""
    published_at: Mapped[datetime | None]


class PublisherLicence(Base):
    """On what terms a publisher lets its directory be used; without a row nothing of it is passed on."""

    publisher: Mapped[str] = mapped_column(primary_key=True)
    licence: Mapped[str]
    """Its name, as « Licence Ouverte 2.0 »."""
    address: Mapped[str]
    may_be_passed_on: Mapped[bool]
    noted_on: Mapped[date]


class PublisherMapping(Base):
    """What the columns of a publisher's table were named, for the next one that has the same."""

    publisher: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[str] = mapped_column(primary_key=True)
    """A fingerprint of their names."""
    mapping: Mapped[dict[str, Any]]
