"""One's own account, what can be taken away and erased, and what administrators do with everybody's."""

import json

from sqlalchemy import select

from models.ground import audit, signing
from models.learning import playing
from models.people.invitation_list import read_list
from models.tables.base import Base
from models.tables.mail import Mail
from models.tables.people import Account, Learner, SecondFactor
from tests.builders import MONDAY, live_through
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page
from tests.people.pages import second_factors
from tests.watchers.mornings import tell


def lived(house: House) -> Account:
    """Somebody who has played, been mailed, opened a story."""
    account = house.person()
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, "ecouter", MONDAY), MONDAY)
        playing.start(db, account.learner_key, "cadre", MONDAY)
    house.browser_of(account).get(f"/news/{tell(house.store, 'Lue', MONDAY)}")
    house.mail_to(account)
    return account


def done_to(house: House, account: Account) -> list[str]:
    """What was done to somebody's account."""
    entries = house.read(lambda db: audit.of(db, account.learner_key))
    return [one["verb"] for one in entries if one["role"] == "person"]


def traces(house: House, mark: str) -> set[str]:
    """The tables in which a text stands somewhere."""
    with house.store.reading() as db:
        rows = {
            table.name: [str(value) for row in db.execute(select(table)) for value in row]
            for table in Base.metadata.sorted_tables
        }
    return {name for name, values in rows.items() if any(mark in value for value in values)}


# ---------------------------------------------------------------------------------------------------- one's own account


def test_it_works(house: House) -> None:
    account = house.person()
    page = house.browser_of(account).get("/account")
    assert (page.status, page.heading) == (200, "Mon compte")
    assert account.email in page.text


