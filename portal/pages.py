"""The frame of every page: language, words, navigation, security headers; and pages outside any session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask import Flask, Response, current_app, g, make_response, request, session, url_for
from flask_login import current_user
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from content.schema.yaml_fields import LANGUAGES
from content.strings.words import is_of_web
from models.catalogue.attestations import how_read
from models.ground.calendar import local_day
from models.ground.words import Words, day_as, typographic, words
from models.tables.people import Account
from portal.request import house_day, settings
from portal.site.text_fragments import at_sentence

# base-uri, form-action and frame-ancestors do not fall back to default-src (https://www.w3.org/TR/CSP3/).
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)

LANGUAGE_NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}
"""Each in its own words, for anyone who reads no other."""

PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"

WORKSHOP = {
    "pictures",
    "directory.workshop",
    "directory.reread",
    "directory.to_check",
    "directory.export",
    "directory.licences",
    "directory.note_licence",
    "rereading",
    "drafted_questions",
    "exchange",
    "votes",
    "house",
    "house_texts",
    "reports.waiting",
    "responsibility",
    "reviewing",
    "rule_changes",
    "statistics",
    "translations",
    "versions",
    *("directory.imports", "directory.bring", "directory.upload", "directory.name_columns", "directory.note_terms"),
}
ONES_OWN = {
    *("people.own", "people.change_password", "people.privacy", "people.name_address"),
    *("objection.about", "objection.choose"),
    *("people.own_second_factor", "people.turn_on_second_factor"),
    *("people.renew_recovery_codes", "people.turn_off_second_factor"),
    *("sources.mine", "sources.look_for_mine", "sources.my_trial", "sources.add_mine", "sources.take_my_list"),
}
"""Pages of everybody's that stand beside an administrator's under the same noun."""
CHOSEN_LANGUAGE = "language"
"""Where the cookie of a browser says in which language its visitor reads, until she signs in."""
UNDER = {"cards": "study", "vignettes": "study", "programmes": "study", "untraced": "study", "journal": "people"}
UNDER |= dict.fromkeys(("briefing", "topics", "sheet", "unmet_needs"), "home")
UNDER |= dict.fromkeys(("practice", "plain_letters", "public_pages", "meetings", "circles"), "community")
UNDER |= dict.fromkeys(WORKSHOP, "authoring") | dict.fromkeys(ONES_OWN, "")
"""Nouns, and single pages, that stand under the entry of another noun, or of none."""


class NavigationEntry(NamedTuple):
    """One entry of the header."""

    label: str
    address: str
    current: bool


def init_app(app: Flask) -> None:
    """Set up templates, filters and headers."""
    # A name that a view forgot fails in the tests; Jinja by itself would print nothing.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: page_words().gettext(message),
        lambda one, many, number: page_words().ngettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.filters.update(typographic=typographic, day=day, moment=moment, date=date_of, weekday=weekday)
    app.jinja_env.filters["short_day"] = short_day
    app.jinja_env.filters["to_page"] = to_page
    app.jinja_env.filters["at_sentence"] = at_sentence
    app.jinja_env.globals["on_paper"] = on_paper
    app.jinja_env.globals["how_read"] = lambda read: how_read(read, page_words())
    app.context_processor(_context)
    app.after_request(_harden)


def page_words() -> Words:
    """Return the translations of this page's language."""
    return words(page_language())


def page_language() -> str:
    """Return the account's language; before sign-in the one chosen here, else the best that the browser asks for."""
    if "language" not in g:
        if current_user.is_authenticated:
            g.language = current_user.account.language
        else:
            asked = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
            g.language = str(session.get(CHOSEN_LANGUAGE, asked))
    language: str = g.language
    return language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a page that speaks another, or has not asked yet which it speaks."""
    before = g.get("language")
    g.language = language
    try:
        yield
    finally:
        if before is None:
            g.pop("language")
        else:
            g.language = before


def speak_as_to(account: Account | None) -> None:
    """Write this page in the language of its addressee, who need not be signed in, unless another was chosen here."""
    if account is not None and CHOSEN_LANGUAGE not in session:
        g.language = account.language


def _same_page() -> str:
    """Return the address at which this page can be opened again; home for what a form alone has led to."""
    try:
        current_app.url_map.bind("").match(request.path, "GET")
    except HTTPException:
        return url_for("home.home")
    return request.full_path.rstrip("?")


def say(message: str, **values: object) -> str:
    """Return a sentence in the page's language."""
    return page_words().gettext(message, **values)


def to_page(address: str) -> Markup:
    """Return the `href` of a link to a page of the web; nothing for what is none, and an `a` without it is no link."""
    # Texts of before, or put into the database by hand, may hold `javascript:`; what follows « # » leads nowhere.
    return Markup('href="{}"').format(address) if is_of_web(address.partition("#")[0]) else Markup()


