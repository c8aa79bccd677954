"""What holds for every page, whoever looks at it: one heading, labels, tokens, headers, French as it is set."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.crawl import Crawl
from tests.house import House
from tests.page_browser import Page
from tests.site.pages.flaws import SEARCHES, flaws, headers
from tests.site.pages.furnished import FILES, PAGES, ROLES


def test_every_page_is_in_the_table(house: House) -> None:
    opened = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in rule.methods}
    assert opened == PAGES.keys() | FILES


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_others_and_they_have_no_flaw(crawl: Crawl, role: str) -> None:
    breaches = list(breaches_for(crawl, role))
    assert breaches == [], "\n".join(breaches)


def breaches_for(crawl: Crawl, role: str) -> Iterator[str]:
    """Each page that opens for whom it should not, that does not for whom it should, or that has a flaw."""
    for visit in crawl.of(role):
        may = PAGES[visit.endpoint] in ROLES[role]
        if met(visit.page) != ("opened" if may else "led to the door" if role == "nobody" else "refused"):
            yield f"{role} at {visit.address}: {met(visit.page)}"
        if may:
            yield from (f"{role} at {visit.address}: {flaw}" for flaw in flaws(visit.page))


def met(page: Page) -> str:
    """What a visitor has come upon."""
    known = {(200, ()): "opened", (403, ()): "refused"}
    if (page.path, page.came_by) == ("/sign-in", (303,)):
        return "led to the door"
    return known.get((page.status, page.came_by), f"{page.status} by {page.came_by}")


@pytest.mark.parametrize(("visitor", "language"), [("nederlands", "nl"), ("english", "en")])
def test_every_page_in_each_language_has_no_flaw_and_leads_nowhere_in_vain(
    crawl: Crawl, visitor: str, language: str
) -> None:
    breaches = list(breaches_in(crawl, visitor, language))
    assert breaches == [], "\n".join(breaches)


def breaches_in(crawl: Crawl, visitor: str, language: str) -> Iterator[str]:
    """Each page that does not open, that has a flaw in that language, or a link or a form that nothing answers."""
    ways = crawl.furnished.house.app.url_map.bind("boussole.example")
    for visit in crawl.of(visitor):
        if visit.page.status != 200:
            yield f"{visit.address}: {visit.page.status}"
        yield from (f"{visit.address}: {flaw}" for flaw in flaws(visit.page, language))
        yield from (f"{visit.address}: {way} leads nowhere" for way in ways_of(visit.page) if not is_served(ways, *way))


def ways_of(page: Page) -> Iterator[tuple[str, str]]:
    """Where one may go on from it within the portal, and how."""
    yield from ((link, "GET") for link in page.links() if link.startswith("/"))
    yield from ((form.action or page.path, form.method) for form in page.forms())


def is_served(ways: MapAdapter, address: str, method: str) -> bool:
    try:
        ways.match(urlsplit(address).path, method)
    except HTTPException:
        return False
    return True


@pytest.mark.parametrize("asked", ["nl-BE,nl;q=0.9", "en-US", "de,nl;q=0.5", "de"])
def test_before_signing_in_the_browser_says_which_language(house: House, asked: str) -> None:
    page = house.stranger().get("/sign-in", **{"Accept-Language": asked})
    expected = next((language for language in ("nl", "en") if language in asked), "fr")
    assert page.tree.get("lang") == expected


def test_an_unknown_variable_in_a_template_is_an_error(house: House) -> None:
    assert house.app.jinja_env.undefined is StrictUndefined


def test_a_page_is_not_kept_but_what_never_changes_is(house: House) -> None:
    style = house.stranger().get("/static/style.css")
    assert (style.status, style.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert style.headers["Cache-Control"] != "no-store"


def test_the_cookie_is_for_us_alone(house: House) -> None:
    cookie = house.stranger().get("/sign-in").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


# ------------------------------------------------------------------------------------------------- the laws, themselves


@pytest.mark.parametrize(
    ("html", "flaw"),
    [
        ("<h1>A</h1><h1>B</h1>", "not one h1"),
        ("<h1>A</h1><input name=x>", "x has no label"),
        ("<h1>A</h1><label for=x>X</label><input id=x name=x>", None),
        ("<h1>A</h1><form method=post action=/a></form>", "no token in the form to /a"),
        ("<h1 style='color: red'>A</h1>", "style='color: red'"),
        ("<h1 onclick='x()'>A</h1>", "onclick='x()'"),
        ("<h1>A</h1><script>x()</script>", "inline script"),
        ("<h1 aria-labelledby=b>A</h1>", "aria-labelledby b leads nowhere"),
        ("<h1>Qui ?</h1>", "badly set: 'Qui ?'"),
        ("<h1>« Qui\u202f»</h1>", "badly set: '« Qui\\u202f»'"),
        ("<h1>L'heure</h1>", 'badly set: "L\'heure"'),
        ("<h1>Qui\u202f? À 10:30</h1>", None),
        ("<h1>A</h1><p lang=nl>Wie ?</p>", None),
    ],
)
def test_a_flaw_is_seen(html: str, flaw: str | None) -> None:
    page = Page(
        "/", 200, {"Content-Type": "text/html"}, f"<html lang=fr><title>A · Boussole</title><main>{html}</main>"
    )
    found = [one for search in SEARCHES if search is not headers for one in search(page)]
    assert found == ([flaw] if flaw else [])
