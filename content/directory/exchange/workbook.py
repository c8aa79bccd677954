"""Workbooks (XLSX) as tables of text, read as if whoever made them meant harm.

Only the parts that hold cells are opened, each unpacked a piece at a time and never past a bound; a document type, with
which XML could grow or reach out, is refused; a formula is not calculated, the value that was kept beside it is read.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from posixpath import join, normpath
from xml.parsers.expat import ExpatError, ParserCreate

from content.directory.exchange.tables import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY,
    TextTable,
    refused,
    table_of,
)
from content.exchange.archive import UNREADABLE_ZIP
from content.problems import N_, BrokenText

LARGEST_UNPACKED = 60_000_000
"""Bytes, of all parts that are opened."""
MOST_SHEETS = 30
LAST_ROW = 1_048_576

GROWS = N_("Ce classeur, déplié, dépasse %(most)s Mo : partagez-le en plusieurs.")
BROKEN = N_("Ce classeur ne peut pas être ouvert : enregistrez-le de nouveau en .xlsx, sans mot de passe.")
_PIECE = 1 << 16
_DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built in (ECMA-376, 18.8.30)."""
_SAID = re.compile(r'"[^"]*"|\\.|\[[^\]]{0,255}\]')
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SHAPE = re.compile(r"-?\d{1,20}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")

Started = Callable[[str, Mapping[str, str]], None]
Ended = Callable[[str, str], None]


class _Refused(Exception):
    """A part that no honest workbook has."""


