"""Which documents have a form: how each is read, written and changed, and the template that shows it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from content.form import entry, programmes, reading, rows, rules, skills, topics, writing
from content.form.checking import check_codes
from content.form.fields import ModuleFields
from content.form.lists import ListForm
from content.form.posted import Path, PostedForm, RowChange
from content.form.writing import WrittenForm
from models.tables.documents import DocumentKind
from portal.form_editor.lists import EntryShown, ProgrammesShown, RulesShown, SkillsShown, TopicsShown
from portal.form_editor.module import ModuleShown
from portal.form_editor.shown import FormShown

Change = Callable[[Any, RowChange, Collection[str]], tuple[Any, Path]]


class TextForm(NamedTuple):
    """The form of a kind of text; its fields are a NamedTuple (content/form/posted.py)."""

    read: Callable[[str], Any]
    """The fields of a text; raises NotInForm."""
    write: Callable[[Any], WrittenForm]
    sent: Callable[[PostedForm], Any]
    """The fields that were sent; raises MalformedForm."""
    change: Change
    """The fields after a change, and the row that one goes on with; no identifier that is taken is given again."""
    shown: type[FormShown]
    template: str
    opened: str
    """The part that is open at first."""
    first: Mapping[str, str]
    """By field whose rows are added: the field of a new row in which one begins to write."""


def _module(form: PostedForm) -> ModuleFields:
    fields = form.fields(ModuleFields)
    check_codes(fields)
    return rows.skills_follow(rows.sources_in_order(fields, form.rows("sources")))


def _of_list(
    template: str, form: ListForm[Any], change: Change, shown: type[FormShown], first: Mapping[str, str] | None = None
) -> TextForm:
    """Return the form of a list, of which all rows are closed at first."""
    where = f"authoring/form/{template}.html"
    return TextForm(form.read, form.write, form.sent, change, shown, where, opened="", first=first or {})


FORMS: dict[str, TextForm] = {
    DocumentKind.MODULE: TextForm(
        read=reading.read_form,
        write=writing.write_form,
        sent=_module,
        change=rows.change_module,
        shown=ModuleShown,
        opened="header",
        template="authoring/form/module.html",
        first={
            **dict.fromkeys(("sources", "cards", "dialogues", "vignettes"), "title"),
            **dict.fromkeys(("questions", "turns", "written"), "stem"),
            **dict.fromkeys(("options", "models", "choices"), "text"),
        },
    ),
    DocumentKind.RULES: _of_list("rules", rules.FORM, rules.change_rules, RulesShown),
    DocumentKind.ENTRY: TextForm(
        read=entry.read_form,
        write=entry.write_form,
        sent=entry.sent,
        change=entry.change_entry,
        shown=EntryShown,
        template="authoring/form/entry.html",
        opened="header",
        first={},
    ),
    DocumentKind.TOPICS: _of_list(
        "topics",
        topics.FORM,
        topics.change_topics,
        TopicsShown,
        {"aspects": "name_fr", "questions": "words_fr", "then": "fr", "other_side": "fr"},
    ),
    DocumentKind.PROGRAMMES: _of_list(
        "programmes",
        programmes.FORM,
        programmes.change_programmes,
        ProgrammesShown,
        {"programmes": "title_fr", "weeks": "module"},
    ),
    DocumentKind.SKILLS: _of_list("skills", skills.FORM, skills.change_skills, SkillsShown),
}
"""By kind of document."""
