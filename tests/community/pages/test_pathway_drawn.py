"""The pathway is typed as a list or in a form, drawn at once, changed and taken back; a session is never asked for."""

from content.pathway.pathway_text import read_pathway
from models.catalogue import coming_into_force
from tests.builders import MONDAY
from tests.community.pages.typed_pathways import places, pressed, sent, typed
from tests.content.pathway.test_pathway_text import PATHWAY, TEXT
from tests.house import House
from tests.page_browser import Page
from tests.site.pages.flaws import flaws
from tests.topics import pack_with_topics

LIST = "Feuille : f\nOn se revoit le : 1/1/2027\n1. moi : a\n2. moi : b\n3. le CPAS : c\n"


def values(page: Page, name: str) -> list[str]:
    return page.tree.xpath("//input[starts-with(@name, $name)]/@value", name=name)


def test_whoever_comes_finds_an_empty_sheet(house: House) -> None:
    page = house.stranger().get("/sheet")
    assert (page.status, page.heading, flaws(page)) == (200, "La feuille", [])
    assert places(page) == []


def test_a_sheet_is_drawn_as_it_is_typed(house: House) -> None:
    page = sent(house.stranger(), TEXT)
    assert "Qui garde les enfants ?" in places(page)[0]
    assert "j'appelle la crèche" in places(page)[1]
    assert typed(page) == TEXT


def test_while_one_types_only_the_drawing_is_fetched(house: House) -> None:
    answer = house.stranger().client.post(
        "/sheet", data={"typed": "list", "text": TEXT, "do": "draw"}, headers={"HX-Request": "true"}
    )
    assert answer.text.lstrip().startswith('<section id="drawn"')
    assert "<form" not in answer.text


def test_each_answer_is_200_and_kept_by_nobody(house: House) -> None:
    for verb in ["draw", "list", "form", "together", "undo", "up:1", "nl", "nonsense", "step:99", ""]:
        page = sent(house.stranger(), TEXT, verb)
        assert (page.status, page.headers["Cache-Control"], page.headers.get("Set-Cookie")) == (200, "no-store", None)


def test_a_form_and_a_list_say_the_same(house: House) -> None:
    browser = house.stranger()
    sent(browser, TEXT, "form")
    assert values(browser.page, "title") == [PATHWAY.title]
    assert read_pathway(typed(pressed(browser, "list"))) == PATHWAY


def test_what_cannot_be_drawn_yet_stays_as_it_was_typed(house: House) -> None:
    browser = house.stranger()
    sent(browser, LIST, "form")
    page = pressed(browser, "step:1", **{"day-1": "demain peut-être", "what-1": "j'appelle", "review": "bientôt"})
    assert values(page, "day-1") == ["demain peut-être"]
    assert values(page, "review") == ["bientôt"]
    assert "« demain peut-être » n'est pas un jour" in page.text.translate({0x202F: " ", 0xA0: " ", 0x2019: "'"})


def test_places_come_go_and_change_their_order(house: House) -> None:
    browser = house.stranger()
    sent(browser, LIST, "form")
    assert values(pressed(browser, "up:3"), "what-") == ["a", "c", "b"]
    assert values(pressed(browser, "down:1"), "what-") == ["c", "a", "b"]
    assert values(pressed(browser, "remove:2"), "what-") == ["c", "b"]
    assert values(pressed(browser, "step:1"), "what-") == ["c", "", "b"]
    assert values(pressed(browser, "decide:3"), "what-") == ["c", "", "b", ""]


def test_the_last_changes_can_be_taken_back_one_after_the_other(house: House) -> None:
    browser = house.stranger()
    sent(browser, LIST, "form")
    pressed(browser, "up:3")
    pressed(browser, "remove:1")
    assert values(pressed(browser, "undo"), "what-") == ["a", "c", "b"]
    page = pressed(browser, "undo")
    assert values(page, "what-") == ["a", "b", "c"]
    assert page.tree.xpath("//button[@value='undo']/@disabled")


def test_the_sheet_speaks_the_language_that_is_chosen(house: House) -> None:
    browser = house.stranger()
    sent(browser, TEXT, "form")
    page = pressed(browser, "nl")
    assert page.tree.get("lang") == "nl"
    assert "Samen te beslissen" in page.text
    assert values(page, "what-2") == ["j'appelle la crèche"]


def test_who_carries_what_is_for_the_counsellor_and_not_for_the_view_by_two(house: House) -> None:
    browser = house.stranger()
    heavy = sent(browser, LIST.replace("le CPAS", "moi"), "form")
    assert "Qui d'autre pourrait aider" in heavy.text.replace("\u2019", "'")
    assert "3 places" in heavy.text
    both = pressed(browser, "together")
    assert "Qui porte quoi" not in both.text
    assert "Qui d" not in both.text
    assert "Qui porte quoi" in pressed(browser, "alone").text
    assert "Qui d'autre" not in sent(browser, LIST, "form").text.replace("\u2019", "'")


def test_the_view_by_two_shows_nothing_else_of_the_portal(house: House) -> None:
    person = house.person()
    browser = house.browser_of(person)
    sent(browser, TEXT, "form")
    page = pressed(browser, "together")
    assert page.tree.xpath("//header|//footer|//nav") == []
    assert [word for word in (person.name, person.email, "Boussole", "Modules") if word in page.text + page.title] == []
    assert values(pressed(browser, "down:1"), "together") == ["1"]


def test_a_sheet_begins_with_a_question_of_a_topic(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
    browser = house.visitor()
    browser.get("/topics/garde")
    (link,) = [link for link in browser.page.links() if link.startswith("/sheet/from/")]
    page = browser.get(link)
    assert "Faut-il une place ? (fr)" in places(page)[0]
    assert places(page)[1].endswith("j'appelle (fr)") or "j'appelle (fr)" in places(page)[1]
    assert page.tree.xpath("//input[@name='rule'][@checked]/@value") == ["duree"]
    assert house.browser_of(house.person()).get("/sheet/from/soins-1").status == 404


def test_what_is_typed_is_text_and_never_a_link_or_markup(house: House) -> None:
    evil = "<a href=//evil.example>ici</a> https://evil.example <script>x</script>"
    for verb in ("draw", "form", "together", "paper", "words"):
        page = sent(house.stranger(), LIST.replace(": b", f": {evil}"), verb)
        assert "evil.example" in page.body
        assert page.tree.xpath("//script[not(@src)]") == []
        assert [one for one in page.tree.xpath("//*/@href|//*/@src") if "evil" in one] == []


def test_a_form_that_says_no_number_of_places_has_none(house: House) -> None:
    for typed_number in ["9" * 5000, "9" * 30, "-1", "²", "1e9", "Infinity", ""]:
        answer = house.stranger().client.post(
            "/sheet", data={"typed": "form", "title": "Un emploi", "places": typed_number}
        )
        assert (answer.status_code, "Un emploi" in answer.text) == (200, True)
