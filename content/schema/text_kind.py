"""The shape of a kind of text: what is declared of it, once, for all that reads, checks, shows and publishes it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from content.checks.checked_text import Starters, check_placeholders_left
from content.errors import Problem
from content.module import Module
from content.rules import Rule
from content.schema.posted_form import Path, PostedForm, RowChange, WrittenForm
from content.schema.schema import Schema
from content.skills import SkillMap
from content.topics import Topic

Value = TypeVar("Value")
Blocks = Mapping[str, Mapping[str, tuple[str, str]]]
"""By language of the text and name: a block to put in, and the words in it to write over."""


class Known(Protocol):
    """The other texts that a text is held against: those in force in a house, or those of its pack."""

    @property
    def skills(self) -> SkillMap:
        """The skill map."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by id."""

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics of the interview."""

    @property
    def modules(self) -> Iterable[Module]:
        """The modules, whole: what one names may not go."""

    @property
    def published(self) -> Mapping[str, Collection[str]]:
        """The modules by each language in which they are published."""


class PlainWords(NamedTuple):
    """What a text says in plain words for the person: about which part of it, in which language."""

    subject: str
    language: str
    words: str


class ChangeNamed(NamedTuple):
    """What a new version may change: its name, and its effect for those who had learned."""

    name: str
    effect: str


class TextForm(NamedTuple):
    """The form of a kind of text; its fields are a NamedTuple (content/schema/posted_form.py)."""

    read: Callable[[str], Any]
    """The fields of a text; raises NotInForm."""
    write: Callable[[Any], WrittenForm]
    sent: Callable[[PostedForm], Any]
    """The fields that were sent; raises MalformedForm."""
    change: Callable[[Any, RowChange, Collection[str]], tuple[Any, Path]]
    """The fields after a change, and the row that one goes on with; no identifier that is taken is given again."""
    opened: str = ""
    """The part that is open at first; of a list all rows are closed."""
    first: Mapping[str, str] = MappingProxyType({})
    """By field whose rows are added: the field of a new row in which one begins to write."""


def form_of(schema: Schema, opened: str = "") -> TextForm:
    """Return the form that follows from what a kind of text is declared by."""
    return TextForm(schema.shown, schema.write, schema.sent, schema.change, opened, schema.first)


@dataclass(frozen=True, eq=False)
class TextKind(Generic[Value]):
    """A kind of text; what it does not say, it does not have."""

    name: str
    """As documents keep it."""
    read: Callable[[str], Value]
    """What a text says; raises BrokenText."""
    changes: Mapping[str, ChangeNamed]
    """What a new version may change, by its code."""
    blocks: Callable[[date, date], Blocks]
    """The blocks to put in, by the days on which they are read and are to be read again."""
    file: str
    """Its file in a pack, with {id} where there are many; without, its one document is called so too."""
    title: str = ""
    """What its one text is called, where each of many has not a title of its own."""
    heading: str = ""
    """The same, at the top of its page in the studio."""
    part: str = ""
    """What the block is called that is put in, where there is one."""
    kept: int = 8
    """How many texts are kept as values in each process."""
    prefix: str = ""
    """What stands before the id of one of many, in the name of its document."""
    starters: Starters = tuple
    """What there was to begin from, as values: of a text that is published none of it is left."""
    check: Callable[[Value, str, str, Known], Iterable[Problem]] | None = None
    """What else keeps a text from being published, with its file and what else is known."""
    advise: Callable[[Value, str, str, Known], Iterable[Problem]] | None = None
    """What there is to say of a text that can be published."""
    plain: Callable[[Value], Iterable[PlainWords]] | None = None
    """What it says in plain words, which somebody else reads."""
    form: TextForm | None = None
    """Its template is portal/studio/templates/authoring/form/<name>.html."""
    own_id: Callable[[Value], str] | None = None
    """The id that a text says that it has, where there are many."""
    is_played: bool = False
    """Whether it asks questions: learners play it, each text has one language and translations in the others."""
    dated: Callable[[str, Value], Mapping[str, Module | Rule]] | None = None
    """What a document says that is read again before a date, by what somebody answers for."""
    is_signed_for: bool = False
    """Whether somebody signs for a text, who reads a sheet of what it says and on what that rests."""
    is_found_with_modules: bool = False
    """Whether modules are found by its words too, and are to be found anew when these change."""
    is_in_directory: bool = False
    """Whether each is an entry of the directory: thousands may be there, and the public reads them."""

    @cached_property
    def parse(self) -> Callable[[str], Value]:
        """Read the text of a version, once per process: it never changes (docs/design.md, law 3)."""
        return lru_cache(maxsize=self.kept)(self.read)

    def left_over(self, said: Value, text: str, file: str) -> Iterator[Problem]:
        """Yield a finding for each line of a text that is left of what it began from."""
        return check_placeholders_left(said, self.starters, text, file)

    def problems(self, said: Value, text: str, file: str, known: Known) -> list[Problem]:
        """Return what keeps a text from being published."""
        return [*self.left_over(said, text, file), *(self.check(said, text, file, known) if self.check else ())]

    def id_of(self, document: str) -> str:
        """Return the id of what a document of this kind holds."""
        return document.removeprefix(self.prefix)

    def file_of(self, document: str) -> str:
        """Return the file in which the text of a document stands in a pack."""
        return self.file.format(id=self.id_of(document))

    @property
    def document(self) -> str:
        """The name of its one document; empty where there are many."""
        return "" if "{id}" in self.file else self.file
