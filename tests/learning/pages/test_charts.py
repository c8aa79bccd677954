"""The compass rose and belief over time say what they are told, and are sound XML whatever the names."""

import re
from datetime import timedelta
from itertools import pairwise
from math import atan2, degrees, hypot
from time import process_time
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import learner
from models.learner import ACQUIRED_AT, SkillState
from models.learning import belief_history
from portal.charts import rose
from portal.charts.belief import Labels, belief_chart
from portal.charts.rose import Direction, Petal, compass_rose
from tests.site.pages.pictures import LABELS, Told, chart_of, history_of

DAY = timedelta(days=1)
ANSWERED = [SkillState.IN_PROGRESS, SkillState.TO_CONFIRM, SkillState.ACQUIRED, SkillState.TO_REFRESH]
KNOWN = st.floats(0, 1)
# What XML cannot hold at all, HTML has no business showing either.
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1)


def petal(
    state: SkillState = SkillState.IN_PROGRESS,
    known: float = 0.5,
    interval: tuple[float, float] = (0.3, 0.7),
    name: str = "Écouter",
) -> Petal:
    return Petal("listen.active", name, state, known, interval)


def drawn(*petals: Petal, sentence: str = "Trois compétences.") -> Element:
    return fromstring(compass_rose([Direction("listen", "Écoute", petals)], sentence))


def whole(directions: int = 8, petals: int = 5, known: float = 0.97) -> str:
    def of(domain: str) -> tuple[Petal, ...]:
        return tuple(Petal(f"{domain}.{p}", "x", SkillState.ACQUIRED, known, (0.8, 0.99)) for p in range(petals))

    made = [Direction(f"d{d}", f"Domaine {d}", of(f"d{d}")) for d in range(directions)]
    return compass_rose(made, "Quarante compétences.")


def outlines(drawing: Element) -> list[Element]:
    """The shape of each petal, in order."""
    return [group.findall("path")[0] for group in drawing.iterfind(".//g[@data-skill]")]


