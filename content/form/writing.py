"""The text that the fields of a form stand for: canonical where they are sound, else such that they are read back."""

from collections.abc import Iterable, Iterator

from content.form.fields import (
    CardFields,
    ChoiceFields,
    DialogueFields,
    ModuleFields,
    OptionFields,
    QuestionFields,
    SourceFields,
    VignetteFields,
    WrittenFields,
)
from content.form.posted import WrittenForm
from content.form.shapes import blank, heading_of, kept_apart, prose
from content.module import QuestionKind, QuestionNature, Use
from content.patterns import LatePattern
from content.text.dialogues import begins_a_turn
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
from content.text.questions import is_structure
from content.text.vignettes import begins_a_choice
from content.text.writing import flow, scalar
from content.text.written import begins_an_answer
from content.yaml_lines import one_line

_AS_IT_IS = LatePattern(r"[0-9]+(?:-[0-9]+)*")
_ARROW = LatePattern(r"(?<!\S)(?:->|→)(?!\S)")
ESCAPE = "\\"
_BOX = LatePattern(r"\[[ xX]\]")

Line = tuple[str, str]
"""A line of the text, after the name of the field that it comes from."""


def write_form(fields: ModuleFields) -> WrittenForm:
    """Return the text of a form of a module; what is to be written yet stands there as « … »."""
    blocks: list[Iterable[Line]] = [_header(fields)]
    blocks += [_card(f"cards-{place}", card, fields.language) for place, card in enumerate(fields.cards)]
    blocks += [
        _question(f"questions-{place}", question, fields.language) for place, question in enumerate(fields.questions)
    ]
    blocks += [_dialogue(f"dialogues-{place}", one, fields.language) for place, one in enumerate(fields.dialogues)]
    blocks += [_written(f"written-{place}", one, fields.language) for place, one in enumerate(fields.written)]
    blocks += [_vignette(f"vignettes-{place}", one, fields.language) for place, one in enumerate(fields.vignettes)]
    closing = {"to_try": TO_TRY_HEADING, "exercise": EXERCISE_HEADING}
    for name, heading in closing.items():
        if said := prose(getattr(fields, name), _begins_a_block):
            blocks.append(_under(name, f"## {heading[fields.language]}", said))
    lines = [line for block in blocks for line in (("", ""), *block)][1:]
    return WrittenForm("\n".join(text for _, text in lines) + "\n", tuple(name for name, _ in lines))


def is_marked(text: str) -> bool:
    """Return whether a model would be read as a criterion."""
    return bool(_BOX.match(text))


def _begins_a_block(line: str) -> bool:
    return line.startswith("## ")


def _each(name: str, text: str, before: str = "") -> Iterator[Line]:
    yield from ((name, f"{before}{line}".rstrip()) for line in text.split("\n"))


def _under(name: str, heading: str, text: str) -> Iterator[Line]:
    yield name, heading
    yield "", ""
    yield from _each(name, text)


def _header(fields: ModuleFields) -> Iterator[Line]:
    yield "", "---"
    yield "id", f"id: {scalar(one_line(fields.id))}"
    yield "title", f"title: {scalar(one_line(fields.title))}"
    yield "language", f"language: {fields.language}"
    yield "minutes", f"minutes: {_plain(fields.minutes)}"
    yield "skills", f"skills: {flow(tuple(map(one_line, fields.skills)))}"
    if fields.sensitive:
        yield "sensitive", "sensitive: true"
    if fields.sources:
        yield "sources", "sources:"
    for place, source in enumerate(fields.sources):
        yield from _source(f"sources-{place}", source)
    yield from ((name, f"{name}: {_plain(day)}") for name in DATES if (day := one_line(getattr(fields, name))))
    if fields.cites:
        yield "cites", f"cites: {flow(tuple(map(one_line, fields.cites)))}"
    yield "", "---"


def _source(name: str, source: SourceFields) -> Iterator[Line]:
    yield f"{name}-title", f"  - title: {scalar(one_line(source.title))}"
    if url := one_line(source.url):
        yield f"{name}-url", f"    url: {scalar(url)}"
    if read_on := one_line(source.read_on):
        yield f"{name}-read_on", f"    read_on: {_plain(read_on)}"


def _plain(text: str) -> str:
    """Return a number or a day as it is, and whatever else somebody typed there as YAML would have it."""
    said = one_line(text)
    return said if _AS_IT_IS.fullmatch(said) else scalar(said)


