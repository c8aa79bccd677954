"""A sheet on one A4, its words for a file of the house, and its text to keep: made for whoever asks, kept nowhere."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from content.sheet import PathwayStep, Place, Sheet
from content.sheet_code import LongText
from content.sheet_text import write_sheet
from content.sheet_words import WORDS
from models.sheet import CitedRule
from portal.charts.sheet import ROOM, height_of, sheet_chart
from portal.sheet import code
from portal.sheet.shown import SheetAsShown
from portal.shell import now, settings

ROOM_WITHOUT_CODE = 680.0
"""What one A4 leaves to the picture where no code stands at its foot, in points."""


class Printed(NamedTuple):
    """A sheet as it is printed."""

    picture: Markup
    sheet: Sheet
    check: tuple[date, tuple[CitedRule, ...]] | None
    """The first day after which a rule is to be read again, and the rules that this is about."""
    code: Markup | None
    on_back: bool
    """Whether the code stands on the other side, because the picture needs all of this one."""
    too_long: bool
    """Whether no code can hold it."""
    smaller: bool
    """Whether its letters come out smaller than 11 points, for it says more than one side holds."""


def on_paper(shown: SheetAsShown) -> Response:
    """Return the page to print."""
    return make_response(
        render_template("sheet/paper.html", shown=shown, printed=_printed(shown), can_code=_can_code())
    )


def in_words(shown: SheetAsShown) -> Response:
    """Return the words of a sheet, for the person to read before anything of them enters a file."""
    return make_response(render_template("sheet/words.html", shown=shown, words=text_in_words(shown.sheet)))


def as_text(shown: SheetAsShown) -> Response:
    """Return the text itself, as it was typed, as a file to keep."""
    response = make_response(shown.sent.text)
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename={WORDS[shown.sheet.language].sheet.lower()}.txt"
    return response


def _can_code() -> bool:
    return settings().public_url is not None


def _printed(shown: SheetAsShown) -> Printed:
    minute = now().astimezone(ZoneInfo(settings().timezone)).replace(second=0, microsecond=0, tzinfo=None)
    sheet = shown.sheet._replace(exact_at=minute)
    height = height_of(sheet)
    image, too_long = _image(shown, sheet)
    return Printed(
        picture=sheet_chart(sheet),
        sheet=sheet,
        check=_first_check(shown.cited),
        code=image,
        on_back=height > ROOM,
        too_long=too_long,
        smaller=height > ROOM_WITHOUT_CODE,
    )


def _image(shown: SheetAsShown, sheet: Sheet) -> tuple[Markup | None, bool]:
    """Return the code that was asked for, if a whole sheet can have one, and whether it is too long for that."""
    # A code is the text as it is read: of what cannot be read yet it would lose words.
    if not _can_code() or request.form.get("code") != "1" or shown.missing:
        return None, False
    try:
        return code.image_of(code.address_of(sheet)), False
    except LongText:
        return None, True


def _first_check(cited: Sequence[CitedRule]) -> tuple[date, tuple[CitedRule, ...]] | None:
    days = sorted({one.check_after for one in cited if one.check_after})
    return (days[0], tuple(one for one in cited if one.check_after == days[0])) if days else None


def text_in_words(sheet: Sheet) -> str:
    """Return what a sheet says to be decided and done, without what is for the eye, for Boussole, or the person's."""
    places = tuple(_bare(place) for place in sheet.places)
    return write_sheet(sheet._replace(rules=(), exact_at=None, places=places))


def _bare(place: Place) -> Place:
    return place._replace(symbol=None, own_words="") if isinstance(place, PathwayStep) else place
