"""data.inclusion's schema v1: in and out again without loss, valid by its own model, and every fault by its row."""

import json
from datetime import date
from typing import Any

import pytest
from data_inclusion.schema.v1 import (
    ModeMobilisation,
    Public,
    ReseauPorteur,
    Service,
    Structure,
    Thematique,
    TypeService,
)
from hypothesis import given
from hypothesis import strategies as st

from content.directory import fact_values as v1
from content.directory.entry import DirectoryEntry
from content.directory.entry_text import read_entry, write_entry
from content.directory.exchange_results import Arrival, EntriesRead
from content.directory.inclusion_reader import read_inclusion, read_inclusion_tables
from content.directory.inclusion_writer import Publishing, inclusion_tables, rows_of
from content.errors import BrokenText
from content.strings.tables_sent import read_csv
from tests.content.directory.made_up_records import TODAY, datasets
from tests.content.directory.written_files import write_inclusion
from tests.content.made_up_entries import entries, secret_entries
from tests.directory.invented_entries import SECRET_TEXT, TEXT

ARRIVAL = Arrival("https://example.org/donnees", "Service emploi", TODAY, "fr", "v1.json")
OURS = Publishing("boussole")


def read(dataset: object) -> EntriesRead:
    return read_inclusion(json.dumps(dataset).encode(), ARRIVAL)


def told(found: EntriesRead) -> list[str]:
    return [f"{problem.line}: {problem.told}" for problem in found.faults]


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["id"]))


@given(datasets())
def test_what_v1_says_goes_out_again_as_it_came(dataset: dict[str, list[dict[str, Any]]]) -> None:
    found = read(dataset)
    assert (found.faults, found.losses) == ((), ())
    written = write_inclusion(found.entries, OURS)
    assert written.losses == ()
    assert {name: by_id(rows) for name, rows in json.loads(written.value).items()} == {
        name: by_id(rows) for name, rows in dataset.items()
    }


@given(datasets())
def test_an_entry_from_v1_comes_back_from_its_text_unchanged(dataset: dict[str, list[dict[str, Any]]]) -> None:
    for entry in read(dataset).entries:
        assert read_entry(write_entry(entry)) == entry


@pytest.mark.nightly
@given(datasets())
def test_two_tables_say_what_the_json_says(dataset: dict[str, list[dict[str, Any]]]) -> None:
    found = read(dataset)
    tables = inclusion_tables(rows_of(entry, OURS) for entry in found.entries)
    again = read_inclusion_tables(*(read_csv(text, name) for name, text in tables.items()), ARRIVAL)
    assert again.faults == ()
    assert again.entries == found.entries


@pytest.mark.nightly
@given(st.lists(entries() | secret_entries(), max_size=3))
def test_whatever_is_written_is_valid_for_the_schema_and_what_is_not_said_is_listed(some: list[DirectoryEntry]) -> None:
    written = write_inclusion(some, OURS)
    rows = json.loads(written.value)
    assert {Service(**row).structure_id for row in rows["services"]} == {row["id"] for row in rows["structures"]}
    assert {Structure(**row).id for row in rows["structures"]} == {row["structure_id"] for row in rows["services"]}
    assert {entry.id for entry in some} <= {row["id"].removeprefix("boussole--") for row in rows["services"]} | {
        loss.of for loss in written.losses
    } | {entry.id for entry in some if entry.origin}


def test_the_codes_are_those_of_the_schema() -> None:
    assert {one.value for one in Thematique} == v1.THEMATIQUES
    assert {one.value for one in Public} == v1.PUBLICS
    assert {one.value for one in ReseauPorteur} == v1.RESEAUX_PORTEURS
    assert {one.value for one in TypeService} == v1.TYPES
    assert {one.value for one in ModeMobilisation} == v1.MODES_MOBILISATION


def test_what_v1_cannot_say_of_an_entry_is_listed_by_name() -> None:
    (loss,) = write_inclusion([read_entry(TEXT)], OURS).losses
    assert loss.told == (
        "data.inclusion v1 n'a pas de place pour : topics, skills, plain, review_by, nl, documents, read, "
        "reach.code_postal, delay, organisation.nl."
    )


def test_an_entry_without_description_is_not_written_and_says_so() -> None:
    written = write_inclusion([read_entry(SECRET_TEXT)], OURS)
    assert json.loads(written.value)["services"] == []
    assert [loss.told for loss in written.losses] == [
        "data.inclusion v1 demande « description », que cette entrée ne dit pas : elle n'est pas écrite."
    ]


STRUCTURE = {"source": "dora", "id": "s1", "nom": "Une maison", "date_maj": "2026-11-01"}
SERVICE = {
    "source": "dora",
    "structure_id": "s1",
    "id": "a1",
    "nom": "Une écoute",
    "description": "Une écoute après la perte d'un emploi.",
    "date_maj": "2026-11-02",
}


def with_service(**fields: object) -> EntriesRead:
    return read({"structures": [STRUCTURE], "services": [SERVICE, {**SERVICE, "id": "a2", **fields}]})


def test_a_sound_record_says_where_and_when_it_was_read() -> None:
    (entry,) = read({"structures": [STRUCTURE], "services": [{**SERVICE, "lien_source": "https://dora.fr/a"}]}).entries
    assert {fact.source.address for fact in entry.facts if fact.source} == {"https://dora.fr/a"}
    assert {fact.source.read_on for fact in entry.facts if fact.source} == {date(2026, 11, 2)}
    assert {fact.source.address for fact in entry.organisation.facts if fact.source} == {ARRIVAL.address}


