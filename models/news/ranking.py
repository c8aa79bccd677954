"""The order of the feed: first what one follows and what one learns; each fifth place is for everyone. Pure.

This is where news becomes learning: a story is worth what its learner needs of the skills that it touches.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count, islice
from typing import NamedTuple

FIFTH, FREE = 5, 2
"""Of each five places the third is for everyone, so that a short list has one too."""
THEME = 1.0
"""What one asks to follow weighs as much as a skill of which one knows nothing yet."""
LESS = 0.25
HALF_LIFE = 4.0
"""Days after which a story pulls half as hard."""

Subject = tuple[str, str]
"""What « moins de ceci » is said of: `skill`, `theme` or `source`, and its id."""


class FeedReason(StrEnum):
    """The reason why a story stands where it stands."""

    RULE = "rule"
    """It has changed a rule, and has not been opened yet."""
    THEME = "theme"
    LEARNING = "learning"
    REFRESH = "refresh"
    NEXT = "next"
    """It touches what the tutor proposes next."""
    LEARNED = "learned"
    EVERYONE = "everyone"


class Need(NamedTuple):
    """The share of a skill that is left to learn, from 0 to 1, and what makes it so."""

    why: FeedReason
    left: float


@dataclass(frozen=True, slots=True, eq=False)
class FeedItem:
    """A story as far as its place depends on it; `age` in days, `skills` with their nearness from 0 to 1."""

    story: int
    age: float
    natures: frozenset[str] = frozenset()
    skills: Mapping[str, float] = field(default_factory=dict)
    themes: tuple[int, ...] = ()
    """The learner's own, whose subject it is; the first that she took up first."""
    sources: tuple[int, ...] = ()
    words: Collection[str] = ()
    """See models.study.themes.words_of."""

    @property
    def subjects(self) -> set[Subject]:
        """Return all subjects that « moins de ceci » may name for a story."""
        named = (("skill", self.skills), ("theme", self.themes), ("source", self.sources))
        return {(kind, str(one)) for kind, ones in named for one in ones}


@dataclass(frozen=True, slots=True)
class Tastes:
    """A learner's needs by skill, the words that she has muted, and the subjects of which she wants less."""

    needs: Mapping[str, Need] = field(default_factory=dict)
    muted: Collection[frozenset[str]] = ()
    less: Collection[Subject] = ()

    def mutes(self, item: FeedItem) -> bool:
        """Return whether a story has all the words of something muted."""
        return any(words.issubset(item.words) for words in self.muted)

    def lowers(self, item: FeedItem) -> bool:
        """Return whether a story is about something of which less is wanted."""
        return bool(self.less) and not item.subjects.isdisjoint(self.less)


class FeedPlace(NamedTuple):
    """A story in its place, with the reason; `subject` is the theme or the skill that the reason names."""

    item: FeedItem
    why: FeedReason
    subject: int | str | None = None


def rank(
    items: Sequence[FeedItem], tastes: Tastes, most: int | None = None, always: Sequence[int] = ()
) -> list[FeedPlace]:
    """Return the places of a feed, `most` of them; stories of `always` come first and are never left out.

    The same items and tastes lead to the same places, in whatever order the items come.
    """
    known = {item.story: item for item in items}
    first = [FeedPlace(known[story], FeedReason.RULE) for story in dict.fromkeys(always) if story in known]
    urgent = {place.item.story for place in first}
    others = [item for item in items if item.story not in urgent and not tastes.mutes(item)]
    room = None if most is None else max(0, most - len(first))
    return [*first, *islice(_places(others, tastes), room)]


def _places(items: Sequence[FeedItem], tastes: Tastes) -> Iterator[FeedPlace]:
    # The number breaks ties: the same items give the same feed, in whatever order they come.
    left = sorted(items, key=lambda item: (-worth(item, tastes), item.age, item.story))
    # Lowered stories wait here too, so that none is lifted by being lowered.
    waits = {item: (reason(item, tastes)[0] is not FeedReason.EVERYONE, tastes.lowers(item)) for item in items}
    given: Counter[str] = Counter()
    last: frozenset[str] = frozenset()

    def turn(item: FeedItem) -> tuple[bool, tuple[bool, bool], int, float, int]:
        """Return the sort key of an open place: another nature than the last, no taste behind it, rarely given."""
        heard = min((given[nature] for nature in item.natures), default=0)
        return not last.isdisjoint(item.natures), waits[item], heard, item.age, item.story

    for number in count():
        if not left:
            return
        # Worth decides four places of five; the third is for everyone.
        if number % FIFTH != FREE:
            yield FeedPlace(left[0], *reason(left.pop(0), tastes))
            continue
        item = min(left, key=turn)
        left.remove(item)
        given.update(item.natures)
        last = item.natures
        yield FeedPlace(item, FeedReason.EVERYONE)


def worth(item: FeedItem, tastes: Tastes) -> float:
    """Return how hard a story pulls: its theme, and the need of the skill that it touches most; less with each day."""
    _, pull = _strongest(item, tastes)
    pull += THEME if item.themes else 0.0
    # Less is divided, never hidden; four days halve (docs/decisions/0013).
    return float(pull * 0.5 ** (item.age / HALF_LIFE) * (LESS if tastes.lowers(item) else 1.0))


def reason(item: FeedItem, tastes: Tastes) -> tuple[FeedReason, int | str | None]:
    """Return why a story is worth something to a learner, and the theme or skill that says so."""
    if item.themes:
        return FeedReason.THEME, item.themes[0]
    skill, _ = _strongest(item, tastes)
    return (tastes.needs[skill].why, skill) if skill else (FeedReason.EVERYONE, None)


def _strongest(item: FeedItem, tastes: Tastes) -> tuple[str | None, float]:
    """Return the skill that pulls hardest: needed most, and touched nearest."""
    pulls = ((tastes.needs[skill].left * near, skill) for skill, near in item.skills.items() if skill in tastes.needs)
    pull, skill = max(pulls, default=(0.0, None))
    return skill, pull
