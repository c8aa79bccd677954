"""What somebody has counted is hers alone: no other role, figure, log, mail, audit or export has any of it."""

import logging
import re

import pytest
from sqlalchemy import select

from models.community import ballots
from models.community.ballots import BallotCount
from models.tables.audit import Audit
from models.tables.ballots import BallotWeek
from models.tables.mail import Mail
from models.tables.people import Account
from tests.community.counted_ballots import count_weeks, year
from tests.crawl import Crawl
from tests.databases import FreshDatabase
from tests.house import PASSWORD, House
from tests.laws.graph import ROOT
from tests.learning.pages.absence import Life, Seen, differing, small_house
from tests.site.pages.furnished import FILES
from tests.site.pages.hers import PLANTED, TODAY, planted

HERE = "/practice"


def note(house: House, account: Account) -> None:
    with house.store.writing() as db:
        ballots.note(db, account.learner_key, TODAY, PLANTED, TODAY)


def test_no_page_of_any_other_shows_a_number_of_hers_and_her_own_does(crawl: Crawl) -> None:
    others = list(crawl.of("learner", "trainer", "administrator"))
    assert {"practice.mine", "people.own"} <= {one.endpoint for one in others}
    assert {one.address: found for one in others if (found := planted(one.page))} == {}
    assert planted(crawl.furnished.visit(crawl.her, HERE)) == {*map(str, PLANTED)}


def test_no_address_of_it_names_anybody_and_none_is_public_or_a_file(house: House) -> None:
    rules = [rule for rule in house.app.url_map.iter_rules() if rule.endpoint.startswith("practice.")]
    assert {rule.endpoint for rule in rules} == {
        "practice.mine",
        "practice.note",
        "practice.take_back",
        "practice.slip",
    }
    assert [rule.endpoint for rule in rules if rule.arguments or rule.endpoint in FILES] == []
    for rule in rules:
        assert house.stranger().client.get(rule.rule).status_code in {303, 405}


def test_what_another_sends_touches_her_own_weeks_alone(house: House) -> None:
    account, other = house.person(), house.visitor(trainer=True, administrator=True)
    note(house, account)
    other.get(HERE)
    key = str(account.learner_key)
    for address in (HERE, f"{HERE}/take-back"):
        other.post(address, week=str(TODAY), slips="5", next="0", whom="0", said="0", learner_key=key, account=key)
    assert house.read(lambda db: ballots.hers(db, account.learner_key, TODAY)) == {TODAY: PLANTED}


# ----------------------------------------------------------------------------------- with it and without, all one opens


def seen_in(databases: FreshDatabase, *counts: BallotCount) -> dict[str, Seen]:
    """All that each role, a colleague and she herself can open or take along in a house in which she has counted so."""
    with small_house(databases, seed=22, life=Life.EVERY_DAY) as small:
        small.lookers["colleague"] = small.people[1]
        for day in range(2):
            small.live(day)
        with small.house.store.writing() as db:
            count_weeks(db, small.people[0].learner_key, TODAY, *counts)
        return {role: small.look(role, 2, 2) for role in small.lookers}


@pytest.mark.nightly
def test_whether_she_has_counted_a_year_or_nothing_everybody_sees_the_same_house(sqlite: FreshDatabase) -> None:
    nothing, much = seen_in(sqlite), seen_in(sqlite, *year(falls=True))
    changed = {role: differing(nothing[role], much[role]) for role in nothing}
    herself = changed.pop("herself")
    assert changed == {"administrator": set(), "trainer": set(), "colleague": set()}
    # Home, tutor, news, the mail to come, her account: none of her other pages knows of it.
    assert {address for address in herself if not address.startswith(HERE)} == {"her own export"}
    assert HERE in herself


def test_no_row_but_her_own_no_log_and_no_audit_tells_of_it(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.visitor()
    browser.get(HERE)
    before = house.rows()
    fields = dict(zip(("slips", "next", "whom", "said"), map(str, PLANTED), strict=True))
    assert browser.send(HERE, **fields).status == 200
    browser.get(f"{HERE}?ago=1")
    after = house.rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"slip_week": 1}
    assert [one for one in map(str, PLANTED) if one in caplog.text] == []
    kept = house.read(lambda db: [db.execute(select(table.__table__)).all() for table in (Audit, Mail)])
    # As a number of its own: the digest of a link in the audit chain may have its three digits by chance.
    assert [one for one in map(str, PLANTED) if re.search(rf"\b{one}\b", str(kept))] == []


# -------------------------------------------------------------------------------------------------- taken along, erased


def test_she_takes_it_along_and_nobody_else_does(house: House) -> None:
    account = house.person()
    note(house, account)
    rows = exported(house, account)["slip_week"]
    assert [(row["week"], row["slips"], row["knows_next"]) for row in rows] == [(str(TODAY), 981, 919)]
    assert exported(house, house.person(administrator=True))["slip_week"] == []


def exported(house: House, account: Account) -> dict[str, list[dict[str, object]]]:
    browser = house.browser_of(account)
    browser.get("/account")
    token = browser.page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = browser.client.post("/account/export", data={"csrf_token": token, "taking-present": PASSWORD})
    found: dict[str, list[dict[str, object]]] = answer.get_json()
    return found


def test_it_goes_with_her_account(house: House) -> None:
    account = house.person()
    note(house, account)
    browser = house.browser_of(account)
    browser.get("/account")
    assert browser.send("/account/erase", word="effacer", **{"erasing-present": PASSWORD}).path == "/sign-in"
    left = select(BallotWeek).where(BallotWeek.learner_key == account.learner_key)
    assert house.read(lambda db: db.scalars(left).all()) == []


def test_the_house_promises_in_writing_that_nobody_may_ask_to_see_it() -> None:
    paragraphs = [" ".join(one.split()) for one in (ROOT / "docs" / "dossier.md").read_text("utf-8").split("\n\n")]
    (promise,) = [one for one in paragraphs if "Personne ne peut demander à voir le miroir de quelqu'un" in one]
    assert promise.startswith("**[La maison]**")
    assert [
        one for one in ("hiérarchie", "formation", "représentent le personnel", "juriste") if one not in promise
    ] == []
