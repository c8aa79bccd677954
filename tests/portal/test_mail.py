"""One's mails, when they come, and what their links do to whoever opens them: nothing, until a button is pressed."""

from uuid import uuid4

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select

from models import links, mail, people
from models.mail import Kind, Reason, State
from models.tables import Account, Answer, Mail
from tests.builders import MONDAY
from tests.portal.flaws import flaws
from tests.portal.house import House

ANSWERING, DONT_KNOW = ("answering", "1"), ("dont_know", "1")


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key)
    return house.read(lambda db: list(db.scalars(mine)))


# ------------------------------------------------------------------------------------------------------ one's mails


def test_it_works(house: House) -> None:
    account = house.person()
    sent, browser = house.mail_to(account), house.browser_of(account)
    assert f"/mail/{sent.id}" in browser.get("/mail").links()
    page = browser.get(f"/mail/{sent.id}")
    assert page.status == 200
    assert account.email in page.text
    assert "Que faites-vous" in page.text


def test_a_mail_can_be_read_as_it_left_under_a_policy_of_its_own(house: House) -> None:
    account = house.person()
    sent = house.mail_to(account)
    response = house.browser_of(account).client.get(f"/mail/{sent.id}/as-sent")
    assert response.text == sent.html
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"


def test_the_addresses_in_a_mail_are_links(house: House) -> None:
    account = house.person()
    sent = house.mail_to(account)
    addresses = house.browser_of(account).get(f"/mail/{sent.id}").links()
    assert any(address.startswith("https://boussole.example/question/") for address in addresses)


def test_the_next_mail_can_be_looked_at_and_leaves_no_trace(house: House) -> None:
    browser = house.visitor()
    browser.get("/mail")
    before = house.rows()
    page = browser.get("/mail/next")
    assert page.status == 200
    assert "Que faites-vous" in page.text
    assert house.rows() == before


def test_there_is_nothing_in_the_list_before_the_first_mail(house: House) -> None:
    assert house.visitor().get("/mail").tree.xpath("//section[@aria-labelledby='sent']") == []


@pytest.mark.parametrize(("chosen", "kept"), [("5", 5), ("12", 12), ("-1", None)])
def test_the_hour_is_chosen(house: House, chosen: str, kept: int | None) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/mail")
    page = browser.send("/mail/settings", hour=chosen)
    assert page.came_by == (303,)
    assert page.tree.xpath("//select/option[@selected]/@value") == [chosen]
    assert house.again(account).digest_hour == kept


@pytest.mark.parametrize("chosen", ["24", "4", "-2", "x", ""])
def test_an_hour_that_is_not_offered_changes_nothing(house: House, chosen: str) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/mail")
    browser.post("/mail/settings", hour=chosen)
    assert house.again(account).digest_hour == account.digest_hour


# ----------------------------------------------------------------------------------------------- the question of a mail


def test_looking_at_the_question_records_nothing(house: House) -> None:
    account = house.person()
    address = house.address_of(house.question_for(account))
    before = house.rows()
    for _ in range(2):
        page = house.stranger().get(address)
        assert (page.status, page.heading) == (200, "Que faites-vous (listen-active-1)\u202f?")
    house.stranger().client.head(address)
    assert house.rows() == before


