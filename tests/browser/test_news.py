"""The feed in a real browser: a question answered in its story, one open at a time; what one keeps and what less."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from content.module import QuestionKind
from models.tables.people import Account
from models.tables.sources import Source
from models.tables.stories import Article, StorySkill
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.browser.hands import heading, press
from tests.house import House
from tests.watchers.mornings import tell
from tests.watchers.server import ok, serve

CONFLICT = r"Failed to load resource: the server responded with a status of 409 \(CONFLICT\)"


def stories_to_learn_from(house: House, account: Account) -> list[int]:
    """Two stories on a skill that one has begun, and one on a skill that one has not."""
    begun, other = list(lives.questions_by_skill(house).items())[:2]
    lives.answer(house, account, begun[1][0], begun[1][0].key, 1)
    on_skills = (("Une mesure change", begun[0]), ("La mesure s'étend", begun[0]), ("Ailleurs", other[0]))
    return [story_on(house, skill, title) for title, skill in on_skills]


def story_on(house: House, skill: str, title: str) -> int:
    told = tell(house.store, title, house.clock())
    with house.store.writing() as db:
        db.add(StorySkill(story_id=told, skill=skill, similarity=3.0))
    return told


def at_feed(devices: Devices, account: Account, **options: object) -> Page:
    page = devices.open(account, **options)  # type: ignore[arg-type]
    page.goto("/news")
    return page


def story(page: Page, number: int) -> Locator:
    return page.locator(f"#story-{number}")


def opened(page: Page, number: int) -> Locator:
    """What a story carries, opened."""
    story(page, number).locator(".tie > summary").click()
    return story(page, number).locator(".scene, .tie > .card").first


@pytest.mark.journey
def test_a_question_is_answered_within_its_story_with_the_keyboard(devices: Devices, house: House) -> None:
    account = house.person()
    first, *_ = stories_to_learn_from(house, account)
    page = at_feed(devices, account)
    title = page.title()
    summary = story(page, first).locator(".tie > summary")
    summary.focus()
    page.keyboard.press("Enter")
    stem = story(page, first).locator(".stem h3")
    expect(stem).to_be_focused()
    press(page, "Je ne sais pas")
    verdict = story(page, first).locator("#verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_have_text("C’est noté. Voici la réponse.")
    assert (page.title(), heading(page).count()) == (title, 1)
    assert page.url.endswith("/news")
    assert seen_on(page) == []


def test_letters_go_from_story_to_story_and_what_is_opened_at_its_source_is_noted(
    devices: Devices, house: House
) -> None:
    account = house.person()
    with serve({"/": ok(b"<!doctype html><title>Ailleurs</title>", content_type="text/html")}) as site:
        for number in range(3):
            told = tell(house.store, f"Brève {number}", house.clock(), source=f"Brèves {number}", language="en")
            with house.store.writing() as db:
                db.execute(update(Source).where(Source.name == f"Brèves {number}").values(right_to_show="excerpt"))
                db.execute(update(Article).where(Article.story_id == told).values(address=site.address()))
        page = devices.open(account)
        page.goto("/news?language=en")
        titles = page.locator(".story .title")
        page.keyboard.press("j")
        expect(titles.nth(0)).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(titles.nth(1)).to_be_focused()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("searchbox").focus()
        page.keyboard.type("jk?")
        expect(page.get_by_role("searchbox")).to_have_value("jk?")
        expect(page.locator("#keys")).to_be_hidden()
        # In a tab of its own, so that this page is still there to be told of the answer.
        with page.context.expect_page() as beside:
            titles.filter(has_text="Brève 1").click(modifiers=["ControlOrMeta"])
        expect(beside.value).to_have_title("Ailleurs")
        # The browser itself sends what outlives its page, and tells nobody when it has arrived.
        page.wait_for_function("async () => (await (await fetch(location.href)).text()).includes('story read')")
        page.reload()
        expect(page.locator(".story.read")).to_have_count(1)


def test_within_a_story_digits_choose_and_enter_sends_unless_they_are_turned_off(
    devices: Devices, house: House
) -> None:
    account = house.person()
    by_skill = lives.questions_by_skill(house).items()
    *_, (skill, asked) = ((skill, all_) for skill, all_ in by_skill if {one.kind for one in all_} == {QuestionKind.ONE})
    lives.answer(house, account, asked[0], asked[0].key, 1)
    told = story_on(house, skill, "Un silence de plus")
    page = at_feed(devices, account)
    expect(opened(page, told).locator(".stem h3")).to_be_focused()
    page.keyboard.press("?")
    page.get_by_label("Les lettres, les chiffres et « ? » agissent").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page.locator("[name=option]:checked")).to_have_count(0)
    page.get_by_role("button", name="Touches").click()
    page.get_by_label("Les lettres, les chiffres et « ? » agissent").check()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(story(page, told).locator("[name=option]").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(story(page, told).locator("#verdict")).to_be_focused()


def test_one_story_is_open_at_a_time_and_what_it_asked_comes_back_with_it(devices: Devices, house: House) -> None:
    account = house.person()
    first, second, card = stories_to_learn_from(house, account)
    page = at_feed(devices, account, width=320)
    asked = opened(page, first).locator(".stem")
    expect(asked).to_be_visible()
    words = asked.inner_text()
    expect(opened(page, card).locator("h3")).to_be_visible()
    expect(page.locator(".tie[open]")).to_have_count(1)
    expect(page.locator(".stem")).to_have_count(0)
    expect(opened(page, second).locator(".stem")).to_have_text(words)
    expect(page.locator(".tie[open]")).to_have_count(1)
    assert seen_on(page) == []


def test_a_story_is_kept_then_less_is_wanted_of_its_source(devices: Devices, house: House) -> None:
    account = house.person()
    told = tell(house.store, "Un salon du cirque", house.clock(), source="Le Chapiteau", language="en")
    page = at_feed(devices, account)
    # Of what other tests have told forty may come before what is wanted less.
    page.goto("/news?language=en")
    story(page, told).get_by_role("button", name="Garder dans mes repères").click()
    expect(story(page, told).get_by_role("button", name="Gardé · retirer des repères")).to_be_focused()
    story(page, told).get_by_title("Voir moins d’actualités de ce genre").click()
    assert seen_on(page) == []
    story(page, told).get_by_role("button", name="Moins de « Le Chapiteau »").click()
    expect(page.get_by_role("status")).to_contain_text("vous en verrez moins")


# A Chromium with windows asks a site without an icon for /favicon.ico, and complains that there is none.
ORIGINAL = """<!doctype html><html lang="fr"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>L'original</title><h1>L'original</h1>
{before}<p>Ici, la <em>prime</em> de « titre-service » double&nbsp;: 2.000 euros par an, dès le 1er février 2027.</p>
{before}"""


def test_a_sentence_of_an_excerpt_opens_the_original_where_it_stands(devices: Devices, house: House) -> None:
    sentence = "Ici, la prime de « titre-service » double\u00a0: 2.000 euros par an, dès le 1er février 2027."
    story_id = tell(house.store, "La prime double", house.clock(), sentences=(sentence,), source="Le Prisme")
    page = ORIGINAL.format(before="<p>Autre chose.</p>" * 200).encode()
    with serve({"/": ok(page, content_type="text/html")}) as site:
        with house.store.writing() as db:
            db.execute(update(Source).where(Source.name == "Le Prisme").values(right_to_show="excerpt"))
            db.execute(update(Article).where(Article.story_id == story_id).values(address=site.address()))
        here = devices.open(house.person())
        here.goto(f"/news/{story_id}")
        here.get_by_role("link", name="Ici, la prime").click()
        expect(here).to_have_title("L'original")
        expect(here.get_by_text("Ici, la prime")).to_be_in_viewport()
        assert here.evaluate("document.referrer") == ""


# ------------------------------------------------------------------------------------------------------- what one keeps


def at_story(devices: Devices, house: House, account: Account, story: int) -> Page:
    page = devices.open(account)
    page.goto(f"/news/{story}")
    page.get_by_text("Ma note").click()
    return page


def test_a_note_saves_itself_while_one_writes_and_is_there_on_the_next_visit(devices: Devices, house: House) -> None:
    account, story = house.person(), lives.news(house)[0]
    page = at_story(devices, house, account, story)
    page.get_by_role("textbox").press_sequentially("À montrer à Fatima")
    expect(page.get_by_role("status")).to_have_text("Enregistré")
    page.get_by_role("textbox").press_sequentially(", mardi")
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.get_by_role("status")).to_have_text("Enregistré")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("À montrer à Fatima, mardi")


def test_a_save_that_is_refused_takes_nothing_away(devices: Devices, house: House) -> None:
    devices.expected.append(CONFLICT)
    account, story = house.person(), lives.news(house)[0]
    here, there = (at_story(devices, house, account, story) for _ in range(2))
    there.get_by_role("textbox").fill("De l'autre fenêtre")
    expect(there.get_by_role("status")).to_have_text("Enregistré")
    here.get_by_role("textbox").fill("D'ici")
    expect(here.get_by_role("alert")).to_contain_text("Pas encore enregistré")
    expect(here.get_by_role("textbox")).to_have_value("D'ici")
    there.reload()
    expect(there.get_by_role("textbox")).to_have_value("De l'autre fenêtre")


def test_the_button_says_three_themes_while_they_are_the_three_that_were_offered(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person())
    page.goto("/themes/first")
    boxes = page.get_by_role("checkbox")
    expect(page.get_by_role("button", name="Suivre ces trois thèmes", exact=True)).to_be_visible()
    boxes.last.check()
    expect(page.get_by_role("button", name="Suivre ces thèmes", exact=True)).to_be_visible()
    boxes.last.uncheck()
    page.get_by_role("button", name="Suivre ces trois thèmes", exact=True).click()
    expect(heading(page)).to_have_text("Bonjour Claire")
