"""What docs/sources-read.md says of our entries is what their texts say: each once, with its sources, their dates."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from content.directory.entry import DirectoryEntry, EntryBlank, EntryFactKind, EntryKind
from content.directory.kinds import YES
from content.directory.reading import read_entry
from content.pack import PACKS, read_parts
from content.readings import ReadingManner

SECTION = "## Le répertoire\n"
WRITTEN = (Path(__file__).resolve().parents[3] / "docs" / "sources-read.md").read_text("utf-8").partition(SECTION)[2]
ROW = re.compile(r"^\| `([\w-]+)` \| (.+) \|$", re.MULTILINE)
COLUMNS = ("what", "sources", "read", "unread", "looked_at")
ROWS = {name: dict(zip(COLUMNS, cells.split(" | "), strict=True)) for name, cells in ROW.findall(WRITTEN)}
NOTHING = "rien de ce qui était cherché"
"""What stands in the column of what stayed unread when nothing did."""

MANNER = "**Tout a été lu dans une copie conservée\ndont le jour n'est pas connu**"
"""What stands above the table, once for all facts: no column repeats it."""
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
BORNE = re.compile(rf"(?:(?:1er|\d\d?) )?(?:(?:{'|'.join(MONTHS)}) )?\d{{4}}")
"""A date as a page bears it, and nothing else: « vers 2018 » or « avant 2020 » is ours."""
UNDATED = "sans date"

FILES = sorted((PACKS / "conseil-emploi" / "directory").glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def entry(request: pytest.FixtureRequest) -> DirectoryEntry:
    return read_entry(request.param.read_text("utf-8"))


def pages(entry: DirectoryEntry) -> Iterator[tuple[str, str]]:
    """Yield the site of each fact, and the date that its page bears, in French; empty where it bears none."""
    for fact in entry.all_facts:
        if fact.source:
            host = (urlsplit(fact.source.address).hostname or "").removeprefix("www.")
            yield host, in_french(fact.source.page)


def in_french(page: str) -> str:
    year, *rest = page.split("-")
    month = f"{MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if rest[1:] else ""
    return f"{'1er ' if day == '1 ' else day}{month}{year}"


def borne(told: str) -> set[tuple[str, str]]:
    """Return the sites that a cell names, with every date that it says of each; empty for « sans date »."""
    sites = re.findall(r"([^ ;]+) \(([^()]*)\)", told)
    parts = [(host, part) for host, words in sites for part in re.split(r", (?:et )?", words)]
    return {(host, part.removeprefix(UNDATED)) for host, part in parts if part == UNDATED or BORNE.fullmatch(part)}


def test_every_entry_stands_there_once_and_nothing_else_does() -> None:
    assert [name for name, _ in ROW.findall(WRITTEN)] == [file.stem for file in FILES] != []


def test_its_sources_are_those_of_its_facts(entry: DirectoryEntry) -> None:
    told = re.sub(r" \([^()]*\)", "", ROWS[entry.id]["sources"]).split(" ; ")
    assert sorted(told) == sorted({host for host, _ in pages(entry)})


def test_it_was_read_on_the_days_of_its_facts(entry: DirectoryEntry) -> None:
    days = sorted({fact.source.read_on.isoformat() for fact in entry.all_facts if fact.source})
    assert ROWS[entry.id]["read"] == ", ".join(days)


def test_each_site_is_told_with_the_dates_that_its_pages_bear(entry: DirectoryEntry) -> None:
    assert borne(ROWS[entry.id]["sources"]) == {*pages(entry)}


def test_every_fact_and_every_rule_was_read_as_the_lines_above_the_table_say() -> None:
    assert MANNER in WRITTEN
    parts = read_parts(PACKS / "conseil-emploi")
    sources = [fact.source for one, _, _ in parts.directory for fact in one.all_facts if fact.source]
    readings = [(one.manner, one.copied) for one in (*sources, *parts.rules.values())]
    assert {*readings} == {(ReadingManner.COPY, None)}


def test_pages_of_one_address_bear_one_date() -> None:
    facts = [fact for file in FILES for fact in read_entry(file.read_text("utf-8")).all_facts]
    dated = {(fact.source.address, fact.source.page) for fact in facts if fact.source}
    addresses = [address for address, _ in dated]
    assert [one for one in {*addresses} if addresses.count(one) > 1] == []


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
