"""DESIGN, law 18: no GET writes, save that a proposal is kept; on a day on which a rule change is due, too."""

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from content.exchange.formats import Outgoing
from models.ground.store import Store
from models.study import themes
from models.tables.base import Base
from models.tables.people import Account
from models.workshop.rule_changes.the_day import due
from portal.directory import exporting
from tests.directory import entry, publish_entries
from tests.letters import WORDS
from tests.models.workshop.rule_changes.made import AFTER
from tests.plain_words import vouch_for_all
from tests.portal import gathering, picture_furnishing
from tests.portal.furnished import Furnished, furnish
from tests.portal.house import House
from tests.portal.plain_letters.furnishing import letter
from tests.portal.public_pages.pages import public

KEPT = {
    "home.home": {"proposal"},
    "study.scene": {"proposal"},
    # Shown first until it has been opened; nobody presses a button to say that she reads.
    "news.story": {"story_reading", "rule_change_reading", "correction_told"},
}
"""What a GET may keep, by endpoint: a proposal, and what a reader has opened."""
ANSWERED = dict.fromkeys(gathering.CLOSED, 410) | dict.fromkeys(gathering.LED_ON, 303)
"""With what addresses of before are answered."""


def rows(store: Store) -> Mapping[str, Sequence[str]]:
    """All that is kept, table by table."""
    with store.reading() as db:
        return {one.name: sorted(map(repr, db.execute(select(one)))) for one in Base.metadata.sorted_tables}


def written(house: House, account: Account, addresses: Mapping[str, Sequence[str]]) -> list[str]:
    """What is other than before in which table after the pages of which endpoint, less what may be kept."""
    browser, before, found = house.browser_of(account), rows(house.store), []
    for endpoint, places in addresses.items():
        for place in places:
            with browser.client.get(place) as response:
                assert response.status_code == ANSWERED.get(endpoint, 200), place
        after = rows(house.store)
        changed = {name for name in after if after[name] != before[name]}
        found += [f"{endpoint}: {name}" for name in sorted(changed - KEPT.get(endpoint, set()))]
        before = after
    return found


def files(house: House, account: Account) -> dict[str, list[str]]:
    """Where what is no page of ours is fetched."""
    key = account.learner_key
    with house.store.writing() as db:
        publish_entries(db, entry("a-ecrire", plain=WORDS))
        vouch_for_all(db)
        theme = themes.followed(db, key)[0].id
        themes.renew_address(db, key, theme)
    token = house.read(lambda db: next(one.token for one in themes.followed(db, key) if one.id == theme))
    return {
        "static": ["/static/style.css"],
        "opening.page": ["/f"],
        "public_pages.shown": ["/p/equipe-emploi"],
        "training_records.verification": ["/training-records/verify"],
        "mail.as_sent": ["/mail/1/as-sent"],
        "mail.fictitious_as_sent": ["/mail/fictitious/as-sent"],
        "statistics.download": ["/statistics/questions.csv"],
        "exchange.questions": [f"/exchange/modules/ecouter/questions/{one}" for one in Outgoing],
        "exchange.text": ["/exchange/modules/ecouter/text"],
        "exchange.pack_file": ["/exchange/pack.zip"],
        "directory.export_file": [f"/directory/export/{one}" for one in exporting.FILES],
        "passing_on.entries": ["/directory.json"],
        "passing_on.changes": ["/directory.atom"],
        "sources.as_list": ["/sources/opml"],
        "sources.my_list": ["/sources/mine/opml"],
        "feeds.of_theme": [f"/feeds/{token}.atom"],
        # Without a public address there is nothing there: tests/portal/test_meetings.py has one.
        "calendars.of_page": [],
        **gathering.FILES,
        **gathering.CLOSED,
        **gathering.LED_ON,
        "plain_letters.draft": [f"/letters/{letter(house, account, 'entry:a-ecrire').id}/draft.eml"],
        "pictures.shown": [f"/pictures/{picture_furnishing.SHOWN.hash}"],
    }


def opened(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


@pytest.fixture(scope="module")
def furnished(shared_house: House) -> Furnished:
    return furnish(shared_house)


def test_no_get_writes_save_that_a_proposal_is_kept(furnished: Furnished) -> None:
    house, account = furnished.house, furnished.person("everything")
    addresses = furnished.addresses(account) | files(house, account)
    assert addresses.keys() == opened(house.app)
    house.clock.at = AFTER
    assert house.read(lambda db: due(db, house.clock()))
    with public(house):
        assert written(house, account, addresses) == []
    assert house.read(lambda db: due(db, house.clock()))
