"""The compass rose says what it is told, with one petal per skill, and is sound XML whatever the names."""

from collections.abc import Iterable
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learner import ACQUIRED_AT, State
from portal.charts import Direction, Petal, compass_rose

ANSWERED = [State.IN_PROGRESS, State.TO_CONFIRM, State.ACQUIRED, State.TO_REFRESH]
KNOWN = st.floats(0, 1)
# What XML cannot hold at all, HTML has no business showing either.
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1)


def petal(
    state: State = State.IN_PROGRESS,
    known: float = 0.5,
    interval: tuple[float, float] | None = None,
    name: str = "Écouter",
) -> Petal:
    return Petal("listen.active", name, state, known, interval)


def drawn(*petals: Petal, sentence: str = "Trois compétences.") -> Element:
    return fromstring(compass_rose([Direction("listen", "Écoute", petals)], sentence))


def outlines(rose: Element) -> list[Element]:
    """The shape of each petal, in order."""
    return [group.findall("path")[0] for group in rose.iterfind(".//g[@data-skill]")]


def tip(outline: Element) -> float:
    """How far from the centre a petal ends."""
    numbers = [abs(float(pair.split(",")[1])) for pair in points(outline.attrib["d"])]
    return max(numbers)


def points(path: str) -> Iterable[str]:
    for letter in "MLA":
        path = path.replace(letter, " ")
    return (part for part in path.rstrip("Z").split() if "," in part)


def test_eight_directions_of_five_skills_have_forty_petals_under_their_own_domains() -> None:
    directions = [
        Direction(f"d{d}", f"Domaine {d}", tuple(Petal(f"d{d}.{p}", "x", State.ACQUIRED, 0.97) for p in range(5)))
        for d in range(8)
    ]
    rose = fromstring(compass_rose(directions, "Quarante compétences."))
    found = {
        domain.attrib["data-domain"]: [one.attrib["data-skill"] for one in domain.iterfind("g[@data-skill]")]
        for domain in rose.iterfind("g")
    }
    assert found == {d.domain: [p.skill for p in d.petals] for d in directions}


def test_the_first_direction_points_north_and_the_others_follow_clockwise() -> None:
    directions = [Direction(name, name, (petal(name=name),)) for name in ("n", "e", "s", "w")]
    rose = fromstring(compass_rose(directions, "."))
    assert [one.attrib["transform"] for one in rose.iterfind(".//g[@data-skill]")] == [
        "rotate(0.00)",
        "rotate(90.00)",
        "rotate(180.00)",
        "rotate(270.00)",
    ]


def test_it_is_one_picture_with_one_sentence() -> None:
    rose = drawn(petal(), sentence="Sur 40 compétences : 6 acquises.")
    assert rose.attrib["role"] == "img"
    named = {part.attrib["id"]: part.text for part in rose if "id" in part.attrib}
    assert [named[name] for name in rose.attrib["aria-labelledby"].split()] == [
        "Boussole",
        "Sur 40 compétences : 6 acquises.",
    ]


def test_a_skill_without_an_answer_is_an_empty_outline_as_long_as_can_be() -> None:
    empty, full = outlines(drawn(petal(State.TO_DISCOVER, 0.3), petal(State.ACQUIRED, 1.0)))
    assert (empty.attrib["class"], empty.attrib["fill"]) == ("to_discover", "none")
    assert tip(empty) == tip(full)


def test_a_skill_without_an_answer_has_no_interval_either() -> None:
    rose = drawn(petal(State.TO_DISCOVER, 0.3, (0.1, 0.5)))
    assert rose.find(".//path[@class='rose-interval']") is None


@pytest.mark.parametrize("state", ANSWERED)
def test_the_state_of_an_answered_skill_is_its_class(state: State) -> None:
    assert outlines(drawn(petal(state)))[0].attrib["class"] == state.value


@pytest.mark.parametrize("state", [State.TO_REFRESH, State.TO_CONFIRM])
def test_what_is_to_refresh_or_to_confirm_has_a_texture_that_the_picture_brings_along(state: State) -> None:
    rose = drawn(petal(state))
    texture = outlines(rose)[0].attrib["fill"].removeprefix("url(#").removesuffix(")")
    assert rose.find(f"./defs/pattern[@id='{texture}']") is not None


@given(st.lists(KNOWN, min_size=2, max_size=5))
def test_who_knows_more_has_the_longer_petal(known: list[float]) -> None:
    lengths = [tip(outline) for outline in outlines(drawn(*(petal(known=k) for k in sorted(known))))]
    assert all(shorter <= longer for shorter, longer in pairwise(lengths))


def test_an_acquired_skill_reaches_the_ring() -> None:
    rose = drawn(petal(State.ACQUIRED, ACQUIRED_AT))
    ring = rose.find("./circle[@class='rose-acquired']")
    assert ring is not None
    assert tip(outlines(rose)[0]) == pytest.approx(float(ring.attrib["r"]), abs=0.1)


def test_the_interval_is_a_line_only_where_there_is_one() -> None:
    without, with_one = drawn(petal()), drawn(petal(interval=(0.4, 0.6)))
    assert len(without.findall(".//path[@class='rose-interval']")) == 0
    assert len(with_one.findall(".//path[@class='rose-interval']")) == 1


@given(NAMES, NAMES)
def test_names_and_the_sentence_are_text_whatever_they_hold(name: str, sentence: str) -> None:
    rose = drawn(petal(name=name), sentence=sentence)
    title, described = rose.find(".//g[@data-skill]/title"), rose.find("./desc")
    assert title is not None and described is not None
    assert (title.text, described.text) == (name, sentence)


def test_markup_in_a_name_stays_words() -> None:
    assert "<script>" not in compass_rose([Direction("d", "<script>", (petal(name="<script>"),))], "<script>")


def test_looks_are_left_to_the_stylesheet() -> None:
    assert "style" not in {name for part in drawn(*(petal(state) for state in State)).iter() for name in part.attrib}


@given(st.integers(1, 12), st.integers(0, 9), KNOWN)
def test_any_map_can_be_drawn_without_leaving_the_bezel(directions: int, petals: int, known: float) -> None:
    rose = fromstring(
        compass_rose([Direction(str(d), "d", (petal(known=known),) * petals) for d in range(directions)], ".")
    )
    bezel = max(float(circle.attrib["r"]) for circle in rose.iterfind("circle"))
    assert all(tip(outline) < bezel for outline in outlines(rose))
    assert len(outlines(rose)) == directions * petals
