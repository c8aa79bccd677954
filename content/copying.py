"""A copy of a module: the same words under names of its own, so that no answer to one is taken for one to the other."""

from dataclasses import replace

from content.module import Module
from content.starter import COPY_OF


def copied(module: Module, module_id: str, title: str) -> Module:
    """Return a module again under another id and title, every part of it that has a name under one of its own."""
    # What each was called → what it is called in the copy.
    questions = {one.id: f"{module_id}-{number}" for number, one in enumerate(module.questions, 1)}
    dialogues = {one.id: f"{module_id}-dialogue-{number}" for number, one in enumerate(module.dialogues, 1)}
    return replace(
        module,
        id=module_id,
        title=title,
        questions=tuple(
            question._replace(
                id=questions[question.id],
                dialogue=dialogues.get(question.dialogue, ""),
                options=tuple(one._replace(leads_to=questions.get(one.leads_to, "")) for one in question.options),
            )
            for question in module.questions
        ),
        dialogues=tuple(dialogue._replace(id=dialogues[dialogue.id]) for dialogue in module.dialogues),
        written=tuple(one._replace(id=f"{module_id}-ecrit-{n}") for n, one in enumerate(module.written, 1)),
        vignettes=tuple(one._replace(id=f"{module_id}-vignette-{n}") for n, one in enumerate(module.vignettes, 1)),
    )


def copied_title(module: Module) -> str:
    """Return the title that a copy has until it has one of its own."""
    return f"{COPY_OF[module.language]} {module.title}"
