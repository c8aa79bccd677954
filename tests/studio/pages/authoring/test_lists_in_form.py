"""Rules, topics and entries are written in forms: one row is open, the rest of the text stays as it is."""

from difflib import unified_diff

import pytest

from content.rules import RULES_SCHEMA
from models.catalogue import documents, drafts
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.page_browser import Browser, words
from tests.studio.pages.authoring.at_her_desk import PUBLISH, SAVE, document


def latest(house: House, document_id: str) -> str:
    return house.read(lambda db: drafts.latest_text(db, documents.document_of(db, document_id)))


def changed(before: str, after: str) -> list[str]:
    return [line for line in [*unified_diff(before.split("\n"), after.split("\n"), n=0)][2:] if line[0] in "+-"]


@pytest.fixture(autouse=True)
def nothing_written(house: House) -> None:
    """What the other tests of this house have written is put away."""
    with house.store.writing() as db:
        for name in ("rules.yaml", "topics.yaml"):
            shared = documents.document_of(db, name)
            shared.draft = shared.draft_at = shared.draft_by = None


@pytest.fixture
def with_entry(house: House) -> str:
    with house.store.writing() as db:
        publish_entries(db, entry())
    return "entry:ecoute"


def test_a_rule_is_changed_in_its_form_and_nothing_else_of_the_text(house: House, browser: Browser) -> None:
    before = latest(house, "rules.yaml")
    page = browser.get("/authoring/rules.yaml?as=form&at=rules-0")
    assert page.form().fields["rules-0-id"] == "duree"
    browser.send("", SAVE, **{"rules-0-authority": "L'ONEM : « oui »"})
    (gone, come) = changed(RULES_SCHEMA.canonical(before), latest(house, "rules.yaml"))
    assert gone.strip("- ").startswith("authority:")
    assert come.strip("+ ") == 'authority: "L\'ONEM : « oui »"'


def test_a_row_is_opened_by_its_button_and_what_was_typed_elsewhere_is_kept(house: House, browser: Browser) -> None:
    browser.get("/authoring/rules.yaml?as=form")
    page = browser.send("", ("do", "add:rules"))
    assert page.form().fields["rules-1-name_fr"] == "Ce que dit la règle"
    page = browser.send("", ("do", "begin:rules-0"), **{"rules-1-name_fr": "Une règle à moi"})
    assert "rules-1-name_fr" not in page.form().fields
    assert page.form().fields["rules-0-id"] == "duree"
    assert 'fr: "Une règle à moi"' in latest(house, "rules.yaml")
    browser.send("", ("do", "remove:rules-1"))
    assert "Une règle à moi" not in latest(house, "rules.yaml")


def test_a_fault_is_told_beside_its_field_and_an_untouched_rule_is_kept_back(house: House, browser: Browser) -> None:
    browser.get("/authoring/rules.yaml?as=form")
    browser.send("", ("do", "add:rules"))
    page = browser.send("", PUBLISH, **{"rules-1-state": "jamais"})
    assert page.status == 422
    field = page.part("f-rules-1-state")
    assert "un état" in words(page.part(field.get("aria-describedby").split()[-1]))
    page = browser.send("", PUBLISH, **{"rules-1-state": "en vigueur", "rules-1-read_on": "2026-11-01"})
    browser.send("", PUBLISH, **{"rules-1-review_by": "2027-11-01", "rules-1-address": "https://example.org/"})
    assert "que l’exemple" in words(browser.page.part("problems"))
    assert document(house, "rules.yaml").draft


def test_an_entry_is_written_fact_by_fact(house: House, browser: Browser, with_entry: str) -> None:
    before = latest(house, with_entry)
    browser.get(f"/authoring/{with_entry}?as=form&at=facts-0")
    browser.send("", SAVE, **{"facts-0-fr": "Un autre nom", "plain_fr": "On écoute."})
    after = latest(house, with_entry)
    assert 'fr: "Un autre nom"' in after and "On écoute." in after
    assert len(changed(before, after)) <= 5
    page = browser.send("", ("do", "add:facts:hours"))
    assert [one for one in page.form().fields if one.endswith("-values-0-name")]
    assert latest(house, with_entry).count("kind: hours") == before.count("kind: hours") + 1


def test_how_a_fact_or_a_rule_was_read_is_said_in_its_form(house: House, browser: Browser, with_entry: str) -> None:
    for text, row, before in ((with_entry, "facts-2", "on: 2026-11-23, "), ("rules.yaml", "rules-0", "")):
        browser.get(f"/authoring/{text}?as=form&at={row}")
        page = browser.send("", SAVE, **{f"{row}-manner": "copy", f"{row}-copied": "2025-03-01", f"{row}-page": "2017"})
        said = [f"{before}manner: copy", "copied: 2025-03-01", "page: 2017"]
        assert [one for one in said if one not in latest(house, text)] == []
        assert page.form().fields[f"{row}-manner"] == "copy"
        page = browser.send("", SAVE, **{f"{row}-manner": "live"})
        assert "une copie conservée" in " ".join(map(words, page.tree.find_class("error")))


def test_what_a_text_says_beside_its_fields_is_said_to_be_notes_before_the_first_save(
    house: House, browser: Browser
) -> None:
    browser.get("/authoring/rules.yaml?as=text")
    remarked = latest(house, "rules.yaml").replace("state: en vigueur", "state: en vigueur  # à relire")
    browser.send("", SAVE, text=remarked)
    page = browser.get("/authoring/rules.yaml?as=form&at=rules-0")
    assert page.form().fields["rules-0-note"] == "à relire"
    assert "Les remarques du texte" in words(page.tree)
    page = browser.send("", SAVE, **{"rules-0-note": "relue"})
    assert 'note: "relue"' in latest(house, "rules.yaml")
    assert "Les remarques du texte" not in words(page.tree)


def test_lines_that_no_page_sent_change_nothing(house: House, browser: Browser) -> None:
    for sent in [{"rules-0-open": "1"}, {"rules-0-source": "- un\n- deux", "rules-0-open": "1"}]:
        browser.get("/authoring/rules.yaml")
        before = house.rows()
        page = browser.post("/authoring/rules.yaml", form="rules", before="rules:\n", do="save", **sent)
        assert page.status in {400, 409, 422}
        assert house.rows() == before
        assert document(house, "rules.yaml").draft is None
        assert words(page.tree.find(".//h1"))


def test_an_address_that_leads_to_no_row_opens_none(browser: Browser) -> None:
    for at in ["1-0", "rules-" + "9" * 5000, "9" * 5000, "before-0", "rules-0-name_fr-0"]:
        page = browser.get(f"/authoring/rules.yaml?as=form&at={at}")
        assert (page.status, "rules-0-source" in page.form().fields) == (200, True)


def test_a_closed_row_that_is_taken_out_is_kept_aside(house: House, browser: Browser) -> None:
    before = latest(house, "rules.yaml")
    browser.get("/authoring/rules.yaml?as=form")
    page = browser.send("", ("do", "remove:rules-0"))
    assert latest(house, "rules.yaml") == "rules: []\n"
    (address,) = [link for link in page.links() if link and "/aside/" in link]
    assert "id: duree" in before and "id: duree" in browser.get(address).text
