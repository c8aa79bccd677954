"""What a module changes of its text before: question by question, and around the questions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from content.marking import Response, mark
from content.module import TYPED, Module, Question, QuestionKind


def changed_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that are not said as before, in the order of the new text."""

    def told(module: Module, question: Question) -> tuple[object, ...]:
        # A source put in before the others moves their numbers, and changes nothing of what a question says.
        return question._replace(source=0), module.source_of(question)

    return tuple(new.id for old, new in _pairs(before, now) if told(before, old) != told(now, new))


def new_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions that only the new text has, in its order; swapped, those that are gone."""
    old = questions_of(before)
    return tuple(question.id for question in now.questions if question.id not in old)


def changed_around(before: Module, now: Module) -> bool:
    """Return whether anything but the questions differs: header, cards, scenes, what there is to try."""
    return replace(before, questions=()) != replace(now, questions=())


def questions_of(module: Module) -> Mapping[str, Question]:
    """Return the questions of a module by their ids."""
    return {question.id: question for question in module.questions}


# -------------------------------------------------------------------------------------------------------- what is right


def key_changes(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both whose right response is no longer the same."""
    return tuple(new.id for old, new in _pairs(before, now) if _has_another_key(old, new))


def marked_otherwise(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that mark some response otherwise: key, spelling or tolerance."""
    return tuple(
        new.id for old, new in _pairs(before, now) if _has_another_key(old, new) or _accepted(old) != _accepted(new)
    )


def still_right(before: Question, now: Question, response: Response) -> bool:
    """Return whether a response to a question as it stood is right as it stands; options are matched by their text."""
    if now.kind is not before.kind:
        return False
    if now.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        texts = {option.key: option.text for option in before.options}
        keys = {option.text: option.key for option in now.options}
        response = tuple(sorted(keys.get(texts.get(key, ""), key) for key in response))
        if {*response} - {*keys.values()}:
            return False
    return mark(now, response).correct


def _pairs(before: Module, now: Module) -> Iterator[tuple[Question, Question]]:
    old = questions_of(before)
    return ((old[question.id], question) for question in now.questions if question.id in old)


def _has_another_key(old: Question, new: Question) -> bool:
    """Return whether right and wrong have changed places; other words or another order are not that."""
    if old.kind is not new.kind:
        return True
    was, is_now = ({option.text: option for option in one.options} for one in (old, new))
    shared = [text for text in was if text in is_now]
    match old.kind:
        case QuestionKind.ORDERING:
            return shared != [text for text in is_now if text in was]
        case QuestionKind.MATCHING:
            matches = [(was[text].match, is_now[text].match) for text in shared]
            return any(before != after and after in old.choices for before, after in matches)
        case QuestionKind.TEXT | QuestionKind.NUMBER:
            return old.key != new.key
        case _:
            turned = any(was[text].right is not is_now[text].right for text in shared)
            right, now_right = ({one.text for one in asked.options if one.right} for asked in (old, new))
            return turned or (old.key != new.key and right != now_right)


def _accepted(question: Question) -> tuple[object, ...]:
    if question.kind not in TYPED:
        return ()
    return (question.tolerance, *((option.text, option.right) for option in question.options))
