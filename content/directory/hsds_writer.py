"""Entries in HSDS 3 (Open Referral), as JSON of whole services or as a package of tables, and what it cannot say."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFact, EntryFactKind, Organisation
from content.directory.exchange_results import UNSAID
from content.directory.fact_values import KIND_OF_VALUE
from content.directory.hsds_reader import COLUMNS, CONTAINED, FORMAT, SERVICE_WORDS, Row
from content.directory.inclusion_writer import Publishing, undated_since, with_copies_told
from content.exchange.archive import packed
from content.exchange.losses import Loss
from content.skills import Names
from content.strings.tables_sent import csv_of


class ServiceRow(NamedTuple):
    """What HSDS says of one entry, all of it plain: it can be kept, and written with others later."""

    entry: str
    row: Row
    unsaid: tuple[str, ...]


def hsds_json(rows: Iterable[ServiceRow]) -> str:
    """Return the rows of entries as a JSON file."""
    return json.dumps({"services": [one.row for one in rows]}, ensure_ascii=False, indent=1)


def hsds_tables(rows: Iterable[ServiceRow]) -> bytes:
    """Return the rows of entries as a zip of tables."""
    tables: dict[str, dict[str, Row]] = {name: {} for name in COLUMNS}
    for one in rows:
        _flatten("services", one.row, {}, tables)
    named = {}
    for name, found in tables.items():
        if found:
            cells = ([str(row.get(column, "")) for column in COLUMNS[name]] for row in found.values())
            named[f"{name}.csv"] = csv_of([COLUMNS[name], *cells], ",").encode()
    return packed(named)


def row_of(entry: DirectoryEntry, publishing: Publishing) -> ServiceRow:
    """Return a service with all that belongs to it, and what HSDS cannot say of it."""
    out = _HsdsService(entry, publishing)
    return ServiceRow(entry.id, out.row, tuple(dict.fromkeys(out.unsaid)))


def published_by(one: ServiceRow, publisher: str) -> ServiceRow:
    """Return a row with the ids of its publisher, so that no other publisher's ids can clash with them."""
    return one._replace(row=_renamed(one.row, publisher))


def _renamed(row: Row, publisher: str) -> Row:
    return {name: _renamed_in(name, value, publisher) for name, value in row.items()}


def _renamed_in(name: str, value: object, publisher: str) -> object:
    if isinstance(value, dict):
        return _renamed(value, publisher)
    if isinstance(value, list):
        return [_renamed_in("", each, publisher) for each in value]
    return str(uuid5(NAMESPACE_URL, f"{publisher}/{value}")) if name == "id" else value


def losses_of(rows: Iterable[ServiceRow]) -> tuple[Loss, ...]:
    """Return what HSDS cannot say of these entries, in JSON and in tables alike."""
    said = ((one.entry, ", ".join(one.unsaid)) for one in rows if one.unsaid)
    return tuple(Loss(entry, UNSAID, {"format": FORMAT, "fields": fields}) for entry, fields in said)


