"""The fields by which texts are declared; each says once how it is read, shown in a form and written.

A text is read strictly into its value (`read`: each problem at its line), and leniently into a form, which loses
nothing of what was typed (`shown`). A form is written as the canonical text (`lines`); a value is what one would type
for it (`said`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any, ClassVar

from content.errors import N_
from content.schema.posted_form import UNREAD, NotInForm
from content.schema.yaml_fields import Fields, literal, one_line, quoted, scalar
from content.schema.yaml_tree import NOTE, Said
from content.text.grammar import BAD_ID, ID

MISSING = N_("Il manque « %(field)s » : ajoutez-le.")

Columns = Mapping[str, tuple[Any, Any]]
"""The fields of a form by name: the type of each, and what stands in it at first."""
Line = tuple[str, str]
"""The name of the field of the form that a line comes from, and the line."""
Row = Any
"""What a form holds of a text, or of a row of it: a NamedTuple (content/schema/posted_form.py)."""


@dataclass(eq=False)
class Field:
    """A field of a text."""

    holds: ClassVar[bool] = True
    """Whether a value holds it."""

    name: str
    _: KW_ONLY
    of: str = ""
    """What the value calls it, where that is another name."""
    column: str = ""
    """What the form calls it, where that is another name."""
    only: str = ""
    """The flag without which there is no such field."""
    check: Callable[[Fields, str, Any], None] | None = None
    """Notes what else is wrong about its value."""

    def __post_init__(self) -> None:
        self.of, self.column = self.of or self.name, self.column or self.name

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the names by which it may stand among these fields."""
        return (self.name,) if not self.only or fields.word(self.only) == "true" else ()

    def read(self, fields: Fields) -> Any:
        """Return what a value holds of it; notes what is wrong."""
        found = self.value(fields)
        if self.check:
            self.check(fields, self.name, found)
        return found

    def value(self, fields: Fields) -> Any:
        """Return what a value holds of it, before it is checked."""
        raise NotImplementedError

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type for what a value holds of it."""
        return {self.name: str(value)} if value else {}

    @cached_property
    def columns(self) -> Columns:
        """The fields of a form that it has."""
        return {self.column: (str, "")}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Take what was typed of it out of all that was, for its fields of a form; raises NotInForm."""
        return {self.column: taken(said, self.name, str)}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its lines of the text that a form stands for."""
        raise NotImplementedError


def taken(said: dict[str, Said], name: str, kind: type[Any]) -> Any:
    """Take what was typed under a name, empty where nothing was; raises NotInForm where it is no such thing."""
    found = said.pop(name, None) or kind()
    if not isinstance(found, kind):
        raise NotInForm(UNREAD)
    return found


@dataclass(eq=False)
class TextField(Field):
    """A text of one line."""

    _: KW_ONLY
    needed: bool = True
    written: Callable[[str], str] = scalar

    def value(self, fields: Fields) -> Any:
        """Return the text; notes where one is needed and none is there."""
        return fields.text(self.name) if self.needed else fields.optional(self.name)

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its line; none where there is nothing to say and nothing is needed."""
        if (said := one_line(getattr(row, self.column))) or self.needed:
            yield self.column, f"{self.name}: {self.written(said)}"


class IdField(TextField):
    """An identifier that nothing else in the text has."""

    def value(self, fields: Fields) -> str:
        """Return the identifier; notes where it serves elsewhere."""
        return fields.own_id()


def is_id(fields: Fields, name: str, value: str) -> None:
    """Note an identifier that is written as none is."""
    if value and not ID.fullmatch(value):
        fields.note(name, BAD_ID)


