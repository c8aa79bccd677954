"""The workshop: what was typed is never lost, what is wrong is told with its line, and a preview leaves no trace."""

import json
import re
from itertools import cycle
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from content.module import Question
from content.text import write_module
from models import authoring, reviewing
from models.authoring import Status
from models.tables import Account, Audit, Document, DueCheck, Mastery, Version
from tests.builders import EVERY_KIND, MONDAY, ask, module
from tests.portal.browser import Browser, Page, settled, words
from tests.portal.house import House

SAVE, PUBLISH = ("do", "save"), ("do", "publish")
BROKEN = "---\nid: ecouter\ntitle: Sans question\n---\n\nUn texte sans carte.\n"


@pytest.fixture
def trainer(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House, trainer: Account) -> Browser:
    return house.browser_of(trainer)


def create(browser: Browser, module_id: str | None = None) -> str:
    """A new module that can be published as it is; its id, and the browser at its text."""
    module_id = module_id or f"module-{uuid4().hex[:8]}"
    browser.get("/authoring")
    browser.send("/authoring", id=module_id)
    return module_id


def published(browser: Browser) -> str:
    module_id = create(browser)
    assert browser.send("", PUBLISH).status == 200
    return module_id


def text_of(page: Page) -> str:
    return str(page.form().fields["text"])


def document(house: House, module_id: str) -> Document:
    return house.read(lambda db: db.get_one(Document, module_id))


def said(page: Page) -> str:
    return words(page.tree.xpath("//*[@role='status' or @role='alert'][not(@hidden)]")[0])


# ------------------------------------------------------------------------------------------------------ beginning


def test_it_works(house: House, browser: Browser) -> None:
    module_id = create(browser)
    assert (browser.page.path, browser.page.came_by) == (f"/authoring/{module_id}", (303,))
    assert text_of(browser.page).startswith(f"---\nid: {module_id}\n")
    browser.send("", PUBLISH)
    assert document(house, module_id).status == Status.PUBLISHED
    assert f"/modules/{module_id}/start" in [form.get("action") for form in browser.get("/modules").forms()]


@pytest.mark.parametrize("taken", ["ecouter", "skills.yaml", "", "Majuscule", "deux mots", "é", "a/b", "../x"])
def test_an_id_that_is_taken_or_unfit_is_refused(house: House, browser: Browser, taken: str) -> None:
    before = house.rows()
    page = browser.get("/authoring")
    page = browser.send("/authoring", id=taken)
    assert (page.path, page.status) == ("/authoring", 200)
    assert "identifiant" in said(page)
    assert house.rows() == before


def test_whatever_the_workshop_leads_to_stands_under_it(browser: Browser) -> None:
    for address in browser.get("/authoring").tree.xpath("//main//p[@class='act']/a[starts-with(@href, '/')]/@href"):
        elsewhere = address == "/health"  # has an entry of its own, which not every trainer sees
        assert browser.get(address).tree.xpath("//nav//a[@aria-current]/@href") == ([] if elsewhere else ["/authoring"])


def test_the_list_says_how_far_each_module_is(browser: Browser) -> None:
    draft, out = create(browser), published(browser)
    browser.get(f"/authoring/{out}")
    browser.send(f"/authoring/{out}/retire")
    page = browser.get("/authoring")
    told = {
        link.get("href").rpartition("/")[2]: words(link.getparent())
        for link in page.tree.xpath("//main//li/a[@class='title']")
    }
    assert "publié" in told["ecouter"]
    assert "8 questions" in told["ecouter"]
    assert "brouillon" in told[draft]
    assert "retiré" in told[out]


# ------------------------------------------------------------------------------------------- nothing typed is lost


def test_a_draft_is_kept_although_it_is_broken(house: House, browser: Browser) -> None:
    module_id = create(browser)
    page = browser.send("", SAVE, text="rien qui se lise")
    assert (page.status, page.came_by, text_of(page)) == (200, (303,), "rien qui se lise")
    assert document(house, module_id).draft == "rien qui se lise"
    assert "Ligne 1" in words(page.part("problems").getparent())


