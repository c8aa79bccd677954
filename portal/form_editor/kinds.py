"""Which documents have a form: how each is read, written and changed, and the template that shows it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from content.form import entry, reading, rows, rules, skills, topics, writing
from content.form.checking import check_codes
from content.form.fields import ModuleFields
from content.form.posted import Path, PostedForm, RowChange
from content.form.writing import WrittenForm
from models.tables.documents import DocumentKind
from portal.form_editor.lists import EntryShown, RulesShown, SkillsShown, TopicsShown
from portal.form_editor.module import ModuleShown
from portal.form_editor.shown import FormShown


class TextForm(NamedTuple):
    """The form of a kind of text; its fields are a NamedTuple (content/form/posted.py)."""

    read: Callable[[str], Any]
    """The fields of a text; raises NotInForm."""
    write: Callable[[Any], WrittenForm]
    sent: Callable[[PostedForm], Any]
    """The fields that were sent; raises MalformedForm."""
    change: Callable[[Any, RowChange, Collection[str]], tuple[Any, Path]]
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
    DocumentKind.RULES: TextForm(
        read=rules.read_form,
        write=rules.write_form,
        sent=rules.sent,
        change=rules.change_rules,
        shown=RulesShown,
        template="authoring/form/rules.html",
        opened="",
        first={},
    ),
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
    DocumentKind.TOPICS: TextForm(
        read=topics.read_form,
        write=topics.write_form,
        sent=topics.sent,
        change=topics.change_topics,
        shown=TopicsShown,
        template="authoring/form/topics.html",
        opened="",
        first={"aspects": "name_fr", "questions": "words_fr", "then": "fr", "other_side": "fr"},
    ),
    DocumentKind.SKILLS: TextForm(
        read=skills.read_form,
        write=skills.write_form,
        sent=skills.sent,
        change=skills.change_skills,
        shown=SkillsShown,
        template="authoring/form/skills.html",
        opened="",
        first={},
    ),
}
"""By kind of document."""
