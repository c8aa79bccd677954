"""A kind of text declared by its fields: the reader, the writer and the form that follow from it."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from content.fields import read_fields
from content.form.changing import changed, value_at, with_rows
from content.form.posted import MalformedForm, Path, PostedForm, RowChange, WrittenForm
from content.schema.fields import Row
from content.schema.records import Record, Rows
from content.schema.tree import tree_of


class Schema:
    """What a kind of text says, by the record that its fields make; `file` is where its texts stand in a pack."""

    def __init__(self, record: Record, file: str) -> None:
        self.record, self.file = record, file

    def read(self, text: str, file: str = "") -> Any:
        """Return what a text says; BrokenText lists what is missing, too much, double or out of place."""
        fields = read_fields(text, file or self.file)
        value = self.record.read(fields)
        fields.raise_problems()
        return value

    def written(self, value: Any) -> str:
        """Return the canonical text of a value; reading it back gives the same value."""
        return self.write(self.record.row(self.record.said(value))).text

    def canonical(self, text: str) -> str:
        """Return the canonical text of what a text says, sound or not; raises NotInForm."""
        return self.write(self.shown(text)).text

    def block(self, value: Any, *way: str) -> str:
        """Return the lines of a row, as they stand in the list that names lead to."""
        record = self._rows(way).record
        indent = " " * (4 * len(way) - 2)
        return "\n".join(line and f"{indent}{line}" for _, line in record.item(record.row(record.said(value))))

    # ---------------------------------------------------------------------------------------------------- the form

    def shown(self, text: str) -> Row:
        """Return the fields of a form; raises NotInForm."""
        return self.record.closed(self.record.row(tree_of(text)))

    def write(self, fields: Row) -> WrittenForm:
        """Return the text of a form, canonical but for what is closed; raises MalformedForm."""
        lines = [*self.record.lines(fields)]
        return WrittenForm("".join(f"{line}\n" for _, line in lines), (*(name for name, _ in lines), ""))

    def sent(self, form: PostedForm) -> Row:
        """Return the fields that were sent; raises MalformedForm."""
        return form.fields(self.record.kind)

    def change(self, fields: Row, change: RowChange, taken: Collection[str]) -> tuple[Row, Path]:
        """Return the fields after a change, and the way to what one goes on with; raises MalformedForm."""
        way = change.path if change.verb == "add" else change.path[:-1]
        rows = self._rows([step for step in way if isinstance(step, str)])
        if rows.fixed and change.verb != "begin":
            raise MalformedForm(change)
        if not rows.record.opens:
            fields = self._open_above(fields, way)

        def begun(path: Path, what: str) -> Row:
            return rows.record.closed(rows.record.row(rows.begun(self.write(fields).text, what)))

        return changed(fields, change, begun)

    def _open_above(self, fields: Row, way: Path) -> Row:
        """Return fields with the row open whose lines hold a list; raises MalformedForm."""
        for depth in range(1, len(way)):
            row = value_at(fields, way[:depth])
            if hasattr(row, "open") and not row.open:
                record = self._rows([step for step in way[:depth] if isinstance(step, str)]).record
                return with_rows(fields, way[:depth], record.opened(row.source))
        return fields

    @cached_property
    def first(self) -> Mapping[str, str]:
        """By field whose rows are added: the field of a new row in which one begins to write."""
        return {rows.column: rows.first for rows in _all_rows(self.record) if rows.first}

    def _rows(self, way: Collection[str]) -> Rows:
        record, found = self.record, None
        for step in way:
            found = next((rows for rows in record.rows if rows.column == step), None)
            if found is None:
                raise MalformedForm(way)
            record = found.record
        if found is None:
            raise MalformedForm(way)
        return found


def of_rows(rows: Rows, file: str) -> Schema:
    """Declare a kind of text that is one list: its value is that of the rows."""
    record = Record(lambda **said: said[rows.of], rows, parts=lambda value: {rows.of: value}, note_at=0)
    return Schema(record, file)


def _all_rows(record: Record) -> Iterator[Rows]:
    for rows in record.rows:
        yield rows
        yield from _all_rows(rows.record)


def opened_at(fields: Row, way: Path) -> Row:
    """Return fields with the row open that a way leads to or through; as they are where it leads nowhere."""
    for depth in range(len(way), 0, -1):
        try:
            row = value_at(fields, way[:depth])
        except MalformedForm:
            continue
        if hasattr(row, "open"):
            return with_rows(fields, way[:depth], row._replace(open=True))
    return fields
