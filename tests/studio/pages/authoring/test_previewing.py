"""A trainer looks at what learners will see."""

from datetime import date
from itertools import cycle

from content.text.starter import starter_blocks
from tests.house import House
from tests.page_browser import Browser, settled
from tests.studio.pages.authoring.at_her_desk import SAVE, published, text_of


def test_a_whole_preview_leaves_no_trace(house: House, browser: Browser) -> None:
    browser.get("/authoring/ecouter")
    before, seen, answers = house.rows(), [], cycle("ab")
    browser.get("/authoring/ecouter/preview")
    while forms := [form for form in browser.page.forms() if form.get("hx-post")]:
        asked = "option" in forms[0].fields
        fields = {"option": next(answers)} if asked else {}
        browser.send("/authoring/ecouter/preview", ("answering", "1") if asked else None, **fields)
        assert browser.page.status == 200
        seen.append(browser.page.heading)
    assert seen[-1] == "Terminé"
    assert {"Carte 2", "C’est juste", "Ce n’est pas la meilleure réponse ici"} <= set(seen)
    assert house.rows() == before


def test_a_preview_plays_the_draft_and_not_what_is_published(browser: Browser) -> None:
    module_id = published(browser)
    browser.send("", SAVE, text=text_of(browser.page).replace("Titre de la première carte", "Une carte neuve"))
    assert browser.get(f"/authoring/{module_id}/preview").heading.startswith("Une carte neuve")


def test_a_situation_to_try_on_a_sheet_is_seen_beside_its_text_and_at_the_end_of_what_is_played(
    browser: Browser,
) -> None:
    module_id = published(browser)
    block, _ = starter_blocks("fr", date(2026, 11, 23))["exercise"]
    page = browser.send("", SAVE, text=f"{text_of(browser.page)}\n{block}")
    (button,) = page.tree.xpath("//*[@id='preview']//button[@form='try-sheet']")
    (sheet,) = page.tree.xpath("//*[@id='preview']//input[@form='try-sheet']/@value")
    assert (page.part("try-sheet").get("action"), button.get("value")) == ("/sheet", "form")
    assert list(page.part("try-sheet").iterancestors("form")) == []
    address = f"/authoring/{module_id}/preview"
    browser.get(address)
    while forms := [form for form in browser.page.forms() if form.get("hx-post")]:
        asked = "option" in forms[0].fields
        browser.send(address, ("answering", "1") if asked else None, **({"option": "a"} if asked else {}))
    assert browser.page.form("/sheet").fields["text"] == sheet


def test_a_preview_with_htmx_shows_the_same_as_without(house: House, browser: Browser) -> None:
    plain = house.visitor(trainer=True)
    address = "/authoring/ecouter/preview"
    plain.get(address), browser.get(address)
    for button in (None, None, ("dont_know", "1"), None):
        plain.send(address, button)
        browser.swap(address, button)
        assert settled(browser.page.part("scene")) == settled(plain.page.part("scene"))


def test_a_preview_begins_again_when_the_draft_has_changed(browser: Browser) -> None:
    module_id = published(browser)
    address, text = f"/authoring/{module_id}/preview", text_of(browser.page)
    browser.get(address)
    shown = browser.send(address)
    browser.get(f"/authoring/{module_id}")
    browser.send("", SAVE, text=text.replace(f"Question {module_id}-1", f"Question {module_id}-2"))
    browser.page = shown
    page = browser.send(address, ("answering", "1"), option="a")
    assert (page.came_by, page.heading) == ((303,), "Titre de la première carte, ou presque")


def test_a_preview_whose_state_was_altered_begins_again(browser: Browser) -> None:
    for state in ["", "x", "W10.x.y"]:
        browser.get("/authoring/ecouter/preview")
        page = browser.send("/authoring/ecouter/preview", state=state)
        assert (page.came_by, page.heading) == ((303,), "Carte 1")
