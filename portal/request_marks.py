"""The mark of each request: its lines of the log are found by it, in the portal and in the worker that it wakes."""

from flask import Flask, Response, request

from models.ground.logs import REQUEST_ID, request_mark
from portal.shell import settings

HEADER = "X-Request-ID"
MARK, ROUTE, BLUEPRINT, PERSON = (f"boussole.{name}" for name in ("mark", "route", "blueprint", "person"))
"""Where the environment of a request holds them for the server, which is there before and after the application."""
OWN = "boussole.own"
"""Set where the portal itself asks: nothing that comes from outside can."""
FAULT = 500


def init_app(app: Flask) -> None:
    """Mark each request before anything else is done with it."""
    app.before_request(_mark)
    app.after_request(_tell_of_a_fault)


def _mark() -> None:
    # Without a proxy of ours, whoever asks could choose the mark under which somebody else's lines are found.
    offered = request.headers.get(HEADER) if settings().trusted_proxies else None
    mark = request.environ[MARK] = request_mark(offered)
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else ""
    request.environ[BLUEPRINT] = request.blueprint or ""
    REQUEST_ID.set(mark)


def _tell_of_a_fault(response: Response) -> Response:
    """Let whoever has met a fault of ours name it to whoever reads the log."""
    if response.status_code >= FAULT:
        response.headers[HEADER] = REQUEST_ID.get()
    return response
