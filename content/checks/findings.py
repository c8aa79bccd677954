"""All findings on one module or on a whole pack, and whether each skill has the questions that it takes."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt

from content.checks.cards_and_facts import advise_on_html, check_cards, check_pictures
from content.checks.checked_text import (
    CheckedText,
    Written,
    check_card_titles,
    check_copied_title,
    check_placeholders_left,
    check_unfilled,
)
from content.checks.cues import check_all_or_none, check_stems, check_wording
from content.checks.guessers import exposures, turns_of
from content.checks.references import (
    advise_on_headings,
    advise_on_translation,
    check_law,
    check_own_ids,
    check_plain_cards,
    check_references,
    check_sources,
)
from content.checks.tells import check_keys, check_tells, check_turns
from content.errors import N_, Problem, Severity
from content.module import TYPED, Module, Question, Use
from content.skills import Skill, SkillMap, line_of
from content.strings.words import folded_words
from content.text.starter import module_starters

ENOUGH_QUESTIONS, ENOUGH_CHECKS = 8, 2
"""Questions on a skill, and how many of them are kept for checks."""


def questions_by_skill(modules: Iterable[Module]) -> Mapping[str, list[Question]]:
    """Return questions by skill, but for turns; one that stands in two modules, in two languages, counts once."""
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    for module in modules:
        for question in module.pool:
            found[question.skill].setdefault(question.id, question)
    return {skill: list(questions.values()) for skill, questions in found.items()}


def check_skills(skills: SkillMap, text: str, file: str, modules: Iterable[Module]) -> Iterator[Problem]:
    """Yield a finding for each skill of the map that has too few questions, or enough although it says otherwise."""
    asked = questions_by_skill(modules)
    for skill in skills:
        if found := _amiss(skill, asked.get(skill.id, [])):
            entry = re.compile(rf"- +id: *['\"]?{re.escape(skill.id)}['\"]?\s*(?:#.*)?")
            lines = enumerate(text.splitlines(), 1)
            place = next((number for number, line in lines if entry.fullmatch(line.strip())), line_of(text, skill.id))
            yield Problem(file, place, *found, Severity.ADVICE)


def check_own_skills(draft: CheckedText, skills: SkillMap, others: Iterable[Module]) -> Iterator[Problem]:
    """Yield the findings of `check_skills` for the skills that one module asks about."""
    asked = questions_by_skill([draft.module, *others])
    for skill in skills:
        if skill.id in draft.module.skills and (found := _amiss(skill, asked.get(skill.id, []))):
            sentence, values = found
            yield draft.advice(draft.field("skills"), sentence, **values)


def _amiss(skill: Skill, questions: list[Question]) -> tuple[str, Mapping[str, object]] | None:
    uses = Counter(question.use for question in questions)
    values = {"skill": skill.id, "questions": uses.total(), "checks": uses[Use.CHECK]}
    enough = uses.total() >= ENOUGH_QUESTIONS and uses[Use.CHECK] >= ENOUGH_CHECKS
    if skill.thin and enough:
        return N_(
            "La compétence %(skill)s est marquée « thin » alors que ses questions suffisent "
            "(%(questions)d, dont %(checks)d « use: check ») : retirez cette marque."
        ), values
    if not skill.thin and not questions:
        return N_(
            "Aucune question ne porte sur %(skill)s : écrivez-en huit, dont deux « use: check », ou marquez cette "
            "compétence « thin: true »."
        ), values
    if not skill.thin and not enough:
        return N_(
            "La compétence %(skill)s a %(questions)d questions, dont %(checks)d « use: check » ; il en faut huit, dont "
            "deux : complétez-les, ou marquez-la « thin: true »."
        ), values
    return None


# ------------------------------------------------------------------------------------------------- checks on one module
#
# An error keeps a module from being published, advice does not. Missing feedback, keys and parts of a question are no
# findings here: content.text refuses to read such a text.


def findings(
    module: Module, text: str, file: str, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> list[Problem]:
    """Return errors and advice on one module beside the others of its pack, sorted by line."""
    draft = CheckedText(module, text, file)
    found = [*_errors(draft, skills, rules, others), *advice(draft, others), *check_own_skills(draft, skills, others)]
    return sorted(found, key=lambda problem: problem.line)


def errors(
    module: Module, text: str, file: str, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> list[Problem]:
    """Return what keeps one module from being published beside the others of its pack, sorted by line."""
    found = _errors(CheckedText(module, text, file), skills, rules, others)
    return sorted(found, key=lambda problem: problem.line)


def left_over(module: Module, text: str, file: str) -> Iterator[Problem]:
    """Yield what is left of a module's starter text: such a module can be played, and not published."""
    yield from check_placeholders_left(module, module_starters, text, file)
    yield from check_copied_title(module.title, module.language, text, file)


