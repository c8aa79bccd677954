"""A house's own table as entries: a mapping says what each column is, and nothing is guessed.

What cannot be read of an optional value is left out and named by its row; what an entry cannot be without keeps the row
out. Columns that the mapping does not name are listed with how many values they had.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from content.directory import kinds
from content.directory import vocabulary as v1
from content.directory.entry import WRITTEN_IN, EntryKind, EntryOrigin, FactSource
from content.directory.exchange.inclusion_terms import BAD_DAY, FIRST_DAY
from content.directory.exchange.proposals import (
    OF_ENTRY,
    OF_ORGANISATION,
    SEVERAL,
    WORDS,
    ProposedEntry,
    ProposedPart,
    cleaned,
    entry_of,
    fault_of,
    id_of,
    parted,
)
from content.directory.exchange.results import CLEANED, NOT_TAKEN, Arrival, EntriesRead, EntryLoss
from content.directory.exchange.tables import TextTable
from content.folding import fold
from content.problems import N_, BrokenText, Problem, Severity

IN_LANGUAGES = frozenset({*WORDS, "discreet_title", "public_line"})
ORGANISATION = "organisation."
DAY = "read_on"
LINKS = frozenset(name for name, shape in kinds.SHAPES.items() if shape.sound is v1.is_link)

NO_TARGET = N_("« %(target)s » n'est pas un champ où ranger « %(column)s » : choisissez-en un autre.")
NO_SUCH_COLUMN = N_("Ce tableau n'a pas de colonne « %(column)s » : refaites la correspondance.")
NO_NAME = N_("Aucune colonne ne dit le nom : indiquez laquelle.")
SAME_ID = N_("L'identifiant « %(value)s » sert aussi à la ligne %(other)s : gardez une des deux lignes.")
UNTITLED = N_(
    "Cellules remplies qui ne sont sous aucun titre : %(number)s. Donnez un titre à leur colonne, ou retirez-les."
)


class DayOrder(StrEnum):
    """In which order a day is written."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class ColumnMapping(NamedTuple):
    """What each column is; a column that is not named is left behind.

    A target is a name of data.inclusion, a kind of fact it has no name for, `id`, or `read_on`; `organisation.` before
    it says that it is the organisation's, `.fr` or `.nl` behind it in which language its words are.
    """

    targets: Mapping[str, str]
    day_order: DayOrder = DayOrder.DAY_FIRST
    meanings: Mapping[str, Mapping[str, str]] = {}
    """By column: what a word in its cells means, where it is a code."""
    kind: EntryKind = EntryKind.SERVICE


def all_targets() -> frozenset[str]:
    """Return every target that a column can have."""
    named = {*WORDS, *kinds.SHAPES, "id"}
    said = {f"{target}.{language}" for target in IN_LANGUAGES for language in WRITTEN_IN}
    of_words = {target for target in said if target.partition(".")[0] in WORDS}
    of_organisation = {ORGANISATION + target for target in {*named, *of_words, *OF_ORGANISATION}}
    return frozenset({*named, *said, *OF_ENTRY, DAY, *of_organisation})


def entries_by_mapping(table: TextTable, mapping: ColumnMapping, arrival: Arrival) -> EntriesRead:
    """Return the rows of a table as entries; raises BrokenText when the mapping does not fit the table."""
    _check(table, mapping, arrival.file)
    return _Mapped(table, mapping, arrival).read()


def _check(table: TextTable, mapping: ColumnMapping, file: str) -> None:
    known = all_targets()
    problems = [
        Problem(file, 1, NO_SUCH_COLUMN, {"column": kinds.cut(column)})
        for column in mapping.targets
        if column not in table.header
    ]
    problems += [
        Problem(file, 1, NO_TARGET, {"target": kinds.cut(target), "column": kinds.cut(column)})
        for column, target in mapping.targets.items()
        if target not in known
    ]
    if not {"nom", "nom.fr", "nom.nl"}.intersection(mapping.targets.values()):
        problems.append(Problem(file, 1, NO_NAME))
    if problems:
        raise BrokenText(tuple(problems))


