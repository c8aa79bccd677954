"""A copy of a module: the same words under names of its own, so that no answer to one is taken for one to the other."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from content.module import Module, Question
from content.starter import COPY_OF

Names = Mapping[str, str]
"""What each thing was called → what it is called in the copy."""


def copied(module: Module, module_id: str, title: str) -> Module:
    """Return a module again under another id and title, every part of it that has a name under one of its own."""
    questions = _names((question.id for question in module.questions), module_id)
    dialogues = _names((dialogue.id for dialogue in module.dialogues), f"{module_id}-dialogue")
    return replace(
        module,
        id=module_id,
        title=title,
        questions=tuple(_asked(question, questions, dialogues) for question in module.questions),
        dialogues=tuple(dialogue._replace(id=dialogues[dialogue.id]) for dialogue in module.dialogues),
        written=tuple(one._replace(id=f"{module_id}-ecrit-{n}") for n, one in enumerate(module.written, 1)),
        vignettes=tuple(one._replace(id=f"{module_id}-vignette-{n}") for n, one in enumerate(module.vignettes, 1)),
    )


def copied_title(module: Module) -> str:
    """Return the title that a copy has until it has one of its own."""
    return f"{COPY_OF[module.language]} {module.title}"


def _names(ids: Iterable[str], stem: str) -> Names:
    return {one: f"{stem}-{number}" for number, one in enumerate(ids, 1)}


def _asked(question: Question, questions: Names, dialogues: Names) -> Question:
    leads = (option._replace(leads_to=questions.get(option.leads_to, "")) for option in question.options)
    return question._replace(
        id=questions[question.id], dialogue=dialogues.get(question.dialogue, ""), options=tuple(leads)
    )
