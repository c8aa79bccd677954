"""A pathway on one A4, as a text and as dates to keep, and the page that opens one that was printed and scanned."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from content.errors import N_
from content.pathway.pathway import WORDS, Decision, Pathway, PathwayStep
from content.pathway.pathway_code import BadCode, LongText
from content.pathway.pathway_text import NOT_A_DAY, sketch_pathway, write_pathway
from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern
from models.catalogue import house_texts
from models.catalogue.house_texts import HouseWays
from models.community import pathway as models_pathway
from models.community.pathway import CitedEntry, CitedRule
from models.ground.events import CalendarEvent, written
from portal.charts.lettering import broken, words_of
from portal.charts.pathway_layout import BREADTH
from portal.charts.pathway_picture import LEADING, SIZE, height_of, pathway_chart
from portal.community import qr_codes
from portal.community.pathway_shown import PathwayAsShown, limit, printed_at
from portal.pages import date_of, page_language, say
from portal.request import house_day, now, reading, settings

PAGE, HEAD = 789.0, 56.0
"""An A4 less its margins, in points (style.css); what stands above the picture, with what is between."""
CODE, BESIDE_CODE = 149.0, 14.0
"""Breadth and height of the code, and what lies between it and the lines beside it."""


SCAN = N_("Scannez pour rouvrir la feuille. Qui tient ce papier peut la lire.")


class Printed(NamedTuple):
    """A pathway as it is printed."""

    picture: Markup
    title: str
    until: Sequence[str]
    """Sentences: when it was right, until when it can be trusted."""
    ways: HouseWays | None
    code: Markup | None = None
    on_back: bool = False
    """Whether the code stands on the other side, because the picture needs all of this one."""
    too_long: bool = False
    """Whether no code can hold it."""
    smaller: bool = False
    """Whether its letters come out smaller than 11 points, for it says more than one side holds."""


def on_paper(db: Session, shown: PathwayAsShown) -> Response:
    """Return the page to print."""
    can_code = settings().public_url is not None and not shown.missing
    printed = _printed(db, shown, can_code and request.form.get("code") == "1")
    return make_response(
        render_template("pathway/paper.html", shown=shown, printed=printed, can_code=can_code, scan=SCAN)
    )


def in_words(db: Session, shown: PathwayAsShown) -> Response:
    """Return the words of a pathway, for the person to read before anything of them enters a file."""
    return make_response(render_template("pathway/words.html", shown=shown, words=text_in_words(shown.pathway)))


def as_text(db: Session, shown: PathwayAsShown) -> Response:
    """Return the text itself, as it was typed, as a file to keep."""
    response = make_response(shown.sent.text)
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = (
        f"attachment; filename={WORDS[shown.pathway.language].pathway.lower()}.txt"
    )
    return response


def text_in_words(pathway: Pathway) -> str:
    """Return what a pathway says to be decided and done, without what is for the eye, for Boussole, or the person's."""
    places = tuple(
        place._replace(symbol=None, own_words="") if isinstance(place, PathwayStep) else place
        for place in pathway.places
    )
    return write_pathway(pathway._replace(rules=(), entries=(), exact_at=None, places=places))


def _printed(db: Session, shown: PathwayAsShown, with_code: bool) -> Printed:
    minute = now().astimezone(ZoneInfo(settings().timezone)).replace(second=0, microsecond=0, tzinfo=None)
    pathway = shown.pathway._replace(exact_at=minute)
    ways = house_texts.ways(db, pathway.language)
    bare = Printed(pathway_chart(pathway), pathway.title, until(minute.date(), [*shown.cited, *shown.entries]), ways)
    left = PAGE - HEAD - height_of(pathway)
    bare = bare._replace(smaller=_foot_height(bare, BREADTH) > left)
    try:
        image = qr_codes.image_of(qr_codes.address_of(pathway)) if with_code else None
    except LongText:
        return bare._replace(too_long=True)
    beside = _foot_height(bare, BREADTH - CODE - BESIDE_CODE, say(SCAN))
    return bare._replace(code=image, on_back=max(beside, CODE) > left)


def until(day: date, cited: Sequence[CitedRule | CitedEntry]) -> list[str]:
    """Say when the pathway was right, and the first day after which something that it cites is to be read again."""
    said = [say("Exact au %(day)s.", day=date_of(day))]
    now = [one.name(page_language()) for one in cited if one.check_after and one.check_after <= day]
    days = [one.check_after for one in cited if one.check_after]
    if now:
        said.append(say("À vérifier avant : %(rules)s.", rules=", ".join(now)))
    elif days:
        first = min(days)
        names = [one.name(page_language()) for one in cited if one.check_after == first]
        said.append(say("À revérifier après le %(day)s : %(rules)s.", day=date_of(first), rules=", ".join(names)))
    return said


