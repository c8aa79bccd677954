"""Who answers for what, as trainers say it, and to whom it goes when somebody leaves."""

from uuid import uuid4

import pytest

from models.ground import audit
from models.people import accounts
from models.studio import responsibility
from models.tables.people import Account
from tests.house import PASSWORD, House
from tests.page_browser import words


@pytest.fixture
def owner(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def deputy(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def module_id(house: House, owner: Account) -> str:
    return begun_by(house, owner)


def begun_by(house: House, owner: Account) -> str:
    """A module that she has begun."""
    name = f"module-{uuid4().hex[:8]}"
    browser = house.browser_of(owner)
    browser.get("/authoring")
    browser.send("/authoring", id=name)
    return name


def answering(house: House, subject: str) -> tuple[int | None, int | None]:
    found = house.read(lambda db: responsibility.answering(db, subject))
    owner, deputy = found.owner, found.deputy
    return (owner.id if owner else None, deputy.id if deputy else None)


def test_whoever_begins_a_module_answers_for_it(house: House, module_id: str, owner: Account) -> None:
    assert answering(house, module_id) == (owner.id, None)


@pytest.mark.parametrize("subject", ["MODULE", "rule:duree"])
def test_an_owner_and_a_deputy_are_chosen_for_modules_and_rules(
    house: House, module_id: str, owner: Account, deputy: Account, subject: str
) -> None:
    subject = subject.replace("MODULE", module_id)
    browser = house.browser_of(owner)
    browser.get(f"/responsibility?subject={subject}")
    page = browser.send(f"/responsibility/{subject}", owner=str(deputy.id), deputy=str(owner.id))
    assert page.came_by == (303,)
    assert answering(house, subject) == (deputy.id, owner.id)
    assert f"en second : {owner.name}" in words(page.part(subject)).replace("\xa0", " ")
    entry = house.read(lambda db: audit.trail(db, subject, ["entrust"]))[0]
    parties = {one.role: one.learner_key for one in entry.parties}
    actor = owner.learner_key
    assert (parties, entry.detail) == ({"actor": actor, "owner": deputy.learner_key, "deputy": actor}, {})


def test_what_nobody_answers_for_is_said_to_all_trainers(house: House, module_id: str, owner: Account) -> None:
    browser = house.browser_of(owner)
    browser.get("/responsibility")
    browser.send(f"/responsibility/{module_id}", owner="", deputy="")
    page = browser.get("/authoring")
    assert "sans responsable (" in words(page.tree.xpath("//select[@name='stage']")[0])
    shown = browser.get("/authoring?stage=unattended").links()
    assert f"/responsibility?subject={module_id}#{module_id}" in shown


def test_only_a_trainer_answers_for_something(house: House, module_id: str, owner: Account) -> None:
    for chosen in ["LEARNER", "123456", "x"]:
        browser = house.browser_of(owner)
        browser.get("/responsibility")
        chosen = chosen.replace("LEARNER", str(house.person().id))
        assert browser.post(f"/responsibility/{module_id}", owner=chosen, deputy="").status == 422
        assert answering(house, module_id) == (owner.id, None)


# ------------------------------------------------------------------------------------------------------- whoever leaves


@pytest.mark.parametrize("successor", [True, False])
def test_before_an_account_is_closed_somebody_takes_over(
    house: House, module_id: str, owner: Account, deputy: Account, successor: bool
) -> None:
    browser = house.visitor(administrator=True)
    browser.get("/people")
    # As from a page that was open before she answered for anything.
    assert browser.post(f"/people/{owner.id}/close").headers["Location"] == f"/people/{owner.id}/close"
    assert "Titre du module" in browser.get(f"/people/{owner.id}/close").text
    assert house.again(owner).closed_at is None
    browser.send(f"/people/{owner.id}/close", successor=str(deputy.id) if successor else "")
    assert house.again(owner).closed_at is not None
    assert answering(house, module_id) == (deputy.id if successor else None, None)


@pytest.mark.parametrize("successor", [True, False])
def test_whoever_erases_herself_hands_over_too(
    house: House, module_id: str, owner: Account, deputy: Account, successor: bool
) -> None:
    browser = house.browser_of(owner)
    assert "Titre du module" in browser.get("/account").text
    browser.send(
        "/account/erase", word="effacer", successor=str(deputy.id) if successor else "", **{"erasing-present": PASSWORD}
    )
    assert house.read(lambda db: accounts.account_of(db, owner.learner_key)) is None
    assert answering(house, module_id) == (deputy.id if successor else None, None)
    assert house.read(lambda db: responsibility.held_by(db, owner.learner_key)) == []


def test_who_answers_for_nothing_is_asked_nothing(house: House) -> None:
    leaving, browser = house.person(), house.visitor(administrator=True)
    assert "relais" not in house.browser_of(leaving).get("/account").text
    browser.get(f"/people/{leaving.id}/close")
    browser.send(f"/people/{leaving.id}/close")
    assert house.again(leaving).closed_at is not None
