"""Our own entries: each thing in two languages, with the sentence that it rests on, typed as our texts are."""

import re
from pathlib import Path

import pytest

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFact, EntryFactKind, EntryKind, Organisation
from content.directory.reading import read_entry
from content.directory.text import write_entry
from content.pack import PACKS
from tests.content.test_our_topics import FRENCH_SIGNS, ROLES, SPACED_SIGNS

ON_THE_PHONE = {"fr": "Que dire au téléphone ? ", "nl": "Wat zegt u aan de telefoon? "}
LONGEST_CALL = 2
"""Sentences: what is said before the other side answers."""
UNQUOTED = {EntryFactKind.LINK, EntryFactKind.ONLINE}
"""A link is its own proof."""
LONGEST_NAME, LONGEST_DESCRIPTION = 60, 2
"""Letters of a line of a list, and sentences of what it is: whoever looks has seven minutes."""
TELEPHONE = re.compile(r"0\d \d{3} \d{2} \d{2}|0800 \d{2} \d{3}")
FIGURES = re.compile(r"\b0\d{1,3}[ ./][\d ./]{5,}\d")
OF_THE_LABEL = re.compile(r"sans date|zonder datum|plus de deux ans|dan twee jaar|copies? conservée|bewaarde kopie")
"""What the label says of how a fact was read, at the head of its page and in every list."""

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


def test_a_name_fits_on_a_line_of_a_list(entry: DirectoryEntry) -> None:
    assert [name for name in entry.name.values() if len(name) > LONGEST_NAME] == []


def test_an_entry_says_once_and_shortly_what_it_is(entry: DirectoryEntry) -> None:
    (description,) = entry.of_kind(EntryFactKind.DESCRIPTION)
    for words in description.words.values():
        assert 0 < len(re.findall(r"[.?!](?: |$)", words)) <= LONGEST_DESCRIPTION


def test_nothing_is_said_twice(entry: DirectoryEntry) -> None:
    words = [fact.words["fr"] for fact in entry.all_facts if fact.words and fact.kind is not EntryFactKind.NAME]
    assert len({*words}) == len(words)


def test_no_words_say_again_what_the_label_says_of_their_reading(entry: DirectoryEntry) -> None:
    words = [one for fact in said(entry) for one in fact.words.values()]
    assert [one for one in words if OF_THE_LABEL.search(one)] == []


def test_a_telephone_number_is_written_in_one_way(entry: DirectoryEntry) -> None:
    values = [fact.value("telephone") for fact in entry.all_facts if fact.value("telephone")]
    written = [one for fact in said(entry) for words in fact.words.values() for one in FIGURES.findall(words)]
    assert [number for number in (*values, *written) if not TELEPHONE.fullmatch(number)] == []


def test_what_is_about_violence_sends_to_the_police_first(entry: DirectoryEntry) -> None:
    if "violence" in entry.topics:
        first = next(entry.of_kind(EntryFactKind.CONDITIONS))
        assert all("101" in words for words in first.words.values())


def test_a_measure_says_how_one_asks_for_it(entry: DirectoryEntry) -> None:
    if entry.kind is EntryKind.MEASURE:
        assert [fact for fact in entry.of_kind(EntryFactKind.MOBILISE) if fact.words] != []


def test_a_tool_says_whether_it_wants_an_account(entry: DirectoryEntry) -> None:
    if entry.kind is EntryKind.TOOL:
        asked = [fact for fact in entry.of_kind(EntryFactKind.ONLINE) if fact.value("compte")]
        assert [bool(fact.source and fact.source.quote) for fact in asked] == [True]


def test_an_organisation_is_told_in_one_way() -> None:
    told: dict[str, Organisation] = {}
    for entry in (read_entry(file.read_text("utf-8")) for file in FILES):
        assert told.setdefault(entry.organisation.id, entry.organisation) == entry.organisation


def test_most_entries_say_how_one_gets_in() -> None:
    entries = [read_entry(file.read_text("utf-8")) for file in FILES]
    told = [entry for entry in entries if any(fact.words for fact in entry.of_kind(EntryFactKind.MOBILISE))]
    assert 3 * len(told) >= 2 * len(entries) > 0
