"""The shelf: some stories as one learner may see them, with all that their places and their telling need."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.news import tastes
from models.news.outlines import StoryOutline, outlines, skills, words
from models.news.ranking import FeedItem, FeedPlace
from models.news.telling import SourceTelling, StoryAsTold, shown_sentences, tellings, texts
from models.study import learners, progress, themes
from models.study.themes import FollowedTheme
from models.tables.stories import Story, StoryReading

DAY = timedelta(days=1)

Wanted = Callable[[StoryOutline, Collection[FollowedTheme]], bool]
"""Whether a story is looked for: its outline, and the themes of the reader's whose subject it is."""


class Shelf:
    """The stories of a condition, from shared sources alone or from the learner's own too.

    All are looked through in outline; only those that have found their place are told.
    """

    def __init__(self, db: Session, learner_key: UUID, which: ColumnElement[bool], shared: bool = False) -> None:
        self.db, self.learner_key, self.seen_by = db, learner_key, None if shared else learner_key
        self.language = learners.language_of(db, learner_key)
        self.outlines = outlines(db, which, self.seen_by)
        self.skills = skills(db, which)
        self.begun, self.followed = _begun(db, learner_key), themes.followed(db, learner_key)
        looks = bool(tastes.muted(db, learner_key)) or any(not theme.domain for theme in self.followed)
        self.words = words(db, which, self.seen_by, self.language) if looks else {}

    def themes_of(self, story_id: int) -> tuple[FollowedTheme, ...]:
        """Return the learner's themes whose subject a story is."""
        touched, said = self.skills.get(story_id, {}), self.words.get(story_id, frozenset())
        return tuple(theme for theme in self.followed if theme.is_touched_by(touched, said))

    def items(self, at: datetime, always: Collection[int] = (), wanted: Wanted | None = None) -> Iterable[FeedItem]:
        """Return the stories that are wanted, and those of `always`, as far as their places depend on them."""
        for outline in self.outlines:
            about = self.themes_of(outline.id)
            if wanted is None or outline.id in always or wanted(outline, about):
                yield self._item(outline, about, at)

    def _item(self, outline: StoryOutline, about: Sequence[FollowedTheme], at: datetime) -> FeedItem:
        return FeedItem(
            story=outline.id,
            age=max(0.0, (at - outline.happened_at) / DAY),
            natures=frozenset(teller.nature for teller in outline.tellers),
            skills=self.skills.get(outline.id, {}),
            themes=tuple(theme.id for theme in about),
            sources=tuple(teller.source_id for teller in outline.tellers),
            words=self.words.get(outline.id, frozenset()),
        )

    def tell(self, places: Sequence[FeedPlace]) -> list[StoryAsTold]:
        """Return the stories in their places."""
        ids = [place.item.story for place in places]
        told_by = tellings(self.db, ids, self.seen_by, self.language)
        kept = texts(self.db, [first for first, *_ in told_by.values()])
        read = _read(self.db, self.learner_key, ids)
        by_id = {story.id: story for story in told_by}
        chosen = [(by_id[place.item.story], place) for place in places]
        return [self._tell(story, place, told_by[story], kept, story.id in read) for story, place in chosen]

    def _tell(
        self, story: Story, place: FeedPlace, told_by: tuple[SourceTelling, ...], kept: Mapping[int, str], read: bool
    ) -> StoryAsTold:
        first, touched = told_by[0], tuple(place.item.skills)
        summary, gaps = shown_sentences(first, kept.get(first.article_id))
        return StoryAsTold(
            story=story,
            title=first.title,
            language=first.language,
            tellings=told_by,
            summary=summary,
            gaps=gaps,
            skills=touched,
            concerned=tuple(skill for skill in touched if skill in self.begun),
            read=read,
            why=place.why,
            theme=next((theme for theme in self.followed if theme.id == place.subject), None),
            skill=place.subject if isinstance(place.subject, str) else None,
            themes=tuple(theme for theme in self.followed if theme.id in place.item.themes),
        )


def _begun(db: Session, learner_key: UUID) -> frozenset[str]:
    """Return the skills of the map that a learner has answered questions on."""
    known = progress.knowledge(db, learner_key, {skill.id for skill in in_force.skill_map(db)})
    return frozenset(skill for skill, knowledge in known.items() if knowledge.belief.answers)


def _read(db: Session, learner_key: UUID, story_ids: Collection[int]) -> set[int]:
    mine = select(StoryReading.story_id).where(StoryReading.learner_key == learner_key)
    return set(db.scalars(mine.where(StoryReading.story_id.in_(story_ids))))
