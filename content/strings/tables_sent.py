"""Tables as people send them: CSV read and written, rows of text bounded in every way, nothing calculated."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import NamedTuple

from content.errors import N_, BrokenText, refused
from content.schema.yaml_fields import INVISIBLE

DELIMITERS = ";,\t"
"""A table is written with the first, as spreadsheets here expect it; any of them is read."""

_FORMULA = re.compile(r"'*[=+\-@\t]")
"""How a cell begins that a spreadsheet would calculate, or that has been kept from it by an apostrophe."""
_GUARDED = re.compile(r"'+[=+\-@\t]")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: an apostrophe before what it would (OWASP, CSV Injection)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_of(rows: Iterable[Iterable[str]], delimiter: str) -> str:
    """Return a table as CSV, none of whose cells a spreadsheet calculates."""
    sheet = StringIO(newline="")
    csv.writer(sheet, delimiter=delimiter, lineterminator="\r\n").writerows(map(guarded, row) for row in rows)
    return sheet.getvalue()


def without_guard(cell: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from calculating it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def delimiter_of(text: str, is_column: Callable[[str], bool]) -> str:
    """Return the sign that makes most names of columns of the first line; `is_column` is asked without quotes."""
    first, _, _ = text.partition("\n")
    return max(DELIMITERS, key=lambda sign: sum(map(is_column, {cell.strip(' "') for cell in first.split(sign)})))


def rows_of(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its first line; raises BrokenText at what is no CSV."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    end = 0
    try:
        for cells in lines:
            yield end + 1, cells
            end = lines.line_num
    except csv.Error as error:
        sentence = N_("Cette ligne ne se lit pas comme du CSV (%(detail)s) : vérifiez ses guillemets.")
        raise refused(file, sentence, max(lines.line_num, 1), detail=str(error)) from error


# ------------------------------------------------------------------------ tables as people send them, CSV or a workbook


LARGEST_FILE = 20_000_000
"""Bytes, as it comes."""
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 50_000, 300, 2_000_000
MOST_CHARACTERS = 50_000_000
"""Of all cells: a workbook can say one long text a million times in a few bytes."""
LONGEST_CELL = 32_767
"""Characters, as office programs allow."""

TOO_LARGE = N_("Ce fichier dépasse %(most)s Mo : partagez-le en plusieurs.")
TOO_MANY = N_("Ce tableau dépasse %(rows)s lignes, %(columns)s colonnes ou %(cells)s cellules : partagez-le.")
TOO_LONG = N_("Cette ligne a une cellule de plus de %(most)s caractères : raccourcissez-la.")
UNREADABLE = N_("Ce fichier n'est ni en UTF-8 ni comme Windows l'écrit : enregistrez-le en UTF-8.")


class TextTable(NamedTuple):
    """A sheet: its name, the names of its columns, its filled rows by the number that people see."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def records(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield each row by the names of its columns, of two columns of a name the first; empty cells are left out."""
        places = {name: self.header.index(name) for name in self.header if name}
        for number, cells in self.rows:
            filled = {name: cells[place] for name, place in places.items() if place < len(cells)}
            yield number, {name: cell for name, cell in filled.items() if cell.strip()}

    def untitled(self) -> Iterator[tuple[int, int]]:
        """Yield each row that fills cells under no title, with how many."""
        titled = {place for place, title in enumerate(self.header) if title}
        for number, cells in self.rows:
            if beyond := sum(bool(cell.strip()) for place, cell in enumerate(cells) if place not in titled):
                yield number, beyond


def too_many(file: str, line: int = 1) -> BrokenText:
    """Return the error of a file with more rows, columns or cells than are read."""
    return refused(file, TOO_MANY, line, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)


def read_csv(text: str, file: str) -> TextTable:
    """Return the table of a CSV, its cells parted by whichever sign parts most; raises BrokenText."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = (
        (number, [without_guard(cell) for cell in cells])
        for number, cells in rows_of(text, delimiter_of(text, bool), file)
    )
    return table_of(file, rows, file)


def table_of(name: str, rows: Iterator[tuple[int, list[str]]], file: str) -> TextTable:
    """Return a table of these rows, the first filled one being its header; raises BrokenText past any bound."""
    kept: list[tuple[int, tuple[str, ...]]] = []
    cells_seen = characters = 0
    for number, cells in rows:
        cells_seen += len(cells)
        characters += sum(map(len, cells))
        if len(kept) > MOST_ROWS or len(cells) > MOST_COLUMNS or cells_seen > MOST_CELLS:
            raise too_many(file, number)
        if characters > MOST_CHARACTERS:
            raise refused(file, TOO_LARGE, number, most=MOST_CHARACTERS // 1_000_000)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise refused(file, TOO_LONG, number, most=LONGEST_CELL)
        if any(map(str.strip, cells)):
            kept.append((number, tuple(cells)))
    header = tuple(INVISIBLE.sub(" ", cell).strip() for cell in kept[0][1]) if kept else ()
    return TextTable(name, header, tuple(kept[1:]))


def decoded(data: bytes, file: str) -> str:
    """Return bytes as text: UTF-8, else the code page of office programs here; raises BrokenText."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(file, UNREADABLE)
