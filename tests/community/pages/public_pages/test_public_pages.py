"""« Notre page » for those who keep it: asked for, looked at, approved, switched off; nothing typed is lost."""

from dataclasses import asdict

from models.community import public_pages
from models.people import accounts
from models.tables.people import Account
from tests.builders import MONDAY
from tests.community.pages.public_pages.asked_pages import HERS, TEAM, asked, furnished, keeper_of, plain, public, shown
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws

ASK, LOOK = ("do", "ask"), ("do", "look")
NEW, OWN = "/community/pages/teams/new", "/community/pages/own"
TYPED = {name: said for name, said in asdict(TEAM).items() if name not in {"topics", "entries"}}


def mine(house: House, account: Account) -> Page:
    return house.browser_of(account).get("/community/pages")


def fill(browser: Browser, address: str, button: tuple[str, str], **fields: object) -> Page:
    browser.get(address)
    return browser.send(address, button, **fields)  # type: ignore[arg-type]


def test_a_trainer_asks_an_administrator_approves_and_everybody_reads(house: House) -> None:
    keeper, head = keeper_of(house), house.person(administrator=True)
    with public(house):
        page = fill(house.browser_of(keeper), NEW, ASK, **TYPED, topic=["garde"], entry=["ecoute", "mesure"])
        assert (page.came_by, page.path, flaws(page)) == ((303,), "/community/pages", [])
        assert "L'administration doit encore l'approuver." in plain(page)
        browser = house.browser_of(head)
        assert "1 page à approuver" in plain(browser.get("/people"))
        waiting = browser.get("/community/pages")
        assert "1 page à approuver" in plain(waiting)
        (to_read,) = [link for link in waiting.links() if link.endswith("/asked")]
        read = browser.get(to_read)
        assert flaws(read) == []
        assert "Écoute ecoute" in plain(read)
        done = browser.send(to_read, ("do", "approve"))
        assert "La page est affichée." in plain(done)
        assert house.stranger().client.get("/p/equipe-emploi").status_code == 200
        assert "/p/equipe-emploi" in mine(house, house.person()).links()
    assert house.deeds(keeper) == [("ask public page", "equipe-emploi")]
    assert house.deeds(head) == [("approve public page", "equipe-emploi")]
    journal = plain(browser.get("/journal"))
    assert f"{head.name} a approuvé la page publique « equipe-emploi »" in journal


def test_what_a_team_changes_waits_while_what_was_approved_is_read(house: House) -> None:
    keeper = keeper_of(house)
    page = shown(house.store, keeper.learner_key)
    address = f"/community/pages/teams/{page.id}"
    done = fill(house.browser_of(keeper), address, ASK, title="Équipe logement")
    assert "Affichée. Ce qui a été demandé attend d'être approuvé." in plain(done)
    with public(house):
        read = house.stranger().get(f"/p/{page.address}")
    assert (read.status, read.heading) == (200, "Équipe emploi")


def test_a_counsellor_asks_for_her_own_by_her_initials(house: House) -> None:
    furnished(house.store)
    counsellor, bare = house.person(), {"counter": "", "post": ""}
    page = fill(house.browser_of(counsellor), OWN, ASK, title="C. L.", telephone="02 000 00 01", **bare)
    assert "Ce qui a été demandé attend d'être approuvé." in plain(page)
    found = house.read(lambda db: public_pages.own(db, counsellor.learner_key))
    assert found and found.asked == HERS


def test_what_cannot_stand_there_is_said_and_nothing_typed_is_lost(house: House) -> None:
    for button in [ASK, LOOK]:
        for field, said, why in [
            ("title", "x" * 10_000, "Le nom d'une équipe tient en une ligne"),
            ("mail", "a@b.be?bcc=c@d.be", "Le courriel est une seule adresse"),
            ("form", "javascript:alert(1)", "Le formulaire est à une adresse qui commence par https://"),
            ("counter", "y" * 161, "tiennent chacun en une ligne de cent soixante caractères"),
        ]:
            keeper = keeper_of(house)
            typed = {**TYPED, field: said}
            page = fill(house.browser_of(keeper), NEW, button, **typed, topic=["garde"], entry=["ecoute"])
            assert (page.status, flaws(page)) == (422, [])
            assert why in plain(page)
            fields = page.form(NEW).fields
            assert {name: fields[name] for name in typed} == typed
            assert page.tree.xpath("//input[@type='checkbox' and @checked]/@value") == ["garde", "ecoute"]
            assert house.rows()["public_page"] == 0


