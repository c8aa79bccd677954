"""The shelf: the stories of a fortnight as one learner may see them, and what their places and their telling need."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.learning import learners, progress, themes
from models.learning.themes import FollowedTheme, words_of
from models.news import items, tastes
from models.news.ranking import FeedItem, FeedPlace, Tastes
from models.news.telling import StoryAsTold, TellingOf, shown_sentences, tellings
from models.watch.stories.fortnight import StoryOutline, fortnight, outlines
from models.watch.stories.owners import KEPT

Wanted = Callable[[StoryOutline, Collection[FollowedTheme]], bool]
"""Whether a story is looked for: its outline, and the themes of the reader's whose subject it is."""


class Shelf:
    """The stories that may still be told, and others of any age that are named; from shared sources alone or not.

    None of them is asked for; only those that have found their place are.
    """

    def __init__(
        self, db: Session, learner_key: UUID, at: datetime, named: Collection[int] = (), shared: bool = False
    ) -> None:
        self.db, self.learner_key, self.at = db, learner_key, at
        self.seen_by = None if shared else learner_key
        self.language = learners.read(db, learner_key).language
        self.followed = themes.followed(db, learner_key)
        self._lately = fortnight(db, at)
        self.recent = items.items(db, self._lately, self.seen_by)
        self._older = outlines(db, self.seen_by, [story for story in named if story not in self.recent.by_id])
        self.themes = self._themes()

    def item(self, story_id: int) -> FeedItem | None:
        """Return a story as it is ranked; None for one that this learner may not see, or that has expired unnamed."""
        if older := self._older.get(story_id):
            return items.item(older, {skill.id for skill in in_force.skill_map(self.db)})
        return self.recent.by_id.get(story_id)

    def is_told(self, wanted: Wanted | None) -> Callable[[FeedItem], bool]:
        """Return whether a story may still be told and is wanted."""
        since, seen = self.at - KEPT, self._lately.seen_by(self.seen_by)
        return lambda one: (
            one.happened_at > since and (wanted is None or wanted(seen[one.story], self.about(one.story)))
        )

    def about(self, story_id: int) -> Sequence[FollowedTheme]:
        """Return the learner's themes whose subject a story is."""
        return self.themes.get(story_id, ())

    def tastes(self, proposed: Collection[str]) -> Tastes:
        """Return what a learner to whom the tutor proposes these skills now needs, follows, mutes and wants less of."""
        return Tastes(
            needs=tastes.needs(self.db, self.learner_key, proposed, self.at),
            themes={story: [theme.id for theme in about] for story, about in self.themes.items()},
            muted=self.muted(),
            less=tastes.lowered(self.db, self.learner_key),
            language=self.language,
        )

    def _words(self) -> Mapping[int, frozenset[str]]:
        return items.words(self.db, self._lately, self._older, self.seen_by, self.language)

    def muted(self) -> frozenset[int]:
        """Return the stories that say what this learner does not want to read."""
        muted = [words_of(row.words) for row in tastes.muted(self.db, self.learner_key)]
        said = self._words() if muted else {}
        return frozenset(story for story, words in said.items() if any(one <= words for one in muted))

    def _themes(self) -> Mapping[int, Sequence[FollowedTheme]]:
        """Return, by story, the themes whose subject it is, in the order in which she took them up."""
        found: defaultdict[int, list[FollowedTheme]] = defaultdict(list)
        for theme in self.followed:
            for story in self._touched_by(theme):
                found[story].append(theme)
        return found

    def _touched_by(self, theme: FollowedTheme) -> Sequence[int]:
        if theme.domain:
            touched = {story: one.skills for story, one in self._older.items()}
            hers = (item for skill in theme.domain.skills for item in self.recent.by_skill.get(skill.id, ()))
            touched |= {item.story: item.skills for item in hers}
            return [story for story, skills in touched.items() if theme.is_touched_by(skills, ())]
        return [story for story, words in self._words().items() if theme.is_touched_by((), words)]

    def tell(self, places: Sequence[FeedPlace]) -> list[StoryAsTold]:
        """Return the stories in their places."""
        found = tellings(self.db, [place.item.story for place in places], self.seen_by, self.learner_key, self.language)
        begun = progress.begun(self.db, self.learner_key)
        told = [self._tell(found[place.item.story], place, begun) for place in places]
        forgets = learners.read(self.db, self.learner_key).without_estimation
        return [one._replace(read=False) for one in told] if forgets else told

    def _tell(self, told: TellingOf, place: FeedPlace, begun: Collection[str]) -> StoryAsTold:
        first, touched = told.tellings[0], tuple(place.item.skills)
        summary, gaps = shown_sentences(first)
        about = self.about(place.item.story)
        return StoryAsTold(
            story=told.story,
            title=first.title,
            language=first.language,
            tellings=told.tellings,
            summary=summary,
            gaps=gaps,
            skills=touched,
            concerned=tuple(skill for skill in touched if skill in begun),
            read=told.read,
            why=place.why,
            theme=next((theme for theme in about if theme.id == place.subject), None),
            skill=place.subject if isinstance(place.subject, str) else None,
            themes=tuple(about),
        )
