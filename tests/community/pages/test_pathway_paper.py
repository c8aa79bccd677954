"""On paper: one A4 of the person's, what it can be trusted for, and a code that only a house with an address prints."""

from datetime import date

from icalendar import Calendar

from content.pathway.pathway_text import read_pathway
from tests.community.pages.typed_pathways import CITING, plain, pressed, public, sent, typed
from tests.content.pathway.test_pathway_text import PATHWAY, TEXT
from tests.house import House
from tests.page_browser import Page

HEAD = "Cette feuille est à vous. Ni convention ni plan d'action. Ce qui entre dans votre dossier, on vous le dit."


def test_the_paper_says_whose_it_is_and_until_when_it_can_be_trusted(house: House) -> None:
    said = plain(sent(house.stranger(), CITING, "paper").text)
    assert HEAD in said
    assert "Exact au 23 novembre 2026. À revérifier après le 24 mai 2027 : Durée" in said
    assert "ignature" not in said


def test_a_sheet_that_is_not_whole_is_printed_with_what_is_missing_left_blank(house: House) -> None:
    page = sent(house.stranger(), TEXT.replace("   Avant le : 10/12/2026\n", ""), "paper")
    assert "1 chose reste à compléter" in plain(page.text)
    assert page.tree.xpath("//*[@data-place]")


def test_the_code_is_off_at_first_and_says_who_can_read_it(house: House) -> None:
    browser = house.stranger()
    with public(house):
        page = sent(browser, TEXT, "paper")
        assert page.tree.xpath("//*[contains(@class, 'scanned')]") == []
        assert "Qui tient le papier peut la lire." in plain(page.text)
        asked = sent(browser, TEXT, "paper", code="1")
        assert asked.tree.xpath("//*[contains(@class, 'scanned')]//svg")
        assert "Qui tient ce papier peut la lire." in plain(asked.text)
        assert asked.tree.xpath("//*[contains(@class, 'scanned')]//a") == []


def test_the_words_for_the_file_are_read_by_the_person_first(house: House) -> None:
    page = sent(house.stranger(), TEXT, "words")
    said = page.tree.xpath("//textarea")[0].text
    assert "Lisez d'abord." in plain(page.text)
    assert "2. moi : j'appelle la crèche" in said
    assert [word for word in ("onem-duree", "ik bel", "Symbole") if word in said] == []
    assert page.tree.xpath("//textarea/@name") == []
    assert typed(page) == TEXT


def test_the_text_is_kept_as_it_was_typed(house: House) -> None:
    page = sent(house.stranger(), TEXT, "keep")
    assert page.headers["Content-Disposition"] == "attachment; filename=feuille.txt"
    assert read_pathway(page.body) == PATHWAY


def test_its_days_go_to_a_calendar_and_twice_the_same_is_one(house: House) -> None:
    once, again = (sent(house.stranger(), TEXT, "dates") for _ in range(2))
    assert once.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(once.body).walk("VEVENT")
    assert [(event.decoded("dtstart"), str(event["summary"])) for event in events] == [
        (date(2026, 12, 10), "Qui garde les enfants ?"),
        (date(2026, 12, 7), "moi : j'appelle la crèche"),
        (date(2026, 12, 15), "On se revoit le"),
    ]
    assert once.body == again.body
    assert len({str(event["uid"]) for event in events}) == 3


UNDATED = """\
Feuille : reprendre une formation

1. moi : j'appelle la crèche, 4/12/2026

2. moi : je visite le centre
   → fin
"""


def dates_told(page: Page) -> str:
    (told,) = page.tree.xpath("//*[@id='dates']")
    return plain(told.text_content())


def test_no_empty_calendar_is_handed_out_and_the_page_says_how_a_date_is_written(house: House) -> None:
    page = sent(house.stranger(), UNDATED.replace(", 4/12/2026", ""), "dates")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Aucune date n'a été comprise : rien n'est téléchargé" in dates_told(page)
    assert "« Le : 15/12/2026 »" in dates_told(page)
    assert typed(page) == UNDATED.replace(", 4/12/2026", "")


def test_in_the_form_it_says_in_which_field_a_date_goes(house: House) -> None:
    browser = house.stranger()
    sent(browser, UNDATED, "form")
    page = pressed(browser, "dates", **{"day-2": "demain"})
    assert "Pas comprises : « demain », « 4/12/2026 »." in dates_told(page)
    assert "dans sa case, comme 15/12/2026" in dates_told(page)
    assert page.tree.xpath("//input[@name='day-2']/@value") == ["demain"]


def test_the_dates_that_were_understood_are_taken_without_the_others(house: House) -> None:
    browser = house.stranger()
    page = sent(browser, TEXT.replace("   Le : 7/12/2026", "   Le : lundi"), "dates")
    assert "Certaines dates n'ont pas été comprises : rien n'est encore téléchargé." in dates_told(page)
    assert "« lundi »" in dates_told(page)
    calendar = pressed(browser, "dates:1")
    days = [event.decoded("dtstart") for event in Calendar.from_ical(calendar.body).walk("VEVENT")]
    assert days == [date(2026, 12, 10), date(2026, 12, 15)]
