"""A trainer publishes."""

import pytest
from sqlalchemy import func, select

from models.ground import audit
from models.tables.answers import DueCheck, Mastery
from models.tables.documents import Version
from models.tables.people import Account
from tests.builders import MONDAY, ask
from tests.house import House
from tests.page_browser import Browser
from tests.studio.pages.authoring.at_her_desk import PUBLISH, published, text_of


def learner_who_has(house: House, skill: str) -> Account:
    account = house.person()
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1")
        db.get_one(Mastery, (account.learner_key, skill)).acquired = True
    return account


@pytest.mark.parametrize(("change", "checks"), [("wording", 0), ("meaning", 1)])
def test_a_change_of_meaning_queues_a_check_and_one_of_wording_does_not(
    house: House, browser: Browser, change: str, checks: int
) -> None:
    module_id = published(browser)
    account = learner_who_has(house, "listen.active")
    browser.get(f"/authoring/{module_id}")
    browser.send("", PUBLISH, text=text_of(browser.page).replace("Ce qu'il faut", "Tout ce qu'il faut"), change=change)
    mine = select(func.count()).where(DueCheck.learner_key == account.learner_key)
    assert house.read(lambda db: db.scalar(mine)) == checks
    versions = select(Version.number, Version.change).where(Version.document_id == module_id).order_by(Version.number)
    assert house.read(lambda db: [tuple(row) for row in db.execute(versions)]) == [(1, "first"), (2, change)]


def test_beginning_publishing_and_retiring_are_noted_with_their_author(
    house: House, browser: Browser, trainer: Account
) -> None:
    module_id = published(browser)
    browser.send(f"/authoring/{module_id}/retire")
    hers = house.read(lambda db: audit.of(db, trainer.learner_key))
    noted = [(one["role"], one["verb"], one["subject"], one["day"]) for one in hers]
    assert noted == [("actor", verb, module_id, MONDAY.date()) for verb in ("create", "publish", "retire")]


def test_a_retired_module_is_no_longer_proposed_and_comes_back_with_a_new_version(browser: Browser) -> None:
    module_id = published(browser)
    browser.send(f"/authoring/{module_id}/retire")
    assert f"/modules/{module_id}" not in browser.get("/modules").links()
    browser.get(f"/authoring/{module_id}")
    assert f"/authoring/{module_id}/retire" not in [form.get("action") for form in browser.page.forms()]
    browser.send("", PUBLISH)
    assert f"/modules/{module_id}" in browser.get("/modules").links()


def test_what_is_no_module_is_neither_played_nor_retired(browser: Browser) -> None:
    for name in ["skills.yaml", "rules.yaml", "topics.yaml"]:
        assert browser.get(f"/authoring/{name}/preview").status == 404
        browser.get("/authoring")
        for action in ("/preview", "/retire"):
            assert browser.post(f"/authoring/{name}{action}").status == 404
