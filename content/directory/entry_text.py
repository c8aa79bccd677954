"""An entry read from its text, every problem at its line, and written again without loss."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from content.directory import fact_values
from content.directory import fact_values as v1
from content.directory.entry import (
    MOST_FACTS,
    WRITTEN_IN,
    DirectoryEntry,
    Discretion,
    EntryBlank,
    EntryFact,
    EntryFactKind,
    EntryKind,
    EntryOrigin,
    FactSource,
    Organisation,
    name_of,
)
from content.directory.entry_fields import GIVEN_AWAY, DiscreetField, PlacesField, SoughtField, ValuesField, gives_away
from content.errors import N_, BrokenText, Problem, refused
from content.readings import MANNER, check_manner
from content.schema.fields import ChoiceField, DayField, ExactField, FlagField, SeveralField, TextField, is_id
from content.schema.posted_form import MalformedForm
from content.schema.records import Group, Record, Rows
from content.schema.schema import Schema, SpokenField
from content.schema.yaml_fields import Fields, quoted
from content.strings.late_patterns import LatePattern
from content.text.grammar import ID
from content.text.plain_words import PLAIN

LARGEST_ENTRY = 300_000
"""Characters of a text; the longest that has use has a tenth of it."""
LONGEST_SERVICE = 120
"""Characters of the name of a service that reads."""

HIDDEN = N_("L'adresse est confidentielle : retirez « %(field)s », et dites dans « public_line » comment on joint.")
NO_PERSON = N_("« by » nomme le service qui a lu, jamais une personne : écrivez par exemple « Service emploi ».")
_PERSON = LatePattern(r"@|\b(?:M|Mr|Mme|Mlle|Dhr|Mevr|Mw|Mrs|Ms)\b\.?\s", re.IGNORECASE)


def read_entry(text: str, file: str = "entry.yaml") -> DirectoryEntry:
    """Read an entry; BrokenText lists every place to mend, with its line and what to do."""
    if len(text) > LARGEST_ENTRY:
        sentence = N_("Cette entrée est trop longue (plus de %(most)s caractères) : gardez ce qui sert.")
        raise refused(file, sentence, most=LARGEST_ENTRY)
    entry: DirectoryEntry = ENTRY_SCHEMA.read(text, file)
    if entry.confidential:
        # Comments are checked too: they are in no fact, and travel with the text.
        lines = enumerate(text.splitlines(), 1)
        given_away = [number for number, line in lines if gives_away(line.partition("#")[2])]
        if given_away:
            raise BrokenText(tuple(Problem(file, number, GIVEN_AWAY, {"field": "#"}) for number in given_away))
    return entry


def names_a_person(service: str) -> bool:
    """Return whether the name of a service is a person's: it has a title before a name, or is a mail address."""
    return _PERSON.search(service) is not None


# -------------------------------------------------------------------------------------------------- checks on one field


def _are_ids(fields: Fields, name: str, found: tuple[str, ...]) -> None:
    if any(not ID.fullmatch(one) for one in found) or len({*found}) < len(found):
        fields.note(name, "« %(field)s » est une liste d'identifiants, chacun une fois : corrigez-la.")


def _are_thematiques(fields: Fields, name: str, found: tuple[str, ...]) -> None:
    wrong = next((one for one in found if one not in v1.THEMATIQUES), None)
    if wrong is not None or len({*found}) < len(found):
        fields.note(name, fact_values.MISWRITTEN, value=fact_values.cut(wrong or ", ".join(found)))


def _are_networks(fields: Fields, name: str, found: tuple[str, ...]) -> None:
    if not v1.RESEAUX_PORTEURS.issuperset(found) or len({*found}) < len(found):
        fields.note(name, fact_values.MISWRITTEN, value=fact_values.cut(", ".join(found)))


def _is_siret(fields: Fields, name: str, found: str) -> None:
    if found and not v1.is_siret(found):
        fields.note(name, fact_values.MISWRITTEN, value=fact_values.cut(found))


def _is_link(fields: Fields, name: str, found: str) -> None:
    if found and not v1.is_link(found):
        fields.note(name, fact_values.MISWRITTEN, value=fact_values.cut(found))


def _is_service(fields: Fields, name: str, found: str) -> None:
    if names_a_person(found) or len(found) > LONGEST_SERVICE:
        fields.note(name, NO_PERSON)


def _are_facts(fields: Fields, name: str, found: tuple[EntryFact, ...]) -> None:
    if not name_of(found):
        fields.note(name, "Aucun fait ne dit le nom (« kind: name ») : ajoutez-le.")
    if len(found) > MOST_FACTS:
        fields.note(name, "Il y a plus de %(most)s faits : gardez ceux qui servent.", most=MOST_FACTS)


