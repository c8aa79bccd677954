"""Checks on a whole pack."""

from collections.abc import Collection, Iterator, Sequence

from content.checks.coverage import check_skills
from content.checks.draft import CheckedText, Written
from content.checks.findings import advice, errors
from content.checks.guessers import exposures, turns_of
from content.checks.keys import check_keys
from content.checks.likeness import TWINS, Likenesses
from content.checks.plain import advise_on_twin
from content.checks.tells import check_tells, check_turns
from content.problems import N_, Problem, Severity
from content.skills import SkillMap


def pack_findings(
    modules: Sequence[Written],
    skills: SkillMap,
    skills_text: str,
    rules: Collection[str],
    twins: Sequence[Written] = (),
) -> list[Problem]:
    """Return errors and advice on every module, then on its skill map, then on all questions together.

    Of twins only what they give away is told, each language apart, and which plain parts they lack: what they teach is
    that of their originals.
    """
    found: list[Problem] = []
    for module, text, file in modules:
        others = [other for other, _, _ in modules if other is not module]
        here = [*errors(module, text, file, skills, rules, others), *advice(CheckedText(module, text, file), others)]
        found += sorted(here, key=lambda problem: problem.line)
    originals = {module.id: module for module, _, _ in modules}
    for module, text, file in twins:
        draft = CheckedText(module, text, file)
        found += [*check_keys(draft), *advise_on_twin(draft, originals[module.id])]
    alone = [module for module, _, _ in modules]
    found += check_skills(skills, skills_text, "skills.yaml", alone)
    for written in by_language([*modules, *twins]):
        found += check_language(written)
    return found


def by_language(modules: Sequence[Written]) -> Iterator[list[Written]]:
    """Yield the modules of each language, that with most modules first."""
    languages = [module.language for module, _, _ in modules]
    for language in sorted(set(languages), key=lambda one: (-languages.count(one), one)):
        yield [written for written in modules if written[0].language == language]


def check_language(written: Sequence[Written]) -> Iterator[Problem]:
    """Yield what the questions of one language give away together, and those that ask for the same decision."""
    modules = [module for module, _, _ in written]
    yield from _twins(written)
    language = modules[0].language
    for sentence, values in check_tells(modules, exposures(modules)):
        yield Problem(f"modules ({language})", 1, sentence, values, Severity.ADVICE)
    for sentence, values in check_turns(modules, exposures(modules, turns_of)):
        yield Problem(f"dialogues ({language})", 1, sentence, values, Severity.ADVICE)


def _twins(written: Sequence[Written]) -> Iterator[Problem]:
    drafts = {question.id: CheckedText(*one) for one in written for question in one[0].questions}
    told = set[str]()
    for pair in Likenesses([module for module, _, _ in written]).pairs():
        if pair.share >= TWINS and pair.other.id not in told:
            told.add(pair.other.id)
            sentence = N_("Cette question ressemble à %(other)s, dans un autre module : changez le cas ou la décision.")
            draft = drafts[pair.other.id]
            yield draft.advice(draft.question(pair.other), sentence, other=pair.one.id)
