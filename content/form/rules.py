"""The form of the rules: a list, of which one rule is open; every other line of the text stays as it is."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from content.form.changing import changed
from content.form.lists import ListForm, ShapedRows
from content.form.posted import Path, RowChange
from content.form.rows_in_place import RowShape
from content.starter import starter_rule

SHAPE = RowShape(
    places={
        "id": ("id",),
        "name_fr": ("name", "fr"),
        "name_nl": ("name", "nl"),
        "name_en": ("name", "en"),
        "authority": ("authority",),
        "address": ("address",),
        "scope": ("scope",),
        "read_on": ("read_on",),
        "manner": ("manner",),
        "copied": ("copied",),
        "page": ("page",),
        "review_by": ("review_by",),
        "valid_from": ("valid_from",),
        "valid_until": ("valid_until",),
        "state": ("state",),
        "plain_fr": ("plain", "fr"),
        "plain_nl": ("plain", "nl"),
    },
    prose=frozenset({"plain_fr", "plain_nl"}),
)


class RuleFields(NamedTuple):
    """A rule: its lines in the text, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    name_en: str = ""
    authority: str = ""
    address: str = ""
    scope: str = ""
    read_on: str = ""
    manner: str = ""
    copied: str = ""
    page: str = ""
    review_by: str = ""
    valid_from: str = ""
    valid_until: str = ""
    state: str = ""
    plain_fr: str = ""
    plain_nl: str = ""


class RulesFields(NamedTuple):
    """The rules, between what stands before and after them in the text."""

    before: str = ""
    rules: tuple[RuleFields, ...] = ()
    after: str = ""


ROWS = ShapedRows(RuleFields, SHAPE)
FORM = ListForm(RulesFields, ROWS.read, ROWS.write)


def change_rules(fields: RulesFields, change: RowChange, taken: Collection[str]) -> tuple[RulesFields, Path]:
    """Return the fields after a change, and the way to the rule that one goes on with; raises MalformedForm."""
    fields = fields._replace(rules=tuple(map(ROWS.closed, fields.rules)))
    return changed(fields, change, lambda path, what: _begun())


def _begun() -> RuleFields:
    """Return a rule to write over; on which day it was read nobody has said yet."""
    text, _ = starter_rule(date.min, date.min)
    return RuleFields("\n" + SHAPE.written(f"{text}\n", SHAPE.read(text) | {"read_on": "", "review_by": ""}))
