"""Nobody meets a failure of ours, whatever is asked: a few requests here, `python -m benchmarks.fuzz` sends more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from models.tables.rule_changes import RuleChange
from portal.numbers import LARGEST, to_number
from tests.portal.furnished import Furnished, furnish
from tests.portal.fuzz import Attempt, Fuzz
from tests.portal.house import House

REQUESTS, SEED = 600, 15


@pytest.fixture(scope="module")
def furnished(shared_house: House) -> Furnished:
    return furnish(shared_house)


@pytest.fixture(scope="module")
def fuzz(furnished: Furnished) -> Fuzz:
    return Fuzz(furnished, SEED)


def faults(fuzz: Fuzz, attempts: Iterator[Attempt]) -> list[str]:
    return [f"{attempt}: {fault}" for attempt in attempts if (fault := fuzz.send(attempt).fault)]


def test_no_number_in_an_address_is_too_large_for_us(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.numbers()) == []


def test_no_form_fails_where_a_file_stands_in_the_place_of_a_text(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.files()) == []


def test_no_number_in_a_form_or_a_query_has_too_many_digits_for_us(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.endless_numbers()) == []


def test_no_route_fails_as_any_role_on_hostile_numbers_dates_texts_and_headers(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.attempts(REQUESTS)) == []


def test_what_no_column_can_hold_is_the_address_of_nothing(house: House) -> None:
    client = house.visitor().client
    for beyond in (LARGEST + 1, 2**63, int("9" * 30)):
        assert client.get(f"/news/{beyond}").status_code == 404


@pytest.mark.parametrize("text", ["", "²", "1_0", " 1", "1.5", str(LARGEST + 1), str(-LARGEST - 1), "9" * 5000])
def test_what_is_no_number_of_ours_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        to_number(text)


def test_numbers_of_ours_are_read() -> None:
    assert [to_number(text) for text in ("0", "-1", "007", str(LARGEST))] == [0, -1, 7, LARGEST]


def test_where_htmx_goes_on_can_be_put_into_a_header(house: House) -> None:
    browser = house.browser_of(house.person(fresh=True))
    browser.get("/privacy")
    token = browser.page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = browser.client.post("/privacy?next=/%E2%98%83", data={"csrf_token": token}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Location"] == "/%E2%98%83"


def test_a_source_with_a_number_beyond_all_bounds_leaves_the_page_of_themes_whole(house: House) -> None:
    browser = house.visitor()
    browser.get("/account")
    browser.post("/news/less", kind="source", subject="9" * 30)
    assert browser.get("/themes").status == 200


def test_a_change_without_a_day_has_no_text_to_show_and_says_so(furnished: Furnished) -> None:
    house = furnished.house
    without = select(func.min(RuleChange.id)).where(RuleChange.holds_from.is_(None))
    change = house.read(lambda db: db.scalars(without).one())
    assert house.visitor(trainer=True).get(f"/rule-changes/{change}/texts/dated").status == 409
