"""A field is put where it stands, and not one other character of the text changes."""

import difflib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.form.in_place import NotInPlace, put, words

ROW = """\
  # La règle du chômage.
  - id: duree
    name: {fr: "Durée", nl: Duur}
    authority: ONEM  # à vérifier
    scope: 'l''essentiel'
    cites: [un, deux]
    news:
      - "une"
      # entre les deux
      - deux
    plain:
      fr: |-
        Un.

        Deux.
    state: en vigueur
"""
ORDER = [(one,) for one in ("id", "name", "authority", "address", "scope", "cites", "news", "plain", "state", "end")]
ORDER += [("name", "fr"), ("name", "nl"), ("name", "en"), ("plain", "fr"), ("plain", "nl"), ("said", "fr"), ("said",)]
LISTS = [("cites",), ("news",)]
TEXTS = [("id",), ("name", "fr"), ("authority",), ("scope",), ("plain", "fr"), ("state",)]
NEW = [("address",), ("name", "en"), ("plain", "nl"), ("end",), ("said", "fr")]

typed = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), min_size=1, max_size=30).filter(
    str.strip
)
lines = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=9), min_size=1, max_size=4
)


def changed(before: str, after: str) -> list[str]:
    """The lines that went."""
    return [line[2:] for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line.startswith("- ")]


def test_what_is_read_is_what_stands_there() -> None:
    said = words(ROW)
    assert (said[("name", "nl")], said[("scope",)], said[("plain", "fr")]) == ("Duur", "l'essentiel", "Un.\n\nDeux.")
    assert (said[("cites",)], said[("news",)]) == ("un\ndeux", "une\ndeux")


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([*TEXTS, *NEW]), typed, min_size=1))
def test_each_field_says_what_was_typed_and_the_others_what_they_said(new: dict[tuple[str, ...], str]) -> None:
    after = put(ROW, new, ORDER, LISTS)
    assert words(after) == words(ROW) | new
    assert yaml.safe_load(after)


@settings(max_examples=40)
@given(st.sampled_from(LISTS), lines)
def test_a_list_stays_a_list_and_keeps_the_remarks_in_it(way: tuple[str, ...], new: list[str]) -> None:
    after = put(ROW, {way: "\n".join(new)}, ORDER, LISTS)
    assert words(after) == words(ROW) | {way: "\n".join(new)}
    assert "# entre les deux" in after


def test_a_field_that_is_taken_out_takes_its_own_lines_and_no_remark() -> None:
    for way in [*TEXTS[2:], ("cites",)]:
        after = put(ROW, {way: ""}, ORDER, LISTS)
        assert way not in words(after) or way == ("name", "fr")
        assert "# à vérifier" in after
        assert words(after) == {one: said for one, said in words(ROW).items() if one != way}


def test_one_line_changes_where_one_word_does() -> None:
    after = put(ROW, {("authority",): "Actiris"}, ORDER)
    assert changed(ROW, after) == ["    authority: ONEM  # à vérifier"]
    assert "    authority: Actiris  # à vérifier\n" in after


EMPTY = """\
- id: duree
  authority:
  review_by: # à demander
  name: {}
  plain:
"""


def test_several_lines_leave_the_remark_behind_them_a_remark() -> None:
    after = put(ROW, {("authority",): "Un.\nDeux."}, ORDER)
    assert words(after) == words(ROW) | {("authority",): "Un.\nDeux."}
    assert "  # à vérifier\n" in after


def test_what_was_left_empty_is_filled() -> None:
    for way in [("authority",), ("review_by",), ("name", "fr"), ("plain", "fr")]:
        for said in ["ONEM", "2031-01-01", "L'ONEM : « oui »", "Un.\nDeux."]:
            after = put(EMPTY, {way: said}, ORDER)
            assert words(after)[way] == said
            assert "# à demander\n" in after
            more = put(after, {("name", "nl"): "Duur"}, ORDER)
            assert (words(more)[way], words(more)[("name", "nl")]) == (said, "Duur")


def test_what_is_a_list_takes_no_field() -> None:
    with pytest.raises(NotInPlace):
        put("name: []\n", {("name", "fr"): "Durée"}, ORDER)


def test_what_cannot_be_read_or_stands_on_one_line_is_refused() -> None:
    for text in ("", "- un\n- deux\n", "- {id: un}\n", "a: 1\na: 2\n", "a: *b\n", "a: [\n", "? [x]\n: y\n"):
        with pytest.raises(NotInPlace):
            words(text)
