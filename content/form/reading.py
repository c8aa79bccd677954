"""The fields that a form shows of a text, or that no form can hold it: nothing of a text is ever dropped."""

from collections.abc import Iterator
from itertools import pairwise

from content.fields import Fields
from content.form.checking import check_codes
from content.form.fields import (
    CardFields,
    ChoiceFields,
    DialogueFields,
    ModelFields,
    ModuleFields,
    OptionFields,
    QuestionFields,
    SourceFields,
    VignetteFields,
    WrittenFields,
)
from content.form.posted import UNREAD, MalformedForm, NotInForm
from content.form.shapes import said, title_of_card
from content.form.writing import ESCAPE, is_marked, write_form
from content.module import Option, QuestionKind
from content.problems import N_, BrokenText
from content.text.cards import is_of_a_card
from content.text.dialogues import TurnReader, begins_a_dialogue, begins_a_turn
from content.text.grammar import (
    CRISIS,
    EXERCISE_HEADING,
    TO_TRY_HEADING,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    TextBlock,
    is_named,
    joined,
    name_and_title,
)
from content.text.questions import QuestionReader, shape_of
from content.text.reading import opened_text, read_module
from content.text.vignettes import read_vignette
from content.text.written import read_written

COMMENTED = N_(
    "L'en-tête contient des remarques (#), que le formulaire ne montre pas et perdrait : retirez-les pour l'ouvrir."
)


def read_form(text: str) -> ModuleFields:
    """Return the fields of a text; raises NotInForm.

    A text is in a form when the form gives it back byte for byte, or, where it can be read, the same module.
    """
    try:
        top, language, blocks = opened_text(text)
        fields = _FormReader(language).read(_header(top, language), blocks)
        check_codes(fields)
        again = write_form(fields).text
        same = again == text or read_module(again) == read_module(text)
    except (BrokenText, MalformedForm) as error:
        raise NotInForm(UNREAD) from error
    if again != text and (not same or has_comments(text)):
        raise NotInForm(COMMENTED if same else UNREAD)
    return fields


def has_comments(text: str) -> bool:
    """Return whether the header holds words that are no value of a field."""
    import yaml

    header = text.split("\n---", 1)[0].removeprefix("---")
    ends = [(token.start_mark.index, token.end_mark.index) for token in yaml.scan(header)]
    return any("#" in header[end:start] for (_, end), (start, _) in pairwise(ends))


def _header(top: Fields, language: str) -> ModuleFields:
    return ModuleFields(
        id=top.optional("id"),
        title=top.optional("title"),
        language=language,
        minutes=top.optional("minutes"),
        skills=top.texts("skills"),
        sensitive=top.flag("sensitive"),
        sources=tuple(
            SourceFields(one.optional("title"), one.optional("url"), one.optional("read_on"))
            for one in top.entries("sources")
        ),
        review_by=top.optional("review_by"),
        valid_from=top.optional("valid_from"),
        valid_until=top.optional("valid_until"),
        cites=top.texts("cites"),
    )


def _unheard(line: int, sentence: str, **values: object) -> None:
    """Take what is to be mended: who reads the text says it."""


class _FormReader:
    def __init__(self, language: str) -> None:
        self.language = language

    def read(self, fields: ModuleFields, blocks: tuple[TextBlock, ...]) -> ModuleFields:
        for block in blocks:
            heading, language = block.heading, self.language
            if heading == TO_TRY_HEADING[language]:
                fields = fields._replace(to_try=block.body)
            elif heading == EXERCISE_HEADING[language]:
                fields = fields._replace(exercise=block.body)
            elif is_of_a_card(heading, language):
                fields = fields._replace(cards=(*fields.cards, self._card(block)))
            elif begins_a_dialogue(heading, language):
                fields = fields._replace(dialogues=(*fields.dialogues, self._dialogue(block)))
            elif is_named(heading, WRITTEN_WORD[language]):
                fields = fields._replace(written=(*fields.written, self._written(block)))
            elif is_named(heading, VIGNETTE_WORD[language]):
                fields = fields._replace(vignettes=(*fields.vignettes, self._vignette(block)))
            else:
                fields = fields._replace(questions=(*fields.questions, _RawFields(block, _unheard).fields()))
        return fields

    def _card(self, block: TextBlock) -> CardFields:
        crisis = bool(block.lines) and block.lines[0][1].rstrip() == CRISIS
        return CardFields(
            title_of_card(block.heading, self.language), crisis, joined(block.lines[1:] if crisis else block.lines)
        )

    def _dialogue(self, block: TextBlock) -> DialogueFields:
        name, title = name_and_title(block.heading)
        starts = [place for place, (_, line) in enumerate(block.lines) if begins_a_turn(line, self.language)]
        scene = joined(block.lines[: min(starts, default=len(block.lines))])
        return DialogueFields(name, said(title), scene, tuple(self._turns(block, starts)))

    def _turns(self, block: TextBlock, starts: list[int]) -> Iterator[QuestionFields]:
        for start, stop in pairwise([*starts, len(block.lines)]):
            number, heading = block.lines[start]
            turn = TextBlock(number, heading[3:].strip(), block.lines[start + 1 : stop])
            yield _RawTurn(turn, self.language, _unheard).fields()

    def _written(self, block: TextBlock) -> WrittenFields:
        found = read_written(block, self.language, _unheard)
        models = tuple(ModelFields(said(_unmarked(one.text)), one.why) for one in found.models)
        return WrittenFields(found.id, found.skill, found.stem, models, found.criteria)

    def _vignette(self, block: TextBlock) -> VignetteFields:
        found = read_vignette(block, self.language, _unheard)
        choices = tuple(ChoiceFields(said(one.text), one.right) for one in found.choices)
        return VignetteFields(found.id, said(found.title), found.case, choices, found.explanation, found.to_discuss)


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith(ESCAPE) and is_marked(text[1:]) else text


class _RawFields(QuestionReader):
    """Reads a question as the fields of its form."""

    def fields(self) -> QuestionFields:
        question_id, skill = self._heading()
        lines = list(self.block.lines)
        attributes = self._attributes(lines)
        named = self._kind(attributes)
        shape, told = shape_of(named)
        stem = self._stem(lines, shape)
        options = tuple(map(_option, (self._option("", draft) for draft in self._drafts(lines, shape, told))))
        value = {name: said for name, (_, said) in attributes.items()}
        several = sum(option.right for option in options) > 1
        return QuestionFields(
            question_id,
            value["kind"] or (QuestionKind.SEVERAL if several else QuestionKind.ONE),
            skill,
            stem,
            options,
            value["use"] or "learn",
            value["nature"] or "méthode",
            tuple(rule.strip() for rule in value["cites"].split(",") if rule.strip()),
            value["source"],
            value["unit"],
            value["tolerance"],
            value["handing_back"],
        )


def _option(option: Option) -> OptionFields:
    return OptionFields(said(option.text), option.right, option.feedback, said(option.match), option.leads_to)


class _RawTurn(_RawFields, TurnReader):
    """Reads a turn as the fields of its form."""
