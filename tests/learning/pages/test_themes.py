"""Themes: asked once, after the first answers, three in one tap; changed at any time."""

from models.learning import themes
from models.tables.people import Account
from models.tables.stories import StorySkill
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.watchers.mornings import tell

FOLLOW, LATER = ("follow", "1"), ("later", "1")


def newcomer(house: House) -> tuple[Account, Browser]:
    """Somebody who has read « Qui voit quoi » and has nothing else behind her."""
    account = house.person(fresh=True)
    browser = house.browser_of(account)
    browser.get("/")
    browser.send(browser.page.tree.xpath("string(//main//form/@action)"))
    return account, browser


def beginner(house: House) -> tuple[Account, Browser]:
    """Somebody who has answered for the first time, and is home again."""
    account, browser = newcomer(house)
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-reflect-1", at=MONDAY)
    browser.get("/")
    return account, browser


def is_asked(page: Page) -> bool:
    return page.path == "/" and bool(page.tree.xpath("//section[@aria-labelledby='themes']"))


def sent(browser: Browser, button: tuple[str, str], **fields: list[str]) -> Page:
    """Open the page to choose them, and press a button."""
    browser.get(*browser.page.tree.xpath("//section[@aria-labelledby='themes']//a/@href"))
    assert browser.page.heading == "Que voulez-vous suivre\u202f?"
    return browser.send(browser.page.tree.xpath("string(//main//form/@action)"), button, **fields)


def followed(house: House, account: Account) -> list[str]:
    found = house.read(lambda db: themes.followed(db, account.learner_key))
    return [theme.name("fr") for theme in found]


def test_nobody_is_asked_for_themes_before_the_first_answer(house: House) -> None:
    account, browser = newcomer(house)
    assert not is_asked(browser.page)
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-reflect-1", at=MONDAY)
    assert is_asked(browser.get("/"))


def test_themes_are_followed_in_one_tap(house: House) -> None:
    account, browser = beginner(house)
    assert not is_asked(sent(browser, FOLLOW))
    assert sorted(followed(house, account)) == ["Cadre", "Écoute"]


def test_later_follows_nothing_and_is_not_asked_again(house: House) -> None:
    account, browser = beginner(house)
    assert not is_asked(browser.send("/themes/first", LATER))
    assert followed(house, account) == []
    assert house.again(account).themes_asked_at == MONDAY


def test_domains_are_changed_on_the_page_of_themes(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/themes")
    assert browser.send("/themes/domains", domain=["listen"]).came_by == (303,)
    assert browser.page.tree.xpath("//input[@name='domain' and @checked]/@value") == ["listen"]
    browser.send("/themes/domains", domain=[])
    assert followed(house, account) == []


def test_words_of_ones_own_are_followed_and_left(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/themes")
    assert "article 60" in browser.send("/themes/words", words=" article 60 ").text
    (action,) = browser.page.tree.xpath("//form[contains(@action, 'leave')]/@action")
    browser.send(action)
    assert followed(house, account) == []


def test_nobody_leaves_the_theme_of_another(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        themes.follow(db, account.learner_key, MONDAY, words=["logement"])
        (only,) = themes.followed(db, account.learner_key)
    browser = house.visitor()
    browser.get("/themes")
    browser.post(f"/themes/{only.id}/leave")
    assert followed(house, account) == ["logement"]


# ---------------------------------------------------------------------------------------------------------- muted words


def test_a_word_is_muted_and_heard_again_on_the_page_of_themes(house: House) -> None:
    story = tell(house.store, "Du patinage partout", MONDAY)
    browser = house.visitor()
    browser.get("/themes")
    page = browser.send("/themes/muted", muted=" patinages ")
    assert page.came_by == (303,)
    assert "patinages" in words(page.part("muted-words").getparent())
    assert f"/news/{story}" not in browser.get("/news").links()
    browser.get("/themes")
    browser.send(browser.page.tree.xpath("string(//form[contains(@action, 'hear')]/@action)"))
    assert f"/news/{story}" in browser.get("/news").links()


def test_words_to_mute_that_say_nothing_come_back_with_the_reason(house: House) -> None:
    browser = house.visitor()
    browser.get("/themes")
    for typed in ("", "?!", "x" * 61):
        page = browser.send("/themes/muted", muted=typed)
        assert page.status == 422
        assert len(page.tree.find_class("error")) == 1
        assert page.tree.xpath("//input[@name='muted']/@value") == [typed]


def test_the_feed_says_which_theme_a_story_is_here_for(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        themes.follow(db, account.learner_key, MONDAY, words=["penurie"], domains=["frame"])
    tell(house.store, "Pénurie de grutiers", MONDAY)
    touched = tell(house.store, "Un texte", MONDAY)
    with house.store.writing() as db:
        db.add(StorySkill(story_id=touched, skill="frame.role", similarity=0.9))
    browser = house.browser_of(account)
    for page in (browser.get("/news"), browser.get(f"/news/{touched}")):
        assert "vous suivez «\u202fCadre\u202f»" in page.text
    assert "vous suivez «\u202fpenurie\u202f»" in words(browser.get("/").part("changes").getparent())
