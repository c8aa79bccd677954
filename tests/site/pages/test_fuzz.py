"""Nobody meets a failure of ours, whatever is asked: a few requests here, `python -m benchmarks.fuzz` sends more."""

from collections.abc import Iterator

import pytest

from portal.forms import LARGEST_NUMBER, to_number
from tests.house import House
from tests.site.pages.furnished import Furnished, furnish
from tests.site.pages.fuzz import Attempt, Fuzz

SEED = 15


@pytest.fixture(scope="module")
def furnished(shared_house: House) -> Furnished:
    return furnish(shared_house)


@pytest.fixture(scope="module")
def fuzz(furnished: Furnished) -> Fuzz:
    return Fuzz(furnished, SEED)


def faults(fuzz: Fuzz, attempts: Iterator[Attempt]) -> list[str]:
    return [f"{attempt}: {fault}" for attempt in attempts if (fault := fuzz.send(attempt).fault)]


@pytest.mark.nightly
def test_no_number_in_an_address_is_too_large_for_us(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.numbers()) == []


@pytest.mark.nightly
def test_no_form_fails_where_a_file_stands_in_the_place_of_a_text(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.files()) == []


@pytest.mark.nightly
def test_no_number_in_a_form_or_a_query_has_too_many_digits_for_us(fuzz: Fuzz) -> None:
    assert faults(fuzz, fuzz.endless_numbers()) == []


@pytest.mark.parametrize("number", [100, pytest.param(600, marks=pytest.mark.nightly)])
def test_no_route_fails_as_any_role_on_hostile_numbers_dates_texts_and_headers(fuzz: Fuzz, number: int) -> None:
    assert faults(fuzz, fuzz.attempts(number)) == []


def test_what_no_column_can_hold_is_the_address_of_nothing(house: House) -> None:
    client = house.visitor().client
    for beyond in (LARGEST_NUMBER + 1, 2**63, int("9" * 30)):
        assert client.get(f"/news/{beyond}").status_code == 404


@pytest.mark.parametrize(
    "text", ["", "²", "1_0", " 1", "1.5", str(LARGEST_NUMBER + 1), str(-LARGEST_NUMBER - 1), "9" * 5000]
)
def test_what_is_no_number_of_ours_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        to_number(text)


def test_numbers_of_ours_are_read() -> None:
    assert [to_number(text) for text in ("0", "-1", "007", str(LARGEST_NUMBER))] == [0, -1, 7, LARGEST_NUMBER]


def test_where_htmx_goes_on_can_be_put_into_a_header(house: House) -> None:
    browser = house.browser_of(house.person(fresh=True))
    browser.get("/privacy")
    token = browser.page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = browser.client.post("/privacy?next=/%E2%98%83", data={"csrf_token": token}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Location"] == "/%E2%98%83"
