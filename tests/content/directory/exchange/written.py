"""Entries written in one step, as an export writes the rows that are kept of them."""

from collections.abc import Iterable

from content.directory.entry import DirectoryEntry
from content.directory.exchange.hsds_writing import hsds_json, hsds_tables, row_of
from content.directory.exchange.inclusion_writing import Publishing, inclusion_json, rows_of
from content.exchange.losses import Exchanged


def write_inclusion(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[str]:
    return inclusion_json(rows_of(entry, publishing) for entry in entries)


def write_hsds(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[str]:
    return hsds_json([row_of(entry, publishing) for entry in entries])


def write_hsds_tables(entries: Iterable[DirectoryEntry], publishing: Publishing) -> Exchanged[bytes]:
    return hsds_tables([row_of(entry, publishing) for entry in entries])
