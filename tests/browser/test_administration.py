"""An administrator's story: a source, and somebody who is invited and comes."""

import re
from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from models.tables.people import Account
from models.tables.sources import Source, VisitResult
from models.watch import visits
from models.watch.sources.trials import WatchOption
from models.watch.visits import Visited
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.portal import looking
from tests.portal.house import PASSWORD, House


def test_an_administrator_adds_a_source_and_invites_somebody_who_comes_in(devices: Devices, house: House) -> None:
    administrator = house.person(administrator=True)
    page = devices.open(administrator)
    add_source(house, administrator, page)
    expect(page.get_by_role("status")).to_have_text("La source est ajoutée : sa première visite commence.")
    row = page.get_by_role("row", name="Le Relais")
    expect(row).to_contain_text("pas encore")
    row.get_by_role("checkbox", name="Le Relais").check()
    # Once something is ticked, what can be done with it stays in view.
    page.evaluate("scrollTo(0, 0)")
    pause = page.get_by_role("button", name="Mettre en pause")
    expect(pause).to_be_in_viewport()
    pause.click()
    expect(page.get_by_role("status")).to_have_text("1 source est en pause.")
    expect(row).to_contain_text("en pause")

    add_source(house, administrator, page)
    expect(page.get_by_label("Comment")).to_be_focused()
    expect(page.get_by_label("Comment")).to_have_accessible_description(re.compile("Cette adresse est déjà suivie."))

    page.get_by_role("link", name="Comptes").click()
    page.get_by_text("Inviter quelqu’un").click()
    page.get_by_label("Prénom et nom").fill("Nadia Bennani")
    page.get_by_label("Courriel", exact=True).fill("nadia@example.org")
    page.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    page.get_by_label("Nom ou courriel").fill("nadia")
    page.get_by_label("Nom ou courriel").press("Enter")
    expect(page.get_by_role("row", name="Nadia Bennani")).to_contain_text("invitation pas encore partie")

    nadia = devices.open(width=320)
    nadia.goto(lives.invitation_in_the_mail(house, "nadia@example.org"))
    nadia.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    nadia.get_by_role("button", name="Ouvrir mon compte").click()
    expect(heading(nadia)).to_have_text("Bonjour Nadia")

    page.get_by_role("link", name="Envois").click()
    expect(page.locator("main")).to_contain_text("le nombre est brouillé exprès")
    expect(page.get_by_role("row", name="nadia@example.org")).to_have_count(0)


def test_a_site_that_refuses_robots_is_on_the_page_of_health_with_who_can_act(devices: Devices, house: House) -> None:
    administrator = house.person(administrator=True)
    page = devices.open(administrator, width=320)
    feed = replace(looking.FEED, address="https://muet.example/feed.xml")
    add_source(house, administrator, page, "https://muet.example/", "La Maison muette", feed)
    with house.store.writing() as db:
        added, at = house.clock() - timedelta(days=3), house.clock()
        db.execute(
            update(Source).where(Source.name == "La Maison muette").values(created_at=added, next_visit_at=added)
        )
        (errand,) = visits.take_errands(db, at, 1, 0)
        assert errand.source.name == "La Maison muette"
        visits.record_visit(db, errand, Visited(VisitResult.REFUSED_BY_ROBOTS), at, at + timedelta(hours=6))
    page.get_by_role("link", name="État").click()
    told = page.get_by_role("listitem").filter(has_text="La Maison muette")
    expect(told).to_contain_text("demande aux robots de ne pas visiter")
    expect(told).to_contain_text("Seul le site peut l’autoriser")
    expect(told).to_contain_text("Prochaine visite")


def add_source(
    house: House,
    administrator: Account,
    page: Page,
    address: str = "https://relais.example/",
    name: str = "Le Relais",
    feed: WatchOption = looking.FEED,
) -> None:
    """She asks for an address; the page waits, and shows what the worker has found without being opened again."""
    page.goto("/sources")
    page.get_by_label("Adresse").fill(address)
    page.get_by_role("button", name="Analyser").click()
    expect(heading(page)).to_have_text("Avant de suivre")
    looking.tried(house, administrator, address, feed)
    page.get_by_label("Nom").fill(name)
    page.get_by_role("button", name="Suivre", exact=True).click()
