"""Validity of what is asked: of a module, and of the rules that its questions cite."""

from datetime import date

from sqlalchemy.orm import Session

from content.module import Module, Question
from content.rules import Rule
from models.catalogue import in_force
from models.tables.answers import Answer

Dated = Module | Rule


def failing(db: Session, module: Module, question: Question, day: date) -> Dated | None:
    """Return the first thing that a question rests on and that does not hold on a day: a module, or a rule."""
    if not module.valid_on(day):
        return module
    rules = in_force.rules(db) if question.cites else {}
    cited = [rules[rule] for rule in question.cites if rule in rules]
    return next((rule for rule in cited if not rule.valid_on(day)), None)


def why_not_counted(db: Session, answer: Answer) -> Dated | None:
    """Return what did not hold on the day of an answer, as the rules still say; None if it counts."""
    if answer.counts:
        return None
    module = in_force.module_of(db, answer.version_id)
    return failing(db, module, module.question(answer.question_id), answer.day)