def test_a_fault_is_named_by_its_row_and_the_other_rows_are_read() -> None:
    for fields, said in [
        ({"nom": "ab"}, "« nom » a de 3 à 150 caractères"),
        ({"nom": None}, "Il manque « nom »"),
        ({"description": "abc"}, "« description » a de 5 à 10000 caractères"),
        ({"date_maj": "1999-12-31"}, "« date_maj » doit être une date de 2000 à aujourd'hui"),
        ({"date_maj": "2026-12-01"}, "« date_maj » doit être une date de 2000 à aujourd'hui"),
        ({"courriel": "pas une adresse"}, "« pas une adresse » ne s'écrit pas ainsi dans « courriel »"),
        ({"lien_source": "javascript:alert(1)"}, "ne s'écrit pas ainsi dans « lien_source »"),
        ({"code_postal": "1060"}, "« 1060 » ne s'écrit pas ainsi dans « code_postal »"),
        ({"publics": ["tous-publics", "jeunes"]}, "« tous-publics » ne va avec aucun autre public"),
        ({"publics": "jeunes"}, "« jeunes » ne s'écrit pas ainsi dans « publics »"),
        ({"mobilisable_par": ["autres"]}, "« autres » n'est pas un code de « mobilisable_par »"),
        ({"thematiques": ["famille"]}, "« famille » ne s'écrit pas ainsi dans « thematiques »"),
        ({"nombre_semaines": "beaucoup"}, "« beaucoup » ne s'écrit pas ainsi dans « nombre_semaines »"),
        ({"telephone": 32}, "« 32 » ne s'écrit pas ainsi dans « telephone »"),
        ({"structure_id": "s9"}, "« structure_id » nomme « s9 »"),
        ({"id": "a1"}, "L'identifiant « a1 » sert aussi à la ligne 1"),
    ]:
        found = with_service(**fields)
        assert [one for one in told(found) if one.startswith("2: ") and said in one] != []
        assert [entry.origin.id for entry in found.entries if entry.origin] == ["a1"]


def test_a_record_that_a_person_signs_is_said_to_be_read_by_the_service_that_brings_it() -> None:
    for signed in ["anne@example.org", "Mme Dupont"]:
        (_, entry) = with_service(source=signed).entries
        assert {fact.source.service for fact in entry.facts if fact.source} == {"Service emploi"}


def test_what_nobody_can_see_is_no_value() -> None:
    for field in ["id", "nom", "source", "telephone", "structure_id"]:
        found = with_service(**{field: "\x00\x00\x00"})
        assert len(found.entries) == 1
        assert found.faults


def test_coordinates_and_names_of_persons_are_not_taken_and_are_counted() -> None:
    found = with_service(latitude=50.8, longitude=4.3, contact_nom_prenom="Anne Onyme", autre="x")
    assert len(found.entries) == 2
    assert sorted(loss.told for loss in found.losses) == [
        "« autre » n'a pas de place ici ; valeurs laissées : 1.",
        "« contact_nom_prenom » parle de personnes ; valeurs laissées : 1.",
        "« latitude » situe un lieu sur une carte ; valeurs laissées : 1.",
        "« longitude » situe un lieu sur une carte ; valeurs laissées : 1.",
    ]
    assert "Onyme" not in "".join(map(write_entry, found.entries))


def test_what_is_no_such_file_is_refused_by_name() -> None:
    for data in [
        *(b"", b"[", b"[]", b'{"services": 3}', b"[" * 100_000, b'{"services": [NaN]}', b"\x81\x8d", b"1" * 5000)
    ]:
        with pytest.raises(BrokenText):
            read_inclusion(data, ARRIVAL)


def _grown(each: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(each) | st.dictionaries(st.sampled_from([*SERVICE, "publics", "latitude"]), each)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), _grown, max_leaves=9)
)
def test_whatever_stands_in_the_lists_gives_entries_or_faults(anything: object) -> None:
    services = [{**SERVICE, "x": anything}, anything, *({**SERVICE, field: anything} for field in SERVICE)]
    try:
        found = read({"structures": [STRUCTURE, anything], "services": services})
    except BrokenText:
        return  # NaN, or half a character
    assert all(problem.told for problem in found.faults)


def test_a_record_that_says_its_address_is_confidential_becomes_a_discreet_entry() -> None:
    (_, entry) = with_service(complement_adresse="Adresse confidentielle : téléphonez", commune="Lille").entries
    assert entry.confidential and entry.discretion
    assert entry.discretion.line == {"fr": "Adresse confidentielle : téléphonez"}
    assert read_entry(write_entry(entry)) == entry
    row = json.loads(write_inclusion([entry], OURS).value)["services"][0]
    assert (row["complement_adresse"], row["adresse"]) == ("Adresse confidentielle : téléphonez", None)


def test_a_confidential_record_that_gives_its_address_away_is_refused() -> None:
    for fields, field in [
        ({"adresse": "12 rue de la Paix"}, "adresse"),
        ({"code_postal": "59000"}, "code_postal"),
        ({"latitude": 50.6, "longitude": 3.0}, "latitude"),
        ({"description": "Sonnez au 12, rue de la Paix."}, "description"),
        ({"lien_source": "https://example.org/12-rue-de-la-Paix"}, "lien_source"),
    ]:
        found = with_service(complement_adresse="Adresse confidentielle", **fields)
        assert [entry.origin.id for entry in found.entries if entry.origin] == ["a1"]
        assert any(f"« {field} »" in one for one in told(found))


@given(datasets(), st.sampled_from(["adresse", "description", "complement_adresse"]))
def test_no_confidential_entry_holds_what_is_hidden(dataset: dict[str, list[dict[str, Any]]], where: str) -> None:
    dataset["services"][0][where] = "Adresse confidentielle"
    dataset["services"][0]["code_postal"] = "59260"
    assert not any(entry.confidential for entry in read(dataset).entries)