class _HsdsService:
    def __init__(self, entry: DirectoryEntry, publishing: Publishing) -> None:
        self._entry, self._publishing = entry, publishing
        self.unsaid: list[str] = [*self._unsaid(entry)]
        self._said: set[tuple[int, str]] = set()
        self.row: Row = {"id": self._id("service", entry.id), "status": "active"}
        self._fill(entry)
        hidden = {"id": self._id("hidden", entry.id), "name": self.row["name"], "description": self.row["name"]}
        # The organisation and its place would give the confidential address away.
        self.row["organization"] = hidden if entry.discretion else self._organization(entry.organisation)
        self.unsaid += self._left(entry.facts, "")
        self.unsaid += self._left(entry.organisation.facts, "organisation.")

    def _unsaid(self, entry: DirectoryEntry) -> Iterator[str]:
        tied = ("topics", "skills", "rules", "sought", "plain")
        for field in (*tied, "thematiques", "type", "emergency", "review_by", "origin"):
            if getattr(entry, field):
                yield field
        for field in ("siret", "networks", "origin"):
            if getattr(entry.organisation, field):
                yield f"organisation.{field}"
        if entry.kind != "service":
            yield "kind"

    def _id(self, noun: str, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self._publishing.publisher}/{noun}/{name}"))

    def _fill(self, entry: DirectoryEntry) -> None:
        row, facts = self.row, entry.facts
        row["name"] = self._in_language(entry.name) if entry.discretion else self._words(facts, EntryFactKind.NAME)
        for kind, column in SERVICE_WORDS.items():
            if text := self._words(facts, kind):
                row[column] = f"{row[column]}\n\n{text}" if column in row else text
        if entry.discretion:
            row.setdefault("application_process", self._in_language(entry.discretion.line))
        row["email"] = self._value(facts, "courriel")
        row["url"] = self._value(facts, "lien_mobilisation") or self._value(facts, "site_web")
        row["url"] = row["url"] or self._value(facts, "lien_source")
        read = [fact.source.reading.counts_from for fact in facts if fact.source]
        row["assured_date"] = f"{undated_since(facts) or min(read, default='')}"
        row["description"] = with_copies_told(str(row.get("description", "")), facts, self._publishing.language)
        self._add("phones", {"number": self._value(facts, "telephone")}, "number")
        hours = self._value(facts, "horaires_accueil") or self._words(facts, EntryFactKind.HOURS)
        self._add("schedules", {"description": hours}, "description")
        self._add("required_documents", {"document": self._words(facts, EntryFactKind.DOCUMENTS)}, "document")
        self._place(facts)
        self.row = {name: value for name, value in row.items() if value}

    def _place(self, facts: tuple[EntryFact, ...]) -> None:
        city, street, more, code = (
            self._value(facts, name) for name in ("commune", "adresse", "complement_adresse", "code_postal")
        )
        if not city and not street:
            return
        address: Row = {"address_1": street, "address_2": more, "city": city, "postal_code": code, "country": ""}
        named = {"id": self._id("address", self._entry.id), **address, "address_type": "physical"}
        location = {"id": self._id("location", self._entry.id), "location_type": "physical", "addresses": [named]}
        self.row["service_at_locations"] = [{"id": self._id("at", self._entry.id), "location": location}]

    def _organization(self, one: Organisation) -> Row:
        facts = one.facts
        name = self._words(facts, EntryFactKind.NAME)
        row: Row = {"id": self._id("organization", one.id), "name": name}
        description = self._words(facts, EntryFactKind.DESCRIPTION) or name  # HSDS asks for one
        row["description"] = with_copies_told(description, facts, self._publishing.language)
        row["email"] = self._value(facts, "courriel")
        row["website"] = self._value(facts, "site_web") or self._value(facts, "lien_source")
        if number := self._value(facts, "telephone"):
            row["phones"] = [{"id": self._id("phone", one.id), "number": number}]
        return {name: value for name, value in row.items() if value}

    def _add(self, table: str, row: Row, needed: str) -> None:
        if row[needed]:
            self.row[table] = [{"id": self._id(table, self._entry.id), **row}]

    def _value(self, facts: tuple[EntryFact, ...], name: str) -> str:
        for fact in facts:
            if value := fact.value(name):
                self._said.add((id(fact), name))
                return value
        return ""

    def _words(self, facts: tuple[EntryFact, ...], kind: EntryFactKind) -> str:
        found = next((fact for fact in facts if fact.kind is kind and fact.words and not fact.blank), None)
        if found is None:
            return ""
        self._said.add((id(found), ""))
        return self._in_language(found.words)

    def _in_language(self, words: Names) -> str:
        language = self._publishing.language
        self.unsaid += [one for one in WRITTEN_IN if one in words and one != language]
        return words.get(language) or next(iter(words.values()), "")

    def _left(self, facts: tuple[EntryFact, ...], before: str) -> Iterator[str]:
        days = {fact.source.reading.day for fact in facts if fact.source}
        if len(days) > 1 or any(fact.source and fact.source.quote for fact in facts):
            yield f"{before}read"
        for fact in facts:
            if (fact.words or fact.blank) and (id(fact), "") not in self._said:
                yield f"{before}{fact.kind}"
            for name, values in fact.values.items():
                if (id(fact), name) not in self._said or len(values) > 1:
                    yield f"{before}{KIND_OF_VALUE[name]}.{name}"


def _flatten(table: str, row: Row, links: Row, tables: dict[str, dict[str, Row]]) -> None:
    """Take a row and all that lies in it apart, each with the id of what it lay in."""
    own = {name: value for name, value in row.items() if not isinstance(value, list | dict)}
    inside = {name: value for name, value in row.items() if isinstance(value, list | dict)}
    for name, value in inside.items():
        if isinstance(value, dict):
            own[f"{name}_id"] = value["id"]
            _flatten(CONTAINED[name], value, {}, tables)
    tables[table][str(row["id"])] = {**links, **own}
    back = {f"{table.removesuffix('s')}_id": row["id"]}
    for name, value in inside.items():
        for each in value if isinstance(value, list) else ():
            _flatten(name, each, back, tables)
