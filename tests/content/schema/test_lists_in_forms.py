"""Rules, skills, topics, programmes and entries in their forms: nothing of a text is lost, canonical ones stay."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from difflib import unified_diff
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.directory.entry_fields import values_of
from content.directory.entry_text import FACT, read_entry, write_entry
from content.kinds import KINDS
from content.pack import PACKS
from content.programmes import read_programmes
from content.rules import read_rules
from content.schema.posted_form import (
    MalformedForm,
    NotInForm,
    PostedForm,
    RowChange,
    change_of,
    posted,
    value_at,
    with_rows,
)
from content.schema.schema import opened_at
from content.schema.yaml_tree import has_remarks
from content.skills import read_skills
from content.topics import read_topics
from tests.content.made_up_entries import entries

(PACK,) = (folder for folder in PACKS.iterdir() if folder.name == "conseil-emploi")
LISTS = {"rules": "rules", "skills": "domains", "topics": "topics", "programmes": "programmes"}
"""The list of each kind."""
FORMS: dict[str, Any] = {kind: KINDS[kind].form for kind in (*LISTS, "entry")}
TEXTS = [
    *((kind, (PACK / f"{kind}.yaml").read_text("utf-8")) for kind in LISTS),
    *(("entry", path.read_text("utf-8")) for path in sorted((PACK / "directory").glob("*.yaml"))),
]


FEW = {
    kind: text if kind == "entry" else "".join(re.split(r"(?m)^(?=  - id: )", text)[:5]).rstrip("\n") + "\n"
    for kind, text in reversed(TEXTS)
}
"""Of each kind one, with its first rows."""


def sent(kind: str, fields: Any) -> Any:
    """As a browser sends it, with a few things of the page's own."""
    return FORMS[kind].sent(PostedForm([("csrf_token", "x"), ("do", "save"), *posted(fields)]))


def all_open(value: Any) -> Any:
    """Fields with every row open, and every value that a fact may have."""
    if isinstance(value, FACT.kind):
        value = value._replace(values=values_of(value))
    if hasattr(value, "_fields"):
        opened = {name: all_open(one) for name, one in value._asdict().items()}
        return value._replace(**opened | ({"open": True} if "open" in value._fields else {}))
    return tuple(map(all_open, value)) if isinstance(value, tuple) else value


def test_a_text_of_each_kind_comes_back_byte_for_byte_whatever_is_open() -> None:
    come_back(FEW.items())


@pytest.mark.nightly
def test_the_texts_of_the_pack_come_back_byte_for_byte_whatever_is_open() -> None:
    come_back(TEXTS)


def come_back(texts: Iterable[tuple[str, str]]) -> None:
    for kind, text in texts:
        form = FORMS[kind]
        fields = form.read(text)
        for shown in (fields, all_open(fields)):
            written = form.write(sent(kind, shown))
            assert written.text == text
            assert len(written.names) == text.count("\n") + 1


@pytest.mark.nightly
@settings(max_examples=40)
@given(entries())
def test_every_canonical_entry_comes_back_byte_for_byte(one: Any) -> None:
    text = write_entry(one)
    written = FORMS["entry"].write(sent("entry", all_open(FORMS["entry"].read(text))))
    assert written.text == text
    assert read_entry(written.text) == one


def test_of_a_long_text_only_what_is_changed_changes() -> None:
    text = dict(TEXTS)["rules"]
    fields = FORMS["rules"].read(text)
    one = fields.rules[0]._replace(open=True, review_by="2028-01-01", name_nl="Kort", valid_until="2030-01-01")
    after = FORMS["rules"].write(sent("rules", fields._replace(rules=(one, *fields.rules[1:])))).text
    differing = [*unified_diff(text.split("\n"), after.split("\n"), n=0)][2:]
    assert [line.split(":")[0].split() for line in differing if line[0] == "-"] == [["-", "nl"], ["-", "review_by"]]
    assert read_rules(after)[one.id].name["nl"] == "Kort"
    assert [*read_rules(after)] == [*read_rules(text)]


