"""Trainers' Markdown on a page: pictures with their size, tables in a box of their own, callouts."""

import re

from lxml import html

from content.pictures.picture_file import picture_line
from content.pictures.picture_terms import PictureRights, PictureTerms
from models.catalogue import pictures
from portal.site.prose import below_stem, inline, markdown, stem
from tests.builders import MONDAY
from tests.house import House
from tests.pictures import DESCRIPTION, bring
from tests.site.pages.test_queries import counted

TABLE = "| Démarche | Délai : jours |\n|:--|--:|\n| S'**inscrire** | 8 |\n"
NOWHERE = "0" * 32


def of(rendered: str) -> html.HtmlElement:
    return html.fragment_fromstring(rendered, create_parent="div")


def rendered(house: House, text: str, language: str = "fr") -> str:
    with house.app.test_request_context("/"):
        return markdown(text, language)


def test_a_picture_has_its_address_its_description_and_its_size_and_waits_until_it_is_near(house: House) -> None:
    with house.store.writing() as db:
        shown = bring(db, MONDAY)
    (image,) = of(rendered(house, picture_line(shown.hash, "L'arrêt « tram »"))).iter("img")
    told = dict(image.attrib)
    assert told.pop("src").startswith(f"/pictures/{shown.hash}?key=")
    assert told == {"alt": "L’arrêt «\u202ftram\u202f»", "width": "40", "height": "30", "loading": "lazy"}


def test_whose_picture_it_is_stands_below_it_under_a_licence(house: House) -> None:
    with house.store.writing() as db:
        shown = bring(db, MONDAY, 2, PictureTerms(PictureRights.LICENSED, "CC BY 4.0, Musée <b>"))
    (credit,) = of(rendered(house, picture_line(shown.hash, DESCRIPTION))).iter("small")
    assert credit.text == "CC BY 4.0, Musée <b>"


def test_a_picture_that_was_withdrawn_or_is_not_here_says_what_it_showed(house: House) -> None:
    with house.store.writing() as db:
        shown = bring(db, MONDAY, 3)
        pictures.withdraw(db, shown.hash, MONDAY)
    for name, told in ((shown.hash, "Image retirée"), (NOWHERE, "Image absente")):
        element = of(rendered(house, picture_line(name, DESCRIPTION)))
        assert not list(element.iter("img"))
        assert element.text_content().split("\n")[0].strip() == f"{told} {DESCRIPTION.replace(chr(39), '’')}"


def test_no_picture_comes_from_elsewhere(house: House) -> None:
    for address in ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AA", "a.png"]:
        assert rendered(house, f"![Un *chat* < chien]({address})") == "<p>Un chat &lt; chien</p>\n"


def test_nobody_types_a_picture_as_html(house: House) -> None:
    with house.store.writing() as db:
        shown = bring(db, MONDAY, 4)
    typed = f'<img data-picture="{shown.hash}" alt=""> `<img data-picture="{shown.hash}" alt="">`'
    assert not list(of(rendered(house, typed)).iter("img"))


def test_a_page_asks_once_for_all_its_pictures_and_not_at_all_where_it_has_none(house: House) -> None:
    with house.store.writing() as db:
        shown = [bring(db, MONDAY, shade) for shade in (5, 6)]
    with house.app.test_request_context("/"), counted(house.store) as asked:
        markdown("Sans image.")
        assert asked == []
        for one in shown:
            markdown(picture_line(one.hash, DESCRIPTION))
            stem(picture_line(one.hash, DESCRIPTION))
        assert len([one for one in asked if "FROM picture" in one]) == 1


def test_a_table_scrolls_in_a_box_that_a_keyboard_reaches_and_that_has_a_name(house: House) -> None:
    (box,) = of(rendered(house, TABLE))
    assert dict(box.attrib) == {
        "class": "wide-table",
        "role": "group",
        "tabindex": "0",
        "aria-label": "Tableau\u00a0: Démarche, Délai\u00a0: jours",
    }
    assert [head.get("scope") for head in box.iter("th")] == ["col", "col"]
    assert [cell.get("class") for cell in box.iter("td")] == [None, "to-right"]
    assert of(rendered(house, TABLE, "nl"))[0].get("aria-label").startswith("Tabel: ")
    assert "style" not in rendered(house, TABLE)


def test_a_callout_is_a_note_and_any_other_quote_is_a_quote(house: House) -> None:
    said = of(rendered(house, "> **Attention** Vérifiez.\n>\n> > Citée.\n\n> Une citation."))
    note, quote = said
    assert (note.tag, note.get("class"), note.get("role")) == ("div", "callout caution", "note")
    assert quote.tag == "blockquote"
    assert note.xpath("./blockquote")


def test_a_stem_is_its_first_paragraph_and_what_follows_stands_below(house: House) -> None:
    with house.store.writing() as db:
        shown = bring(db, MONDAY, 7)
    text = f"Que dit-elle ? {picture_line(shown.hash, 'Une lettre')}\n\n{TABLE}"
    with house.app.test_request_context("/"):
        assert [one.tag for one in of(stem(text)).iter()] == ["div", "img"]
        assert of(below_stem(text))[0].get("class") == "wide-table"
        assert below_stem("Que dit-elle ?") == ""
        assert re.sub(r"\s", " ", inline(text)) == "Que dit-elle ? Une lettre"
