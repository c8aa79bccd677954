"""The journal says to administrators on which day who did what, in plain sentences, and of nobody when she comes."""

from datetime import date, timedelta
from uuid import uuid4

from models.ground import audit
from models.ground.words import words as spoken
from models.people import accounts
from models.tables.audit import AuditRole, AuditVerb
from models.tables.people import Account
from portal.site.journal import FIELDS, GIVEN, ONES_OWN, SENTENCES, SHOWN, TO_DEPUTY, TO_NOBODY, TO_OWNER
from tests.house import PASSWORD, House
from tests.page_browser import Page, words
from tests.people.pages.test_own_account import lived
from tests.people.pages.test_password_reset import handed_link
from tests.site.pages.flaws import flaws

DAY = date(2026, 5, 12)
TITLE = "Ecouter"
SAID = {
    "who",
    "subject",
    "document",
    "asked",
    "number",
    "change",
    "fields",
    "publisher",
    "entries",
    "reason",
    *(role.value for role in AuditRole),
}


def journal(house: House, page: int = 1, language: str = "fr") -> Page:
    browser = house.browser_of(house.person(administrator=True, language=language))
    return browser.get(f"/journal?page={page}")


def sentences(page: Page) -> list[str]:
    """What is told, with ordinary spaces."""
    return [" ".join(words(one).split()) for one in page.tree.xpath("//main//section//li")]


def note(house: House, actor: Account | None, verb: AuditVerb, subject: str, **detail: object) -> None:
    with house.store.writing() as db:
        audit.note(db, actor.learner_key if actor else None, verb, subject, DAY, **detail)


def change_account(house: House, administrator: Account, owner: Account, **detail: object) -> None:
    with house.store.writing() as db:
        parties = {AuditRole.PERSON: owner.learner_key}
        key = administrator.learner_key
        audit.note(db, key, AuditVerb.CHANGE_ACCOUNT, audit.ACCOUNT, DAY, parties, **detail)


def test_it_says_by_day_who_did_what_to_whom(house: House) -> None:
    colette, denis = house.person(administrator=True), house.person()
    change_account(house, colette, denis, fields=["email", "trainer"], given=["trainer"])
    note(house, colette, AuditVerb.PUBLISH, "ecouter", number=3)
    page = journal(house)
    assert (page.status, page.heading, flaws(page)) == (200, "Journal", [])
    first = page.tree.xpath("//main//section")[0]
    assert words(first.find("h2")) == "12 mai 2026"
    changed = f"{colette.name} a changé le compte de {denis.name} : adresse, rôle de formation donné"
    assert sentences(page)[:2] == [f"{colette.name} a publié « {TITLE} », version 3", changed]


def test_who_is_gone_is_not_named_and_what_she_did_is_still_told(house: House) -> None:
    colette, denis = house.person(administrator=True), house.person(trainer=True)
    note(house, denis, AuditVerb.PUBLISH, "ecouter", number=7)
    change_account(house, colette, denis, fields=["name"])
    with house.store.writing() as db:
        accounts.erase(db, db.get_one(Account, denis.id))
    changed, published = sentences(journal(house))[:2]
    assert published == f"Quelqu’un qui n’est plus là a publié « {TITLE} », version 7"
    assert changed == f"{colette.name} a changé le compte de quelqu’un qui n’est plus là : nom"


def test_whom_something_was_entrusted_to_is_told(house: House) -> None:
    for roles, sentence in [
        ({AuditRole.OWNER, AuditRole.DEPUTY}, "Le portail a confié « Durée » à A, et à B en second"),
        ({AuditRole.OWNER}, "Le portail a confié « Durée » à A"),
        ({AuditRole.DEPUTY}, "Le portail a confié « Durée » à B en second"),
        (set(), "Le portail a laissé « Durée » sans responsable"),
    ]:
        named = {AuditRole.OWNER: house.person(trainer=True), AuditRole.DEPUTY: house.person(trainer=True)}
        with house.store.writing() as db:
            parties = {role: named[role].learner_key for role in roles}
            audit.note(db, None, AuditVerb.ENTRUST, "rule:duree", DAY, parties)
        told = sentence.replace("A,", f"{named[AuditRole.OWNER].name},").replace(
            " A", f" {named[AuditRole.OWNER].name}"
        )
        assert sentences(journal(house))[0] == told.replace(" B", f" {named[AuditRole.DEPUTY].name}")


