"""A colleague remarks in the margin, the text comes back, its author settles the remark."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from models.catalogue import drafts
from models.studio import reviewing
from models.tables.documents import VersionChange
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.builders import MONDAY
from tests.house import House
from tests.site.pages import lives

LINE = "À relire, cette carte."
RULE = "onem-duree"


def sent(house: House, author: Account, reader: Account) -> tuple[str, int]:
    """A module whose next text waits to be read."""
    name = f"module-{uuid4().hex[:8]}"
    with house.store.writing() as db:
        document = lives.published(db, name, author.learner_key, RULE)
        text = lives.text_of(name, LINE, RULE)
        drafts.save_draft(db, document, text, MONDAY, author.learner_key)
        key = author.learner_key
        review = reviewing.ask(db, document, VersionChange.WORDING, MONDAY, key, invited=reader.learner_key)
        return name, review.id


def remark(page: Page, review_id: int, line: int, said: str) -> None:
    """By keyboard alone: the number of the line, the field, the button."""
    page.goto(f"/reviewing/{review_id}?as=lines")
    page.locator(f"#line-{line} a.number").press("Enter")
    field = page.get_by_label(f"Votre remarque sur la ligne {line}")
    field.focus()
    page.keyboard.type(said)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#line-{line}")).to_contain_text(said)


def test_a_remark_in_the_margin_comes_back_follows_its_line_and_is_settled(devices: Devices, house: House) -> None:
    author, reader = house.person(trainer=True), house.person(trainer=True)
    module_id, review_id = sent(house, author, reader)
    text = house.read(lambda db: reviewing.review_of(db, review_id)).text
    line = text.split("\n").index(LINE) + 1

    colleague = devices.open(reader)
    remark(colleague, review_id, line, "Dites pourquoi.")
    typed, note = (
        colleague.locator(f"#line-{line} {part}").bounding_box() or {"x": 0, "y": 0, "width": 0}
        for part in (".typed", ".remark")
    )
    assert note["x"] >= typed["x"] + typed["width"]
    assert abs(note["y"] - typed["y"]) < 40
    colleague.get_by_role("button", name="Rendre le texte").click()

    writer = devices.open(author)
    writer.goto(f"/authoring/{module_id}")
    margin = writer.get_by_role("region", name="Remarques")
    expect(margin).to_contain_text("Dites pourquoi.")
    written = writer.get_by_label("Texte du module")
    written.fill(text.replace(LINE, f"\n{LINE}"))
    expect(margin.get_by_role("button", name=f"Ligne {line + 1}")).to_be_visible()
    written.fill(text.replace(LINE, "Parce que relire évite l'erreur."))
    expect(margin.get_by_text("La ligne a changé.")).to_be_visible()
    margin.get_by_role("button", name="Traité").press("Enter")
    expect(writer.get_by_text("La remarque est traitée ; le brouillon est gardé.")).to_be_visible()
    writer.get_by_role("button", name="Demander une relecture").click()
    expect(writer.get_by_role("status").filter(has_text="La relecture est demandée")).to_be_visible()


def test_on_a_telephone_a_remark_is_folded_under_its_line(devices: Devices, house: House) -> None:
    author, reader = house.person(trainer=True), house.person(trainer=True)
    _, review_id = sent(house, author, reader)
    line = house.read(lambda db: reviewing.review_of(db, review_id)).text.split("\n").index(LINE) + 1
    with house.store.writing() as db:
        reviewing.comment(db, reviewing.review_of(db, review_id), line, "Dites pourquoi.", MONDAY, reader.learner_key)
    page = devices.open(author, width=390, javascript=False)
    page.goto(f"/reviewing/{review_id}?as=lines")
    folded = page.locator(f"#line-{line} .remark")
    expect(folded.locator("p.as-typed")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("p.as-typed")).to_be_visible()


def test_in_the_form_a_remark_leads_to_its_field_and_is_settled(devices: Devices, house: House) -> None:
    author, reader = house.person(trainer=True), house.person(trainer=True)
    module_id, review_id = sent(house, author, reader)
    with house.store.writing() as db:
        found = reviewing.review_of(db, review_id)
        line = found.text.split("\n").index(LINE) + 1
        reviewing.comment(db, found, line, "Dites pourquoi.", MONDAY, reader.learner_key)
        reviewing.return_text(db, found, MONDAY, reader.learner_key)
    page = devices.open(author)
    page.goto(f"/authoring/{module_id}?as=form")
    margin = page.get_by_role("region", name="Remarques")
    margin.get_by_role("link", name="Carte 1").press("Enter")
    field = page.locator('[name="cards-0-body"]')
    expect(field).to_be_focused()
    expect(field).to_have_value(LINE)
    margin.get_by_role("button", name="Traité").press("Enter")
    expect(page.get_by_text("La remarque est traitée ; le brouillon est gardé.")).to_be_visible()
    page.keyboard.press("Tab")
    expect(margin.locator("summary", has_text="Traité")).to_be_focused()
    assert seen_on(page) == []
