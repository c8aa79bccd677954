"""Which skill tells most of the whole: pure, the same each time, and done when little more would be told."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from models.estimates import Parameters
from models.learner import Belief, Evidence, Knowledge, after_answer, retained
from models.tutor.diagnostic import next_skill, thought
from models.tutor.questions import MOST_ASKED
from models.tutor.situation import Purpose
from tests.builders import MONDAY

SKILLS = tuple("abcdefghijklmnopqrst")
MOST = MOST_ASKED[Purpose.SITUATE]
NEW = Knowledge(Parameters())
PREREQUISITES = {"b": ("a",), "c": ("a",), "d": ("b", "c"), "e": ("d",)}
"""b and c build on a, d on both, e on d."""


def answered(correct: bool, times: int = 1, dont_know: bool = False) -> Knowledge:
    known = NEW
    for _ in range(times):
        known = after_answer(known, Evidence(correct, MONDAY, date(2026, 11, 23), True, dont_know))
    return known


RIGHT, WRONG, UNKNOWN, SURE = answered(True), answered(False), answered(False, dont_know=True), answered(True, times=6)


def ask(asked: tuple[str, ...] = (), askable: tuple[str, ...] = tuple("abcde"), **known: Knowledge) -> str | None:
    knowledge = {**dict.fromkeys("abcde", NEW), **known}
    return next_skill(knowledge, PREREQUISITES, askable, asked, MONDAY)


def test_what_most_builds_on_comes_first_and_then_what_the_answers_leave_open() -> None:
    assert ask() == "a"
    assert ask(asked=("a",), a=RIGHT) == "d"
    assert ask(asked=("a",), a=UNKNOWN) is None
    assert ask(asked=("a",), a=WRONG) is not None
    assert ask(askable=("a", "e"), a=SURE, e=SURE) is None
    assert ask(askable=("a", "e"), a=SURE) == "e"
    knowledge = dict.fromkeys("abcdef", NEW)
    needed = {"b": ("a",), "c": ("a",), "e": ("d",)}
    assert next_skill(knowledge, needed, ("a", "d", "e"), (), MONDAY) == "d"
    assert ask(askable=()) is None
    assert next_skill(dict.fromkeys("zyx", NEW), {}, tuple("zyx"), (), MONDAY) == "x"


def test_what_is_not_known_of_the_ground_weighs_whole_and_what_is_by_half() -> None:
    for base in (RIGHT, WRONG, SURE):
        levels = thought({**dict.fromkeys("abcde", NEW), "a": base}, PREREQUISITES, MONDAY)
        assert levels["a"] == approx(retained(base, MONDAY))
        prior = retained(NEW, MONDAY)
        for skill in "bcde":
            assert (prior < levels[skill] < levels["a"]) or (prior > levels[skill] >= levels["a"] - 1e-12)


def test_who_builds_on_two_needs_both() -> None:
    one, both, neither = (
        thought({**dict.fromkeys("ade", NEW), "b": b, "c": c}, PREREQUISITES, MONDAY)["d"]
        for b, c in ((RIGHT, WRONG), (RIGHT, RIGHT), (WRONG, WRONG))
    )
    assert one == neither < retained(NEW, MONDAY) < both


knowings = st.builds(
    lambda known, answers, days: Knowledge(
        Parameters(),
        Belief()._replace(known=known, at=MONDAY - timedelta(days=days), answers=answers) if answers else Belief(),
    ),
    st.floats(0, 1),
    st.integers(0, 5),
    st.integers(0, 300),
)
maps = st.fixed_dictionaries(
    {skill: st.sets(st.sampled_from(SKILLS[:place]), max_size=3) for place, skill in enumerate(SKILLS) if place}
).map(lambda needed: {skill: tuple(sorted(those)) for skill, those in needed.items()})
knowledges = st.fixed_dictionaries(dict.fromkeys(SKILLS, knowings))


@given(knowledges, maps, st.sets(st.sampled_from(SKILLS)), st.data())
def test_it_ends_after_twelve_at_most_and_asks_each_skill_once(
    knowledge: dict[str, Knowledge], needed: dict[str, tuple[str, ...]], askable: set[str], data: st.DataObject
) -> None:
    asked: list[str] = []
    while (skill := next_skill(knowledge, needed, askable, asked, MONDAY)) is not None:
        assert skill in askable
        assert skill not in asked
        asked.append(skill)
        correct = data.draw(st.booleans())
        evidence = Evidence(correct, MONDAY, date(2026, 11, 23), True)
        knowledge = {**knowledge, skill: after_answer(knowledge[skill], evidence)}
    assert len(asked) <= min(MOST, len(askable))


@given(knowledges, maps, st.sets(st.sampled_from(SKILLS)))
def test_the_same_is_asked_whatever_the_order(
    knowledge: dict[str, Knowledge], needed: dict[str, tuple[str, ...]], askable: set[str]
) -> None:
    backwards = dict(reversed(knowledge.items()))
    found = next_skill(knowledge, needed, sorted(askable), (), MONDAY)
    assert found == next_skill(backwards, needed, sorted(askable, reverse=True), (), MONDAY)


@given(knowledges, maps)
def test_what_is_passed_on_stays_a_thought(knowledge: dict[str, Knowledge], needed: dict[str, tuple[str, ...]]) -> None:
    before = dict(knowledge)
    levels = thought(knowledge, needed, MONDAY)
    assert knowledge == before
    assert all(0 <= level <= 1 for level in levels.values())
    alone = thought(knowledge, {}, MONDAY)
    for skill, known in knowledge.items():
        if known.belief.answers or not needed.get(skill):
            assert levels[skill] == alone[skill]
