"""Texts with versions, the index of published questions, suspensions, and texts of the organisation."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, QueryContext, mapped_column

from models.tables.base import Base, CountedRow, DocumentId, VersionId


class SuspensionReason(StrEnum):
    """The reason why a question is held back, in all versions of its document up to the one then in force."""

    KEY = "key"
    """Its key was wrong."""
    SECOND_READER = "second_reader"
    """It states law, and nobody else has read it yet."""
    OUTDATED = "outdated"
    """Somebody has reported that the law has changed."""
    TRANSLATION = "twin"
    """It has changed in another language."""
    RULE = "rule"
    """The rule that it cites has changed since: a page that was open before is still marked by the one it showed."""
    CONCERNED = "concerned"
    """It is a dialogue, and nobody has said that somebody whom it concerns has read it."""


class VersionChange(StrEnum):
    """The meaning of a new version for those who have learned."""

    FIRST = "first"
    WORDING = "wording"
    MEANING = "meaning"
    KEY = "key"
    """The key of a question was wrong."""


AROUND = ""
"""What stands around the questions of a module, where a change is said by question."""


class DocumentStatus(StrEnum):
    """The stage of a document in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Document(Base):
    """A module, an entry, the skill map, rules, topics or programmes: a name under which versions follow each other."""

    id: Mapped[str] = mapped_column(primary_key=True)
    """The module's id, with a language for a translation, `entry:` and the id of an entry, or the name of a file."""
    original_id: Mapped[DocumentId | None] = mapped_column(index=True)
    """Of a translation, the same module in another language, the module of which it has the id."""
    language: Mapped[str | None]
    """fr, nl or en; none for what is in several languages"""
    kind: Mapped[str]
    """The name of a kind that content/kinds.py declares."""
    status: Mapped[str]
    """draft, published or retired"""
    draft: Mapped[str | None]
    """What is being written, readable or not; none when it equals the published version."""
    draft_at: Mapped[datetime | None]
    draft_by: Mapped[UUID | None]


class Version(CountedRow):
    """One immutable text of a document; of several, the latest whose day has come is in force."""

    # What is planned may be written anew: a number that was another text's would be read as that text, which is kept.
    __table_args__ = (UniqueConstraint("document_id", "number"), {"sqlite_autoincrement": True})

    document_id: Mapped[DocumentId]
    number: Mapped[int]
    text: Mapped[str]
    change: Mapped[str]
    """first, wording, meaning or key"""
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Question → wording, meaning or key, of those that were told apart; `change` is the gravest of all."""
    word: Mapped[str] = mapped_column(default="")
    """What has changed, in a sentence, for those who had learned."""
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    in_force_from: Mapped[date | None] = mapped_column(index=True)
    """The first day, in Brussels, on which it is in force; none where it was so at once."""


class DraftAside(CountedRow):
    """A draft whose place another text has taken, kept to be taken up again."""

    document_id: Mapped[DocumentId] = mapped_column(index=True)
    text: Mapped[str]
    day: Mapped[date]
    """Who did it, the audit log says."""


@event.listens_for(Version, "load")
def _read_once(version: Version, context: QueryContext) -> None:
    # A session holds what it has read only as long as somebody else does; this never changes.
    context.session.info.setdefault("versions", []).append(version)


class PublishedQuestion(Base):
    """Derived from the published versions of originals, for queries; `reindex` rebuilds it.

    Translations hold the same questions under the same ids.
    """

    id: Mapped[str] = mapped_column(primary_key=True)
    module_id: Mapped[DocumentId] = mapped_column(index=True)
    version_id: Mapped[VersionId]
    skill: Mapped[str] = mapped_column(index=True)
    use: Mapped[str]
    nature: Mapped[str]
    position: Mapped[int]


class Suspension(CountedRow):
    """A question that is held back: not asked, in the versions of its document up to one of them."""

    __tablename__ = "withholding"

    document_id: Mapped[DocumentId] = mapped_column(index=True)
    question_id: Mapped[str]
    up_to: Mapped[int]
    """The number of the last version in which it is held back."""
    why: Mapped[str]
    """key, second_reader, outdated, translation, rule or concerned"""
    since: Mapped[datetime]
    in_force_from: Mapped[date | None]
    """The first day on which it is held back, as of a version."""
    change_id: Mapped[int | None] = mapped_column(ForeignKey("rule_change.id"))
    """The rule change because of which it is held back, where one is the cause."""
    by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None]


# ---------------------------------------------------------------------------------------------------------- house texts


FOOT = "*"
"""The place at the foot of all that a person takes along; the id of no module."""


class HouseText(Base):
    """What the house says in one place, in one language; it stays when a version of a module asks something else."""

    place: Mapped[str] = mapped_column(primary_key=True)
    """The module whose card has the blank, or FOOT."""
    language: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    """Of FOOT a way to reach the house; else what is asked, folded: content.strings.markdown.Blank.folded."""
    asked: Mapped[str]
    """The same as it was written, for when no card asks it any more; empty of FOOT."""
    text: Mapped[str]
    written_on: Mapped[date | None]
    """None of a way that was kept before its day was."""
