"""What is read of GIFT, as one would note it."""

from content.exchange.gift.reading import read_gift
from content.exchange.losses import Loss
from content.module import Question, QuestionKind

ONE, SEVERAL, ORDERING, MATCHING, TEXT, NUMBER = QuestionKind
SKILL = "listen.active"


def read(text: str, language: str = "fr") -> tuple[Question, ...]:
    return read_gift(text, SKILL, language).value


def told(losses: tuple[Loss, ...]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in losses]


def lines(question: Question) -> list[str]:
    """The options as one would note them: « + right > feedback », « - wrong », « line -> match »."""
    return [
        (f"{option.text} -> {option.match}" if option.match else f"{'+' if option.right else '-'} {option.text}")
        + (f" > {option.feedback}" if option.feedback else "")
        for option in question.options
    ]
