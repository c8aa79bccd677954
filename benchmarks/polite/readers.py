"""Those who go through a pack, and how often each is right; nobody learns anything on the way."""

from enum import StrEnum

from benchmarks.tutor.course import Course
from content.checks.register import handing_back
from content.module import HandingBack, Question
from content.pack import PackTexts
from models.learner import RIGHT_IF_SHOWN


class Reader(StrEnum):
    """A kind of reader."""

    POLITE = "polite"
    """Right wherever the key hands back, at chance elsewhere."""
    CHANCE = "at chance"
    KNOWS = "who knows"
    """Right nine times in ten, whatever is asked."""


def success(reader: Reader, question: Question, language: str) -> float:
    """Return the probability of a right answer; where no author has said what hands back, a list of words does."""
    match reader:
        case Reader.KNOWS:
            return RIGHT_IF_SHOWN
        case Reader.POLITE if handing_back(question, language) is HandingBack.KEY:
            return 1.0
        case _:
            return question.chance


def course_of(parts: PackTexts) -> Course:
    """Return the modules of a pack as a course of the skills that they ask about.

    Every question counts, as if practitioners had voted and law had been read a second time.
    """
    modules = tuple(module for module, _, _ in parts.modules)
    asked = {question.skill for module in modules for question in module.questions}
    return Course(
        {
            skill.id: tuple(one for one in skill.prerequisites if one in asked)
            for skill in parts.skills
            if skill.id in asked
        },
        modules,
    )
