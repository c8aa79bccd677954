"""The page of a letter: for whoever has its address, right at every request, one answer for all that is gone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models.community import plain_letters
from models.studio.rule_changes import planning
from models.tables.plain_letters import PlainLetter
from models.tables.rule_changes import RuleChange
from portal.site import server
from tests.community.letters import CARD, EVERYTHING, RULE_IDS, WORDS, accepted_change, publish_rules, rules_text
from tests.community.pages.letters_furnished import furnish, letter, opened, with_ways
from tests.community.pages.typed_pathways import plain
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.page_browser import opened_no_session, words
from tests.plain_words import vouch_for_all
from tests.site.pages.test_queries import counted
from tests.watchers.mornings import tell

STATIC = Path(__file__).parents[3] / "portal" / "static"
MOST_BYTES = 30_000
DAY = timedelta(days=1)


@pytest.fixture(autouse=True, scope="module")
def furnished(shared_house: House) -> None:
    furnish(shared_house)
    with_ways(shared_house)


@pytest.fixture(autouse=True)
def as_before(house: House) -> None:
    with house.store.writing() as db:
        publish_rules(db, rules_text(), house.clock())


def test_whoever_has_the_address_reads_it_without_cookie_session_or_script(house: House) -> None:
    made = letter(house, house.person())
    stranger = house.stranger()
    page = stranger.get(f"/l/{made.token}")
    assert page.status == 200
    assert opened_no_session(page.headers)
    assert page.tree.xpath("//script|//form|//iframe|//img|//*[@onclick]") == []
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.headers["Cache-Control"] == "no-store"


def test_whoever_is_signed_in_is_not_even_asked(house: House) -> None:
    owner = house.person()
    made = letter(house, owner)
    for browser in (house.browser_of(owner), house.visitor(trainer=True, administrator=True)):
        with counted(house.store) as sent:
            own = browser.client.get(f"/l/{made.token}")
        assert own.data == house.stranger().client.get(f"/l/{made.token}").data
        assert opened_no_session(own.headers)
        assert [statement for statement in sent if "FROM account" in statement] == []


def test_it_speaks_the_language_of_the_letter_whatever_the_browser_asks_for(house: House) -> None:
    for language in ["fr", "nl"]:
        made = letter(house, house.person(), "rule:duree", language=language)
        pages = [opened(house, made.token, **{"Accept-Language": asked}) for asked in ("fr", "nl", "en")]
        assert {page.body for page in pages} == {pages[0].body}
        assert pages[0].tree.get("lang") == language


def test_with_all_that_it_needs_it_is_light(house: House) -> None:
    page = opened(house, letter(house, house.person(), *(f"rule:{one}" for one in RULE_IDS), *EVERYTHING).token)
    files = page.tree.xpath("//link/@href")
    sizes = [(STATIC / address.partition("?")[0].removeprefix("/static/")).stat().st_size for address in files]
    assert len(files) == 2
    assert len(page.body.encode()) + sum(sizes) <= MOST_BYTES


def test_an_accepted_change_corrects_it_on_its_day_though_no_worker_is_awake(house: House) -> None:
    story, trainer, day = tell(house.store, "L'ONEM suspend.", house.clock()), house.person(trainer=True), house.clock()
    made, other = letter(house, house.person(), "rule:seule"), letter(house, house.person(), "rule:avis")
    with house.store.writing() as db:
        db.add(accepted_change(story, "seule", day.date() + DAY, trainer.learner_key, day))
        db.flush()
        planning.plan(db)
    assert opened(house, made.token).tree.xpath("//*[@role='note']") == []
    house.clock.pass_by(days=1)
    (note,) = opened(house, made.token).tree.xpath("//*[@role='note']")
    assert "La règle seule : c'est suspendu depuis le 24 novembre 2026." in plain(words(note))
    assert opened(house, other.token).tree.xpath("//*[@role='note']") == []
    with house.store.writing() as db:
        db.execute(delete(RuleChange))


def test_closed_past_and_never_made_are_answered_alike(house: House) -> None:
    owner = house.person()
    made, past = letter(house, owner), letter(house, owner)
    with house.store.writing() as db:
        plain_letters.revoke(db.get_one(PlainLetter, made.id), house.clock())
        db.get_one(PlainLetter, past.id).until = date(2026, 11, 22)
    tokens = (made.token, past.token, "x" * 22, "x", "é", "%2e%2e", "x" * 5000)
    pages = [opened(house, token) for token in tokens]
    assert {(page.status, page.body) for page in pages} == {(410, pages[0].body)}
    assert plain(pages[0].heading).startswith("Cette lettre ne s'ouvre plus ici")
    assert "02 111 11 11" in pages[0].text
    assert opened_no_session(pages[0].headers)
    dutch = opened(house, "x", **{"Accept-Language": "nl"})
    assert (dutch.status, dutch.tree.get("lang")) == (410, "nl")


def test_no_request_of_it_is_written_down(house: House) -> None:
    made = letter(house, house.person())
    assert "/l/<token>" in server.UNWRITTEN
    before = house.rows()
    opened(house, made.token)
    opened(house, "x" * 22)
    assert house.rows() == before


def test_an_unchanged_letter_asks_the_database_four_things(house: House) -> None:
    made = letter(house, house.person())
    opened(house, made.token)
    with counted(house.store) as sent:
        opened(house, made.token)
    assert len(sent) == 4


PICKS = (*(f"rule:{one}" for one in ("duree", "avis", "seule")), CARD, "entry:ecoute", "entry:urgence", "entry:mesure")
RESTS_ON = {"duree": {"rule:duree"}, "avis": {"rule:avis", "entry:mesure"}, "seule": {"rule:seule"}, "fond": {CARD}}
"""Which picks a rule touches."""
CHANGES = st.dictionaries(
    st.sampled_from(RULE_IDS),
    st.sampled_from(
        [{"state": "suspendu"}, {"state": "annulé"}, {"authority": "CAPAC"}, {"valid_until": "2026-11-22"}]
    ),
)
READ_AGAIN = {"read_on": "2026-11-23", "review_by": "2028-01-01", "scope": "Ailleurs"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from(PICKS), min_size=1, max_size=4, unique=True), min_size=1, max_size=4),
    CHANGES,
    st.sets(st.sampled_from(RULE_IDS)),
)
def test_exactly_the_letters_that_cite_what_changed_are_corrected_and_all_others_are_the_same_bytes(
    house: House, letters: list[list[str]], changed: dict[str, dict[str, str]], read_again: set[str]
) -> None:
    with house.store.writing() as db:
        publish_rules(db, rules_text(), house.clock())
    owner = house.person()
    tokens = [letter(house, owner, *picks).token for picks in letters]
    before = [opened(house, token).body for token in tokens]
    with house.store.writing() as db:
        seen = {one: READ_AGAIN for one in read_again} | changed
        publish_rules(db, rules_text(seen), house.clock())
    after = [opened(house, token).body for token in tokens]
    touched = [any(set(picks) & RESTS_ON[one] for one in changed) for picks in letters]
    assert ['role="note"' in body for body in after] == touched
    assert [one != other for one, other in zip(before, after, strict=True)] == touched


def test_a_service_that_is_retired_is_in_no_letter_from_the_next_request_on(house: House) -> None:
    owner = house.person()
    with house.store.writing() as db:
        publish_entries(db, entry("ferme", plain=WORDS))
        vouch_for_all(db)
    with_it, without = letter(house, owner, "entry:ferme", "rule:duree"), letter(house, owner, "rule:duree")
    before = opened(house, without.token).body
    trainer = house.visitor(trainer=True)
    trainer.get("/account")
    assert trainer.post("/directory/workshop/ferme/retire").status == 303
    page = opened(house, with_it.token)
    assert "Écoute ferme : ce n'est plus donné ici depuis le 23 novembre 2026." in plain(page.text)
    assert "02 000 00 00" not in page.text
    assert opened(house, without.token).body == before