# -------------------------------------------------------------------------------------------- checks on the whole entry


def _check_fact(fields: Fields, fact: dict[str, Any]) -> None:
    is_name = fact["kind"] is EntryFactKind.NAME
    longest, shortest = (
        (fact_values.LONGEST_NAME, fact_values.SHORTEST_NAME) if is_name else (fact_values.LONGEST_WORDS, 1)
    )
    for language, text in fact["words"].items():
        if text and not shortest <= len(text) <= longest:
            fields.note(language, fact_values.LENGTH, shortest=shortest, longest=longest)
    if fact["blank"] is EntryBlank.HOUSE and "read" in fields:
        fields.note("read", "Ce que la maison écrit à la main n'a été lu nulle part : retirez « read ».")
    if fact["blank"] is not EntryBlank.HOUSE and "read" not in fields:
        fields.note("read", "Il manque « read » : où ce fait est lu (at), quel jour (on), par quel service (by).")
    if fact["blank"] and fact["values"]:
        fields.note("blank", "Un blanc ne dit rien : retirez « blank », ou les valeurs qui l'accompagnent.")
    if not fact["blank"] and not fact["words"] and not fact["values"]:
        fields.note("kind", "Ce fait ne dit rien : ajoutez ses mots (fr, nl), ou dites « blank: unread ».")


def _check_entry(fields: Fields, said: dict[str, Any]) -> None:
    if any(len(text) > fact_values.LONGEST_WORDS for text in said["plain"].values()):
        fields.note("plain", fact_values.LENGTH, shortest=1, longest=fact_values.LONGEST_WORDS)
    if said["kind"] is EntryKind.MEASURE and not said["rules"]:
        fields.note("rules", "Une mesure repose sur une règle : nommez-la dans « rules ».")
    if said["confidential"]:
        _check_discretion(fields, said)


def _check_discretion(fields: Fields, said: dict[str, Any]) -> None:
    if any(map(gives_away, _marks(said["id"], said["origin"], said["organisation"]))):
        fields.note("id", GIVEN_AWAY)
    for name in ("plain", "note"):
        if any(map(gives_away, said[name].values() if name == "plain" else [said[name]])):
            fields.note(name, GIVEN_AWAY)
    for sought in fields.entries("sought"):
        for language in said["sought"]:
            if gives_away("\n".join(said["sought"][language])):
                sought.note(language, GIVEN_AWAY)
    theirs = [fact for one in fields.entries("organisation")[:1] for fact in one.entries("facts")]
    facts = (*said["organisation"].facts, *said["facts"])
    for at, fact in zip([*theirs, *fields.entries("facts")], facts, strict=True):
        _check_discreet_fact(at, fact)


def _marks(entry_id: str, origin: EntryOrigin | None, organisation: Organisation) -> Iterator[str]:
    """Yield the identifiers of an entry, of its organisation and of their origin."""
    for name, come_from in ((entry_id, origin), (organisation.id, organisation.origin)):
        yield name.replace("-", " ")
        if come_from:
            yield come_from.publisher
            yield re.sub(r"[-_:/]+", " ", come_from.id)


def _check_discreet_fact(fields: Fields, fact: EntryFact) -> None:
    for name in fact_values.HIDDEN:
        if name in fact.values:
            fields.note(name, HIDDEN)
    values = {name: "\n".join(values) for name, values in fact.values.items()}
    for name, text in {**fact.words, **values, "note": fact.note}.items():
        if name not in fact_values.HIDDEN and name not in fact_values.FIGURES and gives_away(text):
            fields.note(name, GIVEN_AWAY)
    read = (fact.source.address, fact.source.service, fact.source.quote) if fact.source else ()
    if any(map(gives_away, read)):
        fields.note("read", GIVEN_AWAY)


# ---------------------------------------------------------------------------------------------------------- declaration


def _source(**read: Any) -> FactSource | None:
    return FactSource(**read) if read["read_on"] else None


def _check_source(fields: Fields, read: dict[str, Any]) -> None:
    check_manner(fields, read, read["read_on"])


def _entry(discreet_title: Mapping[str, str], public_line: Mapping[str, str], **said: Any) -> DirectoryEntry:
    is_confidential = said.pop("confidential")
    return DirectoryEntry(**said, discretion=Discretion(discreet_title, public_line) if is_confidential else None)