def test_looking_shows_what_will_be_read_and_keeps_nothing(house: House) -> None:
    keeper = keeper_of(house)
    before = house.rows()
    page = fill(house.browser_of(keeper), NEW, LOOK, **{**TYPED, "language": "nl"}, topic=["garde"], entry=["ecoute"])
    assert (page.status, flaws(page)) == (200, [])
    (look,) = page.tree.xpath("//div[contains(@class, 'previewed')]")
    assert look.get("lang") == "nl"
    assert "U kunt hier praten." in look.text_content()
    assert page.tree.get("lang") == "fr"
    assert house.rows() == before


def test_what_is_refused_says_what_is_to_be_mended_and_stays_to_be_mended(house: House) -> None:
    keeper, head = keeper_of(house), house.person(administrator=True)
    page = asked(house.store, keeper.learner_key)
    address = f"/community/pages/{page.id}/asked"
    browser = house.browser_of(head)
    browser.get(address)
    forms = [one for one in browser.page.forms() if one.get("action") == address]
    done = browser.post(address, seen=forms[0].fields["seen"], do="refuse", reason="ways")
    assert done.status == 303
    assert "à revoir : les moyens de joindre le service." in plain(mine(house, keeper))
    form = house.browser_of(keeper).get(f"/community/pages/teams/{page.id}")
    assert form.form(f"/community/pages/teams/{page.id}").fields["title"] == "Équipe emploi"
    assert "à revoir : les moyens de joindre le service." in plain(form)
    assert browser.get(address).status == 404


def test_whoever_asked_for_a_page_is_told_that_somebody_else_approves_it(house: House) -> None:
    furnished(house.store)
    both = house.person(trainer=True, administrator=True)
    page = asked(house.store, both.learner_key)
    address, browser = f"/community/pages/{page.id}/asked", house.browser_of(both)
    read = browser.get(address)
    assert "Vous avez demandé cette page : une autre personne de l'administration l'approuve." in plain(read)
    assert ("Approuver et afficher" in plain(read), flaws(read)) == (False, [])
    assert page.asked
    answer = browser.post(address, do="approve", seen=page.asked.fingerprint)
    assert (answer.status, "Vous avez demandé cette page" in plain(answer)) == (403, True)
    assert not house.read(public_pages.shown)


def test_its_keeper_switches_it_off_and_so_does_an_administrator(house: House) -> None:
    keeper, counsellor = keeper_of(house), house.person()
    team, hers = shown(house.store, keeper.learner_key), shown(house.store, counsellor.learner_key, HERS)
    for account, address in (
        (keeper, f"/community/pages/teams/{team.id}/off"),
        (counsellor, "/community/pages/own/off"),
    ):
        browser = house.browser_of(account)
        browser.get("/community/pages")
        assert "La page n'est plus affichée." in plain(browser.send(address))
    assert not house.read(public_pages.shown)
    again, head = shown(house.store, counsellor.learner_key, HERS), house.person(administrator=True)
    assert again.address == hers.address
    browser = house.browser_of(head)
    browser.get("/community/pages")
    browser.send(f"/community/pages/{again.id}/off")
    assert not house.read(public_pages.shown)
    assert house.deeds(head) == [("switch off public page", hers.address)]


def test_a_trainer_neither_opens_nor_switches_off_somebodys_own_page(house: House) -> None:
    hers = shown(house.store, house.person().learner_key, HERS)
    browser = house.visitor(trainer=True)
    browser.get("/account")
    address = f"/community/pages/teams/{hers.id}"
    assert browser.get(address).status == 404
    browser.get("/account")
    assert [browser.post(one).status for one in (f"{address}/off",)] == [404]
    assert browser.get("/community/pages").text.count("C. L.") == 0
    assert house.read(public_pages.shown)


def test_without_a_public_address_those_who_work_here_are_told(house: House) -> None:
    counsellor = house.person()
    page = shown(house.store, counsellor.learner_key, HERS)
    told = mine(house, counsellor)
    assert "Cette installation n'a pas d'adresse publique" in plain(told)
    assert f"/p/{page.address}" not in told.links()
    with public(house):
        told = mine(house, counsellor)
    assert "Cette installation" not in plain(told)
    assert f"/p/{page.address}" in told.links()


def test_every_field_says_that_it_is_public_and_names_nobody(house: House) -> None:
    page = house.visitor(trainer=True).get(NEW)
    fields = page.tree.xpath("//main//input[@type='text' or @type='email' or @type='url']")
    assert len(fields) == 6
    assert {one.get("aria-describedby") for one in fields} == {"public nameless"}


def test_leaving_switches_it_off(house: House) -> None:
    counsellor = house.person()
    page = shown(house.store, counsellor.learner_key, HERS)
    with house.store.writing() as db:
        accounts.close(db, db.get_one(Account, counsellor.id), MONDAY)
    with public(house):
        assert house.stranger().client.get(f"/p/{page.address}").status_code == 410
