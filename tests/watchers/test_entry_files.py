"""Files of the directory: read in a process with limits, proposed, accepted, published; a second time nothing moves."""

import gzip
from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest
from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from content.directory.column_mapping import ColumnMapping
from content.directory.exchange_results import Arrival, EntryChange
from content.directory.incoming_file import FileFormat
from content.errors import Conflict
from content.exchange.archive import packed
from models.catalogue import drafts, uploads
from models.catalogue.documents import ENTRY, document_of
from models.catalogue.uploads import CRASHED, MOST_TIMES, TOO_SLOW, NoSuchUpload, UploadMoved
from models.directory import entry_imports, entry_index, licences_and_exports
from models.directory.entry_imports import ENTRIES, ProposalCounts, columns_of
from models.ground.jobs import LEASE
from models.ground.store import Store
from models.tables.base import Base
from models.tables.directory import EntryProposal, ListedEntry
from models.tables.documents import Version, VersionChange
from models.tables.uploads import Upload, UploadState
from tests.builders import MONDAY
from tests.content.directory.workbooks import rows, workbook
from tests.watchers.conftest import Time
from watchers import uploads as reading
from watchers.uploads import work_through

WHO = uuid4()
THEIRS = "Une autre maison"
TABLE = "Nom;Tél.;Public;Lu\nUne écoute;02 000 00 00;jeunes;02/11/2026\nUn accueil;0800 00 000;martiens;02/11/2026\n"
MAPPING = ColumnMapping({"Nom": "nom", "Tél.": "telephone", "Public": "publics", "Lu": "read_on"})
PASSED_ON = ("Licence Ouverte 2.0", "https://exemple.be/licence", True)


def bring(store: Store, data: bytes, time: Time, file_format: FileFormat = FileFormat.TABLE) -> int:
    arrival = Arrival("https://exemple.be/liste", "Service emploi", MONDAY.date(), "fr", "liste.csv", THEIRS)
    with store.writing() as db:
        return entry_imports.bring(db, WHO, time(), data, file_format, arrival)


def work(store: Store, time: Time) -> None:
    assert work_through(store, time, monotonic() + 60) is False


def named(store: Store, number: int, time: Time, mapping: ColumnMapping = MAPPING) -> Upload:
    """A table whose columns are named, read."""
    work(store, time)
    with store.writing() as db:
        entry_imports.name_columns(db, number, mapping)
    work(store, time)
    return kept(store, number)


def kept(store: Store, number: int) -> Upload:
    with store.reading() as db:
        return uploads.upload_of(db, number, ENTRIES)


def counted(store: Store, number: int) -> dict[str, ProposalCounts]:
    with store.reading() as db:
        return entry_imports.counts(db, number)


def accept_all(store: Store, number: int, time: Time) -> None:
    with store.writing() as db:
        licences_and_exports.note_terms(db, THEIRS, *PASSED_ON, MONDAY.date())
        for change in entry_imports.ACCEPTABLE:
            entry_imports.accept(db, number, change, WHO)
    work(store, time)


def versions(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Version).where(Version.document_id.like(f"{ENTRY}%"))) or 0


def test_a_table_first_shows_its_columns_and_is_read_once_they_are_named(store: Store, time: Time) -> None:
    number = bring(store, gzip.compress(TABLE.encode()), time)
    work(store, time)
    shown = kept(store, number)
    assert (shown.state, [one["name"] for one in columns_of(shown)]) == (
        UploadState.MAPPING,
        ["Nom", "Tél.", "Public", "Lu"],
    )
    assert columns_of(shown)[1]["first"] == ["02 000 00 00", "0800 00 000"]
    with store.writing() as db:
        entry_imports.name_columns(db, number, MAPPING)
    work(store, time)
    read = kept(store, number)
    assert (read.state, counted(store, number)) == (UploadState.READ, {"new": ProposalCounts(undecided=2)})
    assert [(one["line"], one["values"]["value"]) for one in read.refusal] == [(3, "martiens")]