def _discretion(entry: DirectoryEntry) -> dict[str, Any]:
    hidden = entry.discretion
    return {"discreet_title": hidden.title, "public_line": hidden.line} if hidden else {}


def _begun(text: str, kind: str) -> dict[str, Any]:
    """Return the fields of a new fact; place and day of its reading are still empty."""
    if kind not in {*EntryFactKind}:
        raise MalformedForm(kind)
    return {"kind": kind, **STARTER_WORDS, "read": {"by": STARTER_SERVICE}}


STARTER_WORDS = {"fr": "Ce qu'il faut pour y avoir droit", "nl": "Wat er nodig is"}
"""The words of a fact to write over."""
STARTER_SERVICE = "Votre service"


def _origin(of: str = "") -> Group:
    """Declare where a record comes from; `of` stands before its names in a form."""
    publisher = ExactField("publisher", column=f"{of}origin_publisher", written=quoted)
    return Group(
        "origin",
        Record(EntryOrigin, publisher, ExactField("id", column=f"{of}origin_id", written=quoted), note_at=None),
    )


FACT = Record(
    EntryFact,
    ChoiceField("kind", tuple(EntryFactKind), fact_values.UNKNOWN_CODE),
    ChoiceField("blank", tuple(EntryBlank), fact_values.UNKNOWN_CODE, needed=False),
    SpokenField("words", WRITTEN_IN, prose=True),
    ValuesField("values"),
    Group(
        "read",
        Record(
            _source,
            TextField("at", of="address", written=quoted, check=_is_link),
            DayField("on", of="read_on"),
            *MANNER,
            TextField("by", of="service", written=quoted, check=_is_service),
            ExactField("quote", needed=False, written=quoted),
            check=_check_source,
            note_at=None,
        ),
        of="source",
    ),
    PlacesField("places"),
    check=_check_fact,
    opens=True,
    holds_note=True,
)
ORGANISATION = Record(
    Organisation,
    TextField("id", column="organisation", check=is_id),
    TextField("siret", needed=False, check=_is_siret),
    SeveralField("reseaux_porteurs", of="networks", column="networks", check=_are_networks),
    _origin("organisation_"),
    Rows("facts", FACT, column="theirs", begun=_begun, check=_are_facts),
    note_at=None,
)
ENTRY_SCHEMA = Schema(
    Record(
        _entry,
        TextField("id", check=is_id),
        ChoiceField("kind", tuple(EntryKind), fact_values.UNKNOWN_CODE),
        ChoiceField("type", sorted(v1.TYPES), fact_values.UNKNOWN_CODE, needed=False, absent=""),
        FlagField("emergency"),
        FlagField("confidential"),
        DiscreetField("discreet_title", WRITTEN_IN, needed=(), only="confidential"),
        DiscreetField("public_line", WRITTEN_IN, needed=(), only="confidential"),
        *(SeveralField(name, check=_are_ids) for name in ("topics", "skills", "rules")),
        SeveralField("thematiques", check=_are_thematiques),
        SoughtField("sought", needed=(), tall=True),
        PLAIN,
        DayField("review_by", needed=False),
        _origin(),
        Group("organisation", ORGANISATION, needed=True, tall=True, absent=lambda: Organisation("", ())),
        Rows("facts", FACT, begun=_begun, check=_are_facts),
        PlacesField("places"),
        parts=_discretion,
        check=_check_entry,
        note_at=0,
        holds_note=True,
    ),
    "directory/{id}.yaml",
)


# ---------------------------------------------------------------------- an entry as text, read and written without loss
#
# id: ecoute-chomage kind: service topics: [sante] organisation: id: maison-du-quartier facts: - kind: name fr:
# "Maison du quartier" nl: "Buurthuis" read: {at: "https://example.org/", on: 2026-11-24, by: "Service emploi"} facts:
# - kind: name fr: "Écoute après la perte d'un emploi" nl: "Luisteren na jobverlies" read: {at:
# "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"} - kind: reach telephone: "02 000 00 00"
# modes_accueil: [en-presentiel] read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi", quote:
# "Appelez le…"} - kind: delay blank: house fr: "Délai constaté par votre service :"


def write_entry(entry: DirectoryEntry) -> str:
    """Return the canonical text of an entry; reading it back gives the same entry."""
    return ENTRY_SCHEMA.written(entry)


def fact_fingerprint(fact: EntryFact) -> str:
    """Return a short name for a fact as it was read: the same for the same words, values and reading."""
    row = FACT.row(FACT.said(replace(fact, note="")))
    return sha256("\n".join(line for _, line in FACT.lines(row)).encode()).hexdigest()[:16]
