"""The telling of a story: by which sources one may see it, and with which sentences, as their rights allow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session

from models.language.relative import relative_dates
from models.news.ranking import FeedReason
from models.study.themes import FollowedTheme
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article, Story
from models.watch.sources.watching import read_by


class SourceTelling(NamedTuple):
    """One article of a story with its source: nature, jurisdiction, and how much of it may be shown."""

    article_id: int
    address: str
    title: str
    language: str | None
    at: datetime
    """When it was published, else found."""
    source_id: int
    source: str
    nature: str
    """A code of SourceNature."""
    jurisdiction: str | None
    """A code of Jurisdiction."""
    right: str
    """A code of SourceRight."""
    personal: bool
    """Whether it is the reader's own source."""
    places: Sequence[Sequence[int]]
    """[start, end] of the sentences in its text that sum it up."""


class StoryAsTold(NamedTuple):
    """A story as it is told to one learner: with its sources, its summary and why it is here."""

    story: Story
    title: str
    language: str | None
    tellings: tuple[SourceTelling, ...]
    """The articles that she may see: one in her language first, else the one that the story is summed up from."""
    summary: tuple[str, ...]
    """Sentences of the first telling, word for word; none where only its title may be shown."""
    gaps: tuple[bool, ...]
    """For each of them, whether something is left out just before it."""
    skills: tuple[str, ...]
    """Skills that it touches, nearest first."""
    concerned: tuple[str, ...]
    """Those of them that this learner has begun."""
    read: bool
    why: FeedReason = FeedReason.EVERYONE
    theme: FollowedTheme | None = None
    """The theme that the reason names."""
    skill: str | None = None
    """The skill that it names."""
    themes: tuple[FollowedTheme, ...] = ()
    """All themes of hers whose subject it is."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of its sources, each once."""
        return tuple(dict.fromkeys(telling.source for telling in self.tellings))

    @property
    def address(self) -> str:
        """The address of the first telling."""
        return self.tellings[0].address

    @property
    def at(self) -> datetime:
        """The instant at which the first telling was published: what its sentences call « hier » is the day before."""
        return self.tellings[0].at

    @property
    def counts_from_its_day(self) -> bool:
        """Whether its sentences name days relative to that date."""
        return any(relative_dates(sentence, self.language) for sentence in self.summary)

    @property
    def rewritten(self) -> str | None:
        """The rewriting, by a generative model, of the text that the shown sentences come from."""
        same = self.tellings[0].article_id == self.story.summarised_id
        return self.story.rewritten if self.summary and same else None

    @property
    def only_title(self) -> bool:
        """Whether the rights of its source leave nothing but the title to show."""
        return self.tellings[0].right == SourceRight.TITLE


def summary_places() -> ColumnElement[list[list[int]]]:
    """Select [start, end] of the sentences of an article that sum up its story."""
    return case((Article.id == Story.summarised_id, Story.summary_places), else_=Article.summary_places)


def own_language_first(language: str) -> tuple[SQLColumnExpression[Any], ...]:
    """Return the order of the articles of a story: those in a reader's language, then the one summed up."""
    own, summed_up = Article.language == language, Article.id == Story.summarised_id
    return case((own, 0), else_=1), case((summed_up, 0), else_=1), Article.found_at, Article.id


def tellings(
    db: Session, story_ids: Collection[int], learner_key: UUID | None, language: str
) -> Mapping[Story, tuple[SourceTelling, ...]]:
    """Return, by story, its visible articles: those in the learner's language first, then the one summed up.

    A story without any is not there.
    """
    at = func.coalesce(Article.published_at, Article.found_at)
    article = (Article.id, Article.address, Article.title, Article.language, at)
    source = (Source.id, Source.name, Source.nature, Source.jurisdiction, Source.right_to_show)
    rows = db.execute(
        select(Story, *article, *source, Source.learner_key.is_not(None), summary_places())
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(Story.id.in_(story_ids), read_by(learner_key))
        .order_by(*own_language_first(language))
    )
    found: defaultdict[Story, tuple[SourceTelling, ...]] = defaultdict(tuple)
    for story, *telling in rows:
        found[story] += (SourceTelling(*telling),)
    return dict(found)


def texts(db: Session, tellings: Iterable[SourceTelling]) -> Mapping[int, str]:
    """Return, by article, the texts that are still kept."""
    rows = db.execute(select(Article.id, Article.text).where(Article.id.in_([one.article_id for one in tellings])))
    return {article_id: text for article_id, text in rows if text}


def sentences(places: Sequence[Sequence[int]], text: str | None) -> tuple[str, ...]:
    """Return what stands in these places of a text, word for word."""
    return tuple(text[start:end] for start, end in places) if text else ()


def shown_sentences(telling: SourceTelling, text: str | None) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Return the sentences that may be shown, and before which of them something is left out."""
    if telling.right == SourceRight.TITLE or not text or not telling.places:
        return (), ()
    between = [text[end:start].strip() != "" for (_, end), (start, _) in pairwise(telling.places)]
    return sentences(telling.places, text), (False, *between)
