"""The directory as files: what each format loses is shown before it is taken, and what is taken is valid."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from data_inclusion.schema.v1 import Service, Structure

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryOrigin
from content.directory.exchange_results import Arrival
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_reader import read_inclusion_tables
from content.directory.inclusion_writer import Publishing
from content.exchange.archive import unpacked
from content.pack import read_parts
from content.strings.tables_sent import read_csv
from models.directory import entry_index
from models.tables.documents import Document
from portal.directory.licences_and_exports import FILES
from tests.builders import MONDAY
from tests.content.directory.written_files import write_inclusion
from tests.directory.published_entries import confidential, entry, fact, publish_entries
from tests.house import House
from tests.site.pages.flaws import flaws

PACK = Path(__file__).parents[3] / "content" / "packs" / "conseil-emploi"
SILENT = entry("sans-description", facts=(fact(EntryFactKind.NAME, "Sans description"),))
INVENTED = [entry(), confidential(), SILENT]
ARRIVAL = Arrival("https://exemple.be/", "Service emploi", MONDAY.date().replace(year=2027))


@pytest.fixture
def with_entries(house: House) -> Iterator[House]:
    with house.store.writing() as db:
        publish_entries(db, *INVENTED, replace(entry("chez-dora"), origin=EntryOrigin("dora", "7")))
    yield house
    with house.store.writing() as db:
        for one in db.query(Document).filter(Document.kind == "entry"):
            entry_index.retire(db, one)


def taken(house: House, name: str) -> bytes:
    answer = house.visitor(trainer=True).client.get(f"/directory/export/{name}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=repertoire-{name}"
    return answer.data


def test_what_is_lost_is_on_the_page_before_a_file_is_taken(with_entries: House) -> None:
    page = with_entries.visitor(trainer=True).get("/directory/export")
    assert ("3 entrées peuvent être transmises." in page.text, "1 autre reste ici" in page.text) == (True, True)
    files = [link.rpartition("/")[2] for link in page.links() if link.startswith("/directory/export/")]
    assert files == [*FILES]
    losses = ["".join(item.itertext()).split("·") for item in page.tree.xpath("//ul[@class='losses']/li")]
    said = {" ".join(one[0].split()): " ".join(one[1].split()) for one in losses}
    assert said["la description"] == (
        "demandé par ce format, non dit par 1 entrée, qui n’est pas écrite sans-description"
    )
    assert said["les compétences"].startswith("laissé par ")
    assert "les mots en néerlandais" in said
    assert flaws(page) == []


def test_each_file_holds_what_may_be_passed_on_and_can_be_read_again(with_entries: House) -> None:
    named = json.loads(taken(with_entries, "data-inclusion.json"))
    assert [one["id"] for one in named["services"]] == [f"boussole.example--{name}" for name in ("ecoute", "refuge")]
    tables = {
        name: text.decode("utf-8-sig")
        for name, text in unpacked(taken(with_entries, "data-inclusion-csv.zip"), "z").items()
    }
    assert [row["id"] for row in csv.DictReader(StringIO(tables["services.csv"]), delimiter=";")] == [
        one["id"] for one in named["services"]
    ]
    read = read_inclusion_tables(
        *(read_csv(tables[f"{name}.csv"], name) for name in ("structures", "services")), ARRIVAL
    )
    assert (read.faults, len(read.entries)) == ((), 2)
    for name in ("hsds.json", "hsds-csv.zip"):
        assert len(read_hsds(taken(with_entries, name), ARRIVAL).entries) == 3
    assert with_entries.visitor(trainer=True).get("/directory/export/autre.zip").status == 404


def own_pack() -> list[DirectoryEntry]:
    return [one for one, _, _ in read_parts(PACK).directory]


@pytest.mark.nightly
def test_all_that_our_pack_and_these_entries_export_is_valid() -> None:
    entries = [*own_pack(), *INVENTED]
    assert len(entries) > len(INVENTED) + 10
    written = json.loads(write_inclusion(entries, Publishing("boussole.example")).value)
    for row in written["services"]:
        Service.model_validate(row)
    for row in written["structures"]:
        Structure.model_validate(row)
    left_out = {loss.of for loss in write_inclusion(entries, Publishing("x")).losses if "field" in loss.values}
    assert len(written["services"]) == len(entries) - len(left_out)
    assert left_out == {"sans-description"}
