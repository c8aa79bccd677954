"""Importing a directory: a file is brought, its columns named, what it proposes looked at, accepted, published."""

import gzip
from collections.abc import Sequence
from io import BytesIO
from time import monotonic
from uuid import uuid4

import pytest

from content.directory.column_mapping import all_targets
from models.catalogue import uploads
from models.directory.entry_imports import ENTRIES
from models.ground.words import words
from models.tables.audit import AuditVerb
from models.tables.directory import ListedEntry, PublisherLicence
from models.tables.people import Account
from models.tables.uploads import Upload
from portal.directory.import_forms import IN_BOTH, TARGETS
from tests.house import House
from tests.page_browser import Browser, Page
from tests.watchers.test_entry_files import SECRET, WITH_SECRET
from watchers.uploads import work_through

TABLE = "Nom;Tél.;Public;Divers\nUne écoute;02 000 00 00;jeunes;a\nUn accueil;0800 00 000;martiens;b\n"
ABOUT = {"address": "https://exemple.be/liste", "service": "Service emploi"}

LICENSED = {"licence": "Licence Ouverte 2.0", "licence_address": "https://exemple.be/licence"}


@pytest.fixture
def theirs() -> str:
    """Whose directory it is: of each test another's, for the house is shared."""
    return f"Maison {uuid4().hex[:8]}"


@pytest.fixture
def who(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House, who: Account) -> Browser:
    return house.browser_of(who)


def bring(browser: Browser, theirs: str, data: bytes, name: str = "liste.csv", **about: str) -> Page:
    browser.get("/directory/imports")
    fields = {**ABOUT, "publisher": theirs, **about}
    return browser.send("/directory/imports", **fields, file=(BytesIO(data), name))  # type: ignore[arg-type]


def brought(house: House) -> Sequence[Upload]:
    return house.read(lambda db: uploads.latest(db, ENTRIES))


def said(page: Page) -> str:
    """The words of a page, typed as one types them."""
    return page.text.replace("’", "'").replace("\xa0", " ").replace("\u202f", " ")


def work(house: House) -> None:
    assert work_through(house.store, house.clock, monotonic() + 60) is False


def here(browser: Browser, house: House) -> Page:
    """The page of the file, once the worker has done what was due."""
    work(house)
    return browser.get(browser.page.path)


def name_columns(browser: Browser, house: House, **chosen: str) -> Page:
    here(browser, house)
    browser.send(f"{browser.page.path}/columns", **chosen)
    return here(browser, house)


def accepted(browser: Browser, house: House) -> Page:
    """All that is new is accepted, and published."""
    action = f"{browser.page.path}/accept"
    browser.send(action, ("change", "new"))
    return here(browser, house)


def test_a_file_is_brought_named_looked_at_and_accepted(
    house: House, browser: Browser, theirs: str, who: Account
) -> None:
    bring(browser, theirs, TABLE.encode(), **LICENSED, may_be_passed_on="y")
    assert "attend d'être lu" in said(browser.page)
    shown = here(browser, house)
    assert "02 000 00 00 · 0800 00 000" in said(shown)
    assert shown.form(f"{shown.path}/columns").fields["column-0"] == "nom"
    read = name_columns(browser, house, **{"column-2": "publics"})
    assert "2 entrées lues" in said(read)
    assert "Ligne 3" in read.part("faults").getparent().text_content()
    assert "« Divers » n'a pas de place ici" in said(read)
    assert "publiées : 2" in said(accepted(browser, house))
    (link,) = browser.page.tree.xpath("//a[.='Une écoute']/@href")
    assert "Une écoute" in said(browser.get(link))
    assert [verb for verb, _ in house.deeds(who)] == [AuditVerb.BRING_FILE, AuditVerb.ACCEPT_ENTRIES]


@pytest.mark.nightly
def test_what_is_compressed_gets_in_where_it_would_be_too_large(house: House, browser: Browser, theirs: str) -> None:
    table = ("Nom;Notes\n" + "\n".join(f"Service {number};{'mot ' * 300}" for number in range(2000))).encode()
    assert bring(browser, theirs, table).status == 413
    bring(browser, theirs, gzip.compress(table), "liste.csv.gz")
    assert "2000 valeurs" in said(here(browser, house))


def test_without_a_licence_or_a_right_nothing_can_be_accepted(house: House, browser: Browser, theirs: str) -> None:
    bring(browser, theirs, TABLE.encode())
    page = name_columns(browser, house)
    assert "Avant d'accepter" in said(page)
    assert browser.post(f"{page.path}/accept", change="new").status == 409
    assert browser.send(f"{page.path}/terms", right_obtained="y").status == 422
    browser.get(page.path)
    browser.send(f"{page.path}/terms", right_obtained="y", where="Convention du 3 mars 2026")
    assert "sert ici seulement" in said(browser.page)
    assert "publiées : 2" in said(accepted(browser, house))
    row = house.read(lambda db: db.get_one(PublisherLicence, theirs))
    assert (row.licence, row.may_be_passed_on) == ("Convention du 3 mars 2026", False)


