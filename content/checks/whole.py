"""Checks on a whole pack."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt

from content.checks.coverage import check_skills
from content.checks.draft import CheckedText, Written
from content.checks.findings import advice, errors
from content.checks.guessers import exposures, turns_of
from content.checks.plain import advise_on_twin
from content.checks.tells import check_keys, check_tells, check_turns
from content.folding import folded_words
from content.module import TYPED, Module, Question
from content.problems import N_, Problem, Severity
from content.skills import SkillMap

TWINS = 0.2
"""Likeness from which two questions are told; most pairs have none, « je suis là parce qu'on m'y oblige » twice .27."""
LEAST, STEM = 4, 5
"""Letters of a word that counts, and those by which it is compared."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two questions of different modules, and how alike they are, from 0 to 1."""

    one: Question
    other: Question
    share: float


class Likenesses:
    """The words of the questions of a pack in one language, and how rare each is."""

    def __init__(self, modules: Iterable[Module]) -> None:
        asked = [(module, question) for module in modules for question in module.questions]
        self.parts = [(module.id, question, _kept(question.stem), _kept(_key(question))) for module, question in asked]
        found = Counter(word for *_, stem, key in self.parts for word in stem | key)
        self.rarity = {word: log(len(self.parts) / times) for word, times in found.items()}

    def pairs(self) -> list[Likeness]:
        """Return all pairs of questions of different modules with something in common, the likest first."""
        found = [
            Likeness(one[1], other[1], share)
            for one, other in combinations(self.parts, 2)
            # The geometric mean of the cosines: a shared subject alone, or a shared key alone, is no twin.
            if one[0] != other[0] and (share := sqrt(self._cosine(one[2], other[2]) * self._cosine(one[3], other[3])))
        ]
        return sorted(found, key=lambda pair: (-pair.share, pair.one.id, pair.other.id))

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = sum(self.rarity[word] ** 2 for word in one & other)
        if not shared:
            return 0.0
        norms = (sum(self.rarity[word] ** 2 for word in found) for found in (one, other))
        return shared / sqrt(next(norms) * next(norms))


def _key(question: Question) -> str:
    if question.kind in TYPED:
        return ""
    return " ".join(f"{option.text} {option.match}" for option in question.options if option.right)


def _kept(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in folded_words(text) if len(word) >= LEAST)


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
