"""Programmes in their form: begun, moved and filled in, the text stays canonical, and what is not changed the same."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.errors import BrokenText
from content.kinds import KINDS
from content.programmes import FEWEST_WEEKS, Programme, read_programmes, write_programmes
from content.schema.posted_form import RowChange
from content.schema.text_kind import TextForm
from tests.content.made_up_programmes import any_programmes
from tests.content.schema.test_lists_in_forms import all_open, sent
from tests.programmes import TEXT

FORM: TextForm = KINDS["programmes"].form  # type: ignore[assignment]  # it has one


@pytest.mark.nightly
@settings(max_examples=60)
@given(any_programmes())
def test_all_programmes_come_back_byte_for_byte_whatever_is_open(some: tuple[Programme, ...]) -> None:
    text = write_programmes(some)
    fields = FORM.read(text)
    for shown in (fields, all_open(fields)):
        written = FORM.write(sent("programmes", shown))
        assert (written.text, len(written.names)) == (text, text.count("\n") + 1)


@pytest.mark.nightly
@settings(max_examples=60)
@given(any_programmes().filter(bool), st.data())
def test_programmes_and_weeks_that_move_or_go_leave_the_text_canonical(
    some: tuple[Programme, ...], data: st.DataObject
) -> None:
    fields = FORM.read(write_programmes(some))
    place = data.draw(st.integers(0, len(some) - 1))
    week = data.draw(st.integers(0, len(some[place].weeks) - 1))
    way = data.draw(st.sampled_from([("programmes", place), ("programmes", place, "weeks", week)]))
    change = RowChange(data.draw(st.sampled_from(["up", "down", "remove"])), way)
    after, _ = FORM.change(all_open(fields), change, ())
    text = FORM.write(after).text
    assume(all(len(one.weeks) >= FEWEST_WEEKS for one in after.programmes))
    assert write_programmes(read_programmes(text)) == text


def test_a_programme_is_begun_filled_in_and_published_in_the_canonical_text() -> None:
    fields, way = FORM.change(FORM.read("programmes: []\n"), RowChange("add", ("programmes",)), ())
    assert way == ("programmes", 0)
    fields, way = FORM.change(fields, RowChange("add", ("programmes", 0, "weeks")), ())
    assert way == ("programmes", 0, "weeks", 2)
    (begun,) = FORM.read(FORM.write(fields).text).programmes
    weeks = (
        one._replace(module=module, why_fr=f"Pourquoi {module}.", why_nl=f"Waarom {module}.")
        for one, module in zip(begun.weeks, ("un", "deux", "trois"), strict=True)
    )
    typed = begun._replace(open=True, id="accueil", title_en="A course", newcomers=True, weeks=tuple(weeks))
    text = FORM.write(sent("programmes", fields._replace(programmes=(typed,)))).text
    (one,) = read_programmes(text)
    assert (one.id, one.title["en"], one.newcomers) == ("accueil", "A course", True)
    assert [(week.module, week.why["nl"]) for week in one.weeks][1:] == [
        ("deux", "Waarom deux."),
        ("trois", "Waarom trois."),
    ]
    assert text == write_programmes([one])


def test_a_remark_beside_a_week_goes_with_it() -> None:
    week = "      - module: ecouter"
    text = TEXT.replace(week, f"      # À revoir en mai.\n{week}")
    after, way = FORM.change(all_open(FORM.read(text)), RowChange("up", ("programmes", 0, "weeks", 1)), ())
    written = FORM.write(after).text
    assert way == ("programmes", 0, "weeks", 0)
    assert written.index(f'{week}\n        note: "À revoir en mai."\n') < written.index("- module: cadre")


def test_a_fault_stands_at_the_field_of_its_line_also_in_a_week() -> None:
    fields = FORM.read(TEXT)
    (one,) = fields.programmes
    weeks = (one.weeks[0], one.weeks[1]._replace(module="É", why_nl=""), *one.weeks[2:])
    written = FORM.write(fields._replace(programmes=(one._replace(open=True, weeks=weeks),)))
    with pytest.raises(BrokenText) as broken:
        read_programmes(written.text)
    assert [written.field_at(problem.line) for problem in broken.value.problems] == [
        "programmes-0-weeks-1-module",
        "programmes-0-weeks-1-why_fr",
    ]