def test_a_broken_text_is_not_published_but_kept_with_its_problems_and_their_lines(
    house: House, browser: Browser
) -> None:
    module_id = create(browser)
    text = text_of(browser.page).replace("[x]", "[ ]").replace("minutes: 5", "minutes: cinq")
    page = browser.send("", PUBLISH, text=text)
    assert (page.status, text_of(page)) == (422, text)
    told = re.findall(r"Ligne (\d+)", words(page.part("problems").getparent()))
    wrong = [written for number, written in enumerate(text.splitlines(), 1) if str(number) in told]
    assert wrong == ["minutes: cinq", f"## Question {module_id}-1 · listen.active"]
    assert document(house, module_id).draft == text
    assert document(house, module_id).status == Status.DRAFT


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: {}", "id: un-autre"), ("Question {}-1", "Question listen-active-1"), ("listen.active", "listen.x")],
)
def test_what_fits_nowhere_is_told_and_not_published(house: House, browser: Browser, old: str, new: str) -> None:
    module_id = create(browser)
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace(old.format(module_id), new))
    assert page.status == 422
    assert "Ligne" in words(page.part("problems").getparent())
    assert document(house, module_id).published_id is None


def test_a_text_comes_back_as_it_was_typed(house: House, browser: Browser) -> None:
    module_id = create(browser)
    text = "\n\n  <b>& « é » ’ \t 😀</textarea><script>alert(1)</script>\nfin  \n\n"
    browser.send("", SAVE, text=text.replace("\n", "\r\n"))
    assert document(house, module_id).draft == text
    assert text_of(browser.page) == text
    assert browser.page.tree.xpath("//script[not(@src)]") == []


def test_two_trainers_do_not_overwrite_each_other(house: House, browser: Browser, trainer: Account) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    browser.send("", SAVE, text="le premier")
    for _ in range(2):  # to insist is not to choose
        page = other.send("", SAVE, text="le second")
        assert (page.status, text_of(page), page.part("theirs").text) == (422, "le second", "le premier")
    assert f"{trainer.name} a enregistré un autre texte" in said(page)
    assert document(house, module_id).draft == "le premier"


def test_a_draft_of_a_published_module_does_not_touch_what_is_published(house: House, browser: Browser) -> None:
    module_id = published(browser)
    text = text_of(browser.page)
    browser.send("", SAVE, text=text.replace("Titre du module", "Un autre titre"))
    assert house.read(lambda db: authoring.published_module(db, module_id).module.title) == "Titre du module"
    assert "Un autre titre" in text_of(browser.get(f"/authoring/{module_id}"))


# ----------------------------------------------------------------------------------------------------- publishing


def learner_who_has(house: House, skill: str) -> Account:
    account = house.person()
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1")
        db.get_one(Mastery, (account.learner_key, skill)).acquired = True
    return account


@pytest.mark.parametrize(("change", "checks"), [("wording", 0), ("meaning", 1)])
def test_a_change_of_meaning_queues_a_check_and_one_of_wording_does_not(
    house: House, browser: Browser, change: str, checks: int
) -> None:
    module_id = published(browser)
    account = learner_who_has(house, "listen.active")
    browser.get(f"/authoring/{module_id}")
    browser.send("", PUBLISH, text=text_of(browser.page).replace("Ce qu'il faut", "Tout ce qu'il faut"), change=change)
    mine = select(func.count()).where(DueCheck.learner_key == account.learner_key)
    assert house.read(lambda db: db.scalar(mine)) == checks
    versions = select(Version.number, Version.change).where(Version.document_id == module_id).order_by(Version.number)
    assert house.read(lambda db: [tuple(row) for row in db.execute(versions)]) == [(1, "first"), (2, change)]


def test_beginning_publishing_and_retiring_are_noted_with_their_author(
    house: House, browser: Browser, trainer: Account
) -> None:
    module_id = published(browser)
    browser.send(f"/authoring/{module_id}/retire")
    hers = select(Audit.verb, Audit.subject, Audit.at).where(Audit.actor == trainer.learner_key).order_by(Audit.id)
    noted = [("create", module_id, MONDAY), ("publish", module_id, MONDAY), ("retire", module_id, MONDAY)]
    assert house.read(lambda db: [tuple(row) for row in db.execute(hers)]) == noted


def test_a_retired_module_is_no_longer_proposed_and_comes_back_with_a_new_version(browser: Browser) -> None:
    module_id = published(browser)
    action = f"/modules/{module_id}/start"
    browser.send(f"/authoring/{module_id}/retire")
    assert action not in [form.get("action") for form in browser.get("/modules").forms()]
    browser.get(f"/authoring/{module_id}")
    assert f"/authoring/{module_id}/retire" not in [form.get("action") for form in browser.page.forms()]
    browser.send("", PUBLISH)
    assert action in [form.get("action") for form in browser.get("/modules").forms()]


