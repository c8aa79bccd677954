"""A module is written in a form: it is the text of it that is kept, and nothing that is typed is lost."""

from content.module import QuestionKind
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from models.tables.people import Account
from tests.house import House
from tests.page_browser import Browser, Page, Values, words
from tests.studio.pages.authoring.at_her_desk import PUBLISH, SAVE, TITLE, create, document, text_of

TO_FORM, TO_TEXT = ("do", "view:form"), ("do", "view:text")
COMMENT = "minutes: 5 # le temps d'un café"


def in_form(browser: Browser) -> str:
    """A new module, open in its form."""
    module_id = create(browser)
    browser.get(f"/authoring/{module_id}?as=form")
    return module_id


def add(browser: Browser, what: str, **fields: str) -> Page:
    return browser.send("", ("do", f"add:{what}"), **fields)


def value(page: Page, name: str) -> str:
    return str(page.form().fields[name])


def faults(page: Page, name: str) -> list[str]:
    """What the page says of a field, beside it."""
    field = page.part(f"f-{name}")
    said = (field.get("aria-describedby") or "").split()
    return [words(page.part(one)) for one in said if one.endswith("-error")]


def test_a_new_question_gets_a_name_that_no_other_module_gives(house: House, browser: Browser) -> None:
    other = create(browser)
    first = in_form(browser)
    browser.get(f"/authoring/{other}")
    browser.send("", SAVE, text=text_of(browser.page).replace(f"Question {other}-1 ", f"Question {first}-2 "))
    browser.get(f"/authoring/{first}?as=form")
    page = add(browser, "questions:one")
    assert [value(page, f"questions-{place}-id") for place in (0, 1)] == [f"{first}-1", f"{first}-3"]


