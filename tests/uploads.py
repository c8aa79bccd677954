"""Files of the directory at each stage of their life, read in this process, not in a child."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from content.directory.column_mapping import ColumnMapping
from content.directory.exchange_results import Arrival, proposals_of
from content.directory.incoming_file import FileFormat, columns_of, entries_in
from content.errors import Problem
from models.catalogue import uploads
from models.catalogue.uploads import CRASHED, UploadLease
from models.directory import entry_imports
from models.ground import jobs
from models.ground.store import Store
from models.tables.uploads import Upload

TABLE = """Nom;Tél.;Public;Divers
Une « écoute » : ici !;02 000 00 00;jeunes;a
Un accueil;0800 00 000;martiens;b
;02;;c
"""
MAPPING = ColumnMapping({"Nom": "nom", "Tél.": "telephone", "Public": "publics"})
PUBLISHER = "L'autre maison : « ici » ?"


def bring(store: Store, at: datetime, publisher: str = PUBLISHER) -> int:
    """A table that waits for the worker."""
    arrival = Arrival("https://exemple.be/liste", "Service emploi", at.date(), "fr", "liste.csv", publisher)
    with store.writing() as db:
        return entry_imports.bring(db, uuid4(), at, TABLE.encode(), FileFormat.TABLE, arrival)


def claimed(db: Session, number: int, at: datetime) -> UploadLease:
    """A file as a worker holds it, whatever else waits."""
    lease = jobs.claim(db, Upload, number, at, uploads.WAITS)
    assert lease is not None
    return UploadLease(db.get_one(Upload, number), lease)


def shown(store: Store, at: datetime, publisher: str = PUBLISHER) -> int:
    """A table whose columns are to be named."""
    number = bring(store, at, publisher)
    with store.writing() as db:
        lease = claimed(db, number, at)
        entry_imports.show_columns(db, lease, columns_of(TABLE.encode(), "liste.csv"))
    return number


def read(store: Store, at: datetime, publisher: str = PUBLISHER) -> int:
    """A table that proposes two entries, with a fault of a row, one of a value, and a loss."""
    number = shown(store, at, publisher)
    with store.writing() as db:
        entry_imports.name_columns(db, number, MAPPING)
        lease = claimed(db, number, at)
        found = entries_in(entry_imports.incoming(lease.upload))
        known = entry_imports.known_here(db, sorted(entry_imports.publishers_of(found)))
        entry_imports.propose(db, lease, found, proposals_of(found.entries, known), at)
    return number


def refused(store: Store, at: datetime) -> int:
    """A file that could not be read."""
    number = bring(store, at)
    with store.writing() as db:
        lease = claimed(db, number, at)
        uploads.refuse(db, lease, [Problem("liste.csv", 1, CRASHED)])
    return number


def at_each_stage(store: Store, at: datetime) -> Iterator[int]:
    """The number of a file at each stage."""
    yield from (make(store, at) for make in (shown, read, refused, bring))
