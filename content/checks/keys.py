"""A check that keys stand at no rank by length more often than chance allows: not the longest, nor any other."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from content.checks.cues import at_rank, keys_at
from content.checks.draft import CheckedText
from content.checks.guessers import guessable, turns_of
from content.checks.luck import SURE, KeyCount, count_keys
from content.module import Question
from content.problems import N_, Problem

RANKED = N_(
    "De la plus longue option à la plus courte, la bonne réponse se trouve %(places)s fois à chaque rang, sur "
    "%(questions)d questions ; le hasard en mettrait %(chance)d partout : changez la longueur des autres options."
)
LUCK = 0.2
"""In one module, what chance gives more often than that is let pass of longest keys: 3 of 8, but not 4.

Authors say more in a key than in a distractor, so that one is suspected. No other rank is: of those 5 of 8 are let
pass, and of a hundred modules without any tell five at most are told of one (SURE).
"""


def check_keys(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each number of options with which keys of one module keep to a rank, beyond luck.

    Turns of dialogues are counted apart.
    """
    for questions in [*by_options(guessable(draft.module)), *by_options(turns_of(draft.module))]:
        longest, *others = (found.luck_of_more for found in ranks(questions))
        if longest <= LUCK or min(others) * len(others) <= SURE:
            yield draft.advice(draft.question(questions[0]), RANKED, **told(questions))


def by_options(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Yield questions that have as many options as each other."""
    for many in sorted({len(question.options) for question in questions}):
        yield [question for question in questions if len(question.options) == many]


def ranks(questions: Sequence[Question]) -> Iterator[KeyCount]:
    """Yield how many keys stand at each rank by length, the longest first, of questions with as many options."""
    for rank in range(len(questions[0].options)):
        yield count_keys(questions, partial(at_rank, rank=rank))


def rank_luck(questions: Sequence[Question]) -> float:
    """Return how likely keys are by luck to keep to some rank by length, or to keep off one, as much as these do."""
    found = [[one.luck for one in ranks(alike)] for alike in by_options(questions)]
    # Shared among the ranks (Bonferroni), or one of four blameless ones would be accused in a fifth of all packs.
    return min((min(1.0, len(lucky) * min(lucky)) for lucky in found), default=1.0)


def told(questions: Sequence[Question]) -> Mapping[str, object]:
    """Return what the sentence says of questions that have as many options as each other."""
    options = len(questions[0].options)
    places = [round(keys_at(questions, rank)) for rank in range(options)]
    chance = round(len(questions) / options)
    return {"places": " – ".join(map(str, places)), "questions": len(questions), "chance": chance}
