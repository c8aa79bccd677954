"""The order of the feed: what one learns and follows first, a fifth for everyone, nothing that is muted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice

from hypothesis import given
from hypothesis import strategies as st

from models.news.feed.ranking import (
    FIFTH,
    FOREIGN,
    FOREIGN_AGE,
    FREE,
    LESS,
    LESS_AGE,
    FeedItem,
    FeedItems,
    FeedPlace,
    FeedReason,
    Need,
    Tastes,
    rank,
    unmoved,
    weigh,
)
from tests.builders import MONDAY

DAY = timedelta(days=1)
NATURES = ("authority", "public_service", "press", "advocacy", "research")
SKILLS = ("listen", "frame", "labour")
NEEDS = {
    "listen": Need(FeedReason.LEARNING, 0.6),
    "frame": Need(FeedReason.REFRESH, 0.3),
    "labour": Need(FeedReason.NEXT, 0.9),
}
LABOUR = {"labour": 1.0}


def item(
    story: int,
    days: float = 0,
    natures: Sequence[str] = (),
    skills: Mapping[str, float] | None = None,
    sources: Sequence[int] = (),
    language: str | None = "fr",
) -> FeedItem:
    """A story so many days old."""
    at = MONDAY - days * DAY
    return FeedItem(story, at, frozenset(natures), skills or {}, tuple(sources), frozenset([language]))


def stories(places: Sequence[FeedPlace]) -> list[int]:
    return [place.item.story for place in places]


def worth(one: FeedItem, tastes: Tastes) -> float:
    return weigh(one, tastes, MONDAY).worth


def test_the_reason_is_the_theme_or_else_the_skill_that_pulls_hardest() -> None:
    for skills, themes, why, subject in [
        ({"listen": 1.0}, (), FeedReason.LEARNING, "listen"),
        ({"frame": 1.0}, (), FeedReason.REFRESH, "frame"),
        (LABOUR, (), FeedReason.NEXT, "labour"),
        ({"listen": 1.0, "labour": 0.9}, (), FeedReason.NEXT, "labour"),
        ({"listen": 1.0, "labour": 0.5}, (), FeedReason.LEARNING, "listen"),
        (LABOUR, (7, 8), FeedReason.THEME, 7),
        ({"unknown": 1.0}, (), FeedReason.EVERYONE, None),
        ({}, (), FeedReason.EVERYONE, None),
    ]:
        one = item(1, skills=skills)
        assert rank(FeedItems([one]), Tastes(NEEDS, {1: themes}), MONDAY) == [FeedPlace(one, why, subject)]


def test_what_is_needed_more_comes_first_half_as_hard_after_four_days() -> None:
    little, much, followed, both = (
        item(1, skills={"frame": 1.0}),
        item(2, skills=LABOUR),
        item(3),
        item(4, skills=LABOUR),
    )
    tastes = Tastes(NEEDS, themes={3: (1,), 4: (1,)})
    ranked = sorted([little, much, followed, both], key=lambda one: -worth(one, tastes))
    assert [one.story for one in ranked] == [4, 3, 2, 1]
    new, old = (item(1, days, skills=LABOUR) for days in (0, 4))
    assert worth(old, Tastes(NEEDS)) == worth(new, Tastes(NEEDS)) / 2
    for less in [("skill", "labour"), ("theme", "7"), ("source", "3")]:
        one, themes = item(1, skills=LABOUR, sources=(3,)), {1: (7,)}
        assert worth(one, Tastes(NEEDS, themes, less=[less])) == LESS * worth(one, Tastes(NEEDS, themes))


def test_what_stays_in_its_place_though_less_is_wanted_of_it_is_known() -> None:
    lowering = Tastes(less=[("source", "3")])
    for other, moves in ((7, True), (9, False)):
        told = FeedItems([item(1, 0, sources=[3]), item(2, other)])
        as_it_is, without = (rank(told, tastes, MONDAY) for tastes in (lowering, Tastes()))
        assert unmoved(as_it_is, without, lowering) == ({} if moves else {1: False})


def test_what_has_the_place_for_everyone_keeps_it_where_nothing_else_can_take_it() -> None:
    wanted = [item(story, 1, skills=LABOUR) for story in (1, 2, 3)]
    told, lowering = FeedItems([*wanted, item(9, 0, sources=[3])]), Tastes(NEEDS, less=[("source", "3")])
    as_it_is, without = (rank(told, tastes, MONDAY) for tastes in (lowering, Tastes(NEEDS)))
    assert stories(as_it_is) == [1, 2, 9, 3]
    assert unmoved(as_it_is, without, lowering) == {9: True}


def test_the_one_story_in_her_language_does_not_lie_behind_those_of_the_day_before() -> None:
    told = [*(item(story, 1, skills=LABOUR) for story in range(5)), item(9, 2, skills=LABOUR, language="nl")]
    assert stories(rank(FeedItems(told), Tastes(NEEDS), MONDAY))[-1] == 9
    assert stories(rank(FeedItems(told), Tastes(NEEDS, language="nl"), MONDAY))[0] == 9
    assert stories(rank(FeedItems(told), Tastes(language="nl"), MONDAY))[0] == 9
    assert worth(told[0], Tastes(NEEDS, language="nl")) == FOREIGN * worth(told[0], Tastes(NEEDS))
    tastes = Tastes(language="nl")
    assert not any(tastes.is_foreign(told) for told in (["nl", "fr"], [None], []))
    assert tastes.is_foreign(["fr", "en"])


chances, numbers = st.floats(0, 1), st.integers(0, 10_000)
items_of_any_kind = st.lists(
    st.builds(
        item,
        numbers,
        # Of few ages, so that many are as old; before they happened, too, for clocks differ.
        st.sampled_from((-0.5, 0.0, 1.0, 2.5)) | st.floats(0, 14),
        st.lists(st.sampled_from(NATURES), unique=True, max_size=2),
        st.dictionaries(st.sampled_from(SKILLS), chances, max_size=2),
        st.lists(st.integers(1, 4), unique=True, max_size=2),
        st.sampled_from(("fr", "nl", None)),
    ),
    max_size=40,
    unique_by=lambda one: one.story,
)
subjects = st.sampled_from([("skill", skill) for skill in SKILLS] + [("source", "1"), ("theme", "2")])


@st.composite
def feeds(draw: st.DrawFn) -> tuple[list[FeedItem], Tastes]:
    """Some stories, and what somebody needs, follows, mutes and wants less of."""
    items = draw(items_of_any_kind)
    told = [one.story for one in items] or [0]
    need = st.builds(Need, st.sampled_from([FeedReason.LEARNING, FeedReason.REFRESH]), chances)
    themes = st.lists(st.integers(1, 3), unique=True, max_size=2)
    tastes = Tastes(
        draw(st.dictionaries(st.sampled_from(SKILLS), need)),
        draw(st.dictionaries(st.sampled_from(told), themes, max_size=6)),
        draw(st.frozensets(st.sampled_from(told), max_size=3)),
        draw(st.frozensets(subjects, max_size=2)),
        draw(st.sampled_from(("fr", "nl", None))),
    )
    return items, tastes


def plainly(items: Sequence[FeedItem], tastes: Tastes) -> Iterator[FeedPlace]:
    """The places of a feed, each found by looking through all that is left: what `rank` finds without looking."""
    ages = {one: max(0.0, (MONDAY - one.happened_at) / DAY) for one in items}
    whys = {one: weigh(one, tastes, MONDAY) for one in items}
    older = {one: LESS_AGE * whys[one].lowered + FOREIGN_AGE * whys[one].foreign for one in items}
    left = sorted(items, key=lambda one: (-worth(one, tastes), ages[one] + older[one], one.story))
    given: Counter[str] = Counter()
    last: frozenset[str] = frozenset()

    def turn(one: FeedItem) -> tuple[object, ...]:
        heard = min((given[nature] for nature in one.natures), default=0)
        waits = whys[one].why is not FeedReason.EVERYONE, tastes.lowers(one)
        return not last.isdisjoint(one.natures), waits, heard, whys[one].foreign, ages[one], one.story

    for number in count():
        if not left:
            return
        if number % FIFTH != FREE:
            yield FeedPlace(left[0], whys[left[0]].why, whys[left[0]].subject)
            left.pop(0)
            continue
        one = min(left, key=turn)
        left.remove(one)
        given.update(one.natures)
        last = one.natures
        yield FeedPlace(one, FeedReason.EVERYONE)


@given(feeds(), st.none() | st.integers(0, 40))
def test_the_places_are_those_that_looking_through_all_stories_each_time_would_give(
    feed: tuple[list[FeedItem], Tastes], most: int | None
) -> None:
    items, tastes = feed
    heard = [one for one in items if one.story not in tastes.muted]
    assert rank(FeedItems(items), tastes, MONDAY, most) == list(islice(plainly(heard, tastes), most))


@given(feeds(), st.data())
def test_nothing_muted_appears_but_an_accepted_rule_change_and_all_else_once(
    feed: tuple[list[FeedItem], Tastes], data: st.DataObject
) -> None:
    items, tastes = feed
    always = data.draw(st.lists(st.sampled_from(items), unique=True, max_size=2)) if items else []
    first = [one.story for one in always]
    places = rank(FeedItems(items), tastes, MONDAY, always=always)
    assert sorted(stories(places)) == sorted({one.story for one in items} - {*tastes.muted} | {*first})
    by_rule = [place.item.story for place in places if place.why is FeedReason.RULE]
    assert by_rule == first == stories(places)[: len(first)]


@given(feeds(), st.integers(0, 6))
def test_no_cap_leaves_out_a_rule_change(feed: tuple[list[FeedItem], Tastes], most: int) -> None:
    items, tastes = feed
    always = items[:3]
    places = rank(FeedItems(items), tastes, MONDAY, most, always)
    assert [place.item for place in places][: len(always)] == always
    assert len(places) <= max(most, len(always))
    assert places == rank(FeedItems(items), tastes, MONDAY, None, always)[: len(places)]


@given(feeds())
def test_a_fifth_of_any_list_is_for_everyone(feed: tuple[list[FeedItem], Tastes]) -> None:
    places = rank(FeedItems(feed[0]), feed[1], MONDAY)
    for shown in range(len(places) + 1):
        free = sum(place.why is FeedReason.EVERYONE for place in places[:shown])
        assert free >= shown // FIFTH


@given(feeds())
def test_two_places_for_everyone_in_a_row_are_of_other_natures_where_that_can_be(
    feed: tuple[list[FeedItem], Tastes],
) -> None:
    places = rank(FeedItems(feed[0]), feed[1], MONDAY)
    for number in range(FREE + FIFTH, len(places), FIFTH):
        before, here, after = places[number - FIFTH], places[number], places[number + 1 :]
        if not before.item.natures.isdisjoint(here.item.natures):
            assert all(not before.item.natures.isdisjoint(place.item.natures) for place in after)


@given(feeds(), st.data())
def test_less_of_what_one_story_alone_is_about_never_lifts_it(
    feed: tuple[list[FeedItem], Tastes], data: st.DataObject
) -> None:
    items, tastes = feed
    if not items:
        return
    chosen = data.draw(st.sampled_from(items))
    alone = replace(chosen, sources=(*chosen.sources, 99))
    among = [alone if one is chosen else one for one in items]
    lowering = replace(tastes, less={*tastes.less, ("source", "99")})
    before, after = (stories(rank(FeedItems(among), hers, MONDAY)) for hers in (tastes, lowering))
    assert sorted(before) == sorted(after)
    if alone.story in before:
        assert after.index(alone.story) >= before.index(alone.story)


@given(feeds(), st.randoms(use_true_random=False))
def test_the_order_in_which_stories_come_changes_nothing(feed: tuple[list[FeedItem], Tastes], chance: object) -> None:
    items, tastes = feed
    shuffled = list(items)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(FeedItems(shuffled), tastes, MONDAY) == rank(FeedItems(items), tastes, MONDAY)


@given(feeds(), st.data())
def test_a_story_stands_before_its_double_in_another_language(
    feed: tuple[list[FeedItem], Tastes], data: st.DataObject
) -> None:
    items, tastes = feed
    if not items:
        return
    foreign = replace(data.draw(st.sampled_from(items)), languages=frozenset(["en"]))
    translation = replace(foreign, story=10_001, languages=frozenset(["fr"]))
    themes = {**tastes.themes, translation.story: tastes.themes.get(foreign.story, ())}
    among = [*(one for one in items if one.story != foreign.story), foreign, translation]
    order = stories(rank(FeedItems(among), replace(tastes, themes=themes, language="fr"), MONDAY))
    assert foreign.story not in order or order.index(translation.story) < order.index(foreign.story)
