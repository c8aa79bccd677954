"""The fields of a YAML text: taken as written, and every fault named with its line."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from content.errors import BrokenText
from content.schema.yaml_fields import Fields, read_fields
from content.text.grammar import BAD_ID, LONGEST_ID
from tests.builders import TOO_LONG


def read(text: str) -> Fields:
    return read_fields(text, "x.yaml")


def faults(text: str, ask: Callable[[Fields], object] = lambda fields: None) -> list[str]:
    """What is said about a text once `ask` has read fields of it."""
    try:
        fields = read(text)
        ask(fields)
        fields.raise_problems()
    except BrokenText as broken:
        return str(broken).splitlines()
    return []


def test_an_id_has_a_longest_length_that_its_sentence_says() -> None:
    assert faults(f"id: {TOO_LONG}", lambda fields: fields.own_id()) == [f"x.yaml:1: {BAD_ID % {'field': 'id'}}"]
    assert faults(f"id: {TOO_LONG[:LONGEST_ID]}", lambda fields: fields.own_id()) == []
    assert f" {LONGEST_ID} " in BAD_ID


def test_a_scalar_is_taken_as_written() -> None:
    for written in ["no", "2026", "1.0", "2026-11-24", "~", "null", "0x1F", "1e3"]:
        assert read(f"title: {written}").text("title") == written


def test_a_day_a_number_a_list_and_names_are_read() -> None:
    fields = read("day: 2026-11-24\nminutes: 5\nlist: [un, 'deux, trois']\nname: {fr: a, nl: b, en: c}")
    assert fields.day("day") == date(2026, 11, 24)
    assert fields.whole("minutes") == 5
    assert fields.texts("list") == ("un", "deux, trois")
    assert fields.names("name") == {"fr": "a", "nl": "b", "en": "c"}


def test_what_is_optional_may_be_absent() -> None:
    fields = read("a: b")
    assert (fields.optional("x"), fields.day("x"), fields.texts("x"), list(fields.entries("x"))) == ("", None, (), [])
    fields.raise_problems()


def test_a_list_may_be_empty() -> None:
    assert faults("skills: []", lambda fields: fields.texts("skills")) == []


ONE_LINE = "doit tenir sur une ligne, sans caractère invisible."
UNKNOWN = "n'est pas un champ connu ici : corrigez son nom ou retirez-le."
FAULTY: dict[str, list[tuple[str, str, str]]] = {
    "text": [
        ("a: b", "title", "1: Il manque « title » : ajoutez-le."),
        ("a: b\ntitle:", "title", "2: Il manque « title » : ajoutez-le."),
        ("a: b\ntitle: |\n  un\n  deux", "title", f"2: « title » {ONE_LINE}"),
        ("a: b\na: c", "a", "2: « a » figure deux fois : gardez-en un."),
    ],
    "optional": [("a: b\ntitle: [x]", "title", "2: « title » doit être un texte simple.")],
    "names": [
        ('name: {fr: a, nl: "\\ud800", en: c}', "name", f"1: « name » {ONE_LINE}"),
        ("name: {fr: a, en: c}", "name", "1: « name » manque en nl : ajoutez-le."),
        ("name: a", "name", "1: « name » manque en fr, nl, en : ajoutez-le."),
    ],
    "whole": [
        (f"minutes: {minutes}", "minutes", "1: « minutes » doit être un nombre entier, de 1 à 999.")
        for minutes in ("0", "-1", "cinq", "1.5", "1000", "²", "٣", "9" * 5000)
    ],
    "day": [
        (f"day: {day}", "day", "1: « day » doit être une date, écrite comme 2026-11-24.")
        for day in ("24/11/2026", "2026-02-30", "demain", "2026-11-24T10:00")
    ],
    "texts": [
        ('a: b\nlist: ["\\0"]', "list", f"2: « list » {ONE_LINE}"),
        *(
            (f"list: {value}", "list", "1: « list » doit être une liste, écrite comme [un, deux].")
            for value in ("un", "", "{a: b}", "[un, [deux]]")
        ),
    ],
    "entries": [("list:\n  - a: b\n  - c", "list", "2: « list » doit être une liste de fiches, une par tiret.")],
    "expect": [("a: b\nfin: c", "a", f"2: « fin » {UNKNOWN}"), ("? [a]\n: b", "a", f"2: « ? » {UNKNOWN}")],
}
"""By how a field is read: a text, the field, what is said."""


def test_a_faulty_field_is_named_with_its_line() -> None:
    for way, rows in FAULTY.items():
        for text, name, fault in rows:
            assert faults(text, partial(asked, way, name)) == [f"x.yaml:{fault}"]


def asked(way: str, name: str, fields: Fields) -> object:
    """A field as that way reads it; entries are read as one goes through them."""
    found = getattr(fields, way)(name)
    return list(found) if way == "entries" else found


def test_a_text_that_holds_no_fields_is_refused_with_its_line() -> None:
    for text, fault in [
        (
            "a: b\nc: [d",
            "x.yaml:2: Ces champs ne se lisent pas (expected ',' or ']', but got '<stream end>')"
            " : vérifiez deux-points, guillemets et retraits.",
        ),
        (
            "a: b: c",
            "x.yaml:1: Ces champs ne se lisent pas (mapping values are not allowed here)"
            " : vérifiez deux-points, guillemets et retraits.",
        ),
        ("a: &x [b]\nc: *x", "x.yaml:1: Les alias YAML (* et &) ne sont pas admis : recopiez le texte."),
        ("a: \0", "x.yaml:1: Ces champs contiennent un caractère ou un nombre illisible."),
        ('a: "\\U99999999"', "x.yaml:1: Ces champs contiennent un caractère ou un nombre illisible."),
        (f"%YAML {'9' * 5000}.1\n---\n", "x.yaml:1: Ces champs contiennent un caractère ou un nombre illisible."),
        ("a: " + "[" * 100_000, "x.yaml:1: Ces champs s'emboîtent trop : écrivez-les plus simplement."),
        ("- " * 3000 + "a", "x.yaml:1: Ces champs s'emboîtent trop : écrivez-les plus simplement."),
        ("", "x.yaml:1: Ce texte doit commencer par des lignes « champ: valeur »."),
        ("- a", "x.yaml:1: Ce texte doit commencer par des lignes « champ: valeur »."),
    ]:
        assert faults(text) == [fault]


def test_every_fault_of_a_text_is_said_at_once_from_the_top_down() -> None:
    said = faults("list:\n  - title: a\n  - url: b\nminutes: x", lambda f: [f.whole("minutes"), *map(title, nested(f))])
    assert [line.split(":")[1] for line in said] == ["3", "4"]


def test_lines_are_those_of_the_file_that_the_text_stands_in() -> None:
    with pytest.raises(BrokenText, match=r"x\.md:11: Il manque"):
        fields = read_fields("a: b\ntitle:", "x.md", first_line=10)
        fields.text("title")
        fields.raise_problems()


def nested(fields: Fields) -> list[Fields]:
    return list(fields.entries("list"))


def title(fields: Fields) -> str:
    return fields.text("title")
