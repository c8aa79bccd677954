"""Programmes are written in their form: weeks are added, moved, taken out, and find their module by its title."""

import pytest

from models.catalogue import documents
from models.tables.documents import Document
from tests.house import House
from tests.learning.pages.programmes import publish
from tests.page_browser import Browser, Page, words
from tests.programmes import WELCOME
from tests.site.pages.flaws import flaws
from tests.studio.pages.authoring.at_her_desk import PUBLISH, SAVE, document
from tests.studio.pages.authoring.test_lists_in_form import changed, latest

PROGRAMMES = documents.PROGRAMMES
FORM, FIRST = f"/authoring/{PROGRAMMES}?as=form", "programmes-0"


@pytest.fixture(autouse=True)
def programmes(house: House) -> None:
    """The house has a programme, and nothing that the other tests have written of it."""
    if not house.read(lambda db: db.get(Document, PROGRAMMES)):
        publish(house, WELCOME)
    with house.store.writing() as db:
        shared = documents.document_of(db, PROGRAMMES)
        shared.draft = shared.draft_at = shared.draft_by = None


def opened(browser: Browser, at: str = FIRST) -> Page:
    return browser.get(f"{FORM}&at={at}")


def modules(page: Page) -> list[str]:
    """The modules of the weeks that are shown, in their order."""
    fields = page.form().fields
    return [str(said) for name, said in fields.items() if name and name.endswith("-module")]


def test_one_programme_is_open_with_its_weeks_and_a_word_that_changes_is_all_that_does(
    house: House, browser: Browser
) -> None:
    before = latest(house, PROGRAMMES)
    page = browser.get(FORM)
    assert modules(page) == []
    browser.send("", SAVE)
    assert latest(house, PROGRAMMES) == before
    page = opened(browser)
    assert (flaws(page), modules(page)) == ([], ["cadre", "ecouter", "reformuler"])
    browser.send("", SAVE, **{f"{FIRST}-weeks-1-why_nl": "Omdat « luisteren » eerst komt."})
    (gone, come) = changed(before, latest(house, PROGRAMMES))
    assert (gone.strip("- "), come.strip("+ ")) == (
        'nl: "Pourquoi ecouter (nl)"',
        'nl: "Omdat « luisteren » eerst komt."',
    )


def test_a_week_is_added_moved_and_taken_out(browser: Browser) -> None:
    opened(browser)
    page = browser.send("", ("do", f"add:{FIRST}-weeks"))
    assert modules(page) == ["cadre", "ecouter", "reformuler", ""]
    browser.send("", ("do", f"up:{FIRST}-weeks-3"), **{f"{FIRST}-weeks-3-module": "calmer"})
    page = browser.send("", ("do", f"remove:{FIRST}-weeks-0"))
    assert modules(page) == ["ecouter", "calmer", "reformuler"]
    assert [link for link in page.links() if link and "/aside/" in link]


def test_what_is_wrong_in_a_week_is_told_at_its_field(browser: Browser) -> None:
    opened(browser)
    page = browser.send("", PUBLISH, **{f"{FIRST}-weeks-2-module": "ecouter", f"{FIRST}-newcomers": []})
    assert page.status == 422
    fault = f"f-{FIRST}-weeks-2-module-error"
    assert fault in page.part(f"f-{FIRST}-weeks-2-module").get("aria-describedby").split()
    assert "déjà dans ce programme" in words(page.part(fault))
    assert "Parcours 1, semaine 3" in words(page.part("problems"))


@pytest.mark.nightly
def test_a_programme_left_as_it_was_begun_is_not_published(house: House, browser: Browser) -> None:
    browser.get(FORM)
    page = browser.send("", ("do", "add:programmes"))
    assert page.form().fields["programmes-1-title_fr"] == "Un parcours"
    weeks = {
        f"programmes-1-weeks-{place}-{field}": said
        for place, module in enumerate(("ecouter", "cadre"))
        for field, said in {"module": module, "why_fr": "Parce que.", "why_nl": "Daarom."}.items()
    }
    page = browser.send("", PUBLISH, **weeks)
    assert "que l’exemple" in words(page.part("problems"))
    own = {"title_fr": "Écouter d'abord", "title_nl": "Eerst luisteren", "sentence_fr": "Deux pas.", "id": "deux-pas"}
    browser.send("", PUBLISH, **{f"programmes-1-{field}": said for field, said in own.items()})
    assert document(house, PROGRAMMES).draft
    page = browser.send("", PUBLISH, **{"programmes-1-sentence_nl": "Twee stappen."})
    assert document(house, PROGRAMMES).draft is None
    assert "id: deux-pas" in latest(house, PROGRAMMES)
