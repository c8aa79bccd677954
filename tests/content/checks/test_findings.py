"""All that is said of one module, and of a pack by `python -m content check`."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.__main__ import main
from content.checks.findings import errors, findings
from content.module import QuestionNature
from content.pack import Pack
from content.problems import Severity
from content.rules import read_rules
from content.skills import read_skills
from content.text.writing import write_module
from tests.builders import ORDERING, RULES, SKILLS, in_dutch, module, pool, small_pack
from tests.content.checks.drafts import choice
from tests.interviews import with_dialogues

ASKED = pool("ecouter", "listen.active")
LAW = choice("Le CPAS", "Actiris", question_id="ecouter-droit")._replace(nature=QuestionNature.LAW)
LAWLESS = module(questions=(LAW, choice("Demander", "Ne jamais relancer", stem="Et Léa ?", question_id="ecouter-lea")))
"""A module that is short, with a question of law without rule above one that an absolute gives away."""


def test_errors_and_advice_come_together_from_the_top_down() -> None:
    found = findings(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [(problem.line, problem.severity) for problem in found] == [
        (5, Severity.ADVICE),
        (6, Severity.ADVICE),
        (19, Severity.ERROR),
        (35, Severity.ADVICE),
    ]


def test_only_errors_keep_a_module_from_being_published() -> None:
    found = errors(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [problem.severity for problem in found] == [Severity.ERROR]


def test_a_question_id_of_another_module_is_an_error() -> None:
    checked, other = module(questions=ASKED), module("autre", questions=ASKED[:1])
    found = errors(checked, write_module(checked), "m.md", read_skills(SKILLS), read_rules(RULES), [other])
    assert [problem.values for problem in found] == [{"id": "ecouter-1"}]


# ------------------------------------------------------------------------------------------------------ the command


def checked(monkeypatch: pytest.MonkeyPatch, folder: Path, pack: Pack) -> int:
    """The exit status of the command for a pack written to a folder."""
    (folder / "modules").mkdir()
    (folder / "skills.yaml").write_text(pack.skills, "utf-8")
    (folder / "rules.yaml").write_text(pack.rules, "utf-8")
    for module_id, text in (pack.modules | pack.twins).items():
        (folder / "modules" / f"{module_id}.md").write_text(text, "utf-8")
    monkeypatch.setattr("sys.argv", ["content", "check", str(folder)])
    return main()


def test_a_sound_pack_is_shown_with_its_figures_and_its_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, small_pack()) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "3 modules, 24 questions : 24 méthode, 0 pratique à valider, 0 droit à relire" in lines
    assert "Deviner sans savoir (33% au plus) français" in lines
    assert "questions à une réponse 24" in lines
    assert "au hasard 33%" in lines
    assert "l'option la plus longue 0% [0%, 14%]" in lines
    assert "l'option la plus courte ! 100% [86%, 100%]" in lines
    assert "toujours rendre l'initiative, là où l'auteur l'a dit –" in lines
    assert "ecouter 3.4 0 0 0 8 0.001 0/0.0 0/0.0 – 0 – 0 – 0 – 8" in lines
    assert "places de la réponse a 24 b 0 c 0 : inégales" in lines
    assert "listen.active 8 6 2 8 0 0" in lines
    assert "listen-active-1 (fr) 2 52% longueur, mots (bonne la)" in lines
    assert "Conseils, modules/ecouter.md" in lines
    assert "Conseils, modules (fr)" in lines


def test_dialogues_are_shown_apart_with_their_ways_and_their_minutes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = small_pack(with_dialogues(module("ecouter"), "jo"))
    assert checked(monkeypatch, tmp_path, pack) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "questions à une réponse 8" in lines
    assert "Deviner les tours des dialogues (41% au plus) français" in lines
    assert "tours 3" in lines
    assert "ecouter, jo (fr) 3 27 3 3 1.0" in lines
    assert not any("jo-1 (fr)" in line for line in lines)


def test_a_pack_with_an_error_is_refused_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, small_pack(LAWLESS)) == 1
    assert "modules/ecouter.md:19: Une question de droit cite une règle" in capsys.readouterr().err


def test_a_pack_without_questions_to_guess_is_shown_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, small_pack(module(questions=(ORDERING,), skills=("listen.reflect",)))) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "questions à une réponse 0" in lines
    assert "l'option la plus longue –" in lines


def test_twins_are_shown_apart_in_their_own_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = small_pack()
    twin = write_module(in_dutch(module("ecouter")))
    assert checked(monkeypatch, tmp_path, replace(pack, twins={"ecouter.nl": twin})) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Deviner sans savoir (33% au plus) français néerlandais" in lines
    assert "questions à une réponse 24 8" in lines
    assert "Conseils, modules (nl)" in lines
