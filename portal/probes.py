"""Whether the portal lives, and whether it is ready to work: for supervisors and monitors, who have no account.

In front of the application: a probe comes with no session, leaves no cookie, and need not know the portal's name
(TRUSTED_HOSTS). docs/decisions/0027-operating.md
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from models.ground import sizes
from models.people.health import overview
from portal.request_marks import ROUTE

ALIVE, READY = "/healthz", "/readyz"
NO_DATABASE = "La base de données ne répond pas."
NO_QUEUE = "La file d'attente ne répond pas."
NO_WORKER = f"Le travail de fond n'a pas été vu depuis {overview.UNSEEN.seconds // 60} minutes."

Environ = dict[str, Any]
Respond = Callable[..., Any]
Application = Callable[[Environ, Respond], Iterable[bytes]]


class Probes:
    """An application behind its two probes."""

    def __init__(self, app: Flask, behind: Application) -> None:
        self._app, self._behind = app, behind

    def __call__(self, environ: Environ, start_response: Respond) -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO"), environ.get("REQUEST_METHOD")
        if path not in {ALIVE, READY} or method not in {"GET", "HEAD"}:
            return self._behind(environ, start_response)
        environ[ROUTE] = path
        missing = lacking(self._app) if path == READY else []
        body = "\n".join([*missing, ""] if missing else ["OK", ""]).encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable" if missing else "200 OK", headers)
        return [body if method == "GET" else b""]


def lacking(app: Flask) -> list[str]:
    """Return one sentence for each thing without which the portal does not do all its work: nobody's names or numbers.

    It says nothing of how much is waiting: that would tell whether somebody has just done something.
    """
    settings, at = app.extensions["settings"], app.extensions["clock"]()
    try:
        with app.extensions["store"].reading() as db:
            seen_at, waiting = overview.last_seen(db), sizes.of_queue(db, settings.instance)
    except SQLAlchemyError:
        # Why is in the log of whatever page is asked next; a monitor is told that it is so.
        return [NO_DATABASE]
    return [*([] if waiting is not None else [NO_QUEUE]), *([NO_WORKER] if overview.is_unseen(seen_at, at) else [])]
