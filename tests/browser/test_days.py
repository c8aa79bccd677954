"""A learner's first day and her third week, told from one end to the other, without a mouse."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from models.tables.people import Account
from tests.browser import lives
from tests.browser.answering import answer, answer_to_the_end, asked, give_up, go_on
from tests.browser.devices import Devices, taught_house
from tests.browser.hands import heading, press, tab_to
from tests.browser.test_learning import answers_of, question_on
from tests.databases import FreshDatabase
from tests.house import PASSWORD, House

DATED = re.compile(r"^(Relecture prévue avant|À revoir depuis) le \d+ \w+ 202\d")
A_FORTNIGHT, A_WEEK = timedelta(days=14), timedelta(days=7)


@pytest.fixture(scope="module")
def house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house for these lives alone: weeks pass in it, and the newest module is one that Boussole comes with."""
    with taught_house(sqlite, tmp_path_factory.mktemp("days")) as house:
        yield house


# ------------------------------------------------------------------------------------------------------- what she meets


def home(page: Page) -> None:
    """All of it is there: the compass comes last."""
    expect(page).to_have_title("Aujourd’hui · Boussole")
    expect(page.get_by_role("region", name="Où j’en suis")).to_be_visible()


def sections(page: Page) -> list[str]:
    """What stands on home beside the next step and the compass; news is for everybody."""
    titles = page.locator("main h2:not(#step, #compass, #changes)")
    return titles.all_inner_texts()


