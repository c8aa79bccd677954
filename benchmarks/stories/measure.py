"""A measure of stories: pairs of articles that are, and should be, in one story. Pure."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from benchmarks.stories.articles import Article
from models.news.stories.recognition import ComparedArticle, recognise


class Score(NamedTuple):
    """Pairs put together rightly, pairs put together, pairs that belong together."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def stories(told: Sequence[ComparedArticle]) -> list[int]:
    """Return the story of each article, as they come in one after the other; merged ones have one number."""
    members: dict[int, list[int]] = {}
    for place in sorted(range(len(told)), key=lambda one: told[one].happened_at):
        known = recognise(told[place], {story: [told[one] for one in own] for story, own in members.items()})
        first, *others = known or [place]
        members.setdefault(first, []).append(place)
        for other in others:
            members[first] += members.pop(other)
    return [story for place in range(len(told)) for story, own in members.items() if place in own]


def score(articles: Sequence[Article], story_of: Sequence[int], half: int | None = None) -> Score:
    """Score the pairs whose articles are both of that half, or all pairs."""
    places = [place for place, article in enumerate(articles) if half in (None, article.half)]
    pairs = list(combinations(places, 2))
    together = {pair for pair in pairs if story_of[pair[0]] == story_of[pair[1]]}
    wanted = {pair for pair in pairs if articles[pair[0]].event == articles[pair[1]].event}
    return Score(len(together & wanted), len(together), len(wanted))
