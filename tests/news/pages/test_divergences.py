"""« Les sources divergent » and « Rectificatif », as a page of a story shows them."""

from flask import render_template_string
from lxml.html import HtmlElement, fragment_fromstring

from models.news.stories.contradictions import Divergence, Side
from models.news.stories.corrections import Rectified
from models.news.stories.facts import FactKind
from portal.news.stories import side_by_side
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import words

HOSTILE = "<script>alert(1)</script> & <b>gras</b>"
FRENCH = Side(1, "La Dépêche", "https://depeche.example/1", "fr", "Dès le 1er février : 2.000 euros.", (0, 33))
DUTCH = Side(2, "De Kaaikrant", "https://kaaikrant.example/1", "nl", "Vanaf 1 maart 2.000 euro.", None)


def rendered(house: House, macro: str, found: object) -> HtmlElement:
    """What a macro makes of it, in a page in French."""
    page = f'{{% from "news/divergences.html" import {macro} with context %}}{{{{ {macro}(found) }}}}'
    with house.app.test_request_context("/", headers={"Accept-Language": "fr"}):
        return fragment_fromstring(render_template_string(page, found=found), create_parent="main")


def rectified(*sentences: tuple[str, str], title: str = "Le titre corrigé") -> Rectified:
    before, after = zip(*sentences, strict=True) if sentences else ((), ())
    address = "https://depeche.example/1"
    return Rectified(1, 7, MONDAY, "La Dépêche", address, "nl", "Le titre", title, before, after)


def test_two_sources_stand_side_by_side_each_in_its_language(house: House) -> None:
    tree = rendered(house, "divergences", side_by_side([Divergence(FactKind.DATE, FRENCH, DUTCH)]))
    assert [words(one) for one in tree.xpath(".//h2|.//h3")] == ["Les sources divergent", "Sur une date"]
    assert tree.xpath(".//div[@class='contrary']//blockquote/@lang") == ["fr", "nl"]
    place = "#:~:text=D%C3%A8s%20le%201er%20f%C3%A9vrier%20%3A%202.000%20euros."
    assert tree.xpath(".//a/@href") == [f"{FRENCH.address}{place}", DUTCH.address]  # of the other one, it is the title
    told = [words(one) for one in tree.xpath(".//div[@class='contrary']/div/p")]
    assert told == ["La Dépêche", "De Kaaikrant\xa0· en néerlandais"]


def test_two_sentences_that_contradict_each_other_in_two_ways_are_shown_once(house: House) -> None:
    found = [Divergence(kind, FRENCH, DUTCH) for kind in (FactKind.NUMBER, FactKind.DATE)]
    tree = rendered(house, "divergences", side_by_side(found))
    assert [words(one) for one in tree.xpath(".//h3")] == ["Sur un nombre\xa0· Sur une date"]
    assert len(tree.xpath(".//blockquote")) == 2


def test_a_correction_shows_what_stood_and_what_stands(house: House) -> None:
    tree = rendered(house, "corrections", [rectified(("3.500 personnes.", "2.500 personnes."))])
    assert words(tree.xpath(".//h2")[0]) == "Rectificatif"
    assert [words(one) for one in tree.xpath(".//del|.//ins")] == ["3.500 personnes.", "2.500 personnes."]
    assert tree.xpath(".//dd/@lang") == ["nl", "nl"]
    assert "La Dépêche a corrigé ce texte" in words(tree)


def test_what_sources_write_stays_text(house: House) -> None:
    side = FRENCH._replace(sentence=HOSTILE, source=HOSTILE)
    for tree in (
        rendered(house, "divergences", side_by_side([Divergence(FactKind.NUMBER, side, DUTCH)])),
        rendered(house, "corrections", [rectified((HOSTILE, HOSTILE)), rectified(title=HOSTILE)]),
    ):
        assert tree.xpath(".//script|.//b") == []
        assert "<b>gras</b>" in words(tree)
