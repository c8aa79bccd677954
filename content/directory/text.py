"""An entry as text, read and written without loss; why it is written so is in docs/decisions/0038.

id: ecoute-chomage
kind: service
topics: [sante]
organisation:
  id: maison-du-quartier
  facts:
    - kind: name
      fr: "Maison du quartier"
      nl: "Buurthuis"
      read: {at: "https://example.org/", on: 2026-11-24, by: "Service emploi"}
facts:
  - kind: name
    fr: "Écoute après la perte d'un emploi"
    nl: "Luisteren na jobverlies"
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: reach
    telephone: "02 000 00 00"
    modes_accueil: [en-presentiel]
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi", quote: "Appelez le…"}
  - kind: delay
    blank: house
    fr: "Délai constaté par votre service :"
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFact, EntryOrigin, FactSource, Organisation
from content.directory.kinds import SHAPES, VALUES
from content.fields import LANGUAGES
from content.patterns import LatePattern
from content.skills import Names
from content.yaml_lines import braced, quoted, scalar, spoken

if TYPE_CHECKING:
    from datetime import date

_BLOCK = LatePattern(r"[^\s#][^\t\n\ufeff]*(?:\n+[^\t\n\ufeff]+)+")
"""Several lines that YAML gives back from a literal block as they are (YAML 1.2, 8.1.2)."""


def write_entry(entry: DirectoryEntry) -> str:
    """Return the canonical text of an entry; reading it back gives the same entry."""
    return "\n".join(_lines(entry)) + "\n"


def fact_fingerprint(fact: EntryFact) -> str:
    """Return a short name for a fact as it was read: the same for the same words, values and reading."""
    return sha256("\n".join(_fact(fact)).encode()).hexdigest()[:16]


def _lines(entry: DirectoryEntry) -> Iterator[str]:
    yield f"id: {scalar(entry.id)}"
    yield f"kind: {entry.kind}"
    if entry.type:
        yield f"type: {scalar(entry.type)}"
    for flag in ("emergency", "confidential"):
        if getattr(entry, flag):
            yield f"{flag}: true"
    if entry.discretion:
        yield f"discreet_title: {braced(spoken(entry.discretion.title))}"
        yield f"public_line: {braced(spoken(entry.discretion.line))}"
    for field in ("topics", "skills", "rules", "thematiques"):
        yield from _list(field, getattr(entry, field))
    if entry.sought:
        yield "sought:"
        said = ((one, ", ".join(entry.sought[one])) for one in LANGUAGES if one in entry.sought)
        yield from (f"  {language}: {quoted(expressions)}" for language, expressions in said)
    yield from _plain(entry.plain)
    yield from _day("review_by", entry.review_by)
    yield from _origin(entry.origin)
    yield "organisation:"
    yield from (f"  {line}" if line else line for line in _organisation(entry.organisation))
    yield from _facts(entry.facts)


def _plain(words: Names) -> Iterator[str]:
    if words:
        yield "plain:"
        for language in (one for one in WRITTEN_IN if one in words):
            yield from (f"  {line}" if line else line for line in _text(language, words[language]))


def _organisation(one: Organisation) -> Iterator[str]:
    yield f"id: {scalar(one.id)}"
    if one.siret:
        yield f"siret: {scalar(one.siret)}"
    yield from _list("reseaux_porteurs", one.networks)
    yield from _origin(one.origin)
    yield from _facts(one.facts)


def _facts(facts: tuple[EntryFact, ...]) -> Iterator[str]:
    yield "facts:" if facts else "facts: []"
    for fact in facts:
        for number, line in enumerate(_fact(fact)):
            yield f"{'    ' if number else '  - '}{line}" if line else line


def _fact(fact: EntryFact) -> Iterator[str]:
    yield f"kind: {fact.kind}"
    if fact.blank:
        yield f"blank: {fact.blank}"
    for language in WRITTEN_IN:
        if language in fact.words:
            yield from _text(language, fact.words[language])
    for name in VALUES.get(fact.kind, {}):
        if values := fact.values.get(name, ()):
            yield from _list(name, values) if SHAPES[name].several else _value(name, values[0])
    if fact.source:
        yield f"read: {_source(fact.source)}"


def _source(source: FactSource) -> str:
    said = {"at": quoted(source.address), "on": source.read_on.isoformat()}
    # What nobody has said is not written: a fact of before keeps its fingerprint.
    how = {"manner": source.manner or "", "copied": f"{source.copied or ''}", "page": source.page}
    said |= {name: words for name, words in how.items() if words} | {"by": quoted(source.service)}
    return braced(said | ({"quote": quoted(source.quote)} if source.quote else {}))


def _origin(origin: EntryOrigin | None) -> Iterator[str]:
    if origin:
        yield f"origin: {braced({'publisher': quoted(origin.publisher), 'id': quoted(origin.id)})}"


def _day(field: str, day: "date | None") -> Iterator[str]:
    if day:
        yield f"{field}: {day.isoformat()}"


def _list(field: str, values: tuple[str, ...]) -> Iterator[str]:
    if values:
        yield f"{field}: [{', '.join(map(scalar, values))}]"


def _text(field: str, text: str) -> Iterator[str]:
    if _BLOCK.fullmatch(text):
        yield f"{field}: |-"
        yield from (f"  {line}" if line else "" for line in text.split("\n"))
    else:
        yield f"{field}: {quoted(text)}"


def _value(name: str, value: str) -> Iterator[str]:
    return iter([f"{name}: {value}"]) if scalar(value) == value else _text(name, value)
