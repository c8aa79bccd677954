"""Entries from data.inclusion's schema v1: structures and services, as JSON or as two tables.

What v1 can say goes out again as it came. Coordinates and names of persons are not taken; losses say how many.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from content.directory import vocabulary as v1
from content.directory.entry import EntryOrigin, FactSource
from content.directory.exchange.inclusion_terms import (
    ASIDE,
    OF_SERVICE,
    OF_STRUCTURE,
    PERSONS,
    REQUIRED,
    InclusionRecord,
    record_read,
)
from content.directory.exchange.proposals import SEVERAL, ProposedEntry, ProposedPart, cleaned, entry_of, id_of, parted
from content.directory.exchange.results import (
    CLEANED,
    NO_PERSON_TAKEN,
    NO_PLACE_TAKEN,
    NOT_TAKEN,
    Arrival,
    EntriesRead,
    EntryLoss,
)
from content.directory.exchange.tables import (
    LARGEST_FILE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LARGE,
    TOO_MANY,
    TextTable,
    decoded,
)
from content.directory.kinds import PLACES, cut
from content.directory.reading import LONGEST_SERVICE, names_a_person
from content.problems import N_, Problem, refused

LISTS = ("structures", "services")
IGNORE = "__ignore__"
"""A column of data.inclusion's own workbook: it marks rows that are examples."""
MARKED = frozenset({"1", "true", "vrai", "x"})

NO_JSON = N_("Ce fichier ne se lit pas comme du JSON : exportez-le de nouveau.")
NO_LISTS = N_("Il faut ici deux listes, « structures » et « services » : vérifiez de quel schéma vient ce fichier.")
TWICE = N_("L'identifiant « %(value)s » sert aussi à la ligne %(other)s : gardez une des deux fiches.")
NO_STRUCTURE = N_("« structure_id » nomme « %(value)s », qui n'est pas parmi les structures : ajoutez-la.")
BAD_STRUCTURE = N_("Sa structure est à corriger d'abord (ligne %(other)s des structures).")
NO_SERVICE = N_("Cette structure n'offre aucun service ici : elle n'est pas reprise.")
DOUBLE_COLUMN = N_("La colonne « %(column)s » figure deux fois : gardez-en une.")
NO_COLUMN = N_("Il manque la colonne « %(column)s » : ajoutez-la.")


def read_inclusion(data: bytes, arrival: Arrival) -> EntriesRead:
    """Return the services of a JSON file of schema v1 as entries; raises BrokenText when it cannot be read at all."""
    found = json_of(data, arrival.file)
    lists = [found.get(name, []) for name in LISTS] if isinstance(found, dict) else []
    if not lists or not any(lists) or not all(isinstance(each, list) for each in lists):
        raise refused(arrival.file, NO_LISTS)
    structures, services = (
        [
            InclusionRecord(f"{arrival.file}, {name}", number, one if isinstance(one, dict) else {"": one})
            for number, one in enumerate(each, 1)
        ]
        for each, name in zip(lists, LISTS, strict=True)
    )
    return entries_of(structures, services, arrival)


