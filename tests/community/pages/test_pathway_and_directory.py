"""A pathway and the directory: what fits beside it, for the counsellor alone; what it cites, until when that holds."""

from dataclasses import replace
from datetime import date

import pytest

from content.pathway.pathway_code import to_code
from content.pathway.pathway_text import read_pathway
from models.ground.signing import key_of
from portal.community import qr_codes
from tests.community.pages.typed_pathways import CITING, plain, pressed, sent, typed
from tests.content.pathway.test_pathway_text import TEXT
from tests.directory.pages.test_entries_in_place import TIED, UNTIED, beside, lists, with_topics
from tests.directory.published_entries import confidential, entry
from tests.house import House
from tests.page_browser import Page, page_of

BEGUN = "/sheet/from/garde-place-2"
NAMING = TEXT.replace("Règles : onem-duree", "Répertoire : ecoute")
"""A pathway that cites an entry and no rule."""


@pytest.fixture
def house(empty_house: House) -> House:
    return with_topics(empty_house)


def until(page: Page) -> str:
    """What the paper says of the day until which it can be trusted."""
    return plain(page.text).partition("Exact au 23 novembre 2026.")[2].partition(". ")[0].strip(" .")


def test_beside_a_sheet_that_began_with_a_topic_stands_what_fits_and_stays_as_it_is_typed_on(house: House) -> None:
    lists(house, entry(**{**UNTIED, "topics": ("garde",)}))
    browser = house.visitor()
    assert len(beside(browser.get(BEGUN))) == 1
    for verb in ("draw", "step:1", "up:2", "nl"):
        assert (verb, len(beside(pressed(browser, verb)))) == (verb, 1)


def test_beside_a_sheet_that_cites_a_rule_stands_what_the_rule_is_tied_to(house: House) -> None:
    lists(house, entry(**{**UNTIED, "rules": ("duree",)}))
    assert len(beside(sent(house.visitor(), CITING))) == 1
    assert beside(sent(house.visitor(), TEXT)) == []


def test_neither_the_view_by_two_nor_the_papers_nor_a_stranger_see_any_of_it(house: House) -> None:
    lists(house, entry(**TIED))
    browser = house.visitor()
    browser.get(BEGUN)
    shown = [pressed(browser, "together"), *(sent(browser, CITING, verb) for verb in ("paper", "words", "together"))]
    shown.append(sent(house.stranger(), CITING, begun="garde-place-2"))
    opened = to_code(read_pathway(CITING), key_of(house.settings.secret_key, qr_codes.PURPOSE))
    shown.append(page_of(browser.client.post("/f", data=opened, content_type="text/plain")))
    assert [page.address for page in shown if beside(page) or "Écoute" in page.text] == []


def test_an_entry_is_ticked_and_the_text_names_it(house: House) -> None:
    lists(house, entry(**TIED))
    browser = house.visitor()
    browser.get(BEGUN)
    pressed(browser, "draw", entry="ecoute")
    assert "\nRépertoire : ecoute\n" in typed(pressed(browser, "list", entry="ecoute"))


def test_the_paper_says_until_when_its_facts_can_be_trusted(house: House) -> None:
    lists(house, entry(**UNTIED))
    # A way to reach somebody is believed for 111 days at first: .9 of it holds then, where half changes in two years.
    assert until(sent(house.stranger(), NAMING, "paper")) == "À revérifier après le 14 mars 2027 : Écoute ecoute"


def test_the_day_that_people_have_set_comes_first_where_it_is_sooner_and_never_puts_it_back(house: House) -> None:
    lists(house, entry(**UNTIED, review_by=date(2026, 12, 24)))
    assert "24 décembre 2026" in until(sent(house.stranger(), NAMING, "paper"))
    lists(house, entry(**UNTIED, review_by=date(2028, 1, 1)))
    assert "14 mars 2027" in until(sent(house.stranger(), NAMING, "paper"))


def test_of_a_confidential_one_the_paper_names_the_discreet_title(house: House) -> None:
    lists(house, replace(confidential(), **UNTIED))
    said = until(sent(house.stranger(), NAMING.replace("ecoute", "refuge"), "paper"))
    assert said.endswith(": Un lieu d'accueil")


def test_an_entry_that_is_not_there_is_said_so(house: House) -> None:
    lists(house)
    said = "L'entrée « ecoute » n'est pas dans le répertoire, ou n'y est plus"
    assert said in plain(sent(house.visitor(), NAMING).text)
    opened = to_code(read_pathway(NAMING), key_of(house.settings.secret_key, qr_codes.PURPOSE))
    assert said in plain(house.stranger().client.post("/f", data=opened, content_type="text/plain").text)
