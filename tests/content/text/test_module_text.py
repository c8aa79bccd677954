"""A module as text: nothing is lost on the way there and back, and whatever cannot be read is said with its line."""

import pickle
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import BrokenText
from content.module import (
    Card,
    HandingBack,
    Module,
    Option,
    PathwayExercise,
    Question,
    QuestionKind,
    QuestionNature,
    Reference,
    Use,
)
from content.text.grammar import EXERCISE_HEADING, QUESTION_WORD, TO_TRY_HEADING
from content.text.module_reader import read_module, sketch_module
from content.text.module_writer import write_module
from tests.builders import module
from tests.content.made_up import modules
from tests.content.schema.test_text_kinds import TEXT as EVERY_KIND

TEXT = """\
---
id: ecouter
title: Écouter sans diriger
language: fr
minutes: 5
skills: [listen.active]
---

## Une carte

À lire.

## Question ecouter-1 · listen.active

Que dites-vous ?

- [x] « Je vous écoute. »
  > Oui.
- [ ] « Et donc ? »
  > Non.

## À essayer dès le prochain entretien

Un silence.
"""

STORY = "Ada est inventée.\n\n- Complétez sa feuille."
PATHWAY = """\
Feuille : reprendre
On se revoit le :

1. À décider ensemble : Qui garde les enfants ?
   Avant le :
   - ma sœur →"""
EXERCISE = f"\n## Essayer sur une feuille\n\n{STORY}\n\n{PATHWAY}\n"


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_module(text)
    return [f"{problem.line}: {problem.sentence % dict(problem.values)}" for problem in broken.value.problems]


def test_a_module_is_read() -> None:
    options = (Option("a", "« Je vous écoute. »", True, "Oui."), Option("b", "« Et donc ? »", False, "Non."))
    assert read_module(TEXT) == Module(
        id="ecouter",
        title="Écouter sans diriger",
        language="fr",
        minutes=5,
        skills=("listen.active",),
        cards=(Card("Une carte", "À lire."),),
        questions=(Question("ecouter-1", "listen.active", "Que dites-vous ?", options),),
        to_try="Un silence.",
    )


def test_attribute_lines_of_a_question_are_read_and_end_on_an_empty_line() -> None:
    attributes = "use: check\nkind: several\nnature: droit\ncites: duree, age"
    asked = read_module(TEXT.replace("listen.active\n\nQue", f"listen.active\n{attributes}\n\nQue")).questions[0]
    assert (asked.use, asked.kind, asked.nature) == (Use.CHECK, QuestionKind.SEVERAL, QuestionNature.LAW)
    assert asked.cites == ("duree", "age")
    read = read_module(TEXT.replace("listen.active\n\nQue", "listen.active\nhanding_back: mistake\n\nQue"))
    assert read.questions[0].handing_back is HandingBack.MISTAKE
    assert read_module(TEXT).questions[0].handing_back is None
    text = TEXT.replace("Que dites-vous ?", "note: à lire deux fois")
    assert read_module(text).questions[0].stem == "note: à lire deux fois"


def test_a_question_names_the_source_that_carries_its_key() -> None:
    sources = "minutes: 5\nsources:\n  - title: Un livre, 2013\n  - title: Une loi"
    text = TEXT.replace("minutes: 5", sources).replace("active\n\nQue", "active\nsource: 2\n\nQue")
    read = read_module(text)
    assert read.source_of(read.questions[0]) == Reference("Une loi")
    assert read.source_of(read.questions[0]._replace(source=0)) is None
    assert read_module(write_module(read)) == read


def test_a_sensitive_module_says_so_in_its_header_and_gives_nothing_to_try() -> None:
    text = TEXT.replace("minutes: 5", "minutes: 5\nsensitive: true")
    assert problems(text) == ["23: Un module sensible ne donne rien à essayer : retirez cette partie."]
    assert read_module(text[: text.index("## À essayer")]).sensitive


def test_a_card_for_a_crisis_says_so_under_its_heading_and_not_after_an_empty_line() -> None:
    read = read_module(TEXT.replace("## Une carte\n", "## Une carte\nuse: crisis\n"))
    assert read.cards == (Card("Une carte", "À lire.", crisis=True),)
    assert read_module(write_module(read)) == read
    read = read_module(TEXT.replace("À lire.", "use: crisis"))
    assert read.cards == (Card("Une carte", "use: crisis"),)
    assert read_module(write_module(read)) == read


def test_an_exercise_tells_a_story_and_then_a_sheet_which_is_half_made() -> None:
    read = read_module(TEXT + EXERCISE)
    assert read.exercise == PathwayExercise(STORY, PATHWAY)
    assert write_module(read) == TEXT + EXERCISE
    assert sketch_module(TEXT + EXERCISE)[1][-1].content == read.exercise
    story = "Sur la feuille : rien encore.\n  Feuille : presque.\n- Feuille : pas elle non plus"
    read = read_module(TEXT + EXERCISE.replace(STORY, story))
    assert read.exercise == PathwayExercise(story, PATHWAY)
    assert read_module(write_module(read)) == read


def test_an_exercise_has_its_heading_and_its_word_in_each_language() -> None:
    for language, heading, word in [("nl", "Proberen op een blad", "Blad"), ("en", "Try it on a sheet", "Sheet")]:
        translation = TEXT.replace("language: fr", f"language: {language}")
        for words in (QUESTION_WORD, TO_TRY_HEADING):
            translation = translation.replace(f"## {words['fr']}", f"## {words[language]}")
        assert heading == EXERCISE_HEADING[language]
        read = read_module(f"{translation}\n## {heading}\n\nAda bestaat niet.\n\n{word}: werk\n")
        assert read.exercise == PathwayExercise("Ada bestaat niet.", f"{word}: werk")


