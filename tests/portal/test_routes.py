"""A route neither appears nor vanishes unnoticed, and what changes something asks for its token."""

from pathlib import Path

from werkzeug.routing import Rule

from tests.portal.house import House

SNAPSHOT = Path(__file__).with_name("routes.txt")
UUID_ZERO = "00000000-0000-0000-0000-000000000000"
NO_TOKEN_NEEDED = {"mail.unsubscribe_now"}
"""One click in a mail program, RFC 8058: the address itself stands for the person."""


def routes(house: House) -> list[str]:
    return sorted(
        f"{rule.rule} {'+'.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.endpoint}"
        for rule in house.app.url_map.iter_rules()
    )


def an_address(house: House, rule: Rule) -> str:
    samples = {"UUIDConverter": UUID_ZERO, "IntegerConverter": "1", "UnicodeConverter": "x"}
    values = {name: samples[type(converter).__name__] for name, converter in rule._converters.items()}
    return house.app.url_map.bind("boussole.example").build(rule.endpoint, values, method="POST")


def test_the_routes_are_those_of_the_list(house: House) -> None:
    """When this is meant, write it into the list."""
    assert routes(house) == SNAPSHOT.read_text("utf-8").splitlines()


def test_nothing_is_changed_by_a_form_without_its_token(house: House) -> None:
    browser = house.visitor(trainer=True, administrator=True)
    before = house.rows()
    for rule in house.app.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint not in NO_TOKEN_NEEDED:
            assert (rule.endpoint, browser.client.post(an_address(house, rule)).status_code) == (rule.endpoint, 400)
    assert house.rows() == before


def test_reading_and_changing_are_different_routes(house: House) -> None:
    both = [rule.endpoint for rule in house.app.url_map.iter_rules() if {"GET", "POST"} <= rule.methods]
    assert both == []
