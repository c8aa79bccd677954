"""How long what is kept is kept: the terms of a house, each from the environment, in days."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """How long each thing is kept, from the day on which it was made, or on which it ended."""

    audit: timedelta = timedelta(days=730)
    """What was done to modules, rules and accounts."""
    leavers: timedelta = timedelta(days=365)
    """A closed account, with all that its owner has answered."""
    copies: timedelta = timedelta(days=7)
    """A copy of the database; as long, those who were erased are remembered as erased."""
    mails: timedelta = timedelta(days=30)
    """What a mail says, in the database and in the outbox."""
    sessions: timedelta = timedelta(days=30)
    """A session that is over."""

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "Terms":
        """Read KEEP_AUDIT, KEEP_COPIES…: one variable for each term. Raises ValueError with the variable's name."""
        found = {field.name: given.get(f"KEEP_{field.name.upper()}") for field in fields(cls)}
        return cls(**{name: _days(f"KEEP_{name.upper()}", value) for name, value in found.items() if value})


def _days(name: str, value: str) -> timedelta:
    if not (value.isascii() and value.isdecimal() and 0 < len(value) <= 4 and int(value)):
        raise ValueError(name)
    return timedelta(days=int(value))
