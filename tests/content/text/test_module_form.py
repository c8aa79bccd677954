"""Which texts a form can hold, how what is typed fits a text, and the field that each line comes from."""

import pytest

from content.errors import BrokenText
from content.module import Card
from content.schema.posted_form import UNREAD, NotInForm
from content.text.module_fields import ModuleFields, OptionFields, QuestionFields, SourceFields
from content.text.module_form import COMMENTED, read_form
from content.text.module_reader import read_module
from content.text.module_writer import write_form

HEAD = "---\nid: ecouter\ntitle: Écouter\nlanguage: fr\nminutes: 5\nskills: [listen.active]\n---\n"
ASKED = "\n## Question ecouter-1 · listen.active\n\nQue dire ?\n\n- [x] Rien\n  > Oui.\n- [ ] Tout\n  > Non.\n"
TEXT = HEAD + ASKED


def refused(text: str) -> str:
    with pytest.raises(NotInForm) as error:
        read_form(text)
    return error.value.sentence


def test_a_text_of_which_a_form_would_drop_something_is_refused() -> None:
    for text, why in [
        *(("", UNREAD), ("rien qui se lise", UNREAD), (TEXT.replace("minutes: 5", "minutes: 5\nodd: 1"), UNREAD)),
        (TEXT.replace("  > Oui.", "  > Oui.\nune ligne perdue"), UNREAD),
        (TEXT.replace("---\n\n##", "---\nSans titre.\n\n##"), UNREAD),
        (TEXT.replace("ecouter-1 ·", "Écouter ·"), UNREAD),
        (TEXT.replace("minutes: 5", "minutes: 5 # le temps d'un café"), COMMENTED),
    ]:
        assert refused(text) == why


def test_a_text_in_another_order_or_spelling_is_shown_and_says_the_same_once_it_is_written() -> None:
    text = TEXT.replace("title: Écouter", 'title: "Écouter"').replace("\n\nQue dire", "\n\n\nQue dire")
    again = write_form(read_form(text)).text
    assert again != text
    assert read_module(again) == read_module(text)


def test_a_skill_is_shown_as_it_is_read_without_blanks_around_it() -> None:
    fields = read_form(TEXT.replace("[listen.active]", "[\u00a0listen.active, 'refer.handoff ']"))
    assert fields.skills == ("listen.active", "refer.handoff")


def test_a_text_with_faults_that_the_form_gives_back_is_shown() -> None:
    text = TEXT.replace("[x]", "[ ]").replace("  > Non.", "  >")
    assert read_form(text).questions[0].options[1] == OptionFields("Tout")


def test_a_card_whose_title_would_begin_another_part_stays_a_card() -> None:
    for title in ["Question de confiance", "Dialogue avec un employeur", "Vignette a · b", ""]:
        text = write_form(read_form(TEXT)._replace(cards=(Card(title, "Un mot."),))).text
        assert read_form(text).cards == (Card(title, "Un mot."),)
        assert [card.body for card in read_module(text).cards] == ["Un mot."]


def test_a_line_that_looks_like_structure_stays_where_it_was_typed() -> None:
    fields = read_form(TEXT)
    stem = "Avant\n- [x] pas une option\n## pas un titre"
    text = write_form(fields._replace(questions=(fields.questions[0]._replace(stem=stem),))).text
    assert read_form(text).questions[0].stem == "Avant\n - [x] pas une option\n ## pas un titre"


def test_a_line_that_only_resembles_structure_is_left_as_it_is() -> None:
    matching = "kind: matching\n\nQue dire ?\n## \tpas un titre\n\n- -> un -> deux\n  > Oui.\n- trois -> quatre -> cinq"
    text = TEXT.replace("\n\nQue dire ?\n\n- [x] Rien\n  > Oui.\n- [ ] Tout", f"\n{matching}")
    assert write_form(read_form(text)).text == text


def test_a_header_alone_is_the_whole_text_of_a_form_without_parts() -> None:
    assert write_form(read_form(HEAD)).text == HEAD


def test_each_line_knows_its_field() -> None:
    fields = ModuleFields(
        id="ecouter",
        title="Écouter",
        minutes="cinq",
        sources=(SourceFields(),),
        questions=(QuestionFields("ecouter-1", options=(OptionFields("Rien"), OptionFields())),),
    )
    written = write_form(fields)
    with pytest.raises(BrokenText) as error:
        read_module(written.text)
    named = {written.field_at(problem.line) for problem in error.value.problems}
    assert named == {
        *("minutes", "sources-0-title", "questions-0", "questions-0-options-0-text", "questions-0-options-1-text")
    }
    assert written.field_at(1) == "id"
    assert written.field_at(999) == "title"
