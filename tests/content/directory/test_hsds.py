"""HSDS 3: what it can say comes back, as JSON and as tables, and what is lost on the way is listed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory.entry import DirectoryEntry, EntryFactKind
from content.directory.entry_text import read_entry, write_entry
from content.directory.exchange_results import Arrival, EntriesRead
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_writer import Publishing
from content.errors import BrokenText
from content.exchange.archive import packed
from tests.content.directory.written_files import write_hsds, write_hsds_tables
from tests.content.made_up_entries import entries
from tests.directory.invented_entries import SECRET_TEXT, TEXT

ARRIVAL = Arrival("https://example.org/hsds", "Service emploi", date(2026, 11, 29), "fr", "hsds")
OURS = Publishing("boussole")


def read(value: object) -> EntriesRead:
    return read_hsds(json.dumps(value).encode(), ARRIVAL)


SERVICE = {
    "id": "a1",
    "name": "Une écoute",
    "status": "active",
    "organization": {"id": "o1", "name": "Une maison", "description": "Une maison"},
}


def said_by(entry: DirectoryEntry) -> list[tuple[EntryFactKind, object, object]]:
    return [(fact.kind, fact.words, fact.values) for fact in entry.all_facts]


def test_what_is_lost_of_an_entry_is_listed_by_name() -> None:
    (loss,) = write_hsds([read_entry(TEXT)], OURS).losses
    assert loss.told == (
        "HSDS 3 n'a pas de place pour : topics, skills, plain, thematiques, type, review_by, nl, read, "
        "audience.publics, cost.frais, documents, reach.code_insee, reach.modes_accueil, delay."
    )


def test_what_is_said_comes_back() -> None:
    (entry,) = read_hsds(write_hsds([read_entry(TEXT)], OURS).value.encode(), ARRIVAL).entries
    reach = next(entry.of_kind(EntryFactKind.REACH))
    assert entry.name == {"fr": "Écoute après la perte d'un emploi"}
    assert {name: reach.value(name) for name in reach.values} == {
        "telephone": "02 000 00 00",
        "adresse": "Rue Inventée 1",
        "code_postal": "1060",
        "commune": "Saint-Gilles",
    }
    assert reach.source and reach.source.read_on == date(2026, 11, 24)


sound = st.lists(entries(), max_size=2, unique_by=(lambda one: one.id, lambda one: one.organisation.id))


@pytest.mark.nightly
@given(sound)
def test_after_one_way_through_nothing_more_is_lost(some: list[DirectoryEntry]) -> None:
    once = read_hsds(write_hsds(some, OURS).value.encode(), ARRIVAL)
    again = read_hsds(write_hsds(once.entries, OURS).value.encode(), ARRIVAL)
    assert [said_by(entry) for entry in again.entries] == [said_by(entry) for entry in once.entries]
    assert len(once.entries) + len(once.faults) >= len(some)


@pytest.mark.nightly
@given(sound)
def test_tables_say_what_the_json_says(some: list[DirectoryEntry]) -> None:
    by_json = read_hsds(write_hsds(some, OURS).value.encode(), ARRIVAL)
    if some:
        by_tables = read_hsds(write_hsds_tables(some, OURS).value, ARRIVAL)
        assert sorted(map(said_by, by_tables.entries), key=str) == sorted(map(said_by, by_json.entries), key=str)


def test_a_confidential_entry_goes_out_under_its_discreet_title_with_its_public_line() -> None:
    (service,) = json.loads(write_hsds([read_entry(SECRET_TEXT)], OURS).value)["services"]
    assert service["name"] == "Un accueil"
    assert service["application_process"] == "Téléphonez : on vous dit où aller."
    assert "jour et de nuit" not in json.dumps(service)


def test_coordinates_and_persons_are_not_taken_and_are_counted() -> None:
    place = {"location": {"location_type": "physical", "latitude": 50.8, "longitude": 4.3}}
    found = read([{**SERVICE, "service_at_locations": [place], "contacts": [{"name": "Anne Onyme"}], "wait_time": "2"}])
    assert sorted(loss.told for loss in found.losses) == [
        "« locations.latitude » situe un lieu sur une carte ; valeurs laissées : 1.",
        "« locations.longitude » situe un lieu sur une carte ; valeurs laissées : 1.",
        "« services.contacts » parle de personnes ; valeurs laissées : 1.",
        "« services.wait_time » n'a pas de place ici ; valeurs laissées : 1.",
    ]
    assert "Onyme" not in "".join(map(write_entry, found.entries))


def test_a_confidential_service_that_gives_its_address_away_is_refused() -> None:
    for place in [
        {"addresses": [{"address_1": "12, rue de la Paix", "city": "Lille"}]},
        {"addresses": [{"postal_code": "59000"}]},
        {"latitude": 50.8},
    ]:
        service = {**SERVICE, "description": "Confidential address.", "service_at_locations": [{"location": place}]}
        found = read([service, {**SERVICE, "id": "a2"}])
        assert [entry.origin.id for entry in found.entries if entry.origin] == ["a2"]
        assert [fault.line for fault in found.faults] == [1]


def test_a_fault_is_named_by_its_row() -> None:
    found = read([{**SERVICE, "email": "x"}, {**SERVICE}, "x", {**SERVICE, "id": "a3", "assured_date": "2030-01-01"}])
    assert [(fault.line, str(fault.severity)) for fault in found.faults] == [
        *((1, "advice"), (2, "error"), (3, "error"), (4, "error"))
    ]


def test_what_is_no_such_file_is_refused_by_name() -> None:
    for data in [b"", b"{}", b"[1", b"3", packed({"x.csv": b"a\n"}), b"PK\x03\x04"]:
        with pytest.raises(BrokenText):
            read_hsds(data, ARRIVAL)


simple = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
keys = st.sampled_from(
    ["id", "name", "organization", "phones", "number", "service_at_locations", "location", "latitude"]
)


@given(st.recursive(simple, lambda each: st.lists(each) | st.dictionaries(keys, each), max_leaves=12))
def test_whatever_stands_in_the_list_gives_entries_or_faults(anything: object) -> None:
    try:
        found = read([anything, {**SERVICE, "phones": anything}, {"name": "Une", "organization": anything}])
    except BrokenText:
        return  # half a character
    assert all(problem.told for problem in found.faults)
    for entry in found.entries:
        assert read_entry(write_entry(entry)) == entry
