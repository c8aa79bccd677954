"""One tap under a feedback or a card, by forms alone and with htmx; what one has reported, and what was replied."""

from collections.abc import Callable
from itertools import product

import pytest
from sqlalchemy import func, select

from models.catalogue import in_force
from models.ground import audit
from models.learning import answer_log, report_inbox, reports
from models.learning.report_subjects import AboutCard
from models.tables.people import Account
from models.tables.reports import Report, ReportKind, ReportOutcome
from tests.builders import question
from tests.house import PASSWORD, House
from tests.page_browser import Browser, settled, words
from tests.site.pages.flaws import flaws

ANSWERING, DONT_KNOW = ("answering", "1"), ("dont_know", "1")
DISAGREE, OUTDATED = ("kind", "disagree"), ("kind", "outdated")
WORD, WITHDRAW = ("do", "word"), ("do", "withdraw")


def at_a_card(browser: Browser) -> str:
    browser.get("/modules/ecouter")
    return browser.send("/modules/ecouter/start").path


def at_a_feedback(browser: Browser) -> str:
    """A wrong answer; returns the address of the play."""
    sitting = at_a_card(browser)
    for _ in range(2):
        browser.send(f"{sitting}/advance")
    browser.send(f"{sitting}/answer", ANSWERING, option="b")
    return sitting


def reports_of(house: House, account: Account) -> list[Report]:
    mine = select(Report).where(Report.learner_key == account.learner_key).order_by(Report.id)
    return house.read(lambda db: list(db.scalars(mine)))


def counted(house: House, account: Account) -> int:
    return house.read(lambda db: len(list(answer_log.counted_answers(db, account.learner_key))))


def buttons(browser: Browser) -> list[str]:
    return [words(button) for button in browser.page.part("under").xpath(".//button")]


# -------------------------------------------------------------------------------------------------------------- one tap


@pytest.mark.parametrize("at", [at_a_card, at_a_feedback])
def test_each_tap_is_told_at_once_with_where_it_is_found_again_and_how_it_is_taken_back(
    house: House, at: Callable[[Browser], str]
) -> None:
    browser = house.visitor()
    at(browser)
    for kind, send in product(("disagree", "outdated", "badly_put"), (browser.swap, browser.send)):
        send("/reports", ("kind", kind))
        (told,) = browser.page.part("under").xpath(".//*[@role='status']")
        assert words(told).startswith("Noté")
        assert words(told).endswith("Vous le retrouverez sous «\u202fMes signalements\u202f».")
        assert told.xpath(".//a/@href") == ["/reports"]
        assert buttons(browser)[-1] == "Retirer ce signalement"
        send("/reports", WITHDRAW)
        (told,) = browser.page.part("under").xpath(".//*[@role='status']")
        assert words(told) == "Votre signalement est retiré."


