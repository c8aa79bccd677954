"""A learner who answers without a mouse: rightly, from the key of the pack, or that she does not know."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from playwright.sync_api import Page, expect

from content.module import Question, QuestionKind
from models.ground.words import french
from models.learning import answering
from models.tables.answers import Presentation
from tests.browser.hands import choose, press, tab_to
from tests.house import House

SIGHT = """() => {
  const all = [...document.querySelectorAll("main :is(h1, h2, h3, li, legend)")];
  return all.filter((one) => one.checkVisibility()).map((one) => one.id);
}"""
"""What a page says, in the order in which it is read, as far as it has a name."""


def answer_to_the_end(page: Page, house: House) -> int:
    """All that is asked, rightly; returns how many questions that were."""
    count = 0
    page.locator("#end, [name=answering]").wait_for()
    while page.locator("[name=answering]").is_visible():
        answer(page, house)
        go_on(page)
        count += 1
    return count


def answer(page: Page, house: House, button: str = "Répondre") -> None:
    """Give the right answer; the verdict has the focus and comes first."""
    give_the_key(page, asked(page, house))
    press(page, button)
    told(page, "C’est juste")


def give_up(page: Page) -> None:
    press(page, "Je ne sais pas")
    told(page, "C’est noté. Voici la réponse.")


def told(page: Page, verdict: str) -> None:
    expect(page.locator("#verdict")).to_have_text(verdict)
    expect(page.locator("#verdict")).to_be_focused()
    assert page.evaluate(SIGHT)[0] == "verdict"


def go_on(page: Page) -> None:
    """Leave a feedback."""
    press(page, "Continuer")
    expect(page.locator("#verdict")).to_have_count(0)


def asked(page: Page, house: House) -> Question:
    """The question that is on the page, as the pack has it."""
    shown = UUID(page.locator("[name=presentation]").first.input_value())
    return house.read(lambda db: answering.question_of(db, db.get_one(Presentation, shown)))


# ------------------------------------------------------------------------------------------------ each kind of question


def give_the_key(page: Page, question: Question) -> None:
    """Fill in the right answer, whatever the kind of question, from top to bottom."""
    match question.kind:
        case QuestionKind.ONE:
            tick_one(page, question.key[0])
        case QuestionKind.SEVERAL:
            tick_all(page, question.key)
        case QuestionKind.ORDERING:
            put_in_order(page, [french(option.text) for option in question.options])
        case QuestionKind.MATCHING:
            match_lines(page, {french(option.text): french(option.match) for option in question.options})
        case _:
            tab_to(page.get_by_label("Votre réponse"))
            page.keyboard.type(question.key[0])


def tick_one(page: Page, key: str) -> None:
    """Of radio buttons the arrows choose."""
    options = page.locator("[name=option]")
    tab_to(options.first)
    page.keyboard.press("Space")
    for _ in options.all():
        if page.locator("[name=option]:checked").get_attribute("value") == key:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {key}")


def tick_all(page: Page, keys: Collection[str]) -> None:
    for box in page.locator("[name=option]").all():
        if box.get_attribute("value") in keys:
            tab_to(box)
            page.keyboard.press("Space")


def put_in_order(page: Page, texts: Sequence[str]) -> None:
    """Bring each line up to its place, the first one first."""
    lines = page.locator("ol.places > li")
    for place, text in enumerate(texts):
        here = lines.nth(place).locator("label")
        if here.inner_text() != text:
            tab_to(lines.filter(has_text=text).get_by_role("button", name="Monter"))
        while here.inner_text() != text:
            page.keyboard.press("Enter")


def match_lines(page: Page, matches: Mapping[str, str]) -> None:
    for line in page.locator("ul.pairs > li").all():
        choose(line.get_by_role("combobox"), matches[line.locator("label").inner_text()])
