"""What the mirror says of each line: in tenths that hold the truth, week by week, and what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from flask import Blueprint

from content.errors import N_
from content.module import Module
from content.topics import Topic
from models.estimates import Pair
from models.practice import pointing, reading, weeks
from models.practice.change import Change
from models.practice.pointing import Pointed, SlipLine
from models.practice.reading import WeekReading
from models.practice.weeks import SlipCount
from portal.pages import say, short_day

blueprint = Blueprint("practice", __name__)

SENTENCES = {
    SlipLine.NEXT: N_("Je sais ce que je fais ensuite"),
    SlipLine.WHOM: N_("Je sais qui appeler"),
    SlipLine.SAID: N_("J'ai pu dire ce qui compte"),
}
"""The lines of the slip, as they stand on it."""
OF = 10
"""Estimates are told as so many of ten people."""


class RowShown(NamedTuple):
    """A week of one line in its table: how many « oui » of how many slips, and the range, in tenths."""

    week: date
    counted: str
    around: str


class LineShown(NamedTuple):
    """One line of the slip: its words, the present estimate, what changed, the weeks, and what stands beside it."""

    sentence: str
    now: str
    change: Sequence[str]
    rows: Sequence[RowShown]
    beside: Pointed


def shown(
    counted: Mapping[date, SlipCount], modules: Iterable[Module], topics: Iterable[Topic]
) -> Mapping[SlipLine, LineShown]:
    """Return what stands under each line; nothing before a first week."""
    modules, topics = list(modules), list(topics)
    lines = {}
    for line in SlipLine if counted else ():
        found = reading.read(weeks.batches(counted, line))
        now, change = in_words(found.weeks[-1].around), _changed(found.change) if found.change else ()
        beside = pointing.pointed(line, modules, topics)
        lines[line] = LineShown(say(SENTENCES[line]), now, change, [*map(_row, found.weeks)], beside)
    return lines


def tenths(around: Pair) -> tuple[int, int]:
    """Return an interval in whole tenths, rounded outwards: it holds the truth as often as the interval, or more.

    >>> tenths((0.62, 0.86))
    (6, 9)
    """
    return floor(around[0] * OF), ceil(around[1] * OF)


def in_words(around: Pair) -> str:
    """Say between how many and how many of ten say « oui »."""
    low, high = tenths(around)
    if low == 0 and high < OF:
        return say("Sur 10 personnes qui déposent un bulletin, au plus %(high)s cochent « oui ».", high=high)
    if high == OF and low > 0:
        return say("Sur 10 personnes qui déposent un bulletin, au moins %(low)s cochent « oui ».", low=low)
    return say(
        "Sur 10 personnes qui déposent un bulletin, entre %(low)s et %(high)s cochent « oui ».", low=low, high=high
    )


def _changed(change: Change) -> Sequence[str]:
    """Say what differs and between which weeks, and that it tells no cause."""
    after, before = change.after, change.before
    told = {"yes": after.yes, "slips": after.slips, "first": short_day(after.first), "last": short_day(after.last)}
    told |= {"yes_then": before.yes, "slips_then": before.slips}
    told |= {"first_then": short_day(before.first), "last_then": short_day(before.last)}
    spans = say(
        "Semaines du %(first)s au %(last)s : %(yes)s « oui » sur %(slips)s ;"
        " avant, du %(first_then)s au %(last_then)s : %(yes_then)s sur %(slips_then)s.",
        **told,
    )
    return [
        say("Davantage de « oui » qu'avant.") if change.rose else say("Moins de « oui » qu'avant."),
        spans,
        say("L'écart dépasse ce que le hasard explique d'ordinaire ; d'où il vient, ces chiffres ne le disent pas."),
    ]


def _row(week: WeekReading) -> RowShown:
    batch, (low, high) = week.batch, tenths(week.around)
    counted = say("%(yes)s sur %(slips)s", yes=batch.yes, slips=batch.slips)
    return RowShown(batch.week, counted, say("de %(low)s à %(high)s sur 10", low=low, high=high))
