"""Reading times: of a question at the very least, and of one play of a module with time to understand."""

from collections.abc import Iterator
from datetime import timedelta

from content.dialogue import in_order
from content.folding import word_count
from content.module import TYPED, Card, Dialogue, Module, Question, QuestionKind
from content.pictures.naming import without_pictures

WORDS_A_SECOND = 10.0
"""Two and a half times as fast as adults read in silence, so that nobody who reads is ever held up.

Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019).
"""
WORDS_A_MINUTE, QUESTION_SECONDS, QUESTIONS_A_PLAY = 200, 40, 5
"""What one play is reckoned with: cards read to be understood, five questions with their feedback."""
TURN_SECONDS = 15
"""To weigh in a dialogue what one would say; what there is to read is reckoned apart."""


def reading_time(question: Question) -> timedelta:
    """Return the least time in which somebody can have read what a question shows before it is answered.

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
