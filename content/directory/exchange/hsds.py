"""Entries from HSDS 3 (Open Referral): services as JSON, or a package of tables; what has no place here is counted."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from content.directory.entry import DirectoryEntry, EntryOrigin, FactSource
from content.directory.exchange.hsds_terms import COLUMNS, CONTAINED, PERSONS, TARGETS, Row
from content.directory.exchange.inclusion import TWICE, json_of
from content.directory.exchange.inclusion_terms import BAD_DAY, NO_RECORD
from content.directory.exchange.proposals import ProposedEntry, ProposedPart, cleaned, entry_of, fault_of, id_of
from content.directory.exchange.results import (
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
    TOO_MANY,
    decoded,
    read_csv,
)
from content.directory.kinds import PLACES, cut
from content.exchange.archive import is_zip, unpacked
from content.problems import N_, Problem, Severity, refused

NO_SERVICES = N_("Il faut ici une liste « services », comme HSDS 3 l'écrit : vérifiez de quel schéma vient ce fichier.")
_PASSED = frozenset({"id", "status", "organization_id", "service_id", "location_id", "location_type", "address_type"})
"""What says nothing to people."""


def read_hsds(data: bytes, arrival: Arrival) -> EntriesRead:
    """Return the services of a JSON file, or of a zip of tables, as entries; raises BrokenText."""
    found = _assembled(data, arrival.file) if is_zip(data) else json_of(data, arrival.file)
    if isinstance(found, dict):
        found = found.get("services", found.get("contents", [found] if "name" in found else None))
    if not isinstance(found, list):
        raise refused(arrival.file, NO_SERVICES)
    if len(found) > MOST_ROWS:
        raise refused(arrival.file, TOO_MANY, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)
    return _HsdsReading(arrival).read(found)


def _assembled(data: bytes, file: str) -> object:
    """Return the services of a package with all that belongs to each put into it."""
    named = {
        name.rpartition("/")[2]: text
        for name, text in unpacked(data, file, LARGEST_FILE).items()
        if name.endswith(".csv")
    }
    tables: dict[str, list[Row]] = {}
    for name, text in named.items():
        table = read_csv(decoded(text, name), f"{file}, {name}")
        tables[name.removesuffix(".csv")] = [dict(cells) for _, cells in table.records()]
    if "services" not in tables:
        raise refused(file, NO_SERVICES)
    for single, table_name in CONTAINED.items():
        by_id = {str(row.get("id", "")): row for row in tables.get(table_name, [])}
        for holder in tables.values():
            for row in holder:
                if (inside := by_id.get(str(row.get(f"{single}_id", "")))) is not None and inside is not row:
                    row[single] = inside
    _put_back(tables, "locations", "location_id", ("addresses",))
    _put_back(tables, "organizations", "organization_id", ("phones",))
    _put_back(tables, "services", "service_id", ("phones", "schedules", "required_documents", "service_at_locations"))
    return tables["services"]


def _put_back(tables: Mapping[str, list[Row]], holder: str, link: str, inside: tuple[str, ...]) -> None:
    for name in inside:
        held: dict[str, list[Row]] = defaultdict(list)
        for row in tables.get(name, []):
            held[str(row.get(link, ""))].append(row)
        for row in tables.get(holder, []):
            if found := held.get(str(row.get("id") or "-")):
                row[name] = found


class _HsdsReading:
    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._faults: list[Problem] = []
        self._left: Counter[str] = Counter()
        self._taken: set[str] = set()
        self._organisations: dict[str, str] = {}
        self._organisation_ids: set[str] = set()
        self._lines: dict[str, int] = {}

    def read(self, found: list[object]) -> EntriesRead:
        """Read each service."""
        entries = [entry for line, one in enumerate(found, 1) if (entry := self._entry(line, one))]
        losses = []
        for name, number in self._left.items():
            column = name.rpartition(".")[2]
            sentence = NO_PERSON_TAKEN if column in PERSONS else NO_PLACE_TAKEN if column in PLACES else NOT_TAKEN
            losses.append(EntryLoss("", sentence, {"column": name, "number": number}))
        return EntriesRead(tuple(entries), tuple(self._faults), tuple(losses))

    def _entry(self, line: int, one: object) -> DirectoryEntry | None:
        if not isinstance(one, dict):
            self._note(line, "services", NO_RECORD)
            return None
        own = self._said(line, "services", one)
        held = one.get("organization")
        theirs = self._said(line, "organizations", held) if isinstance(held, dict) else {}
        name = next(iter(own.get("nom", ())), "")
        theirs.setdefault("nom", own.get("nom", ()))
        origin_id = _text(one.get("id")) or name
        if origin_id and self._lines.setdefault(origin_id, line) != line:
            self._note(line, "id", TWICE, value=cut(origin_id), other=self._lines[origin_id])
            return None
        day = self._day(line, one)
        if day is None:
            return None
        source = FactSource(self._arrival.address, day, self._arrival.service)
        part = ProposedPart(id_of(origin_id, self._taken), own, source, self._origin(origin_id))
        organisation_id = (_text(held.get("id")) if isinstance(held, dict) else "") or name
        if organisation_id not in self._organisations:
            self._organisations[organisation_id] = id_of(organisation_id, self._organisation_ids)
        organisation = ProposedPart(self._organisations[organisation_id], theirs, source, self._origin(organisation_id))
        entry, faults = entry_of(ProposedEntry(self._arrival.file, line, part, organisation, self._arrival.language))
        self._faults += faults
        return entry

    def _origin(self, name: str) -> EntryOrigin | None:
        return EntryOrigin(self._arrival.origin, name) if name else None

    def _day(self, line: int, one: Row) -> date | None:
        said = _text(one.get("assured_date")) or _text(one.get("last_modified"))
        try:
            day = date.fromisoformat(said[:10]) if said else self._arrival.day
        except ValueError:
            day = None
        if day is None or day > self._arrival.day:
            self._note(line, "assured_date", BAD_DAY)
            return None
        return day

    def _said(self, line: int, table: str, row: Row) -> dict[str, tuple[str, ...]]:
        said: dict[str, tuple[str, ...]] = {}
        for column, target, text in self._walk(table, row, depth=0):
            if fault := (fault_of(target, (text,)) if target != "nom" else None):
                values = {"field": column, **fault[1]}
                self._faults.append(Problem(self._arrival.file, line, fault[0], values, Severity.ADVICE))
            elif said.setdefault(target, (text,)) != (text,):
                self._left[f"{table}.{column}"] += 1
        return said

    def _walk(self, table: str, row: Row, depth: int) -> Iterator[tuple[str, str, str]]:
        """Yield column, target and text of all that has a place here, in a row and in what lies in it."""
        for column, value in row.items():
            if column in _PASSED or column in {"assured_date", "organization"} or value in (None, "", [], {}):
                continue
            inner = CONTAINED.get(column, column)
            held = [value] if isinstance(value, dict) else value
            if inner in COLUMNS and isinstance(held, list) and depth < 4:
                for each in held:
                    yield from self._walk(inner, each if isinstance(each, dict) else {"": each}, depth + 1)
            elif column in COLUMNS.get(table, ()) and (text := _text(value)):
                target = "hours" if table == "schedules" else TARGETS.get(column, "")
                if target:
                    yield column, target, text
                else:
                    self._left[f"{table}.{column}"] += 1
            else:
                if column in PLACES:
                    yield column, column, ""
                self._left[f"{table}.{cut(cleaned(column))}"] += 1

    def _note(self, line: int, field: str, sentence: str, **values: object) -> None:
        self._faults.append(Problem(self._arrival.file, line, sentence, {"field": field, **values}))


def _text(value: object) -> str:
    text = cleaned(value) if isinstance(value, str) else ""
    return text if text.strip() else ""
