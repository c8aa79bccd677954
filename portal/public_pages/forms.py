"""The form of a public page: what can be chosen, what was typed, and a look at what comes of it."""

from typing import NamedTuple

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.errors import N_
from models.catalogue import house_texts, in_force
from models.community import page_text, public_pages
from models.community.page_text import WAYS, PageText
from models.community.public_pages import PageAsKept, RefusalReason
from models.tables.public_pages import PageKind
from portal.pages import page_language
from portal.public_pages.said import as_it_will_look
from portal.shell import house_day

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
