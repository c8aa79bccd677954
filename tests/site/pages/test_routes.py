"""A route neither appears nor vanishes unnoticed, and what changes something asks for its token."""

from pathlib import Path

from werkzeug.routing import Rule

from tests.house import House

SNAPSHOT = Path(__file__).with_name("routes.txt")
UUID_ZERO = "00000000-0000-0000-0000-000000000000"
NO_TOKEN_NEEDED = {"mail.unsubscribe_now", "sheet.draw", "opening.draw", "training_records.verify"}
"""One click in a mail program, RFC 8058: the address itself stands for the person. The others change nothing here."""


def routes(house: House) -> list[str]:
    return sorted(
        f"{rule.rule} {'+'.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.endpoint}"
        for rule in house.app.url_map.iter_rules()
    )


def an_address(house: House, rule: Rule, text: str = "x") -> str:
    samples = {"UUIDConverter": UUID_ZERO, "BoundedConverter": "1", "UnicodeConverter": text, "PathConverter": text}
    values = {name: samples[type(converter).__name__] for name, converter in rule._converters.items()}
    method = "POST" if "POST" in rule.methods else "GET"
    return house.app.url_map.bind("boussole.example").build(rule.endpoint, values, method=method)


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


def test_no_form_takes_a_character_that_no_database_keeps(house: House) -> None:
    for field in [{"text": "a\0b"}, {"a\0b": "text"}]:
        browser = house.visitor(trainer=True, administrator=True)
        browser.get("/account")
        before = house.rows()
        for rule in house.app.url_map.iter_rules():
            if "POST" in rule.methods:
                page = browser.post(an_address(house, rule), **field)
                assert (rule.endpoint, page.status, "caractère invisible" in page.text) == (rule.endpoint, 400, True)
        assert house.rows() == before


def test_no_address_holds_a_character_that_no_database_keeps(house: House) -> None:
    client = house.visitor(trainer=True, administrator=True).client
    for rule in house.app.url_map.iter_rules():
        if "GET" in rule.methods:
            texts = {"UnicodeConverter", "PathConverter"} & {type(one).__name__ for one in rule._converters.values()}
            asked = [f"{an_address(house, rule)}?q=%00", f"{an_address(house, rule)}?%00=q"]
            asked += [an_address(house, rule, "a\0b")] if texts else []
            statuses = [client.get(address).status_code for address in asked]
            assert (rule.endpoint, set(statuses)) == (rule.endpoint, {400})


def test_reading_and_changing_are_different_routes(house: House) -> None:
    both = [rule.endpoint for rule in house.app.url_map.iter_rules() if {"GET", "POST"} <= rule.methods]
    assert both == []
