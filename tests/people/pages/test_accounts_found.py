"""« Comptes », however many there are: found by name or address, in order, a page at a time."""

import pytest
from sqlalchemy import select, update

from models.people import accounts
from models.people.account_lists import A_PAGE
from models.tables.mail import Mail, MailReason, MailState
from models.tables.people import Account
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.test_queries import asked_for
from watchers import delivery

NAMES = ("Zoé Adam", "élise Moreau", "Eléonore Smets", "Emma Claes", "Abel Özil")


def desk_of(house: House, *names: str) -> Browser:
    """Where « Ada » administers a house of people of these names."""
    ada = house.person(administrator=True)
    with house.store.writing() as db:
        db.get_one(Account, ada.id).name = "Ada Ferrand"
        for number, name in enumerate(names):
            accounts.invite(db, f"n{number}.bureau@example.org", name, MONDAY, timezone="Europe/Brussels")
    return house.browser_of(ada)


def named(page: Page) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//tbody/tr/th")]


def test_names_stand_in_the_order_of_a_dictionary_whatever_their_accents_and_capitals(empty_house: House) -> None:
    page = desk_of(empty_house, *NAMES, "Emma Claes").get("/people")
    both = "Emma Claes"
    assert named(page) == ["Abel Özil", "Ada Ferrand", "Eléonore Smets", "élise Moreau", both, both, "Zoé Adam"]
    ids = [int(address.rpartition("/")[2]) for address in page.tree.xpath("//tbody//a/@href")]
    assert ids[4] < ids[5]


def test_people_are_found_by_name_or_address_however_it_is_typed(empty_house: House) -> None:
    browser = desk_of(empty_house, *NAMES)
    for typed, found in (
        ("ELISE", ["élise Moreau"]),
        ("ozil abel", ["Abel Özil"]),
        ("n3.bureau@", ["Emma Claes"]),
        ("personne de ce nom", []),
    ):
        assert (typed, named(browser.get(f"/people?q={typed}"))) == (typed, found)
    assert "Personne ici." in browser.page.text


def test_a_page_shows_so_many_and_leads_to_the_next_with_what_is_looked_for(empty_house: House) -> None:
    browser = desk_of(empty_house, *(f"Personne {number:03}" for number in range(A_PAGE + 2)))
    first = browser.get("/people?q=personne")
    assert len(named(first)) == A_PAGE and "Page 1 sur 2" in first.text
    (onward,) = first.tree.xpath("//nav[@class='act']/a/@href")
    assert named(browser.get(onward)) == ["Personne 050", "Personne 051"]
    assert named(browser.get("/people?q=personne&page=99")) == ["Personne 050", "Personne 051"]


@pytest.mark.nightly
def test_the_list_asks_the_database_so_many_times_however_many_there_are(empty_house: House) -> None:
    browser = desk_of(empty_house, *NAMES)
    few = asked_for(empty_house, browser, "/people")
    with empty_house.store.writing() as db:
        for number in range(150):
            one = accounts.invite(db, f"m{number}@example.org", f"M {number}", MONDAY, timezone="Europe/Brussels")
            one.closed_at = MONDAY if number % 3 == 0 else None
    assert asked_for(empty_house, browser, "/people") == asked_for(empty_house, browser, "/people?page=2")
    assert asked_for(empty_house, browser, "/people") <= few + 1  # of those that are closed, when they were told


# ---------------------------------------------------------------------------------------- what an invitation has become


def standing(browser: Browser, email: str) -> str:
    page = browser.get(f"/people?q={email}")
    told: str = page.tree.xpath("normalize-space(//tr[td[normalize-space()=$email]]/td[3])", email=email)
    return told.replace("\u202f", " ").replace("\xa0", " ")


def test_without_a_mail_server_an_invitation_is_not_said_to_be_sent(house: House) -> None:
    browser, email = house.visitor(administrator=True), "sans.serveur@example.org"
    browser.get("/people")
    page = browser.send("/people", name="Sans Serveur", email=email)
    assert "part par courriel" not in page.text
    assert "aucun serveur de courrier" in page.text
    assert standing(browser, email) == "invitation pas encore partie"
    mail_id = house.read(lambda db: db.scalars(select(Mail.id).order_by(Mail.id.desc()).limit(1)).one())
    delivery.deliver(house.settings, house.store, mail_id, house.clock())
    assert standing(browser, email) == "invitation dans le dossier « outbox »"


def test_an_invitation_is_said_to_be_what_it_is(house: House) -> None:
    browser, email = house.visitor(administrator=True), "avec.serveur@example.org"
    browser.get("/people")
    browser.send("/people", name="Avec Serveur", email=email)
    for state, reason, told in (
        (MailState.SENT, MailReason.ACCEPTED, "invitation envoyée"),
        (MailState.READY, MailReason.UNREACHABLE, "invitation pas encore partie"),
        (MailState.UNCERTAIN, MailReason.CUT_OFF, "invitation peut-être envoyée"),
        (MailState.FAILED, MailReason.BOUNCED, "invitation non reçue : voyez « Envois »"),
    ):
        with house.store.writing() as db:
            of_hers = Mail.id == db.scalars(select(Mail.id).order_by(Mail.id.desc()).limit(1)).one()
            db.execute(update(Mail).where(of_hers).values(state=state, result=f"{reason} x"))
        assert standing(browser, email) == told
