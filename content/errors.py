"""Broken rules as kinds of error, each in its own sentences, and the problems of a text, each at its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeVar

T = TypeVar("T")


class NamedError(Exception):
    """A broken rule that is told to the person: an HTTP status (RFC 9110) and two sentences of the catalogue.

    A rule that one place holds is raised as its kind, with its sentences; one that has a name says them on its class.
    """

    status: ClassVar[int]
    what: str = ""
    then: str = ""
    """Where it is empty, people are told to begin again from their home."""

    def __init__(self, what: str = "", then: str = "") -> None:
        if what:
            self.what, self.then = what, then
        super().__init__(self.what)


class Refused(ValueError):
    """Typed or uploaded input is refused: a sentence of the catalogue, its values, the fields concerned.

    Without fields it is said above the form. All that was typed stays.
    """

    def __init__(self, sentence: str, *fields: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.fields, self.values = sentence, fields, values


class Undone(Exception):
    """A command cannot be carried out: why, and what to do, in French for the operator."""


class Malformed(NamedError):
    """A malformed request, which none of our pages sends."""

    status = 400


class Forbidden(NamedError):
    """Something that somebody else may do."""

    status = 403


class NotFound(NamedError):
    """Something that is not there, or not for this person; the answer does not tell which."""

    status = 404


def or_not_found(thing: T | None, what: str, then: str = "") -> T:
    """Return a value that is not None; raises NotFound with these sentences otherwise."""
    if thing is None:
        raise NotFound(what, then)
    return thing


class Conflict(NamedError):
    """A request that does not fit the present state: something has changed meanwhile."""

    status = 409


class Gone(NamedError):
    """A link that has expired."""

    status = 410


class Invalid(NamedError):
    """A value that cannot be taken as it was sent."""

    status = 422


class TooMany(NamedError):
    """The limit of a day is reached."""

    status = 429


class Unavailable(NamedError):
    """A part of the installation does not work at the moment."""

    status = 503


# --------------------------------------------------- problems that a trainer has to mend in a text, each with its place


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
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
    """Return the first line, from one on, that contains a fragment; that line itself where none does."""
    lines = enumerate(text.splitlines()[first - 1 :], first)
    return next((number for number, line in lines if said in line), first)


def refused(file: str, sentence: str, line: int = 1, **values: object) -> BrokenText:
    """Return the error of a text, or of a whole file, with one thing to mend."""
    return BrokenText((Problem(file, line, sentence, values),))
