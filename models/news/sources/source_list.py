"""The shared sources as an administrator looks for them, by words and by category, a page at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session, defer

from content.errors import N_
from content.strings.words import fold
from models.tables.sources import SUCCESSES, Source, VisitResult
from models.tables.stories import Article

MOST, LONGEST = 20, 120


def tidied(written: Iterable[str]) -> tuple[str, ...]:
    """Return categories without blanks or empty parts, each once; up to MOST, each up to LONGEST characters.

    >>> tidied([" Emploi / Bruxelles ", "/Emploi/Bruxelles", ""])
    ('Emploi/Bruxelles',)
    """
    parts = ((" ".join(part.split()) for part in one.split("/")) for one in written)
    names = ("/".join(filter(None, one))[:LONGEST].rstrip("/ ") for one in parts)
    return tuple(dict.fromkeys(filter(None, names)))[:MOST]


def in_lines(written: Iterable[str]) -> str | None:
    """Return categories as a source keeps them: one a line; None where there is none."""
    return "\n".join(tidied(written)) or None


def of_lines(kept: str | None) -> tuple[str, ...]:
    """Return the categories that a source has kept."""
    return tuple(kept.splitlines()) if kept else ()


# ---------------------------------------------------------------- the shared sources as an administrator looks for them


A_PAGE = 50


class SourceState(StrEnum):
    """How a shared source stands, what needs somebody first."""

    TROUBLED = "troubled"
    """Its last visit has failed, or the site says that it has moved."""
    NEW = "new"
    """It has not been visited yet."""
    WELL = "well"
    PAUSED = "paused"
    LEFT = "left"
    """It was given up; only who asks for such sources sees it."""


class SourceOrder(StrEnum):
    """The orders in which sources can be read."""

    NEED = "need"
    TITLE = "title"
    NEWS = "news"
    CATEGORY = "category"


STATES: Mapping[str, str] = {
    SourceState.TROUBLED: N_("à voir"),
    SourceState.NEW: N_("pas encore visitées"),
    SourceState.WELL: N_("en ordre"),
    SourceState.PAUSED: N_("en pause"),
    SourceState.LEFT: N_("plus suivies"),
}
ORDERS: Mapping[str, str] = {
    SourceOrder.NEED: N_("à voir d'abord"),
    SourceOrder.TITLE: N_("nom"),
    SourceOrder.NEWS: N_("dernière actualité"),
    SourceOrder.CATEGORY: N_("catégorie"),
}
"""Code → what it is called, to be translated."""


@dataclass(frozen=True, slots=True)
class SourceSieve:
    """What is looked for among the shared sources; nothing is all that are watched."""

    words: str = ""
    state: SourceState | None = None
    category: str = ""
    order: SourceOrder = SourceOrder.NEED


class ListedSource(NamedTuple):
    """A source, and when its latest article was published."""

    source: Source
    latest_at: datetime | None


class SourcePage(NamedTuple):
    """One page of the sources that a sieve leaves."""

    rows: Sequence[ListedSource]
    number: int
    """Of this page, from 1."""
    pages: int
    found: int
    """How many sources the sieve leaves."""


class SourceCounts(NamedTuple):
    """How many shared sources there are, by state and by category."""

    states: Mapping[SourceState, int]
    categories: Mapping[str, int]
    """Of those that are watched, by name."""

    @property
    def watched(self) -> int:
        """How many are watched."""
        return sum(number for state, number in self.states.items() if state is not SourceState.LEFT)


_ASKED_WELL = [result.value for result in SUCCESSES - {VisitResult.MOVED}]
_STATE = case(
    (Source.left_at.is_not(None), literal(SourceState.LEFT.value)),
    (~Source.active, literal(SourceState.PAUSED.value)),
    (Source.last_result.is_(None), literal(SourceState.NEW.value)),
    (Source.last_result.in_(_ASKED_WELL), literal(SourceState.WELL.value)),
    else_=literal(SourceState.TROUBLED.value),
)
_RANK = case({state.value: rank for rank, state in enumerate(SourceState)}, value=_STATE)
_LATEST = (
    select(func.max(func.coalesce(Article.published_at, Article.found_at, type_=Article.found_at.type)))
    .where(Article.source_id == Source.id)
    .scalar_subquery()
)
_ORDERS: Mapping[SourceOrder, tuple[ColumnElement[Any], ...]] = {
    SourceOrder.NEED: (_RANK, Source.attempts.desc()),
    SourceOrder.TITLE: (),
    # Without anything, last: the two databases put NULL at different ends.
    SourceOrder.NEWS: (_LATEST.is_(None), _LATEST.desc()),
    SourceOrder.CATEGORY: (Source.categories.is_(None), func.lower(Source.categories)),
}


def counts(db: Session) -> SourceCounts:
    """Return how many shared sources there are of each kind that can be asked for."""
    shared = select(_STATE, Source.categories, func.count()).where(Source.learner_key.is_(None))
    states, named = Counter[SourceState](), Counter[str]()
    for state, lines, number in db.execute(shared.group_by(_STATE, Source.categories)):
        states[SourceState(state)] += number
        if state != SourceState.LEFT:
            named.update(dict.fromkeys(of_lines(lines), number))
    return SourceCounts(states, {name: named[name] for name in sorted(named, key=fold)})


def page(db: Session, sieve: SourceSieve, number: int) -> SourcePage:
    """Return a page of what a sieve leaves; the last where there is none of that number."""
    left = _left_by(db, sieve)
    found = db.scalar(select(func.count()).select_from(Source).where(left)) or 0
    pages = max(1, -(-found // A_PAGE))
    number = min(number, pages)
    # The text of a watched page is long, and no list shows it.
    rows = select(Source, _LATEST).where(left).order_by(*_order(sieve), Source.id).options(defer(Source.last_text))
    shown = db.execute(rows.offset((number - 1) * A_PAGE).limit(A_PAGE))
    return SourcePage([ListedSource(*row) for row in shown], number, pages, found)


def every(db: Session, sieve: SourceSieve) -> Sequence[int]:
    """Return the numbers of all sources that a sieve leaves, in its order."""
    return db.scalars(select(Source.id).where(_left_by(db, sieve)).order_by(*_order(sieve), Source.id)).all()


def _order(sieve: SourceSieve) -> tuple[ColumnElement[Any], ...]:
    return *_ORDERS[sieve.order], func.lower(Source.name)


def _left_by(db: Session, sieve: SourceSieve) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [Source.learner_key.is_(None)]
    wanted.append(_STATE.in_([sieve.state.value]) if sieve.state else Source.left_at.is_(None))
    if sieve.category:
        lines = literal("\n") + Source.categories + literal("\n")
        wanted.append(lines.contains(f"\n{sieve.category}\n", autoescape=True))
    words = fold(sieve.words).split()
    if words:
        # Here and not by LIKE: of letters with accents SQLite does not know the small ones from the great.
        told = select(Source.id, Source.name, Source.address, Source.categories).where(*wanted)
        texts = {source_id: fold(" ".join(filter(None, texts))) for source_id, *texts in db.execute(told)}
        wanted.append(Source.id.in_([one for one, text in texts.items() if all(word in text for word in words)]))
    return and_(*wanted)
