"""A sitting of chosen minutes: seen before it begins, running down while it lasts, over without ado."""

import re
from uuid import UUID

from sqlalchemy import select

from models.learning import playing
from models.tables.answers import Play
from models.tables.people import Account
from tests import builders
from tests.builders import MONDAY, live_through
from tests.house import House
from tests.learning.stage import DAY, know
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws


def current(page: Page) -> list[str]:
    """The minutes that stand as chosen."""
    return [words(link) for link in page.tree.xpath("//nav[@class='minutes']//a[@aria-current='true']")]


def minutes(page: Page) -> int:
    """How long the step takes, as it says."""
    (said,) = re.findall(r"(\d+) minutes?", words(page.part("step").getparent().find_class("meta")[0]))
    return int(said)


def line(page: Page) -> str:
    """What the sitting holds, in its one line; nothing where none is shown."""
    found = page.tree.xpath("//*[@class='sitting']/p")
    return words(found[0]).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") if found else ""


def following(page: Page) -> list[str]:
    return [words(one) for one in page.tree.xpath("//*[@class='sitting']//li")]


def begun(house: House, account: Account) -> UUID:
    """The play that she has begun."""
    latest = select(Play.id).where(Play.learner_key == account.learner_key).order_by(Play.started_at.desc())
    return house.read(lambda db: db.scalars(latest).first() or UUID(int=0))


def played(house: House, account: Account) -> None:
    """Bring to its end what she has begun."""
    with house.store.writing() as db:
        play = playing.play_of(db, begun(house, account), account.learner_key)
        live_through(db, play, house.clock())


def nearly_acquired(house: House) -> Account:
    """Somebody for whom a question of today would confirm one skill, and who has modules to discover."""
    account = house.person()
    with house.store.writing() as db:
        know(db, account.learner_key)
        builders.ask(db, account.learner_key, "listen-active-4", at=MONDAY)
    house.clock.at = MONDAY + DAY
    return account


def test_the_minutes_are_real_links_of_which_the_chosen_one_says_so(house: House) -> None:
    browser = house.visitor()
    assert current(browser.get("/")) == []
    links = browser.page.tree.xpath("//nav[@class='minutes']//a/@href")
    assert links == ["/?minutes=3", "/?minutes=5", "/?minutes=7", "/?minutes=15"]
    assert current(browser.get(links[0])) == ["3"]
    assert current(browser.get("/")) == ["3"], "kept"
    assert "Combien de temps avez-vous" in browser.page.text


def test_what_a_sitting_holds_stands_under_the_step_before_it_begins(house: House) -> None:
    browser = house.browser_of(nearly_acquired(house))
    lines = {asked: line(browser.get(f"/?minutes={asked}")) for asked in (3, 5, 7, 15)}
    assert lines[3].startswith("3 min : une vérification")
    assert lines[7] == "7 min : une vérification, un module"
    assert len(set(lines.values())) == 4
    assert all(re.search(r"\d min$", one) for one in following(browser.get("/?minutes=15")))
    assert len(following(browser.page)) <= 3
    assert flaws(browser.page) == []


def test_what_is_too_long_is_begun_and_says_so(house: House) -> None:
    browser = house.visitor()
    assert minutes(browser.get("/")) == 5
    assert (minutes(browser.get("/?minutes=3")), line(browser.page)) == (3, "3 min : le début d'un module")


def test_a_sitting_is_announced_in_three_languages(house: House) -> None:
    for language, said in (("fr", "3 min : le début"), ("nl", "3 min.: het begin"), ("en", "3 min: the beginning")):
        assert said in line(house.browser_of(house.person(language=language)).get("/?minutes=3"))


def test_minutes_run_from_the_first_step_and_what_is_left_goes_down(house: House) -> None:
    browser = house.visitor()
    browser.get("/?minutes=15")
    house.clock.pass_by(minutes=4)
    assert line(browser.get("/")).startswith("15 min :"), "to read the news costs none of them"
    browser.send("/modules/cadre/start")
    house.clock.pass_by(minutes=4)
    assert line(browser.get("/")).startswith("Encore 11 min : la suite d'un module")
    assert line(browser.get("/?minutes=15")).startswith("Encore 11 min"), "no address gives back what is gone"
    house.clock.pass_by(minutes=10)
    assert (current(browser.get("/")), line(browser.page)) == ([], "")
    assert line(browser.get("/?minutes=15")).startswith("15 min :"), "chosen anew"


def test_the_bar_is_that_of_the_whole_sitting(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/?minutes=15")
    page = browser.send("/modules/cadre/start")
    assert bar(page) == (0, 15)
    house.clock.pass_by(minutes=6)
    assert bar(browser.get(page.path)) == (6, 15)
    house.clock.pass_by(minutes=20)
    assert bar(browser.get(page.path)) == (15, 15)
    unhurried = house.visitor()
    unhurried.get("/modules/cadre")
    assert bar(unhurried.send("/modules/cadre/start"))[0] == 0, "that of the module, where no minutes were chosen"


def bar(page: Page) -> tuple[float, float]:
    (progress,) = page.tree.xpath("//progress")
    return float(progress.get("value")), float(progress.get("max"))


def test_the_end_of_a_step_leads_to_the_next_one_of_the_plan(house: House) -> None:
    account = nearly_acquired(house)
    browser = house.browser_of(account)
    planned = following(browser.get("/?minutes=15"))[0]
    browser.send("/practice/check/listen.active")
    played(house, account)
    house.clock.pass_by(minutes=2)
    page = browser.get(browser.page.path)
    (title,) = page.tree.xpath("//*[@id='next']")
    assert planned.startswith(words(title))
    assert line(page) == "Encore 13 min : deux modules"
    assert page.tree.xpath("//*[contains(@class, 'action')]//form[contains(@action, '/start')]")


def test_the_end_says_when_the_minutes_are_over(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/?minutes=3")
    browser.send("/modules/cadre/start")
    played(house, account)
    house.clock.pass_by(minutes=2)
    page = browser.get(browser.page.path)
    assert "Vos 3 minutes sont passées" in page.text
    assert "Tout est gardé" in page.text
    (button,) = page.tree.xpath("//*[contains(@class, 'action')]//a[@class='button']")
    assert (words(button), button.get("href")) == ("Arrêter ici", "/")
    assert line(page) == ""
    assert flaws(page) == []
    house.clock.pass_by(minutes=10)
    assert "sont passées" not in browser.get(page.path).text, "long over"


def test_the_clock_stops_nobody_in_the_middle_of_a_question(house: House) -> None:
    account = nearly_acquired(house)
    browser = house.browser_of(account)
    browser.get("/?minutes=3")
    page = browser.send("/practice/check/listen.active")
    house.clock.pass_by(minutes=4)
    assert browser.get(page.path).tree.xpath("//fieldset")
