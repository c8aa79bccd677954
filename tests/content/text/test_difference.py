"""What a new text changes: keys that are no longer the same, lines as somebody reads them."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import Module, Option, Question, QuestionKind
from content.text.corrections import key_changes, marked_otherwise, still_right
from content.text.difference import DifferenceLine, DifferenceMark, difference
from tests.builders import MATCHING, NUMBER, ORDERING, TEXT, module, question
from tests.content.made_up import modules

ONE = question("q-1")


def holding(asked: Question) -> Module:
    return module(questions=(asked,))


def changed(old: Question, new: Question) -> bool:
    return key_changes(holding(old), holding(new)) == (new.id,)


def lettered(asked: Question, *options: Option) -> Question:
    return asked._replace(options=tuple(o._replace(key=key) for key, o in zip("abcdef", options, strict=False)))


def with_right(asked: Question, *letters: str) -> Question:
    return asked._replace(options=tuple(o._replace(right=o.key in letters) for o in asked.options))


def reworded(asked: Question, place: int, text: str) -> Question:
    options = [o._replace(text=text) if number == place else o for number, o in enumerate(asked.options)]
    return asked._replace(options=tuple(options))


SWAPPED = lettered(ORDERING, ORDERING.options[1], ORDERING.options[0], *ORDERING.options[2:])
REMATCHED = MATCHING._replace(options=(MATCHING.options[0]._replace(match="Actiris"), *MATCHING.options[1:]))


def test_another_right_answer_is_another_key() -> None:
    for old, new in [
        *((ONE, with_right(ONE, "b")), (ONE, with_right(ONE, "a", "b")._replace(kind=QuestionKind.SEVERAL))),
        (ONE, lettered(with_right(ONE, "b"), *(with_right(ONE, "b").options[place] for place in (1, 0, 2)))),
        *((ORDERING, SWAPPED), (MATCHING, REMATCHED), (TEXT, reworded(TEXT, 0, "taux de chômage"))),
        *((NUMBER, reworded(NUMBER, 0, "21")), (ONE, with_right(reworded(reworded(ONE, 0, "Mal"), 1, "Bien"), "b"))),
    ]:
        assert changed(old, new)


def test_other_words_or_another_order_on_the_page_are_not() -> None:
    for old, new in [
        *((ONE, reworded(ONE, 0, "La meilleure")), (ONE, lettered(ONE, *reversed(ONE.options)))),
        (ORDERING, reworded(ORDERING, 1, "Demander l'accord")),
        *((MATCHING, reworded(MATCHING, 0, "La durée du chômage")), (ONE, ONE._replace(stem="Et alors ?"))),
        (TEXT, reworded(TEXT, 0, "taux d'emploi | taux emploi")),
    ]:
        assert not changed(old, new)


def test_another_spelling_or_tolerance_marks_some_answers_otherwise() -> None:
    for new in [reworded(TEXT, 0, "taux d'emploi | taux emploi"), NUMBER._replace(tolerance=Decimal(2))]:
        old = TEXT if new.kind is QuestionKind.TEXT else NUMBER
        assert marked_otherwise(holding(old), holding(new)) == (new.id,)
    fewer = ONE._replace(options=ONE.options[:2])
    assert not still_right(ONE, fewer, ("c",))


@pytest.mark.nightly
@given(modules())
def test_a_module_against_itself_changes_nothing_and_what_was_right_is_still_right(made: Module) -> None:
    assert key_changes(made, made) == marked_otherwise(made, made) == ()
    for asked in made.questions:
        if asked.kind is not QuestionKind.TEXT:
            assert still_right(asked, asked, asked.key)


def texts(lines: list[DifferenceLine]) -> list[tuple[str, str]]:
    return [(line.mark.value, "".join(text for _, text in line.pieces)) for line in lines]


def test_a_changed_line_is_shown_as_it_was_and_as_it_is_with_the_words_that_differ() -> None:
    removed, added = difference("Le CPAS décide seul.", "Le CPAS décide vite.")
    assert (removed.before, added.now) == (1, 1)
    assert [text for mark, text in removed.pieces if mark is DifferenceMark.REMOVED] == ["seul."]
    assert [text for mark, text in added.pieces if mark is DifferenceMark.ADDED] == ["vite."]


def test_far_from_a_change_lines_are_skipped() -> None:
    before = "\n".join("abcdefghij")
    assert texts(difference(before, before.replace("e", "E"))) == [
        *(("skipped", ""), ("same", "c"), ("same", "d"), ("removed", "e"), ("added", "E"), ("same", "f")),
        *(("same", "g"), ("skipped", "")),
    ]
    assert texts(difference("a\nb", "a\nb")) == [("skipped", "")]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_every_line_that_changed_is_there_with_its_number(before: str, now: str) -> None:
    lines = difference(before, now)
    old, new = before.split("\n"), now.split("\n")
    for line in lines:
        text = "".join(piece for _, piece in line.pieces)
        assert line.before is None or old[line.before - 1] == text
        assert line.now is None or new[line.now - 1] == text
    gone = {line.before for line in lines if line.mark is DifferenceMark.REMOVED}
    came = {line.now for line in lines if line.mark is DifferenceMark.ADDED}
    left = [line for number, line in enumerate(old, 1) if number not in gone]
    assert left == [line for number, line in enumerate(new, 1) if number not in came]


LONG = "".join(f"mot{number % 7} " for number in range(100_000))


def test_texts_too_long_and_too_different_to_compare_are_shown_whole_and_soon() -> None:
    for before, now in [
        (LONG, LONG[3:] + LONG[:2]),
        ("a" * 500_000, "ba" * 250_000),
        ("a\n" * 50_000 + "b", "b\n" + "a\n" * 49_000 + "c"),
    ]:
        begun = process_time()
        lines = difference(before, now)
        assert process_time() - begun < 5  # by the square of their length it would be minutes
        assert "\n".join(written(lines, DifferenceMark.REMOVED)) in before
        assert "\n".join(written(lines, DifferenceMark.ADDED)) in now


def test_one_change_in_a_long_text_is_marked_word_by_word_all_the_same() -> None:
    before = "\n".join(f"Ligne {number} du texte." for number in range(20_000))
    lines = difference(before, before.replace("Ligne 17000 du", "Ligne 17000 de ce"))
    assert [piece for line in lines for piece in line.pieces if piece[0] is DifferenceMark.ADDED] == [
        (DifferenceMark.ADDED, "de ce")
    ]


def written(lines: list[DifferenceLine], mark: DifferenceMark) -> list[str]:
    return ["".join(text for _, text in line.pieces) for line in lines if line.mark is mark]
