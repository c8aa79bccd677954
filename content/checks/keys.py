"""A check that the key is not the longest option more often than chance allows."""

from collections.abc import Iterator, Sequence
from math import floor

from content.checks.draft import CheckedText
from content.checks.guessers import guess, guessable, length
from content.module import Question
from content.problems import N_, Problem

MARGIN = 1.2
"""How much more often than by chance a key may be the longest: 30 % for four options."""
LUCK = 0.2
"""In one module alone, what chance gives more often than that is let pass: 3 keys of 8, but not 4."""


def check_keys(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding when the longest option of one module is the key too often for luck."""
    questions = guessable(draft.module)
    found, chances = longest_keys(questions), [question.chance for question in questions]
    if found > MARGIN * sum(chances) and at_least(floor(found), chances) <= LUCK:
        sentence = N_(
            "La bonne réponse est la plus longue %(longest)d fois sur %(questions)d, le hasard en donnerait "
            "%(chance)d : raccourcissez-la, ou étoffez les autres options."
        )
        first = next(question for question in questions if guess(question, length).chance)
        values = {"longest": floor(found), "questions": len(questions), "chance": round(sum(chances))}
        yield draft.advice(draft.question(first), sentence, **values)


def longest_keys(questions: Sequence[Question]) -> float:
    """Return in how many questions the key is the longest option; where n are equally long, it counts 1/n."""
    return round(sum(guess(question, length).chance for question in questions), 6)


def at_least(successes: int, chances: Sequence[float]) -> float:
    """Return P(at least so many successes) in independent trials of these chances (Poisson binomial)."""
    exactly = [1.0]
    # The exact distribution by convolution: chances differ with the number of options.
    for chance in chances:
        exactly = [a * (1 - chance) + b * chance for a, b in zip([*exactly, 0.0], [0.0, *exactly], strict=True)]
    return sum(exactly[successes:])
