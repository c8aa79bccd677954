"""The form of the skill map: its domains and their skills, of which one is open."""

from collections.abc import Collection
from typing import NamedTuple

from content.form.changing import changed
from content.form.lists import ListForm, ShapedRows
from content.form.posted import MalformedForm, Path, RowChange
from content.form.rows_in_place import RowShape
from content.starter import starter_skill

_NAMES = {f"name_{one}": ("name", one) for one in ("fr", "nl", "en")}
_SHORT = {f"short_{one}": ("short", one) for one in ("fr", "nl", "en")}
DOMAIN = RowShape(places={"id": ("id",), **_NAMES, **_SHORT})
SKILL = RowShape(
    places={"id": ("id",), **_NAMES, **{name: (name,) for name in ("prerequisites", "refs", "thin", "news")}},
    lists=frozenset({"prerequisites", "news"}),
    flags=frozenset({"thin"}),
)


class SkillFields(NamedTuple):
    """A skill: its lines in the text, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    name_en: str = ""
    prerequisites: tuple[str, ...] = ()
    refs: str = ""
    thin: bool = False
    news: tuple[str, ...] = ()


class DomainFields(NamedTuple):
    """A domain: its lines above its skills, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    name_en: str = ""
    short_fr: str = ""
    short_nl: str = ""
    short_en: str = ""
    skills: tuple[SkillFields, ...] = ()


class SkillsFields(NamedTuple):
    """The skill map, between what stands before and after its domains in the text."""

    before: str = ""
    domains: tuple[DomainFields, ...] = ()
    after: str = ""


DOMAINS = ShapedRows(DomainFields, DOMAIN, below=("skills", ShapedRows(SkillFields, SKILL)))
FORM = ListForm(SkillsFields, DOMAINS.read, DOMAINS.write)


def change_skills(fields: SkillsFields, change: RowChange, taken: Collection[str]) -> tuple[SkillsFields, Path]:
    """Return the fields after a change, and the way to what one goes on with; raises MalformedForm."""
    if change.path[:1] != ("domains",) or (change.verb != "begin" and len(change.path) < 3):
        # A domain is a petal of the compass: what begins or ends one is more than a form can say.
        raise MalformedForm(change)
    fields = fields._replace(domains=tuple(map(DOMAINS.closed, fields.domains)))
    return changed(fields, change, lambda path, what: SkillFields(f"{starter_skill()[0]}\n"))
