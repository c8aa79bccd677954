"""What the studio's form shows of a text: its fields, what is wrong at each, where one goes on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from content.checks.checked_text import PLACEHOLDER_LEFT
from content.module import Module
from content.rules import Rule
from content.schema.posted_form import WrittenForm
from content.skills import SkillMap
from content.topics import Topic
from models.ground.words import typographic
from portal.form_editor.sentences import in_a_form
from portal.pages import page_language
from portal.problems import Finding

GOES_ON_IN = frozenset({"begin", "picture"})
"""What is done to a field by itself: one goes on in it."""
LONGEST = 60
"""Letters of the words by which a part is known in a list."""


class FormFinding(NamedTuple):
    """One thing to mend, the field that it is about, and the part of the form where that stands."""

    name: str
    where: str
    sentence: str
    advice: bool = False
    untouched: bool = False
    """Whether the field still holds its example."""


class FormShown:
    """A form as its page shows it; a kind of text adds what its own template asks for."""

    def __init__(self, kind: str, fields: Any, written: WrittenForm) -> None:
        self.kind, self.fields, self.written = kind, fields, written
        self.rearranged = False
        """Whether the text of the form is another, that says the same."""
        self.remarked = False
        """Whether what that text said beside its fields is said in notes now."""
        self.at = self.verb = self.focus = ""
        self.findings: list[FormFinding] = []
        self.faults: dict[str, list[str]] = {}

    def going_on(self, at: str, verb: str, first: Mapping[str, str]) -> None:
        """Go on at a row, after what was done to it; in a new one, in the field that comes first."""
        self.at, self.verb = at, verb
        field = next((step for step in reversed(at.split("-")) if step and not step.isdecimal()), "")
        self.focus = f"{at}-{first[field]}" if verb == "add" and field in first else at if verb in GOES_ON_IN else ""

    def tell(self, found: Iterable[Finding]) -> None:
        """Take what there is to mend in the text of the form, each at its field."""
        for one in found:
            name, sentence = in_a_form(one, self.written.field_at(one.line))
            self.findings.append(
                FormFinding(name, self.where(name), sentence, one.advice, one.source == PLACEHOLDER_LEFT)
            )
            if not one.advice:
                self.faults.setdefault(name, []).append(sentence)

    def is_open(self, name: str) -> bool:
        """Return whether a part is open: the one that one goes on in, and those around it."""
        if self.at == name:
            return self.verb not in {"up", "down", "remove"}
        return self.at.startswith(f"{name}-")

    def wrong_below(self, name: str) -> int:
        """Return how much there is to mend in a part."""
        return sum(len(said) for one, said in self.faults.items() if one == name or one.startswith(f"{name}-"))

    def with_names(
        self, skills: SkillMap, rules: Mapping[str, Rule], topics: Sequence[Topic], modules: Sequence[Module]
    ) -> None:
        """Take the names of what there is to choose from."""
        language = page_language()
        self.skill_names = {one.id: typographic(one.name[language], language) for one in skills}
        self.rule_names = {one.id: typographic(one.name[language], language) for one in rules.values()}
        self.topic_names = {one.id: typographic(one.name[language], language) for one in topics}
        self.modules = modules

    @staticmethod
    def holds_pictures(name: str) -> bool:
        """Return whether a field may hold a picture."""
        return False

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        raise NotImplementedError

    @staticmethod
    def first_words(text: str) -> str:
        """Return the words by which a text is known in a list."""
        line = typographic(" ".join(text.split()), page_language())
        return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…"

    @staticmethod
    def day_or_words(value: str) -> str:
        """Return the type of a field for a day: one for a day would lose what is none."""
        try:
            return "date" if not value or date.fromisoformat(value).isoformat() == value else "text"
        except ValueError:
            return "text"
