"""One's mails, when they come, and what their links do to whoever opens them: nothing, until a button is pressed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select

from models.catalogue import suspensions
from models.ground import signing
from models.people import accounts as people_accounts
from models.people import mail_sending
from models.tables.answers import Answer
from models.tables.documents import SuspensionReason, Version
from models.tables.mail import Mail, MailReason, MailState
from models.tables.people import Account
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.site.pages.test_get_writes_nothing import KEPT
from tests.watchers.mornings import tell

ANSWERING = ("answering", "1")


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key)
    return house.read(lambda db: list(db.scalars(mine)))


# ---------------------------------------------------------------------------------------------------------- one's mails


def test_it_works(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    house.mail_to(account)
    assert "/mail/1" in browser.get("/mail").links()
    page = browser.get("/mail/1")
    assert page.status == 200
    assert account.email in page.text
    assert "Que faites-vous" in page.text


def test_a_mail_can_be_read_as_it_left_under_a_policy_of_its_own(house: House) -> None:
    account = house.person()
    sent = house.mail_to(account)
    response = house.browser_of(account).client.get("/mail/1/as-sent")
    assert response.text == sent.html
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"


def test_a_mail_whose_text_has_had_its_term_says_so(house: House) -> None:
    account = house.person()
    sent, browser = house.mail_to(account), house.browser_of(account)
    (address,) = (link for link in browser.get("/mail").links() if re.fullmatch(r"/mail/\d+", link))
    with house.store.writing() as db:
        mail_sending.forget_texts(db, house.clock() + timedelta(days=31), timedelta(days=30))
    page = browser.get(address)
    assert (page.status, page.tree.xpath("//h1")[0].text_content()) == (200, sent.subject)
    assert "30 jours" in page.text
    assert f"{address}/as-sent" not in page.links()
    assert browser.get(f"{address}/as-sent").path == address


def test_the_next_mail_can_be_looked_at_and_leaves_no_trace(house: House) -> None:
    browser = house.visitor()
    browser.get("/mail")
    before = house.rows()
    page = browser.get("/mail/next")
    assert page.status == 200
    assert "Que faites-vous" in page.text
    assert house.rows() == before


@pytest.mark.parametrize(
    ("rhythm", "hour", "weekday", "kept"),
    [
        ("daily", "5", "2", (5, None)),
        ("daily", "12", "0", (12, None)),
        ("weekly", "8", "3", (8, 3)),
        ("never", "8", "3", (None, None)),
    ],
)
def test_rhythm_hour_and_day_are_chosen(
    house: House, rhythm: str, hour: str, weekday: str, kept: tuple[int | None, int | None]
) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/mail")
    page = browser.send("/mail/settings", rhythm=rhythm, hour=hour, weekday=weekday)
    assert page.came_by == (303,)
    assert rhythm in page.tree.xpath("//select/option[@selected]/@value")
    mine = house.again(account)
    assert (mine.digest_hour, mine.digest_weekday) == kept


def test_what_is_not_offered_changes_nothing(house: House) -> None:
    for field in ["hour", "weekday", "rhythm"]:
        account = house.person()
        browser = house.browser_of(account)
        browser.get("/mail")
        for chosen in ("24", "-2", "x", ""):
            browser.post("/mail/settings", **{"rhythm": "weekly", "hour": "9", "weekday": "1", field: chosen})
            mine = house.again(account)
            assert (chosen, mine.digest_hour, mine.digest_weekday) == (chosen, account.digest_hour, None)


@pytest.mark.parametrize("address", ["/mail", "/account"])
def test_whose_address_is_paused_reads_it_and_takes_it_up_again(house: House, address: str) -> None:
    account = house.person()
    with house.store.writing() as db:
        db.get_one(Account, account.id).mail_paused_at = house.clock()
    browser = house.browser_of(account)
    assert "Trois courriels envoyés à" in browser.get(address).text
    page = browser.send("/mail/address")
    assert (page.came_by, page.path) == ((303,), "/mail")
    assert "Trois courriels envoyés" not in page.text
    assert house.again(account).mail_paused_at is None


# --------------------------------------------------------------------------------------- of somebody who does not exist


@pytest.mark.parametrize("role", ["trainer", "administrator"])
def test_tomorrows_mail_of_nobody_is_shown_as_such_and_leaves_no_trace(house: House, role: str) -> None:
    browser = house.visitor(**{role: True})
    browser.get("/mail")
    before = house.rows()
    page = browser.get("/mail/fictitious?language=fr&domain=listen")
    assert page.status == 200
    assert "elle n’existe pas, rien n’est envoyé ni gardé" in page.text
    assert "Que faites-vous" in page.text
    as_sent = browser.client.get("/mail/fictitious/as-sent?language=nl")
    assert '<html lang="nl"' in as_sent.text
    assert "default-src 'none'" in as_sent.headers["Content-Security-Policy"]
    assert house.rows() == before


# ----------------------------------------------------------------------------------------------- the question of a mail


def test_whatever_opens_all_links_of_a_mail_answers_nothing(house: House) -> None:
    """As gateways and scanners do, some of which know the browser's session."""
    account = house.person()
    tell(house.store, "Un décret", MONDAY, sentences=("La prime double en mars.", "Elle vaut 2000 euros."))
    sent = house.mail_to(account)
    parts = f"{sent.text} {sent.html}"
    links = {link.split("#")[0] for link in re.findall(r"https://boussole\.example(/[^\s\"<>]*)", unescape(parts))}
    assert {one.split("/")[1] for one in links} >= {"question", "unsubscribe", "news", "mail"}
    clients = house.stranger().client, house.browser_of(account).client
    before = house.contents()
    for client in clients:
        for link in sorted(links):
            assert client.get(link, follow_redirects=True).status_code == 200
            assert client.head(link).status_code < 400
            assert client.options(link).status_code < 400
    changed = {table for table, found in house.contents().items() if found != before[table]}
    assert changed <= set().union(*KEPT.values())
    assert answers_of(house, account) == []
    assert house.again(account).digest_hour is not None


