"""The text of a module: canonical where what is typed is sound, else such that every word is read back."""

from collections.abc import Callable, Iterable, Iterator

from content.module import (
    Card,
    Dialogue,
    Module,
    Question,
    QuestionKind,
    QuestionNature,
    Use,
    Vignette,
    VignetteChoice,
    WrittenQuestion,
)
from content.schema.fields import Line
from content.schema.posted_form import WrittenForm
from content.schema.yaml_fields import one_line
from content.strings.late_patterns import LatePattern
from content.text.grammar import (
    BLANK,
    CRISIS,
    DIALOGUE_WORD,
    END_WORD,
    EXERCISE_HEADING,
    QUESTION_WORD,
    TO_TRY_HEADING,
    TURN_WORD,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    begins_a_turn,
    is_heading,
    joined,
    part_of,
)
from content.text.module_fields import (
    HEADER,
    DialogueFields,
    ModuleFields,
    OptionFields,
    QuestionFields,
    dialogue_fields,
    header_fields,
    question_fields,
)
from content.text.other_parts import begins_a_choice, begins_an_answer, is_criterion
from content.text.question_reader import is_structure

ESCAPE = "\\"
"""What stands before a model that would be read as a criterion."""

_ARROW = LatePattern(r"(?<=\S)( +)(?:->|→)(?= |$)")
"""What would be read as the arrow of a matching line."""


def write_module(module: Module) -> str:
    """Return the canonical text of a module; reading it back gives the same module."""
    exercise = module.exercise
    fields = ModuleFields(
        **header_fields(HEADER.said(module)),
        cards=module.cards,
        questions=tuple(map(question_fields, module.pool)),
        dialogues=tuple(dialogue_fields(one, module.turns(one.id)) for one in module.dialogues),
        written=module.written,
        vignettes=module.vignettes,
        to_try=module.to_try,
        exercise=f"{exercise.story}\n\n{exercise.pathway}" if exercise else "",
    )
    return write_form(fields).text


def write_form(fields: ModuleFields) -> WrittenForm:
    """Return the text of what is typed of a module, with the field of each line; what is to be written yet is « … »."""
    lines = [("", "---"), *HEADER.lines(fields), ("", "---"), *_parts(fields)]
    return WrittenForm(_text(lines) + "\n", tuple(name for name, _ in lines))


def parts_text(fields: ModuleFields) -> str:
    """Return the text of the parts of a module, without its header."""
    return _text(_parts(fields)).strip("\n")


def question_text(question: Question, language: str) -> str:
    """Return the canonical text of one question, or of one turn of a dialogue."""
    return _text(_question("", question_fields(question), language, turn=bool(question.dialogue)))


def dialogue_text(dialogue: Dialogue, turns: Iterable[Question], language: str) -> str:
    """Return the canonical text of a dialogue with its turns."""
    return _text(_dialogue("", dialogue_fields(dialogue, turns), language))


def _text(lines: Iterable[Line]) -> str:
    return "\n".join(text for _, text in lines)


def _parts(fields: ModuleFields) -> Iterator[Line]:
    """Yield the lines of each part, after an empty one."""
    language = fields.language
    writers: dict[str, Callable[..., Iterable[Line]]] = {
        "cards": _card,
        "questions": _question,
        "dialogues": _dialogue,
        "written": _written,
        "vignettes": _vignette,
    }
    for name, write in writers.items():
        for place, one in enumerate(getattr(fields, name)):
            yield "", ""
            yield from write(f"{name}-{place}", one, language)
    for name, heading in {"to_try": TO_TRY_HEADING, "exercise": EXERCISE_HEADING}.items():
        if getattr(fields, name).strip():
            yield "", ""
            yield name, f"## {heading[language]}"
            yield from _prose(name, getattr(fields, name))


def _prose(name: str, text: str, structure: Callable[[str], object] = is_heading) -> Iterator[Line]:
    """Yield some Markdown, after an empty line; what would be read as `structure` is moved by a blank, unseen."""
    yield "", ""
    yield from ((name, f" {line}" if structure(line) else line) for line in _lines(text))


def _quoted(name: str, text: str, indent: str = "") -> Iterator[Line]:
    yield from ((name, f"{indent}> {line}".rstrip()) for line in _lines(text))


def _lines(text: str) -> list[str]:
    return joined(enumerate(text.split("\n"))).split("\n")


def _heading(mark: str, name: str, title: str) -> str:
    return f"{mark} {name} · {one_line(title)}".rstrip()


def _words(text: str) -> str:
    """Return what was typed in a field of one line that no text leaves empty."""
    return one_line(text) or BLANK


