"""While a trainer is writing."""

import json

from sqlalchemy import select

from content.text.module_writer import write_module
from models.tables.documents import DraftAside
from models.tables.people import Account
from tests.builders import EVERY_KIND, module
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.studio.pages.authoring.at_her_desk import SAVE, create, document, text_of


def typing(browser: Browser, module_id: str, text: str, what: str = "draft") -> Page:
    """What the studio sends of itself while one writes, from the page that is open."""
    return browser.post(f"/authoring/{module_id}/{what}", text=text, opened=str(browser.page.form().fields["opened"]))


def test_what_is_typed_is_kept_meanwhile_and_the_hour_is_told(house: House, browser: Browser) -> None:
    module_id = create(browser)
    answer = json.loads(typing(browser, module_id, "à moitié").body)
    assert answer["said"] == "Enregistré à 10 h 00"
    assert document(house, module_id).draft == "à moitié"
    browser.page.form().fields["opened"] = answer["opened"]
    assert typing(browser, module_id, "en entier").status == 200
    assert document(house, module_id).draft == "en entier"


def test_a_text_kept_by_somebody_else_is_shown_beside_and_not_written_over(
    house: House, browser: Browser, trainer: Account
) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    typing(browser, module_id, "ligne\nla sienne")
    page = typing(other, module_id, "ligne\nla mienne")
    assert page.status == 422
    assert f"{trainer.name} a enregistré un autre texte" in page.text
    assert [part.xpath("string(text())") for part in page.tree.xpath("//del|//ins")] == ["sienne", "mienne"]
    assert page.part("theirs").text == "ligne\nla sienne"
    assert document(house, module_id).draft == "ligne\nla sienne"


def test_of_two_texts_one_is_chosen_and_the_other_stays_at_hand(house: House, browser: Browser) -> None:
    for choice, draft, aside in [("mine", "second", "premier"), ("theirs", "premier", "second")]:
        module_id = create(browser)
        other = house.visitor(trainer=True)
        other.get(f"/authoring/{module_id}")
        typing(browser, module_id, "premier")
        page = other.send("", SAVE, text="second")
        (button,) = page.tree.xpath(f"//button[@name='{choice}']")
        page = other.send("", (choice, button.get("value")))
        assert (page.status, text_of(page), page.part("aside").text) == (200, draft, aside)
        assert document(house, module_id).draft == draft
        assert put_aside(house, module_id) == (["premier"] if choice == "mine" else [])


def put_aside(house: House, module_id: str) -> list[str]:
    texts = select(DraftAside.text).where(DraftAside.document_id == module_id)
    return house.read(lambda db: list(db.scalars(texts)))


def test_both_texts_can_be_kept_and_are_shown_side_by_side(house: House, browser: Browser) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    typing(browser, module_id, "un texte, le premier")
    page = other.send("", SAVE, text="un texte, le second")
    (row,) = page.part("conflict").xpath(".//tbody/tr")
    assert [one.xpath("string(text())") for one in row.xpath(".//del|.//ins")] == ["premier", "second"]
    kept = "un texte, le second"
    other.send("", ("both", "1"))
    for page in (other.page, other.post(f"/authoring/{module_id}", both="1", text=kept)):
        assert (page.status, text_of(page), page.part("aside").text) == (200, "un texte, le premier", kept)
    assert document(house, module_id).draft == "un texte, le premier"
    assert put_aside(house, module_id) == [kept]
    assert "a mis un brouillon de côté" in other.get(f"/versions/{module_id}").text


def test_who_chooses_her_own_text_is_told_again_when_a_third_has_come(house: House, browser: Browser) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    answer = json.loads(typing(browser, module_id, "premier").body)
    (button,) = other.send("", SAVE, text="second").tree.xpath("//button[@name='mine']")
    browser.post(f"/authoring/{module_id}/draft", text="troisième", opened=answer["opened"])
    page = other.send("", ("mine", button.get("value")))
    assert (page.status, page.part("theirs").text) == (422, "troisième")


def test_what_is_to_be_mended_and_what_is_to_be_seen_follow_what_is_typed(house: House, browser: Browser) -> None:
    module_id = create(browser)
    before = house.rows()
    text = text_of(browser.page).replace("minutes: 5", "minutes: cinq").replace("[x]", "[ ]")
    page = typing(browser, module_id, text, "look")
    lines = [int(one) for one in page.part("problems").xpath(".//button/@data-line")]
    assert [text.splitlines()[line - 1].split()[0] for line in lines] == ["minutes:", "##"]
    assert page.part("problems").get("data-said") == "2 corrections avant de publier"
    seen = page.part("preview")
    assert [words(one) for one in seen.iterfind(".//h3")] == [
        "Titre de la première carte",
        "Un cas, en deux lignes. Que faites-vous\u202f?",
    ]
    assert "encore à corriger" in words(seen)
    assert (house.rows(), document(house, module_id).draft.count("[x]")) == (before, 1)


def test_a_learner_s_view_has_every_line_of_every_kind_with_its_explanation(browser: Browser) -> None:
    for kind in EVERY_KIND:
        browser.get("/authoring/ecouter")
        text = write_module(module("ecouter", ("listen.reflect",), (kind,)))
        page = typing(browser, "ecouter", text, "look")
        told = [words(one) for one in page.part("preview").xpath(".//li/div[@class='prose']")]
        assert told == [one.feedback for one in kind.options]
