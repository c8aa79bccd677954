"""Helpers of every view: settings, clock, transactions, and fragments for htmx."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.urls import iri_to_uri

from content.strings.late_patterns import LatePattern
from models.ground.calendar import local_day
from models.ground.settings import Settings
from models.ground.store import NoRoom, Store
from models.people import erasing
from models.studio.rule_changes import effective_day

# No open redirect (OWASP Unvalidated Redirects and Forwards): `//host` and `/\\host` lead off this host.
OUR_PAGE = LatePattern(r"/(?!/)[^\\\x00-\x20]*")
"""A path on this host: browsers take a backslash for a slash, and drop tabs and line ends before they look."""


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions["settings"]
    return found


def now() -> datetime:
    """Return the instant of this request."""
    at: datetime = current_app.extensions["clock"]()
    return at


def house_day() -> date:
    """Return the date that it is where the house is."""
    return local_day(now(), settings().timezone)


def _store() -> Store:
    found: Store = current_app.extensions["store"]
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session to read in; what is in force in it is so now, whether a worker is awake or not."""
    with _store().reading() as db:
        # A GET is safe (RFC 9110, 9.2.1): it reads what is in force by now, and leaves it to others to write it down.
        effective_day.read_on_day(db, now())
        yield db


@contextmanager
def writing() -> Iterator[Session]:
    """Open a transaction to write in; what is due by now takes effect first."""
    with _store().writing() as db:
        effective_day.read_on_day(db, now())
        effective_day.take_effect(db, now())
        yield db


@contextmanager
def noting() -> Iterator[Session]:
    """Open a transaction for what a GET may keep (what was proposed or opened); nothing takes effect in it.

    Where there is no room to keep it, the page is shown all the same.
    """
    with suppress(NoRoom), _store().writing() as db:
        effective_day.read_on_day(db, now())
        yield db


def finish_erasures() -> None:
    """Do what is left of erasures once they are committed."""
    erasing.finish(_store(), settings(), now())


def swaps() -> bool:
    """Return whether htmx asks for a fragment."""
    return request.headers.get("HX-Request") == "true"


def render(page: str, fragment: str, status: int = 200, **context: object) -> Response:
    """Render the page, or only the fragment that htmx swaps into it."""
    response = make_response(render_template(fragment if swaps() else page, **context), status)
    # One address, two bodies: without it a browser shows the fragment alone when one goes back (RFC 9110, 12.5.5).
    response.headers["Vary"] = "HX-Request"
    return response


def see_other(address: str) -> Response:
    """Redirect to an address by GET; htmx is told in its own way when the whole page changes."""
    # XMLHttpRequest follows a 303 by itself, and htmx would put the whole next page into a part of this one.
    if swaps():
        # As `redirect` does below: a header is Latin-1 (RFC 9110, 5.5), and `next` may be anything.
        return Response(headers={"HX-Location": iri_to_uri(address)})
    # 303 and not 302: whatever the method was, the next is a GET, and reloading sends nothing twice (RFC 9110, 15.4.4).
    return make_response(redirect(address, 303))


def polled(response: Response, cache: str) -> Response:
    """Return a response for programs that ask all day: once it is no longer fresh, 304 while its bytes are the same.

    `cache` says who may keep it, and for how long (RFC 9111, 5.2.2); RFC 9110, 13.1.2.
    """
    response.headers["Cache-Control"] = cache
    response.add_etag()
    response.make_conditional(request)
    return response


def next_page() -> str:
    """Return the page of ours that `next` names; else home."""
    target = request.args.get("next", "")
    return target if OUR_PAGE.fullmatch(target) else url_for("home.home")
