"""A house's own table as entries: a mapping says what each column is, and nothing is guessed.

What cannot be read of an optional value is left out and named by its row; what an entry cannot be without keeps the row
out. Columns that the mapping does not name are listed with how many values they had.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from content.directory import fact_values
from content.directory import fact_values as v1
from content.directory.entry import WRITTEN_IN, EntryKind
from content.directory.exchange_results import CLEANED, NOT_TAKEN, Arrival, EntriesRead, EntriesReading
from content.directory.inclusion_reader import BAD_DAY, FIRST_DAY
from content.directory.proposed_entry import NAMED, OF_ENTRY, OF_ORGANISATION, SEVERAL, WORDS, cleaned, fault_of, parted
from content.errors import N_, BrokenText, Problem, Severity
from content.exchange.losses import Loss
from content.strings.tables_sent import TextTable
from content.strings.words import fold

IN_LANGUAGES = frozenset({*WORDS, "discreet_title", "public_line"})
ORGANISATION = "organisation."
DAY = "read_on"
LINKS = frozenset(name for name, shape in fact_values.SHAPES.items() if shape.sound is v1.is_link)

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
    named = {*WORDS, *fact_values.SHAPES, "id"}
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
        Problem(file, 1, NO_SUCH_COLUMN, {"column": fact_values.cut(column)})
        for column in mapping.targets
        if column not in table.header
    ]
    problems += [
        Problem(file, 1, NO_TARGET, {"target": fact_values.cut(target), "column": fact_values.cut(column)})
        for column, target in mapping.targets.items()
        if target not in known
    ]
    if not {*NAMED} & {*mapping.targets.values()}:
        problems.append(Problem(file, 1, NO_NAME))
    if problems:
        raise BrokenText(tuple(problems))


class _Mapped(EntriesReading):
    def __init__(self, table: TextTable, mapping: ColumnMapping, arrival: Arrival) -> None:
        super().__init__(arrival)
        self._table, self._mapping = table, mapping
        self._columns = {target: column for column, target in reversed([*mapping.targets.items()])}

    def read(self) -> EntriesRead:
        """Read every row."""
        for line, cells in self._table.records():
            self._read(line, cells)
        columns = [
            Loss("", NOT_TAKEN, {"column": fact_values.cut(column), "number": self.left[column]})
            for column in dict.fromkeys(self._table.header)
            if self.left[column]
        ]
        for line, number in self._table.untitled():
            self.faults.append(Problem(self.arrival.file, line, UNTITLED, {"number": number}, Severity.ADVICE))
        by_line = sorted(map(self._in_its_words, self.faults), key=lambda fault: fault.line)
        return EntriesRead(tuple(self.entries), tuple(by_line), (*columns, *self.losses))

    def _in_its_words(self, fault: Problem) -> Problem:
        """Return a fault that names the column as the table does, not the target it was mapped to."""
        field = str(fault.values.get("field", ""))
        near = (column for target, column in self._columns.items() if _bare(target) == _bare(field))
        told = self._columns.get(field) or next(near, field)
        return replace(fault, values={**fault.values, "field": fact_values.cut(told)})

    def _read(self, line: int, cells: Mapping[str, str]) -> None:
        said = self._said(line, cells)
        own = {target: values for target, values in said.items() if not target.startswith(ORGANISATION)}
        theirs = {target.removeprefix(ORGANISATION): values for target, values in said.items() if target not in own}
        names = [own[target][0] for target in NAMED if target in own]
        if names and not {*NAMED} & {*theirs}:
            theirs["nom"] = (names[0],)
        day = self._day(line, own.pop(DAY, ()))
        origin_id = own.pop("id", (*names, ""))[0]
        of_whom = [theirs[target][0] for target in ("id", *NAMED) if target in theirs]
        theirs.pop("id", None)
        if not self.is_double(line, origin_id, SAME_ID) and day:
            self.propose(line, day, (origin_id, own), ((*of_whom, "")[0], theirs), self._mapping.kind)

    def _said(self, line: int, cells: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        said: dict[str, tuple[str, ...]] = {}
        for column, cell in cells.items():
            if (target := self._mapping.targets.get(column)) is None:
                self.left[cleaned(column)] += 1
                continue
            if not (values := self._values(column, target, cleaned(cell).strip())):
                self.left[column] += 1
                continue
            if cleaned(cell) != cell.replace("\r\n", "\n"):
                self.losses.append(Loss(f"{self.arrival.file}, {line}", CLEANED))
            name = target.removeprefix(ORGANISATION)
            if fault := None if name in NAMED else fault_of(name, values):
                self.fault(line, target, fault[0], Severity.ADVICE, **fault[1])
            elif not self._joined(said, target, values):
                self.left[column] += 1
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
        known = fact_values.SHAPES[name].codes if name in fact_values.SHAPES else frozenset()
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
            return self.arrival.day
        day = day_of(said[0], self._mapping.day_order)
        if day is None or not FIRST_DAY <= day <= self.arrival.day:
            self.fault(line, DAY, BAD_DAY)
            return None
        return day


def _bare(target: str) -> str:
    """Return a target without its prefix (organisation) and suffix (language)."""
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


# ----------------------------------------------------------------------------------------- suggested targets of columns

NAMES: Mapping[str, str] = {
    "id": "id identifiant numero n num resourceagencynum",
    "nom": "nom nomduservice naam name titre titel title publicname service dienst denomination",
    "description": "description beschrijving omschrijving agencydescription mission activites",
    "publics_precisions": "public publiccible doelgroep eligibility eligibilite beneficiaires pourqui",
    "conditions_acces": "conditions voorwaarden conditionsdacces",
    "frais_precisions": "prix cout couts tarif tarifs frais kostprijs prijs cost fees feestructuresource",
    "documents": "documents documentsdemandes documenten documentsrequired",
    "mobilisation_precisions": "inscription aanmelding commentsinscrire applicationprocess",
    "telephone": "telephone tel telefoon gsm phone phone1number numerodetelephone",
    "courriel": "courriel email mail emailadres adressemail emailaddressmain",
    "site_web": "site siteweb web website url websiteaddress",
    "adresse": "adresse rue straat adres adressepostale physicaladdress1 address",
    "complement_adresse": "complement complementdadresse physicaladdress2",
    "code_postal": "codepostal cp postcode physicalpostalcode",
    "commune": "commune ville gemeente stad localite physicalcity city",
    "langues": "langues talen languages",
    "hours": "horaire horaires heures heuresdouverture openingsuren hours hoursofoperation",
    "organisation.nom": "organisation organisatie organization asbl vzw parentagency association",
    "organisation.id": "parentagencynum organisationid",
    "read_on": (
        "date datemaj lule misajour verifiele gelezenop lastverifiedon datedeverification jourdeladerniereverification"
    ),
    "confidential": "confidentiel confidentielle vertrouwelijk geheim confidential",
}
"""By target, names of columns as houses write them in three languages, and as 211 exports do; without signs."""
_TARGET_OF = {name: target for target, names in NAMES.items() for name in names.split()}


def suggested(columns: Iterable[str]) -> dict[str, str]:
    """Return the target of each column that can be recognised by its name, each target at most once."""
    found: dict[str, str] = {}
    known = all_targets()
    for column in columns:
        target = column if column in known else _TARGET_OF.get(re.sub(r"[^a-z0-9]", "", fold(column)), "")
        if target and target not in found.values():
            found[column] = target
    return found


def day_order_of(cells: Iterable[str]) -> DayOrder:
    """Return the order in which days are written, where a value tells it; else the day first."""
    parts = [tuple(map(int, found.groups())) for one in cells if (found := re.match(r"(\d{1,4})\D(\d{1,2})\D", one))]
    if any(first > 31 for first, _ in parts):
        return DayOrder.YEAR_FIRST
    return DayOrder.MONTH_FIRST if any(second > 12 for _, second in parts) else DayOrder.DAY_FIRST
