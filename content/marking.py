"""Marking: from a question and a response to a mark; typed words and numbers are read as they are meant."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import NamedTuple

from content.errors import N_, Invalid
from content.module import Option, Question, QuestionKind
from content.schema.yaml_fields import INVISIBLE
from content.strings.late_patterns import LatePattern

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_BETWEEN_WORDS = LatePattern(r"[\W_]+")
_SPACES = LatePattern(r"\s+")
_MINUS = str.maketrans("−–", "--")
_WAYS = [
    LatePattern(r"([+-]?) ?([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?"),
    LatePattern(r"([+-]?) ?([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?"),
    LatePattern(r"([+-]?) ?([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?"),
]
"""To write a number: sign, whole part, decimals."""


class AskAgain(ValueError):
    """The answer cannot be marked as it stands: nothing is noted, and the question is asked again."""


class NotANumber(AskAgain):
    """What was typed is not a number; it is the error's argument."""


class TwoReadings(AskAgain):
    """« 1.500 » is one and a half to some and fifteen hundred to others.

    Its arguments are what was typed, and the two ways to type it that leave no doubt.
    """


def plain_answer(text: str) -> str:
    """Return a text without what is forgiven: accents, case, ligatures, and marks around and between words."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def fits(spelling: str, text: str) -> bool:
    """Return whether a text matches a spelling; a `*` in the spelling stands for anything, or nothing."""
    return fnmatchcase(plain_answer(text), "*".join(map(plain_answer, spelling.split("*"))))


def number(text: str, unit: str = "") -> Decimal:
    """Return the number that a text means: decimal comma or point, thousands apart or not, its unit written or not.

    Raises NotANumber, TwoReadings.
    """
    bare = _SPACES.sub(" ", text.translate(_MINUS)).strip()
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)].rstrip()
    found = next((found for way in _WAYS if (found := way.fullmatch(bare))), None)
    if found is None:
        raise NotANumber(text)
    sign, whole, decimals = found.groups("")
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        fewest = decimals.rstrip("0") or "0"
        raise TwoReadings(text, f"{sign}{whole}{decimals}", f"{sign}{whole},{fewest + '0' * (len(fewest) == 3)}")
    return Decimal(f"{sign}{re.sub('[ .,]', '', whole)}.{decimals}")


# -------------------------------------------------------------------------------------------------------------- marking


Response = tuple[str, ...]
"""What was answered: the keys of the options ticked; the keys in the order chosen; pairs « a=3 », a line and the number
of its choice; or what was typed, alone. Empty for « je ne sais pas »."""

DONT_KNOW: Response = ()

LONGEST = 200
"""Letters that may be typed."""
ANYTHING_ELSE = "*"
"""The option that fits whatever fits no other."""


class UnknownOption(Invalid):
    """The response names an option that the question does not have."""

    what = N_("Cette réponse n'existe pas.")
    then = N_("Rouvrez la question : rien n'a été noté.")


class Incomplete(AskAgain):
    """Some part of the question has no answer yet, or two lines have the same place."""


class TooLong(AskAgain):
    """The typed text is longer than LONGEST."""


class Mark(NamedTuple):
    """The verdict on one response, and the response as it is kept.

    `chosen` are the options ticked; in an ordering or a matching those that stand right; the one that fits what was
    typed.
    """

    correct: bool
    dont_know: bool
    chosen: tuple[Option, ...]
    response: Response


def mark(question: Question, response: Response) -> Mark:
    """Mark a response: right when it is the key, or a spelling of it, or near enough to it.

    Raises UnknownOption, and AskAgain for what cannot be marked yet: Incomplete, TooLong, NotANumber, TwoReadings.
    """
    if response == DONT_KNOW:
        return Mark(correct=False, dont_know=True, chosen=(), response=DONT_KNOW)
    match question.kind:
        case QuestionKind.ONE | QuestionKind.SEVERAL:
            _refuse_unknown(response, question)
            ticked = tuple(sorted(set(response)))
            chosen = tuple(option for option in question.options if option.key in ticked)
            return Mark(ticked == question.key, dont_know=False, chosen=chosen, response=ticked)
        case QuestionKind.ORDERING:
            _refuse_unknown(response, question)
            if sorted(response) != sorted(question.key):
                raise Incomplete
            placed = tuple(option for option, key in zip(question.options, response, strict=True) if option.key == key)
            return Mark(response == question.key, dont_know=False, chosen=placed, response=response)
        case QuestionKind.MATCHING:
            lines, _, numbers = zip(*(pair.partition("=") for pair in response), strict=True)
            _refuse_unknown(lines, question)
            if not set(numbers) <= {str(place) for place in range(1, len(question.choices) + 1)}:
                raise UnknownOption
            pairs = tuple(sorted(response))
            if sorted(lines) != [option.key for option in question.options]:
                raise Incomplete
            matched = tuple(
                option for option, pair in zip(question.options, question.key, strict=True) if pair in pairs
            )
            return Mark(pairs == question.key, dont_know=False, chosen=matched, response=pairs)
        case _:
            return _mark_typed(question, response)


def _mark_typed(question: Question, response: Response) -> Mark:
    if len(response) > 1:
        raise UnknownOption
    typed = " ".join(INVISIBLE.sub(" ", response[0]).split())
    if not typed:
        raise Incomplete
    if len(typed) > LONGEST:
        raise TooLong
    chosen = met_by(question, typed)
    correct = chosen is not None and chosen.right
    return Mark(correct, dont_know=False, chosen=(chosen,) if chosen else (), response=(typed,))


def met_by(question: Question, typed: str) -> Option | None:
    """Return the first option that fits what was typed; raises NotANumber, TwoReadings."""
    if question.kind is QuestionKind.NUMBER:
        value = number(typed, question.unit)
        for option in question.options:
            if option.text == ANYTHING_ELSE or abs(number(option.text) - value) <= question.tolerance:
                return option
        return None
    return next((o for o in question.options if any(fits(spelling, typed) for spelling in o.spellings)), None)


def _refuse_unknown(keys: Iterable[str], question: Question) -> None:
    if not set(keys) <= {option.key for option in question.options}:
        raise UnknownOption