def test_the_question_is_answered_once_without_signing_in(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    asked = browser.get(address)
    page = browser.send(address, ANSWERING, option="b")
    assert (page.came_by, page.status, page.heading) == ((303,), 200, "Pas encore")
    browser.page = asked
    assert browser.send(address, ANSWERING, option="a").heading == "Pas encore"
    assert [answer.response for answer in answers_of(house, account)] == [["b"]]
    assert house.stranger().get(address).heading == "Pas encore"


def test_answering_a_mail_signs_nobody_in(house: House) -> None:
    browser, address = house.stranger(), house.address_of(house.question_for(house.person()))
    browser.get(address)
    browser.send(address, ANSWERING, option="a")
    assert browser.get("/").path == "/sign-in"


def test_not_knowing_is_an_answer_by_mail_too(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    browser.send(address, DONT_KNOW)
    assert [answer.dont_know for answer in answers_of(house, account)] == [True]


def test_nothing_ticked_by_mail_is_said_and_nothing_recorded(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    page = browser.send(address, ANSWERING)
    assert page.status == 422
    assert page.part("again").text_content()
    assert flaws(page) == []
    assert answers_of(house, account) == []


class EightDaysAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 8 * links.DAY


@pytest.mark.parametrize("made", ["expired", "for something else", "with another key", "altered", "half"])
def test_a_link_that_is_not_one_is_gone_and_records_nothing(house: House, made: str) -> None:
    account = house.person()
    shown, secret = house.question_for(account), house.settings.secret_key
    content = [str(shown.id), str(shown.learner_key)]
    whole = links.sign(secret, "question", content)
    token = {
        "expired": URLSafeTimedSerializer(secret, salt="boussole.question", signer=EightDaysAgo).dumps(content),
        "for something else": links.sign(secret, "invitation", content),
        "with another key": links.sign("another key", "question", content),
        "altered": whole[:-2],
        "half": whole[: len(whole) // 2],
    }[made]
    browser = house.stranger()
    assert browser.get(f"/question/{token}").status == 410
    browser.get("/sign-in")
    assert browser.post(f"/question/{token}", option="a").status == 410
    assert answers_of(house, account) == []


def test_a_link_outlives_its_person_and_answers_nothing(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    browser.get(address)
    with house.store.writing() as db:
        people.erase(db, db.get_one(Account, account.id))
    assert browser.post(address, option="a").status == 404
    assert browser.get(address).status == 404


def test_a_question_belongs_to_the_person_of_its_link(house: House) -> None:
    shown, other = house.question_for(house.person()), house.person()
    token = links.sign(house.settings.secret_key, "question", [str(shown.id), str(other.learner_key)])
    assert house.stranger().get(f"/question/{token}").status == 404


# ------------------------------------------------------------------------------------------------- no more of them


def test_looking_at_the_end_of_the_mails_changes_nothing(house: House) -> None:
    account = house.person()
    page = house.stranger().get(house.unsubscribe_address(account.learner_key))
    assert (page.status, len(page.forms())) == (200, 1)
    assert house.again(account).digest_hour is not None


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


@pytest.mark.parametrize("purpose", ["question", "invitation"])
def test_a_link_for_something_else_ends_nothing(house: House, purpose: str) -> None:
    account = house.person()
    token = links.sign(house.settings.secret_key, purpose, str(account.learner_key))
    client = house.app.test_client(use_cookies=False)
    assert client.post(f"/unsubscribe/{token}").status_code == 410
    assert house.again(account).digest_hour is not None


def test_an_erased_person_has_no_more_mails_to_end(house: House) -> None:
    assert house.app.test_client().post(house.unsubscribe_address(uuid4())).status_code == 200


# ------------------------------------------------------------------------------------------------ what became of them


def test_an_administrator_sees_who_when_and_what_became_of_it_and_never_what_it_says(house: House) -> None:
    account = house.person()
    sent = house.mail_to(account)
    page = house.visitor(administrator=True).get("/mail/results")
    assert account.email in page.text
    for secret in (sent.subject or "?", "Que faites-vous", "question/"):
        assert secret not in page.body


def outcome(house: House, state: State, reason: Reason, detail: str = "") -> str:
    """What the administrator reads of a mail that ended so."""
    account = house.person()
    with house.store.writing() as db:
        db.add(Mail(learner_key=account.learner_key, kind=Kind.DIGEST, slot="2026-11-23", state="ready", due_at=MONDAY))
        db.flush()
        mail.settle(db.query(Mail).filter_by(learner_key=account.learner_key).one(), state, reason, detail)
    page = house.visitor(administrator=True).get("/mail/results")
    (row,) = page.tree.xpath("//tr[th[normalize-space()=$email]]", email=account.email)
    return str(row.text_content())


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_in_a_sentence(house: House, reason: Reason) -> None:
    said = outcome(house, State.FAILED, reason, "550 5.1.1 no such user")
    assert "550 5.1.1 no such user" in said
    assert f"{reason} " not in said


@pytest.mark.parametrize("state", sorted(set(State) - {State.NOTHING}))
def test_every_state_is_told_in_words(house: House, state: State) -> None:
    assert outcome(house, state, Reason.ACCEPTED)


def test_that_there_was_nothing_to_say_is_told_to_nobody(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        db.add(Mail(learner_key=account.learner_key, kind="digest", slot="x", state=State.NOTHING, due_at=MONDAY))
    assert account.email not in house.visitor(administrator=True).get("/mail/results").text