def section(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def step(page: Page) -> str:
    return page.locator("#step").inner_text()


# -------------------------------------------------------------------------------------------------------- what she does


def end(page: Page) -> None:
    expect(page.locator("#end")).to_be_focused()
    press(page, "Retour à l’accueil")
    home(page)


def something_else_until(page: Page, wanted: Locator) -> None:
    """Say « Plutôt autre chose » as often as it takes: which step comes is for the tutor to say."""
    home(page)
    while not wanted.count():
        something_else(page)


def something_else(page: Page) -> None:
    """Another step comes, and the focus is on it."""
    before = step(page)
    press(page, "Plutôt autre chose")
    expect(page.locator("#step")).not_to_have_text(before)
    expect(page.locator("#step")).to_be_focused()
    home(page)


def open_skill(page: Page, house: House, skill: str) -> None:
    """From home over the compass to the page of a skill."""
    domain = page.locator(f".skills:has(a[href='/skills/{skill}'])").get_attribute("id")
    tab_to(page.locator(f"#to-{domain}"))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{domain}")).to_be_focused()
    tab_to(page.locator(f"#{domain} a[href='/skills/{skill}']"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/skills/{re.escape(skill)}$"))


def own_page(page: Page, name: str) -> None:
    press(page, "Mon compte")
    press(page, name)
    expect(heading(page)).to_have_text(name)


# ------------------------------------------------------------------------------------------------------------ first day


def test_a_first_day_without_a_mouse(devices: Devices, house: House) -> None:
    account, page = house.person(fresh=True), devices.open()
    arrives(page, account)
    module = step(page)
    press(page, "Aller au contenu")
    press(page, "Pourquoi cette proposition.*")
    expect(page.locator("details[open]")).to_contain_text(re.compile("pas encore abordé|Une actualité parue"))
    press(page, "Commencer", "Shift+Tab")
    stops_and_resumes(page, house, module)
    assert 2 + answer_to_the_end(page, house) == answers_of(house, account) >= 3
    expect(page).to_have_title(f"{module} · Terminé · Boussole")
    end(page)

    follows_themes(page)
    assert sections(page) == ["Faire le point"]
    situates_herself(page, house)
    home(page)
    assert sections(page) == []
    ask(page, "artcle 60")
    expect(heading(page)).to_have_text("Résultats pour «\u202farticle 60\u202f»")
    press(page, "Article 60 §\u00a07\u00a0: l’essentiel")
    expect(heading(page)).to_have_text("Article 60 §\u00a07\u00a0: l’essentiel")
    expect(page.get_by_text("lu le 25 novembre 2026").first).to_be_visible()
    expect(page.get_by_text(DATED)).to_be_visible()
    press(page, "Mon compte")
    press(page, "Se déconnecter")
    expect(heading(page)).to_have_text("Se connecter")


def arrives(page: Page, account: Account) -> None:
    """From the door to home, which has two ways to begin and nothing else."""
    page.goto("/")
    sign_in(page, account)
    expect(heading(page)).to_have_text("Qui voit quoi")
    press(page, "Continuer")
    expect(page).to_have_title("Aujourd’hui · Boussole")
    assert sections(page) == ["Ce que je connais déjà (sans note)"]
    assert not re.search(r"\b0\b", page.locator("main").inner_text())


def follows_themes(page: Page) -> None:
    """She is asked now that she has answered."""
    press(page, "Choisir mes thèmes")
    expect(page).to_have_title("Vos thèmes · Boussole")
    tab_to(page.get_by_role("button", name="Suivre ces trois thèmes", exact=True))
    page.keyboard.press("Enter")
    home(page)


def sign_in(page: Page, account: Account) -> None:
    tab_to(page.get_by_label("Courriel"))
    page.keyboard.type(account.email)
    tab_to(page.get_by_label("Mot de passe"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def read_cards(page: Page, module: str) -> None:
    expect(page).to_have_title(re.compile(rf"^{re.escape(module)}\s· carte 1"))
    cards = int(page.title().partition(" sur ")[2].split()[0])
    for number in range(1, cards + 1):
        expect(page).to_have_title(f"{module} · carte {number} sur {cards} · Boussole")
        if number > 1:
            expect(heading(page)).to_be_focused()
        press(page, "Continuer" if number < cards else "Passer aux questions")


def at_question(page: Page, module: str, number: int) -> None:
    """The page says which question it is, and whoever listens hears it first."""
    expect(page).to_have_title(re.compile(rf"^{re.escape(module)}\s· question {number} sur \d au plus · Boussole$"))
    expect(heading(page)).to_be_focused()


def stops_and_resumes(page: Page, house: House, module: str) -> None:
    """A question that she does not know, the cards, and the next one after she has been away from her desk."""
    expect(page).to_have_title(re.compile("question 1 sur"))
    give_up(page)
    go_on(page)
    read_cards(page, module)
    at_question(page, module, 2)
    begun = question_on(page)
    press(page, "Arrêter ici, tout est gardé", "Shift+Tab")
    home(page)
    assert step(page) == module
    press(page, "Reprendre")
    page.locator("[name=answering]").wait_for()
    assert question_on(page) == begun
    answer(page, house, "Avec certitude")
    go_on(page)


def ask(page: Page, query: str) -> None:
    tab_to(page.get_by_role("searchbox", name="Chercher une carte"))
    page.keyboard.type(query)
    page.keyboard.press("Enter")


def situates_herself(page: Page, house: House) -> None:
    press(page, "Voir de quoi il s’agit")
    expect(heading(page)).to_have_text("Faire le point")
    press(page, "Commencer")
    page.locator("[name=answering]").wait_for()
    skipped = heading(page).inner_text()
    press(page, "Passer cette question")
    expect(heading(page)).not_to_have_text(skipped)
    expect(heading(page)).to_be_focused()
    give_up(page)
    go_on(page)
    answer(page, house)
    go_on(page)
    press(page, "Terminer et voir la boussole")
    expect(page).to_have_title("Où vous en êtes · Boussole")
    expect(heading(page)).to_be_focused()
    press(page, "Voir ce que Boussole propose")


# ----------------------------------------------------------------------------------------------------------- third week


def test_a_third_week_without_a_mouse(devices: Devices, house: House) -> None:
    account = house.person()
    house.clock.at += A_FORTNIGHT
    lived_so_far(house, account)
    lives.news(house)
    page = devices.open(account)
    page.goto("/")

    comes_back(page, house)
    skill = knows_already(page, house)
    open_skill(page, house, skill)
    expect(page.get_by_role("main")).to_contain_text("presque acquis")
    expect(page.get_by_role("img", name=re.compile("au fil de 3 réponses"))).to_be_visible()
    expect(page.get_by_text("Sur dix questions moyennes")).to_be_visible()
    press(page, "Boussole")
    wants_something_else(page)
    takes_a_pause(page)
    house.clock.at += A_WEEK
    confirms(page, house, skill)


def lived_so_far(house: House, account: Account) -> None:
    """Two days of her first week on one skill; and in spring, by mail, another one."""
    faded, acquired, *_ = lives.questions_by_skill(house).values()
    for number, (once, lately) in enumerate(zip(faded, acquired, strict=False)):
        lives.answer(house, account, once, once.key, 180 - number)
        lives.answer(house, account, lately, lately.key, 13 + (number < 4))


def comes_back(page: Page, house: House) -> None:
    """After a week away: what has changed, and a question or two on what has faded."""
    expect(section(page, "Pendant votre absence").get_by_role("listitem")).not_to_have_count(0)
    expect(section(page, "Pendant votre absence")).to_contain_text("rien ne presse")
    press(page, "Une ou deux questions")
    assert answer_to_the_end(page, house) in {1, 2}
    end(page)
    assert "À rafraîchir" not in sections(page)


def knows_already(page: Page, house: House) -> str:
    """Contest a skill, right three times; returns which it was."""
    something_else_until(page, page.get_by_text("Je connais déjà", exact=True))
    press(page, "Pourquoi cette proposition.*")
    press(page, "Je connais déjà")
    skill = asked(page, house).skill
    assert answer_to_the_end(page, house) == 3
    expect(page.get_by_role("main")).to_contain_text("cette compétence est presque acquise")
    end(page)
    return skill


def wants_something_else(page: Page) -> None:
    """Not today, and not at all."""
    something_else(page)
    before = step(page)
    press(page, "Pourquoi cette proposition.*")
    press(page, "Ne plus me le proposer")
    expect(page.locator("#step")).not_to_have_text(before)
    expect(page.get_by_role("status")).to_contain_text("Boussole ne le proposera plus")


def takes_a_pause(page: Page) -> None:
    """Days that read the same whether a field asks for the day first or for the month."""
    own_page(page, "Ma semaine")
    for label, day in (("Premier jour de congé", "01012027"), ("Dernier jour de congé", "02022027")):
        tab_to(page.get_by_label(label))
        page.keyboard.type(day)
    press(page, "Ajouter ce congé")
    expect(page.get_by_text("Du 1er janvier 2027 au 2 février 2027")).to_be_visible()


def confirms(page: Page, house: House, skill: str) -> None:
    """A question that she has not seen, or two, a week later."""
    press(page, "Boussole")
    something_else_until(page, page.locator(f"form[action='/practice/check/{skill}']"))
    press(page, "Commencer")
    assert answer_to_the_end(page, house) in {1, 2}
    end(page)
    open_skill(page, house, skill)
    expect(page.get_by_role("main")).to_contain_text("acquis depuis")
