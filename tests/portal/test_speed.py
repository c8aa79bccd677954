"""The portal measures itself, once a minute in the whole house, whoever is there."""

from datetime import timedelta

from models.ground import hourly
from models.people.health import days
from portal.counts import Counts
from portal.metrics import CountedRequests
from portal.speed import measure
from portal.worker import Deadlines, WholeRequests
from tests.portal.flaws import flaws
from tests.portal.house import House


def today(house: House) -> days.WorkingDay:
    return house.read(lambda db: days.lately(db, house.clock(), "Europe/Brussels"))[-1]


def test_of_all_processes_one_measures_in_a_minute(empty_house: House) -> None:
    portal = WholeRequests(empty_house.app, turns=1, deadlines=Deadlines())
    assert [measure(empty_house.app, portal) for _ in range(3)] == [True, False, False]
    empty_house.clock.at += timedelta(minutes=1)
    assert measure(empty_house.app, portal)
    measured = today(empty_house)
    assert measured.page in hourly.STEPS
    assert measured.write in hourly.STEPS


def test_a_portal_that_fails_counts_as_the_slowest(empty_house: House) -> None:
    def failing(environ: object, start_response: object) -> list[bytes]:
        start_response("503 Service Unavailable", [])  # type: ignore[operator]
        return [b""]

    measure(empty_house.app, failing)
    assert today(empty_house).page == hourly.STEPS[-1]


def test_what_it_asks_itself_is_nobodys_request(empty_house: House) -> None:
    counts = Counts()
    measure(empty_house.app, CountedRequests(empty_house.app, counts))
    assert not any(counts._cells[2:])


def test_the_page_shows_it_in_plots_with_their_numbers_beside(empty_house: House) -> None:
    measure(empty_house.app, empty_house.app)
    page = empty_house.visitor(administrator=True).get("/health")
    sentence, _ = page.tree.xpath("//figure//*[local-name()='desc']/text()")
    assert f"aujourd’hui\u00a0: {today(empty_house).page}" in sentence.replace("'", "’")
    assert len(page.tree.xpath("//section[@aria-labelledby='days']//tbody/tr")) == days.DAYS
    assert flaws(page) == []
