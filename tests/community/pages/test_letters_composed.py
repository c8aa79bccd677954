"""A letter is composed by ticking, by GET and without a script; nothing can be typed into it."""

import pytest

from tests.community.letters import CARD
from tests.community.pages.letters_furnished import furnish, letter, pressed
from tests.community.pages.typed_pathways import plain
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.test_queries import counted


@pytest.fixture(autouse=True, scope="module")
def furnished(shared_house: House) -> None:
    furnish(shared_house)


@pytest.fixture
def browser(house: House) -> Browser:
    return house.visitor()


def composing(browser: Browser, query: str = "") -> Page:
    return browser.get(f"/letters/new?{query}")


def offered(page: Page) -> list[str]:
    return page.tree.xpath("//input[@name='pick' and @type='checkbox']/@value")


def ticked(page: Page) -> list[str]:
    return page.tree.xpath("//input[@name='pick' and (@checked or @type='hidden')]/@value")


def parts(page: Page) -> list[str]:
    return page.tree.xpath("//*[@class='letter-part']/h3/text()")


def test_everything_with_plain_words_is_offered_but_what_is_confidential(browser: Browser) -> None:
    page = composing(browser)
    rules, entries = ["rule:duree", "rule:avis", "rule:seule"], ["entry:ecoute", "entry:mesure", "entry:urgence"]
    assert offered(page) == [*rules, CARD, *entries]
    assert parts(page) == []
    dutch = composing(browser, "language=fr&in=nl")
    assert offered(dutch) == [*rules, *entries]


def test_it_is_found_by_its_words_or_by_a_topic(browser: Browser) -> None:
    for sought, found in [
        ("droit", [CARD]),
        ("règles seule", ["rule:seule"]),
        ("parler gratuit", ["entry:ecoute", "entry:mesure", "entry:urgence"]),
        ("garde fr", ["rule:duree"]),
        ("zzz", []),
    ]:
        assert offered(composing(browser, f"q={sought}")) == found


def test_what_is_ticked_stays_whatever_is_sought_and_in_whatever_language(browser: Browser) -> None:
    query = f"pick=entry:ecoute&pick={CARD}&order=entry:ecoute&order={CARD}"
    page = composing(browser, f"{query}&q=seule")
    assert offered(page) == ["entry:ecoute", CARD, "rule:seule"]
    assert ticked(page) == ["entry:ecoute", CARD]
    assert parts(page) == ["Écoute ecoute", "Fin de droit"]
    dutch = composing(browser, f"{query}&q=&in=nl")
    assert sorted(ticked(dutch)) == [CARD, "entry:ecoute"]
    assert parts(dutch) == ["Luisteren ecoute"]
    assert "1 partie choisie n’a pas de mots simples" in dutch.text


def test_it_says_its_parts_in_the_order_in_which_they_were_ticked(browser: Browser) -> None:
    query = "order=entry:ecoute&pick=rule:duree&pick=entry:ecoute"
    assert parts(composing(browser, query)) == ["Écoute ecoute", "La règle duree"]
    assert parts(composing(browser, f"{query}&up=rule:duree")) == ["La règle duree", "Écoute ecoute"]
    assert parts(composing(browser, f"{query}&up=entry:ecoute")) == ["Écoute ecoute", "La règle duree"]
    assert parts(composing(browser, f"{query}&up=rule:avis")) == ["Écoute ecoute", "La règle duree"]


def test_htmx_gets_the_letter_alone_and_it_is_the_one_of_the_page(browser: Browser) -> None:
    whole = composing(browser, "pick=rule:duree")
    fragment = browser.client.get("/letters/new?pick=rule:duree", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "Deux ans au plus (duree)." in fragment
    assert "Deux ans au plus (duree)." in whole.text


def test_a_letter_is_made_by_one_button_and_shown(browser: Browser) -> None:
    page = pressed(browser, "rule:duree", CARD)
    assert page.came_by == (303,)
    assert plain(page.heading) == "La lettre du 23 novembre 2026"
    assert parts(page) == ["La règle duree", "Fin de droit"]


def test_there_is_no_field_in_which_anything_could_be_written_to_somebody(browser: Browser) -> None:
    pages = [composing(browser, "pick=rule:duree"), pressed(browser, "rule:duree"), browser.get("/letters")]
    for page in pages:
        free = page.tree.xpath("//main//input[not(@type='hidden' or @type='checkbox')]/@name")
        assert free in ([], ["q"])
        assert page.tree.xpath("//main//textarea[not(@readonly)]") == []


def test_what_a_letter_cannot_say_is_refused_and_nothing_is_made(house: House, browser: Browser) -> None:
    for picks, status in [
        (["entry:refuge"], 422),
        (["person:jean"], 422),
        ([], 422),
        (["rule:duree\r\nBcc: a@b.example"], 422),
    ]:
        composing(browser)
        before = house.rows()
        assert browser.post("/letters", pick=picks, language="fr").status == status
        assert browser.post("/letters", pick=["rule:duree"] * 3, language="fr\r\nX: y").status == 303
        assert house.rows()["plain_letter"] == before["plain_letter"] + 1


def test_no_pick_breaks_the_page(browser: Browser) -> None:
    for pick in ("a" * 4000, "entry:<script>", "card:droits/%2F%2F", "rule:'--", "entry:é\u2028", ":::", "%FF"):
        assert composing(browser, f"pick={pick}&order={pick}&up={pick}&in={pick}&language={pick}").status == 200


def test_a_link_leads_there_from_what_can_be_cited(browser: Browser) -> None:
    for address in ["/directory/entry/ecoute", "/modules/droits/cards/fin-de-droit", "/directory/measures"]:
        links = [one for one in browser.get(address).links() if one.startswith("/letters/new?pick=")]
        assert links != []
        assert all(parts(browser.get(link)) for link in links)


def test_none_leads_there_from_what_cannot(browser: Browser) -> None:
    for address in ["/directory/entry/refuge", "/directory/entry/muette", "/modules/droits/cards/avant"]:
        page = browser.get(address)
        main = [one for one in page.links() if "pick=entry" in one or "pick=card" in one]
        assert main == []


def test_composing_asks_a_fixed_number_of_statements(house: House, browser: Browser) -> None:
    letter(house, house.person())
    numbers = []
    for query in ("", "", "pick=rule:duree&pick=entry:ecoute&pick=entry:urgence"):  # the first learns what is kept
        with counted(house.store) as sent:
            composing(browser, query)
        numbers.append(len(sent))
    assert numbers[1:] == [4, 5]
