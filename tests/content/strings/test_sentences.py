from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from content.strings.sentences import sentences

LETTERS_AND_TROUBLE = st.text(st.one_of(st.sampled_from(" \n\t.!?…«»\"'’()[]-–\u00a0\u202fMaé1"), st.characters()))
LANGUAGES = st.sampled_from(["fr", "nl", "en", "de", None])


def cut(text: str, language: str | None = "fr") -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, language)]


@given(LETTERS_AND_TROUBLE, LANGUAGES)
def test_sentences_are_in_order_apart_and_hold_every_character_but_outer_spaces(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert all(span.start < span.end for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(cut(text, language)).split()) == "".join(text.split())
    assert all(piece == piece.strip() for piece in cut(text, language))


def test_the_point_of_an_abbreviation_ends_no_sentence() -> None:
    for language, expected in [
        ("fr", ["Mme. Dupont et M. Peeters ont parlé.", "Le Forem aussi !", "Et après ?", "On verra…", "Peut-être."]),
        ("fr", ["Selon l'art. 12, al. 2, le délai court dès janv. 2026.", "Voir p. 3.", "Le n° 5 suit."]),
        ("fr", ["J.-C. Dupont dirige l'O.N.Em. depuis mai.", "Elle suit A. Martin."]),
        ("fr", ["Le taux est de 7.5 pour cent.", "3.000 personnes cherchent."]),
        (
            "nl",
            ["Dhr. Peeters werkt o.a. bij Actiris.", "'s Morgens helpen we u.", "De VDAB, d.w.z. de dienst, betaalt."],
        ),
        ("nl", ["Men vraagt bijv. Engels, cf. art. 5 en blz. 12.", "‘Het daalt.’", "Vanaf 3 okt. 2026 geldt dit."]),
        (
            "en",
            [
                *("Mr. Smith of the U.S. Treasury said no.", "He left at no. 5, e.g. London.", "“It fell.”"),
                "Dr. Jones came.",
            ],
        ),
        (None, ["Der Arbeitsmarkt wächst.", "Viele Stellen bleiben frei."]),
    ]:
        assert cut(" ".join(expected), language) == expected


def test_a_closing_guillemet_belongs_to_the_sentence_before_it() -> None:
    for space in ["", " ", "\u00a0", "\u202f"]:
        quoted = f"«{space}Le chômage baisse.{space}»"
        assert cut(f"{quoted} Elle a cité le décret.") == [quoted, "Elle a cité le décret."]


def test_a_quotation_that_the_sentence_goes_on_from_does_not_end_it() -> None:
    assert cut("« Pourquoi ? » demande la conseillère. « Parce que. »") == [
        "« Pourquoi ? » demande la conseillère.",
        "« Parce que. »",
    ]


def test_a_blank_line_ends_a_sentence_and_so_does_a_line_but_for_lower_case() -> None:
    assert cut("Un titre\n\nsans point\r\nUne ligne qui\ncontinue\n- un choix\n- un autre") == [
        *("Un titre", "sans point", "Une ligne qui\ncontinue", "- un choix", "- un autre")
    ]


def test_the_number_of_a_list_item_stays_with_its_sentence() -> None:
    assert cut("1. Introduire la demande.\n2. Attendre la réponse.") == [
        "1. Introduire la demande.",
        "2. Attendre la réponse.",
    ]


def test_sentences_that_a_page_has_glued_are_parted_and_addresses_are_not() -> None:
    assert cut("Le plan date de 2025.Les syndicats protestent.Voir www.forem.be et la version 2.0 de l'U.E.") == [
        "Le plan date de 2025.",
        "Les syndicats protestent.",
        "Voir www.forem.be et la version 2.0 de l'U.E.",
    ]


def test_a_hostile_text_takes_no_more_time_than_another() -> None:
    for piece in [".", " ", "\n", "a", "a. ", "« ", ". »", "A. ", ".\n", " \n", ". -", ".'", "1.A"]:
        start = process_time()
        sentences(piece * 50_000, "fr")
        assert process_time() - start < 5


def test_a_straight_mark_after_a_glued_sentence_goes_to_whom_it_belongs() -> None:
    assert cut('Le tribunal répond à l\'AFP."Pour les victimes, rien ne change", dit-il.') == [
        "Le tribunal répond à l'AFP.",
        '"Pour les victimes, rien ne change", dit-il.',
    ]
    assert cut('Il répond "non."Pour les victimes, rien ne change ?Le greffe attend.') == [
        'Il répond "non."',
        "Pour les victimes, rien ne change ?",
        "Le greffe attend.",
    ]
