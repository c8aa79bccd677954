"""The accessibility statement: for everybody, dated, and no older than what it tells of."""

from datetime import date

from portal.site.accessibility import CHECKS, STATED_ON
from tests.house import House


def test_it_can_be_read_by_everybody_and_every_page_leads_to_it(house: House) -> None:
    stranger = house.stranger()
    assert "/accessibility" in stranger.get("/sign-in").links()
    assert "/accessibility" in house.visitor().get("/").links()
    page = stranger.get("/accessibility")
    assert (page.status, page.heading) == (200, "Accessibilité")
    for said in ("EN 301 549", "WCAG 2.2", "partiellement conforme", "Signaler un obstacle"):
        assert said in page.text


def test_its_date_is_that_of_the_last_check_or_later_and_not_of_tomorrow() -> None:
    """Who adds a check restates; nothing is stated in advance."""
    assert CHECKS[-1].on <= STATED_ON <= date.today()


def test_it_tells_when_and_how_the_pages_were_last_checked(house: House) -> None:
    page = house.stranger().get("/accessibility")
    assert CHECKS[-1].how.replace("'", "’")[:40] in page.text
    assert str(CHECKS[-1].on.year) in page.tree.xpath("string(//h2[@id='checked'])")