def _card(name: str, card: CardFields, language: str) -> Iterator[Line]:
    yield name, f"## {kept_apart(one_line(card.title), language)}"
    if card.crisis:
        yield f"{name}-crisis", CRISIS
    yield "", ""
    yield from _each(f"{name}-body", prose(card.body, _begins_a_block))


# --------------------------------------------------------------------------------------------------------- questions


def _question(name: str, question: QuestionFields, language: str, turn: bool = False) -> Iterator[Line]:
    mark = f"### {TURN_WORD[language]}" if turn else f"## {QUESTION_WORD[language]}"
    kind = QuestionKind(question.kind)
    yield name, heading_of(mark, question.id, question.skill)
    yield from ((f"{name}-{one}", f"{one}: {value}") for one, value in _attributes(question) if value)
    yield "", ""
    stem = prose(question.stem, lambda line: is_structure(line, kind) or (turn and begins_a_turn(line, language)))
    yield from _each(f"{name}-stem", stem)
    yield "", ""
    for place, option in enumerate(question.options):
        here = f"{name}-options-{place}"
        leads = f" -> {option.leads_to or END_WORD[language]}" if turn else ""
        yield f"{here}-text", _option(kind, place + 1, option) + leads
        yield from _each(f"{here}-feedback", prose(option.feedback), "  > ")


def _attributes(question: QuestionFields) -> Iterator[tuple[str, str]]:
    """Yield the lines under the heading: what is as usual is not said."""
    right = sum(option.right for option in question.options)
    usual = QuestionKind.SEVERAL if right > 1 else QuestionKind.ONE
    yield "kind", "" if question.kind == usual else question.kind
    yield "use", "" if question.use == Use.LEARN else question.use
    yield "nature", "" if question.nature == QuestionNature.METHOD else question.nature
    yield "cites", ", ".join(rule for cited in question.cites for one in cited.split(",") if (rule := one_line(one)))
    yield from ((name, one_line(getattr(question, name))) for name in ("source", "unit", "tolerance", "handing_back"))


def _option(kind: QuestionKind, place: int, option: OptionFields) -> str:
    text = blank(one_line(option.text))
    match kind:
        case QuestionKind.ORDERING:
            return f"{place}. {text}"
        case QuestionKind.MATCHING:
            return f"- {_ARROW.sub('=>', text)} -> {blank(one_line(option.match))}"
        case _:
            return f"- [{'x' if option.right else ' '}] {text}"


def _dialogue(name: str, dialogue: DialogueFields, language: str) -> Iterator[Line]:
    title = blank(one_line(dialogue.title))
    yield name, heading_of(f"## {DIALOGUE_WORD[language]}", dialogue.id, title)
    yield "", ""
    scene = prose(dialogue.scene, lambda line: _begins_a_block(line) or begins_a_turn(line, language))
    yield from _each(f"{name}-scene", scene)
    for place, turn in enumerate(dialogue.turns):
        yield "", ""
        yield from _question(f"{name}-turns-{place}", turn, language, turn=True)


def _written(name: str, question: WrittenFields, language: str) -> Iterator[Line]:
    yield name, heading_of(f"## {WRITTEN_WORD[language]}", question.id, question.skill)
    yield "", ""
    stem = prose(question.stem, lambda line: _begins_a_block(line) or begins_an_answer(line))
    yield from _each(f"{name}-stem", stem)
    yield "", ""
    for place, model in enumerate(question.models):
        text = blank(one_line(model.text))
        yield f"{name}-models-{place}-text", f"- {ESCAPE}{text}" if is_marked(text) else f"- {text}"
        yield from _each(f"{name}-models-{place}-why", prose(model.why), "  > ")
    yield from ((f"{name}-criteria", f"- [ ] {one_line(one)}") for one in question.criteria)


def _vignette(name: str, vignette: VignetteFields, language: str) -> Iterator[Line]:
    title = blank(one_line(vignette.title))
    yield name, heading_of(f"## {VIGNETTE_WORD[language]}", vignette.id, title)
    if case := prose(vignette.case, lambda line: _begins_a_block(line) or begins_a_choice(line)):
        yield "", ""
        yield from _each(f"{name}-case", case)
    yield "", ""
    # Without a choice nobody could tell the explanation from the case.
    for place, choice in enumerate(vignette.choices or (ChoiceFields(),)):
        mark = "x" if choice.right else " "
        yield f"{name}-choices-{place}-text", f"- [{mark}] {blank(one_line(choice.text))}"
    yield "", ""
    yield from _each(f"{name}-explanation", prose(vignette.explanation), "> ")
    if vignette.to_discuss:
        yield "", ""
    yield from ((f"{name}-to_discuss", f"- {one_line(line)}") for line in vignette.to_discuss)
