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

from dataclasses import replace
from hashlib import sha256

from content.directory.entry import DirectoryEntry, EntryFact
from content.directory.reading import ENTRY_SCHEMA, FACT


def write_entry(entry: DirectoryEntry) -> str:
    """Return the canonical text of an entry; reading it back gives the same entry."""
    return ENTRY_SCHEMA.written(entry)


def fact_fingerprint(fact: EntryFact) -> str:
    """Return a short name for a fact as it was read: the same for the same words, values and reading."""
    row = FACT.row(FACT.said(replace(fact, note="")))
    return sha256("\n".join(line for _, line in FACT.lines(row)).encode()).hexdigest()[:16]
