"""The picture of the mirror says what it is told: each week in its place, the ribbon around it, a gap where none is."""

import re
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import practice
from portal.charts.practice import practice_chart
from tests.portal.pictures import weeks_drawn

LEVELS = ("0 %", "50 %", "100 %")
NUMBERS = st.lists(st.integers(0, 104), min_size=1, max_size=60, unique=True).map(sorted)
SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)


def drawn(*numbers: int, sentence: str = "De 60 à 80 %.", **look: object) -> Element:
    return fromstring(practice_chart("next", weeks_drawn(*numbers, **look), sentence, LEVELS))  # type: ignore[arg-type]


def bands(picture: Element) -> list[list[tuple[float, float]]]:
    """The corners of each ribbon."""
    paths = picture.iterfind("path[@class='practice-band']")
    return [corners(path.attrib["d"]) for path in paths]


def corners(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def counted(picture: Element) -> list[float]:
    """Where each week's count stands, from left to right."""
    return [float(point.attrib["cx"]) for point in picture.iterfind("circle")]


def height(share: float) -> float:
    return practice.BOTTOM - share * (practice.BOTTOM - practice.TOP)


def test_it_is_one_picture_with_one_sentence_of_its_own_name() -> None:
    picture = drawn(0, 1, sentence="De 60 à 80 %.")
    assert (picture.attrib["role"], picture.attrib["aria-labelledby"]) == ("img", "next-sentence")
    assert [part.text for part in picture if part.attrib.get("id") == "next-sentence"] == ["De 60 à 80 %."]


def test_what_is_said_cannot_break_the_picture() -> None:
    assert drawn(0, sentence="<b>&").findtext("desc") == "<b>&"


def test_weeks_without_a_gap_are_one_ribbon_and_a_gap_breaks_it() -> None:
    assert len(bands(drawn(0, 1, 2, 3))) == 1
    assert len(bands(drawn(0, 1, 3, 4, 9))) == 3


def test_a_missing_week_leaves_its_place_empty() -> None:
    first, second, fourth = counted(drawn(0, 1, 3))
    assert fourth - second == pytest.approx(2 * (second - first), abs=0.2)


def test_a_week_alone_is_seen() -> None:
    ((corner, *_, last),) = bands(drawn(0))
    assert len(counted(drawn(0))) == 1
    assert abs(last[1] - corner[1]) == pytest.approx(height(0.6) - height(0.8), abs=0.1)


@given(NUMBERS, SHARES)
def test_all_lies_within_the_picture_and_the_estimate_within_its_ribbon(numbers: list[int], told: list[float]) -> None:
    low, share, high = told
    picture = drawn(*numbers, share=share, around=(low, high))
    for band, line in zip(bands(picture), picture.iterfind("path[@class='practice-line']"), strict=True):
        assert all(practice.LEFT - 0.1 <= x <= practice.RIGHT + 0.1 for x, _ in band)
        top, bottom = min(y for _, y in band), max(y for _, y in band)
        assert (top, bottom) == (pytest.approx(height(high), abs=0.1), pytest.approx(height(low), abs=0.1))
        assert all(top - 0.1 <= y <= bottom + 0.1 for _, y in corners(line.attrib["d"]))
    assert all(earlier < later for earlier, later in pairwise(counted(picture)))
    assert len(counted(picture)) == len(numbers)


def test_each_count_stands_at_its_height() -> None:
    assert {point.attrib["cy"] for point in drawn(0, 1).iterfind("circle")} == {f"{height(0.75):.1f}"}


def test_only_the_first_and_the_last_week_are_named() -> None:
    assert [text.text for text in drawn(0, 1, 2).iterfind("text")] == [*LEVELS, "23.11.", "07.12."]
    assert [text.text for text in drawn(0).iterfind("text")] == [*LEVELS, "23.11."]


def test_no_style_is_written_into_it() -> None:
    assert "style" not in practice_chart("next", weeks_drawn(0, 2), "", LEVELS)