def _foot_height(printed: Printed, breadth: float, *more: str) -> float:
    """Return how high the lines at the foot are when they are of that breadth."""
    ways = [f"{name} {said}" for name, said in printed.ways.lines] if printed.ways else []
    lines = [" ".join(printed.until), *more, *([printed.ways.heading, *ways] if printed.ways else [])]
    return sum(len(broken(words_of(line), SIZE, breadth)) for line in lines) * LEADING + LEADING


# ---------------------------------- its dates, for the calendar of a telephone: whole days, without any place or person


_AMONG_WORDS = LatePattern(r"\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-]20[0-9]{2}\b")


class DatesTold(NamedTuple):
    """The reason why no file is handed out yet: how many dates were read, and those that were not, as typed."""

    read: int
    unread: Sequence[str]


def dates_told(shown: PathwayAsShown) -> DatesTold | None:
    """Return what is to be said before a file is handed out; None where there is nothing, or it has been said."""
    # What was typed for a day and is none, then the days that stand among other words.
    pathway, problems = sketch_pathway(shown.sent.text)
    typed = [str(problem.values["typed"]) for problem in problems if problem.sentence == NOT_A_DAY]
    words = [place.question if isinstance(place, Decision) else place.act for place in pathway.places]
    unread = [*typed, *(found[0] for one in words for found in _AMONG_WORDS.finditer(one))]
    read = len([*_days(shown.pathway)])
    said = read and (shown.sent.number or not unread)
    return None if shown.sent.verb != "dates" or said else DatesTold(read, unread)


def as_calendar(db: Session, shown: PathwayAsShown) -> Response | None:
    """Return the dates of a pathway as a file to open; None where there is something to be said first."""
    if dates_told(shown):
        return None
    at = now()
    events = (
        # The same day and words are the same event, so that a file opened twice doubles nothing (RFC 7986, 5.3).
        CalendarEvent(f"{uuid5(NAMESPACE_OID, f'{day} {words}')}@boussole", words, day, None, at)
        for day, words in _days(shown.pathway)
    )
    response = make_response(written(events))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = (
        f"attachment; filename={WORDS[shown.pathway.language].pathway.lower()}.ics"
    )
    return response


def _days(pathway: Pathway) -> Iterator[tuple[date, str]]:
    words = WORDS[pathway.language]
    for place in pathway.places:
        if isinstance(place, Decision):
            if place.by:
                yield place.by, place.question
        elif place.day:
            yield place.day, f"{place.who}{words.colon}{place.act}"
    if pathway.review:
        yield pathway.review, words.review


# ----------------------------------------------------------------------------------------------------------------- `/f`
#
# The page is a file, the same for everybody; its script posts what stands behind « # », which no browser sends by
# itself.


scanned_blueprint = Blueprint("opening", __name__)
limit(scanned_blueprint, 2048)  # a code: those that are printed have half of it


@scanned_blueprint.get("/f")
def page() -> Response:
    """Return the page that opens a pathway in the browser of anyone who has the paper."""
    return make_response(Path(current_app.static_folder or "", "opening.html").read_text("utf-8"))


@scanned_blueprint.post("/f")
def draw() -> Response:
    """Draw what a code holds, and say whether it was made here and whether a rule that it cites has changed."""
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    try:
        found = qr_codes.opened(request.get_data(as_text=True))
    except BadCode as error:
        return _said("pathway/unreadable.html", later=error.later)
    pathway, _ = sketch_pathway(found.text)
    g.language = pathway.language
    with reading() as db:
        cited = models_pathway.cited(db, pathway.rules, printed_at(pathway), now())
        entries = models_pathway.cited_entries(db, pathway.entries, house_day())
    return _said(
        "pathway/opened.html",
        text=found.text,
        title=pathway.title,
        is_ours=found.is_ours,
        picture=pathway_chart(pathway),
        cited=cited,
        entries=entries,
        said=text_in_words(pathway),
    )


def _said(template: str, **context: object) -> Response:
    # Without what every other page is given: that asks who is signed in, and here nobody is asked.
    return make_response(
        current_app.jinja_env.get_template(template).render(language=g.language, request=request, **context)
    )
