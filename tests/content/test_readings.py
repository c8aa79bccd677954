"""From which day what was read counts, by how it was read; and what a text may say of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.readings import MANNER, Reading, ReadingManner, check_manner, period
from content.schema.yaml_fields import read_fields

READ_ON, COPIED = date(2026, 11, 29), date(2025, 3, 1)
LIVE, TELEPHONE, COPY, MACHINE = ReadingManner


def test_a_reading_counts_from_its_day_a_copy_from_its_own() -> None:
    for manner in [None, LIVE, TELEPHONE, MACHINE]:
        read = Reading(READ_ON, manner, page="2017")
        assert read.counts_from == read.day == READ_ON
        assert not read.is_undated
    read = Reading(READ_ON, COPY, COPIED, "2017")
    assert read.counts_from == read.day == COPIED
    assert not read.is_undated


def test_an_undated_copy_counts_from_the_last_day_that_its_page_may_have_and_else_has_no_day() -> None:
    assert Reading(READ_ON, COPY).day is None
    assert Reading(READ_ON, COPY).counts_from == READ_ON
    assert Reading(READ_ON, COPY, page="2017").day == date(2017, 12, 31)
    assert Reading(READ_ON, COPY, page="2026").counts_from == READ_ON
    assert Reading(READ_ON, COPY, page="2017").is_undated


def test_a_page_bears_a_year_a_month_or_a_day_and_nothing_else() -> None:
    for page, first, last in [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2017-06-12", date(2017, 6, 12), date(2017, 6, 12)),
    ]:
        assert period(page) == (first, last)
    for page in [
        *("", "17", "2017-13", "2017-00", "2017-06-00", "2017-6", "2017-02-30", "juin 2017", "2017-06-12T10", "0000")
    ]:
        with pytest.raises(ValueError):
            period(page)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_each_period_that_it_is_cut_to(day: date, length: int) -> None:
    first, last = period(day.isoformat()[:length])
    assert first <= day <= last


def said(text: str) -> tuple[ReadingManner | None, date | None, str]:
    fields = read_fields(text, "texte.yaml")
    found = {one.of: one.read(fields) for one in MANNER}
    check_manner(fields, found, READ_ON)
    fields.raise_problems()
    return found["manner"], found["copied"], found["page"]


def test_what_is_not_said_is_not_there() -> None:
    assert said("by: Service emploi") == (None, None, "")
    assert said("manner: copy\ncopied: 2025-03-01\npage: 2017") == (COPY, COPIED, "2017")


def test_what_cannot_be_is_told_by_name() -> None:
    for text, told in [
        ("manner: courriel", "« courriel » n'est pas une manière de lire"),
        ("copied: 2025-03-01", "dites « manner: copy »"),
        ("manner: live\ncopied: 2025-03-01", "dites « manner: copy »"),
        ("manner: copy\ncopied: 2026-11-30", "La copie ne peut pas dater d'après la lecture"),
        ("page: juin 2017", "écrite comme 2017, 2017-06 ou 2017-06-12"),
        ("page: 2027", "La page ne peut pas dater d'après la lecture"),
    ]:
        with pytest.raises(BrokenText) as broken:
            said(text)
        (problem,) = broken.value.problems
        assert told in problem.told
