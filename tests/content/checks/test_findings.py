"""All that is said of one module, and of a pack by `python -m content check`."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.__main__ import main
from content.checks.findings import errors, findings
from content.module import Module, QuestionNature
from content.pack import Pack
from content.problems import Severity
from content.rules import read_rules
from content.skills import read_skills
from content.text.writing import write_module
from tests.builders import ORDERING, RULES, SKILLS, in_dutch, module, pool, small_pack
from tests.content.checks.drafts import choice
from tests.entries import TEXT
from tests.interviews import with_dialogues

ASKED = pool("ecouter", "listen.active")
LAW = choice("Le CPAS", "Actiris", question_id="ecouter-droit")._replace(nature=QuestionNature.LAW)
LAWLESS = module(questions=(LAW, choice("Demander", "Ne jamais relancer", stem="Et Léa ?", question_id="ecouter-lea")))
"""A module that is short, with a question of law without rule above one that an absolute gives away."""


def test_errors_and_advice_come_together_from_the_top_down() -> None:
    found = findings(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [(problem.line, problem.severity) for problem in found] == [
        *((5, Severity.ADVICE), (6, Severity.ADVICE), (19, Severity.ERROR), (35, Severity.ADVICE)),
    ]


def test_only_errors_keep_a_module_from_being_published() -> None:
    found = errors(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [problem.severity for problem in found] == [Severity.ERROR]


def test_a_question_id_of_another_module_is_an_error() -> None:
    checked, other = module(questions=ASKED), module("autre", questions=ASKED[:1])
    found = errors(checked, write_module(checked), "m.md", read_skills(SKILLS), read_rules(RULES), [other])
    assert [problem.values for problem in found] == [{"id": "ecouter-1"}]


# ------------------------------------------------------------------------------------------------------ the command


def sound(*modules: Module) -> Pack:
    """A small pack that says how it was read."""
    read = TEXT.replace("24, by", "24, manner: live, by").replace("topics: [sante]\n", "")
    return replace(small_pack(*modules), rules=f"{RULES}    manner: live\n", entries={"ecoute-chomage": read})


def checked(monkeypatch: pytest.MonkeyPatch, folder: Path, pack: Pack) -> int:
    """The exit status of the command for a pack written to a folder."""
    for part in ("modules", "directory"):
        (folder / part).mkdir()
    (folder / "skills.yaml").write_text(pack.skills, "utf-8")
    (folder / "rules.yaml").write_text(pack.rules, "utf-8")
    for entry_id, text in pack.entries.items():
        (folder / "directory" / f"{entry_id}.yaml").write_text(text, "utf-8")
    for module_id, text in (pack.modules | pack.twins).items():
        (folder / "modules" / f"{module_id}.md").write_text(text, "utf-8")
    monkeypatch.setattr("sys.argv", ["content", "check", str(folder)])
    return main()


def test_a_sound_pack_is_shown_with_its_figures_and_its_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, sound()) == 0
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
    pack = sound(with_dialogues(module("ecouter"), "jo"))
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
    assert checked(monkeypatch, tmp_path, sound(LAWLESS)) == 1
    assert "modules/ecouter.md:19: Une question de droit cite une règle" in capsys.readouterr().err


UNSAID = sound().entries["ecoute-chomage"].replace(", manner: live", "", 2)
AVOWED = sound().entries["ecoute-chomage"].replace("Puis un groupe,", "Puis un groupe (page sans date),")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rules": RULES}, "rules.yaml:1: 1 fois, rien ne dit comment on a lu"),
        ({"entries": {"ecoute-chomage": UNSAID}}, "ecoute-chomage.yaml:1: 2 fois, rien ne dit comment on a lu"),
        ({"entries": {"ecoute-chomage": AVOWED}}, "ecoute-chomage.yaml:29: « sans date » avoue une page ancienne"),
    ],
)
def test_a_pack_that_does_not_say_how_it_was_read_or_hides_an_old_page_is_refused(
    wrong: dict[str, object],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert checked(monkeypatch, tmp_path, replace(sound(), **wrong)) == 1  # type: ignore[arg-type]
    assert told in capsys.readouterr().err


def test_a_pack_without_questions_to_guess_is_shown_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, sound(module(questions=(ORDERING,), skills=("listen.reflect",)))) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "questions à une réponse 0" in lines
    assert "l'option la plus longue –" in lines


def test_twins_are_shown_apart_in_their_own_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = sound()
    twin = write_module(in_dutch(module("ecouter")))
    assert checked(monkeypatch, tmp_path, replace(pack, twins={"ecouter.nl": twin})) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Deviner sans savoir (33% au plus) français néerlandais" in lines
    assert "questions à une réponse 24 8" in lines
    assert "Conseils, modules (nl)" in lines