def test_under_a_feedback_one_tap_sets_the_answer_aside_and_says_so(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = at_a_feedback(browser)
    assert buttons(browser) == ["Pas d’accord", "Périmé", "Mal posée"]
    assert counted(house, account) == 1
    page = browser.send("/reports", OUTDATED)
    assert (page.path, page.came_by, page.heading) == (sitting, (303,), "Ce n’est pas la meilleure réponse ici")
    assert "Noté\u00a0: «\u202fPérimé\u202f». Votre réponse est mise de côté" in words(page.part("under"))
    assert counted(house, account) == 0
    (report,) = reports_of(house, account)
    assert (report.kind, report.word, report.wants_reply) == ("outdated", "", False)


def test_under_a_card_the_tap_says_that_it_will_be_read(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = at_a_card(browser)
    assert buttons(browser) == ["Pas d’accord", "Périmé", "Mal écrite"]
    page = browser.send("/reports", DISAGREE)
    assert (page.path, page.heading) == (sitting, "Carte 1")
    assert "L’équipe de formation le lira." in words(page.part("under"))
    assert "réponse est mise de côté" not in page.text
    assert [(report.card, report.answer_id) for report in reports_of(house, account)] == [(1, None)]
    assert buttons_of_the_next_card(browser, sitting) == ["Pas d’accord", "Périmé", "Mal écrite"]


def buttons_of_the_next_card(browser: Browser, sitting: str) -> list[str]:
    browser.send(f"{sitting}/advance")
    return buttons(browser)


def test_a_report_withdrawn_lets_the_answer_count_again(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    at_a_feedback(browser)
    browser.send("/reports", OUTDATED)
    page = browser.send("/reports", WITHDRAW)
    assert "Votre signalement est retiré." in words(page.part("under"))
    assert buttons(browser) == ["Pas d’accord", "Périmé", "Mal posée"]
    assert counted(house, account) == 1


def test_once_settled_the_reply_stands_there_too(house: House) -> None:
    for outcome in ReportOutcome:
        account = house.person()
        browser = house.browser_of(account)
        sitting = at_a_feedback(browser)
        browser.send("/reports", OUTDATED)
        settle(house, account, outcome)
        said = words(browser.get(sitting).part("under"))
        assert "La page de l’ONEM le dit." in said
        assert ("compte de nouveau" if outcome is ReportOutcome.MAINTAINED else "ne compte plus") in said
        assert buttons(browser) == []


def settle(house: House, account: Account, outcome: ReportOutcome) -> None:
    trainer = house.person(trainer=True)
    with house.store.writing() as db:
        (report,) = db.scalars(select(Report).where(Report.learner_key == account.learner_key))
        report_inbox.reply(db, [report], "La page de l'ONEM le dit.", outcome, house.clock(), trainer.learner_key)


def test_each_step_swapped_in_is_what_the_page_holds_after_a_reload(house: House) -> None:
    browser = house.visitor()
    sitting = at_a_feedback(browser)
    for button, fields in ((OUTDATED, {}), (WORD, {"word": "Non."}), (WITHDRAW, {}), (DISAGREE, {})):
        response = browser.swap("/reports", button, **fields)
        assert (response.status_code, "<html" in response.text) == (200, False)
        (focused,) = browser.page.part("under").xpath(".//*[@data-focus]")
        assert focused.get("tabindex") == "-1"
        swapped = settled(browser.page.part("under"))
        assert swapped == settled(browser.get(sitting).part("under"))


# ------------------------------------------------------------------------------------------------ whose page, and which


def test_the_feedback_of_a_mailed_question_takes_a_tap_without_signing_in(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    shown = browser.send(address, DONT_KNOW)
    page = browser.send("/reports", OUTDATED)
    assert (page.path, page.came_by) == (shown.path, (303,))
    assert counted(house, account) == 0
    browser.send("/reports", WORD, word="Depuis mai.", wants_reply="1")
    assert [(report.word, report.wants_reply) for report in reports_of(house, account)] == [("Depuis mai.", True)]
    assert flaws(browser.page) == []
    assert browser.get("/").path == "/sign-in"


def test_a_form_that_is_not_ours_reports_nothing(house: House) -> None:
    for field, value, status in [("place", "x", 410), ("place", "", 410), ("kind", "x", 404)]:
        account = house.person()
        browser = house.browser_of(account)
        at_a_feedback(browser)
        place = browser.page.tree.xpath("string(//input[@name='place']/@value)")
        assert browser.post("/reports", **{"place": place, "kind": "outdated", field: value}).status == status
        assert reports_of(house, account) == []


def test_who_has_been_erased_reports_nothing_any_more(house: House) -> None:
    account = house.person()
    desk, phone = house.browser_of(account), house.browser_of(account)
    at_a_feedback(phone)
    place = phone.page.tree.xpath("string(//input[@name='place']/@value)")
    desk.get("/account")
    desk.send("/account/erase", word="effacer", **{"erasing-present": PASSWORD})
    stranger = house.stranger()
    stranger.get("/sign-in")
    assert stranger.post("/reports", place=place, kind="outdated").status == 410
    assert house.read(lambda db: db.scalar(select(func.count(Report.id)).where(Report.learner_key.is_(None)))) == 0


# ------------------------------------------------------------------------------------------------------------ one's own


def a_report(house: House, account: Account, number: int = 1, word: str = "", wants_reply: bool = False) -> int:
    """On a card of a module that nobody else has reported; returns its number."""
    return on_a_card(house, account, account, ReportKind.OUTDATED, number, word, wants_reply)


def on_a_card(
    house: House,
    account: Account,
    first: Account,
    kind: ReportKind,
    number: int = 1,
    word: str = "",
    wants_reply: bool = False,
) -> int:
    """The module is named after whoever was the first to report it."""
    name = f"signale-{first.id}"
    house.new_module(name, questions=(question(f"{name}-1"),))
    with house.store.writing() as db:
        card = AboutCard(in_force.published_module(db, name).version_id, number)
        report = reports.report(db, account.learner_key, card, kind, house.clock())
        reports.add_word(db, report, word, wants_reply)
        return report.id


def test_ones_own_reports_are_under_ones_account_with_what_became_of_them(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    assert "Vous n’avez rien signalé." in browser.get("/reports").text
    a_report(house, account, 1, "Depuis mai.", wants_reply=True)
    settle(house, account, ReportOutcome.ACCEPTED)
    second = a_report(house, account, 2)
    page = browser.get("/account")
    assert "/reports" in page.links()
    page = browser.get("/reports")
    for said in (
        "Carte 1",
        "Depuis mai.",
        "La page de l’ONEM le dit.",
        "L’équipe de formation vous donne raison.",
        "Carte 2",
    ):
        assert said in page.text
    page = browser.send(f"/reports/{second}/withdraw")
    assert (page.path, page.came_by) == ("/reports", (303,))
    assert "Vous l’avez retiré." in page.text
    assert "Carte" not in house.visitor().get("/reports").text


def test_a_report_of_somebody_else_cannot_be_touched(house: House) -> None:
    for verb in ["withdraw", "read"]:
        report = a_report(house, house.person())
        browser = house.visitor()
        browser.get("/account")
        assert browser.post(f"/reports/{report}/{verb}").status == 404


def test_a_reply_that_was_asked_for_is_on_home_until_it_has_been_read(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    report = a_report(house, account, wants_reply=True)
    assert browser.get("/").tree.xpath("//*[@id='replies']") == []
    settle(house, account, ReportOutcome.MAINTAINED)
    page = browser.get("/")
    assert "La page de l’ONEM le dit." in words(page.part("replies").getparent())
    assert house.visitor().get("/").tree.xpath("//*[@id='replies']") == []
    page = browser.send(f"/reports/{report}/read")
    assert (page.path, page.came_by) == ("/", (303,))
    assert page.tree.xpath("//*[@id='replies']") == []


# --------------------------------------------------------------------------------------------------------- for trainers


def to_reply(report: int) -> str:
    """The form under a question or card whose oldest report it is."""
    return f"/reports/reply#report-{report}"


def waiting(browser: Browser, report: int) -> str:
    """What the inbox says of the question or card whose oldest report it is."""
    browser.get("/reports/waiting")
    return words(browser.page.part(f"report-{report}"))


def test_trainers_read_a_report_without_a_name_unless_a_reply_is_asked_for(house: House) -> None:
    quiet, asking = house.person(), house.person()
    browser = house.visitor(trainer=True)
    one, other = a_report(house, quiet, word="Depuis mai."), a_report(house, asking, 2, wants_reply=True)
    said = waiting(browser, one)
    assert "Depuis mai." in said
    assert not [name for name in (quiet.name, quiet.email, "demande une réponse") if name in said]
    assert f"{asking.name} demande une réponse" in waiting(browser, other)
    assert str(quiet.learner_key) not in browser.page.body
    assert str(asking.learner_key) not in browser.page.body


def test_a_trainer_replies_and_the_log_says_so(house: House) -> None:
    account, trainer = house.person(), house.person(trainer=True)
    browser = house.browser_of(trainer)
    report = a_report(house, account)
    browser.get("/reports/waiting")
    page = browser.send(to_reply(report), ("outcome", "accepted"), text="Corrigé.")
    assert (page.path, page.came_by) == ("/reports/waiting", (303,))
    assert to_reply(report) not in [form.get("action") for form in page.forms()]
    (kept,) = reports_of(house, account)
    assert (kept.outcome, kept.reply, kept.replied_by) == ("accepted", "Corrigé.", trainer.learner_key)
    (entry,) = house.read(lambda db: audit.of(db, trainer.learner_key))
    noted = (entry["verb"], entry["subject"], entry["detail"])
    assert noted == ("reply to report", str(report), {"outcome": "accepted"})


def on_one_card(house: House, people: list[Account]) -> list[int]:
    """The reports of three people."""
    kinds = (ReportKind.OUTDATED, ReportKind.OUTDATED, ReportKind.DISAGREE)
    return [on_a_card(house, one, people[0], kind) for one, kind in zip(people, kinds, strict=True)]


def test_one_reply_settles_all_that_is_ticked(house: House) -> None:
    people, browser = [house.person() for _ in range(3)], house.visitor(trainer=True)
    first, second, third = on_one_card(house, people)
    said = waiting(browser, first)
    assert "3 personnes\u00a0: 2\u00a0«\u202fPérimé\u202f», 1\u00a0«\u202fPas d’accord\u202f»" in said
    assert "Répondre aux 3" in said
    browser.send(to_reply(first), ("outcome", "maintained"), text="Non.", report=[str(first), str(third)])
    assert [reports_of(house, one)[0].outcome for one in people] == ["maintained", None, "maintained"]
    assert "Répondre aux" not in waiting(browser, second)


def test_with_nobody_ticked_nothing_is_settled_and_the_reply_stays(house: House) -> None:
    people, browser = [house.person() for _ in range(3)], house.visitor(trainer=True)
    first, *_ = on_one_card(house, people)
    browser.get("/reports/waiting")
    page = browser.send(to_reply(first), ("outcome", "maintained"), text="La règle tient.", report=[])
    assert (page.status, flaws(page)) == (422, [])
    assert page.form(to_reply(first)).fields["text"] == "La règle tient."
    assert [reports_of(house, one)[0].outcome for one in people] == [None] * 3
