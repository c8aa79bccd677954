"""All modules as trainers find them in the studio, and the domains in which people have said « Pas trouvé »."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.module import Module
from content.skills import Domain, SkillMap
from content.strings.words import findable, fold
from models.catalogue import in_force
from models.catalogue.documents import ORIGINALS, parse_module
from models.catalogue.published import is_in_force, published
from models.ground import counts
from models.ground.counts import WeekTold
from models.ground.search import telling_words
from models.learning.situate import NoSuchDomain
from models.studio import rereading, responsibility, reviewing
from models.studio.responsibility import Answering
from models.tables.counts import WeekCountKind
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.reviewing import Review

A_PAGE = 50


class ModuleStage(StrEnum):
    """The states by which modules are sieved; one may be in several."""

    IN_FORCE = "in force"
    DRAFT = "draft"
    """Something is written of it that is not published."""
    IN_REVIEW = "in review"
    TO_READ_AGAIN = "to read again"
    """Its day to be read again has come."""
    UNATTENDED = "unattended"
    """Nobody answers for it."""
    RETIRED = "retired"


class ModuleOrder(StrEnum):
    """The orders of the list."""

    TITLE = "title"
    CHANGED = "changed"
    """What was last written on comes first."""
    READ_AGAIN = "read again"
    """What is to be read again soonest comes first."""


@dataclass(frozen=True, slots=True)
class ModuleSieve:
    """What is looked for among the modules, and in which order; nothing is all of them."""

    words: str = ""
    stage: ModuleStage | None = None
    language: str = ""
    domain: str = ""
    order: ModuleOrder = ModuleOrder.TITLE


class WorkshopModule(NamedTuple):
    """A module as the list of the workshop shows it; `module` is None until its text can be read."""

    id: str
    status: DocumentStatus
    module: Module | None
    texts: tuple[str, ...]
    """Those in which words are looked for: that in force and what is written of it; none where no words are."""
    is_written: bool
    """Whether there is a draft of it."""
    changed_at: datetime | None
    languages: frozenset[str]
    """That in which it is written, and those in which it is published."""
    domains: frozenset[str]
    review: Review | None
    """The one that waits for its decision."""
    answering: Answering | None
    """None of what is retired: nobody need answer for it."""

    @property
    def title(self) -> str:
        """Its title; its id until that can be read."""
        return self.module.title if self.module else self.id

    @property
    def due(self) -> date | None:
        """The day on which it is to be read again, of what is in force."""
        return rereading.due_day(self.module) if self.module and self.status is DocumentStatus.PUBLISHED else None

    def stages(self, day: date) -> frozenset[ModuleStage]:
        """Return the states that it is in on a day."""
        found = {
            ModuleStage.IN_FORCE: self.status is DocumentStatus.PUBLISHED,
            ModuleStage.DRAFT: self.is_written,
            ModuleStage.IN_REVIEW: self.review is not None,
            ModuleStage.TO_READ_AGAIN: self.due is not None and self.due <= day,
            ModuleStage.UNATTENDED: self.answering is not None and self.answering.orphan,
            ModuleStage.RETIRED: self.status is DocumentStatus.RETIRED,
        }
        return frozenset(stage for stage, holds in found.items() if holds)


class ModulePage(NamedTuple):
    """A page of the list, how many a sieve lets through, and how many there are of each state in all."""

    rows: Sequence[WorkshopModule]
    found: int
    number: int
    pages: int
    counts: Mapping[ModuleStage, int]
    reviews: Mapping[str, Review]
    """All that wait for a decision, of whatever kind of document, by its id."""
    unattended_rules: int
    """Rules that nobody answers for."""


def page(db: Session, sieve: ModuleSieve, day: date, number: int = 1) -> ModulePage:
    """Return a page of what a sieve lets through on a day; the last page where there is none of that number."""
    skills = in_force.skill_map(db)
    reviews = {review.document_id: review for review in reviewing.open_reviews(db)}
    answering = responsibility.all_answering(db)
    words = telling_words(sieve.words)
    every = _everything(db, skills, reviews, {one.subject: one for one in answering}, bool(words))
    counts = Counter(stage for one in every for stage in one.stages(day))
    found = _in_order([one for one in every if _passes(one, sieve, day) and _says(one, words, skills)], sieve.order)
    pages = max(1, ceil(len(found) / A_PAGE))
    number = min(max(1, number), pages)
    shown, rules = found[(number - 1) * A_PAGE : number * A_PAGE], sum(one.orphan for one in answering if one.rule)
    return ModulePage(shown, len(found), number, pages, counts, reviews, rules)


def _everything(
    db: Session, skills: SkillMap, reviews: Mapping[str, Review], answering: Mapping[str, Answering], with_texts: bool
) -> list[WorkshopModule]:
    """Return all modules, by id, in so many queries however many there are."""
    domains = {skill.id: skill.domain for skill in skills}
    spoken, standing = _translations(db), published(db).documents
    # The texts in force are in memory; of drafts those alone are read that have none, unless words are looked for.
    draft = Document.draft if with_texts else case((Version.id.is_(None), Document.draft))
    rows = (
        select(Document.id, Document.status, Document.language, Document.draft.is_not(None))
        .add_columns(draft, Document.draft_at, Version.published_at)
        .outerjoin(Version, is_in_force(db))
        .where(*ORIGINALS)
        .order_by(Document.id)
    )
    listed = []
    for document_id, status, language, is_written, written, *days in db.execute(rows):
        standing_text = standing[document_id].version.text if document_id in standing else None
        module = None
        with suppress(BrokenText):
            module = parse_module(standing_text or written or "")
        languages = (module.language if module else language, *spoken.get(document_id, ()))
        listed.append(
            WorkshopModule(
                id=document_id,
                status=DocumentStatus(status),
                module=module,
                texts=tuple(filter(None, (standing_text, written))) if with_texts else (),
                is_written=is_written,
                changed_at=max(filter(None, days), default=None),
                languages=frozenset(filter(None, languages)),
                domains=frozenset(domains[skill] for skill in (module.skills if module else ()) if skill in domains),
                review=reviews.get(document_id),
                answering=answering.get(document_id),
            )
        )
    return listed


def _translations(db: Session) -> Mapping[str, Sequence[str]]:
    """Return the other languages in which each module is published."""
    found: dict[str, list[str]] = {}
    for one in published(db).documents.values():
        if one.original_id and one.language and one.status == DocumentStatus.PUBLISHED:
            found.setdefault(one.original_id, []).append(one.language)
    return found


def _passes(one: WorkshopModule, sieve: ModuleSieve, day: date) -> bool:
    return (
        (sieve.stage is None or sieve.stage in one.stages(day))
        and sieve.language in {"", *one.languages}
        and sieve.domain in {"", *one.domains}
    )


def _says(one: WorkshopModule, words: Sequence[str], skills: SkillMap) -> bool:
    """Return whether a module has every word in its id, its title, the names of its skills, or what its texts say."""
    if not words:
        return True
    taught = (skills[skill] for skill in (one.module.skills if one.module else ()) if skill in skills)
    told = findable(" ".join([one.id, one.title, *(name for skill in taught for name in skill.name.values())]))
    plain = [findable(word) for word in words]
    left = [word for word in plain if word not in told]
    return all(plain) and all(any(word in _body(text) for text in one.texts) for word in left)


@lru_cache(maxsize=1024)
def _body(text: str) -> bytes:
    """Return what a text says below its header, whose names of fields are no words; all of one without a header."""
    _, ends, body = text.removeprefix("---").partition("\n---\n")
    return findable(body if ends else text)


def _in_order(found: Iterable[WorkshopModule], order: ModuleOrder) -> list[WorkshopModule]:
    by_title = sorted(found, key=lambda one: (fold(one.title), one.id))
    match order:
        case ModuleOrder.CHANGED:
            long_ago = datetime.min.replace(tzinfo=UTC)
            return sorted(by_title, key=lambda one: one.changed_at or long_ago, reverse=True)
        case ModuleOrder.READ_AGAIN:
            return sorted(by_title, key=lambda one: one.due or date.max)
        case _:
            return by_title


# ------------------------------------------------------------------------------------------------------- « Pas trouvé »


class DomainNeeds(NamedTuple):
    """What was not found in a domain, the latest week first."""

    domain: Domain
    weeks: Sequence[WeekTold]


def count_unmet_need(db: Session, domain: str, day: date) -> None:
    """Count one need of a domain that was not met in the week of a day; raises NoSuchDomain."""
    if domain not in {one.id for one in in_force.skill_map(db).domains}:
        raise NoSuchDomain
    counts.count_in_week(db, WeekCountKind.DOMAIN_UNMET, domain, day)


def lately_unmet(db: Session, day: date) -> list[DomainNeeds]:
    """Return, by domain, the last weeks that were over on a day; a domain of which nothing was said is not there."""
    found = counts.weeks_lately(db, WeekCountKind.DOMAIN_UNMET, day)
    return [DomainNeeds(one, found[one.id]) for one in in_force.skill_map(db).domains if one.id in found]
