"""Entries from data.inclusion's schema v1: structures and services, as JSON or as two tables, held against the schema.

What v1 can say goes out again as it came. Coordinates and names of persons are not taken; losses say how many.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from content.directory import fact_values as v1
from content.directory.entry import EntryOrigin, FactSource
from content.directory.entry_text import LONGEST_SERVICE, names_a_person
from content.directory.exchange_results import CLEANED, Arrival, EntriesRead, EntriesReading
from content.directory.fact_values import LENGTH, MISWRITTEN, PLACES, cut
from content.directory.proposed_entry import (
    SEVERAL,
    ProposedEntry,
    ProposedPart,
    Said,
    cleaned,
    fault_of,
    id_of,
    parted,
)
from content.errors import N_, Problem, Severity, refused
from content.exchange.losses import Loss
from content.schema.fields import MISSING
from content.strings.tables_sent import LARGEST_FILE, MOST_ROWS, TOO_LARGE, TextTable, decoded, too_many

FORMAT = "data.inclusion v1"
OF_STRUCTURE = (
    *("source", "id", "nom", "date_maj", "lien_source", "siret", "description", "commune", "code_postal"),
    *("code_insee", "adresse", "complement_adresse", "longitude", "latitude", "telephone", "courriel", "site_web"),
    *("horaires_accueil", "accessibilite_lieu", "reseaux_porteurs"),
)
OF_SERVICE = (
    *("source", "structure_id", "id", "nom", "description", "lien_source", "date_maj", "type", "thematiques", "frais"),
    *("frais_precisions", "publics", "publics_precisions", "conditions_acces", "commune", "code_postal", "code_insee"),
    *("adresse", "complement_adresse", "longitude", "latitude", "telephone", "courriel", "modes_accueil"),
    *("zone_eligibilite", "contact_nom_prenom", "lien_mobilisation", "modes_mobilisation", "mobilisable_par"),
    *("mobilisation_precisions", "volume_horaire_hebdomadaire", "nombre_semaines", "horaires_accueil"),
)
REQUIRED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    OF_STRUCTURE: ("id", "nom", "date_maj"),
    OF_SERVICE: ("id", "nom", "date_maj", "description", "structure_id"),
}
"""`source` is required too: the one who brings a file stands in for it."""
NUMBERS = frozenset({"volume_horaire_hebdomadaire", "nombre_semaines"})
PERSONS = frozenset({"contact_nom_prenom"})
ASIDE = frozenset({"source", "id", "structure_id", "date_maj"})
"""What is no fact of its own."""
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 5, 10_000
FIRST_DAY = date(2000, 1, 1)

NO_RECORD = N_("Ceci n'est pas une fiche « champ: valeur » : corrigez-la, ou retirez-la.")
BAD_DAY = N_("« %(field)s » doit être une date de 2000 à aujourd'hui, écrite comme 2026-11-24.")
FULL_STOP = N_("« %(field)s » se termine par un point : retirez-le si ce n'est pas une abréviation.")
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


class InclusionRecord(NamedTuple):
    """What stands at one place of a file."""

    file: str
    line: int
    fields: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a field that names something, empty when it is not there."""
        found = self.fields.get(name)
        return cleaned(found) if isinstance(found, str) else ""

    def fault(self, field: str, sentence: str, **values: object) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, sentence, {"field": field, **values})


def _strings(name: str, raw: object) -> tuple[str, ...] | None:
    if name in SEVERAL:
        listed = raw if isinstance(raw, list) else []
        return tuple(listed) if listed and all(isinstance(each, str) for each in listed) else None
    if name in NUMBERS and isinstance(raw, int | float) and not isinstance(raw, bool):
        return (str(raw),)
    return (raw,) if isinstance(raw, str) and raw.strip() else None


def _faults(one: InclusionRecord, said: Said, known: tuple[str, ...], day: date | None) -> Iterator[Problem]:
    for name in REQUIRED[known]:
        if one.fields.get(name) in (None, "", []):
            yield one.fault(name, MISSING)
    for name, values in said.items():
        if name not in PLACES and (found := fault_of(name, values)):
            yield one.fault(name, found[0], **found[1])
    if day is None and "date_maj" in said:
        yield one.fault("date_maj", BAD_DAY)
    yield from _stricter(one, said)


def _stricter(one: InclusionRecord, said: Said) -> Iterator[Problem]:
    """Yield the faults against the rules that schema v1 has and our entries do not have."""
    if any(len(text) < SHORTEST_DESCRIPTION for text in said.get("description", ())):
        yield one.fault("description", LENGTH, shortest=SHORTEST_DESCRIPTION, longest=LONGEST_DESCRIPTION)
    if any(len(code) == 4 for code in said.get("code_postal", ())):
        yield one.fault("code_postal", MISWRITTEN, value=said["code_postal"][0])
    if any(name.endswith(".") and not name.endswith("etc.") for name in said.get("nom", ())):
        yield Problem(one.file, one.line, FULL_STOP, {"field": "nom"}, Severity.ADVICE)


def _day(said: Said, today: date) -> date | None:
    try:
        day = date.fromisoformat(said["date_maj"][0][:10])
    except (KeyError, ValueError):
        return None
    return day if FIRST_DAY <= day <= today else None


