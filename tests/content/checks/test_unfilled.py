"""What a form has left to be written is not published."""

from content.checks.checked_text import CheckedText, check_card_titles, check_unfilled
from content.module import Card
from content.schema.posted_form import RowChange
from content.text.module_fields import ModuleFields
from content.text.module_form import change_module
from content.text.module_reader import sketch_module
from content.text.module_writer import write_form


def checked(fields: ModuleFields) -> CheckedText:
    text = write_form(fields).text
    return CheckedText(sketch_module(text)[0], text, "m.md")


def lines_told(fields: ModuleFields) -> list[str]:
    draft = checked(fields)
    return [draft.text.split("\n")[problem.line - 1] for problem in check_unfilled(draft)]


def test_each_line_that_waits_for_words_is_told() -> None:
    for path, what, lines in [
        *((("cards",), "", ["## …"]), (("questions",), "one", ["- [ ] …"] * 3)),
        *((("questions",), "ordering", ["1. …", "2. …", "3. …"]), (("questions",), "matching", ["- … -> …"] * 3)),
        *((("written",), "", ["- …"] * 2), (("vignettes",), "", ["## Vignette vignette-1 · …", *["- [ ] …"] * 3])),
    ]:
        fields, _ = change_module(ModuleFields(id="m"), RowChange("add", path, what), ())
        assert lines_told(fields) == lines


def test_a_dialogue_tells_its_title_and_its_answers() -> None:
    fields, _ = change_module(ModuleFields(id="m"), RowChange("add", ("dialogues",)), ())
    assert len(lines_told(fields)) == 7


def test_a_card_that_is_called_like_another_part_is_told() -> None:
    draft = checked(ModuleFields(id="m", cards=(Card("Question de confiance", "Un."), Card("… et après", ""))))
    assert [problem.line for problem in check_card_titles(draft)] == [9]
