"""A public page as anybody reads it, in the words of a language, and the form that shows how it will look."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, make_response, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.errors import N_
from content.schema.yaml_fields import LANGUAGES
from content.strings.words import is_of_web
from models.catalogue import house_texts, in_force
from models.community import page_text, public_pages
from models.community.page_text import WAYS, PageText
from models.community.page_today import HowChanged, PageToday, page_on
from models.community.public_pages import PageAsKept, RefusalReason
from models.tables.public_pages import PageKind
from portal.community.meetings import when
from portal.pages import LANGUAGE_NAMES, date_of, outside, page_language, say, speaking, to_page
from portal.request import house_day, now, reading, settings

blueprint = Blueprint("public_pages", __name__)

TELEPHONE = re.compile(r"\+?[0-9](?:[0-9 ./()-]{4,18})[0-9]")
"""A number as people write it, with what stands between its figures."""
WHEN = {
    HowChanged.HOLDS: N_("Depuis le %(day)s"),
    HowChanged.WILL_HOLD: N_("À partir du %(day)s"),
    HowChanged.WILL_CHANGE: N_("Change le %(day)s"),
    HowChanged.WILL_END: N_("Prend fin le %(day)s"),
    HowChanged.SUSPENDED: N_("Suspendu depuis le %(day)s"),
    HowChanged.ENDED: N_("Ne vaut plus depuis le %(day)s"),
}
"""What stands before the authority of a rule."""


class WaySaid(NamedTuple):
    """One way to reach the house, and where what of it can be touched leads."""

    name: str
    before: str
    linked: str
    href: Markup
    after: str

    @property
    def line(self) -> str:
        """All of it but its name, as paper says it."""
        return f"{self.before}{self.linked}{self.after}"


class PlainBlock(NamedTuple):
    """Lines of plain words that belong together: a paragraph, or the items of a list."""

    is_list: bool
    lines: Sequence[str]


class PageSaid(NamedTuple):
    """A page in a language."""

    text: PageText
    language: str
    today: PageToday
    ways: Sequence[WaySaid]

    @property
    def others(self) -> list[tuple[str, str]]:
        """The codes and names of the languages in which it can be read too."""
        return [(code, name) for code, name in LANGUAGE_NAMES.items() if code != self.language]


def said(db: Session, page_id: int, text: PageText) -> PageSaid:
    """Return a page in the language of this request."""
    language = page_language()
    today = page_on(db, page_id, text, language, now())
    return PageSaid(text, language, today, list(_ways(text)))


def as_it_will_look(db: Session, page_id: int, text: PageText) -> Markup:
    """Return the body of a page in its own language, for a page of those who work here."""
    body = current_app.jinja_env.get_template("public_pages/body.html")
    with speaking(text.language):
        # Markup is safe here: the template has escaped what it was given.
        return Markup(body.render(page=said(db, page_id, text), calendar="", **HELPERS))


def blocks(words: str) -> list[PlainBlock]:
    """Return plain words as they are read: lines that begin with « - » are items."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    grouped = groupby(lines, key=lambda line: line.startswith("- "))
    return [PlainBlock(is_list, [one.removeprefix("- ") for one in some]) for is_list, some in grouped]


def _ways(text: PageText) -> Iterator[WaySaid]:
    if line := text.telephone:
        name, found = say("Par téléphone :"), TELEPHONE.search(line)
        if found:
            yield WaySaid(name, line[: found.start()], found[0], _href(ringing(found[0])), line[found.end() :])
        else:
            yield WaySaid(name, line, "", Markup(), "")
    for name, line in ((say("Au guichet :"), text.counter), (say("Par courrier :"), text.post)):
        if line:
            yield WaySaid(name, line, "", Markup(), "")
    if text.mail:
        # RFC 6068: what is quoted can begin no header, whatever stands in the database.
        yield WaySaid(say("Par courriel :"), "", text.mail, _href(f"mailto:{quote(text.mail, safe='@')}"), "")
    if is_of_web(text.form):
        yield WaySaid(say("Par formulaire :"), "", text.form.removeprefix("https://"), to_page(text.form), "")


def _href(address: str) -> Markup:
    return Markup('href="{}"').format(address)


