"""CSV as office programs write it: the sign that parts its cells, and each row with the line on which it begins."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from content.problems import N_, refused

DELIMITERS = ";,\t"
"""A table is written with the first, as spreadsheets here expect it; any of them is read."""

_FORMULA = re.compile(r"'*[=+\-@\t]")
"""How a cell begins that a spreadsheet would calculate, or that has been kept from it by an apostrophe."""
_GUARDED = re.compile(r"'+[=+\-@\t]")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: an apostrophe before what it would (OWASP, CSV Injection)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def written(rows: Iterable[Iterable[str]], delimiter: str) -> str:
    """Return a table as CSV, none of whose cells a spreadsheet calculates."""
    sheet = StringIO(newline="")
    csv.writer(sheet, delimiter=delimiter, lineterminator="\r\n").writerows(map(guarded, row) for row in rows)
    return sheet.getvalue()


def bare(cell: str) -> str:
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
