"""The tree of a dialogue and what is wrong with it, and the time that dialogues, questions and modules take to read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from graphlib import TopologicalSorter
from typing import NamedTuple

from content.module import TYPED, Card, Dialogue, Module, Option, Question, QuestionKind
from content.pictures.picture_file import without_pictures
from content.strings.words import word_count

MOST_TURNS = 12
"""Written in one dialogue: one page of the text can be read."""
SHORTEST = 3
"""Turns of the shortest path."""
LONGEST_PATH = 5
"""Turns of the longest path."""


class FaultKind(StrEnum):
    """What can be wrong with the tree of a dialogue."""

    UNKNOWN = "unknown"
    """An option leads to a turn that is not there."""
    LOOP = "loop"
    """A turn leads back to itself, at once or by others."""
    UNMET = "unmet"
    """No option leads to a turn that is not the first."""
    SHORT = "short"
    """A path ends after fewer than SHORTEST turns."""
    LONG = "long"
    """A path has more than LONGEST_PATH turns."""


class Fault(NamedTuple):
    """A fault with the turn it stands in, and where that leads."""

    kind: FaultKind
    turn: str
    to: str = ""


def faults(turns: Sequence[Question]) -> Iterator[Fault]:
    """Yield each fault of a tree; the lengths of its paths are looked at only where it has no other."""
    following = {turn.id: _leads(turn) for turn in turns}
    met = {turns[0].id, *_beyond(turns[0].id, following)}
    found = [
        *(Fault(FaultKind.UNKNOWN, turn, to) for turn, ways in following.items() for to in ways if to not in following),
        *(Fault(FaultKind.LOOP, turn, turn) for turn in following if turn in _beyond(turn, following)),
        *(Fault(FaultKind.UNMET, turn.id) for turn in turns if turn.id not in met),
    ]
    yield from found or _lengths(turns)


def _leads(turn: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option.leads_to for option in turn.options if option.leads_to))


def _beyond(turn: str, following: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the turns reachable from one; itself only where a path comes back to it."""
    met: set[str] = set()
    ahead = list(following.get(turn, ()))
    while ahead:
        one = ahead.pop()
        if one not in met:
            met.add(one)
            ahead += following.get(one, ())
    return met


def _lengths(turns: Sequence[Question]) -> Iterator[Fault]:
    """Yield the turns at which a path ends too early, and those at which one goes on for too long."""
    reached: dict[str, set[int]] = {turns[0].id: {1}}
    for turn in in_order(turns):
        for to in _leads(turn):
            reached.setdefault(to, set()).update(place + 1 for place in reached[turn.id])
    for turn in turns:
        places, ends = reached[turn.id], any(not option.leads_to for option in turn.options)
        if ends and min(places) < SHORTEST:
            yield Fault(FaultKind.SHORT, turn.id)
        if max(places) > LONGEST_PATH:
            yield Fault(FaultKind.LONG, turn.id)


def in_order(turns: Sequence[Question]) -> list[Question]:
    """Return the turns of a sound tree, each after all that lead to it; raises graphlib.CycleError."""
    by_id = {turn.id: turn for turn in turns}
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(by_id, ()))
    for turn in turns:
        for to in _leads(turn):
            sorter.add(to, turn.id)
    return [by_id[turn_id] for turn_id in sorter.static_order()]


def played(turns: Sequence[Question], said: Mapping[str, str]) -> tuple[tuple[Question, ...], Question | None]:
    """Return the turns met so far, and the one that waits, None at the end; `said` has the key of an option by turn.

    « Je ne sais pas », an empty key, goes the way of what would have been right: who does not know is shown it.
    """
    by_id, met = {turn.id: turn for turn in turns}, list[Question]()
    here: Question | None = turns[0]
    while here and here.id in said:
        met.append(here)
        here = by_id.get(option_said(here, said[here.id]).leads_to)
    return tuple(met), here


def path_lengths(turns: Sequence[Question]) -> list[int]:
    """Return how many turns each path of a sound tree has; two ways to say it, two paths."""
    ahead: dict[str, list[int]] = {"": [0]}
    for turn in reversed(in_order(turns)):
        ahead[turn.id] = [1 + length for one in turn.options for length in ahead[one.leads_to]]
    return ahead[turns[0].id]


def longest_from(turns: Sequence[Question], turn_id: str) -> int:
    """Return how many turns the longest path has from a turn of a sound tree, itself included."""
    by_id = {turn.id: turn for turn in turns}
    return 1 + max((longest_from(turns, to) for to in _leads(by_id[turn_id])), default=0)


def option_said(turn: Question, key: str) -> Option:
    """Return the option of a turn by its key; the right one where there is none of that key."""
    right = next(option for option in turn.options if option.right)
    return next((option for option in turn.options if option.key == key), right)


# -------------------------------------------------------------------------------------------------------- reading times


WORDS_A_SECOND = 10.0
"""Two and a half times as fast as adults read in silence, so that nobody who reads is ever held up.

Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019).
"""
WORDS_A_MINUTE, QUESTION_SECONDS, QUESTIONS_A_PLAY = 200, 40, 5
"""What one play is reckoned with: cards read to be understood, five questions with their feedback."""
TURN_SECONDS = 15
"""To weigh in a dialogue what one would say; what there is to read is reckoned apart."""


def reading_time(question: Question) -> timedelta:
    """Return the shortest time in which a question can be read before it is answered.

    A picture takes none: it may be known from a card.
    """
    return timedelta(seconds=sum(map(word_count, _shown(question))) / WORDS_A_SECOND)


def card_words(card: Card) -> int:
    """Return how many words one reads on a card as one learns; what it says to the person is folded then."""
    return word_count(card.title) + word_count(card.parts.body)


def play_minutes(module: Module) -> float:
    """Return the minutes of one play: every card, and as many questions as one play asks."""
    asked = min(QUESTIONS_A_PLAY, len(module.pool))
    return sum(map(card_words, module.cards)) / WORDS_A_MINUTE + asked * QUESTION_SECONDS / 60


def dialogue_minutes(module: Module, dialogue: Dialogue) -> float:
    """Return the minutes of the longest path: its scene, and of each turn what is shown and what one is told."""
    turns, ahead = module.turns(dialogue.id), {"": 0.0}
    for turn in reversed(in_order(turns)):
        said = max(word_count(one.feedback) / WORDS_A_MINUTE + ahead[one.leads_to] for one in turn.options)
        ahead[turn.id] = sum(map(word_count, _shown(turn))) / WORDS_A_MINUTE + TURN_SECONDS / 60 + said
    return word_count(dialogue.scene) / WORDS_A_MINUTE + ahead[turns[0].id]


def _shown(question: Question) -> Iterator[str]:
    yield without_pictures(question.stem)
    if question.kind not in TYPED:
        yield from (option.text for option in question.options)
    if question.kind is QuestionKind.MATCHING:
        yield from question.choices
