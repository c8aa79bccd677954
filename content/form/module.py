"""The form of a module: which texts it can hold, and what of it people choose or the house gives, and cannot type."""

from content.fields import LANGUAGES
from content.form.posted import UNREAD, MalformedForm, NotInForm
from content.module import HandingBack, ModelAnswer, QuestionKind, QuestionNature, Use
from content.problems import N_, BrokenText
from content.schema.tree import has_remarks
from content.text.beside import is_criterion
from content.text.fields import ModuleFields, QuestionFields
from content.text.grammar import BLANK, ID, is_kept_apart
from content.text.reading import header_of, read_module, typed_module
from content.text.writing import ESCAPE, write_form

COMMENTED = N_(
    "L'en-tête contient des remarques (#), que le formulaire ne montre pas et perdrait : retirez-les pour l'ouvrir."
)


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
