"""What comes of an exchange of entries: what was read or written, what is to be mended, what was lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from content.directory.entry import DirectoryEntry
from content.problems import N_, Problem

T = TypeVar("T")

UNSAID = N_("%(format)s n'a pas de place pour : %(fields)s.")
NOT_WRITTEN = N_("%(format)s demande « %(field)s », que cette entrée ne dit pas : elle n'est pas écrite.")
NOT_TAKEN = N_("« %(column)s » n'a pas de place ici ; valeurs laissées : %(number)s.")
NO_PERSON_TAKEN = N_("« %(column)s » parle de personnes ; valeurs laissées : %(number)s.")
NO_PLACE_TAKEN = N_("« %(column)s » situe un lieu sur une carte ; valeurs laissées : %(number)s.")
CLEANED = N_("Des caractères invisibles ont été retirés : relisez ce texte.")


@dataclass(frozen=True, slots=True)
class EntryLoss:
    """What could not be carried over: of one entry, or, where `entry` is empty, of a whole column."""

    entry: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """Return the sentence in French, filled."""
        return self.sentence % dict(self.values)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a file came: from where, by which service, on which day, and the language of WRITTEN_IN that its words have.

    `address` is one of the web that stands for what has none of its own; `service` is never a person's name;
    `publisher` says whose directory it is, where it is not the service's own.
    """

    address: str
    service: str
    day: date
    language: str = "fr"
    file: str = "fichier"
    publisher: str = ""

    @property
    def origin(self) -> str:
        """Return the name that entries know their directory by."""
        return self.publisher or self.service


@dataclass(frozen=True, slots=True)
class EntriesRead:
    """Entries as proposals, none of them published; what is to be mended, by row; what was left behind."""

    entries: tuple[DirectoryEntry, ...]
    faults: tuple[Problem, ...] = ()
    losses: tuple[EntryLoss, ...] = ()


@dataclass(frozen=True, slots=True)
class EntriesWritten(Generic[T]):
    """What was written, and all that the format could not say."""

    value: T
    losses: tuple[EntryLoss, ...] = ()
