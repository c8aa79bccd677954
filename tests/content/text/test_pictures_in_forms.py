"""A picture comes to the end of a field of a form, and only where a page would show it."""

import pytest

from content.module import Card, Vignette
from content.pictures.picture_file import picture_line
from content.schema.posted_form import MalformedForm
from content.text.module_fields import DialogueFields, ModuleFields, QuestionFields
from content.text.module_form import title_beside, with_picture, words_of_picture

LINE = picture_line("0123456789abcdef" * 2, "Une lettre")
FIELDS = ModuleFields(
    title="Lire une lettre",
    cards=(Card("La lettre", "Lisez.\n"), Card("Ensuite", "")),
    questions=(QuestionFields(stem="Que dit-elle ?"),),
    dialogues=(DialogueFields(title="Le retard", scene="Nadia arrive.", turns=(QuestionFields(stem="« Oui. »"),)),),
    vignettes=(Vignette("", "", "Sami.", (), "Parce que."),),
)


def test_a_picture_stands_below_what_is_there_once() -> None:
    for name, words in [
        *(("cards-0-body", f"Lisez.\n\n{LINE}"), ("cards-1-body", LINE)),
        *(("questions-0-stem", f"Que dit-elle ?\n\n{LINE}"), ("dialogues-0-scene", f"Nadia arrive.\n\n{LINE}")),
        *(("dialogues-0-turns-0-stem", f"« Oui. »\n\n{LINE}"), ("vignettes-0-case", f"Sami.\n\n{LINE}")),
        ("vignettes-0-explanation", f"Parce que.\n\n{LINE}"),
    ]:
        after = with_picture(FIELDS, name, LINE)
        assert words_of_picture(after, name) == words
        assert with_picture(after, name, LINE) == after


def test_nothing_else_takes_a_picture() -> None:
    for name in [
        *("title", "cards-0-title", "cards-2-body", "cards-0", "cards", "body", "", "cards-0-body-body"),
        "cards-x-body",
    ]:
        with pytest.raises(MalformedForm):
            with_picture(FIELDS, name, LINE)


def test_a_field_is_known_by_the_title_beside_it() -> None:
    said = [title_beside(FIELDS, name) for name in ("cards-0-body", "dialogues-0-scene", "dialogues-0-turns-0-stem")]
    assert said == ["La lettre", "Le retard", ""]