def json_of(data: bytes, file: str) -> object:
    """Return what a JSON file says, without the numbers that JSON does not have; raises BrokenText."""
    if len(data) > LARGEST_FILE:
        raise refused(file, TOO_LARGE, most=LARGEST_FILE // 1_000_000)
    try:
        return json.loads(decoded(data, file), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise refused(file, NO_JSON, getattr(error, "lineno", 1)) from error


def _no_number(name: str) -> object:
    raise ValueError(name)


def read_inclusion_tables(structures: TextTable, services: TextTable, arrival: Arrival) -> EntriesRead:
    """Return the services of two tables whose columns have the names of schema v1; raises BrokenText.

    Rows that are marked as examples are left out. Columns that are missing or double are faults of the first line, and
    of two of a name the first is read.
    """
    faults: list[Problem] = []
    of_tables = []
    for table, known in ((structures, OF_STRUCTURE), (services, OF_SERVICE)):
        file = f"{arrival.file}, {table.name}" if table.name != arrival.file else table.name
        faults += _column_faults(table, known, file)
        rows = ((line, cells) for line, cells in table.records() if cells.get(IGNORE, "").casefold() not in MARKED)
        of_tables.append([InclusionRecord(file, line, _of_cells(cells)) for line, cells in rows])
    read = entries_of(of_tables[0], of_tables[1], arrival)
    return EntriesRead(read.entries, (*faults, *read.faults), read.losses)


def _column_faults(table: TextTable, known: tuple[str, ...], file: str) -> Iterator[Problem]:
    for column, times in Counter(filter(None, table.header)).items():
        if times > 1:
            yield Problem(file, 1, DOUBLE_COLUMN, {"column": cut(column)})
    for column in REQUIRED[known]:
        if column not in table.header:
            yield Problem(file, 1, NO_COLUMN, {"column": column})


def _of_cells(cells: Mapping[str, str]) -> dict[str, object]:
    return {name: [*parted(cell)] if name in SEVERAL else cell for name, cell in cells.items() if name != IGNORE}


def entries_of(structures: list[InclusionRecord], services: list[InclusionRecord], arrival: Arrival) -> EntriesRead:
    """Return entries of records, each service with its structure; what is wrong about each, by its place."""
    if len(structures) + len(services) > MOST_ROWS:
        raise refused(arrival.file, TOO_MANY, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)
    return _Reading(arrival).read(structures, services)


class _Reading:
    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._faults: list[Problem] = []
        self._left: Counter[str] = Counter()
        self._losses: list[EntryLoss] = []

    def read(self, structures: list[InclusionRecord], services: list[InclusionRecord]) -> EntriesRead:
        """Read all structures, then all services."""
        known = self._by_id(structures)
        parts = dict(zip(map(id, structures), self._parts(structures, OF_STRUCTURE), strict=True))
        kept = self._by_id(services)
        entries = []
        for one, part in zip(services, self._parts(services, OF_SERVICE), strict=True):
            structure = self._structure(one, known, parts)
            if part and structure and kept[one.text("id")] is one:
                entry, faults = entry_of(ProposedEntry(one.file, one.line, part, structure, self._arrival.language))
                self._faults += faults
                entries += [entry] if entry else []
        served = {one.text("structure_id") for one in services}
        self._losses += [EntryLoss(cut(name), NO_SERVICE) for name in known if name not in served]
        self._faults.sort(key=lambda fault: (LISTS[0] not in fault.file.casefold(), fault.file, fault.line))
        columns = []
        for name, number in self._left.items():
            sentence = NO_PERSON_TAKEN if name in PERSONS else NO_PLACE_TAKEN if name in PLACES else NOT_TAKEN
            columns.append(EntryLoss("", sentence, {"column": cut(cleaned(name)), "number": number}))
        return EntriesRead(tuple(entries), tuple(self._faults), (*columns, *self._losses))

    def _by_id(self, records: list[InclusionRecord]) -> dict[str, InclusionRecord]:
        """Return the first record of each id, and note the others."""
        first: dict[str, InclusionRecord] = {}
        for one in records:
            name = one.text("id")
            if first.setdefault(name, one) is not one and name:
                self._faults.append(one.fault("id", TWICE, value=cut(name), other=first[name].line))
        return first

    def _parts(self, records: list[InclusionRecord], known: tuple[str, ...]) -> list[ProposedPart | None]:
        taken: set[str] = set()
        return [self._part(one, known, taken) for one in records]

    def _part(self, one: InclusionRecord, known: tuple[str, ...], taken: set[str]) -> ProposedPart | None:
        read = record_read(one, known, self._arrival.day)
        self._faults += read.faults
        self._left.update(read.left)
        name = one.text("id")
        if read.was_cleaned:
            self._losses.append(EntryLoss(cut(name), CLEANED))
        if not read.is_sound or read.day is None:
            return None
        publisher = one.text("source") or self._arrival.origin
        address = next(filter(v1.is_link, read.said.get("lien_source", ())), self._arrival.address)
        told = {field: values for field, values in read.said.items() if field not in ASIDE}
        named = " ".join(publisher.split())[:LONGEST_SERVICE]
        # Who publishes a record is named as who read it, unless it is signed as people are.
        source = FactSource(address, read.day, self._arrival.service if names_a_person(named) else named)
        return ProposedPart(id_of(name, taken), told, source, EntryOrigin(publisher, name))

    def _structure(
        self, one: InclusionRecord, known: Mapping[str, InclusionRecord], parts: Mapping[int, ProposedPart | None]
    ) -> ProposedPart | None:
        name = one.text("structure_id")
        if (structure := known.get(name)) is None or not name:
            self._faults += [one.fault("structure_id", NO_STRUCTURE, value=cut(name))] if name else []
            return None
        if (part := parts[id(structure)]) is None:
            self._faults.append(one.fault("structure_id", BAD_STRUCTURE, other=structure.line))
        return part