def test_what_is_not_there_cannot_be_opened(browser: Browser) -> None:
    browser.get("/authoring")
    for action in ("", "/draft", "/look", "/preview", "/retire"):
        assert browser.post(f"/authoring/nulle-part{action}", text="x").status == 404


@pytest.mark.parametrize("name", ["skills.yaml", "rules.yaml"])
def test_what_is_no_module_is_neither_played_nor_retired(browser: Browser, name: str) -> None:
    assert browser.get(f"/authoring/{name}/preview").status == 404
    browser.get("/authoring")
    for action in ("/preview", "/retire"):
        assert browser.post(f"/authoring/{name}{action}").status == 404


# -------------------------------------------------------------------------------------------------------- preview


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
    assert {"Carte 2", "C’est juste", "Pas encore"} <= set(seen)
    assert house.rows() == before


def test_a_preview_plays_the_draft_and_not_what_is_published(browser: Browser) -> None:
    module_id = published(browser)
    browser.send("", SAVE, text=text_of(browser.page).replace("Titre de la première carte", "Une carte neuve"))
    assert browser.get(f"/authoring/{module_id}/preview").heading == "Une carte neuve"


def test_a_preview_with_htmx_shows_the_same_as_without(house: House, browser: Browser) -> None:
    plain = house.visitor(trainer=True)
    address = "/authoring/ecouter/preview"
    plain.get(address), browser.get(address)
    for button in (None, None, ("dont_know", "1"), None):
        plain.send(address, button)
        browser.swap(address, button)
        assert settled(browser.page.part("scene")) == settled(plain.page.part("scene"))


def test_nothing_ticked_in_a_preview_is_said(browser: Browser) -> None:
    module_id = published(browser)
    browser.get(f"/authoring/{module_id}/preview")
    browser.send(f"/authoring/{module_id}/preview")
    page = browser.send(f"/authoring/{module_id}/preview", ("answering", "1"))
    assert page.status == 422
    assert page.part("again").text_content()


def test_a_preview_begins_again_when_the_draft_has_changed(browser: Browser) -> None:
    module_id = published(browser)
    address, text = f"/authoring/{module_id}/preview", text_of(browser.page)
    browser.get(address)
    shown = browser.send(address)
    browser.get(f"/authoring/{module_id}")
    browser.send("", SAVE, text=text.replace(f"Question {module_id}-1", f"Question {module_id}-2"))
    browser.page = shown
    page = browser.send(address, ("answering", "1"), option="a")
    assert (page.came_by, page.heading) == ((303,), "Titre de la première carte")


@pytest.mark.parametrize("state", ["", "x", "W10.x.y"])
def test_a_preview_whose_state_was_altered_begins_again(browser: Browser, state: str) -> None:
    browser.get("/authoring/ecouter/preview")
    page = browser.send("/authoring/ecouter/preview", state=state)
    assert (page.came_by, page.heading) == ((303,), "Carte 1")


# --------------------------------------------------------------------------------------------- while one is writing


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


def test_what_arrived_before_its_answer_was_lost_may_be_sent_again(house: House, browser: Browser) -> None:
    module_id = create(browser)
    assert [typing(browser, module_id, "à moitié").status for _ in range(2)] == [200, 200]


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
    assert [words(part) for part in page.tree.xpath("//del|//ins")] == ["sienne", "mienne"]
    assert page.part("theirs").text == "ligne\nla sienne"
    assert document(house, module_id).draft == "ligne\nla sienne"


@pytest.mark.parametrize(("choice", "draft", "aside"), [("mine", "second", "premier"), ("theirs", "premier", "second")])
def test_of_two_texts_one_is_chosen_and_the_other_stays_at_hand(
    house: House, browser: Browser, choice: str, draft: str, aside: str
) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    typing(browser, module_id, "premier")
    page = other.send("", SAVE, text="second")
    (button,) = page.tree.xpath(f"//button[@name='{choice}']")
    page = other.send("", (choice, button.get("value")))
    assert (page.status, text_of(page), page.part("aside").text) == (200, draft, aside)
    assert document(house, module_id).draft == draft
    replaced = select(Audit.detail).where(Audit.subject == module_id, Audit.verb == "replace_draft")
    assert [row["text"] for row in house.read(lambda db: db.scalars(replaced).all())] == (
        ["premier"] if choice == "mine" else []
    )


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


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda question: question.kind)
def test_a_learner_s_view_has_every_line_of_every_kind_with_its_explanation(browser: Browser, kind: Question) -> None:
    browser.get("/authoring/ecouter")
    text = write_module(module("ecouter", ("listen.reflect",), (kind,)))
    page = typing(browser, "ecouter", text, "look")
    told = [words(one) for one in page.part("preview").xpath(".//li/div[@class='prose']")]
    assert told == [one.feedback for one in kind.options]


