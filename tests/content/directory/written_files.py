"""Entries written in one step, with what is lost of them, as an export writes the rows that are kept of them."""

from collections.abc import Iterable

from content.directory.entry import DirectoryEntry
from content.directory.hsds_writer import hsds_json, hsds_tables, losses_of, row_of
from content.directory.inclusion_writer import Publishing, inclusion_json, rows_of, together
from content.exchange.losses import Exchanged


def write_inclusion(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[str]:
    rows = [rows_of(entry, publishing) for entry in entries]
    return Exchanged(inclusion_json(rows), together(rows).losses)


def write_hsds(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[str]:
    rows = [row_of(entry, publishing) for entry in entries]
    return Exchanged(hsds_json(rows), losses_of(rows))


def write_hsds_tables(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[bytes]:
    rows = [row_of(entry, publishing) for entry in entries]
    return Exchanged(hsds_tables(rows), losses_of(rows))
