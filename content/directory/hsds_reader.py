"""Entries from HSDS 3 (Open Referral): services as JSON, or a package of tables; what has no place here is counted.

From docs.openreferral.org, version 3.0, CC BY-SA 4.0: names of fields only.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from content.directory.entry import EntryFactKind, EntryKind
from content.directory.exchange_results import Arrival, EntriesRead, EntriesReading
from content.directory.fact_values import PLACES, cut
from content.directory.inclusion_reader import BAD_DAY, NO_RECORD, TWICE, json_of
from content.directory.proposed_entry import cleaned, fault_of
from content.errors import N_, Severity, refused
from content.exchange.archive import is_zip, unpacked
from content.strings.tables_sent import LARGEST_FILE, MOST_ROWS, decoded, read_csv, too_many

FORMAT = "HSDS 3"
Row = dict[str, object]

NO_SERVICES = N_("Il faut ici une liste « services », comme HSDS 3 l'écrit : vérifiez de quel schéma vient ce fichier.")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "services": (
        *("id", "organization_id", "name", "description", "url", "email", "status", "application_process"),
        *("fees_description", "eligibility_description", "assured_date"),
    ),
    "organizations": ("id", "name", "description", "email", "website"),
    "phones": ("id", "service_id", "organization_id", "number"),
    "schedules": ("id", "service_id", "description"),
    "required_documents": ("id", "service_id", "document"),
    "service_at_locations": ("id", "service_id", "location_id"),
    "locations": ("id", "location_type"),
    "addresses": (
        *("id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code", "country"),
        "address_type",
    ),
}
CONTAINED = {"organization": "organizations", "location": "locations"}
"""Single things that lie in others, and their tables."""
SERVICE_WORDS = {
    EntryFactKind.DESCRIPTION: "description",
    EntryFactKind.AUDIENCE: "eligibility_description",
    EntryFactKind.CONDITIONS: "eligibility_description",
    EntryFactKind.COST: "fees_description",
    EntryFactKind.MOBILISE: "application_process",
}
"""Whom it is for and on which conditions is one text there."""
TARGETS = {
    "name": "nom",
    "description": "description",
    "eligibility_description": "publics_precisions",
    "fees_description": "frais_precisions",
    "application_process": "mobilisation_precisions",
    "email": "courriel",
    "url": "lien_mobilisation",
    "website": "site_web",
    "number": "telephone",
    "document": "documents",
    "address_1": "adresse",
    "address_2": "complement_adresse",
    "city": "commune",
    "postal_code": "code_postal",
}
"""Where each is put here; a schedule's words are hours."""
PERSONS = frozenset({"contacts", "contact", "attention", "assurer_email"})
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
        raise too_many(arrival.file)
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


class _HsdsReading(EntriesReading):
    def read(self, found: list[object]) -> EntriesRead:
        """Read each service."""
        for line, one in enumerate(found, 1):
            if isinstance(one, dict):
                self._read(line, one)
            else:
                self.fault(line, "services", NO_RECORD)
        return EntriesRead(tuple(self.entries), tuple(self.faults), tuple(self.columns_left(PERSONS)))

    def _read(self, line: int, one: Row) -> None:
        own = self._said(line, "services", one)
        held = one.get("organization")
        held = held if isinstance(held, dict) else {}
        theirs = self._said(line, "organizations", held)
        name = next(iter(own.get("nom", ())), "")
        theirs.setdefault("nom", own.get("nom", ()))
        origin_id = _text(one.get("id")) or name
        if self.is_double(line, origin_id, TWICE) or (day := self._day(line, one)) is None:
            return
        self.propose(line, day, (origin_id, own), (_text(held.get("id")) or name, theirs), EntryKind.SERVICE)

    def _day(self, line: int, one: Row) -> date | None:
        said = _text(one.get("assured_date")) or _text(one.get("last_modified"))
        try:
            day = date.fromisoformat(said[:10]) if said else self.arrival.day
        except ValueError:
            day = None
        if day is None or day > self.arrival.day:
            self.fault(line, "assured_date", BAD_DAY)
            return None
        return day

    def _said(self, line: int, table: str, row: Row) -> dict[str, tuple[str, ...]]:
        said: dict[str, tuple[str, ...]] = {}
        for column, target, text in self._walk(table, row, depth=0):
            if fault := (fault_of(target, (text,)) if target != "nom" else None):
                self.fault(line, column, fault[0], Severity.ADVICE, **fault[1])
            elif said.setdefault(target, (text,)) != (text,):
                self.left[f"{table}.{column}"] += 1
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
                    self.left[f"{table}.{column}"] += 1
            else:
                if column in PLACES:
                    yield column, column, ""
                self.left[f"{table}.{cut(cleaned(column))}"] += 1


def _text(value: object) -> str:
    text = cleaned(value) if isinstance(value, str) else ""
    return text if text.strip() else ""
