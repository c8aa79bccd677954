"""Questions as GIFT and back: what Moodle is given, what comes back from it, what is said to stay behind."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange.gift_reader import read_gift
from content.exchange.gift_writer import carried, write_gift
from content.exchange.losses import CATEGORY_LOST
from content.module import Module, Option, Question, QuestionKind
from tests.builders import EVERY_KIND, MATCHING, NUMBER, ORDERING, TEXT, module, of_kind
from tests.content.made_up import modules


def written(*questions: Question) -> str:
    return write_gift(module(questions=questions)).value


def losses(*questions: Question) -> list[str]:
    """What is said of the questions; the first loss is of the module."""
    found = write_gift(module(questions=questions)).losses[1:]
    return [f"{loss.of}: {loss.sentence % dict(loss.values)}" for loss in found]


AWKWARD = (
    of_kind(
        QuestionKind.ONE,
        "[html] {a} = ~ # : \\ -> // ::",
        ("%50%", False, ""),
        ("[plain]=a", True, ""),
        ("\\n", False, ""),
    ),
    of_kind(QuestionKind.SEVERAL, "// non\n\n$CATEGORY: x", ("T", True, ""), ("####", False, ""), ("a#b", True, "")),
    of_kind(QuestionKind.MATCHING, "Où ?", ("[a]", True, "x -> y"), ("b = c", True, "[html]z")),
    of_kind(QuestionKind.TEXT, "Qui ?", ("T", True, ""), ("a* | %50%b", False, ""), ("*", False, "")),
)


@pytest.mark.nightly
@settings(max_examples=50)
@given(modules())
@example(module(questions=EVERY_KIND))
@example(module(questions=AWKWARD, title="a / b"))
def test_a_module_comes_back_from_gift_as_it_is_said_to_be_carried(asked: Module) -> None:
    read = read_gift(write_gift(asked).value, "another.skill", asked.language)
    once = tuple(carried(question, asked.language) for question in asked.pool)
    assert read.value == once == tuple(carried(question, asked.language) for question in once)
    assert [loss.sentence for loss in read.losses] == [CATEGORY_LOST]


def test_a_sound_question_is_carried_whole() -> None:
    for question in EVERY_KIND:
        assert carried(question, "fr") == question


def test_two_lines_get_a_third_pair_for_moodle_which_shows_nowhere() -> None:
    for kind in [QuestionKind.MATCHING, QuestionKind.ORDERING]:
        match = "L'ONEM" if kind is QuestionKind.MATCHING else ""
        two = of_kind(kind, "Qui ?", ("Le droit", True, match), ("Le stage", True, match and "Actiris"))
        assert f"\n\t= -> {match or 'Le droit'}\n" in written(two)
        read = read_gift(written(two), "another.skill")
        assert (read.value, [loss.sentence for loss in read.losses]) == ((two,), [CATEGORY_LOST])


def test_one_right_answer_is_written_with_an_equals_sign() -> None:
    one = of_kind(QuestionKind.ONE, "Qui paie ?", ("L'ONEM : oui", True, ""), ("Unia", False, ""))
    assert written(one).endswith(
        "// id: one-1 skill: listen.reflect\n"
        "// [id:one-1] [tag:skill:listen.reflect]\n"
        "::one-1::[markdown]Qui paie ?{\n"
        "\t=L'ONEM \\: oui#Explication a.\n"
        "\t~Unia#Explication b.\n"
        "}\n"
    )


def test_several_right_answers_share_the_points_in_parts_that_moodle_takes() -> None:
    for right, share in [(1, "100"), (2, "50"), (3, "33.33333"), (6, "16.66667"), (7, "14.28571"), (8, "12.5")]:
        lines = [(f"r{number}", True, "") for number in range(right)]
        assert f"~%{share}%r0#" in (text := written(of_kind(QuestionKind.SEVERAL, "Qui ?", *lines, ("x", False, ""))))
        assert "~%-100%x#" in text


def test_feedback_on_lines_to_match_reaches_people_as_general_feedback() -> None:
    assert "####- La durée du droit → L'ONEM \\: Explication a.\\n- Une formation" in written(MATCHING)


def test_general_feedback_that_was_changed_since_is_not_lost() -> None:
    text = written(MATCHING).replace("####- La durée", "####Nouveau. La durée")
    (question,) = read_gift(text, "x").value
    assert question.options[0].feedback.startswith("Explication a.\n\nNouveau. La durée du droit")


def test_what_moodle_will_not_show_is_listed() -> None:
    arrows = TEXT._replace(options=(Option("a", "a->b", True, ""), *TEXT.options[1:]))
    assert losses(ORDERING, NUMBER, arrows, MATCHING) == [
        "ordering-1: Une question à mettre en ordre devient dans Moodle une question à relier : "
        "chaque place, sa ligne.",
        "number-1: Moodle ne montrera pas l'unité (%) : dites-la dans l'énoncé.",
        "text-1: GIFT ne permet pas d'écrire « -> » à cet endroit : la flèche devient « → ».",
    ]
    (of_module, *_) = write_gift(module()).losses
    assert "« À essayer » restent dans le module ecouter." in of_module.sentence % dict(of_module.values)


@given(st.text("{}=~#:\\n%T*/->[]()|. 1\n", max_size=40))
def test_any_signs_between_braces_are_read_or_refused_by_name(text: str) -> None:
    try:
        read_gift(f"Qui ?{{{text}}}", "x")
    except BrokenText as broken:
        assert broken.problems