def day(value: date | datetime) -> str:
    """Write a day as people say it: today, yesterday, a weekday, a date."""
    that = local_day(value, settings().timezone) if isinstance(value, datetime) else value
    ago = (house_day() - that).days
    if ago in {0, 1}:
        return say("aujourd'hui") if ago == 0 else say("hier")
    pattern = "EEEE" if 1 < ago < 7 else "d MMMM" if -300 < ago < 300 else "d MMMM y"
    return day_as(that, pattern, page_language())


def on_day(value: date) -> str:
    """Write a day as it stands in a sentence: today, yesterday, this Tuesday, on 12 November."""
    said, ago = day(value), (house_day() - value).days
    if ago in {0, 1}:
        return said
    return say("ce %(weekday)s", weekday=said) if 1 < ago < 7 else say("le %(date)s", date=said)


def date_of(value: date) -> str:
    """Write a date in full."""
    return day_as(value, "d MMMM y", page_language())


def short_day(value: date, language: str = "") -> str:
    """Write a day within a line, in few letters: « 12 nov. », with its year where that is another."""
    return day_as(value, "d MMM" if value.year == house_day().year else "d MMM y", language or page_language())


def full_day(value: date) -> str:
    """Write a day to come by its name and date; the year where it is another."""
    return day_as(value, "EEEE d MMMM" if value.year == house_day().year else "EEEE d MMMM y", page_language())


def weekday(value: date) -> str:
    """Write a day of this week by its name and number."""
    return day_as(value, "EEEE d", page_language())


def on_paper() -> str:
    """Say where a page of paper was printed from, without what was sought there, and on which day."""
    address = f"{settings().base_url}{request.path}"
    return say("%(address)s, imprimé le %(day)s", address=address, day=date_of(house_day()))


def moment(value: datetime) -> str:
    """Write a day and an hour."""
    return f"{day(value)}, {format_time(value.astimezone(ZoneInfo(settings().timezone)), 'HH:mm')}"


def _context() -> dict[str, object]:
    return {
        "language": page_language(),
        "languages": LANGUAGE_NAMES,
        "same_page": _same_page(),
        "navigation": _navigation(),
        "demonstration": settings().demonstration,
        "without_estimation": current_user.is_authenticated and current_user.account.learner.without_estimation,
        "openid": settings().openid,
    }


def _navigation() -> list[NavigationEntry]:
    if not current_user.is_authenticated:
        return []
    account = current_user.account
    entries = [
        ("home.home", say("Aujourd'hui"), True),
        ("directory.everything", say("Répertoire"), True),
        ("study.modules", say("Modules"), True),
        ("news.feed", say("Actualité"), True),
        ("mail.mails", say("Courriels"), True),
        ("community.everything", say("Relais"), True),
        ("authoring.modules", say("Atelier"), account.trainer),
        ("people.accounts", say("Comptes"), account.administrator),
        ("sources.sources", say("Sources"), account.administrator),
        ("health.what_is_wrong", say("État"), account.administrator),
    ]
    noun = request.blueprint or ""
    here = UNDER.get(request.endpoint or "", UNDER.get(noun, noun))
    return [
        NavigationEntry(label, url_for(endpoint), here == endpoint.partition(".")[0])
        for endpoint, label, shown in entries
        if shown
    ]


def _harden(response: Response) -> Response:
    if isinstance(request.routing_exception, RequestRedirect):
        # The router makes its address of whatever host the visitor has named.
        response.location = urlsplit(request.routing_exception.new_url)._replace(scheme="", netloc="").geturl()
    # setdefault: a mail shown as it was sent has brought a stricter policy of its own (portal/people/mail.py).
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    # A file to take away is never guessed to be a page (https://fetch.spec.whatwg.org/#x-content-type-options-header).
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The addresses of signed links are secrets: no other site learns them from a click.
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "static":
        # No window of another site can reach into ours, and no page of ours asks for more than a keyboard.
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
    if settings().secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    # Shared desks: after sign-out the Back button must not show what somebody answered (RFC 9111, 5.2.2.5).
    response.headers.setdefault("Cache-Control", "no-store")
    return response


# --------------------------------------------------------------------------------------------- pages for anybody at all


def outside(template: str, status: int = 200, **context: object) -> Response:
    """Return a page in the language of this request, not to be found by search engines.

    Without what every other page is given: that asks who is signed in, and here nobody is asked.
    """
    html = current_app.jinja_env.get_template(template).render(language=g.language, request=request, **context)
    response = make_response(html, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
