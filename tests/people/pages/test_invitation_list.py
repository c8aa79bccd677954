"""Administrators invite a whole list: seen row by row first, written only when they say so."""

from io import BytesIO

from sqlalchemy import select

from models.ground import audit
from models.tables.audit import AuditRole, AuditVerb
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from tests.house import House
from tests.page_browser import Browser, Page


def list_of(*rows: str) -> str:
    return "\n".join(["nom;courriel;rôle;langue", *rows]) + "\n"


def look(browser: Browser, text: str) -> Page:
    browser.get("/people/list")
    return browser.send("/people/list", text=text)


def rows_of(page: Page) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")]


def there(house: House, email: str) -> Account | None:
    return house.read(lambda db: db.scalar(select(Account).where(Account.email == email)))


def test_a_list_is_seen_before_anything_is_written(house: House) -> None:
    browser = house.visitor(administrator=True)
    before = house.rows()
    page = look(browser, list_of("Nadia;nadia.un@example.org;formateur;nl", "Jan;jan", "Zoé;;chef;"))
    assert (page.status, house.rows()) == (200, before)
    assert "Une ligne est juste. 2 lignes sont à corriger." in " ".join(page.text.split())
    assert rows_of(page)[:2] == [
        ["2", "Nadia", "nadia.un@example.org", "formation, apprentissage", "Nederlands", "rien"],
        ["3", "Jan", "jan", "", "", "Ce n’est pas une adresse de courriel."],
    ]
    (missing,) = rows_of(page)[2:]
    assert missing[:5] == ["4", "Zoé", "—", "chef", ""]
    assert "L’adresse manque. Ce rôle n’existe pas" in missing[5]


def test_those_whose_row_is_right_are_invited_and_the_others_stay_to_be_mended(house: House) -> None:
    browser = house.visitor(administrator=True)
    look(browser, list_of("Nadia;nadia.deux@example.org;formateur;nl", "Jan;jan.deux;;"))
    page = browser.send("/people/list/invite")
    assert "aucun serveur de courrier n’est réglé" in page.text
    assert [row[1] for row in rows_of(page)] == ["Jan"]
    assert "Une ligne est à corriger." in page.text and "juste" not in page.text
    assert "Jan;jan.deux" in page.tree.xpath("string(//textarea)")
    invited = there(house, "nadia.deux@example.org")
    assert invited and (invited.name, invited.trainer, invited.language) == ("Nadia", True, "nl")
    mail = select(Mail.kind).where(Mail.learner_key == invited.learner_key)
    assert house.read(lambda db: db.scalars(mail).all()) == [MailKind.INVITATION]
    (noted,) = house.read(lambda db: audit.of(db, invited.learner_key))
    assert (noted["verb"], noted["role"]) == (AuditVerb.INVITE, AuditRole.PERSON)
    page = browser.send(
        "/people/list", text=page.tree.xpath("string(//textarea)").replace("jan.deux", "jan@example.org")
    )
    assert browser.send("/people/list/invite").path == "/people"
    assert there(house, "jan@example.org")


def test_a_file_is_read_as_what_is_pasted(house: House) -> None:
    browser = house.visitor(administrator=True)
    token = browser.get("/people/list").tree.xpath("string(//input[@name='csrf_token']/@value)")
    data = list_of("Anaïs;anais@example.org;;").encode("cp1252")
    sent = {"csrf_token": token, "text": "", "file": (BytesIO(data), "liste.csv")}
    answer = browser.client.post("/people/list", data=sent, content_type="multipart/form-data")
    assert (answer.status_code, "Anaïs" in answer.text) == (200, True)


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(house: House) -> None:
    browser = house.visitor(administrator=True)
    page = look(browser, "Zoé;zoe@example.org")
    assert (page.status, "nomme les colonnes" in page.text) == (422, True)
    assert "Zoé;zoe@example.org" in page.tree.xpath("string(//textarea)")
    browser.get("/people/list")
    assert browser.send("/people/list", text="x" * 200_001).status == 422
    assert browser.post("/people/list/invite", text="rien").status == 422
