"""Our own entries: each thing in two languages, with the sentence that it rests on, typed as our texts are."""

import re
from pathlib import Path

import pytest

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFact, EntryFactKind
from content.directory.reading import read_entry
from content.directory.text import write_entry
from content.pack import PACKS
from tests.content.test_our_topics import FRENCH_SIGNS, ROLES, SPACED_SIGNS

ON_THE_PHONE = {"fr": "Que dire au téléphone ? ", "nl": "Wat zegt u aan de telefoon? "}
LONGEST_CALL = 2
"""Sentences: what is said before the other side answers."""
UNQUOTED = {EntryFactKind.LINK, EntryFactKind.ONLINE}
"""A link is its own proof."""

FILES = sorted(PACKS.glob("*/directory/*.yaml"))


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def entry(request: pytest.FixtureRequest) -> DirectoryEntry:
    return read_entry(request.param.read_text("utf-8"))


def said(entry: DirectoryEntry) -> list[EntryFact]:
    return [fact for fact in entry.all_facts if fact.words]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_entry_is_written_as_the_programme_writes_it(file: Path) -> None:
    text = file.read_text("utf-8")
    assert write_entry(read_entry(text)) == text


def test_whatever_is_said_is_said_in_french_and_in_dutch(entry: DirectoryEntry) -> None:
    assert [fact.words for fact in said(entry) if {*fact.words} != {*WRITTEN_IN}] == []


def test_what_was_read_quotes_the_sentence_that_it_rests_on(entry: DirectoryEntry) -> None:
    read = [fact for fact in entry.all_facts if fact.source and not fact.blank and fact.kind not in UNQUOTED]
    assert [fact for fact in read if not (fact.source and fact.source.quote)] == []


def test_words_are_typed_plainly_and_make_a_man_or_a_woman_of_nobody(entry: DirectoryEntry) -> None:
    signs = {"fr": SPACED_SIGNS, "nl": FRENCH_SIGNS}
    words = [(language, one) for fact in said(entry) for language, one in fact.words.items()]
    assert [one for language, one in words if signs[language].search(one)] == []
    assert [one for language, one in words if re.search(rf"(?i)\b(?:{ROLES[language]})\b", one)] == []


def test_what_to_say_on_the_phone_is_two_sentences_at_most(entry: DirectoryEntry) -> None:
    for language, heading in ON_THE_PHONE.items():
        mobilise = [fact.words[language] for fact in entry.of_kind(EntryFactKind.MOBILISE)]
        calls = [one.removeprefix(heading) for one in mobilise if one.startswith(heading)]
        assert all(len(re.findall(r"[.?!](?=[ ”])", one.replace(" ?", "?"))) <= LONGEST_CALL for one in calls)


def test_most_entries_say_how_one_gets_in() -> None:
    entries = [read_entry(file.read_text("utf-8")) for file in FILES]
    told = [entry for entry in entries if any(fact.words for fact in entry.of_kind(EntryFactKind.MOBILISE))]
    assert 3 * len(told) >= 2 * len(entries) > 0
