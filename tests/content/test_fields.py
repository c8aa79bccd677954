"""The fields of a YAML text: taken as written, and every fault named with its line."""

from collections.abc import Callable
from datetime import date

import pytest

from content.fields import Fields, read_fields
from content.problems import BrokenText
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
    assert faults(f"id: {TOO_LONG}", lambda fields: fields.own_id(set())) == [f"x.yaml:1: {BAD_ID % {'field': 'id'}}"]
    assert faults(f"id: {TOO_LONG[:LONGEST_ID]}", lambda fields: fields.own_id(set())) == []
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


def test_a_faulty_field_is_named_with_its_line() -> None:
    for text, ask, fault in [
        ("a: b", lambda f: f.text("title"), "x.yaml:1: Il manque « title » : ajoutez-le."),
        ("a: b\ntitle:", lambda f: f.text("title"), "x.yaml:2: Il manque « title » : ajoutez-le."),
        ("a: b\ntitle: [x]", lambda f: f.optional("title"), "x.yaml:2: « title » doit être un texte simple."),
        (
            "a: b\ntitle: |\n  un\n  deux",
            lambda f: f.text("title"),
            "x.yaml:2: « title » doit tenir sur une ligne, sans caractère invisible.",
        ),
        (
            'a: b\nlist: ["\\0"]',
            lambda f: f.texts("list"),
            "x.yaml:2: « list » doit tenir sur une ligne, sans caractère invisible.",
        ),
        (
            'name: {fr: a, nl: "\\ud800", en: c}',
            lambda f: f.names("name"),
            "x.yaml:1: « name » doit tenir sur une ligne, sans caractère invisible.",
        ),
        *(
            (
                f"minutes: {minutes}",
                lambda f: f.whole("minutes"),
                "x.yaml:1: « minutes » doit être un nombre entier, de 1 à 999.",
            )
            for minutes in ("0", "-1", "cinq", "1.5", "1000", "²", "٣", "9" * 5000)
        ),
        *(
            (f"day: {day}", lambda f: f.day("day"), "x.yaml:1: « day » doit être une date, écrite comme 2026-11-24.")
            for day in ("24/11/2026", "2026-02-30", "demain", "2026-11-24T10:00")
        ),
        *(
            (
                f"list: {value}",
                lambda f: f.texts("list"),
                "x.yaml:1: « list » doit être une liste, écrite comme [un, deux].",
            )
            for value in ("un", "", "{a: b}", "[un, [deux]]")
        ),
        ("name: {fr: a, en: c}", lambda f: f.names("name"), "x.yaml:1: « name » manque en nl : ajoutez-le."),
        ("name: a", lambda f: f.names("name"), "x.yaml:1: « name » manque en fr, nl, en : ajoutez-le."),
        (
            "list:\n  - a: b\n  - c",
            lambda f: list(f.entries("list")),
            "x.yaml:2: « list » doit être une liste de fiches, une par tiret.",
        ),
        (
            "a: b\nfin: c",
            lambda f: f.expect("a"),
            "x.yaml:2: « fin » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        (
            "? [a]\n: b",
            lambda f: f.expect("a"),
            "x.yaml:2: « ? » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        ("a: b\na: c", lambda f: f.text("a"), "x.yaml:2: « a » figure deux fois : gardez-en un."),
    ]:
        assert faults(text, ask) == [fault]


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
