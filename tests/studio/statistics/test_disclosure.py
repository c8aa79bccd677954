"""Nothing is told before twenty answers of fifteen people, and of no part of fewer than five, also by subtraction."""

import json
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from models.ground.anonymity import FEWEST, BlurredShare
from models.studio.statistics.disclosure import ResponseLine, Shown, merged, share
from models.studio.statistics.figures import CountedExposure, Figures, Luck, findings, grown, judged
from models.studio.statistics.flaws import QuestionFindings
from tests.studio.statistics.made_answers import exposures, placed


def test_a_share_does_not_say_that_one_side_is_fewer_than_five() -> None:
    for count, answers, told in [
        (10, 20, BlurredShare(50, 50)),
        (4, 20, BlurredShare(0, 25)),
        (17, 20, BlurredShare(75, 100)),
        (0, 5, BlurredShare(0, 100)),
        (5, 10, BlurredShare(50, 50)),
    ]:
        assert share(count, answers).cell == told
        assert (share(count, answers).around is None) == (told.least != told.most)


counts = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 12)] * 3).map(list), min_size=1, max_size=6
)


@given(counts)
def test_every_cell_that_is_shown_is_of_five_and_nobody_is_left_out(chosen: Mapping[str, list[int]]) -> None:
    lines = merged(chosen, ["a"])
    assert all(count >= FEWEST for line in lines for count in line.counts)
    assert all(line.responses == ("a",) or "a" not in line.responses for line in lines)
    if lines:
        assert sorted(response for line in lines for response in line.responses) == sorted(chosen)
        assert [sum(cells) for cells in zip(*(line.counts for line in lines), strict=True)] == [
            sum(cells) for cells in zip(*chosen.values(), strict=True)
        ]


def test_what_few_choose_stands_together() -> None:
    chosen = {"a": (20, 30, 40), "b": (9, 8, 7), "c": (3, 1, 0), "d": (3, 4, 5)}
    assert merged(chosen, ["a"]) == (
        ResponseLine(("a",), (20, 30, 40)),
        ResponseLine(("b",), (9, 8, 7)),
        ResponseLine(("c", "d"), (6, 5, 5)),
    )
    assert merged({"a": (9,), "b": (4,), "c": (7,)}, ["a"]) == (
        ResponseLine(("a",), (9,)),
        ResponseLine(("b", "c"), (11,)),
    )


def test_what_few_choose_is_not_told_by_subtraction_from_what_is_right() -> None:
    assert merged({"a": (9,), "b": (4,)}, ["a"]) == ()
    assert merged({"a": (4,), "b": (9,), "c": (3,)}, ["a"]) == ()
    assert merged({"a": (12,), "b": (12,), "c": (0,)}, ["a"]) == (
        ResponseLine(("a",), (12,)),
        ResponseLine(("b", "c"), (12,)),
    )


def test_a_block_with_few_right_or_few_wrong_goes_with_the_next() -> None:
    marks = [[True] * 18 + [False] * 2, [True] * 16 + [False] * 4, [False] * 20, [True, False] * 10]
    log = exposures(placed([mark for block in marks for mark in block]))
    found = Figures([])
    told = []
    for until in (20, 40, 60, 80):
        found = grown(found, log[:until], "abcd", None)
        told.append([(one.answers, one.right) for one in found.parts])
    assert told == [[], [(40, 34)], [(40, 34)], [(40, 34), (40, 10)]]
    assert found.whole is not None and (found.whole.answers, found.whole.right) == (80, 44)


def test_before_the_first_part_it_is_told_that_nearly_all_are_right_and_no_more() -> None:
    found = grown(Figures([]), exposures(placed([True] * 18 + [False] * 2)), "abcd", None)
    assert found.whole is not None
    shown = Shown(found, found.whole)
    assert (shown.facility.cell, shown.discrimination, shown.periods) == (BlurredShare(75, 100), None, ())


def test_figures_come_back_as_they_were_kept() -> None:
    log = exposures(placed([True, False] * 15, chosen="ab" * 15))
    log += [CountedExposure(40 + number, 40 + number, "2026-04", None) for number in range(3)]
    found = grown(Figures([]), log, "abcd", Luck(0.25, 0.125))
    (block,) = found.blocks
    assert (block.answers, block.people, block.right, block.dont_know) == (30, 30, 15, 0)
    assert block.chosen == {"a": [5, 5, 5], "b": [5, 5, 5], "c": [0, 0, 0], "d": [0, 0, 0]}
    assert (block.first, block.last, block.keys) == ("2026-03", "2026-03", ["a"])
    assert Figures.from_plain(json.loads(json.dumps(found.plain()))) == found


def test_twenty_answers_of_fifteen_people_are_enough() -> None:
    for answers, people, enough in [(20, 15, True), (19, 19, False), (40, 14, False)]:
        assert judged(answers, people) is enough


def test_below_twenty_answers_nothing_is_judged() -> None:
    assert findings(placed([False] * 19), "abcd") == QuestionFindings((), None)
    assert findings(placed([False] * 20), "abcd").signs