# -------------------------------------------------------------------------------------------------------------- reading


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
        records = []
        for line, cells in table.records():
            if cells.get(IGNORE, "").casefold() not in MARKED:
                said = ((name, cell) for name, cell in cells.items() if name != IGNORE)
                fields = {name: [*parted(cell)] if name in SEVERAL else cell for name, cell in said}
                records.append(InclusionRecord(file, line, fields))
        of_tables.append(records)
    read = entries_of(of_tables[0], of_tables[1], arrival)
    return EntriesRead(read.entries, (*faults, *read.faults), read.losses)


def _column_faults(table: TextTable, known: tuple[str, ...], file: str) -> Iterator[Problem]:
    for column, times in Counter(filter(None, table.header)).items():
        if times > 1:
            yield Problem(file, 1, DOUBLE_COLUMN, {"column": cut(column)})
    for column in REQUIRED[known]:
        if column not in table.header:
            yield Problem(file, 1, NO_COLUMN, {"column": column})


def entries_of(structures: list[InclusionRecord], services: list[InclusionRecord], arrival: Arrival) -> EntriesRead:
    """Return entries of records, each service with its structure; what is wrong about each, by its place."""
    if len(structures) + len(services) > MOST_ROWS:
        raise too_many(arrival.file)
    return _InclusionReading(arrival).read(structures, services)


class _InclusionReading(EntriesReading):
    def read(self, structures: list[InclusionRecord], services: list[InclusionRecord]) -> EntriesRead:
        """Read all structures, then all services."""
        known = self._by_id(structures)
        parts = dict(zip(map(id, structures), self._parts(structures, OF_STRUCTURE), strict=True))
        kept = self._by_id(services)
        for one, part in zip(services, self._parts(services, OF_SERVICE), strict=True):
            structure = self._structure(one, known, parts)
            if part and structure and kept[one.text("id")] is one:
                self.add(ProposedEntry(one.file, one.line, part, structure, self.arrival.language))
        served = {one.text("structure_id") for one in services}
        self.losses += [Loss(cut(name), NO_SERVICE) for name in known if name not in served]
        self.faults.sort(key=lambda fault: (LISTS[0] not in fault.file.casefold(), fault.file, fault.line))
        losses = (*self.columns_left(PERSONS), *self.losses)
        return EntriesRead(tuple(self.entries), tuple(self.faults), losses)

    def _by_id(self, records: list[InclusionRecord]) -> dict[str, InclusionRecord]:
        """Return the first record of each id, and note the others."""
        first: dict[str, InclusionRecord] = {}
        for one in records:
            name = one.text("id")
            if first.setdefault(name, one) is not one and name:
                self.faults.append(one.fault("id", TWICE, value=cut(name), other=first[name].line))
        return first

    def _parts(self, records: list[InclusionRecord], known: tuple[str, ...]) -> list[ProposedPart | None]:
        taken: set[str] = set()
        return [self._part(one, known, taken) for one in records]

    def _part(self, one: InclusionRecord, known: tuple[str, ...], taken: set[str]) -> ProposedPart | None:
        """Hold a record against the schema; None where something in it must be mended."""
        if "" in one.fields:
            self.faults.append(one.fault("", NO_RECORD))
            return None
        before = len(self.faults)
        said = self._said(one, known)
        day = _day(said, self.arrival.day)
        self.faults += _faults(one, said, known, day)
        if day is None or any(fault.severity is Severity.ERROR for fault in self.faults[before:]):
            return None
        name = one.text("id")
        publisher = one.text("source") or self.arrival.origin
        address = next(filter(v1.is_link, said.get("lien_source", ())), self.arrival.address)
        told = {field: values for field, values in said.items() if field not in ASIDE}
        named = " ".join(publisher.split())[:LONGEST_SERVICE]
        # The publisher is noted as the reader, unless its name is a person's.
        source = FactSource(address, day, self.arrival.service if names_a_person(named) else named)
        return ProposedPart(id_of(name, taken), told, source, EntryOrigin(publisher, name))

    def _said(self, one: InclusionRecord, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        said: dict[str, tuple[str, ...]] = {}
        was_cleaned = False
        for name, raw in one.fields.items():
            if raw in (None, "", []):
                continue
            if name not in known or name in PERSONS or name in PLACES:
                self.left[cut(cleaned(name))] += 1
                # That coordinates were given is kept, not which: a confidential record with coordinates is refused.
                said |= {name: ("",)} if name in PLACES and name in known else {}
            elif (values := _strings(name, raw)) is None or not all(cleaned(each).strip() for each in values):
                self.faults.append(one.fault(name, MISWRITTEN, value=cut(cleaned(str(raw)[:100]))))
            else:
                said[name] = tuple(map(cleaned, values))
                was_cleaned |= said[name] != values
        self.losses += [Loss(cut(one.text("id")), CLEANED)] if was_cleaned else []
        return said

    def _structure(
        self, one: InclusionRecord, known: Mapping[str, InclusionRecord], parts: Mapping[int, ProposedPart | None]
    ) -> ProposedPart | None:
        name = one.text("structure_id")
        if (structure := known.get(name)) is None or not name:
            self.faults += [one.fault("structure_id", NO_STRUCTURE, value=cut(name))] if name else []
            return None
        if (part := parts[id(structure)]) is None:
            self.faults.append(one.fault("structure_id", BAD_STRUCTURE, other=structure.line))
        return part
