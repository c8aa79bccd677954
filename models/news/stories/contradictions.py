"""Contradictions between the sources of a story."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.news.stories.differences import Statement, differences, statements
from models.news.stories.facts import FactKind
from models.news.stories.fortnight import fortnight
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article

DIVERGENCES = "divergences"
MOST_COMPARED = 5
"""Tellings of one story that are compared with each other."""


class Side(NamedTuple):
    """One source's statement; `place` is where it stands in the text of the article, None for its title."""

    article_id: int
    source: str
    address: str
    language: str | None
    sentence: str
    place: tuple[int, int] | None


class Divergence(NamedTuple):
    """Two sources that contradict each other on the same thing: a number, a date, a negation."""

    kind: FactKind
    one: Side
    other: Side


def divergences(db: Session, story_id: int, at: datetime) -> Sequence[Divergence]:
    """Return where a story's sources contradict each other; title-only sources are compared by title."""
    return fortnight(db, at).derived((DIVERGENCES, story_id), lambda: _divergences(db, story_id))


def _divergences(db: Session, story_id: int) -> Sequence[Divergence]:
    told = select(Article, Source).join(Source, Source.id == Article.source_id).where(Article.story_id == story_id)
    rows = db.execute(told.order_by(Article.id).limit(MOST_COMPARED))
    read = []
    for article, source in rows:
        # What may not be shown may not be told by way of a contradiction either.
        text = "" if source.right_to_show == SourceRight.TITLE else article.text or ""
        read.append((article, source, statements(article.title, text, article.language)))
    found: dict[tuple[FactKind, frozenset[str]], Divergence] = {}
    for (one, its, says), (other, whose, contradicts) in combinations(read, 2):
        for difference in differences(says, contradicts) if its.id != whose.id else ():
            kind, said, denied = difference
            pair = Divergence(kind, _side(one, its, said), _side(other, whose, denied))
            mine, theirs = ({fact.value for fact in each.facts if fact.kind is kind} for each in (said, denied))
            # The first pair stands for all who repeat either side: a third source that does is no other difference.
            about = frozenset(mine ^ theirs) or frozenset({said.text})
            found.setdefault((kind, about), pair)
    return list(found.values())


def _side(article: Article, source: Source, said: Statement) -> Side:
    return Side(article.id, source.name, article.address, article.language, said.text, said.place)
