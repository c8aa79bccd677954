"""A file out of its wrapping: what is compressed is bounded, one table is found, no street is shown of a column."""

import gzip
import json
from datetime import date

import pytest

from content.directory.column_mapping import ColumnMapping
from content.directory.exchange_results import Arrival
from content.directory.incoming_file import FileFormat, IncomingFile, ShownColumn, columns_of, entries_in
from content.errors import BrokenText
from content.exchange.archive import packed
from content.strings.tables_sent import LARGEST_FILE
from tests.content.directory.workbooks import rows, workbook

ARRIVAL = Arrival("https://example.org/", "Service emploi", date(2026, 11, 29), "fr", "liste.csv", "Une autre maison")
TABLE = "Nom;Rue;Lu\nUne écoute;Rue Inventée 1;24/11/2026\nUn accueil;;23/11/2026\n"
BY_NAME = ColumnMapping({"Nom": "nom"})
STRUCTURES = "id,nom,date_maj,source\ns1,Une maison,2026-11-01,dora\n"
SERVICES = (
    "id,structure_id,nom,description,date_maj,source\na1,s1,Une écoute,Écouter après une perte.,2026-11-02,dora\n"
)


def of_house(data: bytes) -> list[str]:
    read = entries_in(IncomingFile(data, FileFormat.TABLE, ARRIVAL, BY_NAME))
    return [entry.name["fr"] for entry in read.entries]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("cp1252"),
        gzip.compress(TABLE.encode()),
        packed({"sous/liste.csv": TABLE.encode()}),
        workbook({"Une": rows(*(line.split(";") for line in TABLE.splitlines()))}),
    ],
    ids=["utf-8", "windows", "gz", "zip", "xlsx"],
)
def test_one_table_is_read_however_it_is_wrapped(data: bytes) -> None:
    assert of_house(data) == ["Une écoute", "Un accueil"]


def test_entries_are_of_the_publisher_and_were_read_by_the_service() -> None:
    (first, _) = entries_in(IncomingFile(TABLE.encode(), FileFormat.TABLE, ARRIVAL, BY_NAME)).entries
    assert first.origin is not None
    assert (first.origin.publisher, first.facts[0].source.service) == ("Une autre maison", "Service emploi")  # type: ignore[union-attr]


def test_two_tables_of_a_schema_come_in_one_zip() -> None:
    data = packed({"v1/structures.csv": STRUCTURES.encode(), "v1/services.csv": SERVICES.encode()})
    read = entries_in(IncomingFile(data, FileFormat.INCLUSION, ARRIVAL))
    assert ([entry.name["fr"] for entry in read.entries], read.faults) == (["Une écoute"], ())


def test_json_may_be_compressed() -> None:
    data = gzip.compress(json.dumps({"services": [{"id": "a", "name": "Une écoute"}]}).encode())
    assert len(entries_in(IncomingFile(data, FileFormat.HSDS, ARRIVAL)).entries) == 1


def test_a_sheet_beside_the_first_is_told_with_what_is_left_of_it() -> None:
    data = workbook({"Une": rows(["Nom"], ["Une écoute"]), "Deux": rows(["Nom"], ["a"], ["b"])})
    read = entries_in(IncomingFile(data, FileFormat.TABLE, ARRIVAL, BY_NAME))
    assert [loss.told for loss in read.losses] == ["La feuille « Deux » n'est pas lue ; lignes laissées : 2."]


def test_columns_show_their_first_values_and_never_an_address() -> None:
    secret = "Un refuge;Chez Ada, adresse confidentielle;22/11/2026\n"
    assert columns_of((TABLE + secret).encode(), "liste.csv") == (
        ShownColumn("Nom", 3, ("Une écoute", "Un accueil")),
        ShownColumn("Rue", 2, ()),
        ShownColumn("Lu", 3, ("24/11/2026", "23/11/2026")),
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (gzip.compress(b"a" * (LARGEST_FILE + 1)), "Ce fichier dépasse 20 Mo"),
        (gzip.compress(TABLE.encode())[:-9], "Ce fichier .gz ne s'ouvre pas"),
        (packed({"a.csv": b"a;b", "b.csv": b"a;b"}), "Ce paquet tient 2 fichiers"),
        (packed({"a.csv": b"a" * 5_000_000}), "grandit démesurément"),
        (packed({"../a.csv": b"a;b"}), "sort du paquet"),
        (b"PK\x03\x04 rien", "ne peut pas être ouvert"),
        (b"Nom\n", "n'a aucune ligne"),
        (b"\x81\x8d", "ni en UTF-8"),
        (
            workbook({"Une": rows(["Nom"], ["a"])}, workbook="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
            "ne peut pas être ouvert",
        ),
        (("Nom\n" + "a\n" * 50_001).encode(), "dépasse 50000 lignes"),
    ],
    ids=["bomb of gz", "cut", "two", "bomb of zip", "path", "no zip", "no rows", "encoding", "xml", "rows"],
)
def test_what_means_harm_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(BrokenText, match=told):
        of_house(data)


def test_a_formula_is_text() -> None:
    assert of_house(b"Nom\n=1+1 HYPERLINK\n") == ["=1+1 HYPERLINK"]
