"""Atom feeds of themes, at private addresses that need no session and hold no name."""

from flask import Blueprint, Response, make_response

from models.learning import themes
from models.news import feed
from models.people import accounts
from portal.atom import Heading, atom
from portal.pages import page_language, say, speak_as_to
from portal.request import now, polled, reading, settings

blueprint = Blueprint("feeds", __name__)


FRESH = 15 * 60
"""Seconds for which a reader of feeds need not ask again."""


@blueprint.get("/feeds/<token>.atom")
def of_theme(token: str) -> Response:
    """Send the stories of the last two weeks on a theme, the newest first, to whoever has the address."""
    with reading() as db:
        key, theme = themes.at_address(db, token)
        speak_as_to(accounts.account_of(db, key))
        stories = feed.on_theme(db, key, theme, now())
    base = settings().base_url
    heading = Heading(
        id=f"{base}/themes/{theme.id}",
        title=say("Boussole : %(theme)s", theme=theme.name(page_language())),
        subtitle=say("Ce qui change dans le métier, sur ce thème."),
        language=page_language(),
        own=f"{base}/feeds/{token}.atom",
        base=base,
        begun_at=theme.followed_at,
    )
    response = make_response(atom(heading, stories))
    response.content_type = "application/atom+xml; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    # `private`: the address is the only key, so no shared cache may answer in our place (RFC 9111, 5.2.2.7).
    return polled(response, f"private, max-age={FRESH}")