def test_a_text_without_any_head_can_be_looked_at(browser: Browser) -> None:
    browser.get("/authoring/ecouter")
    page = typing(browser, "ecouter", "## Une carte\n\nSon texte.", "look")
    assert [words(one) for one in page.part("preview").iterfind(".//h3")] == ["Une carte"]
    assert page.part("problems").xpath(".//button/@data-line") == ["1"]


# -------------------------------------------------------------------------------------------- saying what changes


def test_another_right_answer_is_no_wording_and_the_draft_is_kept(house: House, browser: Browser) -> None:
    module_id = published(browser)
    text = swapped(text_of(browser.page))
    page = browser.send("", PUBLISH, text=text, change="wording")
    assert (page.status, text_of(page)) == (422, text)
    assert f"« {module_id}-1 » a changé" in said(page).replace("\u202f", " ")
    assert document(house, module_id).draft == text
    assert browser.send("", PUBLISH, change="key", word="La clé était fausse.").status == 200
    last = house.read(lambda db: authoring.versions(db, document(house, module_id))[0])
    assert (last.number, last.change, last.word) == (2, "key", "La clé était fausse.")


def swapped(text: str) -> str:
    """The other option is the right one."""
    return text.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]")


def test_a_key_that_has_not_changed_was_not_wrong(house: House, browser: Browser) -> None:
    module_id = published(browser)
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace("Titre", "Nom"), change="key")
    assert page.status == 422
    assert "Aucune clé" in said(page)
    assert "Nom du module" in (document(house, module_id).draft or "")


def test_each_change_says_its_effect_before_it_is_chosen(browser: Browser) -> None:
    published(browser)
    choices = browser.page.tree.xpath("//input[@name='change']/ancestor::label")
    assert [words(one.find(".//strong")) for one in choices] == ["Formulation", "Sens", "La clé était fausse"]
    assert all(words(one.find_class("meta")[0]).endswith(".") for one in choices)


def test_law_waits_for_its_second_reader_and_the_page_says_so(house: House, browser: Browser) -> None:
    module_id = create(browser)
    law = f"Question {module_id}-1 · listen.active\nnature: droit\ncites: duree"
    text = text_of(browser.page).replace(f"Question {module_id}-1 · listen.active", law)
    page = browser.send("", SAVE, text=text)
    assert f"{module_id}-1" in words(page.part("unread"))
    page = browser.send("", PUBLISH)
    assert "Une question attend un second lecteur" in said(page)
    assert "attend une seconde lecture" in words(page.part("held").getparent())


def test_a_colleague_is_asked_to_read_first(house: House, browser: Browser) -> None:
    colleague = house.person(trainer=True)
    module_id = create(browser)
    assert str(colleague.id) in browser.page.tree.xpath("//select[@name='invited']/option/@value")
    page = browser.send("", ("do", "review"), invited=str(colleague.id))
    assert f"demandée à {colleague.name}" in said(page)
    assert f"chez {colleague.name}" in page.text
    review = house.read(lambda db: reviewing.open_review(db, document(house, module_id)))
    assert (review.invited, document(house, module_id).published_id) == (colleague.learner_key, None)


def test_one_is_not_one_s_own_colleague(browser: Browser, trainer: Account) -> None:
    create(browser)
    assert str(trainer.id) not in browser.page.tree.xpath("//select[@name='invited']/option/@value")


@pytest.mark.parametrize(
    ("name", "old", "new"), [("rules.yaml", "ONEM", "Actiris"), ("skills.yaml", "Écouter", "Ouïr")]
)
def test_the_map_and_the_rules_are_edited_the_same_way(
    house: House, browser: Browser, name: str, old: str, new: str
) -> None:
    def in_force() -> str:
        return house.read(lambda db: authoring.published_text(db, authoring.document_of(db, name))) or ""

    browser.get(f"/authoring/{name}")
    browser.send("", PUBLISH, text=in_force().replace(old, new), change="meaning")
    assert new in in_force()


def test_what_published_modules_name_cannot_be_taken_off_the_map(house: House, browser: Browser) -> None:
    browser.get("/authoring/skills.yaml")
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace("listen.active", "listen.other"))
    assert page.status == 422
    assert "listen.active sert dans un module publié" in words(page.part("problems"))
