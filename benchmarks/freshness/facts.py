"""When facts of a catalogue were written and edited, and what of it was known on a day."""

import csv
import gzip
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from models.freshness import YEAR, Rereading

SETTLING = timedelta(days=30)
"""After a fact is written its text is still being finished: edits so early are no sign that the world has changed."""


class BadFacts(Exception):
    """The file does not tell facts as it should."""


class EditedFact(NamedTuple):
    """One fact of one entry: the days of its life; `bulk_edits` of the file are left out, as its README says."""

    entry: str
    kind: str
    created: date
    ended: date | None
    edits: tuple[date, ...]


def read_facts(path: Path) -> list[EditedFact]:
    """Return the facts of a gzipped CSV with the columns entry, kind, created, ended, edits; raises BadFacts."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            return [_fact(row) for row in csv.DictReader(lines)]
    except (OSError, EOFError, KeyError, ValueError, AttributeError) as error:
        raise BadFacts(f"{path}: {error!r}") from error


def _fact(row: Mapping[str, str]) -> EditedFact:
    ended = date.fromisoformat(row["ended"]) if row["ended"] else None
    edits = sorted({date.fromisoformat(day) for day in row["edits"].split()})
    return EditedFact(row["entry"], row["kind"], date.fromisoformat(row["created"]), ended, tuple(edits))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def institution(entry: str) -> str:
    """Return who offers an aid, as far as the first two words of its name tell it."""
    return "-".join(entry.replace("_", "-").split("-")[:2])


@dataclass(frozen=True, slots=True)
class Known:
    """What could be known of the facts on the evening of a day."""

    day: date
    facts: Sequence[EditedFact]

    @classmethod
    def on(cls, day: date, facts: Sequence[EditedFact]) -> "Known":
        """Return it, without anything that came later."""
        past = [one for one in facts if one.created <= day]
        return cls(day, [one._replace(edits=tuple(at for at in one.edits if at <= day)) for one in past])

    def standing(self) -> list[EditedFact]:
        """Return the facts that are in the catalogue on that day."""
        return [one for one in self.facts if one.ended is None or one.ended > self.day]

    def age(self, fact: EditedFact) -> int:
        """Return for how many days a fact has stood as it is."""
        return (self.day - max([fact.created, *fact.edits[-1:]])).days

    def years(self, fact: EditedFact) -> float:
        """Return for how long a fact has been there, once settled."""
        return max(0.0, (self._until(fact) - fact.created - SETTLING).days / YEAR)

    def settled_edits(self, fact: EditedFact) -> int:
        """Return on how many days a fact was edited, once settled."""
        return sum(at > fact.created + SETTLING for at in fact.edits)

    def rereadings(self, fact: EditedFact) -> Iterator[Rereading]:
        """Yield the re-readings of a fact: each edit found a change, and what nobody edits until the day is kept.

        Without the latter only what somebody had opened would count, and rates would be several times too high.
        """
        before, until = fact.created, self._until(fact)
        for day in fact.edits:
            if day > fact.created + SETTLING:
                yield Rereading((day - before).days / YEAR, True)
            before = day
        yield Rereading((until - before).days / YEAR, False)

    def _until(self, fact: EditedFact) -> date:
        return min(self.day, fact.ended or self.day)
