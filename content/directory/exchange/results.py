"""What comes of an exchange of entries: what was read or written, what is to be mended, what was lost."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from content.directory.entry import DirectoryEntry, EntryKind, EntryOrigin, FactSource
from content.directory.exchange.proposals import ProposedEntry, ProposedPart, Said, entry_of, id_of
from content.directory.kinds import PLACES, cut
from content.exchange.losses import Loss
from content.problems import N_, Problem, Severity

UNSAID = N_("%(format)s n'a pas de place pour : %(fields)s.")
NOT_WRITTEN = N_("%(format)s demande « %(field)s », que cette entrée ne dit pas : elle n'est pas écrite.")
NOT_TAKEN = N_("« %(column)s » n'a pas de place ici ; valeurs laissées : %(number)s.")
NO_PERSON_TAKEN = N_("« %(column)s » parle de personnes ; valeurs laissées : %(number)s.")
NO_PLACE_TAKEN = N_("« %(column)s » situe un lieu sur une carte ; valeurs laissées : %(number)s.")
CLEANED = N_("Des caractères invisibles ont été retirés : relisez ce texte.")


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
    losses: tuple[Loss, ...] = ()


class EntriesReading:
    """The records of a file as they become entries, one after the other, and all that is to be said of them."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.entries: list[DirectoryEntry] = []
        self.faults: list[Problem] = []
        self.losses: list[Loss] = []
        self.left: Counter[str] = Counter()
        """Values that have no place here, by column."""
        self._lines: dict[str, int] = {}
        self._ids: set[str] = set()
        self._organisations: dict[str, str] = {}
        self._organisation_ids: set[str] = set()

    def fault(
        self, line: int, field: str, sentence: str, severity: Severity = Severity.ERROR, **values: object
    ) -> None:
        """Note what is wrong about a field of a record."""
        self.faults.append(Problem(self.arrival.file, line, sentence, {"field": field, **values}, severity))

    def is_double(self, line: int, name: str, sentence: str) -> bool:
        """Return whether a record before has the same id; that is noted."""
        if not name or self._lines.setdefault(name, line) == line:
            return False
        self.fault(line, "id", sentence, value=cut(name), other=self._lines[name])
        return True

    def propose(
        self, line: int, day: date, own: tuple[str, Said], organisation: tuple[str, Said], kind: EntryKind
    ) -> None:
        """Make an entry of what a record says; both it and its organisation come with what they are called there."""
        source = FactSource(self.arrival.address, day, self.arrival.service)
        (name, said), (of_whom, theirs) = own, organisation
        if of_whom not in self._organisations:
            self._organisations[of_whom] = id_of(of_whom, self._organisation_ids)
        part = ProposedPart(id_of(name, self._ids), said, source, self._origin(name))
        whose = ProposedPart(self._organisations[of_whom], theirs, source, self._origin(of_whom))
        self.add(ProposedEntry(self.arrival.file, line, part, whose, self.arrival.language, kind))

    def add(self, proposal: ProposedEntry) -> None:
        """Take an entry, or note what is to be mended in it."""
        entry, faults = entry_of(proposal)
        self.faults += faults
        self.entries += [entry] if entry else []

    def columns_left(self, of_persons: Collection[str]) -> Iterator[Loss]:
        """Yield which columns have no place here, in whichever table, and how many values each had."""
        for column, number in self.left.items():
            name = column.rpartition(".")[2]
            sentence = NO_PERSON_TAKEN if name in of_persons else NO_PLACE_TAKEN if name in PLACES else NOT_TAKEN
            yield Loss("", sentence, {"column": column, "number": number})

    def _origin(self, name: str) -> EntryOrigin | None:
        return EntryOrigin(self.arrival.origin, name) if name else None
