"""The fields that only entries of the directory have: values by the kind of a fact, what people say who look for it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from content.directory import kinds
from content.directory.discretion import gives_away
from content.directory.entry import MOST_SOUGHT
from content.fields import Fields
from content.form.posted import UNREAD, MalformedForm, NotInForm
from content.problems import N_
from content.schema.fields import MISSING, Columns, Field, Line, Row
from content.schema.tree import Said
from content.schema.words import SpokenField, WordsField
from content.yaml_lines import literal, scalar

PLACED = N_("Aucune coordonnée n'est gardée : retirez « %(field)s » ; la commune suffit.")
GIVEN_AWAY = N_(
    "L'adresse est confidentielle, et « %(field)s » la donne (rue, code postal, coordonnées ou plan) : réécrivez-le."
)


class ValueFields(NamedTuple):
    """A value of a fact, by the name that data.inclusion gives it; of several, commas stand between them."""

    name: str = ""
    words: str = ""


def known_values(kind: str) -> Mapping[str, kinds.ValueShape]:
    """Return the values that a fact of a kind may have; none of a kind that is unknown."""
    # A code is its own word.
    return kinds.VALUES.get(kind, {})  # type: ignore[call-overload,no-any-return]


def values_of(fact: Row) -> tuple[ValueFields, ...]:
    """Return the values that a fact of its kind may have, and those that it has."""
    said = {one.name: one.words for one in fact.values}
    return tuple(ValueFields(name, said.get(name, "")) for name in dict.fromkeys([*known_values(fact.kind), *said]))


class ValuesField(Field):
    """The values of a fact, each under its own name."""

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the names that a fact of its kind may have."""
        return known_values(fields.word("kind"))

    def value(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        """Return the values by name; notes which are written otherwise than they are to be."""
        found = {}
        for name, shape in known_values(fields.word("kind")).items():
            if name in fields:
                values = fields.texts(name) if shape.several else (fields.verbatim(name),)
                if values and (fault := kinds.fault_of(name, values)):
                    fields.note(name, fault[0], **fault[1])
                if not values:
                    fields.note(name, MISSING)
                found[name] = values
        return found

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {name: [*values] if kinds.SHAPES[name].several else values[0] for name, values in value.items()}

    @cached_property
    def columns(self) -> Columns:
        """A row for each value."""
        return {self.column: (tuple[ValueFields, ...], ())}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the values; raises NotInForm where one is a list and is to be none, or no list and to be one."""
        found = []
        for name in [name for name in kinds.SHAPES if name in said]:
            shape, value = kinds.SHAPES[name], said.pop(name)
            one_by_one = value if isinstance(value, list) else [value]
            if value and isinstance(value, list) != shape.several:
                raise NotInForm(UNREAD)
            if not all(isinstance(one, str) and not (shape.several and "," in one) for one in one_by_one):
                raise NotInForm(UNREAD)
            if words := ", ".join(one_by_one):
                found.append(ValueFields(name, words))
        return {self.column: tuple(found)}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield a line for each value, those of its kind first; raises MalformedForm for a name that there is not."""
        said = {name: words for name, words in getattr(row, self.column) if words}
        if strange := said.keys() - kinds.SHAPES.keys():
            raise MalformedForm(*strange)
        for name in dict.fromkeys([*known_values(row.kind), *kinds.SHAPES]):
            if name in said and kinds.SHAPES[name].several:
                several = filter(None, map(str.strip, said[name].split(",")))
                yield self.column, f"{name}: [{', '.join(map(scalar, several))}]"
            elif name in said and scalar(said[name]) == said[name]:
                yield self.column, f"{name}: {said[name]}"
            elif name in said:
                yield from ((self.column, line) for line in literal(name, said[name]))


class PlacesField(Field):
    """What no entry holds: where something lies on the earth."""

    holds = False

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the names under which others hold it."""
        return kinds.PLACES

    def value(self, fields: Fields) -> None:
        """Note each of them that is there."""
        for place in kinds.PLACES:
            if place in fields:
                fields.note(place, PLACED)

    @cached_property
    def columns(self) -> Columns:
        """No field of a form."""
        return {}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Take nothing: no form shows it."""
        return {}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield nothing."""
        return iter(())


class SoughtField(WordsField):
    """What people say who look for an entry, by language, each expression between two commas."""

    def value(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        """Return the expressions; notes too many of them, and one that is there twice."""
        if (said := fields.single(self.name)) is None:
            return {}
        said.expect(*self.languages)
        there = [language for language in self.languages if language in said]
        found = {language: tuple(filter(None, map(str.strip, said.text(language).split(",")))) for language in there}
        for language, expressions in found.items():
            if len(expressions) > MOST_SOUGHT or len({*expressions}) < len(expressions):
                said.note(language, "« %(field)s » a %(most)s expressions au plus, chacune une fois.", most=MOST_SOUGHT)
        return {language: expressions for language, expressions in found.items() if expressions}

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return super().said({language: ", ".join(expressions) for language, expressions in value.items()})


class DiscreetField(WordsField):
    """What stands in the place of an address that is confidential, in one language or in both."""

    def value(self, fields: Fields) -> dict[str, str]:
        """Return the words; notes where they are not there, or give the address away."""
        if not self.known(fields):
            return {}
        if (said := fields.single(self.name)) is None:
            fields.note(self.name, "L'adresse est confidentielle : il faut « %(field)s », sans rien qui y mène.")
            return {}
        said.expect(*self.languages)
        found: dict[str, str] = SpokenField.value(self, said)
        if not found:
            fields.note(self.name, MISSING)
        if any(map(gives_away, found.values())):
            fields.note(self.name, GIVEN_AWAY)
        return found
