"""A pack on disk: a skill map, rules and modules that fit together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from content.checks import check_references, check_unique_ids
from content.problems import N_, BrokenText, Problem
from content.rules import read_rules
from content.skills import read_skills
from content.text import read_module

PACKS = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Pack:
    """The texts of a pack, each known to be sound: skill map, rules, and modules by id."""

    skills: str
    rules: str
    modules: dict[str, str]


def read_pack(folder: Path) -> Pack:
    """Read a pack and hold its parts against each other; BrokenText lists the problems of all files together."""
    problems: list[Problem] = []
    skills_text, rules_text = _read(folder / "skills.yaml"), _read(folder / "rules.yaml")
    skills = rules = None
    with _noting(problems):
        skills = read_skills(skills_text)
    with _noting(problems):
        rules = read_rules(rules_text)
    modules = []
    for path in sorted(folder.glob("modules/*.md")):
        text, file = _read(path), str(path.relative_to(folder))
        with _noting(problems):
            modules.append((read_module(text, file), text, file))
    if skills is not None and rules is not None:
        skill_ids = {skill.id for skill in skills}
        for module, text, file in modules:
            problems += check_references(module, text, file, skill_ids, rules)
    problems += check_unique_ids(modules)
    if problems:
        raise BrokenText(tuple(problems))
    return Pack(skills_text, rules_text, {module.id: text for module, text, _ in modules})


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        sentence = N_("Ce fichier ne peut pas être lu (%(detail)s) : vérifiez qu'il est là.")
        raise BrokenText((Problem(path.name, 1, sentence, {"detail": error.strerror}),)) from error
    except UnicodeDecodeError as error:
        raise BrokenText((Problem(path.name, 1, "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."),)) from error


@contextmanager
def _noting(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except BrokenText as broken:
        problems += broken.problems