def test_what_changes_is_marked_and_decided_one_by_one(
    house: House, browser: Browser, theirs: str, who: Account
) -> None:
    bring(browser, theirs, TABLE.encode(), **LICENSED)
    name_columns(browser, house)
    accepted(browser, house)
    house.clock.pass_by(days=1)
    bring(browser, theirs, TABLE.replace("02 000", "02 111").replace("0800", "0900").encode())
    page = name_columns(browser, house)
    (added,) = page.tree.xpath("//p[@class='added'][contains(., 'telephone')][contains(., '111')]//ins")
    assert "111" in added.text_content()
    first, second = (one.get("value") for one in page.tree.xpath("//button[@name='entry'][starts-with(., 'Refuser')]"))
    browser.post(f"{page.path}/refuse", entry=first)
    browser.post(f"{page.path}/accept", entry=second)
    assert "publiées : 1" in said(here(browser, house))
    assert "refusées : 1" in said(browser.page)
    telephones = house.read(
        lambda db: sorted(one.telephone for one in db.query(ListedEntry).filter_by(publisher=theirs))
    )
    assert telephones == ["02 111 00 00", "0800 00 000"] or telephones == ["02 000 00 00", "0900 00 000"]
    assert AuditVerb.REFUSE_ENTRIES in [verb for verb, _ in house.deeds(who)]


def test_a_publication_is_watched_and_stopped(house: House, browser: Browser, theirs: str) -> None:
    bring(browser, theirs, ("Nom\n" + "\n".join(f"Service {one}" for one in range(45))).encode(), **LICENSED)
    page = name_columns(browser, house)
    browser.send(f"{page.path}/accept", ("change", "new"))
    assert work_through(house.store, house.clock, monotonic() - 1) is True
    browser.get(page.path)
    assert browser.page.tree.xpath("//progress/@value") == ["20"]
    browser.send(f"{page.path}/stop")
    assert "à décider : 25" in said(browser.page)
    assert browser.page.tree.xpath("//progress") == []


def test_a_street_of_a_confidential_record_is_on_no_page(house: House, browser: Browser, theirs: str) -> None:
    bring(browser, theirs, WITH_SECRET.encode(), **LICENSED)
    assert SECRET not in here(browser, house).body
    fields = {"column-1": "complement_adresse", "column-2": "adresse", "column-3": "commune", "column-5": "courriel"}
    page = name_columns(browser, house, **fields)
    assert "L'adresse est confidentielle" in said(page)
    assert (SECRET in page.body, "Ligne 3" in said(page), "1 entrée lue" in said(page)) == (False, True, True)


def test_a_file_is_retired_before_its_term_with_all_it_proposed(
    house: House, browser: Browser, theirs: str, who: Account
) -> None:
    bring(browser, theirs, TABLE.encode())
    name_columns(browser, house)
    browser.send(f"{browser.page.path}/forget")
    assert "Le fichier est retiré" in said(browser.page)
    assert theirs not in [one.told["publisher"] for one in brought(house)]
    assert house.deeds(who)[-1][0] == AuditVerb.FORGET_FILE


def test_what_a_form_lacks_is_said_beside_it(house: House, browser: Browser, theirs: str) -> None:
    for typed, told in [
        ({"service": "Mme Ada Lovelace"}, "jamais le nom d'une personne"),
        ({"publisher": ""}, "Rien n'est encore gardé"),
        ({"address": "javascript:1"}, "Une adresse commence par https://"),
        ({"day": "2036-01-01"}, "Ce jour n'est pas encore venu"),
        ({"may_be_passed_on": "y"}, "Dites quelle licence"),
        ({"licence": "Licence Ouverte 2.0"}, "Dites où l'on lit"),
        ({"where": "Un courrier"}, "l'un ne va pas sans l'autre"),
    ]:
        page = bring(browser, theirs, TABLE.encode(), **typed)
        assert (page.status, told in said(page)) == (422, True)
        assert theirs not in [one.told["publisher"] for one in brought(house)]


def test_what_others_wrote_is_shown_as_they_wrote_it(house: House, browser: Browser) -> None:
    bring(browser, "L'autre <maison>", b"Nom;L'autre\nUne halte & ici;\n;x\n")
    page = name_columns(browser, house)
    assert page.heading.replace("’", "'") == "Fichier de L'autre <maison>"
    assert "Ils viennent de : L'autre <maison>." in said(page)
    assert (page.body.count("&amp;#39;"), page.body.count("&amp;amp;")) == (0, 0)
    assert said(page).count("Ligne 3") == 1


def test_a_waiting_file_is_asked_for_again_by_a_script_or_a_link(house: House, browser: Browser, theirs: str) -> None:
    page = bring(browser, theirs, TABLE.encode())
    (part,) = page.tree.xpath("//*[@hx-get]")
    assert (part.get("hx-get"), part.get("hx-target"), page.path in page.links()) == (page.path, "#stage", True)
    work(house)
    fragment = browser.client.get(page.path, headers={"HX-Request": "true"}).text
    assert "Ce que disent les colonnes" in fragment
    assert "<html" not in fragment


def test_every_place_for_a_column_is_known_and_has_words_in_three_languages() -> None:
    offered = {*TARGETS, *(f"{one}.nl" for one in IN_BOTH)}
    assert offered <= all_targets()
    assert {one for one in all_targets() if "." not in one} <= offered
    for language in ("nl", "en"):
        said = words(language)
        alike = {told for told in TARGETS.values() if said.gettext(told) == told}
        assert alike <= {"SIRET", "Conditions", "Commune"}