def read_workbook(data: bytes, file: str) -> tuple[TextTable, ...]:
    """Return the sheets of a workbook in their order; raises BrokenText."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Workbook(archive, file).tables()
    except (*UNREADABLE_ZIP, ExpatError, _Refused, KeyError, IndexError) as error:
        raise refused(file, BROKEN) from error


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self._archive, self._file, self._left = archive, file, LARGEST_UNPACKED
        self._names = set(archive.namelist())
        self._from_1904 = False
        self._cells = 0

    def tables(self) -> tuple[TextTable, ...]:
        """Read what the cells need, then each sheet."""
        sheets = self._sheets()[:MOST_SHEETS]
        self._strings = self._shared_strings()
        self._days = self._day_styles()
        return tuple(table_of(name, self._rows(part), self._file) for name, part in sheets)

    def _sheets(self) -> list[tuple[str, str]]:
        named: list[tuple[str, str]] = []
        targets: dict[str, str] = {}

        def of_book(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "sheet":
                named.append((attributes.get("name", "")[:100], _by_local(attributes, "id")))
            elif tag == "workbookPr":
                self._from_1904 = attributes.get("date1904") in {"1", "true"}

        def of_link(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                targets[attributes.get("Id", "")] = normpath(join("/xl", attributes.get("Target", ""))).lstrip("/")

        self._parse("xl/workbook.xml", of_book)
        self._parse("xl/_rels/workbook.xml.rels", of_link)
        return [(name, targets[link]) for name, link in named if targets.get(link) in self._names]

    def _shared_strings(self) -> list[str]:
        found: list[str] = []
        parts: list[str] = []
        spoken = 0

        def started(tag: str, _: Mapping[str, str]) -> None:
            nonlocal spoken
            if tag == "si":
                parts.clear()
            spoken += tag == "rPh"

        def ended(tag: str, text: str) -> None:
            nonlocal spoken
            if tag == "t" and not spoken:
                parts.append(text)
            elif tag == "si":
                found.append("".join(parts))
                if len(found) > MOST_CELLS:
                    raise self._too_many()
            spoken -= tag == "rPh"

        if "xl/sharedStrings.xml" in self._names:
            self._parse("xl/sharedStrings.xml", started, ended)
        return found

    def _day_styles(self) -> set[int]:
        formats: dict[str, bool] = {}
        styles: list[bool] = []
        inside = False

        def started(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal inside
            inside = tag == "cellXfs" or (inside and tag not in {"cellStyles", "cellStyleXfs"})
            if tag == "numFmt":
                code = _SAID.sub("", attributes.get("formatCode", ""))
                formats[attributes.get("numFmtId", "")] = bool(re.search("[dmyj]", code, re.IGNORECASE))
            elif tag == "xf" and inside:
                used = attributes.get("numFmtId", "0")
                styles.append(formats.get(used, used.isdigit() and len(used) < 4 and int(used) in _DAY_FORMATS))

        if "xl/styles.xml" in self._names:
            self._parse("xl/styles.xml", started)
        return {place for place, is_day in enumerate(styles) if is_day}

    def _rows(self, part: str) -> Iterator[tuple[int, list[str]]]:
        rows: list[tuple[int, list[str]]] = []
        cell: dict[str, str] = {}
        text: list[str] = []
        number = 0

        def started(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal number
            if tag == "row":
                number = _row_number(attributes.get("r", ""), number)
            elif tag == "c":
                self._count_cell()
                cell.clear()
                cell.update(attributes)
                text.clear()

        def ended(tag: str, said: str) -> None:
            if tag in {"v", "t"}:
                text.append(said)
            elif tag == "c" and text:
                if not rows or rows[-1][0] != number:
                    rows.append((number, []))
                self._place(rows[-1][1], cell, "".join(text))

        self._parse(part, started, ended)
        return iter(rows)

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise self._too_many()

    def _too_many(self) -> BrokenText:
        return refused(self._file, TOO_MANY, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)

    def _place(self, cells: list[str], cell: Mapping[str, str], text: str) -> None:
        place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
        if place > MOST_COLUMNS:
            raise self._too_many()
        cells.extend([""] * (place + 1 - len(cells)))
        cells[place] = self._value(cell, text)

    def _value(self, cell: Mapping[str, str], text: str) -> str:
        match cell.get("t", "n"):
            case "s":
                return self._strings[int(text)] if re.fullmatch(r"\d{1,8}", text) else ""
            case "n":
                return self._number(text.strip(), cell.get("s", "0"))
            case "e":
                return ""
            case _:
                return text

    def _number(self, text: str, style: str) -> str:
        if not _SHAPE.fullmatch(text):
            return text
        value = float(text)
        if style.isdecimal() and len(style) < 6 and int(style) in self._days and 0 < value < 2_900_000:
            began = datetime(1904, 1, 1) if self._from_1904 else datetime(1899, 12, 30)
            moment = began + timedelta(minutes=round(value * 1440))
            return moment.date().isoformat() if not (moment.hour or moment.minute) else f"{moment:%Y-%m-%d %H:%M}"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

    def _parse(self, part: str, started: Started, ended: Ended = lambda tag, text: None) -> None:
        parser = ParserCreate(namespace_separator=" ")
        text: list[str] = []

        def begin(tag: str, attributes: dict[str, str]) -> None:
            text.clear()
            started(tag.rpartition(" ")[2], attributes)

        def end(tag: str) -> None:
            ended(tag.rpartition(" ")[2], "".join(text))
            text.clear()

        def forbid(*_: object) -> None:
            raise _Refused

        parser.StartElementHandler, parser.EndElementHandler = begin, end
        parser.CharacterDataHandler = text.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = forbid
        parser.buffer_text = True
        with self._archive.open(part) as member:
            while piece := member.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise refused(self._file, GROWS, most=LARGEST_UNPACKED // 1_000_000)
                parser.Parse(piece)
        parser.Parse(b"", True)


def _by_local(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name and " " in key), "")


def _row_number(given: str, before: int) -> int:
    number = int(given) if given.isdecimal() and len(given) < 8 else before + 1
    if number > LAST_ROW:
        raise _Refused
    return number


def _column(reference: str) -> int:
    found = _REF.fullmatch(reference)
    if not found or int(found[2]) > LAST_ROW:
        raise _Refused
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - 64
    return place - 1
