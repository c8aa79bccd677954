"""The course that all follow: skills in domains, modules that teach one or two of them, their questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from benchmarks.tutor.settings import Settings
from content.module import Card, Module, Option, Question, Use


@dataclass(frozen=True)
class Course:
    """Modules in the order of a linear course."""

    prerequisites: Mapping[str, tuple[str, ...]]
    ordered: tuple[Module, ...]

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """The skills, in the order in which they build on each other."""
        return tuple(self.prerequisites)

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """The modules by id, in order."""
        return {module.id: module for module in self.ordered}

    @cached_property
    def module_of(self) -> Mapping[str, Module]:
        """The module of each question."""
        return {question.id: module for module in self.ordered for question in module.questions}

    @cached_property
    def teaching(self) -> Mapping[str, tuple[Module, ...]]:
        """The modules of each skill, in order."""
        return {skill: tuple(module for module in self.ordered if skill in module.skills) for skill in self.skills}

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each skill, in order."""
        return {
            skill: tuple(question for module in modules for question in module.questions if question.skill == skill)
            for skill, modules in self.teaching.items()
        }


def course(settings: Settings) -> Course:
    """Build the course: in each domain a module on each of two skills, then one on both, and so on."""
    prerequisites: dict[str, tuple[str, ...]] = {}
    modules: list[Module] = []
    for domain in range(settings.domains):
        first = domain * settings.skills_per_domain
        skills = [f"s{number}" for number in range(first, first + settings.skills_per_domain)]
        prerequisites |= {skill: tuple(skills[max(0, place - 1) : place]) for place, skill in enumerate(skills)}
        for one, other in zip(skills[::2], skills[1::2], strict=True):
            modules += [_module(settings, one), _module(settings, other), _module(settings, one, other)]
    return Course(prerequisites, tuple(modules))


def _module(settings: Settings, *skills: str) -> Module:
    begin, many = (0, settings.alone) if len(skills) == 1 else (settings.alone, settings.shared)
    questions = [question for skill in skills for question in _pool(settings, skill, begin, many)]
    return Module(
        id="m-" + "-".join(skills),
        title="",
        language="fr",
        minutes=settings.module_minutes,
        skills=skills,
        cards=(Card("", ""),) * settings.cards,
        questions=tuple(questions),
    )


def _pool(settings: Settings, skill: str, begin: int, many: int) -> Iterator[Question]:
    """Return questions named as in `benchmarks.simulation`; the last ones are kept for checks."""
    options = tuple(Option(key, "", key == "a", "") for key in "abcdefgh"[: settings.options])
    for place in range(many):
        use = Use.CHECK if place >= many - settings.kept else Use.LEARN
        yield Question(f"{skill}q{begin + place}", skill, "", options, use=use)
