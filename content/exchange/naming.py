"""Ids for questions that come from elsewhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from content.exchange.archive import shown
from content.exchange.losses import Loss, Told
from content.folding import slugs, written_words
from content.module import Question
from content.problems import N_
from content.text.grammar import ID

_SIGNS = re.compile(r"\\(?=[^\w\s])|[*_`#>]+(?=\S)|(?<=\S)[*_`]+|!?\[|\]\([^()]*\)")
"""Of Markdown: what is left out where only words are shown."""
LONGEST = 60
"""Letters of an id that is made of a title."""
RENAMED = N_("L'identifiant %(id)s sert à deux questions : celle-ci devient %(new)s.")


class TakenQuestion(NamedTuple):
    """What was read of one question of a file, or of what stands beside its questions.

    `losses`: what is lost of it; `asked`: the id that it asks for; `stem`: what an id is made of, where that is not as
    the question says it.
    """

    question: Question | None
    losses: Sequence[Told] = ()
    asked: str = ""
    title: str = ""
    stem: str = ""


class NamedQuestions(NamedTuple):
    """Questions, each with an id of its own, what is lost of them, and which ids were asked for twice."""

    questions: tuple[Question, ...]
    losses: tuple[Loss, ...]
    doubles: list[Loss]


def named(taken: Iterable[TakenQuestion]) -> NamedQuestions:
    """Return the questions with ids that differ; what is lost of something without an id goes by its title.

    An id is the one that the question asks for; else one that resembles it, or its title; else one made of its stem:
    the same question gets the same id each time that it is read, and nobody imports it twice unawares.
    """
    taken = list(taken)
    honoured = {one.asked for one in taken if one.question and ID.fullmatch(one.asked)}
    questions: dict[str, Question] = {}
    series: dict[str, Iterator[str]] = {}
    losses, doubles = [], []
    for one in taken:
        name = shown(one.title)
        if one.question:
            name = one.asked
            if name not in honoured or name in questions:
                seal = sha256((one.stem or one.question.stem).encode()).hexdigest()[:10]
                base = name if name in honoured else _name(name) or _name(one.title) or f"q-{seal}"
                names = series.setdefault(base, numbered(base))
                name = next(free for free in names if free not in honoured and free not in questions)
            if one.asked in honoured and name != one.asked:
                doubles.append(Loss(name, RENAMED, {"id": one.asked, "new": name}))
            questions[name] = one.question._replace(id=name)
        losses += [Loss(name, *told) for told in one.losses]
    return NamedQuestions(tuple(questions.values()), tuple(losses), doubles)


def first_words(stem: str) -> str:
    """Return how a stem begins, for lists in which an id would say nothing."""
    line = next((line for line in stem.split("\n") if line.strip()), "")
    bare = " ".join(_SIGNS.sub("", line).split())
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST].rpartition(' ')[0] or bare[:LONGEST]}…"


def numbered(name: str) -> Iterator[str]:
    """Yield a name, then the same with 2, 3… behind it."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _name(title: str) -> str:
    """Return the id that a title is, or resembles; empty when there is nothing of one in it."""
    if ID.fullmatch(title):
        return title[:LONGEST].rstrip("-._")
    (slug,) = slugs([title[: 2 * LONGEST]]) if written_words(title) else [""]
    name = slug[:LONGEST].rstrip("-")
    return name if ID.fullmatch(name) else ""
