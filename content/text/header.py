"""The header of a module's text, declared by its fields: how it is read, shown in a form and written."""

from typing import Any

from content.fields import LANGUAGES, Fields
from content.module import Reference
from content.problems import N_
from content.schema.fields import ChoiceField, DayField, FlagField, SeveralField, TextField
from content.schema.records import Record, Rows
from content.schema.tree import Said
from content.text.fields import SourceFields
from content.text.grammar import BAD_ID, DATES, ID, NAMES_A_LANGUAGE
from content.yaml_lines import words


class _WholeField(TextField):
    """A whole number."""

    def value(self, fields: Fields) -> int:
        """Return the number; notes where it is none."""
        return fields.whole(self.name)


def _check_id(fields: Fields, name: str, value: str) -> None:
    if value and not ID.fullmatch(value):
        fields.note(name, BAD_ID)
    if NAMES_A_LANGUAGE.search(value):
        fields.note(name, "« %(field)s » ne finit pas par une langue : elle se dit par « language ».")


def _check_days(fields: Fields, header: dict[str, Any]) -> None:
    if header["valid_from"] and header["valid_until"] and header["valid_until"] < header["valid_from"]:
        fields.note("valid_until", "« %(field)s » vient avant « valid_from » : corrigez l'une des deux dates.")


SOURCE = Record(
    lambda title, url, read_on: Reference(title, url or None, read_on),
    TextField("title", written=words),
    TextField("url", needed=False, written=words),
    DayField("read_on", needed=False),
    note_at=None,
)
HEADER = Record(
    dict,
    TextField("id", check=_check_id),
    TextField("title", written=words),
    ChoiceField("language", LANGUAGES, N_("« %(field)s » doit être fr, nl ou en.")),
    _WholeField("minutes"),
    SeveralField("skills", needed=True),
    FlagField("sensitive"),
    Rows("sources", SOURCE, needed=False),
    *(DayField(name, needed=False) for name in DATES),
    SeveralField("cites"),
    check=_check_days,
    note_at=None,
)


def header_fields(said: dict[str, Said]) -> dict[str, Any]:
    """Return what stands in the fields of the header; raises NotInForm where something was typed that it has not."""
    shown = HEADER.shown(said)
    # A skill is found by its id, which is read without the blanks around it.
    skills, sources = map(str.strip, shown["skills"]), (SourceFields(*row) for row in shown["sources"])
    return shown | {"skills": tuple(skills), "sources": tuple(sources)}
