"""The form of a module: the texts it can hold, the rows that begin, move and go, the fields that hold a picture."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count, islice

from content.errors import N_, BrokenText
from content.marking import ANYTHING_ELSE
from content.module import (
    TYPED,
    Card,
    HandingBack,
    ModelAnswer,
    QuestionKind,
    QuestionNature,
    Use,
    Vignette,
    VignetteChoice,
    WrittenQuestion,
)
from content.schema.posted_form import (
    UNREAD,
    MalformedForm,
    NotInForm,
    Path,
    PostedForm,
    RowChange,
    changed_rows,
    path_of,
    rows_after,
    value_at,
    with_rows,
)
from content.schema.yaml_fields import LANGUAGES
from content.schema.yaml_tree import has_remarks
from content.text.grammar import BLANK, ID, is_kept_apart
from content.text.module_fields import DialogueFields, ModuleFields, OptionFields, QuestionFields, SourceFields
from content.text.module_reader import header_of, read_module, typed_module
from content.text.module_writer import ESCAPE, write_form
from content.text.other_parts import MODELS, is_criterion
from content.text.starter import starter_exercise

COMMENTED = N_(
    "L'en-tête contient des remarques (#), que le formulaire ne montre pas et perdrait : retirez-les pour l'ouvrir."
)
LINES = 3
"""Options of a question that begins."""
CHOICES = 3
"""Cards of a vignette that begins."""
TURNS = 3
"""Turns of a dialogue that begins: the shortest path there may be."""


def read_form(text: str) -> ModuleFields:
    """Return the fields of a text; raises NotInForm.

    A text is in a form when the form gives it back byte for byte, or, where it can be read, the same module.
    """
    try:
        if has_remarks(header_of(text)):
            read_module(text)
            raise NotInForm(COMMENTED)
        fields = _in_form(typed_module(text))
        check_codes(fields)
        again = write_form(fields).text
        if again != text and read_module(again) != read_module(text):
            raise NotInForm(UNREAD)
    except (BrokenText, MalformedForm) as error:
        raise NotInForm(UNREAD) from error
    return fields


def _in_form(fields: ModuleFields) -> ModuleFields:
    """Return what is typed in a text as it was typed in a form: without what the writer puts in for want of words."""

    def said(text: str) -> str:
        return "" if text == BLANK else text

    def asked(question: QuestionFields) -> QuestionFields:
        options = (one._replace(text=said(one.text), match=said(one.match)) for one in question.options)
        return question._replace(options=tuple(options))

    def model(one: ModelAnswer) -> ModelAnswer:
        is_marked = one.text.startswith(ESCAPE) and is_criterion(one.text[1:])
        return one._replace(text=said(one.text[1:] if is_marked else one.text))

    def called(title: str) -> str:
        return title.partition(" ")[2] if is_kept_apart(title, fields.language) else said(title)

    return fields._replace(
        cards=tuple(one._replace(title=called(one.title)) for one in fields.cards),
        dialogues=tuple(one._replace(title=said(one.title)) for one in fields.dialogues),
        written=tuple(one._replace(models=tuple(map(model, one.models))) for one in fields.written),
        vignettes=tuple(
            one._replace(
                title=said(one.title), choices=tuple(choice._replace(text=said(choice.text)) for choice in one.choices)
            )
            for one in fields.vignettes
        ),
    ).with_each_question(asked)


# --------------------------------------------------------------------------------------------------------- what is sent


def sent_module(form: PostedForm) -> ModuleFields:
    """Return the fields that were sent, with the skills and sources of the questions; raises MalformedForm."""
    fields = form.fields(ModuleFields)
    check_codes(fields)
    return skills_follow(sources_in_order(fields, form.rows("sources")))


_CODES = {
    "kind": {*QuestionKind},
    "use": {*Use},
    "nature": {*QuestionNature},
    "handing_back": {"", *HandingBack},
}


def check_codes(fields: ModuleFields) -> None:
    """Raise MalformedForm for an identifier or a code that no page of ours holds."""
    names = [question.id for question in fields.all_questions]
    names += [dialogue.id for dialogue in fields.dialogues]
    names += [*(one.id for one in fields.written), *(one.id for one in fields.vignettes)]
    chosen = [
        *fields.asked_skills,
        *(option.leads_to for question in fields.all_questions for option in question.options),
    ]
    wrong = [
        *(name for name in names if not ID.fullmatch(name)),
        *(name for name in (fields.id, *chosen) if name and not ID.fullmatch(name)),
        *(
            code
            for question in fields.all_questions
            for name, known in _CODES.items()
            if (code := getattr(question, name)) not in known
        ),
        *(turn.kind for one in fields.dialogues for turn in one.turns if turn.kind != QuestionKind.ONE),
        *({fields.language} - set(LANGUAGES)),
    ]
    if wrong:
        raise MalformedForm(wrong[0])


# ----------------------------------------------------------------------------------------------------------------- rows


def change_module(fields: ModuleFields, change: RowChange, taken: Collection[str]) -> tuple[ModuleFields, Path]:
    """Return a module's fields after a change, and the way to the row that one goes on with; raises MalformedForm.

    `taken` are the ids of questions that answers hang on: none is given again.
    """
    if change.verb == "begin":
        if change.path != ("exercise",):
            raise MalformedForm(change)
        if fields.exercise.strip():
            return fields, change.path
        return fields._replace(exercise=starter_exercise(fields.language)), ("exercise",)
    after, path = changed_rows(fields, change, lambda way, what: _begun(fields, way, what, taken))
    if change.path[:1] == ("sources",) and change.verb != "add":
        # The questions keep their sources where these have moved.
        number = len(fields.sources)
        now, _ = rows_after(tuple(range(1, number + 1)), change)
        left = {str(before): str(place) for place, before in enumerate(now, 1)}
        after = _with_sources(after, {str(before): left.get(str(before), "") for before in range(1, number + 1)})
    gone = {one.id for one in fields.all_questions} - {one.id for one in after.all_questions}
    return after.with_each_question(lambda one: _follow(one, gone)), path


def skills_follow(fields: ModuleFields) -> ModuleFields:
    """Return the fields with every skill that a question is about among those of the module."""
    return fields._replace(skills=tuple(dict.fromkeys([*fields.skills, *filter(None, fields.asked_skills)])))


def sources_in_order(fields: ModuleFields, numbers: Iterable[str]) -> ModuleFields:
    """Return the fields as the sources stand now: `numbers` are those that the rows had when they were shown."""
    return _with_sources(fields, {str(int(number) + 1): str(place) for place, number in enumerate(numbers, 1)})


_EMPTY: Mapping[Path, tuple[object, ...]] = {
    ("cards",): Card("", ""),
    ("sources",): SourceFields(),
    ("questions", "options"): OptionFields(),
    ("dialogues", "turns", "options"): OptionFields(),
    ("written", "models"): ModelAnswer("", ""),
    ("vignettes", "choices"): VignetteChoice("", False),
}
"""The rows that begin empty, by the names on their way."""


def _begun(fields: ModuleFields, way: Path, what: str, taken: Collection[str]) -> tuple[object, ...]:
    names = tuple(step for step in way if isinstance(step, str))
    match names:
        case ("questions",) if what in set(QuestionKind):
            typed = what in TYPED
            last = OptionFields(ANYTHING_ELSE) if typed else OptionFields()
            options = (OptionFields(right=typed), *(OptionFields(),) * (LINES - 2), last)
            return QuestionFields(next(_new_ids(fields, taken)), what, _skill(fields), options=options)
        case ("dialogues",):
            ids = list(islice(_new_ids(fields, taken), TURNS))
            turns = (_turn(name, fields, to) for name, to in zip(ids, [*ids[1:], ""], strict=True))
            return DialogueFields(_new_name("dialogue", fields.dialogues), turns=tuple(turns))
        case ("dialogues", "turns"):
            return _turn(next(_new_ids(fields, taken)), fields)
        case ("written",):
            name = _new_name("ecrit", fields.written)
            return WrittenQuestion(name, _skill(fields), "", (ModelAnswer("", ""),) * MODELS, ())
        case ("vignettes",):
            name = _new_name("vignette", fields.vignettes)
            return Vignette(name, "", "", (VignetteChoice("", False),) * CHOICES, "")
        case _ if names in _EMPTY:
            return _EMPTY[names]
    raise MalformedForm(way)


def _skill(fields: ModuleFields) -> str:
    """Return the skill that a question is probably about: that of the last one."""
    asked = [question.skill for question in fields.all_questions if question.skill]
    return [*fields.skills[:1], *asked][-1] if fields.skills or asked else ""


def _new_ids(fields: ModuleFields, taken: Collection[str]) -> Iterator[str]:
    used = {question.id for question in fields.all_questions} | set(taken)
    return (name for number in count(1) if (name := f"{fields.id}-{number}") not in used)


def _new_name(word: str, rows: Iterable[DialogueFields | WrittenQuestion | Vignette]) -> str:
    used = {row.id for row in rows}
    return next(name for number in count(1) if (name := f"{word}-{number}") not in used)


def _turn(name: str, fields: ModuleFields, to: str = "") -> QuestionFields:
    return QuestionFields(name, skill=_skill(fields), options=(OptionFields(leads_to=to),) * 2)


def _with_sources(fields: ModuleFields, now: Mapping[str, str]) -> ModuleFields:
    return fields.with_each_question(lambda one: one._replace(source=now.get(one.source, one.source)))


def _follow(question: QuestionFields, gone: Collection[str]) -> QuestionFields:
    """Return a question without ways to turns that are gone; what is to be said of anything else that one types stays
    its last line."""
    options = [one._replace(leads_to="") if one.leads_to in gone else one for one in question.options]
    if question.kind in TYPED:
        options.sort(key=lambda one: one.text == ANYTHING_ELSE)
    return question._replace(options=tuple(options))


# ------------------------------------------------------------------------------------- pictures in the form of a module


HOLD_PICTURES = frozenset({"body", "stem", "scene", "case", "explanation"})
"""The last names of fields of which a page shows the pictures."""


def holds_pictures(name: str) -> bool:
    """Return whether a field, called by its way from the top, may hold a picture."""
    return name.rpartition("-")[2] in HOLD_PICTURES


def words_of_picture(fields: ModuleFields, name: str) -> str:
    """Return what stands in a field that may hold a picture; raises MalformedForm where there is no such field."""
    found = value_at(fields, path_of(name))
    if not holds_pictures(name) or not isinstance(found, str):
        raise MalformedForm(name)
    return found


def title_beside(fields: ModuleFields, name: str) -> str:
    """Return the title of the part that a field stands in, where it has one; raises MalformedForm."""
    row = value_at(fields, path_of(name)[:-1])
    return str(getattr(row, "title", ""))


def with_picture(fields: ModuleFields, name: str, line: str) -> ModuleFields:
    """Return the fields with the line of a picture at the end of one of them, once; raises MalformedForm."""
    words = words_of_picture(fields, name).rstrip()
    if words.endswith(line):
        return fields  # the same form, sent twice
    return with_rows(fields, path_of(name), f"{words}\n\n{line}".lstrip("\n"))
