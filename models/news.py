"""The stories that people read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models import authoring, jobs, proposals, themes
from models.stories import NoSuchStory, standing, still_told, visible_to
from models.tables import Article, Mastery, Source, Story, StoryReading, StorySkill
from models.themes import Theme
from models.tutor import Purpose, Step

MOST_STORIES = 40


class Told(NamedTuple):
    """A story as it is told to one learner: with its summary, its sources and why it is here."""

    story: Story
    sources: tuple[str, ...]
    """Their names: that of the original, then the others as they told it."""
    address: str
    """Of the original: the article that the summary is taken from, else the first."""
    summary: tuple[str, ...]
    """Sentences of the article, word for word."""
    skills: tuple[str, ...]
    """Skills that it touches, nearest first."""
    concerned: tuple[str, ...]
    """Those of them that this learner has begun."""
    read: bool
    theme: Theme | None = None
    """The first theme of this learner's whose subject it is."""


def stories(db: Session, learner_key: UUID, at: datetime, most: int = MOST_STORIES) -> list[Told]:
    """The stories of the last two weeks: on themes that one follows, on what one learns or is about to learn, others.

    Within each, the newest come first.
    """
    return stories_beside(db, learner_key, proposals.next_step(db, learner_key, at), at, most)


def stories_beside(db: Session, learner_key: UUID, step: Step | None, at: datetime, most: int) -> list[Told]:
    """The same, where it is known what the tutor proposes now."""
    told_now = select(Story).where(still_told(at), visible_to(learner_key))
    recent = db.scalars(told_now.order_by(Story.happened_at.desc(), Story.id))
    found = {story.id: story for story in recent}
    skills = _skills(db, found)
    begun = _begun(db, learner_key)
    wanted = begun | _proposed(db, step)
    followed = _followed(db, learner_key, found.values(), skills)
    ranked = sorted(found.values(), key=lambda story: (story.id not in followed, wanted.isdisjoint(skills[story.id])))
    return _tell(db, learner_key, ranked[:most], skills, begun, followed)


def told(db: Session, story_id: int, learner_key: UUID) -> Told:
    """One story, however old, also by the number of one that was merged into it; raises NoSuchStory."""
    story = db.get_one(Story, standing(db, story_id))
    if story.learner_key not in (None, learner_key):
        raise NoSuchStory(story_id)
    skills = _skills(db, [story.id])
    followed = _followed(db, learner_key, [story], skills)
    (only,) = _tell(db, learner_key, [story], skills, _begun(db, learner_key), followed)
    return only


def full_text(db: Session, story: Story) -> tuple[str, list[tuple[int, int]]]:
    """The text that the summary is taken from, with [start, end] of its sentences; both empty when it is not kept."""
    text = db.scalar(select(Article.text).where(Article.id == story.summarised_id))
    return (text, [(start, end) for start, end in story.summary_places]) if text else ("", [])


def mark_read(db: Session, learner_key: UUID, story_id: int, at: datetime) -> None:
    """Note that a learner has opened a story; the first time counts."""
    jobs.insert_new(db, StoryReading, [{"learner_key": learner_key, "story_id": story_id, "at": at}])


def _begun(db: Session, learner_key: UUID) -> frozenset[str]:
    """The skills that a learner has answered questions on."""
    return frozenset(db.scalars(select(Mastery.skill).where(Mastery.learner_key == learner_key, Mastery.answers > 0)))


def _proposed(db: Session, step: Step | None) -> frozenset[str]:
    """The skills of a proposal."""
    if step is None:
        return frozenset()
    if step.chosen.purpose is Purpose.LEARN:
        return frozenset(authoring.published_module(db, step.chosen.target).module.skills)
    return frozenset({step.chosen.target})


def _skills(db: Session, story_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """By story, the skills of the map that it touches, nearest first."""
    skill_map = authoring.skill_map(db)
    rows = db.execute(
        select(StorySkill.story_id, StorySkill.skill)
        .where(StorySkill.story_id.in_(story_ids))
        .order_by(StorySkill.similarity.desc(), StorySkill.skill)
    )
    skills: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for story_id, skill in rows:
        if skill in skill_map:
            skills[story_id] += (skill,)
    return skills


def _followed(
    db: Session, learner_key: UUID, stories: Iterable[Story], skills: Mapping[int, tuple[str, ...]]
) -> Mapping[int, Theme]:
    """By story, the first theme of a learner whose subject it is."""
    mine = themes.followed(db, learner_key)
    words = _words(db, stories) if any(not theme.domain for theme in mine) else {}
    followed = {}
    for story in stories:
        touched = (theme for theme in mine if theme.is_touched_by(skills[story.id], words.get(story.id, ())))
        if theme := next(touched, None):
            followed[story.id] = theme
    return followed


def _words(db: Session, stories: Iterable[Story]) -> Mapping[int, frozenset[str]]:
    """By story, the words of its title and of its summary."""
    summarised = {story.summarised_id for story in stories} - {None}
    rows = db.execute(select(Article.id, Article.text).where(Article.id.in_(summarised)))
    texts = {article_id: text for article_id, text in rows}
    told = {story.id: (story.title, *_summary(story, texts.get(story.summarised_id or 0))) for story in stories}
    return {story_id: themes.words_of(" ".join(sentences)) for story_id, sentences in told.items()}


class _Telling(NamedTuple):
    """One article of a story; the text only of the one that is summed up."""

    address: str
    source: str
    text: str | None


def _tell(
    db: Session,
    learner_key: UUID,
    stories: Sequence[Story],
    skills: Mapping[int, tuple[str, ...]],
    begun: Collection[str],
    followed: Mapping[int, Theme],
) -> list[Told]:
    tellings = _tellings(db, stories)
    mine = select(StoryReading.story_id).where(StoryReading.learner_key == learner_key)
    read = set(db.scalars(mine.where(StoryReading.story_id.in_(tellings))))
    return [
        Told(
            story=story,
            sources=tuple(dict.fromkeys(telling.source for telling in tellings[story.id])),
            address=tellings[story.id][0].address,
            summary=_summary(story, tellings[story.id][0].text),
            skills=skills[story.id],
            concerned=tuple(skill for skill in skills[story.id] if skill in begun),
            read=story.id in read,
            theme=followed.get(story.id),
        )
        for story in stories
    ]


def _tellings(db: Session, stories: Iterable[Story]) -> Mapping[int, list[_Telling]]:
    """By story, its articles: the one that is summed up first, then in the order in which they were found."""
    tellings: dict[int, list[_Telling]] = {story.id: [] for story in stories}
    text = case((Article.id == Story.summarised_id, Article.text))
    rows = db.execute(
        select(Story.id, Article.address, Source.name, text)
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(Story.id.in_(tellings))
        .order_by(case((Article.id == Story.summarised_id, 0), else_=1), Article.found_at, Article.id)
    )
    for story_id, *telling in rows:
        tellings[story_id].append(_Telling(*telling))
    return tellings


def _summary(story: Story, text: str | None) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in story.summary_places) if text else ()
