"""A story as its sources tell it: each in its language, one's own first; and where they contradict each other."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.sources import Right
from models.stories.differences import Difference, Statement, differences, statements
from models.stories.facts import Kind
from models.stories.merging import families
from models.tables import Article, Source, Story

MOST_COMPARED = 5
"""Tellings of one story that are compared with each other."""


class Shown(NamedTuple):
    """One article of a story, with no more of it than its source lets be shown."""

    article_id: int
    source_id: int
    source: str
    nature: str
    jurisdiction: str | None
    right: str
    title: str
    address: str
    language: str | None
    summary: tuple[str, ...]
    """Sentences of its text, word for word; none where only the title may be shown or the text is forgotten."""
    at: datetime
    """When it was published, else found."""
    own_language: bool


class Side(NamedTuple):
    """What one source says; `place` is where it stands in the text of the article, None for its title."""

    article_id: int
    source: str
    address: str
    language: str | None
    sentence: str
    place: tuple[int, int] | None


class Divergence(NamedTuple):
    """Two sources that contradict each other on the same thing: a number, a date, a negation."""

    kind: Kind
    one: Side
    other: Side


def tellings(db: Session, story_ids: Collection[int], language: str | None) -> dict[int, list[Shown]]:
    """By the number that was asked, how each source tells that story: those in this language first.

    Among tellings of one language, that which the story is summed up from comes first, then the earlier. A number of a
    story that was merged gives what it leads to; an unknown one is left out. Who may see a story is not asked here.
    """
    leads_to = families(db, story_ids)
    told: dict[int, list[tuple[bool, bool, datetime, Shown]]] = {}
    for story_id, summed_up, article, source in _rows(db, leads_to.values()):
        shown = _shown(article, source, language)
        told.setdefault(story_id, []).append((not shown.own_language, not summed_up, article.found_at, shown))
    ordered = {story: [row[-1] for row in sorted(rows, key=lambda row: row[:3])] for story, rows in told.items()}
    return {asked: ordered.get(story_id, []) for asked, story_id in leads_to.items()}


def _rows(db: Session, story_ids: Iterable[int]) -> list[tuple[int, bool, Article, Source]]:
    rows = db.execute(
        select(Story.id, Story.summarised_id, Article, Source)
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(Story.id.in_(set(story_ids)))
        .order_by(Article.id)
    )
    return [(story_id, summed_up == article.id, article, source) for story_id, summed_up, article, source in rows]


def _shown(article: Article, source: Source, language: str | None) -> Shown:
    text = "" if source.right_to_show == Right.TITLE else article.text or ""
    return Shown(
        article_id=article.id,
        source_id=source.id,
        source=source.name,
        nature=source.nature,
        jurisdiction=source.jurisdiction,
        right=source.right_to_show,
        title=article.title,
        address=article.address,
        language=article.language,
        summary=tuple(text[start:end] for start, end in article.summary_places) if text else (),
        at=article.published_at or article.found_at,
        own_language=language is not None and article.language == language,
    )


def divergences(db: Session, story_id: int) -> list[Divergence]:
    """Where the sources of a story contradict each other; where only titles may be shown, only titles are compared."""
    rows = [(article, source) for _, _, article, source in _rows(db, families(db, [story_id]).values())]
    read = [(article, source, _statements(article, source)) for article, source in rows[:MOST_COMPARED]]
    found: dict[tuple[Kind, frozenset[str]], Divergence] = {}
    for (one, its, says), (other, whose, contradicts) in combinations(read, 2):
        for difference in differences(says, contradicts) if its.id != whose.id else ():
            pair = Divergence(difference.kind, _side(one, its, difference.one), _side(other, whose, difference.other))
            found.setdefault(_subject(difference), pair)
    return list(found.values())


def _statements(article: Article, source: Source) -> list[Statement]:
    text = "" if source.right_to_show == Right.TITLE else article.text or ""
    return statements(article.title, text, article.language)


def _subject(difference: Difference) -> tuple[Kind, frozenset[str]]:
    """What a difference is about: a third source that says the same again is no other one."""
    values = (
        {fact.value for fact in one.facts if fact.kind is difference.kind} for one in (difference.one, difference.other)
    )
    mine, theirs = values
    return difference.kind, frozenset(mine ^ theirs) or frozenset({difference.one.text})


def _side(article: Article, source: Source, said: Statement) -> Side:
    return Side(article.id, source.name, article.address, article.language, said.text, said.place)
