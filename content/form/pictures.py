"""Pictures in the form of a module: which of its fields hold one, and how it comes there."""

from content.form.changing import value_at, with_rows
from content.form.posted import MalformedForm, path_of
from content.text.fields import ModuleFields

HOLD_PICTURES = frozenset({"body", "stem", "scene", "case", "explanation"})
"""The last names of fields of which a page shows the pictures."""


def holds_pictures(name: str) -> bool:
    """Return whether a field, called by its way from the top, may hold a picture."""
    return name.rpartition("-")[2] in HOLD_PICTURES


def words_of(fields: ModuleFields, name: str) -> str:
    """Return what stands in a field that may hold a picture; raises MalformedForm where there is no such field."""
    found = value_at(fields, path_of(name))
    if not holds_pictures(name) or not isinstance(found, str):
        raise MalformedForm(name)
    return found


def title_beside(fields: ModuleFields, name: str) -> str:
    """Return the title of the part that a field stands in, where it has one; raises MalformedForm."""
    row = value_at(fields, path_of(name)[:-1])
    return str(getattr(row, "title", ""))


def with_picture(fields: ModuleFields, name: str, line: str) -> ModuleFields:
    """Return the fields with the line of a picture at the end of one of them, once; raises MalformedForm."""
    words = words_of(fields, name).rstrip()
    if words.endswith(line):
        return fields  # the same form, sent twice
    return with_rows(fields, path_of(name), f"{words}\n\n{line}".lstrip("\n"))