def test_what_is_typed_in_a_form_is_kept_as_a_text(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    before = document(house, module_id).draft
    page = browser.send("", SAVE, title="Dire « non » : l'art", **{"cards-0-body": "Un.\r\n\r\n## Deux"})
    assert before is not None
    expected = before.replace(TITLE, '"Dire « non » : l\'art"', 1)
    kept = document(house, module_id).draft
    assert kept is not None
    assert kept.splitlines()[:4] == expected.splitlines()[:4]
    assert "\n\nUn.\n\n ## Deux\n" in kept
    assert (page.came_by, value(page, "title")) == ((303,), "Dire « non » : l'art")


def test_text_and_form_are_two_views_of_one_draft(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    page = browser.send("", TO_TEXT, title="Vu d'ici")
    assert "title: Vu d'ici" in text_of(page)
    page = browser.send("", TO_FORM, text=text_of(page).replace("Vu d'ici", "Vu de là"))
    assert value(page, "title") == "Vu de là"
    assert "title: Vu de là" in (document(house, module_id).draft or "")


def test_a_text_that_no_form_can_hold_stays_a_text_and_the_page_says_why(browser: Browser) -> None:
    in_form(browser)
    text = text_of(browser.send("", TO_TEXT)).replace("minutes: 5", COMMENT)
    page = browser.send("", TO_FORM, text=text)
    assert text_of(page) == text
    assert "remarques (#)" in page.text


def test_each_kind_of_question_a_dialogue_and_the_rest_are_added_and_come_back(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    for what in (*(f"questions:{kind}" for kind in QuestionKind), "dialogues", "written", "vignettes", "sources"):
        page = add(browser, what)
        assert page.came_by == (303,)
        assert len(page.tree.xpath("//main//*[@autofocus]")) == 1
    text = document(house, module_id).draft or ""
    assert text == text_of(browser.send("", TO_TEXT))
    page = browser.send("", TO_FORM)
    assert [value(page, f"questions-{place}-id") for place in range(7)] == [f"{module_id}-{n}" for n in range(1, 8)]
    assert value(page, "dialogues-0-turns-2-id") == f"{module_id}-10"


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    page = browser.send("", PUBLISH, title="", **{"questions-0-options-0-feedback": "", "to_try": "Gardé"})
    assert page.status == 422
    assert faults(page, "title") == ["Remplissez ce champ."]
    assert faults(page, "questions-0-options-0-feedback") == ["Il manque l’explication."]
    assert value(page, "to_try") == "Gardé"
    assert "Gardé" in (document(house, module_id).draft or "")
    assert page.part("problems").xpath(".//a/@href")[0] == "#f-title"


def test_what_is_wrong_in_a_dialogue_names_its_turn_and_no_identifier(browser: Browser) -> None:
    module_id = in_form(browser)
    add(browser, "dialogues")
    page = add(browser, "dialogues-0-turns")
    told = words(page.part("problems"))
    assert "Dialogue 1, tour 4 Erreur Aucune réponse ne mène à ce tour" in told
    assert module_id not in told
    assert "identiques" not in told  # two options that are not yet written say the same
    labels = page.tree.xpath("//select[@name='dialogues-0-turns-0-options-0-leads_to']/option/text()")
    assert [words_of.split(":")[0].strip() for words_of in labels][1:] == ["Tour 2", "Tour 3", "Tour 4"]


def test_a_row_that_goes_leaves_the_text_of_before_to_be_taken_up_again(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    page = browser.send("", ("do", "remove:cards-0"), title="Sans carte")
    assert "Titre de la première carte" not in (document(house, module_id).draft or "")
    (address,) = [link for link in page.links() if link and "/aside/" in link]
    assert "Titre de la première carte" in browser.get(address).text


def test_two_right_options_of_a_question_that_has_one_both_stay_until_one_is_unticked(
    house: House, browser: Browser
) -> None:
    module_id = in_form(browser)
    several = {"questions-0-kind": "several"}
    browser.send("", SAVE, **several)
    two: dict[str, Values] = {f"questions-0-options-{place}-right": ["1"] for place in (0, 1)}
    browser.send("", SAVE, **two)
    for kind in ({"questions-0-kind": "one"}, {}):
        browser.send("", SAVE, **kind)
        assert (document(house, module_id).draft or "").count("- [x]") == 2
    page = browser.send("", SAVE, **{"questions-0-options-0-right": []})
    assert (document(house, module_id).draft or "").count("- [x]") == 1
    assert value(page, "questions-0-options-right") == "1"


def test_two_writers_are_told_of_each_other_also_in_a_form(house: House, trainer: Account, browser: Browser) -> None:
    module_id = in_form(browser)
    other = house.browser_of(house.person(trainer=True))
    other.get(f"/authoring/{module_id}?as=form")
    browser.send("", SAVE, title="Le premier")
    page = other.send("", ("do", "add:cards"), title="Le second")
    assert (page.status, value(page, "title")) == (422, "Le second")
    assert "Le premier" in words(page.part("conflict"))
    mine = page.tree.xpath("//button[@name='mine']/@value")[0]
    page = other.send("", ("mine", mine))
    assert value(page, "title") == "Le second"
    assert "Le premier" in words(page.part("aside").getparent()) or "Le premier" in str(page.part("aside").text)


def test_what_a_form_sends_while_one_types_is_looked_at_and_kept(house: House, browser: Browser) -> None:
    module_id = in_form(browser)
    form = dict(browser.page.form().form_values()) | {"title": ""}
    seen = browser.post(f"/authoring/{module_id}/look", **form)
    assert seen.tree.xpath("//li[@data-field='title']//*[@data-sentence]/text()") == ["Remplissez ce champ."]
    kept = browser.post(f"/authoring/{module_id}/draft", **form)
    assert (kept.status, 'title: ""' in (document(house, module_id).draft or "")) == (200, True)


def test_every_published_module_opens_in_a_form_that_says_the_same(house: House, browser: Browser) -> None:
    browser.get("/authoring/ecouter?as=form")
    before = house.read(lambda db: read_module(text_of(browser.get("/authoring/ecouter"))))
    browser.get("/authoring/ecouter?as=form")
    browser.send("", SAVE)
    after = document(house, "ecouter").draft
    assert after is None or read_module(after) == before
    assert after is None or after == write_module(before)


def test_codes_that_no_page_of_ours_sends_are_refused(browser: Browser) -> None:
    for name in ["questions-0-id", "questions-0-kind", "language"]:
        module_id = in_form(browser)
        form = dict(browser.page.form().form_values()) | {name: "Pas à nous"}
        assert browser.post(f"/authoring/{module_id}", **form).status == 400
