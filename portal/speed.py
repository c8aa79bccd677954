"""How fast the portal is, asked by itself once a minute and kept by hour, so that nobody's coming shows in it.

Of all processes of all portals on a database one asks in each minute. docs/decisions/0027-operating.md
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from random import random
from threading import Event, Thread
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.ground import hourly, jobs
from models.tables.hourly import HourlyKind
from portal.request_marks import FAULT, OWN

ASKED = "/sign-in"
"""A page that is made as all are, for somebody whom the portal does not know."""
MINUTE = "speed"
FORGOTTEN = timedelta(hours=1)

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def keep_measuring(app: Flask, behind_turns: Application) -> None:
    """Measure about once a minute, beside the requests of this process and for as long as it lasts."""

    def run() -> None:
        # Now before, now after the others: each portal gets its turn.
        while not Event().wait(30 + 60 * random()):
            try:
                measure(app, behind_turns)
            except SQLAlchemyError as error:
                logger.warning("how fast the portal is could not be kept: %s", type(error).__name__)

    Thread(target=run, daemon=True, name="speed").start()


def measure(app: Flask, behind_turns: Application) -> bool:
    """Keep how long a page takes, and then a row; returns False where another process has done so in this minute."""
    at, store = app.extensions["clock"](), app.extensions["store"]
    with store.writing() as db:
        if not jobs.take_slot(db, MINUTE, f"{at:%Y-%m-%dT%H:%M}", at):
            return False
        jobs.forget_slots(db, MINUTE, at - FORGOTTEN)

    def keep(db: Session, kind: HourlyKind, seconds: float) -> None:
        hourly.note(db, kind, at, hourly.step_of(seconds))

    begun = perf_counter()
    status = _ask(behind_turns, app.extensions["settings"].base_url)
    page = perf_counter() - begun if status < FAULT else hourly.STEPS[-1]
    begun = perf_counter()
    with store.writing() as db:
        keep(db, HourlyKind.PAGE, page)
    written = perf_counter() - begun
    with store.writing() as db:
        keep(db, HourlyKind.WRITE, written)
    return True


def _ask(behind_turns: Application, base_url: str) -> int:
    place = urlsplit(base_url)
    environ: Environ = {OWN: True, "PATH_INFO": ASKED, "HTTP_HOST": place.netloc, "wsgi.url_scheme": place.scheme}
    setup_testing_defaults(environ)
    told: list[str] = []
    answer = behind_turns(environ, lambda status, *_: told.append(status))
    try:
        b"".join(answer)
    finally:
        if closing := getattr(answer, "close", None):
            closing()
    return int(told[0][:3])