def _errors(
    draft: CheckedText, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> Iterator[Problem]:
    module, text, file = draft.module, draft.text, draft.file
    yield from check_references(module, text, file, [skill.id for skill in skills], rules)
    yield from check_own_ids(module, text, file, others)
    yield from check_law(module, text, file)
    yield from check_sources(module, text, file)
    yield from check_all_or_none(draft)
    yield from check_pictures(draft)
    yield from check_plain_cards(draft)
    yield from check_unfilled(draft)
    yield from check_card_titles(draft)


def advice(draft: CheckedText, others: Collection[Module]) -> Iterator[Problem]:
    """Yield advice on one module that does not depend on other modules."""
    yield from check_wording(draft)
    yield from check_stems(draft, others)
    yield from check_keys(draft)
    yield from check_cards(draft)
    yield from advise_on_headings(draft)
    yield from advise_on_html(draft)


# ----------------------------------------------------------------------------------------------- checks on a whole pack


NEAR_DUPLICATE = 0.2
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
        """Return all pairs of questions of different modules with something in common, the most alike first."""
        found = [
            Likeness(one[1], other[1], share)
            for one, other in combinations(self.parts, 2)
            # The geometric mean of the cosines: a shared subject alone, or a shared key alone, is no translation.
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
    translated: Sequence[Written] = (),
) -> list[Problem]:
    """Return errors and advice on every module, then on its skill map, then on all questions together.

    Of translations only what they give away is told, each language apart, and which plain parts they lack: what they
    teach is that of their originals.
    """
    found: list[Problem] = []
    for module, text, file in modules:
        others = [other for other, _, _ in modules if other is not module]
        here = [*errors(module, text, file, skills, rules, others), *advice(CheckedText(module, text, file), others)]
        found += sorted(here, key=lambda problem: problem.line)
    originals = {module.id: module for module, _, _ in modules}
    for module, text, file in translated:
        draft = CheckedText(module, text, file)
        found += [*check_keys(draft), *advise_on_translation(draft, originals[module.id])]
    alone = [module for module, _, _ in modules]
    found += check_skills(skills, skills_text, "skills.yaml", alone)
    for written in by_language([*modules, *translated]):
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
    yield from _translations(written)
    language = modules[0].language
    for sentence, values in check_tells(modules, exposures(modules)):
        yield Problem(f"modules ({language})", 1, sentence, values, Severity.ADVICE)
    for sentence, values in check_turns(modules, exposures(modules, turns_of)):
        yield Problem(f"dialogues ({language})", 1, sentence, values, Severity.ADVICE)


def _translations(written: Sequence[Written]) -> Iterator[Problem]:
    drafts = {question.id: CheckedText(*one) for one in written for question in one[0].questions}
    told = set[str]()
    for pair in Likenesses([module for module, _, _ in written]).pairs():
        if pair.share >= NEAR_DUPLICATE and pair.other.id not in told:
            told.add(pair.other.id)
            sentence = N_("Cette question ressemble à %(other)s, dans un autre module : changez le cas ou la décision.")
            draft = drafts[pair.other.id]
            yield draft.advice(draft.question(pair.other), sentence, other=pair.one.id)
