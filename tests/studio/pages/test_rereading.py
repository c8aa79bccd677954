"""Texts to be read again: what trainers are proposed, what learners are told."""

from datetime import date

import pytest

from content.pack import Pack
from models.catalogue import coming_into_force, documents
from models.ground import audit
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import RULES, WRONG, module, question, small_pack
from tests.house import House
from tests.page_browser import words
from tests.site.pages.flaws import flaws

DUE = date(2026, 11, 20)
STALE = "À revoir depuis le 20 novembre 2026\u00a0: vérifiez avant de vous y fier."


@pytest.fixture
def due_house(house: House) -> House:
    house.new_module("perime", questions=(question("perime-1"),), review_by=DUE)
    return house


def test_past_its_day_a_module_says_so_wherever_it_is_met(due_house: House) -> None:
    browser = due_house.visitor()
    (entry,) = [one for one in browser.get("/modules").tree.find_class("lines")[0] if "Perime" in words(one)]
    assert STALE in words(entry)
    assert STALE in browser.get("/modules/perime").text
    sitting = browser.send("/modules/perime/start").path
    for step in ("Carte 1", "Carte 2"):
        assert (browser.page.heading, STALE in browser.page.text) == (step, True)
        browser.send(f"{sitting}/advance")
    browser.send(f"{sitting}/answer", ("answering", "1"), option="b")
    assert (browser.page.heading, STALE in browser.page.text) == ("Ce n’est pas la meilleure réponse ici", True)
    assert flaws(browser.page) == []


def test_a_trainer_reads_it_again_and_the_log_says_so(due_house: House) -> None:
    trainer = due_house.person(trainer=True)
    browser = due_house.browser_of(trainer)
    due_house.new_module("a-relire", questions=(question("a-relire-1"),), review_by=DUE)
    page = browser.get("/dates")
    assert "à revoir depuis le 20 novembre 2026" in words(page.part("due").getparent())
    (form,) = [one for one in page.forms() if one.fields.get("subject") == "a-relire"]
    page = browser.post("/dates/reread", subject=form.fields["subject"])
    assert (page.status, page.headers["Location"]) == (303, "/dates")
    assert browser.get("/dates").tree.xpath("//input[@value='a-relire']") == []
    assert STALE not in browser.get("/modules/a-relire").text
    (entry,) = due_house.read(lambda db: audit.of(db, trainer.learner_key))
    assert (entry["verb"], entry["subject"], entry["detail"]) == ("reread", "a-relire", {"number": 2})


# ---------------------------------------------------------------------------------------------------------- not counted

OVER = RULES.replace("    state:", "    valid_until: 2026-11-22\n    state:")
TO_COME = RULES.replace("    state:", "    valid_from: 2026-12-01\n    state:")


@pytest.mark.parametrize(
    ("rules", "fields", "said"),
    [
        (OVER, {}, "la règle «\u202fDurée\u202f» ne vaut plus depuis le 23 novembre 2026."),
        (TO_COME, {}, "la règle «\u202fDurée\u202f» ne vaut qu’à partir du 1er décembre 2026."),
        (RULES, {"valid_until": date(2026, 11, 22)}, "ce module ne vaut plus depuis le 23 novembre 2026."),
        (RULES, {"valid_from": date(2026, 11, 24)}, "ce module ne vaut qu’à partir du 24 novembre 2026."),
    ],
)
def test_an_answer_that_is_not_counted_says_which_date_is_why(
    empty_house: House, rules: str, fields: dict[str, date], said: str
) -> None:
    asked = question("date-1")._replace(cites=("duree",))
    pack = small_pack(module("date", questions=(asked,), **fields))
    builders.set_up(empty_house.store, Pack(pack.skills, rules, pack.modules))
    account = empty_house.person()
    browser, address = (
        empty_house.browser_of(account),
        empty_house.address_of(empty_house.question_for(account, "date-1")),
    )
    browser.get(address)
    page = browser.send(address, ("answering", "1"), option=WRONG[0])
    assert f"Cette réponse n’est pas comptée\u00a0: {said}" in page.text
    assert flaws(page) == []
    answered = browser.get("/history").tree.xpath("string(//li//a[contains(@href, '/history/')]/@href)")
    assert f"Cette réponse n’est pas comptée\u00a0: {said}" in browser.get(answered).text


@pytest.mark.nightly
def test_when_the_rule_has_changed_since_that_day_is_all_that_is_said(empty_house: House) -> None:
    asked = question("date-1")._replace(cites=("duree",))
    pack = small_pack(module("date", questions=(asked,)))
    builders.set_up(empty_house.store, Pack(pack.skills, OVER, pack.modules))
    account = empty_house.person()
    with empty_house.store.writing() as db:
        builders.ask(db, account.learner_key, "date-1", WRONG, empty_house.clock())
        document = documents.document_of(db, documents.RULES)
        coming_into_force.put_in_force(db, document, RULES, VersionChange.WORDING, empty_house.clock(), by=None)
    browser = empty_house.browser_of(account)
    answered = browser.get("/history").tree.xpath("string(//li//a[contains(@href, '/history/')]/@href)")
    assert "ce qu’elle suppose ne valait pas ce jour-là" in browser.get(answered).text
