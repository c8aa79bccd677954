"""What a button does to the rows of a module's form; the identifiers that the house gives."""

import pytest

from content.module import Card, QuestionKind
from content.schema.posted_form import MalformedForm, PostedForm, change_of, posted
from content.text.module_fields import ModuleFields, OptionFields, QuestionFields, SourceFields
from content.text.module_form import change_module, skills_follow, sources_in_order
from content.text.module_reader import sketch_module
from content.text.module_writer import write_form

FIELDS = ModuleFields(
    id="ecouter",
    skills=("listen.active",),
    cards=(Card("Un", ""), Card("Deux", ""), Card("Trois", "")),
    sources=(SourceFields("A"), SourceFields("B")),
    questions=(
        QuestionFields("ecouter-1", source="1", options=(OptionFields("a"), OptionFields("b"))),
        QuestionFields("ecouter-2", source="2"),
    ),
)

MADE_UP = [("skills-0", "x"), ("1-0", "x"), ("5-0", "x")]
"""What no page of ours sends."""


def after(said: str, fields: ModuleFields = FIELDS, taken: frozenset[str] = frozenset()) -> tuple[ModuleFields, object]:
    """The fields after a button, and where one goes on."""
    change = change_of(said, PostedForm([*posted(fields), *MADE_UP]))
    assert change is not None
    return change_module(fields, change, taken)


def titles(fields: ModuleFields) -> list[str]:
    return [card.title for card in fields.cards]


def test_a_row_is_added_at_the_end_or_removed_and_one_goes_on_beside_it() -> None:
    fields, path = after("add:cards")
    assert (titles(fields), path) == (["Un", "Deux", "Trois", ""], ("cards", 3))
    assert after("remove:cards-1")[0].cards == (FIELDS.cards[0], FIELDS.cards[2])
    assert after("remove:cards-1")[1] == ("cards", 0)


def test_a_row_moves_past_its_neighbour() -> None:
    for said, order in [
        *(("up:cards-1", ["Deux", "Un", "Trois"]), ("down:cards-1", ["Un", "Trois", "Deux"])),
        *(("up:cards-0", ["Un", "Deux", "Trois"]), ("down:cards-2", ["Un", "Deux", "Trois"])),
    ]:
        assert titles(after(said)[0]) == order


def test_rows_stand_in_the_order_in_which_they_are_sent() -> None:
    form = PostedForm([("cards-7-title", "Sept"), ("cards-2-title", "Deux"), ("cards-7-body", "x")])
    assert form.fields(ModuleFields).cards == (Card("Sept", "x"), Card("Deux", ""))
    assert form.path("cards-2") == ("cards", 1)


def test_a_question_keeps_its_source_where_sources_move() -> None:
    assert [question.source for question in after("up:sources-1")[0].questions] == ["2", "1"]
    assert [question.source for question in after("remove:sources-0")[0].questions] == ["", "1"]
    assert [question.source for question in sources_in_order(FIELDS, ["1", "0"]).questions] == ["2", "1"]


def test_no_identifier_that_answers_hang_on_is_given_again() -> None:
    fields, _ = after("add:questions:one", taken=frozenset({"ecouter-3"}))
    assert fields.questions[-1].id == "ecouter-4"
    fields, _ = after("add:dialogues", fields)
    assert [turn.id for turn in fields.dialogues[0].turns] == ["ecouter-3", "ecouter-5", "ecouter-6"]


def test_a_dialogue_begins_with_turns_that_lead_to_each_other_and_a_turn_that_goes_leaves_no_way_to_it() -> None:
    fields, _ = after("add:dialogues")
    first, second, third = fields.dialogues[0].turns
    assert [{one.leads_to for one in turn.options} for turn in (first, second, third)] == [
        {second.id},
        {third.id},
        {""},
    ]
    left, _ = after("remove:dialogues-0-turns-1", fields)
    assert [{one.leads_to for one in turn.options} for turn in left.dialogues[0].turns] == [{""}, {""}]


def test_a_question_of_each_kind_begins_with_lines_of_its_own() -> None:
    for kind in QuestionKind:
        fields, _ = after(f"add:questions:{kind}")
        module, _ = sketch_module(write_form(fields).text)
        assert (module.questions[-1].kind, len(module.questions[-1].options)) == (kind, 3)


def test_an_exercise_begins_from_a_model_and_one_that_was_typed_stays() -> None:
    fields, path = after("begin:exercise")
    assert (fields.exercise.strip() != "", path) == (True, ("exercise",))
    typed = FIELDS._replace(exercise="Yasmine vient pour la première fois.")
    assert after("begin:exercise", typed) == (typed, ("exercise",))


def test_what_is_to_be_said_of_any_other_answer_stays_last() -> None:
    fields, _ = after("add:questions:text")
    fields, _ = after("add:questions-2-options", fields)
    assert [one.text for one in fields.questions[2].options] == ["", "", "", "*"]


def test_the_skill_of_a_question_is_among_those_of_the_module() -> None:
    fields = FIELDS._replace(questions=(QuestionFields("ecouter-1", skill="refer.handoff"),))
    assert skills_follow(fields).skills == ("listen.active", "refer.handoff")


def test_a_button_that_no_page_of_ours_has_is_refused_by_name() -> None:
    for said in [
        *("remove:cards", "remove:cards-9", "remove:x-0", "add:x", "add:cards-0", "add:title", "add:questions:odd"),
        *("up:", "down:cards-0-title", "add:cards-0-title", "remove:questions-0-options-7", "up:language-0"),
        *("remove:skills-0", "up:skills-0", "add:skills", "remove:1-0", "up:5-0", "add:5-0-options"),
        *("begin:cards-0", "begin:to_try", "begin:"),
    ]:
        with pytest.raises(MalformedForm):
            after(said)
    assert [change_of(said, PostedForm([])) for said in ("", "save", "publish", "add", "view:text")] == [None] * 5
