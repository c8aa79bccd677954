"""Who only hands back, in packs where that is always right, never right, or not said."""

from random import Random

import pytest

from benchmarks.polite.__main__ import main, report
from benchmarks.polite.lives import live
from benchmarks.polite.readers import Reader, course_of, success
from content.module import HandingBack, Module
from content.pack import PACKS, read_parts
from tests.builders import module, question
from tests.content.checks.drafts import choice

PACK = PACKS / "conseil-emploi"


def marked(mark: HandingBack) -> Module:
    """A module of eight questions, every key of which stands where an author has said."""
    made = module()
    return module(questions=tuple(asked._replace(handing_back=mark) for asked in made.questions))


def declared(reader: Reader, checked: Module, readers: int = 20) -> float:
    """In what share of lives the one skill of a module is declared."""
    parts = read_parts(PACK)._replace(modules=((checked, "", "m.md"),))
    course = course_of(parts)
    lives = [live(course, lambda one: success(reader, one, "fr"), Random(number)) for number in range(readers)]
    return sum(bool(life.declared) for life in lives) / readers


def test_where_every_key_hands_back_the_polite_are_told_that_they_know() -> None:
    assert declared(Reader.POLITE, marked(HandingBack.KEY)) == 1


def test_where_handing_back_is_a_mistake_or_tells_nothing_they_are_no_better_than_chance() -> None:
    assert declared(Reader.POLITE, marked(HandingBack.MISTAKE)) <= 0.1
    assert declared(Reader.POLITE, marked(HandingBack.NEITHER)) <= 0.1
    assert declared(Reader.CHANCE, marked(HandingBack.KEY)) <= 0.1


def test_who_knows_is_told_so_more_often_than_not() -> None:
    assert declared(Reader.KNOWS, marked(HandingBack.NEITHER)) > 0.5


def test_how_often_each_reader_is_right() -> None:
    asked = choice("Chercher avec elle", "Corriger la fiche", "Attendre", "Fermer")
    assert success(Reader.POLITE, asked, "fr") == 1
    assert success(Reader.POLITE, asked._replace(handing_back=HandingBack.MISTAKE), "fr") == 1 / 4
    assert success(Reader.CHANCE, asked, "fr") == 1 / 4
    assert success(Reader.KNOWS, asked, "fr") == 0.9


def test_a_life_asks_all_that_is_not_kept_for_checks_and_the_same_seed_lives_it_again() -> None:
    parts = read_parts(PACK)._replace(modules=((module(questions=(*module().questions, question("q-9"))), "", "m"),))
    course = course_of(parts)
    lives = [live(course, lambda _: 0.0, Random(1)) for _ in range(2)]
    assert lives[0] == lives[1]
    assert lives[0].questions >= 7
    assert lives[0].declared == set()


def test_the_course_of_our_pack_has_every_skill_that_is_asked_about() -> None:
    course = course_of(read_parts(PACK))
    assert all(course.questions[skill] for skill in course.skills)
    assert all(needed in course.skills for these in course.prerequisites.values() for needed in these)


def test_the_command_prints_its_readers_and_whether_the_goal_is_reached(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["polite", str(PACK), "--readers", "1"])
    main()
    printed = capsys.readouterr().out
    assert all(reader in printed for reader in Reader)
    assert "goal, polite: at most 0.10: " in printed


def test_what_a_list_of_words_estimates_is_called_open() -> None:
    course = course_of(read_parts(PACK)._replace(modules=((marked(HandingBack.KEY), "", "m.md"),)))
    assert not any("leave open" in line for line in report(course, 1, 1))
    unmarked = course_of(read_parts(PACK)._replace(modules=((module(), "", "m.md"),)))
    assert any("8 questions without a mark leave open" in line for line in report(unmarked, 1, 1))
