"""Attestations: who has read a part of a text as it stands, and the plain words that somebody vouches for."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Card, Module, Question, QuestionNature
from content.readings import Reading, ReadingManner, period
from content.rules import Rule
from content.schema.yaml_fields import LANGUAGES
from content.skills import Names
from content.text.module_writer import dialogue_text, question_text
from models.catalogue import in_force
from models.catalogue.documents import RULES, kind_of
from models.catalogue.house_texts import filled_card
from models.catalogue.published import forget_planned, has_come, version_text
from models.catalogue.suspensions import dialogue_name, release
from models.ground.store import changing_nothing, once
from models.ground.words import Words, day_as
from models.tables.attestations import Attestation, AttestationKind, AttestationVerdict
from models.tables.documents import Document, SuspensionReason

WAITS = {
    AttestationKind.LAW: SuspensionReason.SECOND_READER,
    AttestationKind.DIALOGUE: SuspensionReason.CONCERNED,
}
"""What is held back until it is read, and why; plain words are left out where they would be said."""


class AttestedPart(NamedTuple):
    """A part of a document that is read as it stands."""

    document_id: str
    kind: AttestationKind
    subject: str
    """The id of a question, the name of a dialogue; of plain words the id of their rule, or the address of their card
    within its module, and empty of an entry."""
    words: str
    language: str = ""
    """Of plain words: each language is read by itself."""

    @property
    def name(self) -> str:
        """What a reading of it is kept under."""
        return f"{self.language}:{self.subject}" if self.language else self.subject

    @property
    def fingerprint(self) -> str:
        """The same for the same words: what changes around them takes no reading away."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def key(self) -> "_Key":
        """What it is known by."""
        return self.document_id, self.kind, self.name, self.fingerprint


class Vouching(NamedTuple):
    """Who says that a part was read, and since when."""

    by: UUID | None
    at: datetime


_Key = tuple[str, str, str, str]
"""Document, kind, name and fingerprint of a part."""


# --------------------------------------------------------------------------------------------------------- what is read


def question_parts(document_id: str, questions: Iterable[Question]) -> list[AttestedPart]:
    """Return questions as they are read by the one who vouches for the law in them."""
    return [
        AttestedPart(document_id, AttestationKind.LAW, one.id, question_text(one, LANGUAGES[0])) for one in questions
    ]


def dialogue_parts(document_id: str, module: Module) -> list[AttestedPart]:
    """Return the dialogues of a module, each with its turns."""
    return [
        AttestedPart(
            document_id,
            AttestationKind.DIALOGUE,
            dialogue_name(one.id),
            dialogue_text(one, module.turns(one.id), LANGUAGES[0]),
        )
        for one in module.dialogues
    ]


def plain_part(document_id: str, subject: str, language: str, words: str) -> AttestedPart:
    """Return the words for the person of a rule, an entry or a card, in one language."""
    return AttestedPart(document_id, AttestationKind.PLAIN, subject, words, language)


def parts_of(document: Document, text: str, *kinds: AttestationKind) -> list[AttestedPart]:
    """Return the parts of a text of a document that are to be read: those of some kinds."""
    kind = kind_of(document)
    said = kind.parse(text)
    found = [plain_part(document.id, *one) for one in kind.plain(said)] if kind.plain else []
    if isinstance(said, Module):
        law = (one for one in said.questions if one.nature is QuestionNature.LAW)
        found = [*question_parts(document.id, law), *dialogue_parts(document.id, said), *found]
    return [one for one in found if one.kind in kinds]


# ------------------------------------------------------------------------------------------------------ who has read it


def vouch(db: Session, parts: Iterable[AttestedPart], at: datetime, by: UUID) -> None:
    """Note who says that parts of a text were read: what waited for that is asked, and played, from now on."""
    forget_planned(db)
    rows = note_read(db, parts, at, by)
    for kind, why in WAITS.items():
        read = [row for row in rows if row.kind == kind]
        for document_id in {row.document_id for row in read}:
            release(db, document_id, [row.part for row in read if row.document_id == document_id], why, at, by)


def note_read(
    db: Session, parts: Iterable[AttestedPart], at: datetime, by: UUID, day: date | None = None
) -> list[Attestation]:
    """Vouch for those parts for which nobody has vouched as they stand, from a day on where one is given."""
    rows = [_row(one, Vouching(by, at), day) for one in unread(db, parts)]
    db.add_all(rows)
    db.flush()
    return rows


def carry_over(db: Session, before: Iterable[AttestedPart], now: Iterable[AttestedPart]) -> None:
    """Keep the readings of parts of which nothing but the wording has changed: as they stood, and as they stand now."""
    with changing_nothing(db):
        read = {(one.kind, one.name): found for one in before if (found := vouching(db, one))}
        rows = [_row(one, found) for one in unread(db, now) if (found := read.get((one.kind, one.name)))]
    db.add_all(rows)
    db.flush()


