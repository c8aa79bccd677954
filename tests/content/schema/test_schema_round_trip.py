"""What is typed comes back from its text, sound or not; a canonical text gives itself; a value gives itself."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.directory.entry_text import ENTRY_SCHEMA
from content.pack import PACKS
from content.programmes import PROGRAMMES_SCHEMA
from content.rules import RULE_STARTER, RULES_SCHEMA
from content.schema.records import Record
from content.schema.schema import Schema
from content.schema.yaml_fields import one_line
from content.skills import SKILLS_SCHEMA
from content.topics import TOPICS_SCHEMA

SCHEMAS = {
    "rules": RULES_SCHEMA,
    "skills": SKILLS_SCHEMA,
    "topics": TOPICS_SCHEMA,
    "programmes": PROGRAMMES_SCHEMA,
    "directory/{id}": ENTRY_SCHEMA,
}
typed = st.text(max_size=12) | st.sampled_from(
    [
        "2026-11-24",
        "hier",
        "# non",
        "- un",
        "a: b",
        " x ",
        "un\n\n  deux\n",
        "\\",
        "{",
        "\u2028x",
        '"',
        "|-",
        "'",
        "~",
        "no",
    ]
)
"""Words that somebody might type, and those that YAML would take for something else."""


@st.composite
def forms(draw: st.DrawFn, record: Record) -> Any:
    """What may stand in the form of a record, with every row open."""
    below = {rows.column: rows.record for rows in record.rows}
    found: dict[str, Any] = {}
    for column, (kind, first) in record.columns.items():
        if column in below:
            found[column] = tuple(draw(st.lists(forms(below[column]), max_size=2)))
        elif column == "values":  # each stands under a name of its own
            found[column] = first
        elif kind is bool:
            found[column] = draw(st.booleans())
        elif kind is str:
            found[column] = draw(typed)
        else:
            found[column] = tuple(draw(st.lists(typed, max_size=2)))
    return record.kind(**found | ({"source": "", "open": True} if record.opens else {}))


def said(row: Any) -> Any:
    """What stands in a form, each on one line."""
    if hasattr(row, "_fields"):
        return {name: said(value) for name, value in row._asdict().items() if name not in {"source", "open"}}
    if isinstance(row, tuple):
        return [found for one in row if (found := said(one))]
    return one_line(row) if isinstance(row, str) else row


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
@given(data=st.data())
@settings(max_examples=25)
def test_what_is_typed_in_a_form_comes_back_from_its_text(schema: Schema, data: st.DataObject) -> None:
    form = data.draw(forms(schema.record))
    text = schema.write(form).text
    again = schema.shown(text)
    assert said(again) == said(form)
    assert schema.write(again).text == text


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_texts_of_the_pack_are_canonical(name: str) -> None:
    paths = [path for folder in PACKS.iterdir() for path in folder.glob(f"{name.format(id='*')}.yaml")]
    assert [path for path in paths if SCHEMAS[name].canonical(path.read_text("utf-8")) != path.read_text("utf-8")] == []
    assert paths


def test_a_block_is_the_row_as_it_stands_in_its_text() -> None:
    text = RULES_SCHEMA.written((RULE_STARTER,))
    assert text == f"rules:\n\n{RULES_SCHEMA.block(RULE_STARTER, 'rules')}\n"
