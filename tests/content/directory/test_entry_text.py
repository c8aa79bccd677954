"""An entry as text: read, written, and every mistake said with its line."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory.entry import PACK_SERVICE, DirectoryEntry, EntryBlank, EntryFactKind
from content.directory.entry_text import LARGEST_ENTRY, fact_fingerprint, read_entry, write_entry
from content.errors import BrokenText
from content.readings import Reading, ReadingManner
from models.freshness import ANY, HALF_LIVES, STRICT
from tests.content.made_up_entries import entries, secret_entries
from tests.directory.invented_entries import SECRET_TEXT, TEXT


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_entry(text, "e.yaml")
    return [str(problem).removeprefix("e.yaml:") for problem in broken.value.problems]


@given(entries() | secret_entries())
def test_an_entry_comes_back_from_its_text_unchanged(entry: DirectoryEntry) -> None:
    assert read_entry(write_entry(entry)) == entry


def test_a_text_as_we_write_it_comes_back_from_its_entry_unchanged() -> None:
    for text in [TEXT, SECRET_TEXT]:
        assert write_entry(read_entry(text)) == text


def test_every_fact_says_where_when_and_by_which_service_it_was_read() -> None:
    entry = read_entry(TEXT)
    assert [fact.kind for fact in entry.all_facts if fact.source is None] == [EntryFactKind.DELAY]
    assert {fact.source.service for fact in entry.all_facts if fact.source} == {"Service emploi"}
    assert [fact.blank for fact in entry.all_facts if fact.blank] == [EntryBlank.UNREAD, EntryBlank.HOUSE]


def test_a_reading_says_its_manner_its_copy_and_its_page_in_this_order_and_only_where_they_are_known() -> None:
    whole = TEXT.replace("2026-11-24, by", "2026-11-24, manner: copy, copied: 2025-03-01, page: 2017-06, by", 1)
    (source,) = {fact.source for fact in read_entry(whole).organisation.facts}
    assert source
    assert source.reading == Reading(date(2026, 11, 24), ReadingManner.COPY, date(2025, 3, 1), "2017-06")
    assert write_entry(read_entry(whole)) == whole
    assert [word for word in ("manner", "copied", "page") if word in TEXT] == []


def test_a_fact_of_before_manners_keeps_its_fingerprint_and_one_that_says_its_own_has_another() -> None:
    (name,) = read_entry(TEXT).organisation.facts
    assert fact_fingerprint(name) == "5a07d4fc13076256"
    (copied,) = read_entry(TEXT.replace("2026-11-24, by", "2026-11-24, manner: copy, by", 1)).organisation.facts
    assert fact_fingerprint(copied) != fact_fingerprint(name)


def test_what_the_pack_published_before_it_said_so_was_read_on_an_undated_copy() -> None:
    """Its authors could read no page of the day: docs/decisions/0037."""
    shipped = read_entry(TEXT.replace('"Service emploi"', f'"{PACK_SERVICE}"', 1)).organisation.facts[0].source
    assert shipped and shipped.manner is None
    assert shipped.reading.is_undated
    told = replace(shipped, manner=ReadingManner.LIVE)
    assert not told.reading.is_undated


def test_a_text_without_bound_is_refused_before_it_is_read() -> None:
    assert problems("x" * (LARGEST_ENTRY + 1)) == [
        "1: Cette entrée est trop longue (plus de 300000 caractères) : gardez ce qui sert."
    ]


@given(st.text(max_size=300) | st.lists(st.sampled_from(TEXT.splitlines())).map("\n".join))
def test_whatever_is_typed_gives_an_entry_or_problems(text: str) -> None:
    try:
        assert read_entry(text).id
    except BrokenText as broken:
        assert all(problem.line >= 1 and problem.told for problem in broken.problems)


def test_each_kind_of_fact_that_freshness_knows_can_be_written() -> None:
    """« emergency » is no kind of fact: it holds for every fact of an entry."""
    kinds = {str(kind) for kind in EntryFactKind}
    assert kinds >= (HALF_LIVES.keys() | STRICT) - {ANY, "emergency"}
    assert kinds - HALF_LIVES.keys() - STRICT == {"hours", "delay", "duration"}