def test_a_day_at_a_learners_own_leaves_it_as_it_was(house: House) -> None:
    """She plays, is mailed, reads, comes back by a link, takes her data along, and erases herself."""
    before = sentences(journal(house))
    account = lived(house)
    link = handed_link(house, account)
    handed = sentences(journal(house))[:1]
    browser = house.stranger()
    browser.get(link)
    assert browser.send(password=PASSWORD).path == "/"
    browser.get("/account")
    browser.send("/language?next=/account", language="nl")
    browser.send("/account/export", **{"taking-present": PASSWORD})
    browser.get("/account")
    assert sentences(journal(house))[1:] == before[: SHOWN - 1]
    assert sentences(journal(house))[:1] == handed
    assert browser.send("/account/erase", word="wissen", **{"erasing-present": PASSWORD}).path == "/sign-in"
    after = sentences(journal(house))
    assert after[1:] == before[: SHOWN - 1]
    assert after[0].endswith("à quelqu’un qui n’est plus là")


def test_her_own_export_has_what_the_journal_leaves_out(house: House) -> None:
    account = house.person()
    browser = house.stranger()
    browser.get(handed_link(house, account))
    browser.send(password=PASSWORD)
    entries = house.read(lambda db: accounts.export(db, db.get_one(Account, account.id)))["audit"]
    assert [(one["role"], one["verb"]) for one in entries] == [("person", "hand way back"), ("actor", "reset password")]


def test_many_entries_come_page_by_page_each_once(house: House) -> None:
    marks = [uuid4().hex for _ in range(SHOWN + 3)]
    for mark in marks:
        note(house, None, AuditVerb.ADD_SOURCE, mark)
    pages = [journal(house, number) for number in (1, 2)]
    told = [one.rpartition(" ")[2] for page in pages for one in sentences(page)]
    assert told[: len(marks)] == marks[::-1]
    assert "/journal?page=2" in pages[0].links()
    assert "/journal?page=1" in pages[1].links()
    assert [len(sentences(journal(house, number))) for number in (0, -3)] == [SHOWN, SHOWN]
    assert "Rien n’est noté." in journal(house, 2**31 - 1).text


# ------------------------------------------------------------------------------------------------------- every sentence


def test_every_verb_has_its_sentence_or_is_ones_own() -> None:
    assert set(SENTENCES) | ONES_OWN == set(AuditVerb)
    assert not set(SENTENCES) & ONES_OWN


def test_every_sentence_can_be_said_in_each_language() -> None:
    for language in ["fr", "nl", "en"]:
        said = spoken(language)
        messages = [*SENTENCES.values(), TO_OWNER, TO_DEPUTY, TO_NOBODY, *FIELDS.values(), *GIVEN.values()]
        told = {message: said.gettext(message, **{name: "x" for name in SAID}) for message in messages}
        assert [message for message, one in told.items() if "%" in one] == []
        if language != "fr":
            french = spoken("fr")
            same = [message for message in messages if said.gettext(message) == french.gettext(message)]
            assert same == []


def test_an_entry_of_before_that_lacks_a_value_is_still_told(house: House) -> None:
    told = []
    for verb in SENTENCES:
        note(house, None, verb, "ecouter")
        told.append(sentences(journal(house))[0])  # a page holds fewer than there are verbs
    assert f"Le portail a publié « {TITLE} », version …" in told
    assert all(told)


def test_days_stand_in_the_time_zone_of_the_house(house: House) -> None:
    house.clock.pass_by(hours=14)  # past midnight in Brussels, not yet in UTC
    denis, browser = house.person(), house.visitor(administrator=True)
    browser.get(f"/people/{denis.id}/close")
    browser.send(f"/people/{denis.id}/close")
    (entry,) = house.read(lambda db: audit.of(db, denis.learner_key))
    assert entry["day"] == house.clock().date() + timedelta(days=1)
