"""What monitors and logs need: the mark of each request, and whether the portal lives and is ready to work."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from typing import Any

from flask import Flask, Response, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from models.ground import sizes
from models.ground.logs import REQUEST_ID, SENT, request_mark
from models.site import installation_state
from portal.request import settings

HEADER = "X-Request-ID"
MARK, ROUTE = "boussole.mark", "boussole.route"
"""Where the environment of a request holds them for the server, which is there before and after the application."""
FAULT = 500


def init_app(app: Flask) -> None:
    """Mark each request before anything else is done with it."""
    app.before_request(_mark)
    app.after_request(_tell_of_a_fault)


def _mark() -> None:
    # Without a proxy of ours, anyone who asks could choose the mark under which somebody else's lines are found.
    offered = request.headers.get(HEADER) if settings().trusted_proxies else None
    mark = request.environ[MARK] = request_mark(offered)
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else ""
    REQUEST_ID.set(mark)
    SENT.set(_sent)


def _sent() -> str:
    """Return all that the request of this moment has brought."""
    if not has_request_context():
        return ""
    brought = [request.path, *request.headers.values(), *chain(*request.args.items(multi=True))]
    with suppress(HTTPException):  # of a body that is too large, nothing has been read
        brought += [*chain(*request.form.items(multi=True)), request.get_data(as_text=True)]
    return "\n".join(brought)


def _tell_of_a_fault(response: Response) -> Response:
    """Mark each request, so that a reported fault is found in the log."""
    if response.status_code >= FAULT:
        response.headers[HEADER] = REQUEST_ID.get()
    return response


# ------------------------------------------------------------ whether the portal lives, and whether it is ready to work
#
# In front of the application: a probe comes with no session, leaves no cookie, and need not know the portal's name
# (TRUSTED_HOSTS). docs/decisions/0027-operating.md


ALIVE, READY = "/healthz", "/readyz"
NO_DATABASE = "La base de données ne répond pas."
NO_QUEUE = "La file d'attente ne répond pas."
NO_WORKER = f"Le travail de fond n'a pas été vu depuis {installation_state.UNSEEN.seconds // 60} minutes."

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
            seen_at, waiting = installation_state.last_seen(db), sizes.of_queue(db, settings.instance)
    except SQLAlchemyError:
        # Why is in the log of whatever page is asked next; a monitor is told that it is so.
        return [NO_DATABASE]
    return [
        *([] if waiting is not None else [NO_QUEUE]),
        *([NO_WORKER] if installation_state.is_unseen(seen_at, at) else []),
    ]
