"""What may stand on a public page: initials, single lines, addresses that are what they seem."""

from dataclasses import replace

import pytest

from content.errors import Refused
from models.community import page_text
from models.community.page_text import PageText, checked
from models.tables.public_pages import PageKind

TEAM, HERS = PageKind.TEAM, PageKind.COUNSELLOR
TEXT = PageText("Équipe emploi")


def test_initials_are_one_to_three_capitals_and_no_more_of_a_counsellor() -> None:
    for initials in ["C. L.", "C.L.", "CL", "É. D.", "J.-P.", "A", "J. P. D", "ABC"]:
        assert checked(HERS, replace(TEXT, title=f"  {initials} ")).title == initials
    for title in [
        "",
        "Claire",
        "claire",
        "C. Lambert",
        "CLAIRE",
        "c. l.",
        "C. L. D.",
        "C<L",
        "C.L.9",
        "C\u202eL",
        "A" * 9999,
    ]:
        with pytest.raises(Refused, match="seules les initiales"):
            checked(HERS, replace(TEXT, title=title))


def test_a_team_has_a_name_in_one_line_all_of_which_can_be_seen() -> None:
    for title in ["", " \n ", "x" * 81, "x" * 10_000, "Équipe\u202eiolpme", "É\u200bquipe"]:
        with pytest.raises(Refused, match="Le nom d'une équipe"):
            checked(TEAM, replace(TEXT, title=title))
    said = checked(TEAM, replace(TEXT, title="Équipe\r\n emploi", counter="Rue 1\n\t1060", telephone="02\u00a0000"))
    assert (said.title, said.counter, said.telephone) == ("Équipe emploi", "Rue 1 1060", "02 000")
    for way in ["telephone", "counter", "post"]:
        for said in ["x" * 161, "x" * 10_000, "0\u202e2"]:
            with pytest.raises(Refused, match="cent soixante caractères"):
                checked(TEAM, replace(TEXT, **{way: said}))


def test_a_mail_address_is_one_plain_address_that_brings_no_header() -> None:
    for mail in [
        *("accueil", "accueil@", "a b@maison.be", "a@maison.be,b@maison.be", "<a@maison.be>", "javascript:alert(1)"),
        *("a?bcc=b@maison.be", "a&cc=b@maison.be", "a%0Abcc@maison.be", "a#b@maison.be", "a=b@maison.be"),
        *("accueil@mаison.be", f"{'x' * 10_000}@maison.be", "a@maison.be?subject=x"),
    ]:
        with pytest.raises(Refused, match="Le courriel"):
            checked(TEAM, replace(TEXT, mail=mail))
    with pytest.raises(Refused, match="Le courriel"):
        checked(TEAM, replace(TEXT, mail="a@maison.be\nbcc:b@maison.be"))


def test_a_form_is_at_an_https_address_that_is_what_it_seems() -> None:
    for form in [
        *(
            "javascript:alert(1)",
            "http://maison.be/form",
            "//maison.be",
            "https://",
            "https://maison",
            "data:text/html,x",
        ),
        *("https://a@maison.be/", "https://a:b@maison.be/", "https://maison.be\\@evil.be", 'https://maison.be/"><b>'),
        *("https://mаison.be/form", "https://maison.be/ form", f"https://maison.be/{'x' * 10_000}", "HTTPS:a.be"),
        "https://maison.be:8443/",
    ]:
        with pytest.raises(Refused, match="Le formulaire"):
            checked(TEAM, replace(TEXT, form=form))


def test_ordinary_ways_are_taken_as_they_are() -> None:
    said = replace(
        TEXT, mail="accueil.emploi+page@maison-emploi.be", form="https://www.maison.be/contact?langue=fr#form"
    )
    assert checked(TEAM, said) == said


def test_at_most_eight_topics_and_eight_entries_are_chosen_each_once() -> None:
    eight = tuple(f"t{number}" for number in range(8))
    assert checked(TEAM, replace(TEXT, topics=eight[::-1] + eight)).topics == eight
    for field in ("topics", "entries"):
        with pytest.raises(Refused, match="Huit sujets"):
            checked(TEAM, replace(TEXT, **{field: (*eight, "t8")}))


def test_a_page_is_in_a_language_in_which_plain_words_are_written() -> None:
    assert checked(TEAM, replace(TEXT, language="nl")).language == "nl"
    for language in ("en", "de", ""):
        with pytest.raises(Refused, match="en français ou en néerlandais"):
            checked(TEAM, replace(TEXT, language=language))


def test_a_text_is_read_as_it_was_kept_and_told_from_others() -> None:
    text = PageText("C. L.", "nl", "02", "Rue", "BP", "a@b.be", "https://b.be", ("garde",), ("ecoute", "mesure"))
    assert page_text.read(page_text.kept(text)) == text
    assert page_text.read({"title": "C. L."}) == PageText("C. L.")
    assert TEXT.fingerprint == replace(TEXT).fingerprint != replace(TEXT, telephone="02").fingerprint