def test_the_page_of_the_question_says_whose_answer_it_will_be_and_no_more(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        db.get_one(Account, account.id).name = "Nadia Dupont"
    page = house.stranger().get(house.address_of(house.question_for(account)))
    assert "Répondre au nom de N. D.\u202f?" in page.text
    assert "Nadia" not in page.body
    assert account.email not in page.body


def test_the_question_is_answered_once_without_signing_in(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    asked = browser.get(address)
    page = browser.send(address, ANSWERING, option="b")
    assert (page.came_by, page.status, page.heading) == ((303,), 200, "Ce n’est pas la meilleure réponse ici")
    browser.page = asked
    again = browser.send(address, ANSWERING, option="a")
    assert (again.path, again.heading) == (address, "Cette question a déjà sa réponse")
    assert [answer.response for answer in answers_of(house, account)] == [["b"]]


def test_a_link_that_was_used_says_so_and_nothing_of_how_it_was_answered(house: House) -> None:
    for option in ["a", "b"]:
        browser, address = house.stranger(), house.address_of(house.question_for(house.person()))
        browser.get(address)
        browser.send(address, ANSWERING, option=option)
        page = house.stranger().get(address)
        assert (page.status, page.heading) == (200, "Cette question a déjà sa réponse")
        for words in ("juste", "Ce n’est pas la meilleure réponse ici", "Une erreur", "La bonne", "Que faites-vous"):
            assert words not in page.text


def test_the_feedback_can_be_read_again_for_a_day_by_whoever_was_led_there(house: House) -> None:
    browser, address = house.stranger(), house.address_of(house.question_for(house.person()))
    browser.get(address)
    shown = browser.send(address, ANSWERING, option="b")
    assert browser.get(shown.path).heading == "Ce n’est pas la meilleure réponse ici"
    token = shown.path.removeprefix("/answered/")
    assert house.stranger().get(f"/question/{token}").status == 410


def test_a_withdrawn_question_says_so_before_and_after_it_is_sent(house: House) -> None:
    house.new_module("un-retrait", skills=("frame.role",), questions=(builders.question("a-retirer", "frame.role"),))
    account = house.person()
    browser, shown = house.stranger(), house.question_for(account, "a-retirer")
    address = house.address_of(shown)
    browser.get(address)
    with house.store.writing() as db:
        version = db.get_one(Version, shown.version_id)
        suspensions.suspend(db, version, [shown.question_id], SuspensionReason.KEY, house.clock(), None)
    sent = browser.send(address, ANSWERING, option="a")
    assert "vient d’être retirée" in sent.heading
    assert "vient d’être retirée" in house.stranger().get(address).heading
    assert answers_of(house, account) == []


def test_the_link_of_somebody_whose_account_was_closed_is_gone(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    with house.store.writing() as db:
        people_accounts.close(db, db.get_one(Account, account.id), house.clock())
    assert browser.post(address, answering="1", option="a").status == 410
    assert browser.get(address).status == 410
    assert answers_of(house, account) == []


def test_answering_a_mail_signs_nobody_in(house: House) -> None:
    browser, address = house.stranger(), house.address_of(house.question_for(house.person()))
    browser.get(address)
    browser.send(address, ANSWERING, option="a")
    assert browser.get("/").path == "/sign-in"


class EightDaysAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 8 * signing.SECONDS_A_DAY


def test_a_link_that_is_not_one_is_gone_and_records_nothing(house: House) -> None:
    account = house.person()
    shown, secret = house.question_for(account), house.settings.secret_key
    content = [str(shown.id), str(shown.learner_key)]
    whole = signing.sign_link(secret, "question", content)
    tokens = {
        "expired": URLSafeTimedSerializer(secret, salt="boussole.question", signer=EightDaysAgo).dumps(content),
        "for something else": signing.sign_link(secret, "invitation", content),
        "with another key": signing.sign_link("another key", "question", content),
        "altered": whole[:-2],
        "half": whole[: len(whole) // 2],
    }
    browser = house.stranger()
    for made, token in tokens.items():
        assert (made, browser.get(f"/question/{token}").status) == (made, 410)
        browser.get("/sign-in")
        assert (made, browser.post(f"/question/{token}", option="a").status) == (made, 410)
    assert answers_of(house, account) == []


def test_a_link_outlives_its_person_and_answers_nothing(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    with house.store.writing() as db:
        people_accounts.erase(db, db.get_one(Account, account.id))
    assert browser.post(address, option="a").status == 404
    assert browser.get(address).status == 404


def test_a_question_belongs_to_the_person_of_its_link(house: House) -> None:
    shown, other = house.question_for(house.person()), house.person()
    token = signing.sign_link(house.settings.secret_key, "question", [str(shown.id), str(other.learner_key)])
    assert house.stranger().get(f"/question/{token}").status == 404


# ------------------------------------------------------------------------------------------------------ no more of them


def test_the_mails_end_with_one_button(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.unsubscribe_address(account.learner_key)
    browser.get(address)
    assert browser.send(address).status == 200
    assert house.again(account).digest_hour is None
    assert browser.get(address).status == 200


def test_the_pages_behind_a_mail_are_in_the_language_of_whom_it_was_sent_to(house: House) -> None:
    account = house.person(language="nl")
    addresses = house.address_of(house.question_for(account)), house.unsubscribe_address(account.learner_key)
    assert [house.stranger().get(address).tree.get("lang") for address in addresses] == ["nl", "nl"]


def test_a_mail_program_ends_them_in_one_click_without_session_or_token(house: House) -> None:
    """RFC 8058, 3.1: a POST with `List-Unsubscribe=One-Click`, without cookies, and no redirect."""
    account = house.person()
    client = house.app.test_client(use_cookies=False)
    address = house.unsubscribe_address(account.learner_key)
    for _ in range(2):
        assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert house.again(account).digest_hour is None


def test_a_link_for_something_else_ends_nothing(house: House) -> None:
    for purpose in ["question", "invitation"]:
        account = house.person()
        token = signing.sign_link(house.settings.secret_key, purpose, str(account.learner_key))
        client = house.app.test_client(use_cookies=False)
        assert client.post(f"/unsubscribe/{token}").status_code == 410
        assert house.again(account).digest_hour is not None


# -------------------------------------------------------------------------------------------------- what became of them


def test_an_administrator_sees_who_when_and_what_became_of_a_failure_and_never_what_it_says(house: House) -> None:
    account = house.person()
    sent = house.mail_to(account)
    with house.store.writing() as db:
        mail_sending.settle(db.get_one(Mail, sent.id), MailState.FAILED, MailReason.REFUSED)
    page = house.visitor(administrator=True).get("/mail/results")
    assert account.email in page.text
    for secret in (sent.subject or "?", "Que faites-vous", "question/"):
        assert secret not in page.body


def test_an_administrator_sees_which_addresses_are_paused(house: House) -> None:
    account = house.person()
    browser = house.visitor(administrator=True)
    assert "Adresses en pause" not in browser.get("/mail/results").text
    with house.store.writing() as db:
        db.get_one(Account, account.id).mail_paused_at = house.clock()
    page = browser.get("/mail/results")
    assert account.email in page.part("paused").getparent().text_content()
