"""The picture of a sheet: nothing on anything else, every word inside its box, and all that the sheet says in it."""

from itertools import combinations, pairwise
from random import Random
from time import process_time
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.sheet import Decision, Sheet
from content.sheet_text import in_one_sentence, read_sheet, sketch_sheet
from models.ground.words import typographic
from portal.charts.lettering import Word, breadth, broken, line_breadth, words_of
from portal.charts.pathway import Needed, drawn
from portal.charts.sheet import sheet_chart
from tests.content.made_up_sheets import REFERENCE, any_sheets, made_up_sheet
from tests.portal.geometry import NUMBER, Rect, flaws, lines_of, outline, outside, part, text_of, ways

SEEDS = st.integers(0, 2**32)

# -------------------------------------------------------------------------------------------------------- where it is


@given(SEEDS)
def test_nothing_lies_on_anything_else(seed: int) -> None:
    assert flaws(made_up_sheet(Random(seed))) == []


@given(any_sheets())
def test_words_of_any_writing_stay_in_their_boxes(sheet: Sheet) -> None:
    assert flaws(sheet) == []


@given(SEEDS)
def test_lines_to_different_places_never_run_along_each_other(seed: int) -> None:
    sheet = made_up_sheet(Random(seed), 9)
    needed = [Needed(goals, max(1.0, len(goals) / 2), 538.0) for goals in map(ways, sheet.places)]
    lines = drawn(needed, lambda place, breadth: 50.0).lines
    parts = [(line[-1], part(*ends)) for line in lines for ends in pairwise(line)]
    for (goal, one), (other_goal, other) in combinations(parts, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert goal == other_goal or min(across, down) < 0 or max(across, down) < 3


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("   Qui répond : moi\n   Avant le : 7/12/2026\n", "Qui ? · moi · avant le 7/12/2026"),
        ("   Avant le : 7/12/2026\n", "Qui ? · avant le 7/12/2026"),
        ("   Qui répond : moi\n", "Qui ? · moi"),
        ("", "Qui ?"),
    ],
)
def test_no_sign_stands_behind_a_question_for_what_is_not_typed_yet(named: str, asked: str) -> None:
    sheet, _ = sketch_sheet(f"Feuille : f\n\n1. À décider ensemble : Qui ?\n{named}   - oui → fin\n   - non → fin\n")
    (place,) = (one for one in fromstring(str(sheet_chart(sheet))).iter("g") if one.get("data-place"))
    assert " ".join(text_of(place).split()).startswith(f"1{asked}oui")


def test_hundreds_of_sheets_of_nine_places_have_no_flaw() -> None:
    assert [found for number in range(200) if (found := flaws(made_up_sheet(Random(f"nine {number}"), 9)))] == []


def test_what_lies_wrong_is_seen() -> None:
    """The check itself: a box pushed onto another, a word pushed out of its box, a line led across."""
    svg = str(sheet_chart(read_sheet(REFERENCE)))
    boxes = [outline(group) for group in fromstring(svg).iter("g")]
    assert boxes[0].meets(Rect(boxes[0].left, boxes[0].bottom - 3, boxes[0].right, boxes[0].bottom + 9))
    word = fromstring('<text x="0" y="100">un mot</text>')
    assert outside(word, Rect(5, 0, 500, 500))
    assert not outside(word, Rect(0, 0, 500, 500))
    line = fromstring('<svg><path class="sheet-line" d="M5.0,0.0L5.0,90.0"/></svg>')
    assert any(each.meets(Rect(0, 10, 10, 20)) for each in lines_of(line)[0])


def test_every_arrow_that_a_sheet_has_ends_in_its_box() -> None:
    sheet = read_sheet(REFERENCE)
    svg = fromstring(sheet_chart(sheet))
    tips = [
        tuple(map(float, NUMBER.findall(path.attrib["d"])[:2]))
        for path in svg.iter("path")
        if path.get("class") == "sheet-arrow"
    ]
    entered = {
        number
        for number, group in enumerate(svg.iter("g"))
        for x, y in tips
        if y == outline(group).top and outline(group).left <= x <= outline(group).right
    }
    assert entered == {goal for place in sheet.places for goal in place.goals}


# ------------------------------------------------------------------------------------------------------- what it says


@given(SEEDS)
def test_all_that_a_sheet_says_stands_in_its_picture(seed: int) -> None:
    sheet = made_up_sheet(Random(seed))
    svg = fromstring(sheet_chart(sheet))
    said = "".join(" ".join(text_of(text) for text in svg.iter("text")).split()).replace("\u00a0", "").replace("’", "'")
    for place in sheet.places:
        words = (
            [place.question, *(way.words for way in place.continuations)]
            if isinstance(place, Decision)
            else [place.act]
        )
        assert all("".join(each.split()) in said for each in [*words, place.who])


def test_one_sentence_tells_the_picture() -> None:
    sheet = read_sheet(REFERENCE)
    svg = fromstring(sheet_chart(sheet))
    assert svg.attrib["role"] == "img"
    (sentence,) = svg.iter("desc")
    assert sentence.attrib["id"] == svg.attrib["aria-labelledby"]
    assert sentence.text == typographic(in_one_sentence(sheet), "fr")


def test_letters_are_of_eleven_points_on_an_a4() -> None:
    svg = fromstring(sheet_chart(read_sheet(REFERENCE)))
    width = float(svg.attrib["viewBox"].split()[2])
    assert float(svg.attrib["font-size"]) * (190.5 / 25.4 * 72) / width >= 11
    assert not any("font-size" in element.attrib for element in svg.iter() if element is not svg)


@given(st.text(max_size=80) | st.lists(st.sampled_from(REFERENCE.splitlines()), max_size=40).map("\n".join))
def test_whatever_is_being_typed_is_drawn(text: str) -> None:
    assert flaws(sketch_sheet(text)[0]) == []


def test_markup_that_is_typed_is_words() -> None:
    svg = str(sheet_chart(read_sheet(REFERENCE.replace("la crèche communale", "<script>alert(1)</script>"))))
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_a_sheet_is_drawn_at_once() -> None:
    sheets = [made_up_sheet(Random(number), 9) for number in range(20)]
    begun = process_time()
    for sheet in sheets:
        sheet_chart(sheet)
    assert (process_time() - begun) / len(sheets) < 0.1


# --------------------------------------------------------------------------------------------------------- its letters


@given(st.text(max_size=60), st.floats(20, 300))
def test_no_line_is_broader_than_it_may_be(text: str, within: float) -> None:
    for line in broken(words_of(text), 11, within):
        assert line_breadth(line, 11) <= within + 1e-6 or len(line[0].text) == 1


def test_lines_break_between_words() -> None:
    assert broken(words_of("un deux trois"), 11, 45) == [[Word("un"), Word("deux")], [Word("trois")]]


@pytest.mark.parametrize(("text", "most"), [("iiii", 12), ("mmmm", 38), ("é", 7.5), ("漢", 16)])
def test_a_broad_letter_is_broader(text: str, most: float) -> None:
    assert 0.8 * most < breadth(text, 11) <= most
