"""All that is said of one module, and of a pack by `python -m content check`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from content.__main__ import main
from content.checks.findings import errors, findings
from content.errors import Severity
from content.module import Module, QuestionNature
from content.pack import Pack
from content.rules import read_rules
from content.skills import read_skills
from content.text.module_writer import write_module
from tests.builders import ORDERING, RULES, SKILLS, in_dutch, module, pool, small_pack
from tests.content.checks.made_up_texts import choice
from tests.directory.invented_entries import TEXT
from tests.interviews import with_dialogues

ASKED = pool("ecouter", "listen.active")
LAW = choice("Le CPAS", "Actiris", question_id="ecouter-droit")._replace(nature=QuestionNature.LAW)
LAWLESS = module(questions=(LAW, choice("Demander", "Ne jamais relancer", stem="Et Léa ?", question_id="ecouter-lea")))
"""A module that is short, with a question of law without rule above one that an absolute gives away."""


def test_errors_and_advice_come_together_from_the_top_down() -> None:
    found = findings(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [(problem.line, problem.severity) for problem in found] == [
        *((5, Severity.ADVICE), (6, Severity.ADVICE), (19, Severity.ERROR), (35, Severity.ADVICE))
    ]


def test_only_errors_keep_a_module_from_being_published() -> None:
    found = errors(LAWLESS, write_module(LAWLESS), "m.md", read_skills(SKILLS), read_rules(RULES), [])
    assert [problem.severity for problem in found] == [Severity.ERROR]


def test_a_question_id_of_another_module_is_an_error() -> None:
    checked, other = module(questions=ASKED), module("autre", questions=ASKED[:1])
    found = errors(checked, write_module(checked), "m.md", read_skills(SKILLS), read_rules(RULES), [other])
    assert [problem.values for problem in found] == [{"id": "ecouter-1"}]


def sound(*modules: Module) -> Pack:
    """A small pack that says how it was read."""
    read = TEXT.replace("24, by", "24, manner: live, by").replace("topics: [sante]\n", "")
    return replace(small_pack(*modules), rules=f"{RULES}    manner: live\n", entries={"ecoute-chomage": read})


Checking = Callable[[Pack], tuple[int, list[str], str]]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checking:
    """Ask the command of a pack: its status, its lines without their columns, and its errors."""

    def asked(pack: Pack) -> tuple[int, list[str], str]:
        texts = {"skills.yaml": pack.skills, "rules.yaml": pack.rules}
        texts |= {f"directory/{name}.yaml": text for name, text in pack.entries.items()}
        texts |= {f"modules/{name}.md": text for name, text in (pack.modules | pack.translated).items()}
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        monkeypatch.setattr("sys.argv", ["content", "check", str(tmp_path)])
        status, said = main(), capsys.readouterr()
        return status, [" ".join(line.split()) for line in said.out.splitlines()], said.err

    return asked


def test_a_sound_pack_is_shown_with_its_figures_and_its_advice(check: Checking) -> None:
    status, lines, _ = check(sound())
    assert status == 0
    assert {
        "3 modules, 24 questions : 24 méthode, 0 pratique à valider, 0 droit à relire",
        "Deviner sans savoir (33% au plus) français",
        "questions à une réponse 24",
        "au hasard 33%",
        "l'option la plus longue 0% [0%, 14%]",
        "l'option la plus courte ! 100% [86%, 100%]",
        "toujours rendre l'initiative, là où l'auteur l'a dit –",
        "ecouter 3.4 0 0 0 8 0.001 0/0.0 0/0.0 – 0 – 0 – 0 – 8",
        "places de la réponse a 24 b 0 c 0 : inégales",
        "listen.active 8 6 2 8 0 0",
        "listen-active-1 (fr) 2 52% longueur, mots (bonne la)",
        "Conseils, modules/ecouter.md",
        "Conseils, modules (fr)",
    } - {*lines} == set()


def test_dialogues_are_shown_apart_with_their_ways_and_their_minutes(check: Checking) -> None:
    status, lines, _ = check(sound(with_dialogues(module("ecouter"), "jo")))
    turns = {"Deviner les tours des dialogues (41% au plus) français", "tours 3", "ecouter, jo (fr) 3 27 3 3 1.0"}
    assert (status, {"questions à une réponse 8", *turns} - {*lines}) == (0, set())
    assert not any("jo-1 (fr)" in line for line in lines)


def test_twins_and_a_pack_without_questions_to_guess_are_shown_too(check: Checking) -> None:
    _, lines, _ = check(sound(module(questions=(ORDERING,), skills=("listen.reflect",))))
    assert {"questions à une réponse 0", "l'option la plus longue –"} <= {*lines}
    translation = write_module(in_dutch(module("ecouter")))
    status, lines, _ = check(replace(sound(), translated={"ecouter.nl": translation}))
    shown = {"Deviner sans savoir (33% au plus) français néerlandais", "questions à une réponse 24 8"}
    assert (status, {*shown, "Conseils, modules (nl)"} - {*lines}) == (0, set())


UNSAID = sound().entries["ecoute-chomage"].replace(", manner: live", "", 2)
AVOWED = sound().entries["ecoute-chomage"].replace("Puis un groupe,", "Puis un groupe (page sans date),")


def test_a_pack_with_an_error_or_that_hides_how_it_was_read_is_refused_with_its_place(check: Checking) -> None:
    for wrong, told in [
        (sound(LAWLESS), "modules/ecouter.md:19: Une question de droit cite une règle"),
        (replace(sound(), rules=RULES), "rules.yaml:1: 1 fois, rien ne dit comment on a lu"),
        (replace(sound(), entries={"ecoute-chomage": UNSAID}), "chomage.yaml:1: 2 fois, rien ne dit comment on a lu"),
        (replace(sound(), entries={"ecoute-chomage": AVOWED}), "chomage.yaml:29: « sans date » avoue une page"),
    ]:
        status, _, said = check(wrong)
        assert (status, told in said) == (1, True)
