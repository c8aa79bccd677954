"""The mark of each request: its lines of the log are found by it, in the portal and in the worker that it wakes."""

from contextlib import suppress
from itertools import chain

from flask import Flask, Response, has_request_context, request
from werkzeug.exceptions import HTTPException

from models.ground.logs import REQUEST_ID, SENT, request_mark
from portal.shell import settings

HEADER = "X-Request-ID"
MARK, ROUTE = "boussole.mark", "boussole.route"
"""Where the environment of a request holds them for the server, which is there before and after the application."""
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
    """Let whoever has met a fault of ours name it to whoever reads the log."""
    if response.status_code >= FAULT:
        response.headers[HEADER] = REQUEST_ID.get()
    return response
