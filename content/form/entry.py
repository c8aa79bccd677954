"""The form of an entry of the directory: what it is, and its facts, of which one is open."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from content.directory.entry import EntryFactKind
from content.directory.kinds import SHAPES, VALUES
from content.form.changing import changed
from content.form.in_place import NotInPlace
from content.form.posted import UNREAD, MalformedForm, NotInForm, Path, PostedForm, RowChange, WrittenForm
from content.form.rows_in_place import RowShape, ended, split, whole
from content.starter import starter_fact

BOTH, ALL = ("fr", "nl"), ("fr", "nl", "en")
READ = ("at", "on", "manner", "copied", "page", "by", "quote")
HEAD = RowShape(
    places={
        **{name: (name,) for name in ("id", "kind", "type", "emergency", "confidential")},
        **{f"discreet_title_{one}": ("discreet_title", one) for one in BOTH},
        **{f"public_line_{one}": ("public_line", one) for one in BOTH},
        **{name: (name,) for name in ("topics", "skills", "rules", "thematiques")},
        **{f"sought_{one}": ("sought", one) for one in ALL},
        **{f"plain_{one}": ("plain", one) for one in BOTH},
        "review_by": ("review_by",),
        "organisation": ("organisation", "id"),
        "siret": ("organisation", "siret"),
        "networks": ("organisation", "reseaux_porteurs"),
    },
    prose=frozenset({"plain_fr", "plain_nl"}),
    lists=frozenset({"topics", "skills", "rules", "thematiques", "networks"}),
    flags=frozenset({"emergency", "confidential"}),
)
FACT = RowShape(
    places={
        **{name: (name,) for name in ("kind", "blank", *BOTH, *SHAPES)},
        **{name: ("read", name) for name in READ},
    },
    prose=frozenset(BOTH),
    lists=frozenset(name for name, shape in SHAPES.items() if shape.several),
)
SAID = ("kind", "blank", *BOTH, *READ)
"""What a fact of any kind has fields for."""


class ValueFields(NamedTuple):
    """A value of a fact, by the name that data.inclusion gives it; of several, commas stand between them."""

    name: str = ""
    words: str = ""


class FactFields(NamedTuple):
    """A fact: its lines in the text, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    kind: str = ""
    blank: str = ""
    fr: str = ""
    nl: str = ""
    values: tuple[ValueFields, ...] = ()
    at: str = ""
    on: str = ""
    manner: str = ""
    copied: str = ""
    page: str = ""
    by: str = ""
    quote: str = ""


class EntryFields(NamedTuple):
    """An entry: its lines above the facts of its organisation, and between these and its own."""

    head: str = ""
    between: str = ""
    after: str = ""
    id: str = ""
    kind: str = ""
    type: str = ""
    emergency: bool = False
    confidential: bool = False
    discreet_title_fr: str = ""
    discreet_title_nl: str = ""
    public_line_fr: str = ""
    public_line_nl: str = ""
    topics: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    sought_fr: str = ""
    sought_nl: str = ""
    sought_en: str = ""
    plain_fr: str = ""
    plain_nl: str = ""
    review_by: str = ""
    organisation: str = ""
    siret: str = ""
    networks: tuple[str, ...] = ()
    theirs: tuple[FactFields, ...] = ()
    """The facts of the organisation."""
    facts: tuple[FactFields, ...] = ()


def read_form(text: str) -> EntryFields:
    """Return the fields of a text; raises NotInForm."""
    try:
        head, theirs, rest = split(text, ("organisation", "facts"))
        between, own, after = split(rest, ("facts",))
        fields = EntryFields(head, between, after, **HEAD.read(head))
        fields = fields._replace(theirs=tuple(map(_read, theirs)), facts=tuple(map(_read, own)))
    except NotInPlace:
        raise NotInForm(UNREAD) from None
    return whole(text, fields, write_form)


def write_form(fields: EntryFields) -> WrittenForm:
    """Return the text of the fields; raises MalformedForm where what was sent is no part of a text."""
    try:
        head = HEAD.written(fields.head, {name: getattr(fields, name) for name in HEAD.places})
        parts = [(head, HEAD.names(head, ""))]
        parts += _facts("theirs", fields.theirs)
        parts += [(fields.between, [""] * fields.between.count("\n"))]
        parts += _facts("facts", fields.facts)
    except NotInPlace:
        raise MalformedForm from None
    text = "".join(text for text, _ in parts) + fields.after
    names = [name for _, names in parts for name in names]
    return WrittenForm(text, (*names, *[""] * (fields.after.count("\n") + 1)))


def sent(form: PostedForm) -> EntryFields:
    """Return the fields that were sent; raises MalformedForm."""
    return form.fields(EntryFields)


def change_entry(fields: EntryFields, change: RowChange, taken: Collection[str]) -> tuple[EntryFields, Path]:
    """Return the fields after a change, and the way to the fact that one goes on with; raises MalformedForm."""
    fields = fields._replace(theirs=_closed(fields.theirs), facts=_closed(fields.facts))
    way = change.path if change.verb == "add" else change.path[:-1]
    if way not in {("theirs",), ("facts",)}:
        raise MalformedForm(change)
    return changed(fields, change, lambda path, what: _begun(what, "  " if path == ("theirs",) else ""))


def values_of(fact: FactFields) -> tuple[ValueFields, ...]:
    """Return the values that a fact of its kind may have, and those that it has."""
    said = {one.name: one.words for one in fact.values}
    known = VALUES.get(EntryFactKind(fact.kind), {}) if fact.kind in set(EntryFactKind) else {}
    return tuple(ValueFields(name, said.get(name, "")) for name in dict.fromkeys([*known, *said]))


def _read(source: str) -> FactFields:
    found = FACT.read(source)
    told: dict[str, Any] = {
        name: value if isinstance(value, str) else ", ".join(value) for name, value in found.items()
    }
    values = tuple(ValueFields(name, told[name]) for name in SHAPES if told[name])
    return FactFields(source)._replace(values=values, **{name: told[name] for name in SAID})


def _source(fact: FactFields) -> str:
    if not fact.open:
        return fact.source
    typed: dict[str, Any] = {name: getattr(fact, name) for name in SAID}
    for name, words in fact.values:
        if name not in SHAPES:
            raise MalformedForm(name)
        several = tuple(filter(None, (one.strip() for one in words.split(","))))
        typed[name] = several if SHAPES[name].several else words
    return FACT.written(fact.source, typed)


def _facts(name: str, rows: tuple[FactFields, ...]) -> list[tuple[str, list[str]]]:
    found = []
    for place, row in enumerate(rows):
        source = ended(_source(row))
        called = f"{name}-{place}"
        found.append((source, FACT.names(source, called) if row.open else [called] * source.count("\n")))
    return found


def _closed(rows: tuple[FactFields, ...]) -> tuple[FactFields, ...]:
    try:
        return tuple(row._replace(open=False, source=_source(row)) for row in rows)
    except NotInPlace:
        raise MalformedForm from None


def _begun(kind: str, indent: str) -> FactFields:
    """Return a fact to write over; where and when it was read nobody has said yet."""
    if kind not in set(EntryFactKind):
        raise MalformedForm(kind)
    text, _ = starter_fact(date.min)
    wanted: Mapping[str, str] = {"kind": kind, "at": "", "on": ""}
    source = FACT.written(f"{text}\n", wanted)
    return FactFields("".join(f"{indent}{line}\n" for line in source.splitlines()))
