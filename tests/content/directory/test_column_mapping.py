"""A house's own table, by a mapping: entries as proposals, every fault by its row, every column that is left."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory.column_mapping import ColumnMapping, DayOrder, all_targets, day_of, entries_by_mapping
from content.directory.entry import EntryFactKind
from content.directory.entry_text import read_entry, write_entry
from content.directory.exchange_results import Arrival, EntriesRead
from content.errors import BrokenText
from content.strings.tables_sent import read_csv

ARRIVAL = Arrival("https://example.org/liste", "Service emploi", date(2026, 11, 29), "fr", "liste.csv")
TARGETS = {
    "N°": "id",
    "Nom": "nom",
    "Naam": "nom.nl",
    "Asbl": "organisation.nom",
    "Rue": "adresse",
    "Boîte": "adresse",
    "Tél.": "telephone",
    "Mail": "courriel",
    "Pour qui": "publics",
    "Prix": "frais",
    "Quoi": "description",
    "Encore": "description",
    "Lu le": "read_on",
}
MAPPING = ColumnMapping(TARGETS, meanings={"Pour qui": {"Mamans": "familles"}})
SHEET = """\
N°;Nom;Naam;Asbl;Rue;Boîte;Tél.;Mail;Pour qui;Prix;Quoi;Encore;Lu le;Remarque
1;Écoute;Luisteren;Maison;Rue Inventée 1;bte 2;02 000;a@example.org;jeunes, Mamans;Gratuit;Écouter.;Parler.;24/11/2026;x
2;Prêt de vélos;;;;;;;;;;;2026-11-20;
"""


def read(sheet: str = SHEET, mapping: ColumnMapping = MAPPING) -> EntriesRead:
    return entries_by_mapping(read_csv(sheet, "liste.csv"), mapping, ARRIVAL)


def told(found: EntriesRead) -> list[str]:
    return [f"{problem.line} {problem.severity}: {problem.told}" for problem in found.faults]


def test_each_row_is_an_entry_that_says_where_when_and_by_whom_it_was_read() -> None:
    first, second = read().entries
    facts = {fact.kind: fact for fact in first.facts}
    assert first.name == {"fr": "Écoute", "nl": "Luisteren"}
    assert facts[EntryFactKind.DESCRIPTION].words == {"fr": "Écouter.\nParler."}
    assert facts[EntryFactKind.REACH].value("adresse") == "Rue Inventée 1, bte 2"
    assert facts[EntryFactKind.AUDIENCE].values == {"publics": ("jeunes", "familles")}
    assert facts[EntryFactKind.COST].value("frais") == "gratuit"
    sources = [fact.source for fact in first.all_facts if fact.source]
    assert {(source.service, source.read_on) for source in sources} == {("Service emploi", date(2026, 11, 24))}
    assert second.organisation.facts[0].words == {"fr": "Prêt de vélos"}
    assert [loss.told for loss in read().losses] == ["« Remarque » n'a pas de place ici ; valeurs laissées : 1."]


def test_a_fault_is_named_by_its_row() -> None:
    for old, new, said, ids in [
        ("a@example.org", "a chez b", "2 advice: « a chez b » ne s'écrit pas ainsi dans « Mail »", ["1", "2"]),
        ("Gratuit", "10 €", "2 advice: « 10 € » n'est pas un code de « Prix »", ["1", "2"]),
        ("24/11/2026", "bientôt", "2 error: « Lu le » doit être une date", ["2"]),
        ("24/11/2026", "24/11/2027", "2 error: « Lu le » doit être une date", ["2"]),
        ("24/11/2026", "31/12/1999", "2 error: « Lu le » doit être une date de 2000", ["2"]),
        ("Écoute;Luisteren", ";", "2 error: Il manque « Nom »", ["2"]),
        ("\n2;", "\n1;", "3 error: L'identifiant « 1 » sert aussi à la ligne 2", ["1"]),
        ("Rue Inventée 1", "Adresse confidentielle, rue X 1", "2 error: L'adresse est confidentielle", ["2"]),
        ("Écouter.", "Adresse confidentielle.", "2 error: L'adresse est confidentielle : retirez « Rue »", ["2"]),
    ]:
        assert old in SHEET
        found = read(SHEET.replace(old, new, 1))
        assert any(one.startswith(said) for one in told(found))
        assert [entry.origin.id for entry in found.entries if entry.origin] == ids


def test_a_row_whose_date_is_blank_takes_the_day_of_the_file() -> None:
    found = read(SHEET.replace("24/11/2026", " "))
    assert told(found) == []
    sources = [fact.source for fact in found.entries[0].all_facts if fact.source]
    assert {source.read_on for source in sources} == {ARRIVAL.day}


def test_a_web_address_without_its_beginning_is_completed() -> None:
    targets = {"Nom": "nom", "Site": "site_web"}
    (entry,) = read("Nom;Site\nRefuge;www.refuge.example\n", ColumnMapping(targets)).entries
    facts = {fact.kind: fact for fact in entry.facts}
    assert facts[EntryFactKind.LINK].value("site_web") == "https://www.refuge.example"


def test_cells_beyond_the_last_title_are_told_with_their_row() -> None:
    found = read(SHEET.replace("2026-11-20;", "2026-11-20;;de trop;;encore"))
    assert len(found.entries) == 2
    assert told(found) == [
        "3 advice: Cellules remplies qui ne sont sous aucun titre : 2. Donnez un titre à leur colonne, ou retirez-les."
    ]


def test_a_confidential_row_without_an_address_comes_with_its_title_and_its_line() -> None:
    sheet = "Nom;Lieu;Titre;Joindre\nRefuge;confidentiel;Un accueil;Téléphonez au 0800.\n"
    targets = {"Nom": "nom", "Lieu": "adresse", "Titre": "discreet_title", "Joindre": "public_line"}
    (entry,) = read(sheet, ColumnMapping(targets)).entries
    assert entry.discretion and entry.discretion.title == {"fr": "Un accueil"}
    assert entry.discretion.line == {"fr": "Téléphonez au 0800."}
    assert read_entry(write_entry(entry)) == entry


def test_a_mapping_that_does_not_fit_is_refused_with_each_reason() -> None:
    with pytest.raises(BrokenText) as broken:
        read(mapping=ColumnMapping({"Nom": "personne", "Ailleurs": "telephone"}))
    assert [problem.told for problem in broken.value.problems] == [
        "Ce tableau n'a pas de colonne « Ailleurs » : refaites la correspondance.",
        "« personne » n'est pas un champ où ranger « Nom » : choisissez-en un autre.",
        "Aucune colonne ne dit le nom : indiquez laquelle.",
    ]


def test_a_day_is_read_in_the_order_that_the_mapping_says() -> None:
    for cell, order, day in [
        ("24/11/2026", DayOrder.DAY_FIRST, date(2026, 11, 24)),
        ("5/8/12 8:45", DayOrder.MONTH_FIRST, date(2012, 5, 8)),
        ("2026-11-24T10:00", DayOrder.DAY_FIRST, date(2026, 11, 24)),
        ("31/2/2026", DayOrder.DAY_FIRST, None),
        ("hier", DayOrder.DAY_FIRST, None),
    ]:
        assert day_of(cell, order) == day


anything = st.text(max_size=12) | st.sampled_from(["=1", "x" * 200, "2026-11-24", "a@b.be", "\x00", "jeunes,jeunes"])


@given(
    st.lists(st.lists(anything, max_size=6), max_size=4), st.lists(st.sampled_from(sorted(all_targets())), max_size=5)
)
def test_any_cells_under_any_mapping_give_entries_that_are_sound_or_faults(
    cells: list[list[str]], targets: list[str]
) -> None:
    header = [f"c{place}" for place in range(len(targets) + 1)]
    mapping = ColumnMapping({"c0": "nom", **dict(zip(header[1:], targets, strict=True))})
    sheet = "\n".join(";".join(json.dumps(cell.replace('"', ""))[1:-1] for cell in line) for line in [header, *cells])
    try:
        found = read(sheet, mapping)
    except BrokenText:
        return
    assert all(problem.told for problem in found.faults)
    for entry in found.entries:
        assert read_entry(write_entry(entry)) == entry
