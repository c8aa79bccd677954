"""How something was read, in words, beside a rule or under a fact."""

from datetime import date

from content.readings import Reading, ReadingManner, period
from models.ground.words import Words, day_as


def how_read(read: Reading, said: Words) -> str:
    """Say on which day something was read and how, and which date its page bears."""
    told = _read(read, said)
    if not read.page:
        return told
    pattern = {4: "y", 7: "MMMM y"}.get(len(read.page), "d MMMM y")
    page = day_as(period(read.page)[0], pattern, said.language)
    return said.gettext("%(read)s (page : %(page)s)", read=told, page=page)


def _read(read: Reading, said: Words) -> str:
    on = _day(read.on, said)
    if read.is_undated:
        return said.gettext("lu le %(day)s sur une copie sans date", day=on)
    if read.copied:
        return said.gettext("lu sur une copie du %(day)s", day=_day(read.copied, said))
    if read.manner == ReadingManner.TELEPHONE:
        return said.gettext("confirmé au téléphone le %(day)s", day=on)
    if read.manner == ReadingManner.MACHINE:
        return said.gettext("lu par une machine le %(day)s", day=on)
    return said.gettext("lu le %(day)s", day=on)


def _day(day: date, said: Words) -> str:
    return day_as(day, "d MMMM y", said.language)
