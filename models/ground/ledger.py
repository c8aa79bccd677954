"""The ledger of erasures: a file beside the copies of the database, by which a restore repeats them.

It names nobody: a line is the day and a keyed hash, and its key lies elsewhere, so that neither the ledger nor a copy
tells who was erased. Only the learner key is hashed, which is chance and never comes back. An address can be guessed,
and may have a new account by the time of a restore.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from models.ground.calendar import DAY
from models.ground.processes import Turn

FILE = "erased"
"""In the instance."""
PATIENCE = 5.0
"""Seconds that one waits for another who writes; the database knows what he may then lose, for the next minute."""
_LINE = re.compile(rb"erased (\d{4}-\d\d-\d\d) ([0-9a-f]{16}) ([0-9a-f]{64})")
_BEGUN = re.compile(rb"begun (\S+)\n")


class NoLedger(LookupError):
    """There is no ledger, or it is none of ours."""


class Erased(StrEnum):
    """What was erased; only the hash depends on it."""

    PERSON = "erased"
    LEARNING = "learning"
    """What was kept of what she has learned: she stays."""


class ErasedLine(NamedTuple):
    """One erasure: its day, the mark of the key that it was hashed with, and the hash."""

    day: date
    signed_by: str
    learner: str


class Ledger(NamedTuple):
    """What a ledger says: since when it holds every erasure, and those that it holds."""

    begun: datetime
    erased: frozenset[ErasedLine]


def line_of(secret_key: str, what: Erased, learner_key: UUID, day: date) -> ErasedLine:
    """Return the line of an erasure."""
    return ErasedLine(day, mark_of(secret_key), _keyed(secret_key, f"{what}:{learner_key}"))


def mark_of(secret_key: str) -> str:
    """Return a few digits by which keys are told apart, and which say nothing of the key."""
    return _keyed(secret_key, "key of erasures")[:16]


def read(instance: Path) -> Ledger:
    """Return the ledger of an instance; raises NoLedger."""
    path = instance / FILE
    text = path.read_bytes() if path.is_file() else b""
    begun = _BEGUN.match(text)
    if begun is None:
        raise NoLedger
    # A line that was cut short by a power cut is none; it comes again.
    found = filter(None, map(_LINE.fullmatch, text.split(b"\n")))
    lines = (ErasedLine(date.fromisoformat(one[1].decode()), one[2].decode(), one[3].decode()) for one in found)
    return Ledger(datetime.fromisoformat(begun[1].decode()), frozenset(lines))


def keep(instance: Path, erased: Iterable[ErasedLine], since: date, at: datetime) -> bool:
    """Write down these erasures, and let go those from before a day; returns whether any was new. Raises OSError."""
    # One after another: what one appends would be lost to another who writes the file anew.
    with Turn(instance / FILE, PATIENCE).taken():
        try:
            found = read(instance)
        except NoLedger:
            # It knows nothing of what was before: a restore of an older copy is to refuse it.
            found = Ledger(at, frozenset())
            _write(instance, found)
        new = set(erased) - found.erased
        if new:
            _append(instance / FILE, new)
        # Let go the erasures from before a day, and no longer answer for copies from then.
        ledger = found._replace(erased=found.erased | new)
        gone = {line for line in ledger.erased if line.day < since}
        if gone:
            after = datetime.combine(max(line.day for line in gone) + DAY, time.min, UTC)
            _write(instance, Ledger(max(ledger.begun, after), ledger.erased - gone))
    return bool(new)


def _written(lines: Collection[ErasedLine]) -> bytes:
    return "".join(f"erased {line.day} {line.signed_by} {line.learner}\n" for line in sorted(lines)).encode()


def _append(path: Path, lines: Collection[ErasedLine]) -> None:
    with path.open("rb+") as file:
        # After a line that was cut short the next begins anew.
        file.seek(-1, os.SEEK_END)
        whole = file.read() == b"\n"
        file.write(b"" if whole else b"\n")
        file.write(_written(lines))
        file.flush()
        os.fsync(file.fileno())


def _write(instance: Path, ledger: Ledger) -> None:
    """Write a ledger anew, whole or not at all."""
    path = instance / FILE
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    with part.open("wb") as file:
        file.write(f"begun {ledger.begun.isoformat()}\n".encode() + _written(ledger.erased))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    # Have the names in a folder outlive a power cut too.
    door = os.open(instance, os.O_RDONLY)
    try:
        os.fsync(door)
    finally:
        os.close(door)


def _keyed(secret_key: str, what: str) -> str:
    return hmac.new(secret_key.encode(), what.encode(), hashlib.sha256).hexdigest()
