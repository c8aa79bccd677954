"""Broken rules, as the kinds of error that pages, fields and command lines tell; each in its own sentences."""

from typing import ClassVar, TypeVar

T = TypeVar("T")


class NamedError(Exception):
    """A broken rule that is told to whoever broke it: an HTTP status (RFC 9110) and two sentences of the catalogue.

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
    """What somebody typed, or brought in a file, cannot be kept: a sentence of the catalogue, its values, its fields.

    Without fields it is said above the form. All that was typed stays.
    """

    def __init__(self, sentence: str, *fields: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.fields, self.values = sentence, fields, values


class Undone(Exception):
    """What was asked at a command line cannot be done: why, and what to do, in French for whoever operates a house."""


class Malformed(NamedError):
    """A request that none of our pages sends."""

    status = 400


class Forbidden(NamedError):
    """Something that somebody else may do."""

    status = 403


class NotFound(NamedError):
    """Something that is not there, or not for this person: which of them is nobody else's business."""

    status = 404


def or_not_found(thing: T | None, what: str, then: str = "") -> T:
    """Return what was looked for; raises NotFound, with its sentences, where there is none."""
    if thing is None:
        raise NotFound(what, then)
    return thing


class Conflict(NamedError):
    """Something that does not fit what has become of the thing meanwhile."""

    status = 409


class Gone(NamedError):
    """A link that has served its time."""

    status = 410


class Invalid(NamedError):
    """A value that cannot be taken as it was sent."""

    status = 422


class TooMany(NamedError):
    """One more than what a person may do in a day."""

    status = 429


class Unavailable(NamedError):
    """Something of ours that does not work at the moment."""

    status = 503
