"""What may stand on a public page: initials, single lines, addresses that are what they seem."""

from dataclasses import replace

import pytest

from models.community import page_text
from models.community.page_text import (
    BadFormAddress,
    BadInitials,
    BadLanguage,
    BadMail,
    BadTitle,
    BadWay,
    PageRefused,
    PageText,
    TooManyChosen,
    checked,
)
from models.tables.public_pages import PageKind

TEAM, HERS = PageKind.TEAM, PageKind.COUNSELLOR
TEXT = PageText("Équipe emploi")


@pytest.mark.parametrize("initials", ["C. L.", "C.L.", "CL", "É. D.", "J.-P.", "A", "J. P. D", "ABC"])
def test_initials_are_one_to_three_capitals(initials: str) -> None:
    assert checked(HERS, replace(TEXT, title=f"  {initials} ")).title == initials


@pytest.mark.parametrize(
    "title",
    ["", "Claire", "claire", "C. Lambert", "CLAIRE", "c. l.", "C. L. D.", "C<L", "C.L.9", "C\u202eL", "A" * 9999],
)
def test_more_of_a_counsellor_than_her_initials_is_refused(title: str) -> None:
    with pytest.raises(BadInitials):
        checked(HERS, replace(TEXT, title=title))


@pytest.mark.parametrize("title", ["", " \n ", "x" * 81, "x" * 10_000, "Équipe\u202eiolpme", "É\u200bquipe"])
def test_a_team_has_a_name_in_one_line_all_of_which_can_be_seen(title: str) -> None:
    with pytest.raises(BadTitle):
        checked(TEAM, replace(TEXT, title=title))


def test_what_is_typed_over_several_lines_becomes_one() -> None:
    said = checked(TEAM, replace(TEXT, title="Équipe\r\n emploi", counter="Rue 1\n\t1060", telephone="02\u00a0000"))
    assert (said.title, said.counter, said.telephone) == ("Équipe emploi", "Rue 1 1060", "02 000")


@pytest.mark.parametrize("way", ["telephone", "counter", "post"])
@pytest.mark.parametrize("said", ["x" * 161, "x" * 10_000, "0\u202e2"])
def test_a_way_is_a_line(way: str, said: str) -> None:
    with pytest.raises(BadWay):
        checked(TEAM, replace(TEXT, **{way: said}))


@pytest.mark.parametrize(
    "mail",
    [
        *("accueil", "accueil@", "a b@maison.be", "a@maison.be,b@maison.be", "<a@maison.be>", "javascript:alert(1)"),
        *("a?bcc=b@maison.be", "a&cc=b@maison.be", "a%0Abcc@maison.be", "a#b@maison.be", "a=b@maison.be"),
        *("accueil@mаison.be", f"{'x' * 10_000}@maison.be", "a@maison.be?subject=x"),
    ],
)
def test_a_mail_address_is_one_plain_address_that_brings_no_header(mail: str) -> None:
    with pytest.raises(BadMail):
        checked(TEAM, replace(TEXT, mail=mail))


def test_a_line_end_in_a_mail_address_begins_no_header() -> None:
    with pytest.raises(BadMail):
        checked(TEAM, replace(TEXT, mail="a@maison.be\nbcc:b@maison.be"))


@pytest.mark.parametrize(
    "form",
    [
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
    ],
)
def test_a_form_is_at_an_https_address_that_is_what_it_seems(form: str) -> None:
    with pytest.raises(BadFormAddress):
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
        with pytest.raises(TooManyChosen):
            checked(TEAM, replace(TEXT, **{field: (*eight, "t8")}))


def test_a_page_is_in_a_language_in_which_plain_words_are_written() -> None:
    assert checked(TEAM, replace(TEXT, language="nl")).language == "nl"
    for language in ("en", "de", ""):
        with pytest.raises(BadLanguage):
            checked(TEAM, replace(TEXT, language=language))


def test_a_text_is_read_as_it_was_kept() -> None:
    text = PageText("C. L.", "nl", "02", "Rue", "BP", "a@b.be", "https://b.be", ("garde",), ("ecoute", "mesure"))
    assert page_text.read(page_text.kept(text)) == text
    assert page_text.read({"title": "C. L."}) == PageText("C. L.")


def test_a_fingerprint_tells_texts_apart() -> None:
    assert TEXT.fingerprint == replace(TEXT).fingerprint != replace(TEXT, telephone="02").fingerprint


def test_every_refusal_is_of_one_kind() -> None:
    named = [one for one in vars(page_text).values() if isinstance(one, type) and issubclass(one, PageRefused)]
    assert len(named) == 9
