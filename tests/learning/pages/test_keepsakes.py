"""Bookmarks and notes: one tap under a story or at the end of a module, a quiet save, one page for all."""

from models.learning import playing
from models.tables.people import Account
from portal.learning.keepsakes import address
from tests.builders import MONDAY, live_through
from tests.house import House
from tests.page_browser import Browser, words
from tests.site.pages.flaws import flaws
from tests.watchers.mornings import tell

KEEP, DROP = ("keep", "1"), ("keep", "0")
HOSTILE = "<script>alert(1)</script> & <b>gras</b>"


def at_story(house: House, account: Account, title: str = "Une nouvelle") -> tuple[Browser, str]:
    """Before a story, and its address."""
    story = f"/news/{tell(house.store, title, house.clock())}"
    browser = house.browser_of(account)
    browser.get(story)
    return browser, story


def actions(browser: Browser) -> tuple[str, str]:
    """Where the bookmark and the note go."""
    bookmark, note = browser.page.tree.xpath("//form[starts-with(@action, '/keeping/')]/@action")
    return bookmark, note


def kept(browser: Browser) -> list[tuple[str, str]]:
    """The titles and addresses of « Mes repères »."""
    return [(words(link), link.get("href")) for link in browser.get("/keeping").tree.xpath("//main//li/a")]


def note_on(browser: Browser) -> str:
    text: str = browser.page.tree.xpath("string(//textarea)")
    return text.removeprefix("\n")


def test_a_story_is_kept_in_one_tap_and_listed_and_given_up_in_one(house: House) -> None:
    browser, story = at_story(house, house.person())
    page = browser.send(actions(browser)[0], KEEP)
    assert (page.path, page.came_by) == (story, (303,))
    assert kept(browser) == [("Une nouvelle", story)]
    browser.get(story)
    browser.send(actions(browser)[0], DROP)
    assert kept(browser) == []
    assert "Rien encore" in browser.page.text


def test_a_note_is_saved_quietly_again_and_again_while_one_writes(house: House) -> None:
    browser, story = at_story(house, house.person())
    for typed in ("À", "À dire", ""):
        browser.swap(actions(browser)[1], text=typed)
        assert "Enregistré" in words(browser.page.part("saved"))
    browser.swap(actions(browser)[1], text="À dire demain")
    browser.get(story)
    assert note_on(browser) == "À dire demain"


def test_a_note_that_changed_in_another_window_is_not_written_over(house: House) -> None:
    account = house.person()
    browser, story = at_story(house, account)
    other = house.browser_of(account)
    other.get(story)
    other.send(actions(other)[1], text="De l'autre fenêtre")
    page = browser.send(actions(browser)[1], text="D'ici")
    assert page.status == 409
    assert flaws(page) == []
    browser.get(story)
    assert note_on(browser) == "De l'autre fenêtre"


def test_nobody_else_sees_it(house: House) -> None:
    browser, story = at_story(house, house.person())
    browser.send(actions(browser)[1], text="Pour moi seule")
    for somebody in (house.visitor(), house.visitor(trainer=True, administrator=True)):
        assert "Pour moi seule" not in somebody.get(story).body
        assert kept(somebody) == []


def test_a_note_stays_text(house: House) -> None:
    browser, story = at_story(house, house.person(), title=HOSTILE)
    browser.send(actions(browser)[1], text=HOSTILE)
    for page in (browser.get(story), browser.get("/keeping")):
        assert page.tree.xpath("//script[not(@src)]|//main//b") == []
        assert HOSTILE in page.text
        assert flaws(page) == []


def test_the_module_that_was_played_can_be_kept_at_its_end(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        sitting = playing.start(db, account.learner_key, "ecouter", MONDAY)
        live_through(db, sitting, MONDAY)
    browser = house.browser_of(account)
    browser.get(f"/play/{sitting.id}")
    assert browser.send(actions(browser)[0], KEEP).path == f"/play/{sitting.id}"
    assert kept(browser) == [("Ecouter", "/modules/ecouter")]


def test_what_is_no_place_of_ours_is_refused(house: House) -> None:
    browser, _ = at_story(house, house.person())
    before = house.rows()
    there = {"kind": "story", "id": "1", "title": "T", "language": "fr", "keep": "1"}
    for fields in ({"kind": "person"}, {"id": ""}, {"title": ""}, {"kind": ""}, {"id": "x" * 301}):
        assert (fields, browser.post("/keeping/bookmark", **{**there, **fields}).status) == (fields, 404)
    assert house.rows() == before


def test_what_is_kept_leads_to_its_place() -> None:
    for kind, target, where in [
        ("card", "ecouter/une-carte", "/modules/ecouter/cards/une-carte"),
        ("module", "ecouter", "/modules/ecouter"),
        ("story", "7", "/news/7"),
        ("skill", "listen.active", "/skills/listen.active"),
        ("module", "//evil", "/modules/"),
        ("skill", "a?b#c", "/skills/a%3Fb%23c"),
    ]:
        assert address(kind, target) == where
