"""Small things that OWASP ASVS 5.0 asks of every portal, and that no other test has a reason to try."""

import pytest

from content.errors import Refused
from models.people import accounts
from models.people.passwords import set_password
from models.tables.people import Account
from tests.house import PASSWORD, House


def test_a_method_that_nothing_uses_is_refused(house: House) -> None:
    for method in ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH"]:
        answer = house.visitor().client.open("/modules", method=method)
        assert answer.status_code == 405
        assert b"Cookie" not in answer.data


def test_no_folder_is_listed_and_nothing_beside_the_static_files_is_served(house: House) -> None:
    for address in ["/static/", "/static", "/.git/config", "/static/../app.py", "/static/%2e%2e/app.py"]:
        assert house.stranger().client.get(address).status_code == 404


def test_nothing_of_a_debugger_is_there(house: House) -> None:
    assert (house.app.debug, house.app.config["PROPAGATE_EXCEPTIONS"]) == (False, None)
    assert house.stranger().client.get("/console").status_code == 404


def test_what_is_written_in_letters_says_in_which(house: House) -> None:
    client = house.visitor(trainer=True, administrator=True).client
    for address in ("/", "/sources", "/static/style.css", "/static/boussole.js", "/nowhere"):
        with client.get(address) as answer:
            assert "charset=utf-8" in answer.headers["Content-Type"], address


def test_no_other_origin_is_let_in(house: House) -> None:
    answer = house.visitor().client.get("/modules", headers={"Origin": "https://evil.example"})
    assert [name for name in dict(answer.headers) if name.startswith("Access-Control-")] == []


def test_what_a_form_sends_is_not_read_from_the_address(house: House) -> None:
    person = house.person()
    browser = house.browser_of(person)
    browser.get("/account")
    browser.post("/language?language=en", language="nl")
    assert house.again(person).language == "nl"


def test_a_field_that_a_form_does_not_have_changes_nothing(house: House) -> None:
    person = house.person()
    browser = house.browser_of(person)
    browser.get("/account")
    browser.post("/language", language="nl", administrator="y", trainer="y", email="other@example.org")
    kept = house.again(person)
    assert (kept.language, kept.trainer, kept.administrator, kept.email) == ("nl", False, False, person.email)


def test_a_password_is_typed_unseen_and_may_come_from_a_manager(house: House) -> None:
    for address in ["/sign-in", "/account"]:
        browser = house.stranger() if address == "/sign-in" else house.visitor()
        fields = browser.get(address).tree.xpath("//input[contains(@name, 'password') or contains(@name, 'present')]")
        assert {field.get("type") for field in fields} == {"password"}
        assert {field.get("autocomplete") for field in fields} <= {"current-password", "new-password"}
        assert [field for field in fields if field.get("onpaste") or int(field.get("maxlength", 64)) < 64] == []


def test_a_password_of_any_signs_is_taken_as_it_was_typed(house: House) -> None:
    for password in ["toutesenminuscules", " Deux  espaces, é et 🧭 ", f"quatre-vingts {list(range(30))}"]:
        person = house.person()
        with house.store.writing() as db:
            set_password(db.get_one(Account, person.id), password)
        with house.store.reading() as db:
            assert accounts.sign_in(db, person.email, password).id == person.id
            for other in (password.upper(), password[:64], f"{password}."):
                if other != password:
                    with pytest.raises(Refused):
                        accounts.sign_in(db, person.email, other)


def test_a_password_is_never_too_old(house: House) -> None:
    person = house.person()
    house.clock.pass_by(days=2000)
    browser = house.stranger()
    browser.get("/sign-in")
    assert browser.send(email=person.email, password=PASSWORD).path == "/"
