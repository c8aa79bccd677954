"""« Ma semaine »: days, a goal, pauses; calm whatever was or was not done."""

from models.ground.calendar import DAY, Days
from models.learning import week
from models.tables.people import Account
from tests.builders import MONDAY, ask
from tests.house import House
from tests.page_browser import Browser, words

TODAY = MONDAY.date()


def days(browser: Browser) -> list[str]:
    """What the row of days says."""
    return [words(day) for day in browser.page.tree.xpath("//main//ol/li")]


def came(house: House, account: Account, *days_ago: int) -> None:
    for number, ago in enumerate(days_ago, 1):
        with house.store.writing() as db:
            ask(db, account.learner_key, f"listen-active-{number}", at=MONDAY - ago * DAY)


def test_it_works(house: House) -> None:
    browser = house.visitor()
    assert browser.get("/week").heading == "Ma semaine"
    assert days(browser) == [
        "lundi 23 aujourd’hui",
        *(f"{day} –à venir" for day in ("mardi 24", "mercredi 25", "jeudi 26", "vendredi 27")),
    ]
    assert browser.page.tree.xpath("//li[@aria-current='date']/span[1]/text()") == ["lundi 23"]


def test_a_day_with_answers_has_a_mark_and_a_word_and_other_days_are_not_judged(house: House) -> None:
    account = house.person()
    came(house, account, 0)
    house.clock.pass_by(days=3)
    browser = house.browser_of(account)
    browser.get("/week")
    assert days(browser) == [
        "lundi 23 ✓ fait",
        "mardi 24 –rien de noté",
        "mercredi 25 –rien de noté",
        "jeudi 26 aujourd’hui",
        "vendredi 27 –à venir",
    ]
    for word in ("manqu", "série", "%", "retard"):
        assert word not in browser.page.text


def test_a_goal_is_set_and_told_with_what_is_done(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/week")
    assert "Vous visez 2 jours cette semaine." in browser.send("/week/goal", days="2").text
    came(house, account, 0)
    assert "Déjà 1 sur les 2 jours que vous visez." in browser.get("/week").text
    house.clock.pass_by(days=1)
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-5", at=house.clock())
    assert "Votre objectif de la semaine est atteint." in browser.get("/week").text
    assert "visez" not in browser.send("/week/goal", days="0").text


def test_the_rhythm_of_the_last_weeks_is_one_sentence(house: House) -> None:
    for days_ago, told in [
        ((7,), "La semaine dernière : un jour."),
        ((7, 6, 14, 13), "Votre rythme ces dernières semaines : 2 jours par semaine."),
        ((7, 13, 14), "Votre rythme ces dernières semaines : de 1 à 2 jours par semaine."),
        ((6, 21), "Votre rythme ces dernières semaines : jusqu’à un jour par semaine."),
    ]:
        account = house.person()
        came(house, account, *days_ago)
        page = house.browser_of(account).get("/week")
        assert told in page.text.replace("\u00a0", " ")


def test_a_pause_is_noted_shown_and_ended_early(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/week")
    page = browser.send("/week/pauses", first="2026-11-24", last="2026-12-04")
    assert page.came_by == (303,)
    assert "Du 24 novembre 2026 au 4 décembre 2026" in page.text
    assert days(browser)[1:] == [
        "mardi 24 en congé",
        "mercredi 25 en congé",
        "jeudi 26 en congé",
        "vendredi 27 en congé",
    ]
    house.clock.pass_by(days=2)
    (action,) = browser.get("/week").tree.xpath("//form[contains(@action, 'resume')]/@action")
    assert words(browser.page.form(action)) == "Reprendre dès aujourd’hui"
    browser.send(action)
    assert browser.page.path == "/week"  # no day stands in an address, where logs would keep it
    assert days(browser)[1:3] == ["mardi 24 en congé", "mercredi 25 aujourd’hui"]
    assert house.read(lambda db: week.PAUSES.ask(db, learner_key=account.learner_key)) == (
        Days(TODAY + DAY, TODAY + DAY),
    )


NO_PAUSES = [("2026-11-24", "2026-11-23"), ("", "2026-11-23"), ("2026-11-24", "demain"), ("2026-11-24", "9999-12-31")]


def test_a_pause_that_cannot_be_comes_back_with_the_reason(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/week")
    for first, last in NO_PAUSES:
        page = browser.send("/week/pauses", first=first, last=last)
        assert page.status == 422
        assert page.tree.find_class("error")
        assert page.tree.xpath("//input[@name='first']/@value")[0] == first
    assert house.read(lambda db: week.PAUSES.ask(db, learner_key=account.learner_key)) == ()