def test_a_fault_stands_at_the_field_of_its_line() -> None:
    fields = FORMS["rules"].read(FEW["rules"])
    one = fields.rules[2]._replace(open=True, read_on="hier")
    written = FORMS["rules"].write(fields._replace(rules=(*fields.rules[:2], one, *fields.rules[3:])))
    (line,) = (number for number, said in enumerate(written.text.split("\n"), 1) if "hier" in said)
    assert written.field_at(line) == "rules-2-read_on"
    topic = FORMS["topics"].read(FEW["topics"])
    shown = FORMS["topics"].write(all_open(topic))
    assert "topics-0-aspects-0-questions-0-words_fr" in shown.names
    assert "topics-0-skills" in shown.names


REMARKED = """\
# En tête.
rules:
  # Avant la règle.
  - id: un
    name: {fr: "Un # deux", nl: Een, en: One}
    note: interne  # à ne pas perdre
    plain:
      fr: |-  # en mots simples
        Un.
        # Deux.
    # À la fin.
    # De la règle.
  - id: deux
    state: publié
"""


def test_remarks_become_notes_of_what_they_stand_in_or_before() -> None:
    fields = FORMS["rules"].read(REMARKED)
    one, two = fields.rules
    notes = ["interne", "Avant la règle.", "à ne pas perdre", "en mots simples"]
    assert (fields.note, one.note.split("\n")) == ("En tête.", notes)
    assert (one.plain_fr, two.note.split("\n")) == ("Un.\n# Deux.", ["À la fin.", "De la règle."])
    written = FORMS["rules"].write(fields).text
    assert FORMS["rules"].write(FORMS["rules"].read(written)).text == written
    assert written.startswith('note: "En tête."\nrules:\n\n  - id: un\n    note: |-\n      interne\n')
    assert (has_remarks(REMARKED), has_remarks(written), has_remarks('rules: "# [')) == (True, False, False)


def test_what_a_form_would_lose_is_refused() -> None:
    for kind, text in [
        *(("rules", "rules: [un]\n"), ("rules", "rules: un\n"), ("rules", "rules: []\nautre: un\n")),
        *(("rules", "rules: []\nrules: []\n"), ("rules", "rules:\n  - id: [un]\n")),
        *(("rules", "rules:\n  - id: un\n    id: deux\n"), ("rules", "rules:\n  - name: {de: Eins}\n")),
        *(("rules", "rules: &a []\nnote: *a\n"), ("rules", "note: [un]  # deux\nrules: []\n"), ("rules", "illisible")),
        *(("skills", "domains: {un: deux}\n"), ("topics", "topics:\n  - un\n")),
        *(("entry", "id: un\nfacts:\n  - kind: name\n    latitude: 5\n"), ("entry", "id: un\nthematiques: deux\n")),
        *(("entry", "facts:\n  - langues: fr\n"), ("entry", "facts:\n  - langues: ['fr,nl']\n")),
    ]:
        with pytest.raises(NotInForm):
            FORMS[kind].read(text)


def test_a_list_without_rows_is_opened_and_comes_back_byte_for_byte() -> None:
    for kind, rows in LISTS.items():
        form, text = FORMS[kind], f"{rows}: []\n"
        fields = form.read(text)
        assert getattr(fields, rows) == ()
        assert form.write(sent(kind, fields)).text == text


def test_the_last_row_of_a_list_goes_and_another_comes() -> None:
    for kind, row in [
        *(("rules", ("rules",)), ("topics", ("topics",)), ("skills", ("domains", 0, "skills"))),
        ("programmes", ("programmes", 0, "weeks")),
    ]:
        form, fields = FORMS[kind], FORMS[kind].read(FEW[kind])
        while value_at(fields, row):
            fields, _ = FORMS[kind].change(fields, RowChange("remove", (*row, 0)), ())
        empty = form.write(fields).text
        assert f"{row[-1]}: []" in empty
        fields, way = FORMS[kind].change(form.read(empty), RowChange("add", row), ())
        again = form.write(fields).text
        assert (way, f"{row[-1]}: []" in again) == ((*row, 0), False)
        assert value_at(form.read(again), way)


READERS: dict[str, Callable[[str], object]] = {
    "rules": read_rules,
    "skills": read_skills,
    "topics": read_topics,
    "programmes": read_programmes,
    "entry": read_entry,
}
MOVED: dict[str, tuple[str | int, ...]] = {
    "skills": ("domains", 1, "skills"),
    "programmes": ("programmes", 0, "weeks"),
    "entry": ("facts",),
}
"""Of which list a row is moved, where it is not the one at the top."""


