"""The picture of a pathway: nothing on anything else, every word inside its box, all that the pathway says."""

from itertools import combinations, pairwise
from random import Random
from time import process_time
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pathway.pathway import Decision, Pathway
from content.pathway.pathway_text import in_one_sentence, read_pathway, sketch_pathway
from models.ground.words import typographic
from portal.charts.lettering import broken, line_breadth, words_of
from portal.charts.pathway_layout import Needed, drawn
from portal.charts.pathway_picture import pathway_chart
from tests.community.pages.pathway_geometry import NUMBER, flaws, outline, part, text_of, ways
from tests.content.made_up_pathways import REFERENCE, any_pathways, made_up_pathway

SEEDS = st.integers(0, 2**32)

# ---------------------------------------------------------------------------------------------------------- where it is


@given(SEEDS)
def test_nothing_lies_on_anything_else(seed: int) -> None:
    assert flaws(made_up_pathway(Random(seed))) == []


@given(any_pathways())
def test_words_of_any_writing_stay_in_their_boxes(pathway: Pathway) -> None:
    assert flaws(pathway) == []


@pytest.mark.nightly
@given(SEEDS)
def test_lines_to_different_places_never_run_along_each_other(seed: int) -> None:
    pathway = made_up_pathway(Random(seed), 9)
    needed = [Needed(goals, max(1.0, len(goals) / 2), 538.0) for goals in map(ways, pathway.places)]
    lines = drawn(needed, lambda place, breadth: 50.0).lines
    parts = [(line[-1], part(*ends)) for line in lines for ends in pairwise(line)]
    for (goal, one), (other_goal, other) in combinations(parts, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert goal == other_goal or min(across, down) < 0 or max(across, down) < 3


def test_no_sign_stands_behind_a_question_for_what_is_not_typed_yet() -> None:
    for named, asked in [
        ("   Qui répond : moi\n   Avant le : 7/12/2026\n", "Qui ? · moi · avant le 7/12/2026"),
        ("   Avant le : 7/12/2026\n", "Qui ? · avant le 7/12/2026"),
        ("   Qui répond : moi\n", "Qui ? · moi"),
        ("", "Qui ?"),
    ]:
        pathway, _ = sketch_pathway(
            f"Feuille : f\n\n1. À décider ensemble : Qui ?\n{named}   - oui → fin\n   - non → fin\n"
        )
        (place,) = (one for one in fromstring(str(pathway_chart(pathway))).iter("g") if one.get("data-place"))
        assert " ".join(text_of(place).split()).startswith(f"1{asked}oui")


@pytest.mark.nightly
def test_hundreds_of_sheets_of_nine_places_have_no_flaw() -> None:
    assert [found for number in range(200) if (found := flaws(made_up_pathway(Random(f"nine {number}"), 9)))] == []


def test_every_arrow_that_a_sheet_has_ends_in_its_box() -> None:
    pathway = read_pathway(REFERENCE)
    svg = fromstring(pathway_chart(pathway))
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
    assert entered == {goal for place in pathway.places for goal in place.goals}


# --------------------------------------------------------------------------------------------------------- what it says


@given(SEEDS)
def test_all_that_a_sheet_says_stands_in_its_picture(seed: int) -> None:
    pathway = made_up_pathway(Random(seed))
    svg = fromstring(pathway_chart(pathway))
    said = "".join(" ".join(text_of(text) for text in svg.iter("text")).split()).replace("\u00a0", "").replace("’", "'")
    for place in pathway.places:
        words = (
            [place.question, *(way.words for way in place.continuations)]
            if isinstance(place, Decision)
            else [place.act]
        )
        assert all("".join(each.split()) in said for each in [*words, place.who])


def test_one_sentence_tells_the_picture() -> None:
    pathway = read_pathway(REFERENCE)
    svg = fromstring(pathway_chart(pathway))
    assert svg.attrib["role"] == "img"
    (sentence,) = svg.iter("desc")
    assert sentence.attrib["id"] == svg.attrib["aria-labelledby"]
    assert sentence.text == typographic(in_one_sentence(pathway), "fr")


@given(st.text(max_size=80) | st.lists(st.sampled_from(REFERENCE.splitlines()), max_size=40).map("\n".join))
def test_whatever_is_being_typed_is_drawn(text: str) -> None:
    assert flaws(sketch_pathway(text)[0]) == []


@pytest.mark.nightly
def test_a_sheet_is_drawn_at_once() -> None:
    pathways = [made_up_pathway(Random(number), 9) for number in range(20)]
    begun = process_time()
    for pathway in pathways:
        pathway_chart(pathway)
    assert (process_time() - begun) / len(pathways) < 0.1


# ---------------------------------------------------------------------------------------------------------- its letters


@given(st.text(max_size=60), st.floats(20, 300))
def test_no_line_is_broader_than_it_may_be(text: str, within: float) -> None:
    for line in broken(words_of(text), 11, within):
        assert line_breadth(line, 11) <= within + 1e-6 or len(line[0].text) == 1
