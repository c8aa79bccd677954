"""A module as text: nothing is lost on the way there and back, and whatever cannot be read is said with its line."""

import pickle
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.module import (
    Card,
    HandingBack,
    Module,
    Option,
    Question,
    QuestionKind,
    QuestionNature,
    Reference,
    SheetExercise,
    Use,
)
from content.problems import BrokenText
from content.text.grammar import EXERCISE_HEADING, QUESTION_WORD, TO_TRY_HEADING
from content.text.reading import read_module, sketch_module
from content.text.writing import write_module
from tests.builders import module
from tests.content.made_up import modules
from tests.content.test_text_kinds import TEXT as EVERY_KIND

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
SHEET = """\
Feuille : reprendre
On se revoit le :

1. À décider ensemble : Qui garde les enfants ?
   Avant le :
   - ma sœur →"""
EXERCISE = f"\n## Essayer sur une feuille\n\n{STORY}\n\n{SHEET}\n"
PLACES = "".join(f"{number}. moi : je marche\n" for number in range(2, 11))
"""With the first, ten."""


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


def test_the_header_carries_sources_dates_and_rules() -> None:
    header = """\
minutes: 5
sources:
  - title: "Un livre : 2013"
  - title: Une page
    url: https://example.org/
    read_on: 2026-11-24
review_by: 2027-11-24
valid_from: 2026-12-01
valid_until: 2027-12-01
cites: [duree, age]"""
    read = read_module(TEXT.replace("minutes: 5", header))
    assert read.sources == (
        Reference("Un livre : 2013"),
        Reference("Une page", "https://example.org/", date(2026, 11, 24)),
    )
    dates = (read.review_by, read.valid_from, read.valid_until)
    assert dates == (date(2027, 11, 24), date(2026, 12, 1), date(2027, 12, 1))
    assert read.cites == ("duree", "age")


def test_attribute_lines_say_use_kind_nature_and_rules() -> None:
    attributes = "use: check\nkind: several\nnature: droit\ncites: duree, age"
    asked = read_module(TEXT.replace("listen.active\n\nQue", f"listen.active\n{attributes}\n\nQue")).questions[0]
    assert (asked.use, asked.kind, asked.nature) == (Use.CHECK, QuestionKind.SEVERAL, QuestionNature.LAW)
    assert asked.cites == ("duree", "age")


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


def test_an_author_says_whether_handing_back_is_right() -> None:
    read = read_module(TEXT.replace("listen.active\n\nQue", "listen.active\nhanding_back: mistake\n\nQue"))
    assert read.questions[0].handing_back is HandingBack.MISTAKE
    assert read_module(TEXT).questions[0].handing_back is None


def test_a_card_says_under_its_heading_that_it_is_the_one_for_a_crisis() -> None:
    read = read_module(TEXT.replace("## Une carte\n", "## Une carte\nuse: crisis\n"))
    assert read.cards == (Card("Une carte", "À lire.", crisis=True),)
    assert read_module(write_module(read)) == read


def test_the_same_words_after_an_empty_line_are_the_card_s_own() -> None:
    read = read_module(TEXT.replace("À lire.", "use: crisis"))
    assert read.cards == (Card("Une carte", "use: crisis"),)
    assert read_module(write_module(read)) == read


def test_a_module_may_end_on_a_situation_to_try_on_a_sheet_which_is_half_made() -> None:
    read = read_module(TEXT + EXERCISE)
    assert read.exercise == SheetExercise(STORY, SHEET)
    assert write_module(read) == TEXT + EXERCISE
    assert sketch_module(TEXT + EXERCISE)[1][-1].content == read.exercise


def test_an_exercise_has_its_heading_and_its_word_in_each_language() -> None:
    for language, heading, word in [("nl", "Proberen op een blad", "Blad"), ("en", "Try it on a sheet", "Sheet")]:
        twin = TEXT.replace("language: fr", f"language: {language}")
        for words in (QUESTION_WORD, TO_TRY_HEADING):
            twin = twin.replace(f"## {words['fr']}", f"## {words[language]}")
        assert heading == EXERCISE_HEADING[language]
        read = read_module(f"{twin}\n## {heading}\n\nAda bestaat niet.\n\n{word}: werk\n")
        assert read.exercise == SheetExercise("Ada bestaat niet.", f"{word}: werk")


def test_a_story_may_speak_of_a_sheet_before_the_line_that_begins_with_it() -> None:
    story = "Sur la feuille : rien encore.\n  Feuille : presque.\n- Feuille : pas elle non plus"
    read = read_module(TEXT + EXERCISE.replace(STORY, story))
    assert read.exercise == SheetExercise(story, SHEET)
    assert read_module(write_module(read)) == read


def test_a_question_is_about_method_unless_its_text_says_otherwise() -> None:
    assert read_module(TEXT).questions[0].nature is QuestionNature.METHOD


def test_a_line_that_looks_like_an_attribute_belongs_to_the_stem_after_an_empty_line() -> None:
    text = TEXT.replace("Que dites-vous ?", "note: à lire deux fois")
    assert read_module(text).questions[0].stem == "note: à lire deux fois"


