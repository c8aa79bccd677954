"""A tool's page: tests with day and role and no name, opinions from three, replies, and the line that lets it in."""

from datetime import timedelta

from models.directory.tool_tests import FEWEST_OPINIONS, LAPSES
from tests.directory.published_entries import READ_ON, entry, publish_entries
from tests.directory.tested_tools import tool, try_out
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws

PAGE = "/directory/tools/outil"
FOUND = {
    "without_account": "yes",
    "on_small_screen": "partly",
    "in_dutch": "no",
    "offline": "unknown",
    "data_kept": "Une adresse de courriel, en Irlande.",
    "cost": "4 euros par mois",
    "role": "job coach",
}


def with_tools(house: House) -> None:
    with house.store.writing() as db:
        publish_entries(db, tool(), tool("a-compte", compte="oui"), entry())


def enter_test(browser: Browser, on: str = READ_ON.isoformat(), **found: str) -> Page:
    browser.get(PAGE)
    return browser.send(f"{PAGE}/tests", **FOUND | {"tested_on": on} | found)


def said(page: Page) -> str:
    return " ".join(page.text.split())


def facts(page: Page) -> list[tuple[str, str]]:
    rows = page.tree.xpath("//table//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]


def test_a_test_is_shown_at_once_with_its_day_and_role_and_no_name(house: House) -> None:
    with_tools(house)
    trainer = house.person(trainer=True)
    page = enter_test(house.browser_of(trainer))
    assert (page.came_by, page.path, flaws(page)) == ((303,), PAGE, [])
    assert house.deeds(trainer) == [("test tool", "entry:outil")]
    for address in (PAGE, "/directory/entry/outil"):
        seen = house.visitor().get(address)
        assert "par une personne qui accompagne vers l’emploi" in said(seen)
        assert facts(seen)[:6] == [
            ("Marche sans compte", "oui"),
            ("Tient sur un petit écran (320 pixels)", "en partie"),
            ("Existe en néerlandais", "non"),
            ("Marche hors ligne", "on ne sait pas"),
            ("Quelles données il garde, et où", "Une adresse de courriel, en Irlande."),
            ("Prix", "4 euros par mois"),
        ]
        assert trainer.name not in seen.body


def test_a_tool_is_offered_on_paper_only_once_it_may_be_recommended(house: House) -> None:
    address = "/directory/entry/a-emporter"
    with house.store.writing() as db:
        publish_entries(db, tool("a-emporter"))
    before = house.visitor().get(address)
    assert not before.tree.xpath(f"//main//a[@href='{address}/paper']") and "Imprimer" not in said(before)
    browser = house.visitor()
    assert not browser.get(f"{address}?copy=1").tree.xpath("//textarea")
    for way in ("print", "copy"):
        assert browser.post(f"{address}/use", do=way).status == 409
    with house.store.writing() as db:
        try_out(db, entry_id="a-emporter")
    after = house.visitor().get(address)
    assert after.tree.xpath(f"//main//a[@href='{address}/paper']") and "Imprimer" in said(after)


def test_a_test_lapses_and_is_then_to_be_done_again(house: House) -> None:
    with_tools(house)
    enter_test(house.visitor(trainer=True))
    assert "À refaire" not in said(house.visitor().get(PAGE))
    house.clock.pass_by(days=LAPSES.days)
    page = house.visitor().get(PAGE)
    assert "À refaire : cet essai a plus de six mois, et ce qu’il a trouvé ne compte plus." in said(page)
    assert "On ne sait pas s’il demande un compte" in said(page)
    assert flaws(page) == []


def test_opinions_are_read_from_three_people_on_and_can_be_changed(house: House) -> None:
    with_tools(house)
    before = house.rows()
    people = [house.browser_of(house.person()) for _ in range(FEWEST_OPINIONS)]
    for browser in people:
        browser.get(PAGE)
        browser.send(f"{PAGE}/opinion", ("said", "hinders"))
        assert "personnes, depuis un an" not in said(browser.page)
    people[0].send(f"{PAGE}/opinion", ("said", "helps"))
    house.clock.at += timedelta(weeks=1)
    page = people[0].get(PAGE)
    assert "Avis de 3 personnes, depuis un an : « ça aide » 1, « ça dépend » 0, « ça gêne » 2." in said(page)
    assert "Vous avez dit : « ça aide »." in said(page)
    assert flaws(page) == []
    assert house.rows()["tool_opinion"] == before["tool_opinion"] + FEWEST_OPINIONS


def test_its_maker_answers_with_a_day_and_the_answer_can_be_taken_away(house: House) -> None:
    with_tools(house)
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    browser.get(PAGE)
    page = browser.send(f"{PAGE}/reply", words="Bientôt en néerlandais.", replied_on=READ_ON.isoformat())
    assert f"Le fabricant répond, le {READ_ON.day}" in said(page).replace("\xa0", " ")
    assert "Bientôt en néerlandais." in said(page) and flaws(page) == []
    page = browser.send(f"{PAGE}/reply", words="  ", replied_on=READ_ON.isoformat())
    assert "Le fabricant répond" not in said(page)
    assert house.deeds(trainer) == [("keep maker's reply", "entry:outil")] * 2


def test_a_tool_that_asks_for_an_account_waits_for_the_line_which_an_administrator_writes(house: House) -> None:
    with_tools(house)
    administrator = house.person(administrator=True)
    browser = house.browser_of(administrator)
    address = "/directory/tools/a-compte"
    page = browser.get(address)
    warning = (
        "Demande un compte : à ne pas recommander avant l’avis de la personne déléguée à la protection des données."
    )
    assert warning in said(page)
    page = browser.send(f"{address}/protection", words="Le contrat est signé : il peut servir.")
    assert warning not in said(page)
    assert "Protection des données, le" in said(page) and "Le contrat est signé : il peut servir." in said(page)
    assert flaws(page) == []
    assert house.deeds(administrator) == [("write protection line", "entry:a-compte")]


def test_each_sees_the_forms_that_are_hers(house: House) -> None:
    for role, forms in [
        ({}, ["opinion"]),
        ({"trainer": True}, ["opinion", "tests", "reply"]),
        ({"administrator": True}, ["opinion", "protection"]),
    ]:
        with_tools(house)
        page = house.visitor(**role).get(PAGE)
        assert [one.action.rpartition("/")[2] for one in page.forms() if one.action.startswith(PAGE)] == forms
