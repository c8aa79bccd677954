"""The search entry of an entry: its name, and what its facts say in each language that it is written in."""

from collections.abc import Iterator
from datetime import datetime

from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFactKind, name_of
from models.ground.search import Findable
from models.tables.search import SearchKind

SAID = (
    EntryFactKind.DESCRIPTION,
    EntryFactKind.AUDIENCE,
    EntryFactKind.CONDITIONS,
    EntryFactKind.COST,
    EntryFactKind.MOBILISE,
)
"""The kinds of facts by which an entry is sought."""


def findable(document_id: str, entry: DirectoryEntry, published_at: datetime) -> Iterator[Findable]:
    """Yield an entry in each language that its name is written in; of a confidential one no name is found."""
    first = next(iter(entry.name), WRITTEN_IN[0])
    for language in (one for one in WRITTEN_IN if one in entry.name):
        yield Findable(
            SearchKind.ENTRY,
            document_id,
            language,
            entry.name[language],
            "\n".join(_words(entry, language)),
            published_at,
            work=document_id,
            original=language == first,
            review_by=entry.review_by,
            sought="\n".join(", ".join(said) for said in entry.sought.values()),
        )


def _words(entry: DirectoryEntry, language: str) -> Iterator[str]:
    if entry.discretion:
        yield entry.discretion.line.get(language, "")
    else:
        yield name_of(entry.organisation.facts).get(language, "")
    for kind in SAID:
        yield from (fact.words[language] for fact in entry.of_kind(kind) if language in fact.words and not fact.blank)
