"""A file as it was sent, unpacked: its columns, or its entries.

What is compressed is unpacked within the bounds of a file; a street is never among what is shown of a column.
"""

import gzip
import zipfile
import zlib
from dataclasses import replace
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple

from content.directory.column_mapping import ColumnMapping, entries_by_mapping
from content.directory.entry_fields import gives_away, says_confidential
from content.directory.exchange_results import Arrival, EntriesRead
from content.directory.fact_values import cut
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_reader import LISTS, NO_LISTS, read_inclusion, read_inclusion_tables
from content.directory.proposed_entry import cleaned
from content.errors import N_, refused
from content.exchange.archive import UNREADABLE_ZIP, is_zip, unpacked
from content.exchange.losses import Loss
from content.strings.tables_sent import LARGEST_FILE, TOO_LARGE, TextTable, decoded, read_csv

GZIP = b"\x1f\x8b"
SHOWN = 3
"""Values of a column that are shown, so that somebody can tell what it is."""

ONE_FILE = N_("Ce paquet tient %(number)s fichiers : mettez-y un seul tableau, ou envoyez-le sans paquet.")
BROKEN_GZIP = N_("Ce fichier .gz ne s'ouvre pas jusqu'au bout : compressez-le de nouveau.")
NO_ROWS = N_("Ce tableau n'a aucune ligne sous ses titres : vérifiez qu'il s'agit du bon fichier.")
OTHER_SHEET = N_("La feuille « %(sheet)s » n'est pas lue ; lignes laissées : %(number)s.")


class FileFormat(StrEnum):
    """What a file with entries is written in."""

    INCLUSION = "inclusion"
    HSDS = "hsds"
    TABLE = "table"
    """Of a house: its columns are to be named."""


class IncomingFile(NamedTuple):
    """A file, how it came, and, of a table of a house, what its columns are."""

    data: bytes
    format: FileFormat
    arrival: Arrival
    mapping: ColumnMapping | None = None


class ShownColumn(NamedTuple):
    """A column of a table: how many of its cells are filled, and with what the first are."""

    name: str
    filled: int
    first: tuple[str, ...]


def read_tables(data: bytes, file: str) -> tuple[TextTable, ...]:
    """Return the sheets of a workbook, or the one of a CSV; raises BrokenText."""
    if len(data) > LARGEST_FILE:
        raise refused(file, TOO_LARGE, most=LARGEST_FILE // 1_000_000)
    if is_zip(data):
        from content.directory.workbook import read_workbook  # its parser comes with the first workbook

        return read_workbook(data, file)
    return (read_csv(decoded(data, file), file),)


def columns_of(data: bytes, file: str) -> tuple[ShownColumn, ...]:
    """Return the named columns of a table of a house; raises BrokenText.

    Nothing is shown of a row that says of itself that an address is kept secret, nor what reads as an address.
    """
    table, _ = _of_house(data, file)
    filled = dict.fromkeys(filter(None, table.header), 0)
    first: dict[str, list[str]] = {name: [] for name in filled}
    for _, cells in table.records():
        secret = any(map(says_confidential, cells.values()))
        for name, cell in cells.items():
            filled[name] += 1
            value = cut(" ".join(cleaned(cell).split()))
            if len(first[name]) < SHOWN and not secret and value not in first[name] and not gives_away(cell):
                first[name].append(value)
    return tuple(ShownColumn(name, filled[name], tuple(first[name])) for name in filled)


def entries_in(incoming: IncomingFile) -> EntriesRead:
    """Return the entries of a file; raises BrokenText where it cannot be read at all."""
    arrival = incoming.arrival
    match incoming.format:
        case FileFormat.INCLUSION:
            return _by_inclusion(incoming.data, arrival)
        case FileFormat.HSDS:
            data = incoming.data
            held = _held(data, arrival.file)
            if not (is_zip(data) and any(name.endswith(".csv") for name in held)) and len(held) == 1:
                (data,) = held.values()
            return read_hsds(data, arrival)
        case FileFormat.TABLE:
            table, others = _of_house(incoming.data, arrival.file)
            read = entries_by_mapping(table, incoming.mapping or ColumnMapping({}), arrival)
            return replace(read, losses=(*read.losses, *others))


def _of_house(data: bytes, file: str) -> tuple[TextTable, list[Loss]]:
    """Return the first sheet that has rows, and what is left of the others."""
    held = _held(data, file)
    if len(held) != 1:
        raise refused(file, ONE_FILE, number=len(held))
    sheets = [sheet for name, one in held.items() for sheet in read_tables(one, name) if sheet.rows]
    if not sheets:
        raise refused(file, NO_ROWS)
    left = [Loss("", OTHER_SHEET, {"sheet": cut(one.name), "number": len(one.rows)}) for one in sheets[1:]]
    return sheets[0], left


def _by_inclusion(data: bytes, arrival: Arrival) -> EntriesRead:
    held = _held(data, arrival.file)
    sheets: list[TextTable] = []
    for name, one in held.items():
        if is_zip(one) or name.casefold().endswith(".csv"):
            sheets += read_tables(one, name)
    if sheets:
        # The sheet of that name, else one whose name has it.
        called = {sheet.name.casefold().removesuffix(".csv"): sheet for sheet in reversed(sheets)}
        structures, services = (
            called.get(name) or next((sheet for one, sheet in called.items() if name.removesuffix("s") in one), None)
            for name in LISTS
        )
        if structures is None or services is None:
            raise refused(arrival.file, NO_LISTS)
        return read_inclusion_tables(structures, services, arrival)
    if len(held) != 1:
        raise refused(arrival.file, NO_LISTS)
    (one,) = held.values()
    return read_inclusion(one, arrival)


def _held(data: bytes, file: str) -> dict[str, bytes]:
    """Return what was sent, by name: one file, or those of a zip that is no workbook."""
    if data.startswith(GZIP):
        try:
            with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
                found = packed.read(LARGEST_FILE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise refused(file, BROKEN_GZIP) from error
        if len(found) > LARGEST_FILE:
            raise refused(file, TOO_LARGE, most=LARGEST_FILE // 1_000_000)
        return {file.removesuffix(".gz"): found}
    if is_zip(data) and not _is_workbook(data):
        return {name.rpartition("/")[2]: one for name, one in unpacked(data, file, LARGEST_FILE).items()}
    return {file: data}


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except UNREADABLE_ZIP:
        return False
