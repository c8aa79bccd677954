"""Words without what typing may miss, and names for addresses."""

import re

from hypothesis import given
from hypothesis import strategies as st

from content.strings.words import findable, fold, slugs, written_words


def test_accents_case_and_ligatures_make_no_difference() -> None:
    for written, folded in [
        *(("Écoute", "ecoute"), ("e\u0301coute", "ecoute"), ("CŒUR", "coeur"), ("Straße", "strasse"), ("ǽ", "ae")),
        *(("patiënt", "patient"), ("60", "60"), ("§", "")),
    ]:
        assert fold(written) == folded


@given(st.text(st.sampled_from("aàâcçeéèêioœæßÀÉŒnñ'’-. \n…«»19²e\u0301"), max_size=40))
def test_every_word_of_a_text_is_found_in_it_folded(text: str) -> None:
    assert [word for word in map(fold, written_words(text)) if word.encode() not in findable(text)] == []


def test_an_apostrophe_and_a_hyphen_part_words() -> None:
    assert written_words("L'article 60 § 7, c’est-à-dire : l'essentiel") == [
        *("L", "article", "60", "7", "c", "est", "à", "dire", "l", "essentiel")
    ]


def test_names_are_made_of_titles_and_each_serves_once() -> None:
    titles = ["L'essentiel, en bref", "Écoute", "ecoute !", "Écoute 2", "Écoute", "…", "?"]
    assert slugs(titles) == ["l-essentiel-en-bref", "ecoute", "ecoute-2", "ecoute-2-2", "ecoute-3", "carte", "carte-2"]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_names_are_all_different_and_fit_for_an_address(titles: list[str]) -> None:
    names = slugs(titles)
    assert len(set(names)) == len(titles)
    assert all(re.fullmatch(r"[^\W_]+(-[^\W_]+)*", name) for name in names)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_what_stands_before_a_title_decides_its_name_and_not_what_comes_after(titles: list[str]) -> None:
    assert slugs(titles)[: len(titles) // 2] == slugs(titles[: len(titles) // 2])