def test_several_right_options_make_a_question_with_several_answers() -> None:
    assert read_module(TEXT.replace("- [ ]", "- [X]")).questions[0].kind is QuestionKind.SEVERAL


def test_feedback_may_run_over_several_lines() -> None:
    text = TEXT.replace("  > Oui.", "  > Oui :\n  >\n  >   - cité\n  >Fin.")
    assert read_module(text).questions[0].options[0].feedback == "Oui :\n\n  - cité\nFin."


def test_headings_are_read_in_the_language_of_the_module() -> None:
    for language in QUESTION_WORD:
        written = module(language=language)
        assert read_module(write_module(written)) == written


def test_another_way_to_write_the_same_is_the_same_module() -> None:
    for text in [
        *(TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), "\ufeff" + TEXT, TEXT.rstrip("\n")),
        *(TEXT.replace("\n\n", "\n\n\n"), TEXT.replace("- [", "* ["), TEXT.replace("---\n", "---  \n")),
        *(TEXT.replace("## ", "##   ").replace("carte\n", "carte  \n"), TEXT.replace("  > ", ">")),
        TEXT.replace("[listen.active]", "\n  - listen.active"),
    ]:
        assert read_module(text) == read_module(TEXT)


# ---------------------------------------------------------------------------------------------- there and back


@given(modules())
def test_a_module_comes_back_from_its_text_unchanged(written: Module) -> None:
    assert read_module(write_module(written)) == written


