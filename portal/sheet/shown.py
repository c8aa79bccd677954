"""A sheet as its pages show it: drawn as far as it can be read, with what is missing, and who carries what."""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.pathway.pathway import MOST_PLACES, WORDS, Pathway, PathwayWords, carried, heavy_side
from content.pathway.pathway_fields import PathwayFields, places_at, read_pathway_fields
from content.pathway.pathway_text import sketch_pathway
from content.rules import Rule
from models import sheet as models_sheet
from models.catalogue import in_force
from models.sheet import CitedEntry, CitedRule
from portal.pages import say
from portal.sheet.sent import AS_FORM, SentSheet
from portal.shell import house_day, now, settings


class Missing(NamedTuple):
    """One thing to complete or to mend, at a place from 1, or in the head where that is 0."""

    place: int
    line: int
    sentence: str


class Carrying(NamedTuple):
    """How much of a sheet one role carries."""

    who: str
    places: int
    share: int
    """In hundredths."""


class SheetAsShown(NamedTuple):
    """All that a page of a sheet needs."""

    sent: SentSheet
    sheet: Pathway
    fields: PathwayFields | None
    """None where the text is typed as a list, or holds what no field of a form does."""
    missing: Sequence[Missing]
    load: Sequence[Carrying]
    heavy: str | None
    cited: Sequence[CitedRule]
    entries: Sequence[CitedEntry]
    rules: Sequence[Rule]
    """Those that can be cited, and those that are."""

    @property
    def words(self) -> PathwayWords:
        """The words of the sheet's grammar, in its language."""
        return WORDS[self.sheet.language]

    @property
    def is_full(self) -> bool:
        """Whether it has all the places that a sheet can have."""
        return len(self.sheet.places) >= MOST_PLACES

    @property
    def changed(self) -> Sequence[CitedRule]:
        """The rules that have changed since it was printed."""
        return [one for one in self.cited if one.changed_on]


def shown(db: Session, sent: SentSheet) -> SheetAsShown:
    """Return a sheet as its pages show it; from here on, the page speaks the sheet's language."""
    sheet, problems = sketch_pathway(sent.text)
    g.language = sheet.language
    load = carried(sheet)
    rules = in_force.rules(db)
    known = [rule for rule in rules.values() if rule.to_be_known_on(house_day()) or rule.id in sheet.rules]
    begins, fields = places_at(sent.text), None
    if sent.typed == AS_FORM:
        with suppress(BrokenText):
            fields = read_pathway_fields(sent.text)
    return SheetAsShown(
        sent=sent,
        sheet=sheet,
        fields=fields,
        missing=[
            Missing(bisect_right(begins, problem.line), problem.line, say(problem.sentence, **problem.values))
            for problem in problems
        ],
        load=[Carrying(who, number, round(100 * number / len(sheet.places))) for who, number in load.items() if who],
        heavy=heavy_side(load),
        cited=models_sheet.cited(db, sheet.rules, printed_at(sheet), now()),
        entries=models_sheet.cited_entries(db, sheet.entries, house_day()),
        rules=known,
    )


def printed_at(sheet: Pathway) -> datetime | None:
    """Return the instant at which a sheet says that it was printed; its minutes are those of the house's clock."""
    local = sheet.exact_at
    return local.replace(tzinfo=ZoneInfo(settings().timezone)).astimezone(UTC) if local else None
