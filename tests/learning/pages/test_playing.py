"""Playing a module by forms alone, and the same with htmx: the fragment is what the page would hold."""

from datetime import date

from sqlalchemy import func, select

from content.module import Option, Question, QuestionKind, Reference
from models.tables.answers import Answer, Play
from models.tables.people import Account
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS
from tests.builders import question
from tests.house import House
from tests.page_browser import Browser, settled
from tests.site.pages.flaws import flaws

ANSWERING = ("answering", "1")


def begin(browser: Browser, module_id: str = "ecouter") -> str:
    """Open a module from the list; returns the address of the play."""
    browser.get(f"/modules/{module_id}")
    return browser.send(f"/modules/{module_id}/start").path


def to_question(browser: Browser, module_id: str = "ecouter") -> str:
    """Read the cards; returns the address of the play."""
    sitting = begin(browser, module_id)
    while is_here(browser, f"{sitting}/advance"):
        browser.send(f"{sitting}/advance")
    return sitting


def is_here(browser: Browser, action: str) -> bool:
    return action in [form.get("action") for form in browser.page.forms()]


def publish(house: House, module_id: str, asked: Question, **fields: object) -> None:
    """One more module, with one question."""
    house.new_module(module_id, skills=(asked.skill,), questions=(asked,), **fields)


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key).order_by(Answer.sequence)
    return house.read(lambda db: list(db.scalars(mine)))


# ------------------------------------------------------------------------------------------------------- by forms alone