def points(path: str) -> list[tuple[float, float]]:
    """Ends and handles of a path that is made of straight lines and curves."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def tip(outline: Element) -> float:
    """How far from the centre a petal ends."""
    return max(hypot(x, y) for x, y in points(outline.attrib["d"]))


# ----------------------------------------------------------------------------------------------------- the compass rose


def test_eight_directions_of_five_skills_have_forty_petals_under_their_own_domains() -> None:
    found = {
        domain.attrib["data-domain"]: [one.attrib["data-skill"] for one in domain.iterfind("g[@data-skill]")]
        for domain in fromstring(whole()).iterfind("g")
    }
    assert found == {f"d{d}": [f"d{d}.{p}" for p in range(5)] for d in range(8)}


def test_the_first_direction_points_north_and_the_others_follow_clockwise() -> None:
    directions = [Direction(name, name, (petal(name=name),)) for name in ("n", "e", "s", "w")]
    petals = fromstring(compass_rose(directions, ".")).iterfind(".//g[@data-skill]")
    turned = [one.attrib["transform"] for one in petals]
    assert turned == ["rotate(0.00)", "rotate(90.00)", "rotate(180.00)", "rotate(270.00)"]


@given(KNOWN)
def test_a_skill_without_an_answer_is_an_empty_outline_whatever_is_presumed_of_it(known: float) -> None:
    picture = drawn(petal(SkillState.TO_DISCOVER, known, (known, known)))
    (empty,) = outlines(picture)
    assert (empty.attrib["class"], empty.attrib["fill"]) == ("to_discover", "none")
    assert tip(empty) == pytest.approx(rose.NOTHING, abs=0.1)
    assert picture.find(".//path[@class='rose-interval']") is None


def test_the_state_of_an_answered_skill_is_its_class() -> None:
    for state in ANSWERED:
        assert outlines(drawn(petal(state)))[0].attrib["class"] == state.value


def test_what_is_to_refresh_or_to_confirm_has_a_texture_that_the_picture_brings_along() -> None:
    for state in [SkillState.TO_REFRESH, SkillState.TO_CONFIRM]:
        picture = drawn(petal(state))
        texture = outlines(picture)[0].attrib["fill"].removeprefix("url(#").removesuffix(")")
        assert picture.find(f"./defs/pattern[@id='{texture}']") is not None


@given(st.lists(KNOWN, min_size=2, max_size=5))
def test_who_knows_more_has_the_longer_petal(known: list[float]) -> None:
    lengths = [tip(outline) for outline in outlines(drawn(*(petal(known=k) for k in sorted(known))))]
    assert all(shorter <= longer for shorter, longer in pairwise(lengths))
    assert all(rose.NOTHING - 0.1 <= length <= rose.EVERYTHING + 0.1 for length in lengths)


def test_an_acquired_skill_reaches_the_ring() -> None:
    picture = drawn(petal(SkillState.ACQUIRED, ACQUIRED_AT))
    ring = picture.find("./circle[@class='rose-acquired']")
    assert ring is not None
    assert tip(outlines(picture)[0]) == pytest.approx(float(ring.attrib["r"]), abs=0.1)


@given(KNOWN, KNOWN)
def test_the_line_on_a_petal_goes_from_the_lower_bound_to_the_upper(one: float, other: float) -> None:
    low, high = sorted((one, other))
    picture = drawn(petal(known=low, interval=(low, high)), petal(known=high))
    line = picture.findall(".//path[@class='rose-interval']")[0]
    ends = [float(end) for end in re.findall(r"-\d+\.\d", line.attrib["d"])]
    assert [-end for end in ends] == pytest.approx([tip(outline) for outline in outlines(picture)], abs=0.15)


@given(st.integers(1, 16), st.integers(1, 9), KNOWN)
def test_every_petal_lies_in_its_own_sector(directions: int, petals: int, known: float) -> None:
    """Ends and handles do, and a curve lies within its handles."""
    picture = fromstring(whole(directions, petals, known))
    groups = list(picture.iterfind(".//g[@data-skill]"))
    bearings = [float(re.findall(r"[-\d.]+", group.attrib["transform"])[0]) for group in groups]
    between = min((later - earlier for earlier, later in pairwise(bearings)), default=360.0)
    for outline in outlines(picture):
        assert all(abs(degrees(atan2(x, -y))) <= between / 2 + 0.1 for x, y in points(outline.attrib["d"]))
        assert all(rose.HUB - 0.1 <= -y <= rose.EVERYTHING + 0.1 for _, y in points(outline.attrib["d"]))


@given(st.integers(0, 12), st.integers(0, 9))
def test_any_map_can_be_drawn(directions: int, petals: int) -> None:
    assert len(outlines(fromstring(whole(directions, petals)))) == directions * petals


@given(st.integers(1, 16))
def test_the_emblem_has_neither_petals_nor_words(directions: int) -> None:
    picture = fromstring(rose.emblem(directions))
    assert picture.attrib["aria-hidden"] == "true"
    assert picture.findall(".//g[@data-skill]") == []
    assert "".join(picture.itertext()) == ""


@given(NAMES, NAMES)
def test_names_and_the_sentence_are_text_whatever_they_hold(name: str, sentence: str) -> None:
    picture = drawn(petal(name=name), sentence=sentence)
    title, described = picture.find(".//g[@data-skill]/title"), picture.find("./desc")
    assert title is not None and described is not None
    assert (title.text, described.text) == (name, sentence)


@pytest.mark.nightly
def test_forty_skills_are_drawn_within_five_milliseconds() -> None:
    def seconds() -> float:
        start = process_time()
        whole()
        return process_time() - start

    assert min(seconds() for _ in range(20)) < 0.005


# ----------------------------------------------------------------------------------------------------- belief over time


def chart(*told: Told, labels: Labels = LABELS, fades_in: float | None = None) -> Element:
    return fromstring(chart_of(*told, labels=labels, fades_in=fades_in))


def marks(picture: Element) -> list[tuple[float, float]]:
    """Where each answer is drawn, from left to right."""
    return [points(group.attrib["transform"])[0] for group in picture.iterfind("g[@transform]")]


def path(picture: Element, look: str) -> list[tuple[float, float]]:
    found = picture.find(f"path[@class='{look}']")
    assert found is not None
    return points(re.sub(r"([HV])(-?[\d.]+)", "", found.attrib["d"]))


told_lives = st.lists(
    st.builds(Told, st.floats(0, 400), st.booleans(), exposure=st.integers(0, 2))
    | st.builds(Told, st.floats(0, 400), st.just(False), st.just(True)),
    min_size=1,
    max_size=60,
).map(lambda told: sorted(told, key=lambda one: one.days))


@given(told_lives)
def test_each_answer_has_its_mark_in_order_and_within_the_picture(told: list[Told]) -> None:
    found = marks(chart(*told))
    assert len(found) == len(told)
    assert all(earlier[0] < later[0] for earlier, later in pairwise(found))
    assert all(0 <= x <= 500 and 0 <= y <= 256 for x, y in found)


@given(told_lives)
def test_a_mark_stands_where_belief_is_after_the_evidence_and_before_learning(told: list[Told]) -> None:
    history = history_of(*told)
    heights = [y for _, y in marks(chart(*told))]
    shown = [step.shown for step in history.steps]
    assert heights == pytest.approx([200 - 186 * share for share in shown], abs=0.06)


def test_what_it_was_shows_by_its_shape_and_a_repeat_by_a_ring() -> None:
    answers = [Told(0), Told(1, False), Told(2, False, True), Told(9, exposure=1)]
    looks = [[part.attrib["class"] for part in group] for group in chart(*answers).iterfind("g[@transform]")]
    assert looks == [["belief-right"], ["belief-wrong"], ["belief-dont_know"], ["belief-right", "belief-repeat"]]
    shapes = {part.attrib["d"] for group in chart(*answers).iterfind("g[@transform]") for part in group}
    assert len(shapes) == 4


def test_longer_times_are_longer_and_answers_of_one_sitting_stay_apart() -> None:
    first, second, third = (x for x, _ in marks(chart(Told(0), Told(0.001), Told(60))))
    assert second - first >= 16
    assert third - second > 5 * (second - first)


@given(told_lives)
def test_what_is_to_come_falls(told: list[Told]) -> None:
    coming = path(chart(*told), "belief-ahead")
    assert all(later[1] >= earlier[1] for earlier, later in pairwise(coming))


def test_the_day_of_refreshing_is_marked_where_the_curve_meets_the_line_of_what_is_fresh() -> None:
    told = [Told(0), Told(0), Told(0), Told(0), Told(20)]
    history = history_of(*told)
    fades_at = learner.fades_at(history.knowledge)
    assert fades_at is not None
    picture = fromstring(belief_chart(history, belief_history.ahead(history, fades_at + DAY / 4), fades_at, LABELS))
    ((x, y),) = path(picture, "belief-refresh")
    before, after = path(picture, "belief-ahead")[-2:]
    assert before[0] < x < after[0] and before[1] <= y <= after[1]
    assert "à rafraîchir : 8 janvier" in [text.text for text in picture.iterfind("text")]


def test_the_chart_is_one_picture_with_one_sentence_and_names_its_lines() -> None:
    picture = chart(Told(0))
    assert picture.attrib["role"] == "img"
    assert [part.text for part in picture if part.attrib.get("id") == picture.attrib["aria-labelledby"]] == [
        "Trois réponses."
    ]
    assert {"acquis", "encore bien", "en cours", "à découvrir", "aujourd'hui"} <= {
        text.text for text in picture.iterfind("text")
    }


def test_a_petal_before_and_after_is_drawn_as_in_the_rose_and_its_patterns_stand_once() -> None:
    pairs = [
        (petal(SkillState.TO_DISCOVER, 0.2), petal(SkillState.TO_CONFIRM, 0.9)),
        (petal(SkillState.TO_REFRESH, 0.7), petal(SkillState.ACQUIRED, 0.97)),
    ]
    first, second = map(fromstring, rose.petals_moved(pairs))
    assert [one.find("defs") is not None for one in (first, second)] == [True, False]
    for picture, pair in zip((first, second), pairs, strict=True):
        shapes = [group.findall("path")[-1] for group in picture.findall("g")]
        assert [shape.get("class") for shape in shapes] == [one.state for one in pair]
        lengths = [-min(y for _, y in points(shape.attrib["d"])) for shape in shapes]
        assert lengths == sorted(lengths)
