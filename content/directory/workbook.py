"""Workbooks (XLSX) as tables of text, read by python-calamine: for the limited child process alone.

Only the parts that hold cells are unpacked, within a bound, and packed anew: the library sees what was measured,
whatever the zip says of itself. No formula is calculated, no entity of XML expanded, nothing fetched; what a sheet that
is far from dense may take of memory is bounded by the child. docs/decisions/0038-the-directory.md
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, load_workbook

from content.errors import N_, refused
from content.exchange.archive import packed, unpacked
from content.strings.tables_sent import LARGEST_FILE, MOST_CELLS, TextTable, table_of, too_many

LARGEST_UNPACKED = 60_000_000
"""Bytes, of all parts that are opened."""
LARGEST_BOX = 10 * MOST_CELLS
"""Cells from the first that is filled to the last, with the empty ones between them, which take memory and time too."""
MOST_SHEETS = 30
PARTS = ("_rels/", "xl/_rels/", "xl/sharedStrings", "xl/styles", "xl/workbook", "xl/worksheets/sheet")
"""How the parts begin that cells need: no pictures, no macros, no files within the file."""

BROKEN = N_("Ce classeur ne peut pas être ouvert : enregistrez-le de nouveau en .xlsx, sans mot de passe.")
_HALF_A_MINUTE = timedelta(seconds=30)


def read_workbook(data: bytes, file: str) -> tuple[TextTable, ...]:
    """Return the sheets of a workbook in their order; raises BrokenText."""
    parts = unpacked(data, file, LARGEST_UNPACKED, PARTS, LARGEST_FILE)
    try:
        with load_workbook(BytesIO(packed(parts))) as book:
            named = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            sheets = map(book.get_sheet_by_name, named[:MOST_SHEETS])
            return tuple(table_of(sheet.name, _rows(sheet, file), file) for sheet in sheets)
    except CalamineError as error:
        raise refused(file, BROKEN) from error


def _rows(sheet: CalamineSheet, file: str) -> Iterator[tuple[int, list[str]]]:
    if sheet.width * sheet.height > LARGEST_BOX:
        raise too_many(file)
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = list(map(_text, values))
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def _text(value: object) -> str:
    """Return what people see of a cell, near enough to be mapped and compared."""
    match value:
        case bool():
            return str(int(value))
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            minute = value + _HALF_A_MINUTE
            return f"{minute:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        case date():
            return value.isoformat()
        case _:
            return str(value)