def test_it_works(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = begin(browser)
    assert (browser.page.heading, browser.page.came_by) == ("Carte 1", (303,))
    assert browser.send(f"{sitting}/advance").heading == "Carte 2"
    browser.send(f"{sitting}/advance")
    for asked in range(1, MOST_QUESTIONS + 1):
        page = browser.send(f"{sitting}/answer", ANSWERING, option="a")
        assert (page.status, page.came_by, page.path) == (200, (303,), sitting)
        assert len(answers_of(house, account)) == asked
        browser.send(f"{sitting}/advance")
        if not is_here(browser, f"{sitting}/answer"):
            break
    assert asked >= LEAST_QUESTIONS
    assert browser.page.heading == "Terminé"
    assert ("Boussole s’arrête là" in browser.page.text) == (asked < MOST_QUESTIONS)
    assert [answer.correct for answer in answers_of(house, account)] == [True] * asked


def test_the_feedback_says_the_verdict_first_then_explains_every_option(house: House) -> None:
    browser = house.visitor()
    sitting = to_question(browser)
    page = browser.send(f"{sitting}/answer", ANSWERING, option="b")
    assert page.heading == "Ce n’est pas la meilleure réponse ici"
    for said in ("Oui, parce que…", "Non, parce que…", "Non plus…"):
        assert said in page.text
    assert "%" not in page.text


def test_a_question_says_which_source_carries_its_key(house: House) -> None:
    source = Reference("Un livre, 2013", "https://example.org/livre", date(2026, 11, 24))
    publish(house, "appuye", question("appuye-1")._replace(source=1), sources=(source,))
    browser = house.visitor()
    sitting = to_question(browser, "appuye")
    page = browser.send(f"{sitting}/answer", ANSWERING, option="a")
    assert "Un livre, 2013 · lu le 24 novembre 2026" in page.text
    assert "https://example.org/livre" in page.links()


def test_options_stand_in_the_order_of_the_presentation_and_stay_there(house: House) -> None:
    browser = house.visitor()
    sitting = to_question(browser)
    values = browser.page.tree.xpath("//input[@name='option']/@value")
    assert sorted(values) == ["a", "b", "c"]
    assert browser.get(sitting).tree.xpath("//input[@name='option']/@value") == values
    assert {control.get("type") for control in browser.page.tree.xpath("//input[@name='option']")} == {"radio"}


def test_a_question_with_several_answers_takes_several(house: House) -> None:
    options = tuple(Option(key, f"Option {key}", key != "c", "Parce que…") for key in "abc")
    publish(
        house, "plusieurs", Question("plusieurs-1", "listen.reflect", "Lesquelles ?", options, QuestionKind.SEVERAL)
    )
    account = house.person()
    browser = house.browser_of(account)
    sitting = to_question(browser, "plusieurs")
    assert {control.get("type") for control in browser.page.tree.xpath("//input[@name='option']")} == {"checkbox"}
    browser.send(f"{sitting}/answer", ANSWERING, option=["a", "b"])
    assert answers_of(house, account)[0].correct


def test_the_end_names_its_sources_and_what_to_try_and_gives_no_figure(house: House) -> None:
    browser = house.visitor()
    sitting = to_question(browser)
    while is_here(browser, f"{sitting}/answer"):
        browser.send(f"{sitting}/answer", ANSWERING, option="b")
        browser.send(f"{sitting}/advance")
    for said in ("Un silence.", "Un livre, 2013"):
        assert said in browser.page.text
    assert "%" not in browser.page.text
    assert browser.get(sitting).heading == "Terminé"


def test_what_a_trainer_writes_as_html_stays_text(house: House) -> None:
    html = "<b>gras</b> <script>alert(1)</script> [lien](javascript:alert(1))"
    options = tuple(Option(key, f"{key} {html}", key == "a", html) for key in "ab")
    asked = Question("hostile-1", "listen.reflect", html, options)
    house.new_module("hostile", skills=("listen.reflect",), questions=(asked,), cards=1, to_try=html, title="<i>T</i>")
    browser = house.visitor()
    sitting = begin(browser, "hostile")
    pages = [browser.page, browser.send(f"{sitting}/advance")]
    pages.append(browser.send(f"{sitting}/answer", ANSWERING, option="b"))
    pages.append(browser.send(f"{sitting}/advance"))
    for page in pages:
        assert page.tree.xpath("//main//b|//main//i|//script[not(@src)]|//a[starts-with(@href, 'javascript')]") == []
        assert flaws(page) == []


# ----------------------------------------------------------------------------------------------- sent twice, or wrongly


def test_a_form_sent_twice_counts_once(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = to_question(browser)
    shown = browser.page
    browser.send(f"{sitting}/answer", ANSWERING, option="a")
    browser.page = shown
    page = browser.send(f"{sitting}/answer", ANSWERING, option="b")
    assert (page.status, page.heading) == (200, "C’est juste")
    assert [answer.response for answer in answers_of(house, account)] == [["a"]]


def test_going_back_and_sending_an_old_form_moves_nothing(house: House) -> None:
    browser = house.visitor()
    sitting = begin(browser)
    card = browser.page
    to_question(browser)
    here = browser.page.heading
    browser.page = card
    assert browser.send(f"{sitting}/advance").heading == here


def test_an_option_that_is_not_there_is_refused_and_nothing_recorded(house: House) -> None:
    for option in ["z", "", "A", ["a", "z"]]:
        account = house.person()
        browser = house.browser_of(account)
        sitting = to_question(browser)
        page = browser.send(f"{sitting}/answer", ANSWERING, option=option)
        assert page.status == 422
        assert answers_of(house, account) == []


def test_a_question_that_was_not_asked_cannot_be_answered(house: House) -> None:
    for presentation in ["", "x", "00000000-0000-0000-0000-000000000000"]:
        browser = house.visitor()
        sitting = to_question(browser)
        before = house.rows()
        assert browser.post(f"{sitting}/answer", presentation=presentation, option="a").status == 404
        assert house.rows() == before


# --------------------------------------------------------------------------------------------- left, and taken up again


def test_a_play_goes_on_where_it_was_on_another_device(house: House) -> None:
    account = house.person()
    desk, phone = house.browser_of(account), house.browser_of(account)
    sitting = to_question(desk)
    options = desk.page.tree.xpath("//input[@name='option']/@value")
    house.clock.pass_by(days=2)
    page = phone.get("/")
    assert phone.send("/modules/ecouter/start").path == sitting
    assert phone.page.heading == desk.page.heading
    assert phone.page.tree.xpath("//input[@name='option']/@value") == options
    phone.send(f"{sitting}/answer", ANSWERING, option="a")
    assert desk.get(sitting).heading == "C’est juste"
    assert page.status == 200


# --------------------------------------------------------------------------------------------------- reviews and checks


def test_a_review_asks_two_questions_and_ends(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/modules")
    sitting = browser.post("/practice/review/frame.role").headers["Location"]
    browser.get(sitting)
    for _ in range(2):
        browser.send(f"{sitting}/answer", ANSWERING, option="b")
        browser.send(f"{sitting}/advance")
    assert browser.page.heading == "Terminé"
    assert house.read(lambda db: db.scalar(select(func.count()).where(Play.learner_key == account.learner_key))) == 1


# ------------------------------------------------------------------------------------------------------------ with htmx


def same_as_reloaded(browser: Browser, sitting: str) -> bool:
    """Whether the page as it was swapped together is the page that the server would give."""
    swapped = settled(browser.page.part("scene"))
    return swapped == settled(browser.get(sitting).part("scene"))


def test_every_fragment_is_what_the_page_holds_after_a_reload(house: House) -> None:
    browser = house.visitor()
    sitting = begin(browser)
    seen = []
    while browser.page.heading != "Terminé":
        action = next(to for form in browser.page.forms() if (to := form.get("hx-post", "")).startswith(sitting))
        asked = action == f"{sitting}/answer"
        fields = {"option": "b" if len(seen) % 4 else "a"} if asked else {}
        response = browser.swap(action, ANSWERING if asked else None, **fields)
        assert response.status_code == 200
        assert "<html" not in response.text
        assert same_as_reloaded(browser, sitting)
        seen.append(browser.page.heading)
    assert {"Carte 2", "C’est juste", "Ce n’est pas la meilleure réponse ici", "Terminé"} <= set(seen)


def test_a_fragment_puts_the_focus_on_its_heading(house: House) -> None:
    browser = house.visitor()
    sitting = to_question(browser)
    for button, fields in ((ANSWERING, {}), (ANSWERING, {"option": "a"})):
        browser.swap(f"{sitting}/answer", button, **fields)
        (focused,) = browser.page.part("scene").xpath(".//*[@data-focus]")
        assert focused.get("tabindex") == "-1"


def test_an_error_replaces_the_whole_page_with_htmx_too(house: House) -> None:
    browser = house.visitor()
    sitting = to_question(browser)
    assert browser.swap(f"{sitting}/answer", ANSWERING, option="z").status_code == 422
    assert flaws(browser.page) == []
    assert browser.get(sitting).status == 200
