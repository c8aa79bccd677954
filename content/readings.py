"""How and when something was read, and from which day that counts: law 20 of the design. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from content.errors import N_
from content.schema.fields import ChoiceField, DayField, TextField
from content.schema.yaml_fields import Fields
from content.strings.late_patterns import LatePattern

_PERIOD = LatePattern(r"[0-9]{4}(?:-[0-9]{2}){0,2}")

UNKNOWN_MANNER = N_("« %(value)s » n'est pas une manière de lire : choisissez parmi %(known)s.")
NO_COPY = N_("« copied » est le jour d'une copie conservée : dites « manner: copy », ou retirez-le.")
COPIED_LATER = N_("La copie ne peut pas dater d'après la lecture : corrigez « copied ».")
NO_PERIOD = N_("« page » est la date que porte la page, écrite comme 2017, 2017-06 ou 2017-06-12.")
PAGE_LATER = N_("La page ne peut pas dater d'après la lecture : corrigez « page ».")


class ReadingManner(StrEnum):
    """How something was read: on the page of that day, by telephone, on a stored copy of a page, by a machine."""

    LIVE = "live"
    TELEPHONE = "telephone"
    COPY = "copy"
    MACHINE = "machine"


class Reading(NamedTuple):
    """A reading: its day, its manner where that is said, the day of the copy, the date that the page itself bears."""

    on: date
    manner: ReadingManner | None = None
    copied: date | None = None
    page: str = ""

    @classmethod
    def again(cls, on: date, said: str) -> "Reading":
        """Return a reading by somebody of the house: by telephone where that is said, else on the page of that day."""
        by_telephone = said == ReadingManner.TELEPHONE
        return cls(on, ReadingManner.TELEPHONE if by_telephone else ReadingManner.LIVE)

    @property
    def is_undated(self) -> bool:
        """Whether it was read on a stored copy of which nobody knows the day: it is never believed without a check."""
        return self.manner == ReadingManner.COPY and self.copied is None

    @property
    def day(self) -> date | None:
        """The day on which it was so: of an undated copy the last that its page may have; None where it bears none."""
        if not self.is_undated:
            return self.copied or self.on
        return min(period(self.page)[1], self.on) if self.page else None

    @property
    def counts_from(self) -> date:
        """The day from which it ages."""
        return self.day or self.on


def period(page: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day as pages bear them; raises ValueError."""
    if not _PERIOD.fullmatch(page):
        raise ValueError(page)
    said = [*map(int, page.split("-"))]
    first = date(*[*said, 1, 1][:3])
    if len(said) == 1:
        return first, date(first.year, 12, 31)
    return first, first if len(said) == 3 else first.replace(day=monthrange(*said)[1])


MANNER = (
    ChoiceField("manner", tuple(ReadingManner), UNKNOWN_MANNER, needed=False),
    DayField("copied", needed=False),
    TextField("page", needed=False),
)
"""The fields that say how something was read; `check_manner` holds them together."""


def check_manner(fields: Fields, read: Mapping[str, Any], on: date | None) -> None:
    """Note what cannot be so of a reading of that day: of its manner, the day of its copy, the date of its page."""
    copied = read["copied"]
    if copied and read["manner"] is not ReadingManner.COPY and (read["manner"] or not fields.optional("manner")):
        fields.note("copied", NO_COPY)
    if copied and on and copied > on:
        fields.note("copied", COPIED_LATER)
    try:
        if read["page"] and on and period(read["page"])[0] > on:
            fields.note("page", PAGE_LATER)
    except ValueError:
        fields.note("page", NO_PERIOD)
