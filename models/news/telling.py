"""How a story is told: by which sources one may see it, and with which sentences, as their rights allow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models.feed import Why
from models.sources import Right, read_by
from models.tables import Article, Source, Story
from models.themes import Theme


class Telling(NamedTuple):
    """One article of a story, and its source: what it is, where what it says holds, how much of it may be shown."""

    article_id: int
    address: str
    title: str
    language: str | None
    found_at: datetime
    source_id: int
    source: str
    nature: str
    """A code of models.sources.Nature."""
    jurisdiction: str | None
    """A code of models.sources.Jurisdiction."""
    right: str
    """A code of models.sources.Right."""
    personal: bool
    """Whether it is the reader's own source."""


class Told(NamedTuple):
    """A story as it is told to one learner: with its sources, its summary and why it is here."""

    story: Story
    title: str
    language: str | None
    tellings: tuple[Telling, ...]
    """The articles that she may see: the one that is summed up first, then in the order in which they were found."""
    summary: tuple[str, ...]
    """Sentences of the first telling, word for word; none where only its title may be shown."""
    gaps: tuple[bool, ...]
    """For each of them, whether something is left out just before it."""
    skills: tuple[str, ...]
    """Skills that it touches, nearest first."""
    concerned: tuple[str, ...]
    """Those of them that this learner has begun."""
    read: bool
    why: Why = Why.EVERYONE
    theme: Theme | None = None
    """The theme that the reason names."""
    skill: str | None = None
    """The skill that it names."""
    themes: tuple[Theme, ...] = ()
    """All themes of hers whose subject it is."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Their names, each once."""
        return tuple(dict.fromkeys(telling.source for telling in self.tellings))

    @property
    def address(self) -> str:
        """Of the original: the article that the summary is taken from, else the first."""
        return self.tellings[0].address

    @property
    def only_title(self) -> bool:
        """Whether the rights of its source leave nothing but the title to show."""
        return self.tellings[0].right == Right.TITLE


def tellings(db: Session, stories: Iterable[Story], learner_key: UUID | None) -> Mapping[int, tuple[Telling, ...]]:
    """By story, its articles that a learner may see, or anybody; a story without any is not there."""
    found: defaultdict[int, tuple[Telling, ...]] = defaultdict(tuple)
    article = (Article.id, Article.address, Article.title, Article.language, Article.found_at)
    source = (Source.id, Source.name, Source.nature, Source.jurisdiction, Source.right_to_show)
    rows = db.execute(
        select(Story.id, *article, *source, Source.learner_key.is_not(None))
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(Story.id.in_([story.id for story in stories]), read_by(learner_key))
        .order_by(case((Article.id == Story.summarised_id, 0), else_=1), Article.found_at, Article.id)
    )
    for story_id, *telling in rows:
        found[story_id] += (Telling(*telling),)
    return dict(found)


def texts(db: Session, stories: Iterable[Story]) -> Mapping[int, str]:
    """By article, the texts that these stories are summed up from, as far as they are kept."""
    summed_up = {story.summarised_id for story in stories} - {None}
    rows = db.execute(select(Article.id, Article.text).where(Article.id.in_(summed_up)))
    return {article_id: text for article_id, text in rows if text}


def sentences(story: Story, text: str | None) -> tuple[str, ...]:
    """The sentences that sum it up, word for word."""
    return tuple(text[start:end] for start, end in story.summary_places) if text else ()


def shown_sentences(
    story: Story, told_by: Sequence[Telling], kept: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Those that may be shown, and before which of them something is left out."""
    first = told_by[0]
    if first.article_id != story.summarised_id or first.right == Right.TITLE or first.article_id not in kept:
        return (), ()
    text = kept[first.article_id]
    between = [text[end:start].strip() != "" for (_, end), (start, _) in pairwise(story.summary_places)]
    said = sentences(story, text)
    return said, (False, *between)[: len(said)]


def titled(story: Story, told_by: Sequence[Telling]) -> tuple[str, str | None]:
    """The title of a story and its language; that of the first telling where others are not for this reader."""
    if any(telling.title == story.title for telling in told_by):
        return story.title, story.language
    return told_by[0].title, told_by[0].language


def said_words(story: Story, told_by: Collection[Telling], kept: Mapping[int, str]) -> str:
    """All that a story says in titles and summary, to look for words in."""
    titles = (telling.title for telling in told_by)
    return " ".join((story.title, *titles, *sentences(story, kept.get(story.summarised_id or 0))))
