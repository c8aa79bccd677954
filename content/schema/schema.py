"""A kind of text declared by its fields: its reader, writer and form follow; and the fields of words by language."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any

from content.schema.fields import Columns, Field, Line, Row, held, is_said, taken
from content.schema.posted_form import (
    UNREAD,
    MalformedForm,
    NotInForm,
    Path,
    PostedForm,
    RowChange,
    WrittenForm,
    changed_rows,
    value_at,
    with_rows,
)
from content.schema.records import Record, Rows
from content.schema.yaml_fields import LANGUAGES, Fields, literal, one_line, quoted, read_fields
from content.schema.yaml_tree import Said, tree_of


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

        return changed_rows(fields, change, begun)

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


# ------------------------------------------------------------------------------------------ fields of words by language


@dataclass(eq=False)
class SpokenField(Field):
    """Words by language, among the other fields of a row; `name` is what the value calls them."""

    languages: Sequence[str] = LANGUAGES
    _: KW_ONLY
    needed: Sequence[str] = ()
    prose: bool = False

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the languages."""
        return self.languages

    def value(self, fields: Fields) -> Any:
        """Return the words; notes where they are empty, or needed and not there."""
        needed = {language: fields.text(language) for language in self.needed}
        return needed | {
            language: fields.verbatim(language)
            for language in self.languages
            if language in fields and language not in needed
        }

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return dict(value)

    @cached_property
    def columns(self) -> Columns:
        """One for each language."""
        return dict.fromkeys(self.languages, (str, ""))

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the words; raises NotInForm where they are no texts."""
        return {language: taken(said, language, str) for language in self.languages}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield a line for each language, or several of prose."""
        yield from self.lines_of(row, {language: language for language in self.languages})

    def lines_of(self, row: Row, columns: Mapping[str, str]) -> Iterator[Line]:
        """Yield a line for each language by what the form calls it."""
        for language, column in columns.items():
            said = getattr(row, column)
            if self.prose and said:
                yield from ((column, line) for line in literal(language, said))
            elif (said := one_line(said)) or language in self.needed:
                yield column, f"{language}: {quoted(said)}"


@dataclass(eq=False)
class WordsField(SpokenField):
    """Words by language, in a field of their own."""

    _: KW_ONLY
    needed: Sequence[str] = LANGUAGES
    tall: bool = False
    """Whether each language has a line of its own."""

    def known(self, fields: Fields) -> Iterable[str]:
        """Return its name."""
        return Field.known(self, fields)

    def value(self, fields: Fields) -> Any:
        """Return the words; notes which are needed and not there."""
        if self.only and self.name not in fields and fields.word(self.only) != "true":
            return None
        return fields.names(self.name, self.needed)

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {self.name: dict(value)} if value else {}

    @cached_property
    def columns(self) -> Columns:
        """One for each language."""
        return dict.fromkeys(self._columns.values(), (str, ""))

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the words; raises NotInForm where they are none, or in a language that the form has not."""
        found = dict(taken(said, self.name, dict))
        shown = {column: taken(found, language, str) for language, column in self._columns.items()}
        if found:
            raise NotInForm(UNREAD)
        return shown

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its line, or a line for each language below it."""
        if is_said(row, self.columns) or (self.needed and (not self.only or getattr(row, self.only))):
            yield from held(self.name, self.lines_of(row, self._columns), tall=self.tall)

    @cached_property
    def _columns(self) -> dict[str, str]:
        return {language: f"{self.column}_{language}" for language in self.languages}