def test_the_language_is_chosen(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/account")
    page = browser.send("/language?next=/account", language="nl")
    assert (page.came_by, page.tree.get("lang")) == ((303,), "nl")
    assert page.tree.xpath("//select[@name='language']/option[@selected]/@value") == ["nl"]


def test_a_short_password_is_refused_and_the_old_one_stays(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/account")
    page = browser.send("/account/password", present=PASSWORD, password="trop court")
    assert page.status == 422
    assert "12" in page.text
    assert "trop court" not in page.body
    assert house.again(account).password_hash == account.password_hash


# ----------------------------------------------------------------------------------------------------------- one's data


def exported(browser: Browser) -> Page:
    """Everything that is kept about whoever this browser belongs to."""
    browser.get("/account")
    return browser.send("/account/export", **{"taking-present": PASSWORD})


def test_everything_can_be_taken_away_but_the_hash(house: House) -> None:
    account = lived(house)
    page = exported(house.browser_of(account))
    assert page.headers["Content-Type"].startswith("application/json")
    assert "attachment" in page.headers["Content-Disposition"]
    found = json.loads(page.body)
    assert found["account"]["email"] == account.email
    assert len(found["answer"]) >= 3
    for table in ("play", "presentation", "mastery", "mail", "story_reading"):
        assert found[table], table
    assert "password_hash" not in page.body
    assert str(account.password_hash) not in page.body


def test_what_is_taken_away_opens_nothing(house: House) -> None:
    """No secret of a second factor, no code on paper, no mark of a session: a file is mailed and forgotten."""
    account = second_factors.turn_on(house, house.person())
    page = exported(house.browser_of(account))
    found = json.loads(page.body)
    assert (len(found["second_factor"]), len(found["recovery_code"])) == (1, 10)
    secret = house.read(lambda db: db.get_one(SecondFactor, account.id))
    for kept in (secret.sealed_secret, str(secret.last_step), "$argon2", "token_hash", "sealed_secret"):
        assert kept not in page.body


def test_nothing_is_erased_without_the_word(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/account")
    for word in ("", "oui", "efface", "effacer tout"):
        page = browser.send("/account/erase", word=word, **{"erasing-present": PASSWORD})
        assert (page.path, page.status) == ("/account", 200)
        assert page.tree.xpath("//*[@role='status']")
        assert house.again(account)


def test_erasing_forgets_the_person_everywhere(house: House) -> None:
    account = lived(house)
    browser = house.browser_of(account)
    browser.get("/account")
    assert browser.send("/account/erase", word=" Effacer ", **{"erasing-present": PASSWORD}).path == "/sign-in"
    assert traces(house, account.email) == set()
    assert traces(house, str(account.learner_key)) == set()
    assert browser.get("/").path == "/sign-in"


def test_the_last_administrator_can_be_neither_erased_nor_closed(empty_house: House) -> None:
    account = empty_house.person(administrator=True)
    browser = empty_house.browser_of(account)
    browser.get("/account")
    page = browser.send("/account/erase", word="effacer", **{"erasing-present": PASSWORD})
    assert (page.path, page.status) == ("/account", 200)
    assert page.tree.xpath("//*[@role='status']")
    browser.get(f"/people/{account.id}/close")
    page = browser.send(f"/people/{account.id}/close")
    assert (page.path, page.status) == (f"/people/{account.id}", 200)
    assert page.tree.xpath("//*[@role='status']")
    assert empty_house.again(account).closed_at is None


# ---------------------------------------------------------------------------------------------------------- everybody's


def invite(browser: Browser, **fields: str) -> int:
    browser.get("/people")
    return browser.send("/people", **{"name": "Nouvelle", "email": "nouvelle@example.org", **fields}).status


def test_somebody_is_invited_by_mail(house: House) -> None:
    administrator = house.person(administrator=True)
    browser = house.browser_of(administrator)
    assert invite(browser, email=" Elise@Example.org ", name="Élise", trainer="y") == 200
    account = house.read(lambda db: db.query(Account).filter_by(email="elise@example.org").one())
    assert (account.name, account.trainer, account.administrator) == ("Élise", True, False)
    assert account.password_hash is None
    kinds = house.read(lambda db: db.scalars(select(Mail.kind).where(Mail.learner_key == account.learner_key)).all())
    assert kinds == ["invitation"]
    assert (house.deeds(administrator), done_to(house, account)) == ([("invite", "account")], ["invite"])
    token = signing.sign_link(house.settings.secret_key, "invitation", str(account.learner_key))
    assert "Élise" in house.stranger().get(f"/invitation/{token}").text


NOT_TO_BE_INVITED = [
    ("email", ""),
    ("email", "nobody"),
    ("email", "a@b"),
    ("email", "@example.org"),
    ("email", "a b@example.org"),
    ("email", "a@exam ple.org"),
    ("email", f"{'a' * 250}@example.org"),
    ("name", ""),
    ("name", "x" * 121),
]


def test_who_cannot_be_invited_is_refused_and_what_was_typed_stays(house: House) -> None:
    browser = house.visitor(administrator=True)
    before = house.rows()
    for name, value in NOT_TO_BE_INVITED:
        assert (name, value, invite(browser, **{name: value})) == (name, value, 422)
        assert browser.page.tree.xpath("//input[@name=$name]/@value", name=name) == [value]
    assert house.rows() == before


def test_no_form_takes_an_address_that_no_mail_goes_to(house: House) -> None:
    for address in ["a@b.be,c@d.be", "<a@b.be>", '"a\\"@b.be', "a@b.be>", "é@b.be", "a@b.be\u200b"]:
        administrator, account = house.visitor(administrator=True), house.person()
        own, before = house.browser_of(account), house.rows()
        said = "Il faut une seule adresse de courriel, complète"
        assert (invite(administrator, email=address), said in administrator.page.text) == (422, True)
        administrator.get(f"/people/{account.id}")
        changed = administrator.send(f"/people/{account.id}", email=address)
        own.get("/account")
        named = own.send("/account/own-address", **{"own-email": address, "own-present": PASSWORD})
        assert [(page.status, said in page.text) for page in (changed, named)] == [(422, True)] * 2
        quoted = address.replace('"', '""')
        listed = read_list(f'nom,adresse\nZoé,"{quoted}"\n'.encode())
        assert listed.people[0].problems
        assert (house.rows(), house.again(account).email) == (before, account.email)


def test_nobody_is_invited_twice_and_the_log_does_not_say_so(house: House) -> None:
    administrator = house.person(administrator=True)
    browser = house.browser_of(administrator)
    assert invite(browser, email=house.person().email.upper()) == 422
    assert house.deeds(administrator) == []


def test_an_invitation_that_has_expired_is_sent_again(house: House) -> None:
    administrator = house.person(administrator=True)
    browser = house.browser_of(administrator)
    invite(browser, email="tardive@example.org")
    account = house.read(lambda db: db.query(Account).filter_by(email="tardive@example.org").one())
    house.clock.pass_by(days=8)
    browser.get(f"/people/{account.id}")
    browser.send(f"/people/{account.id}/invite")
    mails = house.read(lambda db: db.scalars(select(Mail.id).where(Mail.learner_key == account.learner_key)).all())
    assert len(mails) == 2
    assert done_to(house, account) == ["invite", "invite again"]


def test_closing_an_account_is_noted_and_what_was_learned_stays(house: House) -> None:
    administrator, account = house.person(administrator=True), lived(house)
    browser = house.browser_of(administrator)
    browser.get(f"/people/{account.id}/close")
    browser.send(f"/people/{account.id}/close")
    assert house.again(account).closed_at == MONDAY
    assert (house.deeds(administrator), done_to(house, account)) == ([("close account", "account")], ["close account"])
    assert f"/people/{account.id}/close" not in [form.get("action") for form in browser.page.forms()]
    assert house.read(lambda db: db.get(Learner, account.learner_key))


def test_the_list_shows_nothing_of_what_people_learn(house: House) -> None:
    account = lived(house)
    page = house.visitor(administrator=True).get("/people")
    (row,) = page.tree.xpath("//tr[td[normalize-space()=$email]]", email=account.email)
    assert str(account.learner_key) not in page.body
    assert row.xpath(".//a/@href") == [f"/people/{account.id}"]


def test_the_audit_log_names_people_by_their_keys_alone(house: House) -> None:
    administrator = house.visitor(administrator=True)
    invite(administrator, email="parcle@example.org")
    assert "audit" not in traces(house, "parcle@example.org")
    assert traces(house, "parcle@example.org") <= {"account", "mail"}
