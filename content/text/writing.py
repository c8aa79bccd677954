"""The canonical text of a module."""

from collections.abc import Iterable, Iterator

from content.module import (
    Card,
    Dialogue,
    Module,
    Option,
    Question,
    QuestionKind,
    QuestionNature,
    Reference,
    SheetExercise,
    Use,
    Vignette,
    WrittenQuestion,
)
from content.text.grammar import (
    CRISIS,
    DATES,
    DIALOGUE_WORD,
    END_WORD,
    EXERCISE_HEADING,
    QUESTION_WORD,
    TO_TRY_HEADING,
    TURN_WORD,
    VIGNETTE_WORD,
    WRITTEN_WORD,
)


def write_module(module: Module) -> str:
    """Return the canonical text of a module; reading it back gives the same module."""
    blocks = [_card_text(card) for card in module.cards]
    blocks += [question_text(question, module.language) for question in module.pool]
    blocks += [dialogue_text(one, module.turns(one.id), module.language) for one in module.dialogues]
    blocks += [written_text(one, module.language) for one in module.written]
    blocks += [vignette_text(one, module.language) for one in module.vignettes]
    if module.to_try:
        blocks.append(f"## {TO_TRY_HEADING[module.language]}\n\n{module.to_try}")
    if module.exercise:
        blocks.append(exercise_text(module.exercise, module.language))
    return "\n\n".join(["\n".join(["---", *_front_matter(module), "---"]), *blocks]) + "\n"


def _card_text(card: Card) -> str:
    mark = [CRISIS] if card.crisis else []
    return "\n".join([f"## {card.title}", *mark, "", card.body])


def _front_matter(module: Module) -> Iterator[str]:
    yield f"id: {scalar(module.id)}"
    yield f"title: {scalar(module.title)}"
    yield f"language: {module.language}"
    yield f"minutes: {module.minutes}"
    yield f"skills: {flow(module.skills)}"
    if module.sensitive:
        yield "sensitive: true"
    if module.sources:
        yield "sources:"
        yield from (line for source in module.sources for line in source_lines(source))
    for field in DATES:
        if day := getattr(module, field):
            yield f"{field}: {day}"
    if module.cites:
        yield f"cites: {flow(module.cites)}"


def source_lines(source: Reference) -> Iterator[str]:
    """Yield the lines of a source, below the others."""
    yield f"  - title: {scalar(source.title)}"
    if source.url:
        yield f"    url: {scalar(source.url)}"
    if source.read_on:
        yield f"    read_on: {source.read_on}"


def question_text(question: Question, language: str) -> str:
    """Return the canonical text of one question, or of one turn of a dialogue."""
    mark = f"### {TURN_WORD[language]}" if question.dialogue else f"## {QUESTION_WORD[language]}"
    lines = [f"{mark} {question.id} · {question.skill}", *_attributes(question)]
    lines += ["", question.stem, ""]
    for place, option in enumerate(question.options, 1):
        leads = f" -> {option.leads_to or END_WORD[language]}" if question.dialogue else ""
        lines.append(_option_line(question.kind, place, option) + leads)
        lines += _quoted(option.feedback, "  ")
    return "\n".join(lines)


def dialogue_text(dialogue: Dialogue, turns: Iterable[Question], language: str) -> str:
    """Return the canonical text of a dialogue with its turns."""
    heading = f"## {DIALOGUE_WORD[language]} {dialogue.id} · {dialogue.title}"
    return "\n\n".join([heading, dialogue.scene, *(question_text(turn, language) for turn in turns)])


def written_text(question: WrittenQuestion, language: str) -> str:
    """Return the canonical text of a written question."""
    heading = f"## {WRITTEN_WORD[language]} {question.id} · {question.skill}"
    models = [line for model in question.models for line in (f"- {model.text}", *_quoted(model.why, "  "))]
    return "\n".join([heading, "", question.stem, "", *models, *(f"- [ ] {one}" for one in question.criteria)])


def vignette_text(vignette: Vignette, language: str) -> str:
    """Return the canonical text of a vignette."""
    choices = "\n".join(f"- [{'x' if one.right else ' '}] {one.text}" for one in vignette.choices)
    blocks = [
        f"## {VIGNETTE_WORD[language]} {vignette.id} · {vignette.title}",
        vignette.case,
        choices,
        "\n".join(_quoted(vignette.explanation)),
        "\n".join(f"- {line}" for line in vignette.to_discuss),
    ]
    return "\n\n".join(filter(None, blocks))


def _quoted(text: str, indent: str = "") -> list[str]:
    return [f"{indent}> {line}".rstrip() for line in text.split("\n")]


def exercise_text(exercise: SheetExercise, language: str) -> str:
    """Return the canonical text of what there is to try on a sheet; the sheet stays as it was typed."""
    return f"## {EXERCISE_HEADING[language]}\n\n{exercise.story}\n\n{exercise.sheet}"


def _attributes(question: Question) -> Iterator[str]:
    """Yield the lines under the heading: what is as usual is not said."""
    right = sum(option.right for option in question.options)
    usual = QuestionKind.SEVERAL if right > 1 else QuestionKind.ONE
    said = {
        "kind": "" if question.kind is usual else question.kind,
        "use": "" if question.use is Use.LEARN else question.use,
        "nature": "" if question.nature is QuestionNature.METHOD else question.nature,
        "cites": ", ".join(question.cites),
        "source": question.source or "",
        "unit": question.unit,
        "tolerance": f"{question.tolerance:f}" if question.tolerance else "",
        "handing_back": question.handing_back or "",
    }
    yield from (f"{name}: {value}" for name, value in said.items() if value)


def _option_line(kind: QuestionKind, place: int, option: Option) -> str:
    match kind:
        case QuestionKind.ORDERING:
            return f"{place}. {option.text}"
        case QuestionKind.MATCHING:
            return f"- {option.text} -> {option.match}"
        case _:
            return f"- [{'x' if option.right else ' '}] {option.text}"


def scalar(text: str) -> str:
    """Return a text as YAML has it on one line."""
    return _dumped(text).removesuffix("...\n").strip()


def flow(texts: tuple[str, ...]) -> str:
    """Return a list of texts as YAML has it on one line."""
    return _dumped(list(texts)).strip()


def _dumped(value: str | list[str]) -> str:
    import yaml

    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True)
    return dumped
