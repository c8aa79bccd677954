"""The page at the end of a sitting: what was right, which petal moved, what comes back, the next step in one tap."""

from models.learning import objection, playing
from models.tables.people import Account
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, WRONG, live_through
from tests.house import House
from tests.learning.stage import DAY, know
from tests.page_browser import Page
from tests.site.pages.flaws import flaws


def ended(house: House, account: Account, module_id: str = "ecouter", *, right: bool = True) -> str:
    """The address of a module played to its end."""
    with house.store.writing() as db:
        play = playing.start(db, account.learner_key, module_id, house.clock())
        live_through(db, play, house.clock(), lambda asked: asked.key if right else WRONG)
        return f"/play/{play.id}"


def end_of(house: House, account: Account, module_id: str = "ecouter", *, right: bool = True) -> Page:
    return house.browser_of(account).get(ended(house, account, module_id, right=right))


def words(page: Page) -> str:
    return " ".join(page.text.split())


def petals(page: Page) -> list[str]:
    """How each petal looks, before and after."""
    drawn = page.tree.xpath("//svg[@class='moved']//path/@class")
    return [one for one in drawn if not one.startswith(("rose-", "moved-"))]


def test_none_right_and_all_right_end_differently(house: House) -> None:
    failed = words(end_of(house, house.person(), right=False))
    shown = words(end_of(house, house.person()))
    assert "Aucune réponse juste sur 2." in failed
    assert "deux réponses à revoir appellent une relecture" in failed
    assert "réponses justes sur" in shown
    assert "vous avez montré tout ce qui peut l’être en un jour" in shown
    assert "un autre jour, et ce sera acquis" in shown
    assert "Reviendra demain." in shown


def test_the_petal_is_drawn_before_and_after_and_said_in_words(house: House) -> None:
    page = end_of(house, house.person())
    before, after = petals(page)
    assert (before, after != "to_discover") == ("to_discover", True)
    assert page.part("moved").getparent().xpath(".//a/@href") == ["/skills/listen.active"]
    assert "à découvrir puis →" in words(page)
    assert flaws(page) == []


def test_what_is_acquired_says_the_day_of_its_review(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        know(db, account.learner_key)
        builders.ask(db, account.learner_key, "listen-active-4", at=MONDAY)
        play = playing.practise(db, account.learner_key, "listen.active", Purpose.CHECK, MONDAY + DAY)
        live_through(db, play, MONDAY + DAY)
    house.clock.at = MONDAY + DAY
    said = words(house.browser_of(account).get(f"/play/{play.id}"))
    assert "presque acquis puis → acquis" in said
    assert "Vous l’avez montrée deux jours différents" in said
    assert "Reviendra le " in said


def test_the_next_step_is_that_of_home_and_one_tap_away(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    page = browser.get(ended(house, account))
    (address,) = page.tree.xpath("//div[@class='action']//form/@action")
    home = browser.get("/")
    assert address in home.tree.xpath("//section[@aria-labelledby='step']//form/@action")
    browser.get(page.path)
    assert browser.send(address).path.startswith("/play/")


def test_on_a_later_day_home_leads_straight_to_a_question_and_one_choice_and_one_button_answer_it(house: House) -> None:
    """Three taps; why not two: docs/decisions/0008-the-rose-and-three-taps.md."""
    account = house.person()
    with house.store.writing() as db:
        know(db, account.learner_key)
    house.clock.pass_by(days=90)
    browser = house.browser_of(account)
    (step,) = browser.get("/").tree.xpath(
        "//section[@aria-labelledby='step']//form[starts-with(@action, '/practice')]/@action"
    )
    page = browser.send(step)
    assert len(page.tree.xpath("//input[@name='option'][@type='radio']")) > 1
    assert browser.send(f"{page.path}/answer", ("answering", "1"), option="a").heading == "C’est juste"


def test_the_one_action_stands_last_so_that_it_sticks_under_the_thumb(house: House) -> None:
    """A sticky bar stays at the bottom of the screen only above what comes before it."""
    for right in (True, False):
        (scene,) = end_of(house, house.person(), right=right).tree.xpath("//*[@id='scene']")
        assert scene[-1].get("class") == "action"
        assert len(scene.xpath("./div[@class='action']//*[self::button or contains(@class, 'button')]")) == 1


def test_who_learns_without_estimation_is_told_how_many_were_right_and_that_nothing_is_kept(house: House) -> None:
    account, address = house.person(), "/modules/ecouter/untraced"
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    browser = house.browser_of(account)
    browser.get(address)
    while forms := [one for one in browser.page.forms() if one.get("hx-post") == address]:
        asks = "option" in forms[0].fields
        browser.send(address, ("answering", "1") if asks else None, **({"option": "a"} if asks else {}))
        assert browser.page.status == 200
    said = words(browser.page)
    assert "réponses justes sur" in said
    assert "Rien n’en est gardé." in said
    for untrue in ("Reviendra", "Boussole s’arrête là", "Prochaine étape"):
        assert untrue not in said
