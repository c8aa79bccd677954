"""The stories that people read, in the order in which they teach most."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import authoring, feed, jobs, progress, proposals, reader, rule_changes, tastes, themes
from models.feed import Item, Place
from models.news.telling import Telling, Told, said_words, shown_sentences, tellings, texts
from models.sources import Right
from models.stories import KEPT, NoSuchStory, standing_story, still_told, visible_to
from models.tables import Story, StoryReading, StorySkill
from models.themes import Theme, words_of
from models.tutor import Purpose, Step

__all__ = [
    "KEPT",
    "MOST_STORIES",
    "NoSuchStory",
    "Telling",
    "Told",
    "full_text",
    "mark_read",
    "on_theme",
    "stories",
    "stories_beside",
    "told",
]

MOST_STORIES = 40
DAY = timedelta(days=1)

Wanted = Callable[[Story, Sequence[Telling], Collection[Theme]], bool]
"""Whether a story is looked for, by whom it is told, and the themes of the reader's whose subject it is."""


def stories(
    db: Session, learner_key: UUID, at: datetime, most: int = MOST_STORIES, wanted: Wanted | None = None
) -> list[Told]:
    """The stories of the last two weeks in the order of `feed.rank`; of these only those that are wanted."""
    return stories_beside(db, learner_key, proposals.next_step(db, learner_key, at), at, most, wanted)


def stories_beside(
    db: Session, learner_key: UUID, step: Step | None, at: datetime, most: int, wanted: Wanted | None = None
) -> list[Told]:
    """The same, where it is known what the tutor proposes now."""
    always = _never_hidden(db, learner_key, at)
    if not (found := _recent(db, learner_key, at, always)):
        return []
    recent = _Shelf(db, learner_key, found)
    hers = tastes.of(db, learner_key, _proposed(db, step), at)
    items = [
        recent.item(story, at) for story in recent.stories if story.id in always or recent.is_wanted(story, wanted)
    ]
    return recent.tell(feed.rank(items, hers, most, always))


def told(db: Session, story_id: int, learner_key: UUID, at: datetime, step: Step | None = None) -> Told:
    """One story, however old, muted or not, also by the number of one merged into it; raises NoSuchStory."""
    shelf = _Shelf(db, learner_key, [standing_story(db, story_id)])
    if not shelf.stories:
        raise NoSuchStory(story_id)
    hers = tastes.of(db, learner_key, _proposed(db, step), at)
    item = shelf.item(shelf.stories[0], at)
    (only,) = shelf.tell([Place(item, *feed.reason(item, hers))])
    return only


def on_theme(db: Session, learner_key: UUID, theme: Theme, at: datetime, most: int = MOST_STORIES) -> list[Told]:
    """The stories of the last two weeks on one theme of a learner's, the newest first, without what she has muted.

    Of shared sources only: this leaves the house.
    """
    shelf = _Shelf(db, learner_key, _recent(db, learner_key, at), shared=True)
    hers = tastes.of(db, learner_key, (), at)
    items = [shelf.item(story, at) for story in shelf.stories if theme in shelf.themes[story.id]]
    heard = [item for item in items if not hers.mutes(item)]
    return shelf.tell([Place(item, feed.Why.THEME, theme.id) for item in heard][:most])


def full_text(db: Session, told: Told) -> tuple[str, list[tuple[int, int]]]:
    """The text that the summary is taken from, with [start, end] of its sentences; both empty where it is not kept.

    So they are where its source lets no more be shown than an excerpt or the title.
    """
    first = told.tellings[0]
    text = texts(db, [first]).get(first.article_id) if first.right == Right.TEXT and first.places else None
    return (text, [(start, end) for start, end in first.places]) if text else ("", [])


def mark_read(db: Session, learner_key: UUID, story_id: int, at: datetime) -> None:
    """Note that a learner has opened a story; the first time counts."""
    jobs.insert_new(db, StoryReading, [{"learner_key": learner_key, "story_id": story_id, "at": at}])


def _never_hidden(db: Session, learner_key: UUID, at: datetime) -> Sequence[int]:
    """The stories that come first whatever is muted or old: accepted rule changes that she has not opened."""
    return tuple(dict.fromkeys(told.story_id for told in rule_changes.unopened(db, learner_key, at)))


def _recent(db: Session, learner_key: UUID, at: datetime, always: Sequence[int] = ()) -> Sequence[Story]:
    """The newest first."""
    kept = or_(still_told(at), Story.id.in_(always))
    return db.scalars(
        select(Story).where(kept, visible_to(learner_key)).order_by(Story.happened_at.desc(), Story.id)
    ).all()


def _proposed(db: Session, step: Step | None) -> frozenset[str]:
    """The skills of a proposal."""
    if step is None:
        return frozenset()
    if step.chosen.purpose is Purpose.LEARN:
        return frozenset(authoring.published_module(db, step.chosen.target).module.skills)
    return frozenset({step.chosen.target})