fragments = st.sampled_from(TEXT.splitlines(keepends=True)) | st.sampled_from(
    [
        *("## ", "---\n", "- [x] a\n", "- [ ] \n", "  > b\n", "use: check\n", "kind: several\n", "nature: droit\n"),
        *("source: 1\n", "sensitive: true\n", "handing_back: mistake\n", "kind: ordering\n", "kind: matching\n"),
        *("kind: text\n", "kind: number\n", "unit: %\n", "tolerance: 0,5\n", "1. un\n", "2) deux\n", "- un -> deux\n"),
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


# ------------------------------------------------------------------------------------------- what a trainer reads


def test_what_is_to_be_mended_is_said_with_its_line() -> None:
    for old, new, said in [
        ("---\nid", "id", "1: Le module doit commencer par un en-tête entre deux lignes « --- »."),
        ("\n---\n\n##", "\n\n##", "1: Le module doit commencer par un en-tête entre deux lignes « --- »."),
        ("À lire", "À\0 lire", "11: Cette ligne contient un caractère invisible : réécrivez-la."),
        ("À lire", "À\u2028lire", "11: Cette ligne contient un caractère invisible : réécrivez-la."),
        ("language: fr", "language: de", "4: « language » doit être fr, nl ou en."),
        ("language: fr\n", "", "2: Il manque « language » : ajoutez-le."),
        (
            "id: ecouter\n",
            "id: Écouter\n",
            "2: « id » s'écrit en minuscules sans accent, avec des tirets, en 120 caractères au plus.",
        ),
        ("minutes: 5", "minutes: cinq", "5: « minutes » doit être un nombre entier, de 1 à 999."),
        (
            "minutes: 5",
            "minutes: 5\nvalid_untill: 2026-12-01",
            "6: « valid_untill » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        (
            "minutes: 5",
            "minutes: 5\nsources:\n  - title: Un livre\n    page: 12",
            "8: « page » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        (
            "## Une carte",
            "Avant tout.\n\n## Une carte",
            "9: Ce texte n'appartient à aucune carte : mettez un titre « ## … » au-dessus.",
        ),
        ("À lire.\n", "", "9: La carte « Une carte » est vide : écrivez-la ou retirez son titre."),
        (
            "À lire.",
            "# Grand titre",
            "11: Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).",
        ),
        (
            "ecouter-1 · listen.active",
            "Écouter 1 · listen.active",
            "13: Un titre de question s'écrit « ## Question identifiant · compétence », en minuscules sans accent.",
        ),
        (
            "active\n\nQue",
            "active\nusage: check\n\nQue",
            "14: « usage » n'est pas connu ici (use, kind, nature, cites, source, unit, tolerance, handing_back) : "
            "laissez une ligne vide avant l'énoncé.",
        ),
        (
            "active\n\nQue",
            "active\nuse: exam\n\nQue",
            "14: « use » vaut learn (apprendre) ou check (vérifier plus tard).",
        ),
        (
            "active\n\nQue",
            "active\nsource: Miller\n\nQue",
            "14: « source » vaut le rang d'une source de l'en-tête : 1 pour la première.",
        ),
        (
            "active\n\nQue",
            "active\nsource: 1\n\nQue",
            "13: L'en-tête n'a pas de source 1 : corrigez « source », ou ajoutez cette source.",
        ),
        (
            "active\n\nQue",
            "active\nnature: loi\n\nQue",
            "14: « nature » vaut méthode, pratique ou droit.",
        ),
        (
            "active\n\nQue",
            "active\nhanding_back: oui\n\nQue",
            "14: « handing_back » vaut key (la bonne réponse rend l'initiative), mistake (la rendre est l'erreur) ou "
            "neither (ni l'un ni l'autre).",
        ),
        (
            "active\n\nQue",
            "active\nkind: all\n\nQue",
            "14: « kind » vaut one (une réponse), several (plusieurs), ordering (à mettre en ordre), "
            "matching (à relier), text (un mot à écrire) ou number (un nombre à écrire).",
        ),
        ("- [x]", "- [ ]", "13: Aucune option n'est juste : cochez la bonne, « - [x] »."),
        ("Que dites-vous ?\n", "", "13: Il manque l'énoncé : écrivez-le sous le titre de la question."),
        (
            "  > Non.",
            "  Non.",
            "20: Cette ligne n'est ni une option (- [ ] …) ni son explication (> …) : corrigez-la.",
        ),
        (
            "- [ ] « Et donc ? »\n  > Non.\n",
            "",
            "13: Une question a de 2 à 10 options, écrites « - [ ] … ».",
        ),
        (
            "  > Non.",
            "\n".join(f"  > Non.\n- [ ] {number}" for number in range(9)) + "\n  > Non.",
            "13: Une question a de 2 à 10 options, écrites « - [ ] … ».",
        ),
        (
            "  > Non.",
            "  >",
            "19: Il manque l'explication de « « Et donc ? » » : ajoutez dessous une ligne « > … ».",
        ),
        (
            "· listen.active",
            "· listen.reflect",
            "13: La compétence listen.reflect n'est pas dans l'en-tête : ajoutez-la à « skills »"
            " ou corrigez l'identifiant.",
        ),
        (
            "« Et donc ? »",
            "« Je vous écoute. »",
            "13: Deux options de cette question sont identiques : changez-en une.",
        ),
        (
            "Un silence.\n",
            "Un silence.\n\n## À essayer dès le prochain entretien\n\nDeux silences.\n",
            "26: « À essayer dès le prochain entretien » figure deux fois : gardez-en un.",
        ),
        (
            "Un silence.\n",
            f"Un silence.\n{EXERCISE}{EXERCISE}",
            "39: « Essayer sur une feuille » figure deux fois : gardez-en un.",
        ),
        (
            "Un silence.\n",
            f"Un silence.\n{EXERCISE.replace(STORY, '')}",
            "26: Racontez d'abord, au-dessus de la feuille, la situation d'une personne inventée.",
        ),
        (
            "Un silence.\n",
            f"Un silence.\n{EXERCISE.replace('Feuille', 'Papier')}",
            "26: Il manque la feuille à compléter : commencez-la par « Feuille : … » en début de ligne.",
        ),
        (
            "Un silence.\n",
            f"Un silence.\n{EXERCISE.replace('Avant le :', 'Un jour :')}",
            "36: « Un jour : » ne se comprend pas ici : on attend « Qui répond : », « Avant le : ».",
        ),
        (
            "Un silence.\n",
            f"Un silence.\n{EXERCISE}{PLACES}",
            "46: Une feuille a 9 places au plus : gardez le plus proche.",
        ),
        (
            TEXT[TEXT.index("## Question") : TEXT.index("## À essayer")],
            "",
            "1: Le module n'a pas de question : ajoutez au moins « ## Question … ».",
        ),
        (
            TEXT[TEXT.index("## Une carte") :],
            "",
            "1: Le module n'a pas de question : ajoutez au moins « ## Question … ».",
        ),
    ]:
        assert said in problems(TEXT.replace(old, new, 1))


def test_several_right_options_contradict_kind_one() -> None:
    text = TEXT.replace("- [ ]", "- [x]").replace("active\n\nQue", "active\nkind: one\n\nQue")
    assert problems(text) == ["14: Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une."]


def test_a_question_id_serves_once_in_a_module() -> None:
    start, end = TEXT.index("## Question"), TEXT.index("## À essayer")
    said = "22: L'identifiant ecouter-1 sert deux fois : donnez le sien à chaque question."
    assert problems(TEXT[:end] + TEXT[start:end] + TEXT[end:]) == [said]


def test_everything_to_mend_is_said_at_once_from_the_top_down() -> None:
    text = TEXT.replace("minutes: 5", "minutes: x").replace("- [x]", "- [ ]").replace("  > Non.", "")
    assert [line.split(":")[0] for line in problems(text)] == ["5", "13", "19"]


def test_a_problem_names_its_file() -> None:
    with pytest.raises(BrokenText, match=r"^ecouter\.md:1: Le module doit"):
        read_module("", "ecouter.md")


def test_a_question_of_several_answers_with_one_right_says_so_in_its_text() -> None:
    one = read_module(TEXT)
    several = replace(one, questions=(one.questions[0]._replace(kind=QuestionKind.SEVERAL),))
    assert "· listen.active\nkind: several\n" in write_module(several)


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
