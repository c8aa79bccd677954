"""Problems that a trainer has to mend in a text, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from content.errors import Conflict


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; whoever shows it says it in the reader's language."""
    return sentence


IN_WORKSHOP = N_("Rouvrez-le dans l'atelier : il y est gardé, avec ce qu'il reste à corriger.")


class Severity(StrEnum):
    """Whether something must be mended before a text is published."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a sentence of the catalogue that says why and how, with the values that fill it."""

    file: str
    line: int
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def told(self) -> str:
        """Return the sentence in French, filled."""
        return self.sentence % dict(self.values)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.told}"


class BrokenText(Conflict):
    """A text that cannot be read as what it should be; `problems` says every place to mend."""

    what = N_("Ce texte est encore à corriger.")
    then = IN_WORKSHOP

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def __reduce__(self) -> tuple[type["BrokenText"], tuple[tuple[Problem, ...]]]:
        return BrokenText, (self.problems,)


def line_with(text: str, said: str, first: int = 1) -> int:
    """Return the first line of a text, from one on, that holds something; that one where none does."""
    lines = enumerate(text.splitlines()[first - 1 :], first)
    return next((number for number, line in lines if said in line), first)


def refused(file: str, sentence: str, line: int = 1, **values: object) -> BrokenText:
    """Return the error of a text, or of a whole file, with one thing to mend."""
    return BrokenText((Problem(file, line, sentence, values),))