def test_options_are_boxes_and_feedback_may_run_over_several_lines() -> None:
    assert read_module(TEXT.replace("- [ ]", "- [X]")).questions[0].kind is QuestionKind.SEVERAL
    text = TEXT.replace("  > Oui.", "  > Oui :\n  >\n  >   - cité\n  >Fin.")
    assert read_module(text).questions[0].options[0].feedback == "Oui :\n\n  - cité\nFin."


def test_another_way_to_write_the_same_is_the_same_module() -> None:
    for text in [
        *(TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), "\ufeff" + TEXT, TEXT.rstrip("\n")),
        *(TEXT.replace("\n\n", "\n\n\n"), TEXT.replace("- [", "* ["), TEXT.replace("---\n", "---  \n")),
        *(TEXT.replace("## ", "##   ").replace("carte\n", "carte  \n"), TEXT.replace("  > ", ">")),
        TEXT.replace("[listen.active]", "\n  - listen.active"),
    ]:
        assert read_module(text) == read_module(TEXT)


@given(modules())
def test_a_module_comes_back_from_its_text_unchanged(written: Module) -> None:
    assert read_module(write_module(written)) == written


fragments = st.sampled_from(TEXT.splitlines(keepends=True)) | st.sampled_from(
    [
        *("## ", "---\n", "- [x] a\n", "- [ ] \n", "  > b\n", "use: check\n", "kind: several\n", "nature: droit\n"),
        *("source: 1\n", "sensitive: true\n", "handing_back: mistake\n", "kind: ordering\n", "kind: matching\n"),
        *("kind: text\n", "kind: number\n", "unit: %\n", "tolerance: 0,5\n", "1. un\n", "2) deux\n", "- un -> deux\n"),
        *("## \tun\n", "- -> a -> b\n", "- a -> -> b\n", "- [ ]x\n", "- \\[ ] x\n", "- …\n", "## …\n"),
        *("- deux → trois\n", "- [x] 24 | 25\n", "- [ ] *\n", "\r", "\0", "\u2028", "## Question "),
    ]
)
garbled = st.lists(fragments | st.text(st.characters(exclude_categories=()), max_size=5), max_size=20).map("".join)


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """The text of a module with something else in the place of a part of it."""
    text = draw(st.sampled_from([TEXT, EVERY_KIND]))
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text[:first] + draw(garbled) + text[last:]


@given(spliced() | garbled | st.text())
def test_any_text_can_be_sketched_and_a_sound_one_is_its_own_sketch(text: str) -> None:
    sketch, parts = sketch_module(text)
    assert all(part.line <= text.count("\n") + text.count("\r") + 1 for part in parts)
    with suppress(BrokenText):
        assert read_module(text) == sketch
        assert all(part.sound for part in parts)


@settings(max_examples=400)
@given(spliced() | garbled | st.text())
def test_any_text_is_a_module_that_comes_back_unchanged_or_is_said_to_be_broken(text: str) -> None:
    try:
        read = read_module(text)
    except BrokenText as broken:
        assert broken.problems
        assert all(1 <= problem.line <= text.count("\n") + text.count("\r") + 1 for problem in broken.problems)
        assert str(pickle.loads(pickle.dumps(broken))) == str(broken)
    else:
        canonical = write_module(read)
        assert read_module(canonical) == read
        assert write_module(read_module(canonical)) == canonical


def test_what_contradicts_itself_is_said_at_once_from_the_top_down() -> None:
    text = TEXT.replace("- [ ]", "- [x]").replace("active\n\nQue", "active\nkind: one\n\nQue")
    assert problems(text) == ["14: Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une."]
    start, end = TEXT.index("## Question"), TEXT.index("## À essayer")
    said = "22: L'identifiant ecouter-1 sert deux fois : donnez le sien à chaque question."
    assert problems(TEXT[:end] + TEXT[start:end] + TEXT[end:]) == [said]
    text = TEXT.replace("minutes: 5", "minutes: x").replace("- [x]", "- [ ]").replace("  > Non.", "")
    assert [line.split(":")[0] for line in problems(text)] == ["5", "13", "19"]
    with pytest.raises(BrokenText, match=r"^ecouter\.md:1: Le module doit"):
        read_module("", "ecouter.md")


def test_a_module_that_ends_before_it_begins_is_said_so() -> None:
    dated = replace(module("ecouter"), valid_from=date(2026, 6, 1), valid_until=date(2026, 1, 1))
    (said,) = problems(write_module(dated))
    assert "« valid_until » vient avant « valid_from »" in said


def test_a_question_whose_word_is_not_quite_ours_is_no_card() -> None:
    for heading in ["## question un · {skill}", "## Question\u00a0un · {skill}"]:
        sound = module("ecouter")
        asked = (
            f"\n{heading.format(skill=sound.skills[0])}\n\nQue faire ?\n\n- [x] Ceci\n  > Oui.\n- [ ] Cela\n  > Non.\n"
        )
        assert read_module(write_module(replace(sound, to_try="")) + asked).questions[-1].id == "un"


def test_a_sketch_shows_what_can_be_read_and_where_it_stands() -> None:
    text = "## Une carte\n\nSon texte.\n\n## Question q-1 · listen.active\n\nUn cas ?\n\n- [ ] Une seule option\n"
    module, (card, question) = sketch_module(text)
    assert (card.line, card.sound, card.content) == (1, True, Card("Une carte", "Son texte."))
    assert (question.line, question.sound, question.content) == (5, False, module.question("q-1"))
