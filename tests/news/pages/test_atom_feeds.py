"""The private address of a theme: an Atom feed that readers of feeds understand, and that can be changed or stopped."""

from datetime import timedelta
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from werkzeug.test import TestResponse

from models.learning import themes
from models.learning.themes import FollowedTheme
from models.news.feed import tastes
from models.people import accounts
from models.tables.people import Account
from models.tables.sources import Source
from tests.builders import MONDAY
from tests.house import House
from tests.watchers.mornings import tell

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def follower(house: House, words: str) -> tuple[Account, FollowedTheme]:
    """Somebody with a private address for one theme."""
    account = house.person()
    with house.store.writing() as db:
        themes.follow(db, account.learner_key, MONDAY, words=[words])
        themes.renew_address(db, account.learner_key, themes.followed(db, account.learner_key)[0].id)
    return account, house.read(lambda db: themes.followed(db, account.learner_key))[0]


def fetched(house: House, theme: FollowedTheme, **headers: str) -> TestResponse:
    return house.stranger().client.get(f"/feeds/{theme.token}.atom", headers=headers)


def test_a_reader_of_feeds_understands_it(house: House) -> None:
    account, theme = follower(house, "grue")
    stories = [
        tell(house.store, "Des grues < 10 & plus", MONDAY - timedelta(days=1), sentences=("Une.", "Deux.")),
        tell(house.store, "De grue is terug", MONDAY, language="nl", source="VDAB"),
    ]
    tell(house.store, "Autre chose", MONDAY)
    answer = fetched(house, theme)
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo
    assert (feed.version, feed.feed.title, feed.feed.language) == ("atom10", "Boussole\xa0: grue", "fr")
    base = house.settings.base_url
    assert [entry.id for entry in feed.entries] == [f"{base}/news/{story}" for story in reversed(stories)]
    dutch, french = feed.entries
    assert (french.title, french.author, french.summary) == ("Des grues < 10 & plus", "ONEM", "Une. Deux.")
    assert {link.rel: link.href for link in french.links}["via"] == "https://x.example/a"
    assert (dutch.title_detail.language, french.updated) == ("nl", "2026-11-22T09:00:00Z")
    assert feed.feed.updated == "2026-11-23T09:00:00Z"
    assert account.email not in answer.text


def test_it_has_what_rfc_4287_asks_of_a_feed_and_of_each_entry(house: House) -> None:
    _, theme = follower(house, "echelle")
    tell(house.store, "Une échelle", MONDAY)
    root = fromstring(fetched(house, theme).data)
    for parent in (root, *root.iterfind("atom:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"atom:{name}", ATOM)) == 1, name
    assert all(entry.findall("atom:author/atom:name", ATOM) for entry in root.iterfind("atom:entry", ATOM))
    (own,) = root.findall("atom:link[@rel='self']", ATOM)
    assert own.get("href") == f"{house.settings.base_url}/feeds/{theme.token}.atom"


def test_titles_and_links_are_all_that_a_source_with_that_right_gives(house: House) -> None:
    _, theme = follower(house, "huissier")
    tell(house.store, "Un huissier", MONDAY, sentences=("Une phrase à elle.",), source="Le Quotidien")
    with house.store.writing() as db:
        db.query(Source).filter_by(name="Le Quotidien").update({"right_to_show": "title"})
    assert "phrase" not in fetched(house, theme).text
    assert "Un huissier" in fetched(house, theme).text


def test_what_ones_own_sources_tell_does_not_leave_the_house(house: House) -> None:
    account, theme = follower(house, "boussolette")
    tell(house.store, "Une boussolette", MONDAY, source="Notre intranet")
    with house.store.writing() as db:
        db.query(Source).filter_by(name="Notre intranet").update({"learner_key": account.learner_key})
    assert "Une boussolette" in house.browser_of(account).get("/news").text
    assert "Une boussolette" not in fetched(house, theme).text


def test_muted_words_and_characters_that_xml_forbids_are_left_out(house: House) -> None:
    account, theme = follower(house, "tramway")
    for title in ("Un tramway \x0b nommé", "Un tramway au football"):
        tell(house.store, title, MONDAY)
    with house.store.writing() as db:
        tastes.mute(db, account.learner_key, "football", MONDAY)
    feed = feedparser.parse(fetched(house, theme).data)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Un tramway  nommé"]


def test_it_opens_no_session_and_is_not_sent_again_unchanged(house: House) -> None:
    _, theme = follower(house, "barrage")
    first = fetched(house, theme)
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert first.content_type == "application/atom+xml; charset=utf-8"
    etag = first.headers["ETag"]
    again = fetched(house, theme, **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    tell(house.store, "Le barrage", MONDAY)
    assert fetched(house, theme, **{"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("how", ["changed", "stopped", "left", "closed"])
def test_an_address_that_was_given_up_leads_nowhere(house: House, how: str) -> None:
    account, theme = follower(house, f"ancien {how}")
    browser = house.browser_of(account)
    page = browser.get("/themes")
    assert theme.token in page.text
    if how == "closed":
        with house.store.writing() as db:
            accounts.close(db, db.get_one(Account, account.id), MONDAY)
    else:
        action = {"changed": "address", "stopped": "address/stop", "left": "leave"}[how]
        browser.send(f"/themes/{theme.id}/{action}")
    assert fetched(house, theme).status_code == 404
    now = house.read(lambda db: themes.followed(db, account.learner_key))
    if how == "changed":
        assert fetched(house, now[0]).status_code == 200


def test_nobody_changes_the_address_of_another(house: House) -> None:
    _, theme = follower(house, "à elle")
    browser = house.visitor()
    browser.get("/themes")
    for action in ("address", "address/stop"):
        assert browser.post(f"/themes/{theme.id}/{action}").status == 404
    assert fetched(house, theme).status_code == 200
