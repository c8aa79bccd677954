"""Blanks of a card: found where they stand, filled in as typed, and visible while nobody has."""

import re

from hypothesis import given
from hypothesis import strategies as st

from content.strings.markdown import blanks, fill, plain, reader

UNFILLED = "À compléter par votre service."
TWO = """Levez-vous, sortez.

*Votre service : qui tient ce registre, et où le demander …*

Puis parlez-en.

*Votre service : qui vous écoute …*"""


def html(markdown: str) -> str:
    return reader().render(markdown).strip()


def asked(body: str) -> list[str]:
    return [one.asked for one in blanks(body)]


def test_each_blank_is_found_with_its_words_and_its_place() -> None:
    assert [(one.asked, one.first, one.end) for one in blanks(TWO)] == [
        ("qui tient ce registre, et où le demander", 2, 3),
        ("qui vous écoute", 6, 7),
    ]


def test_a_blank_is_found_in_each_language_and_as_it_may_be_written() -> None:
    for written, words in [
        ("*Uw dienst: wie dit register bijhoudt …*", "wie dit register bijhoudt"),
        ("*Your service: who keeps this register …*", "who keeps this register"),
        ("_Votre service : qui tient ce registre …_", "qui tient ce registre"),
        ("*Votre service\u202f: qui tient\nce registre\u00a0…*", "qui tient\nce registre"),
        ("*Votre service : ce que vaut « oui », **par écrit** …*", "ce que vaut « oui », **par écrit**"),
    ]:
        assert asked(f"Avant.\n\n{written}\n\nAprès.") == [words]


def test_what_only_looks_like_a_blank_stays_as_it_is() -> None:
    for written in [
        *("Votre service : qui tient ce registre …", "*Votre service : qui tient ce registre.*"),
        *("*Votre service tient un registre …*", "*Votre service : …*"),
        *("Demandez. *Votre service : qui tient ce registre …*", "*Votre service : qui* tient *ce registre …*"),
        *("> *Votre service : qui tient ce registre …*", "```\n*Votre service : qui tient ce registre …*\n```", ""),
    ]:
        assert blanks(written) == ()
        assert fill(written, {"qui tient ce registre": "Accueil"}, UNFILLED) == written


def test_what_fills_a_blank_stands_behind_what_was_asked() -> None:
    filled = fill(TWO, {"qui tient ce registre et ou le demander": "le secrétariat, bureau 12"}, UNFILLED)
    assert html(filled).split("\n") == [
        "<p>Levez-vous, sortez.</p>",
        "<p><em>Votre service : qui tient ce registre, et où le demander</em> : le secrétariat, bureau 12</p>",
        "<p>Puis parlez-en.</p>",
        "<p><em>Votre service : qui vous écoute …</em> À compléter par votre service.</p>",
    ]
    assert html(fill("A\n\n*Votre service : qui\nécoute …*\n\nB", {"qui ecoute": "Accueil"}, UNFILLED)) == (
        "<p>A</p>\n<p><em>Votre service : qui\nécoute</em> : Accueil</p>\n<p>B</p>"
    )


def test_accents_case_and_punctuation_do_not_make_another_blank() -> None:
    old, new = blanks("*Votre service : où, et a qui …*"), blanks("*Votre service : Où et à qui …*")
    assert old[0].folded == new[0].folded == "ou et a qui"
    assert blanks("*Votre service : où et quand …*")[0].folded != old[0].folded


def test_what_the_house_types_is_text() -> None:
    for typed in [
        *("**gras** et _italique_", "[ici](https://example.org)", "<https://example.org>", "https://example.org/a_b_c"),
        *("![image](x.png)", "<b>gras</b> &amp; <script>", "`code` \\ fin", "- une liste\n- deux\n\n# titre"),
    ]:
        filled = fill("*Votre service : qui écoute …*", {"qui ecoute": typed}, UNFILLED)
        assert plain(filled) == f"Votre service : qui écoute : {' '.join(typed.split())}"
        assert re.findall(r"<(/?\w+)", html(filled)) == ["p", "em", "/em", "/p"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1))
def test_whatever_is_typed_is_read_as_it_was_typed(typed: str) -> None:
    filled = fill("Avant.\n\n*Votre service : qui écoute …*\n\nAprès.", {"qui ecoute": typed}, "vide")
    words = " ".join(typed.split())
    expected = f"Votre service : qui écoute : {words}" if words else "Votre service : qui écoute … vide"
    assert plain(filled).split("\n") == ["Avant.", expected, "Après."]
