"""`/p/<address>`: the page of a team or a counsellor, for anybody at all: no session, cookie, script or counter.

Whatever is not shown there is answered alike: nobody learns whether an address was ever a page's.
"""

from flask import Response, g, request, url_for

from content.fields import LANGUAGES
from models.community import public_pages
from portal.outside import outside
from portal.pages import date_of
from portal.public_pages.blueprint import blueprint
from portal.public_pages.said import HELPERS, said
from portal.shell import house_day, reading, settings


@blueprint.get("/p/<address>")
def shown(address: str) -> Response:
    """Show what was approved, in the language of the page or in the one that is asked for."""
    g.language = request.args.get("language", "")
    if settings().public_url is None:
        return _conditional(outside("public_pages/gone.html", 404))
    with reading() as db:
        found = public_pages.at_address(db, address)
        if found is None or found.shown is None:
            return _conditional(outside("public_pages/gone.html", 410))
        if g.language not in LANGUAGES:
            g.language = found.shown.language
        page = said(db, found.id, found.shown)
    told = {"calendar": url_for("calendars.of_page", address=address), "on": date_of(house_day())}
    return _conditional(outside("public_pages/shown.html", 200, page=page, address=address, **told, **HELPERS))


def _conditional(response: Response) -> Response:
    # Kept by whoever wants to, and never shown unasked: what is switched off is gone, what has changed is there.
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    if response.status_code == 200:
        response.make_conditional(request)
    return response
