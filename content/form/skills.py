"""The form of the skill map: its domains and their skills, of which one is open."""

from collections.abc import Collection
from typing import Any, NamedTuple

from content.form.changing import changed
from content.form.in_place import NotInPlace
from content.form.posted import MalformedForm, Path, PostedForm, RowChange
from content.form.reading import UNREAD, NotInForm
from content.form.rows_in_place import RowShape, closed, named, opened, split, whole
from content.form.writing import WrittenForm
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
    """The skill map, below what stands before it in the text."""

    before: str = ""
    domains: tuple[DomainFields, ...] = ()


def read_form(text: str) -> SkillsFields:
    """Return the fields of a text; raises NotInForm."""
    try:
        before, domains, after = split(text, ("domains",))
        if after:
            raise NotInPlace
        fields = SkillsFields(before, tuple(map(_domain, domains)))
    except NotInPlace:
        raise NotInForm(UNREAD) from None
    return whole(text, fields, write_form)


def write_form(fields: SkillsFields) -> WrittenForm:
    """Return the text of the fields; raises MalformedForm where what was sent is no part of a text."""
    text, names = fields.before, [""] * fields.before.count("\n")
    for place, domain in enumerate(fields.domains):
        rows: list[tuple[str, RowShape, Any]] = [(f"domains-{place}", DOMAIN, domain)]
        rows += [(f"domains-{place}-skills-{number}", SKILL, skill) for number, skill in enumerate(domain.skills)]
        for name, shape, row in rows:
            source, called = named(shape, row, name)
            text, names = text + source, names + called
    return WrittenForm(text, (*names, ""))


def sent(form: PostedForm) -> SkillsFields:
    """Return the fields that were sent; raises MalformedForm."""
    return form.fields(SkillsFields)


def change_skills(fields: SkillsFields, change: RowChange, taken: Collection[str]) -> tuple[SkillsFields, Path]:
    """Return the fields after a change, and the way to what one goes on with; raises MalformedForm."""
    domains = (one._replace(skills=closed(SKILL, one.skills)) for one in closed(DOMAIN, fields.domains))
    fields = fields._replace(domains=tuple(domains))
    if change.path[:1] != ("domains",) or (change.verb != "begin" and len(change.path) < 3):
        # A domain is a petal of the compass: what begins or ends one is more than a form can say.
        raise MalformedForm(change)
    if change.verb != "begin":
        return changed(fields, change, lambda path, what: SkillFields(f"{starter_skill()[0]}\n"))
    place = change.path[1]
    if not isinstance(place, int) or place >= len(fields.domains):
        raise MalformedForm(change)
    rows = fields.domains[place].skills if len(change.path) > 2 else fields.domains
    return fields, opened(change, len(rows))


def _domain(source: str) -> DomainFields:
    head, skills, after = split(source, ("skills",))
    if after:
        raise NotInPlace
    rows = tuple(SkillFields(skill, **SKILL.read(skill)) for skill in skills)
    return DomainFields(head, skills=rows, **DOMAIN.read(head))
