"""A module in another language asks the same things: other words are free, what a response means is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import HandingBack, Module, PathwayExercise, Question, QuestionNature, Use
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from content.text.translations import (
    check_translation,
    drifted,
    is_marked_alike,
    language_named,
    moved_on,
    said_in,
    translation_id,
)
from tests.builders import EVERY_KIND, MATCHING, NUMBER, in_dutch, module, question
from tests.content.made_up import modules

ORIGINAL = module(questions=(*module().questions, *EVERY_KIND), skills=("listen.active", "listen.reflect"))


def said(
    translation: Module, original: Module = ORIGINAL, language: str = "", corrected: tuple[str, ...] = ()
) -> list[str]:
    text = write_module(translation)
    problems = check_translation(
        original, translation, text, "ecouter.nl.md", language or translation.language, corrected
    )
    return [str(problem) for problem in problems]


def with_question(change: Callable[[Question], Question], asked: Question) -> Module:
    """The translation of the original, with one of its questions changed."""
    translation = in_dutch(ORIGINAL)
    return replace(
        translation, questions=tuple(change(one) if one.id == asked.id else one for one in translation.questions)
    )


def changing(asked: Question, **fields: object) -> Module:
    return with_question(lambda one: one._replace(**fields), asked)  # type: ignore[arg-type]


@pytest.mark.nightly
@given(modules(), st.data())
def test_any_module_in_other_words_is_its_translation_and_a_question_that_one_lacks_is_named(
    original: Module, data: st.DataObject
) -> None:
    language = "fr" if original.language == "nl" else "nl"
    translation = in_dutch(original, language=language, to_try=original.to_try and f"NL: {original.to_try}")
    assert said(translation, original) == []
    assert drifted(original, translation) == moved_on(original, original) == frozenset()
    left_out = data.draw(st.sampled_from(original.questions))
    fewer = replace(translation, questions=tuple(one for one in translation.questions if one.id != left_out.id))
    assert said(fewer, original) == [
        f"ecouter.nl.md:1: Il manque la question {left_out.id} de l'original : ajoutez-la, traduite."
    ]
    (more,) = said(
        translation, replace(original, questions=tuple(one for one in original.questions if one != left_out))
    )
    assert f"La question {left_out.id} n'est pas dans l'original" in more


def test_the_card_for_a_crisis_is_the_same_in_both() -> None:
    marked = replace(ORIGINAL, cards=(ORIGINAL.cards[0], ORIGINAL.cards[1]._replace(crisis=True)))
    (problem,) = said(in_dutch(ORIGINAL), marked)
    assert "« use: crisis »" in problem
    assert said(in_dutch(marked), marked) == []
    assert drifted(marked, in_dutch(ORIGINAL)) == frozenset()


def test_fields_that_do_not_depend_on_the_language_are_the_same() -> None:
    for field, value in [
        *(("minutes", 6), ("skills", ("listen.reflect", "listen.active")), ("sensitive", True), ("cites", ("duree",))),
        *(("valid_from", date(2027, 1, 1)), ("valid_until", date(2027, 1, 1))),
    ]:
        (line,) = said(replace(in_dutch(ORIGINAL), **{field: value}))  # type: ignore[arg-type]
        assert line.endswith(f"« {field} » n'est pas comme dans l'original : recopiez cette ligne.")


def test_sources_and_the_day_to_read_it_again_are_its_own() -> None:
    assert said(in_dutch(ORIGINAL, sources=(), review_by=date(2028, 1, 1))) == []


def test_it_has_the_id_of_its_original_another_language_as_many_cards_and_something_to_try() -> None:
    other = in_dutch(ORIGINAL, id="autre", language="fr", cards=ORIGINAL.cards[:1], to_try="")
    assert said(other) == [
        "ecouter.nl.md:2: Un module garde son identifiant dans toutes les langues : écrivez « id: ecouter ».",
        "ecouter.nl.md:4: L'original est déjà dans cette langue (fr).",
        "ecouter.nl.md:1: L'original a 2 cartes : donnez-en autant, dans le même ordre.",
        "ecouter.nl.md:1: Ce qu'il y a à essayer figure dans une langue et pas dans l'autre : accordez-les.",
        "ecouter.nl.md:11: La carte « Carte 1 » est encore celle de l'original : traduisez-la.",
    ]


EXERCISE = PathwayExercise("Ada est inventée.", "Feuille : reprendre")


def test_what_there_is_to_try_on_a_sheet_is_in_both_and_translated() -> None:
    tried = replace(ORIGINAL, exercise=EXERCISE)
    assert said(in_dutch(tried), tried) == []
    lacking = "La feuille à essayer figure dans une langue et pas dans l'autre : accordez-les."
    assert said(in_dutch(ORIGINAL), tried) == [f"ecouter.nl.md:1: {lacking}"]
    heading = write_module(in_dutch(tried)).splitlines().index("## Proberen op een blad") + 1
    assert said(in_dutch(tried)) == [f"ecouter.nl.md:{heading}: {lacking}"]
    as_it_was = EXERCISE._replace(story="Ada is verzonnen.")
    (problem,) = said(in_dutch(tried, exercise=as_it_was), tried)
    assert problem.startswith(f"ecouter.nl.md:{heading}: La feuille à essayer est encore")


FIRST = question("listen-active-1")


def matched_otherwise(one: Question) -> Question:
    first, second, third = one.options
    return one._replace(options=(first, second._replace(match=first.match), third))


def test_a_question_that_would_be_marked_otherwise_is_named_at_its_line() -> None:
    for translation, sentence in [
        (changing(FIRST, skill="listen.reflect"), "porte sur une autre compétence"),
        (changing(FIRST, use=Use.CHECK), "« kind », « use » et « nature »"),
        (changing(FIRST, nature=QuestionNature.LAW), "« kind », « use » et « nature »"),
        (changing(FIRST, handing_back=HandingBack.KEY), "« handing_back » n'est pas comme dans l'original"),
        (changing(FIRST, cites=("duree",)), "ne cite pas les mêmes règles"),
        (changing(FIRST, options=FIRST.options[:2]), "n'a pas autant d'options"),
        (changing(FIRST, options=FIRST.options[1:] + FIRST.options[:1]), "n'a pas les mêmes réponses justes"),
        (changing(NUMBER, tolerance=Decimal(1)), "n'a pas les mêmes réponses justes"),
        (changing(NUMBER, options=(NUMBER.options[0]._replace(text="21"), *NUMBER.options[1:])), "réponses justes"),
        (with_question(matched_otherwise, MATCHING), "n'a pas les mêmes réponses justes"),
    ]:
        (line,) = said(translation)
        changed = next(
            new.id for old, new in zip(in_dutch(ORIGINAL).questions, translation.questions, strict=True) if old != new
        )
        number = write_module(translation).splitlines().index(_heading(translation, changed)) + 1
        assert line.startswith(f"ecouter.nl.md:{number}: ")
        assert sentence in line
        assert changed in line


def _heading(translation: Module, question_id: str) -> str:
    return next(line for line in write_module(translation).splitlines() if line.startswith(f"## Vraag {question_id} "))


def test_matches_stand_in_another_order_in_another_language_and_are_the_same() -> None:
    names = {"L'ONEM": "RVA", "Actiris": "VDAB"}
    translated = tuple(option._replace(match=names[option.match]) for option in MATCHING.options)
    translation = changing(MATCHING, options=translated)
    assert translation.question(MATCHING.id).key != MATCHING.key
    assert said(translation) == []

    assert is_marked_alike(MATCHING, translation.question(MATCHING.id))
    assert said_in(MATCHING, translation.question(MATCHING.id), ("a=2", "b=1", "c=9")) == ("a=1", "b=2", "c=9")


def test_right_answers_may_differ_while_a_translation_puts_them_right_first() -> None:
    translation = changing(FIRST, options=FIRST.options[1:] + FIRST.options[:1])
    assert said(translation, corrected=("listen-active-2",)) != said(translation, corrected=(FIRST.id,)) == []
    assert drifted(ORIGINAL, translation) == {FIRST.id}


def test_a_text_that_is_still_the_original_s_is_to_be_translated() -> None:
    copied = replace(ORIGINAL, language="nl", cards=in_dutch(ORIGINAL).cards)
    assert len(said(copied)) == len(ORIGINAL.questions)
    assert said(copied)[0].endswith("est encore celui de l'original : traduisez la question.")


def with_first(**fields: object) -> Module:
    changed = [one._replace(**fields) if one.id == FIRST.id else one for one in ORIGINAL.questions]  # type: ignore[arg-type]
    return replace(ORIGINAL, questions=tuple(changed))


def test_what_is_read_and_changes_is_to_translate_anew_and_titles_and_sources_are_not() -> None:
    fewer = replace(with_first(stem="Autrement."), questions=with_first(stem="Autrement.").questions[:-1])
    assert moved_on(ORIGINAL, fewer) == {FIRST.id, ORIGINAL.questions[-1].id}
    assert moved_on(ORIGINAL, replace(ORIGINAL, title="Autrement", sources=())) == frozenset()
    now = replace(ORIGINAL, valid_until=date(2027, 1, 1))
    assert drifted(now, in_dutch(ORIGINAL)) == {question.id for question in ORIGINAL.questions}


def test_when_what_is_read_has_changed_every_question_is() -> None:
    for change in [{"cards": ORIGINAL.cards[:1]}, {"to_try": "Autre chose."}, {"exercise": EXERCISE}, {"minutes": 6}]:
        now = replace(ORIGINAL, **change)  # type: ignore[arg-type]
        assert moved_on(ORIGINAL, now) == {question.id for question in ORIGINAL.questions}


def test_a_name_says_which_language_it_is_in_and_no_module_is_called_as_a_translation_is() -> None:
    assert [language_named(name) for name in ("ecouter", "ecouter.nl", "dater.fr", "dater.de", "nl")] == [
        *(None, "nl", "fr", None, None)
    ]
    assert translation_id("ecouter", "nl") == "ecouter.nl"
    with pytest.raises(Exception, match=r"module.md:2: « id » ne finit pas par une langue"):
        read_module(write_module(module("ecouter.nl")))