def changes(kind: str, fields: Any) -> Iterator[tuple[RowChange, Callable[[str], object]]]:
    read = READERS[kind]
    rows = MOVED.get(kind, (kind,))
    for verb in ("up", "down"):
        yield RowChange(verb, (*rows, 1)), read
    yield RowChange("begin", ("programmes", 0) if kind == "programmes" else (*rows, 1)), read
    yield RowChange("add", rows, "hours"), lambda text: FORMS[kind].read(text)


@pytest.mark.nightly
def test_rows_move_open_and_begin() -> None:
    for kind in FORMS:
        text = FEW[kind]
        fields = FORMS[kind].read(text)
        for one, read in changes(kind, fields):
            after, way = FORMS[kind].change(all_open(fields), one, set())
            written = FORMS[kind].write(after).text
            read(written)
            assert sorted(written.split("\n")) == sorted(text.split("\n")) or one.verb == "add"
            assert (written == text) == (one.verb == "begin")
            assert way[: len(one.path) - 1] == one.path[:-1] or one.verb == "add"


@pytest.mark.nightly
def test_what_no_page_of_ours_sends_is_refused() -> None:
    for kind, change in [
        *(("skills", RowChange("remove", ("domains", 0))), ("skills", RowChange("add", ("domains",)))),
        *(("skills", RowChange("begin", ("domains", 99))), ("rules", RowChange("begin", ("rules", 99)))),
        *(("rules", RowChange("begin", ())), ("entry", RowChange("add", ("facts",), "nothing"))),
        *(("entry", RowChange("begin", ("id",))), ("topics", RowChange("add", ("topics", 0, "skills")))),
        ("programmes", RowChange("begin", ("programmes", 0, "weeks", 1))),
        *(("programmes", RowChange("add", ("programmes", 0))), ("programmes", RowChange("add", ("before",)))),
    ]:
        fields = FORMS[kind].read(FEW[kind])
        with pytest.raises(MalformedForm):
            FORMS[kind].change(fields, change, set())


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(max_size=20))
def test_lines_that_are_no_row_are_refused_and_nothing_else_goes_wrong(source: str, words: str) -> None:
    fields = FORMS["rules"].read(FEW["rules"])
    row = fields.rules[0]._replace(source=source, open=source.startswith("-"), name_fr=words)
    with suppress(MalformedForm):
        FORMS["rules"].write(fields._replace(rules=(row,)))


@pytest.mark.nightly
def test_a_button_that_no_page_of_a_list_has_is_refused_by_name() -> None:
    for kind, said in [
        *(("entry", one) for one in ("begin:emergency-0", "begin:count-0", "begin:1-0", "begin:", "add:networks:name")),
        *(("entry", one) for one in ("remove:topics-0", "add:topics:name", "up:facts", "up:1-0")),
        *(("rules", one) for one in ("up:1-0", "remove:1-0", "add:1-0", "add:before")),
        *(("topics", one) for one in ("up:1-0", "remove:topics-0-skills-0", "add:topics-0-skills")),
        *(("programmes", one) for one in ("up:1-0", "add:programmes-0-title_fr", "remove:programmes-0-weeks")),
        *(("skills", one) for one in ("up:domains-0-1-0", "remove:domains-0-skills-0-news-0")),
    ]:
        fields = all_open(FORMS[kind].read(FEW[kind]))
        way = said.split(":")[1]
        form = PostedForm([*posted(fields), (f"{way}-x", "x"), ("topics-0-skills-0", "x")])
        change = change_of(said, form)
        assert change is not None
        with pytest.raises(MalformedForm):
            FORMS[kind].change(FORMS[kind].sent(form), change, frozenset())


def test_a_field_that_the_text_leaves_empty_is_filled_in_the_form() -> None:
    for kind, row, field, line in [
        ("rules", ("rules", 0), "authority", "    authority:"),
        ("skills", ("domains", 0, "skills", 0), "refs", "refs:"),
    ]:
        text = re.sub(rf"{line.strip()} .*", line.strip(), FEW[kind], count=1)
        assert text != FEW[kind]
        fields = opened_at(FORMS[kind].read(text), row)
        place = (*row, field)
        filled = FORMS[kind].write(with_rows(fields, place, "Lu : ici")).text
        assert value_at(FORMS[kind].read(filled), place) == "Lu : ici"
