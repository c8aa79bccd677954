"""A sheet that is begun with a question of a topic: its answers are the ways, and what follows each is a step."""

from collections.abc import Sequence

from content.sheet import LONGEST, MOST_RULES
from content.sheet_fields import PlaceFields, SheetFields, WayFields
from content.sheet_words import WORDS
from content.topics import InterviewQuestion, Topic

FIRST_ROLE = {"fr": "moi", "nl": "ik", "en": "me"}
"""The person whose sheet it is."""


def begun_with(topic: Topic, question: InterviewQuestion, rules: Sequence[str], language: str) -> SheetFields:
    """Return a sheet of one question that decides, with a step for each answer that says what is done next."""
    who, end = FIRST_ROLE[language], WORDS[language].end
    # An answer, and what is done after it: « Oui : j'appelle » has both.
    said = [names[language].replace("’", "'").partition(":") for names in question.continuations]
    answers = [(words.strip(), act.strip()) for words, _, act in said]
    steps = [PlaceFields(False, who, act, goal=end) for _, act in answers if act]
    numbers = iter(range(2, 2 + len(steps)))
    ways = tuple(WayFields(words, str(next(numbers)) if act else end) for words, act in answers)
    decision = PlaceFields(True, who, question.words[language], ways=ways)
    title = topic.name[language][: LONGEST["title"]]
    return SheetFields(language, title, rules=", ".join(rules[:MOST_RULES]), places=(decision, *steps))
