"""Error pages: every broken rule and every failure is turned into one clear page, here and nowhere else."""

import sys
from types import TracebackType

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from content.errors import N_, NamedError
from models.ground.store import NoRoom
from portal import access
from portal.pages import say
from portal.request import swaps
from portal.transfer import PACKS, QUESTIONS, Unsent, unsent

FROM_HOME = N_("Reprenez depuis la page d'accueil : tout ce que vous avez répondu est gardé.")

OF_LIBRARIES: dict[type[Exception], tuple[int, str, str]] = {
    # Flask-WTF makes it a BadRequest; Flask takes the handler of the nearest class, so this page comes first.
    CSRFError: (
        400,
        N_("Cette page était ouverte depuis trop longtemps."),
        N_("Rien n'est enregistré : rouvrez-la, en vous connectant s'il le faut, et envoyez de nouveau."),
    ),
    NoRoom: (
        503,
        N_("Le portail n'a plus de place où écrire."),
        N_(
            "Ce qui était enregistré est gardé, et se lit toujours ; ce que vous venez d'envoyer ne l'est pas encore."
            " Revenez en arrière pour l'envoyer de nouveau, une fois que l'administration aura fait de la place."
        ),
    ),
    DataError: (
        422,
        N_("Ce que vous avez envoyé est trop long, ou ne peut pas être enregistré."),
        N_("Rien n'est changé. Revenez en arrière : ce que vous avez écrit y est encore. Raccourcissez-le."),
    ),
    OperationalError: (
        503,
        N_("La base de données ne répond pas."),
        N_("Ce qui était enregistré est gardé. Réessayez dans une minute."),
    ),
}
"""What libraries raise → status, what happened, what is kept or what to do; the first that fits says it."""

BY_STATUS: dict[int, tuple[str, str]] = {
    403: (N_("Cette page est réservée."), N_("Votre compte n'y donne pas accès.")),
    404: (N_("Cette page n'existe pas."), N_("L'adresse a peut-être changé.")),
    413: (N_("C'est trop long pour être envoyé."), N_("Revenez en arrière : ce que vous avez écrit y est encore.")),
    500: (
        N_("Quelque chose a mal tourné de notre côté."),
        N_("Ce qui était enregistré est gardé ; l'erreur est notée."),
    ),
}
TOO_LARGE_A_FILE: dict[str, tuple[str, str]] = {
    PACKS: (
        N_("Ce paquet est trop grand pour être apporté par cette page : partagez-le en plusieurs."),
        N_("Vingt mégaoctets au plus ; rien n'en est gardé."),
    ),
    QUESTIONS: (
        N_("Ce fichier est trop grand pour être apporté par cette page : exportez-y moins de questions à la fois."),
        N_("Huit mégaoctets au plus ; rien n'en est gardé."),
    ),
}
OTHERWISE = (N_("La demande n'a pas abouti."), FROM_HOME)

Raised = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


def init_app(app: Flask) -> None:
    """Answer every named error, and every status, with its page."""
    kinds: list[type[Exception]] = [NamedError, *OF_LIBRARIES]
    for kind in kinds:
        app.register_error_handler(kind, _named)
    app.register_error_handler(HTTPException, _by_status)
    app.log_exception = _log_unforeseen  # type: ignore[method-assign]


def _named(error: Exception) -> Response:
    if isinstance(error, NamedError):
        status, what, then = error.status, error.what, error.then or FROM_HOME
    else:
        status, what, then = next(told for kind, told in OF_LIBRARIES.items() if isinstance(error, kind))
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
    status = error.code or 500
    if status == 413 and request.path in TOO_LARGE_A_FILE:
        return _page(status, *TOO_LARGE_A_FILE[request.path])
    # A form that stood open while its page went, in an upgrade for instance, and one that we failed to take.
    lost = request.method == "POST" and status in (404, 405, 500)
    return _page(status, *BY_STATUS.get(status, OTHERWISE), unsent() if lost else None)


def _page(status: int, what: str, then: str, unsent: Unsent | None = None) -> Response:
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