class _Mapped:
    def __init__(self, table: TextTable, mapping: ColumnMapping, arrival: Arrival) -> None:
        self._table, self._mapping, self._arrival = table, mapping, arrival
        self._columns = {target: column for column, target in reversed([*mapping.targets.items()])}
        self._left: Counter[str] = Counter()
        self._faults: list[Problem] = []
        self._cleaned: list[EntryLoss] = []
        self._taken: set[str] = set()
        self._organisations: dict[str, str] = {}
        self._organisation_ids: set[str] = set()
        self._lines: dict[str, int] = {}

    def read(self) -> EntriesRead:
        """Read every row."""
        entries = []
        for line, cells in self._table.records():
            if proposal := self._proposal(line, cells):
                entry, faults = entry_of(proposal)
                self._faults += faults
                entries += [entry] if entry else []
        columns = [
            EntryLoss("", NOT_TAKEN, {"column": kinds.cut(column), "number": self._left[column]})
            for column in dict.fromkeys(self._table.header)
            if self._left[column]
        ]
        for line, number in self._table.untitled():
            self._faults.append(Problem(self._arrival.file, line, UNTITLED, {"number": number}, Severity.ADVICE))
        by_line = sorted(map(self._in_its_words, self._faults), key=lambda fault: fault.line)
        return EntriesRead(tuple(entries), tuple(by_line), (*columns, *self._cleaned))

    def _in_its_words(self, fault: Problem) -> Problem:
        """Return a fault that names the column as the table does, not the target it was mapped to."""
        field = str(fault.values.get("field", ""))
        near = (column for target, column in self._columns.items() if _bare(target) == _bare(field))
        told = self._columns.get(field) or next(near, field)
        return replace(fault, values={**fault.values, "field": kinds.cut(told)})

    def _proposal(self, line: int, cells: Mapping[str, str]) -> ProposedEntry | None:
        said = self._said(line, cells)
        own = {target: values for target, values in said.items() if not target.startswith(ORGANISATION)}
        theirs = {target.removeprefix(ORGANISATION): values for target, values in said.items() if target not in own}
        name = next((own[target][0] for target in ("nom", "nom.fr", "nom.nl") if target in own), "")
        if name and not any(target in theirs for target in ("nom", "nom.fr", "nom.nl")):
            theirs["nom"] = (name,)
        day = self._day(line, own.pop(DAY, ()))
        origin_id = own.pop("id", (name,))[0]
        if origin_id and self._lines.setdefault(origin_id, line) != line:
            self._note(line, "id", SAME_ID, value=kinds.cut(origin_id), other=self._lines[origin_id])
            return None
        if day is None:
            return None
        source = FactSource(self._arrival.address, day, self._arrival.service)
        part = ProposedPart(id_of(origin_id, self._taken), own, source, EntryOrigin(self._arrival.origin, origin_id))
        return ProposedEntry(
            self._arrival.file,
            line,
            part,
            self._organisation(theirs, source),
            self._arrival.language,
            self._mapping.kind,
        )

    def _organisation(self, said: dict[str, tuple[str, ...]], source: FactSource) -> ProposedPart:
        names = (said[target][0] for target in ("id", "nom", "nom.fr", "nom.nl") if target in said)
        name = next(names, "")
        said.pop("id", None)
        if name not in self._organisations:
            self._organisations[name] = id_of(name, self._organisation_ids)
        return ProposedPart(
            self._organisations[name], said, source, EntryOrigin(self._arrival.origin, name) if name else None
        )

    def _said(self, line: int, cells: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        said: dict[str, tuple[str, ...]] = {}
        for column, cell in cells.items():
            if (target := self._mapping.targets.get(column)) is None:
                self._left[cleaned(column)] += 1
                continue
            if not (values := self._values(column, target, cleaned(cell).strip())):
                self._left[column] += 1
                continue
            if cleaned(cell) != cell.replace("\r\n", "\n"):
                self._cleaned.append(EntryLoss(f"{self._arrival.file}, {line}", CLEANED))
            name = target.removeprefix(ORGANISATION)
            if fault := None if name in {"nom", "nom.fr", "nom.nl"} else fault_of(name, values):
                self._faults.append(self._problem(line, target, fault[0], Severity.ADVICE, **fault[1]))
            elif not self._joined(said, target, values):
                self._left[column] += 1
        return said

    def _joined(self, said: dict[str, tuple[str, ...]], target: str, values: tuple[str, ...]) -> bool:
        """Put values where they belong; of one target several columns may speak, of most only the first is heard."""
        name = _bare(target)
        before = said.get(target)
        if before is None:
            said[target] = values
        elif name in SEVERAL:
            said[target] = tuple(dict.fromkeys((*before, *values)))
        elif name in WORDS and name != "nom":
            said[target] = (f"{before[0]}\n{values[0]}",)
        elif name == "adresse":
            said[target] = (f"{before[0]}, {values[0]}",)
        else:
            return False
        return True

    def _values(self, column: str, target: str, cell: str) -> tuple[str, ...]:
        name = _bare(target)
        known = kinds.SHAPES[name].codes if name in kinds.SHAPES else frozenset()
        meanings = {fold(word): code for word, code in self._mapping.meanings.get(column, {}).items()}
        if not cell:
            return ()
        parts = parted(cell) if name in SEVERAL and fold(cell) not in meanings else (cell,)
        meant = (meanings.get(fold(part), part) for part in parts)
        if name in LINKS:
            meant = (f"https://{part}" if part.casefold().startswith("www.") else part for part in meant)
        return tuple(dict.fromkeys(code if (code := "-".join(fold(part).split())) in known else part for part in meant))

    def _day(self, line: int, said: tuple[str, ...]) -> date | None:
        if not said:
            return self._arrival.day
        day = day_of(said[0], self._mapping.day_order)
        if day is None or not FIRST_DAY <= day <= self._arrival.day:
            self._note(line, DAY, BAD_DAY)
            return None
        return day

    def _note(self, line: int, field: str, sentence: str, **values: object) -> None:
        self._faults.append(self._problem(line, field, sentence, Severity.ERROR, **values))

    def _problem(self, line: int, field: str, sentence: str, severity: Severity, **values: object) -> Problem:
        return Problem(self._arrival.file, line, sentence, {"field": field, **values}, severity)


def _bare(target: str) -> str:
    """Return a target without whose it is and in which language."""
    return target.removeprefix(ORGANISATION).partition(".")[0]


def day_of(cell: str, order: DayOrder) -> date | None:
    """Return the day that a cell begins with, a year of two figures being of this century; None where it is none."""
    found = re.match(r"\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?!\d)", cell, re.ASCII)
    if not found:
        return None
    if len(found[1]) == 4:
        order = DayOrder.YEAR_FIRST
    parts = dict(zip(order, map(int, found.groups()), strict=True))
    year = parts["y"] + 2000 if parts["y"] < 100 else parts["y"]
    try:
        return date(year, parts["m"], parts["d"])
    except ValueError:
        return None
