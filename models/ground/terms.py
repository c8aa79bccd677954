"""How long what is kept is kept: the terms of a house, each from the environment, in days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from models.ground.environment import read_settings, setting, written_as

_DAYS = written_as("(?!0+$)[0-9]{1,4}", lambda value: timedelta(days=int(value)), "un nombre de jours, de 1 à 9999")


@dataclass(frozen=True, slots=True)
class Terms:
    """How long each thing is kept, from the day on which it was made, or on which it ended."""

    audit: timedelta = setting(_DAYS, timedelta(days=730))
    """What was done to modules, rules and accounts."""
    leavers: timedelta = setting(_DAYS, timedelta(days=365))
    """A closed account, with all that its owner has answered."""
    copies: timedelta = setting(_DAYS, timedelta(days=7))
    """A copy of the database; as long, those who were erased are remembered as erased."""
    mails: timedelta = setting(_DAYS, timedelta(days=30))
    """What a mail says, in the database and in the outbox."""
    sessions: timedelta = setting(_DAYS, timedelta(days=30))
    """A session that is over."""

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "Terms":
        """Read KEEP_AUDIT, KEEP_COPIES…: one variable for each term. Raises BadSetting."""
        return cls(**read_settings(cls, given, "KEEP_"))
