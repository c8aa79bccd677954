"""The order of the feed: what one learns and follows first, a fifth for everyone, nothing that is muted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.news.ranking import FIFTH, FREE, LESS, FeedItem, FeedPlace, FeedReason, Need, Tastes, rank, worth

NATURES = ("authority", "public_service", "press", "advocacy", "research")
SKILLS, WORDS = ("listen", "frame", "labour"), ("guichet", "prime", "stage")
NEEDS = {
    "listen": Need(FeedReason.LEARNING, 0.6),
    "frame": Need(FeedReason.REFRESH, 0.3),
    "labour": Need(FeedReason.NEXT, 0.9),
}


def stories(places: list[FeedPlace]) -> list[int]:
    return [place.item.story for place in places]


# ------------------------------------------------------------------------------------------------- one story by itself


@pytest.mark.parametrize(
    ("item", "why", "subject"),
    [
        (FeedItem(1, 0, skills={"listen": 1.0}), FeedReason.LEARNING, "listen"),
        (FeedItem(1, 0, skills={"frame": 1.0}), FeedReason.REFRESH, "frame"),
        (FeedItem(1, 0, skills={"labour": 1.0}), FeedReason.NEXT, "labour"),
        (FeedItem(1, 0, skills={"listen": 1.0, "labour": 0.9}), FeedReason.NEXT, "labour"),
        (FeedItem(1, 0, skills={"listen": 1.0, "labour": 0.5}), FeedReason.LEARNING, "listen"),
        (FeedItem(1, 0, skills={"labour": 1.0}, themes=(7, 8)), FeedReason.THEME, 7),
        (FeedItem(1, 0, skills={"unknown": 1.0}), FeedReason.EVERYONE, None),
        (FeedItem(1, 0), FeedReason.EVERYONE, None),
    ],
)
def test_the_reason_is_the_theme_or_else_the_skill_that_pulls_hardest(
    item: FeedItem, why: FeedReason, subject: int | str | None
) -> None:
    assert rank([item], Tastes(NEEDS)) == [FeedPlace(item, why, subject)]


def test_what_is_needed_more_comes_first_and_what_is_followed_before_it() -> None:
    little, much = FeedItem(1, 0, skills={"frame": 1.0}), FeedItem(2, 0, skills={"labour": 1.0})
    followed, both = FeedItem(3, 0, themes=(1,)), FeedItem(4, 0, skills={"labour": 1.0}, themes=(1,))
    ranked = sorted([little, much, followed, both], key=lambda item: -worth(item, Tastes(NEEDS)))
    assert [item.story for item in ranked] == [4, 3, 2, 1]


def test_a_story_pulls_half_as_hard_after_four_days() -> None:
    new, old = (FeedItem(1, age, skills={"labour": 1.0}) for age in (0, 4))
    assert worth(old, Tastes(NEEDS)) == worth(new, Tastes(NEEDS)) / 2


@pytest.mark.parametrize("less", [("skill", "labour"), ("theme", "7"), ("source", "3")])
def test_less_of_a_subject_weighs_a_quarter(less: tuple[str, str]) -> None:
    item = FeedItem(1, 0, skills={"labour": 1.0}, themes=(7,), sources=(3,))
    assert worth(item, Tastes(NEEDS, less=[less])) == LESS * worth(item, Tastes(NEEDS))


def test_where_nothing_is_needed_the_newest_come_first_but_for_the_places_of_everyone() -> None:
    press = [FeedItem(story, story, frozenset({"press"})) for story in range(5)]
    law = FeedItem(9, 9, frozenset({"authority"}))
    assert stories(rank([law, *press], Tastes())) == [0, 1, 2, 3, 4, 9]
    assert stories(rank([law, *press], Tastes(), most=3)) == [0, 1, 2]


def test_places_for_everyone_go_to_natures_that_have_had_none() -> None:
    wanted = [FeedItem(story, 0, frozenset({"press"}), {"labour": 1.0}) for story in range(9)]
    natures = ("press", "press", "research")
    others = [FeedItem(100 + number, 5 + number, frozenset({nature})) for number, nature in enumerate(natures)]
    places = rank([*wanted, *others], Tastes(NEEDS))
    assert [places[number].item.story for number in (2, 7)] == [100, 102]


def test_what_one_follows_takes_a_place_for_everyone_only_where_nothing_else_is_left() -> None:
    followed = [FeedItem(story, 0, themes=(1,)) for story in range(4)]
    assert [place.why for place in rank(followed, Tastes())] == [
        FeedReason.THEME,
        FeedReason.THEME,
        FeedReason.EVERYONE,
        FeedReason.THEME,
    ]
    assert rank([*followed, FeedItem(9, 9)], Tastes())[2].item.story == 9


# ----------------------------------------------------------------------------------------------------------- all feeds

chances = st.floats(0, 1)
items_of_any_kind = st.lists(
    st.builds(
        FeedItem,
        st.integers(0, 10_000),
        st.floats(0, 14),
        st.frozensets(st.sampled_from(NATURES), max_size=2),
        st.dictionaries(st.sampled_from(SKILLS), chances, max_size=2),
        st.lists(st.integers(1, 3), unique=True, max_size=2).map(tuple),
        st.lists(st.integers(1, 4), unique=True, max_size=2).map(tuple),
        st.frozensets(st.sampled_from(WORDS)),
    ),
    max_size=24,
    unique_by=lambda item: item.story,
)
subjects = st.sampled_from([("skill", skill) for skill in SKILLS] + [("source", "1"), ("theme", "2")])
tastes_of_any_kind = st.builds(
    Tastes,
    st.dictionaries(
        st.sampled_from(SKILLS), st.builds(Need, st.sampled_from([FeedReason.LEARNING, FeedReason.REFRESH]), chances)
    ),
    st.lists(st.frozensets(st.sampled_from(WORDS), min_size=1), max_size=1),
    st.frozensets(subjects, max_size=2),
)
rule_changes = st.lists(st.integers(0, 10_000), max_size=2)


@given(items_of_any_kind, tastes_of_any_kind, st.data())
def test_nothing_muted_appears_but_an_accepted_rule_change_and_all_else_once(
    items: list[FeedItem], tastes: Tastes, data: st.DataObject
) -> None:
    always = (
        data.draw(st.lists(st.sampled_from([item.story for item in items]), unique=True, max_size=2)) if items else []
    )
    places = rank(items, tastes, always=always)
    heard = {item.story for item in items if not tastes.mutes(item)}
    assert sorted(stories(places)) == sorted(heard | set(always))
    assert (
        [place.item.story for place in places if place.why is FeedReason.RULE]
        == always
        == stories(places)[: len(always)]
    )


@given(items_of_any_kind, tastes_of_any_kind, st.integers(0, 6))
def test_no_cap_leaves_out_a_rule_change(items: list[FeedItem], tastes: Tastes, most: int) -> None:
    always = [item.story for item in items[:3]]
    places = rank(items, tastes, most, always)
    assert stories(places)[: len(always)] == always
    assert len(places) <= max(most, len(always))
    assert places == rank(items, tastes, None, always)[: len(places)]


@given(items_of_any_kind, tastes_of_any_kind)
def test_a_fifth_of_any_list_is_for_everyone(items: list[FeedItem], tastes: Tastes) -> None:
    places = rank(items, tastes)
    for shown in range(len(places) + 1):
        free = sum(place.why is FeedReason.EVERYONE for place in places[:shown])
        assert free >= shown // FIFTH


@given(items_of_any_kind, tastes_of_any_kind)
def test_two_places_for_everyone_in_a_row_are_of_other_natures_where_that_can_be(
    items: list[FeedItem], tastes: Tastes
) -> None:
    places = rank(items, tastes)
    for number in range(FREE + FIFTH, len(places), FIFTH):
        before, here, after = places[number - FIFTH], places[number], places[number + 1 :]
        if not before.item.natures.isdisjoint(here.item.natures):
            assert all(not before.item.natures.isdisjoint(place.item.natures) for place in after)


@given(items_of_any_kind, tastes_of_any_kind, st.data())
def test_less_of_what_one_story_alone_is_about_never_lifts_it(
    items: list[FeedItem], tastes: Tastes, data: st.DataObject
) -> None:
    if not items:
        return
    chosen = data.draw(st.sampled_from(items))
    alone = FeedItem(
        chosen.story, chosen.age, chosen.natures, chosen.skills, chosen.themes, (*chosen.sources, 99), chosen.words
    )
    among = [alone if item is chosen else item for item in items]
    before = stories(rank(among, tastes))
    after = stories(rank(among, Tastes(tastes.needs, tastes.muted, {*tastes.less, ("source", "99")})))
    assert sorted(before) == sorted(after)
    if alone.story in before:
        assert after.index(alone.story) >= before.index(alone.story)


@given(items_of_any_kind, tastes_of_any_kind, st.randoms(use_true_random=False))
def test_the_order_in_which_stories_are_found_changes_nothing(
    items: list[FeedItem], tastes: Tastes, chance: object
) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled, tastes) == rank(items, tastes)