def test_what_is_accepted_is_published_in_the_name_of_who_accepted_it(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    named(store, number, time)
    accept_all(store, number, time)
    assert counted(store, number) == {"new": ProposalCounts(published=2)}
    with store.reading() as db:
        listed = {row.names["fr"]: row for row in db.scalars(select(ListedEntry))}
        assert (listed["Une écoute"].telephone, listed["Une écoute"].publisher) == ("02 000 00 00", THEIRS)
        assert db.get_one(Version, listed["Une écoute"].version_id).published_by == WHO


def test_the_same_file_changes_nothing_and_its_columns_are_known(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    named(store, number, time)
    accept_all(store, number, time)
    before = versions(store)
    again = bring(store, TABLE.encode(), time)
    work(store, time)
    assert kept(store, again).told["mapping"]["targets"] == MAPPING.targets
    read = named(store, again, time)
    assert (counted(store, again), read.found["same"]) == ({}, 2)
    accept_all(store, again, time)
    assert versions(store) == before == 2


def test_what_changed_what_was_read_again_and_what_is_gone_are_told_apart(store: Store, time: Time) -> None:
    first = bring(store, (TABLE + "Un atelier;;;02/11/2026\n").encode(), time)
    named(store, first, time)
    accept_all(store, first, time)
    time.pass_by(days=1)
    later = TABLE.replace("0800 00 000", "0800 11 111").replace("jeunes;02/11", "jeunes;03/11")
    number = bring(store, later.encode(), time)
    named(store, number, time)
    undecided = ProposalCounts(undecided=1)
    assert counted(store, number) == {"changed": undecided, "read again": undecided, "absent": undecided}
    accept_all(store, number, time)
    with store.reading() as db:
        changes = {one.document_id: one.change for one in db.scalars(select(Version).where(Version.number == 2))}
        assert changes == {f"{ENTRY}un-accueil": VersionChange.MEANING, f"{ENTRY}une-ecoute": VersionChange.WORDING}
        assert db.get(ListedEntry, f"{ENTRY}un-atelier") is not None
    assert counted(store, number)["absent"] == undecided


def test_without_a_licence_nothing_is_accepted(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    named(store, number, time)
    with pytest.raises(Conflict, match="Rien ne dit que ces textes peuvent servir"), store.writing() as db:
        entry_imports.accept(db, number, EntryChange.NEW, WHO)
    assert counted(store, number) == {"new": ProposalCounts(undecided=2)}


def test_one_is_accepted_another_refused_and_the_refused_stays_so(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    named(store, number, time)
    with store.writing() as db:
        licences_and_exports.note_terms(db, THEIRS, *PASSED_ON, MONDAY.date())
        first, _ = entry_imports.page_of(db, number, EntryChange.NEW, 0, 10)
        assert entry_imports.refuse(db, number, first.id) == 1
        assert entry_imports.accept(db, number, first.id, WHO) == 0
    accept_all(store, number, time)
    assert counted(store, number) == {"new": ProposalCounts(published=1, refused=1)}


def many(number: int) -> bytes:
    return ("Nom\n" + "\n".join(f"Service {one}" for one in range(number))).encode()


@pytest.mark.nightly
def test_thousands_are_published_batch_by_batch_stopped_and_taken_up_again(store: Store, time: Time) -> None:
    number = bring(store, many(50), time)
    named(store, number, time, ColumnMapping({"Nom": "nom"}))
    with store.writing() as db:
        licences_and_exports.note_terms(db, THEIRS, *PASSED_ON, MONDAY.date())
        entry_imports.accept(db, number, EntryChange.NEW, WHO)
    assert work_through(store, time, monotonic() - 1) is True
    assert counted(store, number) == {"new": ProposalCounts(accepted=30, published=20)}
    with store.writing() as db:
        entry_imports.stop(db, number)
    work(store, time)
    assert counted(store, number) == {"new": ProposalCounts(undecided=30, published=20)}
    accept_all(store, number, time)
    assert (counted(store, number), versions(store)) == ({"new": ProposalCounts(published=50)}, 50)


@pytest.mark.dialects
def test_a_worker_that_dies_over_a_file_loses_nothing_and_another_takes_it(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    with store.writing() as db:
        assert uploads.take(db, time()) is not None
        assert uploads.take(db, time()) is None
    time.pass_by(seconds=LEASE.total_seconds() + 1)
    work(store, time)
    assert kept(store, number).state == UploadState.MAPPING


def test_a_file_that_kills_its_workers_is_given_up_in_one_sentence(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    for _ in range(MOST_TIMES):
        with store.writing() as db:
            assert uploads.take(db, time()) is not None
        time.pass_by(seconds=LEASE.total_seconds() + 1)
    work(store, time)
    given_up = kept(store, number)
    assert (given_up.state, [one["sentence"] for one in given_up.refusal]) == (UploadState.REFUSED, [CRASHED])


@pytest.mark.nightly
def test_a_file_that_takes_too_long_says_so(store: Store, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    number = bring(store, many(20_000), time)
    work(store, time)
    slow = kept(store, number)
    assert (slow.state, [one["sentence"] for one in slow.refusal]) == (UploadState.REFUSED, [TOO_SLOW])


FAR = "<row r='1048576'><c r='A1048576'><v>1</v></c></row>"


def test_a_hostile_file_is_refused_with_its_sentence(store: Store, time: Time) -> None:
    for data in [
        packed({"a.csv": b"a" * 5_000_000}),
        packed({"/etc/a.csv": b"Nom\na"}),
        workbook({"Une": rows(["Nom"], ["a"])}, workbook="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
        workbook({"Une": "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>1</v></c></row>" + FAR}),
        b"\x81\x8d",
        b"",
    ]:
        number = bring(store, data, time)
        work(store, time)
        refused = kept(store, number)
        assert (refused.state, len(refused.refusal), counted(store, number)) == (UploadState.REFUSED, 1, {})


SECRET = "Rue de la Cachette 12"
REFUGE = f"Un refuge;Adresse confidentielle;{SECRET};1000 Bruxelles;02/11/2026;{SECRET}\n"
WITH_SECRET = f"Nom;Complément;Rue;Ville;Lu;Tél.\nUne écoute;;Rue Connue 1;;02/11/2026;02\n{REFUGE}"
OF_SECRET = {"Nom": "nom", "Complément": "complement_adresse", "Rue": "adresse", "Ville": "commune", "Lu": "read_on"}


def test_a_street_of_a_confidential_record_is_in_no_table_but_the_file_itself(store: Store, time: Time) -> None:
    number = bring(store, WITH_SECRET.encode(), time)
    read = named(store, number, time, ColumnMapping({**OF_SECRET, "Tél.": "courriel"}))
    assert {one["line"] for one in read.refusal if one["severity"] == "error"} == {3}
    accept_all(store, number, time)
    assert counted(store, number) == {"new": ProposalCounts(published=1)}
    assert places_of(store, "Cachette") == []
    with store.reading() as db:
        assert SECRET.encode() in db.scalars(select(Upload.data)).one()
    with store.writing() as db:
        uploads.forget_old(db, time() + uploads.KEPT + timedelta(days=1))
        assert db.scalar(select(func.count()).select_from(Upload)) == 0
        assert db.scalar(select(func.count()).select_from(EntryProposal)) == 0


def places_of(store: Store, planted: str) -> list[str]:
    """The columns of any table that hold a text, but for the bytes of files."""
    found = []
    with store.reading() as db:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.name != "data" and holds(db, column, planted):
                    found.append(f"{table.name}.{column.name}")
    return found


def holds(db: Session, column: object, planted: str) -> bool:
    asked = select(func.count()).where(cast(column, String).like(f"%{planted}%"))  # type: ignore[call-overload]
    return bool(db.scalar(asked))


def test_what_has_changed_here_meanwhile_is_left_and_told(store: Store, time: Time) -> None:
    first = bring(store, TABLE.encode(), time)
    named(store, first, time)
    accept_all(store, first, time)
    time.pass_by(days=1)
    later = [bring(store, TABLE.replace("02 000", f"02 00{digit}").encode(), time) for digit in "12"]
    for number in later:
        named(store, number, time)
    time.pass_by(hours=1)
    accept_all(store, later[0], time)
    accept_all(store, later[1], time)
    assert counted(store, later[1]) == {"changed": ProposalCounts(refused=1)}
    assert "a changé ici" in kept(store, later[1]).refusal[-1]["sentence"]


def test_a_draft_of_somebody_stays(store: Store, time: Time) -> None:
    first = bring(store, TABLE.encode(), time)
    named(store, first, time)
    accept_all(store, first, time)
    with store.writing() as db:
        document = document_of(db, f"{ENTRY}une-ecoute")
        drafts.save_draft(db, document, "id: une-ecoute\nà moitié", time(), WHO)
    time.pass_by(days=1)
    number = bring(store, TABLE.replace("02 000", "02 001").encode(), time)
    named(store, number, time)
    accept_all(store, number, time)
    with store.reading() as db:
        assert document_of(db, f"{ENTRY}une-ecoute").draft == "id: une-ecoute\nà moitié"
        assert db.get_one(ListedEntry, f"{ENTRY}une-ecoute").telephone == "02 001 00 00"


def test_what_was_retired_here_does_not_come_back_by_itself(store: Store, time: Time) -> None:
    first = bring(store, TABLE.encode(), time)
    named(store, first, time)
    accept_all(store, first, time)
    with store.writing() as db:
        entry_index.retire(db, document_of(db, f"{ENTRY}une-ecoute"))
    number = bring(store, TABLE.encode(), time)
    read = named(store, number, time)
    assert (counted(store, number), read.found["retired"], read.found["same"]) == ({}, 1, 1)


def test_nothing_is_asked_of_a_file_that_is_elsewhere_in_its_life(store: Store, time: Time) -> None:
    number = bring(store, TABLE.encode(), time)
    with pytest.raises(UploadMoved), store.writing() as db:
        entry_imports.name_columns(db, number, MAPPING)
    with pytest.raises(UploadMoved), store.writing() as db:
        entry_imports.accept(db, number, EntryChange.NEW, WHO)
    with store.writing() as db:
        uploads.forget(db, number, ENTRIES)
    with pytest.raises(NoSuchUpload), store.reading() as db:
        uploads.upload_of(db, number, ENTRIES)


def test_a_day_that_has_not_come_is_a_fault_of_its_row(store: Store, time: Time) -> None:
    number = bring(store, TABLE.replace("martiens;02/11/2026", "jeunes;02/11/2036").encode(), time)
    read = named(store, number, time)
    assert [(one["line"], one["severity"]) for one in read.refusal] == [(3, "error")]
