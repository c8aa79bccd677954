"""« Relevé de formation »: made by whoever learns, printed, verified by anybody without a session, kept nowhere."""

import logging
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from content.pathway.pathway_code import SIGNS
from models.learning import objection, playing, training_records
from models.learning.training_record_code import TrainingRecord, sign
from models.people import accounts
from models.tables.people import Account
from models.tables.programmes import TrainingRecordKey
from portal.site import server
from tests.builders import MONDAY, live_through
from tests.house import House
from tests.page_browser import Page, opened_no_session
from tests.site.pages.flaws import flaws

CHOOSE, VERIFY = "/training-records", "/training-records/verify"
NAME = "Zénaïde Pétrichor"


def learner(house: House) -> Account:
    """Somebody whom the house knows by a name that nobody else has."""
    account = house.person()
    with house.store.writing() as db:
        db.get_one(Account, account.id).name = NAME
    return account


def plays(house: House, account: Account, *modules: str) -> None:
    with house.store.writing() as db:
        for name in modules:
            live_through(db, playing.start(db, account.learner_key, name, house.clock()), house.clock())


def made(house: House, *modules: str) -> Page:
    """The paper of somebody who has finished two modules and chosen these."""
    account = learner(house)
    plays(house, account, "ecouter", "cadre")
    browser = house.browser_of(account)
    browser.get(CHOOSE)
    return browser.post(CHOOSE, module=list(modules or ("ecouter", "cadre")))


def signs(page: Page) -> str:
    return str(page.tree.xpath("string(//pre[@class='signs'])"))


def verified(house: House, code: str) -> Page:
    stranger = house.stranger()
    stranger.get(VERIFY)
    return stranger.send(VERIFY, code=code)


def plain(text: str) -> str:
    return text.translate({0x202F: " ", 0xA0: " ", 0x2019: "'"})


def test_a_record_is_made_and_verified(house: House) -> None:
    account = learner(house)
    plays(house, account, "ecouter", "cadre")
    browser = house.browser_of(account)
    page = browser.get(CHOOSE)
    assert flaws(page) == []
    page = browser.post(CHOOSE, module=["ecouter", "cadre"])
    assert (page.status, flaws(page)) == (200, [])
    assert [one.text_content() for one in page.tree.xpath("//tbody//th")] == ["Cadre", "Ecouter"]
    assert "10 minutes" in plain(page.tree.xpath("string(//tfoot)"))
    page = verified(house, signs(page))
    assert (page.status, flaws(page)) == (200, [])
    assert "Authentique" in page.text
    assert NAME in page.text
    assert urlsplit(house.settings.base_url).netloc in page.text
    assert opened_no_session(page.headers)
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_it_carries_the_name_that_the_house_knows_and_no_other_that_is_sent(house: House) -> None:
    account = learner(house)
    plays(house, account, "cadre")
    browser = house.browser_of(account)
    assert browser.get(CHOOSE).tree.xpath("//main//input[@name='name']") == []
    page = verified(house, signs(browser.post(CHOOSE, name="Une collègue", module="cadre")))
    assert (NAME in page.text, "Une collègue" in page.text) == (True, False)


def test_it_says_a_name_modules_days_and_planned_minutes_and_no_more(house: House) -> None:
    paper = made(house, "cadre")
    said = plain(paper.tree.xpath("string(//article)"))
    assert "Cadre" in said
    assert "Ecouter" not in said
    assert [plain(one.text_content()) for one in paper.tree.xpath("//tr/td[last()]")] == ["5 minutes", "5 minutes"]
    assert len(re.findall("minute", said)) == 2
    assert [word for word in ("%", "juste", "acquis", "réponses justes", "score") if word in said] == []


