"""A form of a pathway is the same text: nothing typed is lost, and what moves takes its turn as in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.pathway.pathway import Decision, Pathway
from content.pathway.pathway_fields import (
    PathwayFields,
    PlaceFields,
    WayFields,
    in_language,
    moved,
    places_at,
    read_pathway_fields,
    with_place,
    without_place,
    write_pathway_fields,
)
from content.pathway.pathway_text import read_pathway, sketch_pathway, write_pathway
from tests.content.made_up_pathways import any_pathways
from tests.content.pathway.test_pathway_text import TEXT

LIST = "Feuille : f\nOn se revoit le : 1/1/2027\n1. moi : a\n2. moi : b\n3. le CPAS : c\n"
TYPED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=12).map(str.strip)
"""What somebody may type in a field, arrows, colons and dashes included."""


def acts(fields: PathwayFields) -> list[str]:
    return [place.what for place in fields.places]


def goals(fields: PathwayFields) -> list[tuple[int, ...]]:
    return [place.goals for place in sketch_pathway(write_pathway_fields(fields))[0].places]


@given(any_pathways())
def test_a_form_that_is_sent_again_is_the_same(pathway: Pathway) -> None:
    fields = read_pathway_fields(write_pathway(pathway))
    assert read_pathway_fields(write_pathway_fields(fields)) == fields


@given(st.lists(st.builds(PlaceFields, st.just(False), TYPED, TYPED, TYPED), max_size=12), TYPED)
def test_whatever_is_typed_in_a_form_stays_in_the_text(places: list[PlaceFields], title: str) -> None:
    text = write_pathway_fields(PathwayFields("fr", title, places=tuple(places)))
    assert all(word in text for place in places for word in (place.who, place.what, place.day))
    assert len(places_at(text)) == len(places)
    sketch_pathway(text)


def test_a_line_that_no_field_holds_is_said_and_an_arrow_that_the_order_says_is_left_out() -> None:
    with pytest.raises(BrokenText):
        read_pathway_fields(TEXT.replace("Symbole", "Couleur"))
    with pytest.raises(BrokenText):
        read_pathway_fields(TEXT + "   → 1\n")
    explicit = write_pathway(read_pathway(LIST))
    assert "→ 2" in explicit
    assert [place.goal for place in read_pathway_fields(explicit).places] == ["", "", ""]
    assert places_at(TEXT) == (6, 12)


def test_a_step_that_moves_takes_its_turn_and_answers_still_lead_where_they_led() -> None:
    up = moved(read_pathway_fields(LIST), 2, -1)
    assert (acts(up), goals(up)) == (["a", "c", "b"], [(1,), (2,), ()])
    assert moved(moved(up, 1, 1), 2, -1) == up
    assert moved(up, 0, -1) == up
    fields = read_pathway_fields(TEXT + "\n3. le CPAS : répond\n")
    ways = moved(fields, 1, 1).places[0].ways
    assert [way.goal for way in ways] == ["3", "fin"]


def test_a_new_place_stands_in_the_row() -> None:
    fields = with_place(read_pathway_fields(LIST), 1, decides=False)
    assert (acts(fields), goals(fields)) == (["a", "", "b", "c"], [(1,), (2,), (3,), ()])
    assert with_place(fields, 4, decides=True).places[4] == PlaceFields(True, ways=(WayFields(), WayFields()))


def test_what_led_to_a_step_that_is_taken_out_leads_where_it_led() -> None:
    fields = read_pathway_fields(TEXT.replace("   → fin\n", "") + "\n3. le CPAS : répond\n")
    assert [way.goal for way in without_place(fields, 1).places[0].ways] == ["2", "fin"]
    assert goals(without_place(read_pathway_fields(LIST), 1)) == [(1,), ()]


@given(any_pathways(), st.data())
def test_taking_out_and_putting_in_keeps_every_word_of_the_rest(pathway: Pathway, data: st.DataObject) -> None:
    fields = read_pathway_fields(write_pathway(pathway))
    index = data.draw(st.integers(0, len(fields.places) - 1))
    rest = [place.what for number, place in enumerate(fields.places) if number != index]
    assert acts(without_place(fields, index)) == rest
    assert acts(with_place(without_place(fields, index), index, False)) == [*rest[:index], "", *rest[index:]]


def test_a_sheet_changes_its_language_and_keeps_its_words() -> None:
    dutch = write_pathway_fields(in_language(read_pathway_fields(TEXT), "nl"))
    assert dutch.startswith("Blad: reprendre une formation\n")
    assert "Symbool: telefoon" in dutch
    there = read_pathway(dutch)
    assert there == read_pathway(TEXT)._replace(language="nl")
    assert isinstance(there.places[0], Decision)
