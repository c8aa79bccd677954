"""Fields of words by language: among the fields of a row, or in a field of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any

from content.fields import LANGUAGES, Fields
from content.form.posted import UNREAD, NotInForm
from content.schema.fields import Columns, Field, Line, Row, held, is_said, taken
from content.schema.tree import Said
from content.yaml_lines import literal, one_line, quoted


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
