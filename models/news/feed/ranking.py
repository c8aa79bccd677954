"""The order of the feed: first what one follows and what one learns; each fifth place is for everyone. Pure.

This is where news becomes learning: a story is worth what its learner needs of the skills that it touches.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import chain, count, groupby, islice, tee
from operator import attrgetter, itemgetter
from typing import NamedTuple

FIFTH, FREE = 5, 2
"""Of each five places the third is for everyone, so that a short list has one too."""
THEME = 1.0
"""What one asks to follow weighs as much as a skill of which one knows nothing yet."""
LESS = 0.25
DAY, HALF_LIFE = timedelta(days=1), 4.0
"""Days after which a story pulls half as hard."""
LESS_AGE = 2 * HALF_LIFE
"""A quarter of the pull is eight days more: by so much what pulls nobody is older where less of it is wanted."""

FOREIGN, FOREIGN_AGE = 0.5, HALF_LIFE
"""What is in no language of its reader's pulls half as hard: as if it were so many days older."""

BY_AGE = itemgetter(0, 1)
"""Of a weighed story: as old, by its number."""

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
    """A story as far as its place depends on it, no matter who reads; `skills` with their nearness from 0 to 1."""

    story: int
    happened_at: datetime
    natures: frozenset[str] = frozenset()
    skills: Mapping[str, float] = field(default_factory=dict)
    sources: tuple[int, ...] = ()
    languages: frozenset[str | None] = frozenset()
    """In which it is told, where that is known; None for one that was not recognised."""


@dataclass(frozen=True, slots=True)
class Tastes:
    """A learner's needs by skill, what she follows and mutes, and the subjects of which she wants less."""

    needs: Mapping[str, Need] = field(default_factory=dict)
    themes: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By story, her own themes whose subject it is; the first that she took up first."""
    muted: Collection[int] = ()
    """Stories."""
    less: Collection[Subject] = ()
    language: str | None = None
    """In which she reads."""

    def is_foreign(self, languages: Collection[str | None]) -> bool:
        """Return whether what is told in these languages is told in another than hers."""
        return self.language is not None and bool(languages) and not {self.language, None} & {*languages}

    def lowers(self, item: FeedItem) -> bool:
        """Return whether a story is about something of which less is wanted."""
        if not self.less:
            return False
        named = (("skill", item.skills), ("theme", self.themes.get(item.story, ())), ("source", item.sources))
        return any((kind, str(one)) in self.less for kind, ones in named for one in ones)


class FeedPlace(NamedTuple):
    """A story in its place, with the reason; `subject` is the theme or the skill that the reason names."""

    item: FeedItem
    why: FeedReason
    subject: int | str | None = None


class FeedItems:
    """The stories of which feeds are made, laid out once so that no feed has to look through all of them."""

    def __init__(self, items: Iterable[FeedItem]) -> None:
        by_number = sorted(items, key=attrgetter("story"))
        self.by_id = {item.story: item for item in sorted(by_number, key=attrgetter("happened_at"), reverse=True)}
        self.by_kind: defaultdict[tuple[object, ...], list[FeedItem]] = defaultdict(list)
        """By their natures and languages."""
        self.by_skill: defaultdict[str, list[FeedItem]] = defaultdict(list)
        for item in self.by_id.values():
            self.by_kind[item.natures, item.languages].append(item)
            for skill in item.skills:
                self.by_skill[skill].append(item)

    def pulled_by(self, tastes: Tastes) -> Iterator[FeedItem]:
        """Return the stories that somebody follows, or that touch what she needs, each once."""
        needed = (item.story for skill in tastes.needs for item in self.by_skill.get(skill, ()))
        followed = (story for story, themes in tastes.themes.items() if themes and story in self.by_id)
        return (self.by_id[story] for story in dict.fromkeys(chain(followed, needed)))


class WeighedItem(NamedTuple):
    """A story on its way to its place: its age in days, how hard it pulls and why, and what makes it wait."""

    age: float
    story: int
    item: FeedItem
    worth: float
    why: FeedReason
    subject: int | str | None
    lowered: bool
    """Whether less of it is wanted."""
    foreign: bool
    """Whether it is in no language of its reader's."""


def rank(
    items: FeedItems,
    tastes: Tastes,
    at: datetime,
    most: int | None = None,
    always: Iterable[FeedItem] = (),
    wanted: Callable[[FeedItem], bool] | None = None,
) -> list[FeedPlace]:
    """Return the places of a feed, `most` of them; stories of `always` come first and are never left out."""
    first = {item.story: FeedPlace(item, FeedReason.RULE) for item in always}

    def is_told(item: FeedItem) -> bool:
        return item.story not in first and item.story not in tastes.muted and (wanted is None or wanted(item))

    room = None if most is None else max(0, most - len(first))
    return [*first.values(), *islice(_places(items, tastes, at, is_told), room)]


