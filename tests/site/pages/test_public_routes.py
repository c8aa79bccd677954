"""What opens without signing in is named in one place: nothing is public by oversight."""

from werkzeug.routing import Rule

from portal.site.monitoring import ALIVE, READY
from tests.house import House
from tests.page_browser import opened_no_session
from tests.site.pages.test_routes import an_address

WITHOUT_SESSION = {
    "opening.page",
    "passing_on.entries",
    "passing_on.changes",
    "static",
    "training_records.verification",
}
"""The same bytes for everybody: whoever is signed in is not even asked."""
WHATEVER_IS_THERE = {"public_pages.shown"}
"""So too, whether a page is shown there or not: tests/community/pages/public_pages reads one that is."""
OF_PAGES = {"calendars.of_page", "calendars.of_meeting"}
"""Without a session too, of a public page: test_meetings.py compares them, and looks for links of meetings in them."""
FOR_EVERYBODY = {"accessibility.statement", "crisis.card", "sheet.blank"}
DOOR = {"people.sign_in", "people.second_step", "people.from_provider", "people.forgotten"}
BY_ADDRESS = {
    *("people.invitation", "people.way_back", "people.address_named", "people.left"),
    *("circles.invitation", "circles.calendar"),  # closed to everybody alike
    *("mail.question", "mail.answered", "mail.unsubscribe", "feeds.of_theme", "plain_letters.opened"),
    # With the key that a page for everybody gives its pictures: tests/studio/pages/test_pictures.py.
    "pictures.shown",
}
"""Who holds the address is who it is for."""


def test_what_can_be_read_without_signing_in_is_this_and_no_more(house: House) -> None:
    open_to_all = {rule.endpoint for rule in readable(house) if not leads_to_the_door(house, rule)}
    assert open_to_all == WITHOUT_SESSION | WHATEVER_IS_THERE | OF_PAGES | FOR_EVERYBODY | DOOR | BY_ADDRESS


def test_what_reads_no_session_says_the_same_to_whoever_is_signed_in(house: House) -> None:
    browser = house.visitor(trainer=True, administrator=True)
    for endpoint in WITHOUT_SESSION | WHATEVER_IS_THERE:
        rule = next(rule for rule in readable(house) if rule.endpoint == endpoint)
        address = "/static/style.css" if endpoint == "static" else an_address(house, rule)
        with browser.client.get(address) as own, house.stranger().client.get(address) as anonymous:
            assert (own.data, own.status_code) == (anonymous.data, anonymous.status_code)
            assert (own.status_code == 200) is (endpoint in WITHOUT_SESSION)
            assert opened_no_session(own.headers)


def test_probes_stand_in_front_of_all_that(house: House) -> None:
    for address in (ALIVE, READY):
        answer = house.stranger().client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.content_type.startswith("text/plain")


def readable(house: House) -> list[Rule]:
    return [rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def leads_to_the_door(house: House, rule: Rule) -> bool:
    with house.stranger().client.get(an_address(house, rule)) as answer:
        return answer.status_code == 303 and answer.headers["Location"].partition("?")[0] == "/sign-in"
