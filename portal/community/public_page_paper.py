"""A public page on one A4, with the code that leads to it: for who has no telephone, or no internet on it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from models.community import public_pages
from models.community.public_pages import NoSuchPage
from models.tables.public_pages import PageKind
from portal.access import account, learner_key, signed_in
from portal.community import qr_codes
from portal.community.meetings import when
from portal.community.public_page_shown import WHEN, PageSaid, blueprint, said
from portal.directory.entry_paper import (
    BREADTH,
    CODE,
    HEIGHT,
    LEADING,
    SIZE,
    TITLE,
    TITLE_LEADING,
    PaperLine,
    first_that_fit,
    lines_of,
)
from portal.pages import date_of, say, speaking
from portal.request import house_day, reading, settings

MOST_CHANGES = 3
"""On paper: there is to be room for what was chosen."""


class PagePaper(NamedTuple):
    """A public page as it is printed."""

    title: str
    language: str
    lines: Sequence[PaperLine]
    shortened: bool
    on: str
    address: str
    """Empty while the house has no public address."""
    code: Markup | None
    reach: str
    """What stands over the ways."""
    ways: Sequence[str]


@blueprint.get("/community/pages/<int:page_id>/paper")
@signed_in
def paper(page_id: int) -> str:
    """Show a page that is shown on one A4, in its own language."""
    with reading() as db:
        found, hers = public_pages.of_id(db, page_id), public_pages.own(db, learner_key())
        # At its address anybody reads it; that a colleague has one, and where, is for her to say.
        own = hers is not None and hers.id == page_id
        if found.shown is None or not (found.kind is PageKind.TEAM or account().administrator or own):
            raise NoSuchPage
        with speaking(found.shown.language):
            printed = on_paper(said(db, page_id, found.shown), found.address)
    return render_template("public_pages/paper.html", printed=printed)


def on_paper(page: PageSaid, address: str) -> PagePaper:
    """Return a page as it fits on one side, in the language of this request; the end is left to its address."""
    public = settings().public_url
    at = f"{public}/p/{address}" if public else ""
    ways = [f"{way.name} {way.line}" for way in page.ways]
    every = [*_meetings(page), *_changes(page), *_chosen(page)]
    beside = BREADTH - (CODE + 14 if at else 0)
    # The line of the address stays where the house has none.
    foot = LEADING * (2 + sum(lines_of(line, SIZE, beside) for line in (say("Nous joindre"), *ways, at or " ")))
    room = HEIGHT - TITLE_LEADING * lines_of(page.text.title, TITLE, BREADTH) - max(CODE, foot) - 3 * LEADING
    lines = first_that_fit(every, room)
    return PagePaper(
        page.text.title,
        page.language,
        lines,
        len(lines) < len(every),
        say("Exact au %(day)s.", day=date_of(house_day())),
        at.partition("://")[2],
        qr_codes.image_of_link(at) if at else None,
        say("Nous joindre"),
        ways,
    )


def _meetings(page: PageSaid) -> Iterator[PaperLine]:
    heading = say("Ateliers et rencontres en ligne")
    for one in page.today.meetings:
        if not one.cancelled:
            online = say("En ligne : le lien est donné à l'inscription.") if one.online else ""
            said_of_it = filter(None, (one.subject, when(one), one.place, online))
            yield PaperLine(heading, "\n".join(said_of_it), page.language)
            heading = ""


def _changes(page: PageSaid) -> Iterator[PaperLine]:
    heading = say("Ce qui a changé")
    for one in page.today.changes[:MOST_CHANGES]:
        words = f"\n{one.words.text}" if one.words else ""
        said_on = say(WHEN[one.how], day=date_of(one.day))
        yield PaperLine(heading, f"{one.name.text}\n{said_on}, {one.rule.authority}{words}", page.language)
        heading = ""


def _chosen(page: PageSaid) -> Iterator[PaperLine]:
    if page.today.topics:
        names = " · ".join(topic.name for topic in page.today.topics)
        yield PaperLine(say("Ce que vous pouvez demander"), names, page.language)
    for heading, entries in ((say("Mesures"), page.today.measures), (say("Services"), page.today.services)):
        for one in entries:
            doubt = f" ({say('à vérifier avant')})" if one.undated else ""
            telephone = f"\n{one.telephone}{doubt}" if one.telephone else ""
            yield PaperLine(heading, f"{one.name}{telephone}", one.language)
            heading = ""
