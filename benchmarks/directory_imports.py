"""`python -m benchmarks.directory_imports FOLDER [--postgresql]`: real files through the verbs of an import.

FOLDER holds a `211.csv.gz` and a `datainclusion-faulty.xlsx`. Each becomes an upload, is read by the worker's limited
child in a database of its own, proposes entries; those of the table are accepted and published, and it comes again.
Says how long each step takes, every fault with its row, every loss. Exits with 1 when reading takes more than GOAL
seconds, when a second import changes anything, or when an entry that was accepted is not published.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, perf_counter
from uuid import uuid4

from benchmarks.directory import OF_211
from content.directory.exchange.incoming import FileFormat
from content.directory.exchange.mapping import ColumnMapping, DayOrder
from content.directory.exchange.results import Arrival
from models.directory import licences, proposals, uploads
from models.ground.store import Store
from models.tables.directory import DirectoryUpload, UploadState
from tests import builders
from tests.databases import postgresql_databases, sqlite_databases, store_on
from watchers import directory_files

GOAL = 10.0
"""Seconds of reading a table by its mapping."""
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
WHO = uuid4()
MAPPING = ColumnMapping(OF_211, DayOrder.MONTH_FIRST)


def main() -> int:
    """Bring the table twice and the workbook once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory_imports", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    databases = postgresql_databases if asked.postgresql else sqlite_databases
    with databases() as fresh, fresh() as url:
        store = store_on(url)
        builders.set_up(store, builders.small_pack())
        try:
            return run(store, asked.folder)
        finally:
            store.dispose()


def run(store: Store, folder: Path) -> int:
    """Return 1 where a goal is missed."""
    table = (folder / "211.csv.gz").read_bytes()
    first, seconds = table_brought(store, table)
    tell(store, first, "first import")
    lasted = accepted(store, first.id)
    published = counted(store, first.id)["new"].published
    print(f"accepted: {published:,} published in {lasted:.1f} s, {1000 * lasted / published:.1f} ms each")
    again, anew = table_brought(store, table)
    changes = {change: count.all for change, count in counted(store, again.id).items()}
    print(f"second import: read in {anew:.1f} s; the same {again.found['same']:,}; changes {changes or 0}")
    book = (folder / "datainclusion-faulty.xlsx").read_bytes()
    began = perf_counter()
    number = bring(store, book, FileFormat.INCLUSION, "datainclusion-faulty.xlsx")
    faulty = worked(store, number)
    print(f"\n{faulty.file}: {perf_counter() - began:.1f} s")
    tell(store, faulty, "as the preview tells it")
    missed = seconds > GOAL or anew > GOAL or bool(changes) or published != first.found["entries"]
    return 1 if missed else 0


def table_brought(store: Store, data: bytes) -> tuple[DirectoryUpload, float]:
    """Bring a table, see its columns, name them, read it; and how long the reading took."""
    number = bring(store, data, FileFormat.TABLE, "211.csv.gz")
    began = perf_counter()
    columns = worked(store, number).columns
    shown = perf_counter() - began
    with store.writing() as db:
        uploads.name_columns(db, number, MAPPING)
    began = perf_counter()
    read = worked(store, number)
    lasted = perf_counter() - began
    print(f"\n{len(data):,} bytes; {len(columns)} columns shown in {shown:.1f} s; read in {lasted:.1f} s")
    return read, lasted


def bring(store: Store, data: bytes, file_format: FileFormat, file: str) -> int:
    """Keep a file, as the page does."""
    arrival = Arrival("https://example.org/", "Service emploi", NOW.date(), "fr", file, f"Publisher of {file}")
    with store.writing() as db:
        licences.note_right(db, arrival.origin, "a measurement", NOW.date())
        return uploads.bring(db, WHO, NOW, data, file_format, arrival)


def worked(store: Store, number: int) -> DirectoryUpload:
    """Do what is due, as the worker does, and return the file as it is then."""
    directory_files.work_through(store, lambda: NOW, monotonic() + 600)
    with store.reading() as db:
        return uploads.upload_of(db, number)


def accepted(store: Store, number: int) -> float:
    """Accept all that is new, and have it published; in how many seconds."""
    began = perf_counter()
    with store.writing() as db:
        proposals.accept(db, number, proposals.ACCEPTABLE[0], WHO)
    worked(store, number)
    return perf_counter() - began


def counted(store: Store, number: int) -> dict[str, proposals.ProposalCounts]:
    """Return what has become of the proposals of a file."""
    with store.reading() as db:
        return proposals.counts(db, number)


def tell(store: Store, upload: DirectoryUpload, title: str) -> None:
    """Say what the preview says: counts, faults with their rows, losses."""
    if upload.state == UploadState.REFUSED:
        print(f"{title}: refused")
    else:
        counts = {change: count.all for change, count in counted(store, upload.id).items()}
        print(f"{title}: entries {upload.found['entries']:,}; {counts}; the same {upload.found['same']}")
    errors = [one for one in upload.refusal if one["severity"] == "error"]
    advice = len(upload.refusal) - len(errors)
    print(f"faults {len(errors)} in {len({(one['file'], one['line']) for one in errors})} rows; values left {advice}")
    for one in errors if advice > 100 else upload.refusal:
        print(f"  {one['severity']} {one['file']}:{one['line']}: {one['sentence'] % one['values']}")
    print(f"losses {len(upload.losses)}:")
    for one in upload.losses:
        print(f"  {one['entry']} {one['sentence'] % one['values']}")


if __name__ == "__main__":
    sys.exit(main())
