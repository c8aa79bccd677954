"""What people choose or the house gives in a form, and cannot type: identifiers and codes."""

from collections.abc import Iterator

from content.fields import LANGUAGES
from content.form.fields import ModuleFields, QuestionFields
from content.form.posted import MalformedForm
from content.module import HandingBack, QuestionKind, QuestionNature, Use
from content.text.grammar import ID


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
        *(code for question in fields.all_questions for code in _unknown(question)),
        *(turn.kind for one in fields.dialogues for turn in one.turns if turn.kind != QuestionKind.ONE),
        *({fields.language} - set(LANGUAGES)),
    ]
    if wrong:
        raise MalformedForm(wrong[0])


def _unknown(question: QuestionFields) -> Iterator[str]:
    known = {"kind": QuestionKind, "use": Use, "nature": QuestionNature, "handing_back": HandingBack}
    for name, codes in known.items():
        code = getattr(question, name)
        if code not in {*codes} and (code or name != "handing_back"):
            yield code
