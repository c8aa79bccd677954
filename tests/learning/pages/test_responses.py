"""Every kind of question by forms alone: what is sent, what comes back, what is asked again with nothing lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from content.marking import Response
from content.module import TYPED, Question, QuestionKind
from models.catalogue import in_force
from models.tables.answers import Answer, DueCheck
from models.tables.people import Account
from tests import builders
from tests.builders import EVERY_KIND, MATCHING, MONDAY, NUMBER, ORDERING, TEXT
from tests.house import House
from tests.page_browser import Browser, Page, settled
from tests.site.pages.flaws import flaws

ANSWERING = ("answering", "1")
Fields = dict[str, str]


@pytest.fixture(scope="module")
def shared_house(shared_house: House) -> House:
    """A house with one module for each kind."""
    for asked in EVERY_KIND:
        shared_house.new_module(f"kind-{asked.kind}", skills=(asked.skill,), questions=(asked,), cards=0)
    return shared_house


def begin(browser: Browser, asked: Question) -> str:
    browser.get(f"/modules/kind-{asked.kind}")
    return browser.send(f"/modules/kind-{asked.kind}/start").path


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key)
    return house.read(lambda db: list(db.scalars(mine)))


def filled_in(browser: Browser, asked: Question, response: Response) -> Fields:
    """The fields of the form on the page, for a response."""
    match asked.kind:
        case QuestionKind.ORDERING:
            labels = browser.page.tree.xpath("//ol/li/label")
            by_text = {option.text: option.key for option in asked.options}
            keys = [by_text[label.text.replace("’", "'")] for label in labels]
            return {f"place-{line}": str(response.index(key) + 1) for line, key in enumerate(keys, 1)}
        case QuestionKind.MATCHING:
            return {f"match-{line}": choice for line, choice in (pair.split("=") for pair in response)}
        case _:
            return {"typed": response[0]}


MISTAKES = {
    QuestionKind.ORDERING: ("a", "c", "b", "d"),
    QuestionKind.MATCHING: ("a=2", "b=2", "c=2"),
    QuestionKind.TEXT: ("taux de chômage",),
    QuestionKind.NUMBER: ("25",),
}


# ------------------------------------------------------------------------------------------------------------- answered


def test_the_right_response_is_right(house: House) -> None:
    for asked in EVERY_KIND:
        account = house.person()
        browser = house.browser_of(account)
        sitting = begin(browser, asked)
        assert flaws(browser.page) == []
        page = browser.send(f"{sitting}/answer", ANSWERING, **filled_in(browser, asked, asked.key))
        assert (page.came_by, page.heading) == ((303,), "C’est juste")
        assert flaws(page) == []
        (answer,) = answers_of(house, account)
        assert (answer.correct, answer.response) == (True, list(asked.key))


def said_of_a_mistake(asked: Question) -> str:
    of_options = asked.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}
    return f"Ce n’est pas la {'meilleure réponse ici' if of_options else 'réponse attendue'}"


def test_a_mistake_is_shown_beside_what_is_right(house: House) -> None:
    for asked in EVERY_KIND:
        account = house.person()
        browser = house.browser_of(account)
        sitting = begin(browser, asked)
        page = browser.send(f"{sitting}/answer", ANSWERING, **filled_in(browser, asked, MISTAKES[asked.kind]))
        assert (page.heading, flaws(page)) == (said_of_a_mistake(asked), [])
        assert page.tree.xpath("//li[contains(@class, 'mine')]")
        explained = [option.feedback for option in asked.options if option.text != "*"]
        assert all(feedback in page.text for feedback in explained)
        assert [answer.response for answer in answers_of(house, account)] == [list(MISTAKES[asked.kind])]


def test_an_order_is_explained_as_it_should_be_with_the_place_that_was_given(house: House) -> None:
    browser = house.visitor()
    sitting = begin(browser, ORDERING)
    browser.send(f"{sitting}/answer", ANSWERING, **filled_in(browser, ORDERING, ("a", "c", "b", "d")))
    assert list(lines(browser)) == [
        ("1", "Expliquer", "À sa place"),
        ("2", "Obtenir l’accord", "Votre réponse\u00a0: place 3"),
        ("3", "Prévenir", "Votre réponse\u00a0: place 2"),
        ("4", "Vérifier", "À sa place"),
    ]


def test_pairs_are_explained_with_the_match_that_was_given(house: House) -> None:
    browser = house.visitor()
    sitting = begin(browser, MATCHING)
    browser.send(f"{sitting}/answer", ANSWERING, **filled_in(browser, MATCHING, ("a=2", "b=2", "c=1")))
    assert sorted(lines(browser)) == [
        ("•", "Une formation → Actiris", "Votre réponse\u00a0: L’ONEM"),
        ("•", "Une sanction → L’ONEM", "Votre réponse\u00a0: Actiris"),
        ("✓", "La durée du droit → L’ONEM", "Votre réponse, juste"),
    ]


def test_what_was_typed_stands_before_what_was_expected(house: House) -> None:
    for asked, typed, said in [
        (TEXT, "TAUX D’EMPLOI", [("✓", "TAUX D’EMPLOI", "Votre réponse, juste")]),
        (TEXT, "chômage", [("•", "chômage", "Votre réponse"), ("✓", "taux d’emploi", "La réponse attendue")]),
        (NUMBER, "20%", [("✓", "20%", "Votre réponse, juste")]),
        (
            NUMBER,
            "19,5",
            [("✓", "19,5\u202f%", "Votre réponse, juste\u202f; celle que l’on attendait\u00a0: 20\u202f%")],
        ),
        (
            NUMBER,
            "7",
            [
                ("•", "7\u202f%", "Votre réponse"),
                ("✓", "20\u202f%", "La réponse attendue, acceptée de 19,5 à 20,5"),
            ],
        ),
    ]:
        browser = house.visitor()
        sitting = begin(browser, asked)
        browser.send(f"{sitting}/answer", ANSWERING, typed=typed)
        assert list(lines(browser)) == said


def lines(browser: Browser) -> Iterator[tuple[str, str, str]]:
    """Sign, text and note of each line of the feedback."""
    for line in browser.page.tree.xpath("//*[@class='options']/li"):
        sign, text, note = (line.xpath(f"string({part})") for part in ("span", "strong", "p"))
        yield sign, text, note.strip()


def test_what_may_be_typed_is_not_on_the_page_before(house: House) -> None:
    for asked in [TEXT, NUMBER]:
        browser = house.visitor()
        begin(browser, asked)
        assert not any(
            option.spellings[0].strip("*") in browser.page.text.replace("’", "'") for option in asked.options[:2]
        )


def test_a_fragment_is_what_the_page_holds(house: House) -> None:
    for asked in EVERY_KIND:
        browser = house.visitor()
        sitting = begin(browser, asked)
        fields = filled_in(browser, asked, MISTAKES[asked.kind])
        assert browser.swap(f"{sitting}/answer", ANSWERING, **fields).status_code == 200
        swapped = settled(browser.page.part("scene"))
        assert swapped == settled(browser.get(sitting).part("scene"))


# ---------------------------------------------------------------------------------------------------------- asked again


def test_nothing_chosen_is_said_and_nothing_recorded(house: House) -> None:
    for asked in EVERY_KIND:
        account = house.person()
        browser = house.browser_of(account)
        sitting = begin(browser, asked)
        for page in (browser.send(f"{sitting}/answer", ANSWERING), browser.send(f"{sitting}/answer", ANSWERING)):
            assert page.status == 422
            assert "Rien n’est encore noté." in page.part("again").text_content()
            assert flaws(page) == []
        assert answers_of(house, account) == []


def test_what_was_chosen_or_typed_stands_in_the_form_that_comes_back(house: House) -> None:
    for asked, fields in [
        (ORDERING, {"place-1": "2", "place-2": "2", "place-4": "1"}),
        (MATCHING, {"match-a": "1", "match-c": "2"}),
        (NUMBER, {"typed": "vingt pour cent"}),
        (NUMBER, {"typed": "20.000"}),
        (TEXT, {"typed": "x" * 201}),
    ]:
        account = house.person()
        browser = house.browser_of(account)
        sitting = begin(browser, asked)
        page = browser.send(f"{sitting}/answer", ANSWERING, **fields)
        assert (page.status, flaws(page)) == (422, [])
        held = dict(page.form(f"{sitting}/answer").form_values())
        assert {name: held[name] for name in fields} == fields
        assert answers_of(house, account) == []
        right = filled_in(browser, asked, asked.key)
        assert browser.send(f"{sitting}/answer", ANSWERING, **right).heading == "C’est juste"


def standing(page: Page) -> list[str]:
    return [label.text for label in page.tree.xpath("//ol/li/label")]


def pressed(browser: Browser, action: str, line: str, words: str) -> Page:
    """Press an arrow of a line, as a browser without a script does."""
    (arrow,) = browser.page.tree.xpath(f'//li[label="{line}"]//button[starts-with(@aria-label, "{words}")]/@value')
    return browser.send(action, ("move", arrow))


def test_without_a_script_the_arrows_move_a_line_and_nothing_is_lost(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    action = f"{begin(browser, ORDERING)}/answer"
    one, two, three, four = standing(browser.page)
    page = pressed(browser, action, one, "Descendre")
    assert (standing(page), flaws(page)) == ([two, one, three, four], [])
    assert "place 2 sur 4" in page.part("again").text_content()
    assert page.tree.xpath("//*[@autofocus]/@value") == page.tree.xpath(f'//li[label="{one}"]//button[2]/@value')
    assert standing(pressed(browser, action, two, "Monter")) == [two, one, three, four]
    assert standing(pressed(browser, action, four, "Monter")) == [two, one, four, three]
    assert standing(pressed(browser, action, three, "Descendre")) == [two, one, four, three]
    assert answers_of(house, account) == []
    browser.send(action, ANSWERING)
    by_key = {option.key: option.text.replace("'", "’") for option in ORDERING.options}
    assert [[by_key[key] for key in answer.response] for answer in answers_of(house, account)] == [
        [two, one, four, three]
    ]


def test_a_number_that_is_none_is_named_and_has_the_focus(house: House) -> None:
    for typed, said in [
        ("vingt", "« vingt » n’est pas un nombre : écrivez-le en chiffres, comme 24 ou 12,5. Rien n’est encore noté."),
        ("20.000", "« 20.000 » se lit de deux façons : écrivez 20000 ou 20,0. Rien n’est encore noté."),
        ("1" * 201, "Répondez en 200 caractères au plus. Rien n’est encore noté."),
        ("%(typed)s", "« %(typed)s » n’est pas un nombre"),
        ("<b>", "« <b> » n’est pas un nombre"),
    ]:
        browser = house.visitor()
        sitting = begin(browser, NUMBER)
        page = browser.send(f"{sitting}/answer", ANSWERING, typed=typed)
        assert said in page.part("again").text_content().translate({0x202F: " ", 0xA0: " "})
        field = page.part("typed")
        assert (field.get("aria-invalid"), field.get("value")) == ("true", typed)
        assert "autofocus" in field.attrib
        assert [one.get("id") for one in page.tree.xpath("//*[@data-focus]")] == ["typed"]


def test_a_form_that_is_not_ours_records_nothing(house: House) -> None:
    for asked, fields in [
        (ORDERING, {"option": "a"}),
        (ORDERING, {f"place-{line}": "1" for line in range(1, 5)}),
        (ORDERING, {"place-1": "1", "place-2": "2", "place-3": "3", "place-4": "5"}),
        (ORDERING, {"place-1": "1", "place-2": "2", "place-3": "3", "place-4": "٤"}),
        (MATCHING, {"match-a": "1", "match-b": "2", "match-c": "3"}),
        (MATCHING, {"match-a": "1=2", "match-b": "2", "match-c": "a"}),
        (MATCHING, {"match-a": "-1", "match-b": "2", "match-c": "1"}),
        (TEXT, {"option": "a"}),
        (TEXT, {"typed": "\u2028"}),
        (NUMBER, {"typed": "1e999999999"}),
        (NUMBER, {"typed": "9" * 100_000}),
        (NUMBER, {}),
    ]:
        account = house.person()
        browser = house.browser_of(account)
        sitting = begin(browser, asked)
        shown = browser.page.tree.xpath("string(//input[@name='presentation']/@value)")
        page = browser.post(f"{sitting}/answer", presentation=shown, answering="1", **fields)
        assert page.status == 422
        assert answers_of(house, account) == []


# ------------------------------------------------------------------------------------------------ by mail, in a preview


def test_a_preview_asks_it_too_and_leaves_no_trace(house: House) -> None:
    for asked in EVERY_KIND:
        browser, address = house.visitor(trainer=True), f"/authoring/kind-{asked.kind}/preview"
        browser.get(address)
        before = house.rows()
        assert browser.send(address, ANSWERING).status == 422
        page = browser.send(address, ANSWERING, **filled_in(browser, asked, asked.key))
        assert (page.heading, flaws(page)) == ("C’est juste", [])
        assert browser.send(address).heading == "Terminé"
        assert house.rows() == before


@pytest.mark.nightly
@pytest.mark.parametrize("asked", EVERY_KIND)
def test_the_next_mail_tells_it_and_leaves_its_key_out(empty_house: House, asked: Question) -> None:
    builders.set_up(empty_house.store, builders.small_pack(builders.module("seul", (asked.skill,), (asked,))))
    account = empty_house.person()
    with empty_house.store.writing() as db:
        # Whoever is new gets no question by mail that home would begin with; one that is due may be asked in both.
        version_id = in_force.published_module(db, "seul").version_id
        db.add(DueCheck(learner_key=account.learner_key, skill=asked.skill, version_id=version_id, due_at=MONDAY))
    page = empty_house.browser_of(account).get("/mail/next")
    assert page.status == 200
    assert all(option.feedback not in page.body for option in asked.options)
    shown = asked.options[0].spellings[0] in page.text.replace("’", "'")
    assert shown is (asked.kind not in TYPED)
