"""What docs/sources-read.md says of our entries is what their texts say: each stands there once, with its sources."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from content.directory.entry import DirectoryEntry, EntryBlank, EntryFactKind, EntryKind
from content.directory.kinds import YES
from content.directory.reading import read_entry
from content.pack import PACKS

SECTION = "## Le répertoire\n"
WRITTEN = (Path(__file__).resolve().parents[3] / "docs" / "sources-read.md").read_text("utf-8").partition(SECTION)[2]
ROW = re.compile(r"^\| `([\w-]+)` \| (.+) \|$", re.MULTILINE)
COLUMNS = ("what", "sources", "read", "unread", "looked_at")
ROWS = {name: dict(zip(COLUMNS, cells.split(" | "), strict=True)) for name, cells in ROW.findall(WRITTEN)}
NOTHING = "rien de ce qui était cherché"
"""What stands in the column of what stayed unread when nothing did."""

FILES = sorted((PACKS / "conseil-emploi" / "directory").glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def entry(request: pytest.FixtureRequest) -> DirectoryEntry:
    return read_entry(request.param.read_text("utf-8"))


def hosts(entry: DirectoryEntry) -> Iterator[str]:
    for fact in entry.all_facts:
        if fact.source:
            yield (urlsplit(fact.source.address).hostname or "").removeprefix("www.")


def test_every_entry_stands_there_once_and_nothing_else_does() -> None:
    assert [name for name, _ in ROW.findall(WRITTEN)] == [file.stem for file in FILES] != []


def test_its_sources_are_those_of_its_facts(entry: DirectoryEntry) -> None:
    told = re.sub(r" \([^()]*\)", "", ROWS[entry.id]["sources"]).split(" ; ")
    assert sorted(told) == sorted({*hosts(entry)})


def test_it_was_read_on_the_days_of_its_facts(entry: DirectoryEntry) -> None:
    days = sorted({fact.source.read_on.isoformat() for fact in entry.all_facts if fact.source})
    assert ROWS[entry.id]["read"] == ", ".join(days)


def test_what_stayed_unread_is_told_of_every_entry_with_such_a_blank(entry: DirectoryEntry) -> None:
    if any(fact.blank is EntryBlank.UNREAD for fact in entry.all_facts):
        assert ROWS[entry.id]["unread"] != NOTHING


def test_a_tool_is_for_the_data_protection_officer_and_a_measure_for_a_lawyer(entry: DirectoryEntry) -> None:
    eyes = {EntryKind.TOOL: "protection des données", EntryKind.MEASURE: "juriste"}
    assert eyes.get(entry.kind, "") in ROWS[entry.id]["looked_at"]


def test_the_tools_that_want_an_account_are_named_below_the_table(entry: DirectoryEntry) -> None:
    wanted = any(fact.value("compte") == YES for fact in entry.of_kind(EntryFactKind.ONLINE))
    below = WRITTEN.rpartition("À regarder encore")[2]
    assert (f"`{entry.id}`" in below) == wanted
