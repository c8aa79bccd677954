"""From a question and a response to a mark with its feedback."""

from dataclasses import dataclass

from content.module import Option, Question

Response = frozenset[str]
"""The keys of the ticked options; empty for « je ne sais pas »."""

DONT_KNOW: Response = frozenset()


class UnknownOption(ValueError):
    """The response names an option that the question does not have."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The verdict on one response, and what to say about every option."""

    correct: bool
    dont_know: bool
    chosen: tuple[Option, ...]


def mark(question: Question, response: Response) -> Mark:
    """Mark a response: right when exactly the right options are ticked.

    Raises UnknownOption for a key that the question does not have.
    """
    if unknown := response - {option.key for option in question.options}:
        raise UnknownOption(", ".join(sorted(unknown)))
    return Mark(
        correct=response == question.key,
        dont_know=response == DONT_KNOW,
        chosen=tuple(option for option in question.options if option.key in response),
    )
