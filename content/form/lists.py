"""The form of a text that is one long list, and of rows whose fields stand in their lines: read and written alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from content.form.in_place import NotInPlace
from content.form.posted import UNREAD, MalformedForm, NotInForm, PostedForm, WrittenForm
from content.form.rows_in_place import RowShape, ended, split, whole, without_rows
from content.problems import BrokenText

ListFields = TypeVar("ListFields", bound=tuple[Any, ...])


class RowLines(NamedTuple):
    """Lines of a text, and the name of the field that each comes from; empty for what belongs to none."""

    text: str
    names: list[str]


@dataclass(frozen=True)
class ListForm(Generic[ListFields]):
    """The form of a list; its fields are what stands before the rows, these by the name of the list, what follows."""

    kind: type[ListFields]
    read_row: Callable[[str], Any]
    """The fields of a row; raises NotInPlace or BrokenText where its lines are none."""
    write_row: Callable[[Any, str], RowLines]
    """The lines of a row of some name; raises MalformedForm where what was sent is no row."""

    @property
    def name(self) -> str:
        """The name of the list, in the text and in the form."""
        return str(self.kind._fields[1])  # type: ignore[attr-defined]  # every NamedTuple has it

    def read(self, text: str) -> ListFields:
        """Return the fields of a text; raises NotInForm."""
        try:
            before, rows, after = split(text, (self.name,))
            made = (before, tuple(map(self.read_row, rows)), after)
            fields: ListFields = self.kind._make(made)  # type: ignore[attr-defined]
        except (NotInPlace, BrokenText):
            raise NotInForm(UNREAD) from None
        return whole(text, fields, self.write)

    def write(self, fields: ListFields) -> WrittenForm:
        """Return the text of the fields; raises MalformedForm where what was sent is no part of a text."""
        before, rows, after = fields
        written = [self.write_row(row, f"{self.name}-{place}") for place, row in enumerate(rows)]
        text, names = joined([of_nothing(before if rows else without_rows(before)), *written, of_nothing(after)])
        return WrittenForm(text, (*names, ""))

    def sent(self, form: PostedForm) -> ListFields:
        """Return the fields that were sent; raises MalformedForm."""
        return form.fields(self.kind)


@dataclass(frozen=True)
class ShapedRows:
    """Rows whose fields stand in their lines, each maybe with a list of rows at its end, whose name is `below`.

    A row that has no field `open` is open with the one that it stands in.
    """

    kind: type[Any]
    shape: RowShape
    below: "tuple[str, ShapedRows] | None" = None

    def read(self, source: str) -> Any:
        """Return the fields of a row; raises NotInPlace."""
        if self.below is None:
            return self.kind(source=source, **self.shape.read(source))
        name, inner = self.below
        head, rows, after = split(source, (name,))
        if after:
            raise NotInPlace
        return self.kind(source=head, **self.shape.read(head), **{name: tuple(map(inner.read, rows))})

    def write(self, row: Any, called: str, within: bool = False) -> RowLines:
        """Return the lines of a row; `within` says whether the one that it stands in is open. Raises MalformedForm."""
        is_open = getattr(row, "open", within)
        head = self._source(row, is_open)
        if self.below is None:
            return self._named(head, called, is_open)
        name, inner = self.below
        rows = getattr(row, name)
        written = [inner.write(one, f"{called}-{name}-{place}", is_open) for place, one in enumerate(rows)]
        return joined([self._named(head if rows else without_rows(head), called, is_open), *written])

    def closed(self, row: Any, within: bool = False) -> Any:
        """Return a row with what was typed in it and in those below put into their lines; raises MalformedForm."""
        is_open = getattr(row, "open", within)
        shut: dict[str, Any] = {"open": False} if hasattr(row, "open") else {}
        if self.below:
            name, inner = self.below
            shut |= {name: tuple(inner.closed(one, is_open) for one in getattr(row, name))}
        return row._replace(source=self._source(row, is_open), **shut)

    def _source(self, row: Any, is_open: bool) -> str:
        if not is_open:
            return str(row.source)
        try:
            return self.shape.written(row.source, {name: getattr(row, name) for name in self.shape.places})
        except NotInPlace:
            raise MalformedForm(row.source) from None

    def _named(self, source: str, called: str, is_open: bool) -> RowLines:
        lines = ended(source)
        try:
            names = self.shape.names(lines, called) if is_open else [called] * lines.count("\n")
        except NotInPlace:
            raise MalformedForm(source) from None
        return RowLines(source, names)


def joined(parts: Iterable[RowLines]) -> RowLines:
    """Return parts one below the other: each but the last ends with its line."""
    text, names = "", list[str]()
    for source, called in parts:
        if source:
            text, names = ended(text) + source, [*names, *called]
    return RowLines(text, names)


def of_nothing(source: str) -> RowLines:
    """Return lines that belong to no field."""
    return RowLines(source, [""] * ended(source).count("\n"))
