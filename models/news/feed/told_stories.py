"""A story as a learner is told it: by which sources, and with which sentences, as their rights allow."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, SQLColumnExpression, Uuid, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from models.ground import lookups
from models.language.context_words import relative_dates
from models.language.standalone import opening
from models.learning.themes import FollowedTheme
from models.news.feed.ranking import FeedReason
from models.news.sources.shared_sources import read_by
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article, Story, StoryReading


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
    text: str | None
    """None once it is forgotten."""


class ToldStory(NamedTuple):
    """What of a story is the same for every reader."""

    id: int
    title: str
    happened_at: datetime
    created_at: datetime
    summarised_id: int | None
    rewritten: str | None


class TellingOf(NamedTuple):
    """A story with the articles of it that a learner may see, and whether she has opened it."""

    story: ToldStory
    tellings: tuple[SourceTelling, ...]
    read: bool


class StoryAsTold(NamedTuple):
    """A story as it is told to one learner: with its sources, its summary and why it is here."""

    story: ToldStory
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
    def opening(self) -> int:
        """The number of its sentences that a list shows: the first, and those without which it would mislead."""
        return opening(self.summary, self.gaps, self.language or "")

    @property
    def only_extract(self) -> bool:
        """Whether nobody else tells it, and its source lets no more of it be shown than an extract or the title."""
        return len(self.sources) == 1 and all(telling.right != SourceRight.TEXT for telling in self.tellings)

    @property
    def only_title(self) -> bool:
        """Whether the rights of its source leave nothing but the title to show."""
        return self.tellings[0].right == SourceRight.TITLE


def summary_places() -> ColumnElement[list[list[int]]]:
    """Select [start, end] of the sentences of an article that sum up its story."""
    return case((Article.id == Story.summarised_id, Story.summary_places), else_=Article.summary_places)


def own_language_first(language: str | BindParameter[str]) -> tuple[SQLColumnExpression[Any], ...]:
    """Return the order of the articles of a story: those in a reader's language, then the one summed up."""
    own, summed_up = Article.language == language, Article.id == Story.summarised_id
    return case((own, 0), else_=1), case((summed_up, 0), else_=1), Article.found_at


_READER: BindParameter[UUID] = bindparam("learner_key", type_=Uuid())
_STORY = (Story.id, Story.title, Story.happened_at, Story.created_at, Story.summarised_id, Story.rewritten)
_ARTICLE = (
    Article.id,
    Article.address,
    Article.title,
    Article.language,
    func.coalesce(Article.published_at, Article.found_at, type_=Article.found_at.type),
)
_SOURCE = (Source.id, Source.name, Source.nature, Source.jurisdiction, Source.right_to_show)
_TELLINGS = (
    select(*_STORY, StoryReading.at.is_not(None), *_ARTICLE, *_SOURCE, Source.learner_key.is_not(None))
    .add_columns(summary_places(), Article.text)
    .join(Article, Article.story_id == Story.id)
    .join(Source, Source.id == Article.source_id)
    .outerjoin(StoryReading, and_(StoryReading.story_id == Story.id, StoryReading.learner_key == _READER))
    .where(
        Story.id.in_(bindparam("story_ids", expanding=True)), read_by(bindparam("seen_by", type_=Uuid(), value=None))
    )
    .order_by(*own_language_first(bindparam("language")), Article.id)
)


def tellings(
    db: Session, story_ids: Collection[int], seen_by: UUID | None, learner_key: UUID, language: str
) -> Mapping[int, TellingOf]:
    """Return, by story, its articles from sources that `seen_by` may see, and whether the learner has opened it.

    Those in her language first, then the one summed up. A story without any is not there.
    """
    asked = {"story_ids": list(story_ids), "seen_by": seen_by, "learner_key": learner_key, "language": language}
    found: dict[int, TellingOf] = {}
    for row in lookups.rows(db, _TELLINGS, asked) if story_ids else ():
        story, read, telling = ToldStory(*row[: len(_STORY)]), row[len(_STORY)], SourceTelling(*row[len(_STORY) + 1 :])
        before = found.get(story.id, TellingOf(story, (), read))
        found[story.id] = before._replace(tellings=(*before.tellings, telling))
    return found


def sentences(places: Sequence[Sequence[int]], text: str | None) -> tuple[str, ...]:
    """Return what stands in these places of a text, word for word."""
    return tuple(text[start:end] for start, end in places) if text else ()


def shown_sentences(telling: SourceTelling) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Return the sentences that may be shown, and before which of them something is left out."""
    text = telling.text
    if telling.right == SourceRight.TITLE or not text or not telling.places:
        return (), ()
    between = [text[end:start].strip() != "" for (_, end), (start, _) in pairwise(telling.places)]
    return sentences(telling.places, text), (False, *between)