def _places(items: FeedItems, tastes: Tastes, at: datetime, is_told: Callable[[FeedItem], bool]) -> Iterator[FeedPlace]:
    pulled = sorted((weigh(item, tastes, at) for item in items.pulled_by(tastes) if is_told(item)), key=BY_AGE)
    drawn = {one.story for one in pulled}

    def others(those: Iterable[FeedItem]) -> Iterator[WeighedItem]:
        left = (weigh(item, tastes, at) for item in those if item.story not in drawn and is_told(item))
        # The number breaks ties: all that is still to happen is as old.
        return (one for _, as_old in groupby(left, key=attrgetter("age")) for one in sorted(as_old, key=BY_AGE))

    strong = sorted((one for one in pulled if one.worth), key=lambda one: (-one.worth, *_age_in_place(one)))
    fading = sorted((one for one in pulled if not one.worth), key=_age_in_place)
    unpulled = [others(those) for those in items.by_kind.values()]
    apart = chain.from_iterable(map(_split, unpulled)) if tastes.less else unpulled
    weak = merge(fading, *apart, key=_age_in_place)
    by_worth, taken = chain(strong, weak), set[int]()
    rest = [others(those) for those in items.by_kind.values()]
    for_everyone = _ForEveryone(pulled, chain.from_iterable(map(_split, rest)) if tastes.less else rest)
    for number in count():
        # Worth decides four places of five; the third is for everyone.
        free = number % FIFTH == FREE
        one = for_everyone.next(taken) if free else next((one for one in by_worth if one.story not in taken), None)
        if one is None:
            return
        taken.add(one.story)
        yield FeedPlace(one.item, FeedReason.EVERYONE) if free else FeedPlace(one.item, one.why, one.subject)


def _age_in_place(one: WeighedItem) -> tuple[float, int]:
    return one.age + LESS_AGE * one.lowered + FOREIGN_AGE * one.foreign, one.story


def unmoved(as_it_is: Sequence[FeedPlace], without: Sequence[FeedPlace], tastes: Tastes) -> dict[int, bool]:
    """Return the stories of which less is wanted and that stand where they would stand if nothing were lowered.

    Each with whether its place is one for everyone.
    """
    ruled = sum(place.why is FeedReason.RULE for place in as_it_is)
    pairs = enumerate(zip(as_it_is, without, strict=False), start=-ruled)
    same = ((number, one.item) for number, (one, other) in pairs if one.item is other.item)
    return {item.story: number >= 0 and number % FIFTH == FREE for number, item in same if tastes.lowers(item)}


class _ForEveryone:
    """The places for everyone: another nature than the last, no taste, a nature rarely given, her language, age."""

    def __init__(self, pulled: Iterable[WeighedItem], others: Iterable[Iterator[WeighedItem]]) -> None:
        alike: defaultdict[tuple[object, ...], list[WeighedItem]] = defaultdict(list)
        # Lowered stories wait here too, so that none is lifted by being lowered.
        for one in pulled:
            alike[one.item.natures, one.lowered, one.foreign].append(one)
        self._queues = [_Queue(waiting) for waiting in (*map(iter, alike.values()), *others)]
        self._given: Counter[str] = Counter()
        self._last: frozenset[str] = frozenset()

    def next(self, taken: Collection[int]) -> WeighedItem | None:
        """Return the story whose turn it is among those that are not taken; None when there is none."""
        firsts = [first for queue in self._queues if (first := queue.first(taken))]
        chosen = min(firsts, key=self._turn, default=None)
        if chosen:
            self._last = chosen.item.natures
            self._given.update(self._last)
        return chosen

    def _turn(self, one: WeighedItem) -> tuple[object, ...]:
        natures = one.item.natures
        heard = min((self._given[nature] for nature in natures), default=0)
        waits = one.why is not FeedReason.EVERYONE, one.lowered
        return not self._last.isdisjoint(natures), *waits, heard, one.foreign, one.age, one.story


class _Queue:
    """Stories that differ in their age alone: only the first that is not taken can be next."""

    def __init__(self, waiting: Iterator[WeighedItem]) -> None:
        self._waiting, self._first = waiting, next(waiting, None)

    def first(self, taken: Collection[int]) -> WeighedItem | None:
        while self._first and self._first.story in taken:
            self._first = next(self._waiting, None)
        return self._first


def _split(waiting: Iterator[WeighedItem]) -> Iterable[Iterator[WeighedItem]]:
    """Return apart those of which less is wanted and those of which it is not."""
    one, other = tee(waiting)
    return (found for found in one if found.lowered), (found for found in other if not found.lowered)


def weigh(item: FeedItem, tastes: Tastes, at: datetime) -> WeighedItem:
    """Return a story with how hard it pulls, and the theme or else the skill that says why.

    Its theme, and the need of the skill that it touches most; less with each day.
    """
    age = max(0.0, (at - item.happened_at) / DAY)
    themes = tastes.themes.get(item.story, ())
    # The skill that pulls hardest: needed most, and touched nearest.
    pulls = ((tastes.needs[name].left * near, name) for name, near in item.skills.items() if name in tastes.needs)
    pull, skill = max(pulls, default=(0.0, None))
    lowered, foreign = tastes.lowers(item), tastes.is_foreign(item.languages)
    pull += THEME if themes else 0.0
    # Less is divided, never hidden; four days halve (docs/decisions/0013).
    worth = pull * 0.5 ** (age / HALF_LIFE) * (LESS if lowered else 1.0) * (FOREIGN if foreign else 1.0)
    why = FeedReason.THEME if themes else tastes.needs[skill].why if skill else FeedReason.EVERYONE
    return WeighedItem(age, item.story, item, worth, why, themes[0] if themes else skill, lowered, foreign)
