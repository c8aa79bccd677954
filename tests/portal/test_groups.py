"""Groups in the portal: names for administrators, figures for trainers, and each member knows which are hers."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select

from models.people import groups
from models.tables.audit import Audit
from models.tables.groups import Group
from models.tables.people import Account
from tests.builders import MONDAY, WRONG, ask, make_group
from tests.portal.browser import Page, words
from tests.portal.house import House

DAY = timedelta(days=1)
NUMBERS = count(1)


def a_group(house: House, members: list[Account]) -> Group:
    with house.store.writing() as db:
        return make_group(db, [member.learner_key for member in members], f"Équipe n° {next(NUMBERS)}")


def take_figures(house: House, week: int = 0) -> None:
    monday = MONDAY.date() + week * 7 * DAY
    with house.store.writing() as db:
        groups.take_figures(db, monday, groups.counted_until(monday, house.settings.timezone))


def audited(house: House, group: Group) -> list[tuple[str, dict[str, str]]]:
    rows = select(Audit).where(Audit.subject == str(group.id), Audit.verb.contains("group")).order_by(Audit.id)
    return house.read(lambda db: [(row.verb, row.detail) for row in db.scalars(rows)])


# -------------------------------------------------------------------------------------------------- administrators


def test_an_administrator_forms_a_group_and_each_coming_and_going_is_in_the_log(house: House) -> None:
    claire, browser = house.person(), house.visitor(administrator=True)
    browser.get("/people")
    assert "/groups" in browser.page.links()
    browser.get("/groups")
    page = browser.send("/groups", name="Agence du Midi")
    assert (page.path, page.came_by) == ("/groups", (303,))
    (group,) = house.read(lambda db: [one.group for one in groups.listing(db) if one.group.name == "Agence du Midi"])
    browser.send(f"/groups/{group.id}/join", account=str(claire.id))
    assert claire.email in browser.page.text
    browser.send(f"/groups/{group.id}/leave", ("account", str(claire.id)))
    browser.get("/groups")
    browser.post(f"/groups/{group.id}/leave", account=str(claire.id))
    who = {"learner": str(claire.learner_key)}
    assert audited(house, group) == [
        ("create group", {"name": "Agence du Midi"}),
        ("join group", who),
        ("leave group", who),
    ]


@pytest.mark.parametrize("name", ["", "   ", "Équipe doublée"])
def test_a_group_without_a_name_of_its_own_is_not_made(house: House, name: str) -> None:
    browser = house.visitor(administrator=True)
    browser.get("/groups")
    browser.send("/groups", name="Équipe doublée")
    browser.get("/groups")
    before = house.rows()
    page = browser.send("/groups", name=name)
    assert page.status == 422
    assert page.part("name-error").text_content()
    assert house.rows() == before


@pytest.mark.parametrize("account", ["", "x", "123456"])
def test_only_somebody_can_join(house: House, account: str) -> None:
    group, browser = a_group(house, []), house.visitor(administrator=True)
    browser.get("/groups")
    assert browser.post(f"/groups/{group.id}/join", account=account).status == 404
    assert house.read(lambda db: groups.sheet(db, group.id, MONDAY.date()).members) == 0


def test_an_administrator_sees_no_figures(house: House) -> None:
    a_group(house, [house.person() for _ in range(5)])
    take_figures(house)
    assert "%" not in house.visitor(administrator=True).get("/groups").text


# --------------------------------------------------------------------------------------------------------- trainers


def test_a_trainer_sees_shares_and_no_name(house: House) -> None:
    members = [house.person() for _ in range(8)]
    group, browser = a_group(house, members), house.visitor(trainer=True)
    with house.store.writing() as db:
        for member in members[:4]:
            ask(db, member.learner_key, "listen-active-1", WRONG, MONDAY - DAY)
    take_figures(house)
    browser.get("/authoring")
    assert "/groups/figures" in browser.page.links()
    assert f"/groups/{group.id}" in browser.get("/groups/figures").links()
    page = browser.get(f"/groups/{group.id}")
    assert shares(page) == {
        "Écouter": "50\u202f%",
        "Reformuler": "moins de 30\u202f%",
        "Dire son rôle": "moins de 30\u202f%",
    }
    assert not [member for member in members if member.name in page.text or member.email in page.text]


def shares(page: Page) -> dict[str, str]:
    """Of each skill what the table says."""
    rows = page.tree.xpath("//tbody/tr[td]")
    return {words(row.find("th")): words(row.find("td/span")) for row in rows}


def test_a_group_that_has_changed_says_until_when_its_figures_stay(house: House) -> None:
    members = [house.person() for _ in range(8)]
    group, browser = a_group(house, members), house.visitor(trainer=True)
    take_figures(house)
    assert "Le groupe a changé" not in browser.get(f"/groups/{group.id}").text
    with house.store.writing() as db:
        groups.leave(db, group, members[0].learner_key, MONDAY)
    page = browser.get(f"/groups/{group.id}")
    assert "8 personnes" in page.text.replace("\u00a0", " ")
    assert "lundi 22 février 2027" in page.text


@pytest.mark.parametrize(("size", "said"), [(4, "moins de cinq personnes"), (5, "viendront un lundi matin")])
def test_what_there_is_not_to_see_is_said(house: House, size: int, said: str) -> None:
    group = a_group(house, [house.person() for _ in range(size)])
    page = house.visitor(trainer=True).get(f"/groups/{group.id}")
    assert said in page.text
    assert "%" not in page.text


# ---------------------------------------------------------------------------------------------------------- members


@pytest.mark.parametrize("address", ["/privacy", "/account"])
def test_a_member_sees_in_which_groups_she_is_and_who_sees_their_figures(house: House, address: str) -> None:
    account = house.person()
    browser = house.browser_of(account)
    assert "Vous faites partie de" not in browser.get(address).text
    group = a_group(house, [account])
    assert f"Vous faites partie de\u00a0: {group.name}" in browser.get(address).text.replace("’", "'")
    with house.store.writing() as db:
        groups.leave(db, group, account.learner_key, MONDAY)
    assert "Vous faites partie de" not in browser.get(address).text


def test_a_member_sees_no_figures_of_her_group(house: House) -> None:
    account = house.person()
    group = a_group(house, [account, *(house.person() for _ in range(4))])
    take_figures(house)
    assert house.browser_of(account).get(f"/groups/{group.id}").status == 403