def ringing(number: str) -> str:
    """Return the address that rings a number; empty of what is none."""
    figures = re.sub("[^+0-9]", "", number)
    return f"tel:{figures}" if figures else ""


HELPERS = {"when": WHEN, "meets": when, "ringing": ringing, "blocks": blocks}
"""What body.html asks for, whatever the page."""


# ----------------------------------------------------------------------------------- at its address, for anybody at all


@blueprint.get("/p/<address>")
def shown(address: str) -> Response:
    """Show what was approved, in the language of the page or in the one that is asked for.

    No session is read, no cookie set, and nobody is counted; whatever is not shown is answered alike, so that nobody
    learns whether an address was ever a page's.
    """
    g.language = request.args.get("language", "")
    if settings().public_url is None:
        return _conditional(outside("public_pages/gone.html", 404))
    with reading() as db:
        found = public_pages.at_address(db, address)
        if found is None or found.shown is None:
            return _conditional(outside("public_pages/gone.html", 410))
        if g.language not in LANGUAGES:
            g.language = found.shown.language
        page = said(db, found.id, found.shown)
    told = {"calendar": url_for("calendars.of_page", address=address), "on": date_of(house_day())}
    return _conditional(outside("public_pages/shown.html", 200, page=page, address=address, **told, **HELPERS))


def _conditional(response: Response) -> Response:
    # Kept by anyone who wants to, and never shown unasked: what is switched off is gone, what has changed is there.
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    if response.status_code == 200:
        response.make_conditional(request)
    return response


# -------------------------------------------------------------------------------------------- the form of a public page


REASONS = {
    RefusalReason.TITLE: N_("le nom ou les initiales"),
    RefusalReason.WAYS: N_("les moyens de joindre le service"),
    RefusalReason.CHOICE: N_("les sujets ou les entrées"),
    RefusalReason.TALK: N_("à voir ensemble"),
}


class FormAsked(NamedTuple):
    """Whose form it is, and where it goes."""

    kind: PageKind
    action: str
    page: PageAsKept | None = None


def typed() -> PageText:
    """Return what a form of this request holds, as it was typed."""
    form = request.form
    lines = {name: form.get(name, "") for name in ("title", "language", *WAYS)}
    return page_text.read(lines | {"topics": form.getlist("topic"), "entries": form.getlist("entry")})


def begun(db: Session, page: PageAsKept | None) -> PageText:
    """Return what a form begins with: what was last written, else the ways of the house."""
    if page and page.last:
        return page.last
    language = page_language() if page_language() in house_texts.WRITTEN_IN else house_texts.WRITTEN_IN[0]
    ways = house_texts.ways(db, language)
    return PageText("", language, ways.telephone, ways.counter, ways.post) if ways else PageText("", language)


def looked_at(db: Session, asked: FormAsked, text: PageText) -> Response:
    """Return the page of a form with what was typed, and how it will look; raises Refused."""
    fit = public_pages.fit(db, asked.kind, text, house_day())
    look = as_it_will_look(db, asked.page.id if asked.page else 0, fit)
    return form_page(db, asked, text, look=look, title=fit.title)


def form_page(db: Session, asked: FormAsked, text: PageText, wrong: str = "", **look: str) -> Response:
    """Return the page of a form with what was typed, and above it what is wrong, if anything is."""
    entries = public_pages.entries_to_choose(db, house_day(), text.language, page_language(), *house_texts.WRITTEN_IN)
    entries.sort(key=lambda one: (one.id not in text.entries, one.name.casefold()))
    html = render_template(
        "public_pages/form.html",
        asked=asked,
        text=text,
        wrong=wrong,
        topics=[(one.id, one.name[page_language()]) for one in in_force.topics(db)],
        measures=[one for one in entries if one.kind is EntryKind.MEASURE],
        services=[one for one in entries if one.kind is EntryKind.SERVICE],
        longest=(page_text.LONGEST_TITLE, page_text.LONGEST_WAY, page_text.LONGEST_FORM),
        most=page_text.MOST_CHOSEN,
        reasons=REASONS,
        **look,
    )
    return make_response(html, 422 if wrong else 200)