class _Shelf:
    """Some stories as one learner may see them, with all that their places and their telling need."""

    def __init__(self, db: Session, learner_key: UUID, stories: Sequence[Story], shared: bool = False) -> None:
        self.db, self.learner_key = db, learner_key
        language = reader.language_of(db, learner_key)
        self.tellings = tellings(db, stories, None if shared else learner_key, language)
        self.stories = [story for story in stories if story.id in self.tellings]
        self.skills = _skills(db, self.tellings)
        self.begun = _begun(db, learner_key)
        self.followed = themes.followed(db, learner_key)
        looks = bool(tastes.muted(db, learner_key)) or any(not theme.domain for theme in self.followed)
        self.texts = self._texts(self.stories) if looks else {}
        self.words = {story.id: self._words(story) if looks else frozenset() for story in self.stories}
        self.themes = {story.id: self._touched(story) for story in self.stories}

    def _texts(self, stories: Iterable[Story]) -> Mapping[int, str]:
        return texts(self.db, [self.tellings[story.id][0] for story in stories])

    def _words(self, story: Story) -> frozenset[str]:
        return words_of(said_words(self.tellings[story.id], self.texts))

    def _touched(self, story: Story) -> tuple[Theme, ...]:
        skills, words = self.skills.get(story.id, {}), self.words[story.id]
        return tuple(theme for theme in self.followed if theme.is_touched_by(skills, words))

    def is_wanted(self, story: Story, wanted: Wanted | None) -> bool:
        return wanted is None or wanted(story, self.tellings[story.id], self.themes[story.id])

    def item(self, story: Story, at: datetime) -> Item:
        """A story as far as its place depends on it."""
        told_by = self.tellings[story.id]
        return Item(
            story=story.id,
            age=max(0.0, (at - story.happened_at) / DAY),
            natures=frozenset(telling.nature for telling in told_by),
            skills=self.skills.get(story.id, {}),
            themes=tuple(theme.id for theme in self.themes[story.id]),
            sources=tuple(dict.fromkeys(telling.source_id for telling in told_by)),
            words=self.words[story.id],
        )

    def tell(self, places: Sequence[Place]) -> list[Told]:
        """The stories in their places."""
        by_id = {story.id: story for story in self.stories}
        chosen = [by_id[place.item.story] for place in places]
        kept, read = self.texts or self._texts(chosen), _read(self.db, self.learner_key, chosen)
        return [self._tell(by_id[place.item.story], place, kept, read) for place in places]

    def _tell(self, story: Story, place: Place, kept: Mapping[int, str], read: Collection[int]) -> Told:
        told_by, skills = self.tellings[story.id], tuple(self.skills.get(story.id, ()))
        first = told_by[0]
        summary, gaps = shown_sentences(first, kept.get(first.article_id))
        return Told(
            story=story,
            title=first.title,
            language=first.language,
            tellings=told_by,
            summary=summary,
            gaps=gaps,
            skills=skills,
            concerned=tuple(skill for skill in skills if skill in self.begun),
            read=story.id in read,
            why=place.why,
            theme=next((theme for theme in self.followed if theme.id == place.subject), None),
            skill=place.subject if isinstance(place.subject, str) else None,
            themes=self.themes[story.id],
        )


def _skills(db: Session, story_ids: Collection[int]) -> Mapping[int, dict[str, float]]:
    """By story, the skills of the map that it touches, nearest first, and how near they are beside the nearest."""
    skill_map = {skill.id for skill in authoring.skill_map(db)}
    rows = db.execute(
        select(StorySkill.story_id, StorySkill.skill, StorySkill.similarity)
        .where(StorySkill.story_id.in_(story_ids))
        .order_by(StorySkill.similarity.desc(), StorySkill.skill)
    )
    skills: defaultdict[int, dict[str, float]] = defaultdict(dict)
    nearest: dict[int, float] = {}
    for story_id, skill, similarity in rows:
        if skill in skill_map:
            skills[story_id][skill] = similarity / nearest.setdefault(story_id, similarity)
    return dict(skills)


def _begun(db: Session, learner_key: UUID) -> frozenset[str]:
    """The skills of the map that a learner has answered questions on."""
    known = progress.knowledge(db, learner_key, {skill.id for skill in authoring.skill_map(db)})
    return frozenset(skill for skill, knowledge in known.items() if knowledge.belief.answers)


def _read(db: Session, learner_key: UUID, stories: Iterable[Story]) -> set[int]:
    mine = select(StoryReading.story_id).where(StoryReading.learner_key == learner_key)
    return set(db.scalars(mine.where(StoryReading.story_id.in_([story.id for story in stories]))))