def _card(name: str, card: Card, language: str) -> Iterator[Line]:
    title = one_line(card.title)
    # One that would begin another part is marked, to be turned anew.
    is_apart = not title or part_of(title, language) != "cards"
    yield name, f"## {BLANK} {title}".rstrip() if is_apart else f"## {title}"
    if card.crisis:
        yield f"{name}-crisis", CRISIS
    yield from _prose(f"{name}-body", card.body)


# ------------------------------------------------------------------------------------------------------------ questions


def _question(name: str, question: QuestionFields, language: str, turn: bool = False) -> Iterator[Line]:
    mark = f"### {TURN_WORD[language]}" if turn else f"## {QUESTION_WORD[language]}"
    kind = question.kind
    yield name, _heading(mark, question.id, question.skill)
    yield from ((f"{name}-{one}", f"{one}: {value}") for one, value in _attributes(question) if value)
    yield from _prose(
        f"{name}-stem",
        question.stem,
        lambda line: is_structure(line, kind) or (turn and begins_a_turn(line, language)),
    )
    yield "", ""
    for place, option in enumerate(question.options):
        here = f"{name}-options-{place}"
        leads = f" -> {option.leads_to or END_WORD[language]}" if turn else ""
        yield f"{here}-text", _option(kind, place + 1, option) + leads
        yield from _quoted(f"{here}-feedback", option.feedback, "  ")


def _attributes(question: QuestionFields) -> Iterator[tuple[str, str]]:
    """Yield the lines under the heading: what is as usual is not said."""
    right = sum(option.right for option in question.options)
    usual = QuestionKind.SEVERAL if right > 1 else QuestionKind.ONE
    yield "kind", "" if question.kind == usual else question.kind
    yield "use", "" if question.use == Use.LEARN else question.use
    yield "nature", "" if question.nature == QuestionNature.METHOD else question.nature
    yield "cites", ", ".join(rule for cited in question.cites for one in cited.split(",") if (rule := one_line(one)))
    yield from ((name, one_line(getattr(question, name))) for name in ("source", "unit", "tolerance", "handing_back"))


def _option(kind: str, place: int, option: OptionFields) -> str:
    text = _words(option.text)
    match kind:
        case QuestionKind.ORDERING:
            return f"{place}. {text}"
        case QuestionKind.MATCHING:
            text = _ARROW.sub(lambda found: f"{found[1]}=>", text)
            return f"- {text} -> {_words(option.match)}"
        case _:
            return f"- [{'x' if option.right else ' '}] {text}"


def _dialogue(name: str, dialogue: DialogueFields, language: str) -> Iterator[Line]:
    yield name, _heading(f"## {DIALOGUE_WORD[language]}", dialogue.id, _words(dialogue.title))
    scene = dialogue.scene
    yield from _prose(f"{name}-scene", scene, lambda line: is_heading(line) or begins_a_turn(line, language))
    for place, turn in enumerate(dialogue.turns):
        yield "", ""
        yield from _question(f"{name}-turns-{place}", turn, language, turn=True)


# ------------------------------------------------------------------------------------------------- beside the questions


def _written(name: str, question: WrittenQuestion, language: str) -> Iterator[Line]:
    yield name, _heading(f"## {WRITTEN_WORD[language]}", question.id, question.skill)
    yield from _prose(f"{name}-stem", question.stem, lambda line: is_heading(line) or begins_an_answer(line))
    yield "", ""
    for place, model in enumerate(question.models):
        text = _words(model.text)
        yield f"{name}-models-{place}-text", f"- {ESCAPE if is_criterion(text) else ''}{text}"
        yield from _quoted(f"{name}-models-{place}-why", model.why, "  ")
    yield from ((f"{name}-criteria", f"- [ ] {one_line(one)}") for one in question.criteria)


def _vignette(name: str, vignette: Vignette, language: str) -> Iterator[Line]:
    yield name, _heading(f"## {VIGNETTE_WORD[language]}", vignette.id, _words(vignette.title))
    if vignette.case.strip():
        yield from _prose(f"{name}-case", vignette.case, lambda line: is_heading(line) or begins_a_choice(line))
    yield "", ""
    # Without a choice nobody could tell the explanation from the case.
    for place, choice in enumerate(vignette.choices or (VignetteChoice("", False),)):
        mark = "x" if choice.right else " "
        yield f"{name}-choices-{place}-text", f"- [{mark}] {_words(choice.text)}"
    yield "", ""
    yield from _quoted(f"{name}-explanation", vignette.explanation)
    if vignette.to_discuss:
        yield "", ""
    yield from ((f"{name}-to_discuss", f"- {one_line(line)}") for line in vignette.to_discuss)