@dataclass(eq=False)
class ExactField(TextField):
    """A text as it is typed, with the blanks at its ends; of several `lines` where it is `prose`."""

    _: KW_ONLY
    prose: bool = False

    def value(self, fields: Fields) -> str:
        """Return the text; notes where it is empty, or needed and not there."""
        if self.needed and self.name not in fields:
            fields.note(self.name, MISSING)
        return fields.verbatim(self.name)

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its lines; none where there is nothing to say and nothing is needed."""
        said = getattr(row, self.column)
        if self.prose and said:
            yield from ((self.column, line) for line in literal(self.name, said))
        elif said or self.needed:
            yield self.column, f"{self.name}: {self.written(said)}"


class DayField(TextField):
    """A day."""

    def value(self, fields: Fields) -> Any:
        """Return the day; notes where it is none, or needed and not there."""
        if self.needed:
            fields.text(self.name)
        return fields.day(self.name)


@dataclass(eq=False)
class ChoiceField(TextField):
    """One of some codes; `unknown` is said of another `value`."""

    codes: Sequence[str] = ()
    unknown: str = ""
    _: KW_ONLY
    known_as: str = "known"
    """What `unknown` calls the codes."""
    absent: Any = None
    """What a value holds where nothing is chosen and nothing need be."""

    def value(self, fields: Fields) -> Any:
        """Return the code; notes where it is none, or needed and not there."""
        found = fields.text(self.name) if self.needed or self.name in fields else ""
        code = next((code for code in self.codes if code == found), None)
        if found and code is None:
            fields.note(self.name, self.unknown, value=cut(found), **{self.known_as: ", ".join(self.codes)})
        return code if code is not None else next(iter(self.codes)) if self.needed else self.absent


def cut(value: str) -> str:
    """Return a value, short enough for a sentence."""
    return value if len(value) <= 80 else value[:79] + "…"


class FlagField(Field):
    """What is there, and true, or not."""

    def value(self, fields: Fields) -> bool:
        """Return whether it is true; notes what is neither true nor false."""
        return fields.flag(self.name)

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {self.name: "true"} if value else {}

    @cached_property
    def columns(self) -> Columns:
        """Whether it is ticked."""
        return {self.column: (bool, False)}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return whether it is true; raises NotInForm where it is neither true nor false."""
        found = taken(said, self.name, str)
        if found not in {"", "true", "false"}:
            raise NotInForm(UNREAD)
        return {self.column: found == "true"}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its line where it is true."""
        if getattr(row, self.column):
            yield self.column, f"{self.name}: true"


@dataclass(eq=False)
class SeveralField(Field):
    """A list of texts of one line each."""

    _: KW_ONLY
    needed: bool = False
    """Whether it is written where it has none."""
    tall: bool = False
    """Whether each has a line of its own."""

    def value(self, fields: Fields) -> tuple[str, ...]:
        """Return the texts; notes where they are no list."""
        return fields.texts(self.name)

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {self.name: [*map(str, value)]}

    @cached_property
    def columns(self) -> Columns:
        """A list."""
        return {self.column: (tuple[str, ...], ())}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the texts; raises NotInForm where they are no list."""
        found = taken(said, self.name, list)
        if not all(isinstance(one, str) for one in found):
            raise NotInForm(UNREAD)
        return {self.column: tuple(filter(None, found))}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its line, or a line for each."""
        found = [*filter(None, map(one_line, getattr(row, self.column)))]
        if self.tall and found:
            yield self.column, f"{self.name}:"
            yield from ((self.column, f"  - {quoted(one)}") for one in found)
        elif found or self.needed:
            yield self.column, f"{self.name}: [{', '.join(map(scalar, found))}]"


class NoteField(ExactField):
    """What is said to those who write the text; a value that does not hold it loses it when it is written again."""

    holds = False

    def __init__(self, column: str = NOTE) -> None:
        super().__init__(NOTE, column=column, needed=False, prose=True, written=quoted)


def is_said(row: Row, columns: Iterable[str]) -> bool:
    """Return whether anything stands in some fields of a form."""
    found = (getattr(row, column) for column in columns)
    return any(value.strip() if isinstance(value, str) else value for value in found)


def held(name: str, lines: Iterable[Line], *, tall: bool) -> Iterator[Line]:
    """Yield a field that holds others: below it, or in braces behind it."""
    inner = [*lines]
    first = inner[0][0] if inner else ""
    if tall and inner:
        yield first, f"{name}:"
        yield from ((column, line and f"  {line}") for column, line in inner)
    else:
        yield first, f"{name}: {{{', '.join(line for _, line in inner)}}}"