def test_an_altered_one_a_strange_one_and_no_code_at_all_are_refused_each_in_its_words(house: House) -> None:
    code = signs(made(house)).replace("\n", "")
    altered = code[:-1] + SIGNS[(SIGNS.index(code[-1]) + 1) % len(SIGNS)]
    with house.store.reading() as db:
        record, _ = training_records.known_record(db, code)
    elsewhere = strange(record)
    told = [
        (altered, "Ce relevé a été modifié depuis sa signature."),
        (elsewhere, "Aucune clé de cette maison n'a signé ce relevé."),
        ("pas un code", "Ces signes ne forment pas un relevé."),
        ("", "Ces signes ne forment pas un relevé."),
    ]
    for given, sentence in told:
        page = verified(house, given)
        assert (page.status, flaws(page)) == (422, [])
        assert sentence in plain(page.text)
        assert "Authentique" not in page.text
        assert NAME not in page.text


def strange(record: TrainingRecord) -> str:
    """The same record, signed by somebody else."""
    return sign(record, Ed25519PrivateKey.generate())


def test_it_is_verified_after_her_account_is_gone(house: House) -> None:
    """Nothing of a learner is looked up: there is none any more."""
    account = learner(house)
    plays(house, account, "ecouter")
    browser = house.browser_of(account)
    browser.get(CHOOSE)
    code = signs(browser.post(CHOOSE, module="ecouter"))
    with house.store.writing() as db:
        accounts.erase(db, db.get_one(Account, account.id))
    assert NAME in verified(house, code).text


def test_of_a_record_and_its_verification_nothing_is_kept(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made(house)  # the first makes the key
    account = learner(house)
    plays(house, account, "ecouter", "cadre")
    browser = house.browser_of(account)
    browser.get(CHOOSE)
    before = house.rows()
    page = browser.post(CHOOSE, module=["ecouter", "cadre"])
    verified(house, signs(page))
    assert house.rows() == before
    assert NAME not in caplog.text
    assert signs(page).splitlines()[0] not in caplog.text
    files = [one for one in house.settings.instance.rglob("*") if one.is_file()]
    assert [one for one in files if "Pétrichor".encode() in one.read_bytes()] == []
    assert {CHOOSE, VERIFY} <= server.UNWRITTEN
    assert house.read(lambda db: db.scalar(select(func.count()).select_from(TrainingRecordKey))) == 1


def test_a_period_narrows_what_can_be_chosen_and_what_is_signed(house: House) -> None:
    account = learner(house)
    plays(house, account, "ecouter")
    house.clock.pass_by(days=10)
    plays(house, account, "cadre")
    browser = house.browser_of(account)
    later = (MONDAY.date()).replace(day=25).isoformat()
    page = browser.get(f"{CHOOSE}?since={later}")
    assert page.tree.xpath("//input[@name='module']/@value") == ["cadre"]
    page = browser.post(CHOOSE, module=["ecouter", "cadre"], since=later)
    assert len(page.tree.xpath("//table/tbody/tr")) == 1
    assert "Aucun module" in browser.get(f"{CHOOSE}?since=2020-01-01&until=2020-12-31").text
    assert browser.get(f"{CHOOSE}?since=hier").status == 200


def test_what_others_have_finished_cannot_be_signed_for(house: House) -> None:
    plays(house, house.person(), "ecouter")
    browser = house.visitor()
    browser.get("/account")
    page = browser.post(CHOOSE, module="ecouter")
    assert page.status == 422
    assert "au moins un module" in page.text


def test_without_estimation_the_page_says_that_there_is_nothing(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    page = house.browser_of(account).get(CHOOSE)
    assert flaws(page) == []
    assert "rien à relever" in plain(page.text)


def test_the_code_leads_to_the_public_address_where_the_house_has_one(house: House) -> None:
    public = replace(house.settings, public_url="https://boussole.exemple.be")
    before, house.app.extensions["settings"] = house.app.extensions["settings"], public
    try:
        page = made(house)
    finally:
        house.app.extensions["settings"] = before
    assert "boussole.exemple.be/training-records/verify" in page.text
    assert "boussole.exemple.be" in verified(house, signs(page)).text
