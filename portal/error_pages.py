"""Error pages: every broken rule and every failure is turned into one clear page, here and nowhere else."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from portal import access
from portal.pages import say
from portal.shell import swaps

if TYPE_CHECKING:
    from portal.unsent import Unsent

Raised = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


def init_app(app: Flask) -> None:
    """Answer every named error, and every status, with its page."""
    app.register_error_handler(Exception, _named)
    app.register_error_handler(CSRFError, _named)
    app.register_error_handler(HTTPException, _by_status)
    app.log_exception = _log_unforeseen  # type: ignore[method-assign]


def _named(error: Exception) -> Response:
    from portal.errors import NAMED  # here and not above: it needs every file that can raise one
    from portal.unsent import unsent

    # The first entry that fits in the order of NAMED says what happened.
    found = next((told for kind, told in NAMED.items() if isinstance(error, kind)), None)
    if found is None:
        raise error
    status, what, then = found
    if isinstance(error, OperationalError):
        # As often as somebody tries again, for as long as it lasts: in a line, for the disk may be what is full.
        why = str(error.orig).partition("\n")[0]
        current_app.logger.error("%s %s: %s", request.method, request.url_rule, why)
    elif isinstance(error, DataError):
        # It may be a fault of ours; what the database says of a value repeats it.
        current_app.logger.error("%s %s: %s", request.method, request.url_rule, type(error.orig).__name__)
    elif status >= 500:
        current_app.logger.error("%s %s", request.method, request.url_rule, exc_info=error)
    lost = isinstance(error, (CSRFError, access.SessionEnded))
    return _page(status, what, then, unsent() if lost else None)


def _log_unforeseen(exc_info: Raised) -> None:
    # Flask would write the address: a signed link in it stands for a person.
    current_app.logger.error("%s %s", request.method, request.url_rule, exc_info=exc_info)


def _by_status(error: HTTPException) -> Response:
    from portal.errors import BY_STATUS, OTHERWISE, TOO_LARGE_A_FILE
    from portal.unsent import unsent

    status = error.code or 500
    if status == 413 and request.path in TOO_LARGE_A_FILE:
        return _page(status, *TOO_LARGE_A_FILE[request.path])
    # A form that stood open while its page went, in an upgrade for instance, and one that we failed to take.
    lost = request.method == "POST" and status in (404, 405, 500)
    return _page(status, *BY_STATUS.get(status, OTHERWISE), unsent() if lost else None)


def _page(status: int, what: str, then: str, unsent: "Unsent | None" = None) -> Response:
    if isinstance(request.routing_exception, BadHost | SecurityError):
        # In so many words, for a page has links, and there is no host to make them of.
        return Response(say("Le portail n'est pas à cette adresse."), 400, mimetype="text/plain")
    # The page asks who is signed in, and the database that knows may be what is down.
    access.settle()
    try:
        response = make_response(render_template("error.html", what=say(what), then=say(then), unsent=unsent), status)
    except Exception:  # Whatever it is: nobody is left without an answer.
        _log_unforeseen(sys.exc_info())
        return Response(f"{say(what)} {say(then)}", status, mimetype="text/plain")
    if swaps():
        # htmx puts a 422 where the button aims, for forms to mend (layout.html); this one takes the whole page.
        response.headers["HX-Retarget"] = "body"
    return response
