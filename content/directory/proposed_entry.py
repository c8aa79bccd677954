"""A record from elsewhere as an entry that somebody may accept: what it says by target, and what is wrong with that.

A target is a name of data.inclusion (`telephone`, `publics`…), or a kind of fact that it has no name for; `.nl` behind
one of words says in which language they are.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from content.directory import fact_values
from content.directory import fact_values as v1
from content.directory.entry import (
    WRITTEN_IN,
    DirectoryEntry,
    Discretion,
    EntryFact,
    EntryFactKind,
    EntryKind,
    EntryOrigin,
    FactSource,
    Organisation,
)
from content.directory.entry_fields import GIVEN_AWAY, PLACED, gives_away, says_confidential
from content.directory.entry_text import HIDDEN
from content.errors import Problem
from content.schema.fields import MISSING
from content.schema.yaml_fields import INVISIBLE
from content.strings.words import fold, written_words
from content.text.grammar import ID

WORDS: Mapping[str, EntryFactKind] = {
    "nom": EntryFactKind.NAME,
    "description": EntryFactKind.DESCRIPTION,
    "publics_precisions": EntryFactKind.AUDIENCE,
    "conditions_acces": EntryFactKind.CONDITIONS,
    "frais_precisions": EntryFactKind.COST,
    "mobilisation_precisions": EntryFactKind.MOBILISE,
    **{
        kind.value: kind
        for kind in (EntryFactKind.AMOUNT, EntryFactKind.DOCUMENTS, EntryFactKind.DELAY, EntryFactKind.LAW)
    },
    **{
        kind.value: kind
        for kind in (EntryFactKind.REACH, EntryFactKind.HOURS, EntryFactKind.DURATION, EntryFactKind.ONLINE)
    },
}
"""Targets of words; the first six have a name in data.inclusion."""
NAMED = ("nom", "nom.fr", "nom.nl")
"""What says a name, in whichever language."""
LISTS = frozenset({"thematiques", "topics", "skills", "rules"})
OF_ENTRY = frozenset({"type", "emergency", "confidential", "discreet_title", "public_line", *LISTS})
OF_ORGANISATION = frozenset({"siret", "reseaux_porteurs"})
SEVERAL = LISTS | {"reseaux_porteurs"} | {name for name, shape in fact_values.SHAPES.items() if shape.several}
YES = frozenset({"x", "1", "oui", "vrai", "ja", "waar", "yes", "true"})
SECRET = {"fr": "Adresse confidentielle", "nl": "Geheim adres"}
LONGEST_ID = 60

Said = Mapping[str, tuple[str, ...]]
"""What a record says, by target."""


class ProposedPart(NamedTuple):
    """What a record says of an entry, or of its organisation, and where that was read."""

    id: str
    said: Said
    source: FactSource
    origin: EntryOrigin | None = None


class ProposedEntry(NamedTuple):
    """A record, the organisation that it belongs to, and the place where people find it in the file."""

    file: str
    line: int
    own: ProposedPart
    organisation: ProposedPart
    language: str
    kind: EntryKind = EntryKind.SERVICE


def entry_of(proposal: ProposedEntry) -> tuple[DirectoryEntry | None, list[Problem]]:
    """Return the entry; None when its record has a fault."""
    faults = [*_faults(proposal)]
    if faults:
        return None, faults
    own, organisation, language = proposal.own, proposal.organisation, proposal.language
    secret = is_confidential(proposal)
    return (
        DirectoryEntry(
            id=own.id,
            kind=proposal.kind,
            organisation=Organisation(
                organisation.id,
                _facts(organisation, language, secret),
                _first(organisation.said, "siret"),
                organisation.said.get("reseaux_porteurs", ()),
                organisation.origin,
            ),
            facts=_facts(own, language, secret),
            type=_first(own.said, "type"),
            thematiques=own.said.get("thematiques", ()),
            topics=own.said.get("topics", ()),
            skills=own.said.get("skills", ()),
            rules=own.said.get("rules", ()),
            emergency=_first(own.said, "emergency").casefold() in YES,
            discretion=_discretion(proposal) if secret else None,
            origin=own.origin,
        ),
        [],
    )


def _facts(part: ProposedPart, language: str, secret: bool) -> tuple[EntryFact, ...]:
    facts = []
    hidden = fact_values.HIDDEN if secret else ()
    for kind in EntryFactKind:
        words: dict[str, str] = {}
        for target in (target for target, of in WORDS.items() if of is kind):
            for one, text in _named(part.said, target, language).items():
                words[one] = f"{words[one]}\n{text}" if one in words else text
        named = (name for name in fact_values.VALUES.get(kind, {}) if name not in hidden)
        values = {name: found for name in named if (found := part.said.get(name, ()))}
        if words or values:
            facts.append(EntryFact(kind, words, values, part.source))
    return tuple(facts)


# --------------------------------------------------------------------------------------------------------------- faults


def _faults(proposal: ProposedEntry) -> Iterator[Problem]:
    for part in (proposal.own, proposal.organisation):
        if not any(_first(part.said, target) for target in NAMED):
            yield _fault(proposal, "nom", MISSING)
        for target, values in part.said.items():
            if (found := fault_of(target, values)) is not None:
                yield _fault(proposal, target, *found)
    if is_confidential(proposal):
        yield from _given_away(proposal)


def fault_of(target: str, values: tuple[str, ...]) -> tuple[str, Mapping[str, object]] | None:
    """Return what is wrong about what is said of a target: a sentence and what fills it."""
    name = target.partition(".")[0]
    if name in fact_values.SHAPES:
        return fact_values.fault_of(name, values)
    if name in WORDS:
        longest, shortest = (
            (fact_values.LONGEST_NAME, fact_values.SHORTEST_NAME) if name == "nom" else (fact_values.LONGEST_WORDS, 1)
        )
        wrong = any(not shortest <= len(value) <= longest for value in values)
        return (fact_values.LENGTH, {"shortest": shortest, "longest": longest}) if wrong else None
    codes = {"type": v1.TYPES, "thematiques": v1.THEMATIQUES, "reseaux_porteurs": v1.RESEAUX_PORTEURS}.get(name)
    if codes is not None and (not codes.issuperset(values) or len({*values}) < len(values)):
        wrong_one = next((value for value in values if value not in codes), ", ".join(values))
        return fact_values.MISWRITTEN, {"value": fact_values.cut(wrong_one)}
    if name in LISTS - {"thematiques"} and not all(map(ID.fullmatch, values)):
        return fact_values.MISWRITTEN, {"value": fact_values.cut(", ".join(values))}
    if name == "siret" and not all(map(v1.is_siret, values)):
        return fact_values.MISWRITTEN, {"value": fact_values.cut(values[0])}
    return None


def _fault(proposal: ProposedEntry, field: str, sentence: str, values: Mapping[str, object] | None = None) -> Problem:
    return Problem(proposal.file, proposal.line, sentence, {"field": field, **(values or {})})


# ----------------------------------------------------------------------------------------------------------- discretion


def is_confidential(proposal: ProposedEntry) -> bool:
    """Return whether a record says so, in a cell for it or in whatever words."""
    told = (
        value for part in (proposal.own, proposal.organisation) for values in part.said.values() for value in values
    )
    return _first(proposal.own.said, "confidential").casefold() in YES or any(map(says_confidential, told))


def _given_away(proposal: ProposedEntry) -> Iterator[Problem]:
    for part in (proposal.own, proposal.organisation):
        for target, values in part.said.items():
            name = target.partition(".")[0]
            if name in fact_values.PLACES:
                yield _fault(proposal, name, PLACED)
            elif name in fact_values.HIDDEN and not all(map(says_confidential, values)):
                yield _fault(proposal, name, HIDDEN)
            elif name not in fact_values.HIDDEN and name not in fact_values.FIGURES and any(map(gives_away, values)):
                yield _fault(proposal, target, GIVEN_AWAY)
            elif name in fact_values.HIDDEN and any(map(gives_away, values)):
                yield _fault(proposal, name, GIVEN_AWAY)
        if gives_away(part.source.address):
            yield _fault(proposal, "lien_source", GIVEN_AWAY)


def _discretion(proposal: ProposedEntry) -> Discretion:
    said, language = proposal.own.said, proposal.language
    places = (
        value
        for part in (proposal.own, proposal.organisation)
        for name in fact_values.HIDDEN
        for value in part.said.get(name, ())
    )
    line = next((value for value in places if says_confidential(value)), SECRET[language])
    return Discretion(
        _named(said, "discreet_title", language) or _named(said, "nom", language),
        _named(said, "public_line", language) or {language: line},
    )


def _named(said: Said, target: str, language: str) -> dict[str, str]:
    found = {one: _first(said, f"{target}.{one}") for one in WRITTEN_IN}
    found[language] = found[language] or _first(said, target)
    return {one: text for one, text in found.items() if text}


# ---------------------------------------------------------------------------------------------------------------- texts


def _first(said: Said, target: str) -> str:
    return next(iter(said.get(target, ())), "")


def parted(cell: str) -> tuple[str, ...]:
    """Return the codes listed in one cell."""
    return tuple(filter(None, map(str.strip, re.split(r"[,;|\n]", cell))))


def cleaned(text: str) -> str:
    """Return a text with line feeds only, and a blank in the place of each invisible character."""
    return INVISIBLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def id_of(name: str, taken: set[str]) -> str:
    """Reserve and return a free id made from a name."""
    slug = "-".join(filter(None, map(fold, written_words(name[:200]))))
    plain = "-".join(re.findall("[a-z0-9]+", slug))[:LONGEST_ID].strip("-")
    seal = sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    found = plain or f"e-{seal}"
    if found in taken:
        found = f"{found}-{seal}"
    number = 1
    while found in taken:
        number += 1
        found = f"{plain or 'e'}-{seal}-{number}"
    taken.add(found)
    return found
