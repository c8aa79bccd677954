"""Entries in data.inclusion's schema v1, as JSON or as two tables; every entry that is written is valid there."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, Discretion, EntryFact, EntryKind, EntryOrigin
from content.directory.entry_fields import says_confidential
from content.directory.exchange_results import NOT_WRITTEN, UNSAID
from content.directory.fact_values import HIDDEN, KIND_OF_VALUE
from content.directory.inclusion_reader import (
    FIRST_DAY,
    FORMAT,
    LISTS,
    LONGEST_DESCRIPTION,
    NUMBERS,
    OF_SERVICE,
    OF_STRUCTURE,
    SHORTEST_DESCRIPTION,
)
from content.directory.proposed_entry import SECRET, SEVERAL, WORDS
from content.exchange.losses import Exchanged, Loss
from content.readings import ReadingManner
from content.strings.tables_sent import DELIMITERS, csv_of

Row = dict[str, object]
UNDATED = {
    "fr": "Lu sur des copies conservées, sans date : à vérifier avant de s'en servir.",
    "nl": "Gelezen op bewaarde kopieën zonder datum: na te gaan voor gebruik.",
}
"""What stands at the end of the description of whatever rests on such a copy."""
_WORDS_OF = {kind: target for target, kind in reversed([*WORDS.items()]) if target in OF_SERVICE}


class Publishing(NamedTuple):
    """Who publishes what was written here, and in which language of WRITTEN_IN words go out; where it lacks, the other
    stands in."""

    publisher: str
    language: str = "fr"


class EntryRows(NamedTuple):
    """What schema v1 says of one entry, all of it plain: it can be kept, and joined to others later."""

    entry: str
    structure: Row
    service: Row
    unsaid: tuple[str, ...]
    missing: str
    """What v1 asks for and the entry does not say: then it is not written."""


def inclusion_json(rows: Iterable[EntryRows]) -> str:
    """Return the rows of entries as a JSON file."""
    return json.dumps(dict(zip(LISTS, together(rows).value, strict=True)), ensure_ascii=False, indent=1)


def inclusion_tables(rows: Iterable[EntryRows]) -> dict[str, str]:
    """Return the rows of entries as two tables; a cell that a spreadsheet would calculate begins with an apostrophe."""
    tables = {}
    for name, found, columns in zip(LISTS, together(rows).value, (OF_STRUCTURE, OF_SERVICE), strict=True):
        cells = ([_cell(row[column]) for column in columns] for row in found)
        tables[name] = "\ufeff" + csv_of([columns, *cells], DELIMITERS[0])
    return tables


def together(rows: Iterable[EntryRows]) -> Exchanged[tuple[list[Row], list[Row]]]:
    """Return structures, each once, and services; of structures of one id the one read last is written."""
    structures: dict[str, Row] = {}
    services: list[Row] = []
    losses: list[Loss] = []
    for one in rows:
        if one.missing:
            losses.append(Loss(one.entry, NOT_WRITTEN, {"format": FORMAT, "field": one.missing}))
            continue
        services.append(one.service)
        name = str(one.structure["id"])
        kept = structures.setdefault(name, one.structure)
        if str(one.structure["date_maj"]) > str(kept["date_maj"]):
            structures[name] = one.structure
        if unsaid := [*one.unsaid, *(["organisation"] if kept != one.structure else [])]:
            losses.append(Loss(one.entry, UNSAID, {"format": FORMAT, "fields": ", ".join(dict.fromkeys(unsaid))}))
    return Exchanged(([*structures.values()], services), tuple(losses))


def rows_of(entry: DirectoryEntry, publishing: Publishing) -> EntryRows:
    """Return what schema v1 says of one entry, and what it does not."""
    organisation = _Out(entry.organisation.facts, OF_STRUCTURE, publishing.language, entry.discretion)
    service = _Out(entry.facts, OF_SERVICE, publishing.language, entry.discretion)
    structure = _structure(entry, organisation, publishing)
    unsaid = [*_unsaid(entry), *service.unsaid, *(f"organisation.{name}" for name in organisation.unsaid)]
    row = service.row | _named(entry.origin, entry.id, publishing) | {"structure_id": str(structure["id"])}
    return EntryRows(
        entry.id,
        structure,
        row | {"type": entry.type or None, "thematiques": list(entry.thematiques) or None},
        tuple(unsaid),
        next(chain(service.missing(), organisation.missing()), ""),
    )


def published_by(rows: EntryRows, publisher: str) -> EntryRows:
    """Return rows that were made for a publisher without a name, as those of a publisher."""
    structure, service = rows.structure, rows.service
    if not structure["source"]:
        structure = structure | {"source": publisher, "id": f"{publisher}{structure['id']}"}
    service = service | {"structure_id": structure["id"]}
    if not service["source"]:
        service = service | {"source": publisher, "id": f"{publisher}{service['id']}"}
    return rows._replace(structure=structure, service=service)


def undated_since(facts: Iterable[EntryFact]) -> date | None:
    """Return the day that may stand over facts of which some rest on undated copies, None where none does.

    One day vouches for all: that of the oldest copy or page that is known, however lately others were confirmed.
    """
    read = [fact.source.reading for fact in facts if fact.source and not fact.blank]
    if not any(one.is_undated for one in read):
        return None
    copies = (one.day for one in read if one.manner == ReadingManner.COPY and one.day)
    return max(FIRST_DAY, min(copies, default=FIRST_DAY))


def with_copies_told(description: str, facts: Iterable[EntryFact], language: str) -> str:
    """Return a description with a last sentence on undated copies, where some fact rests on one."""
    if not undated_since(facts):
        return description
    said = UNDATED[language]
    return f"{description[: LONGEST_DESCRIPTION - len(said) - 1]} {said}".strip()


def _structure(entry: DirectoryEntry, out: "_Out", publishing: Publishing) -> Row:
    one = entry.organisation
    if entry.discretion and one.origin is None:
        # The organisation and its place would give the confidential address away: a placeholder replaces them.
        hidden = dict.fromkeys(OF_STRUCTURE) | {
            "nom": entry.name.get(publishing.language) or next(iter(entry.name.values()), ""),
            "date_maj": out.row["date_maj"],
        }
        return hidden | _named(None, entry.id, publishing)
    row = out.row | _named(one.origin, one.id, publishing)
    return row | {"siret": one.siret or None, "reseaux_porteurs": list(one.networks) or None}


def _named(origin: EntryOrigin | None, own_id: str, publishing: Publishing) -> Row:
    if origin:
        return {"source": origin.publisher, "id": origin.id}
    return {"source": publishing.publisher, "id": f"{publishing.publisher}--{own_id}"}


def _unsaid(entry: DirectoryEntry) -> Iterator[str]:
    if entry.kind is not EntryKind.SERVICE:
        yield "kind"
    for field in ("topics", "skills", "rules", "sought", "plain", "emergency", "review_by"):
        if getattr(entry, field):
            yield field
    if entry.discretion:
        yield "name"
        yield "organisation"


class _Out:
    """Facts as a row of schema v1, and what of them it cannot say."""

    def __init__(
        self, facts: tuple[EntryFact, ...], columns: tuple[str, ...], language: str, discretion: Discretion | None
    ) -> None:
        self.row: Row = dict.fromkeys(columns)
        self.unsaid: list[str] = []
        read = (fact.source.reading.counts_from for fact in facts if fact.source)
        self.day = undated_since(facts) or max(read, default=date.min)
        self._columns, self._language = columns, language
        for fact in facts:
            self._take(fact)
        self.row["description"] = with_copies_told(str(self.row["description"] or ""), facts, language) or None
        if discretion:
            for name in HIDDEN:
                self.row[name] = None
            if self._columns is OF_SERVICE:
                line = discretion.line.get(self._language) or next(iter(discretion.line.values()))
                secret = SECRET[self._language]
                self.row["complement_adresse"] = line if says_confidential(line) else f"{secret} : {line}"
                self.row["nom"] = discretion.title.get(self._language) or next(iter(discretion.title.values()))
        self.row["date_maj"] = self.day.isoformat()

    def missing(self) -> Iterator[str]:
        """Yield the fields that v1 requires and that are missing or malformed."""
        description = self.row.get("description")
        short = isinstance(description, str) and len(description) < SHORTEST_DESCRIPTION
        if (description is None and self._columns is OF_SERVICE) or short:
            yield "description"
        if self.row["nom"] is None:
            yield "nom"
        if self.day < FIRST_DAY:
            yield "date_maj"

    def _take(self, fact: EntryFact) -> None:
        if fact.blank:
            self.unsaid.append(fact.kind)
            return
        if fact.source and (fact.source.quote or fact.source.reading.day != self.day):
            self.unsaid.append("read")
        if fact.words:
            target = _WORDS_OF.get(fact.kind, "")
            text = fact.words.get(self._language) or next(iter(fact.words.values()))
            if len(fact.words) > 1 or self._language not in fact.words:
                self.unsaid.append(" / ".join(language for language in fact.words if language != self._language))
            if target not in self._columns or self.row[target] is not None or len(text) > LONGEST_DESCRIPTION:
                self.unsaid.append(fact.kind)
            else:
                self.row[target] = text
        for name, values in fact.values.items():
            self._set(name, values)

    def _set(self, name: str, values: tuple[str, ...]) -> None:
        fits = name in self._columns and not (name == "code_postal" and len(values[0]) != 5)
        if not fits or self.row[name] is not None:
            self.unsaid.append(f"{KIND_OF_VALUE[name]}.{name}")
        elif name in SEVERAL:
            self.row[name] = list(values)
        elif name in NUMBERS:
            self.row[name] = float(values[0]) if "." in values[0] else int(values[0])
        else:
            self.row[name] = values[0]


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