def unread(db: Session, parts: Iterable[AttestedPart]) -> list[AttestedPart]:
    """Return the parts for which nobody has vouched as they stand."""
    with changing_nothing(db):  # a page may say forty
        return [one for one in parts if vouching(db, one) is None]


class Saying(Protocol):
    """What says something in plain words."""

    @property
    def said(self) -> AttestedPart:
        """Those words, and where they are written."""


Says = TypeVar("Says", bound=Saying)


def vouched(db: Session, every: Iterable[Says]) -> list[Says]:
    """Return those whose plain words somebody who did not write them has read as they stand."""
    with changing_nothing(db):
        return [one for one in every if vouching(db, one.said)]


def vouching(db: Session, part: AttestedPart) -> Vouching | None:
    """Return who was the first to vouch for a part as it stands; None where nobody has."""
    # All plain words at once, a few hundred: a letter is made of words from many documents.
    document_id = None if part.kind is AttestationKind.PLAIN else part.document_id
    return _vouched(db, part.kind, document_id).get(part.key)


@once
def _vouched(db: Session, kind: AttestationKind, document_id: str | None) -> Mapping[_Key, Vouching]:
    columns = Attestation.document_id, Attestation.kind, Attestation.part, Attestation.fingerprint
    kept = select(*columns, Attestation.by, Attestation.at).where(Attestation.kind == kind, has_come(db, Attestation))
    if document_id is not None:
        kept = kept.where(Attestation.document_id == document_id)
    return {(row[0], row[1], row[2], row[3]): Vouching(row.by, row.at) for row in db.execute(kept)}


def _row(part: AttestedPart, read: Vouching, day: date | None = None) -> Attestation:
    document_id, kind, name, fingerprint = part.key
    return Attestation(
        document_id=document_id,
        part=name,
        fingerprint=fingerprint,
        kind=kind,
        by=read.by,
        verdict=AttestationVerdict.STANDS,
        at=read.at,
        in_force_from=day,
    )


# ----------------------------------------------------------------------- what rules and cards say to the person herself


class RuleInPlain(NamedTuple):
    """A rule that one can act on, with its words for the person in a language."""

    rule: Rule
    words: str
    language: str
    said: AttestedPart
    """The words as they were written, for anyone who asks who has read them."""


class CardInPlain(NamedTuple):
    """A card of a published module, with its words for the person, in Markdown."""

    version_id: int
    module: Module
    slug: str
    """By which the card is addressed within its module."""
    card: Card
    words: str
    language: str
    said: AttestedPart
    """As above, whatever this house says in its blanks."""


def vouched_words(db: Session, rule: Rule) -> Names:
    """Return the plain words of a rule in those languages in which somebody who did not write them has read them."""
    said = (plain_part(RULES, rule.id, language, words) for language, words in rule.plain.items())
    return {one.language: one.words for one in said if vouching(db, one)}


def rules_in_plain(db: Session, language: str, day: date) -> list[RuleInPlain]:
    """Return the rules on which one can act on a day and that have plain words in a language, in their order."""
    known = (rule for rule in in_force.rules(db).values() if rule.to_be_known_on(day))
    return [
        RuleInPlain(rule, words, language, plain_part(RULES, rule.id, language, words))
        for rule in known
        if (words := rule.plain.get(language))
    ]


def cards_in_plain(db: Session, language: str, day: date) -> list[CardInPlain]:
    """Return the cards with a plain part of the modules that hold on a day, written in a language, by module."""
    found = []
    for version_id, module in in_force.published_modules(db, language):
        if module.language != language or not module.valid_on(day):
            continue
        for slug, card in module.addressed.items():
            # Whether there is one is asked before the blanks of a card are: most cards have none.
            if card.parts.plain and (words := filled_card(db, module, card).parts.plain):
                said = plain_part(version_text(db, version_id).document_id, slug, language, card.parts.plain)
                found.append(CardInPlain(version_id, module, slug, card, words, language, said))
    return found


# ------------------------------------------------------ how something was read, in words, beside a rule or under a fact


def how_read(read: Reading, said: Words) -> str:
    """Say on which day something was read and how, and which date its page bears."""
    told = _read(read, said)
    if not read.page:
        return told
    pattern = {4: "y", 7: "MMMM y"}.get(len(read.page), "d MMMM y")
    page = day_as(period(read.page)[0], pattern, said.language)
    return said.gettext("%(read)s (page : %(page)s)", read=told, page=page)


def _read(read: Reading, said: Words) -> str:
    on = _day(read.on, said)
    if read.is_undated:
        return said.gettext("lu le %(day)s sur une copie sans date", day=on)
    if read.copied:
        return said.gettext("lu sur une copie du %(day)s", day=_day(read.copied, said))
    if read.manner == ReadingManner.TELEPHONE:
        return said.gettext("confirmé au téléphone le %(day)s", day=on)
    if read.manner == ReadingManner.MACHINE:
        return said.gettext("lu par une machine le %(day)s", day=on)
    return said.gettext("lu le %(day)s", day=on)


def _day(day: date, said: Words) -> str:
    return day_as(day, "d MMMM y", said.language)
