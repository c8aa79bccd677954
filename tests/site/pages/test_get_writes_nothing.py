"""docs/design.md, law 18: no GET writes, save that a proposal is kept; on a day on which a rule change is due, too."""

from collections.abc import Iterable

from flask import Flask

from content.exchange.formats import Outgoing
from models.learning import themes
from models.studio.rule_changes.effective_day import due
from models.tables.people import Account
from portal.directory import licences_and_exports
from tests.builders import MONDAY
from tests.community.letters import WORDS
from tests.community.pages.letters_furnished import letter
from tests.community.pages.public_pages.asked_pages import public
from tests.crawl import Crawl, Visit, visits_of
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.plain_words import vouch_for_all
from tests.site.pages import gathering, picture_furnishing
from tests.studio.rule_changes.made_changes import AFTER

KEPT = {
    "home.home": {"proposal"},
    "study.scene": {"proposal"},
    # Shown first until it has been opened; nobody presses a button to say that she reads.
    "news.story": {"story_reading", "rule_change_reading", "correction_told"},
}
"""What a GET may keep, by endpoint: a proposal, and what a reader has opened."""
ANSWERED = dict.fromkeys(gathering.CLOSED, 410) | dict.fromkeys((*gathering.LED_ON, "house_texts.moved"), 303)
"""With what addresses of before are answered."""
EMPTY = {"untraced.begin", "dialogues.begin_untraced", "calendars.of_page", "calendars.of_meeting"}
"""What nobody of these opens, or is nowhere without a public page."""


def written(visits: Iterable[Visit]) -> list[str]:
    """Which table the page of which endpoint writes, less what may be kept."""
    found = {(one.endpoint, table) for one in visits for table in one.written - KEPT.get(one.endpoint, set())}
    return [f"{endpoint}: {table}" for endpoint, table in sorted(found)]


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
        "house_texts.moved": ["/house/ways", "/house/blanks"],
        "opening.page": ["/f"],
        "public_pages.shown": ["/p/equipe-emploi"],
        "training_records.verification": ["/training-records/verify"],
        "mail.as_sent": ["/mail/1/as-sent"],
        "mail.fictitious_as_sent": ["/mail/fictitious/as-sent"],
        "statistics.download": ["/statistics/questions.csv"],
        "exchange.questions": [f"/exchange/modules/ecouter/questions/{one}" for one in Outgoing],
        "exchange.text": ["/exchange/modules/ecouter/text"],
        "exchange.pack_file": ["/exchange/pack.zip"],
        "directory.export_file": [f"/directory/export/{one}" for one in licences_and_exports.FILES],
        "passing_on.entries": ["/directory.json"],
        "passing_on.changes": ["/directory.atom"],
        "sources.as_list": ["/sources/opml"],
        "sources.my_list": ["/sources/mine/opml"],
        "feeds.of_theme": [f"/feeds/{token}.atom"],
        # Without a public address there is nothing there: tests/community/pages/test_meetings.py has one.
        "calendars.of_page": [],
        **gathering.FILES,
        **gathering.CLOSED,
        **gathering.LED_ON,
        "plain_letters.draft": [f"/letters/{letter(house, account, 'entry:a-ecrire').id}/draft.eml"],
        "pictures.shown": [f"/pictures/{picture_furnishing.SHOWN.hash}"],
    }


def opened(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def test_no_get_writes_save_that_a_proposal_is_kept_not_even_on_the_day_of_a_rule_change(crawl: Crawl) -> None:
    house, account = crawl.furnished.house, crawl.furnished.person("everything")
    assert house.read(lambda db: due(db, AFTER))
    assert written(crawl.of(*crawl.visits)) == []
    house.clock.at = AFTER
    with public(house):
        fetched = list(visits_of(house, account, files(house, account)))
    house.clock.at = MONDAY
    met = {(one.endpoint, one.page.came_by[0] if one.page.came_by else one.page.status) for one in fetched}
    assert met == {(one, ANSWERED.get(one, 200)) for one, _ in met}
    assert written(fetched) == []
    assert {one.endpoint for one in (*crawl.of("everything"), *fetched)} | EMPTY == opened(house.app)
