"""The report on a pack for those who mend it, as lines to print: one screen, then the details."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean
from textwrap import fill

from content.checks.coverage import questions_by_skill
from content.checks.guessers import Exposure, Guesser, exposures, guess, length
from content.checks.whole import pack_findings
from content.module import Module, Question, QuestionNature, Use
from content.pace import play_minutes
from content.pack import PackTexts
from content.problems import Problem
from content.skills import SkillMap
from content.topics import Topic

NAMES = {
    Guesser.LONGEST: "l'option la plus longue",
    Guesser.MODERATE: "l'option qui a le moins de mots absolus",
    Guesser.WORDS: "une liste de mots apprise sur les autres modules",
}
STATUS = {
    QuestionNature.METHOD: "méthode",
    QuestionNature.PRACTICE: "pratique à valider",
    QuestionNature.LAW: "droit à relire",
}
WORST, ALIKE, WIDTH = 20, 5, 100
"""Questions shown of the most exposed, findings of one kind shown for one file, characters in a line."""


def report(parts: PackTexts) -> Iterator[str]:
    """Yield the lines of the report: the whole pack, its modules, skills, worst questions, what to mend by file."""
    modules = [module for module, _, _ in parts.modules]
    exposed = exposures(modules)
    advice = pack_findings(parts.modules, parts.skills, parts.skills_text, parts.rules)
    questions = [question for asked in questions_by_skill(modules).values() for question in asked]
    yield f"{_many(len(modules), 'module')}, {_many(len(questions), 'question')} : {_statuses(questions)}"
    yield _topics(parts.topics)
    yield f"aucune erreur, {_many(len(advice), 'conseil')}"
    for section in (_guessers(exposed), _modules(modules, exposed), _skills(parts.skills, modules)):
        yield ""
        yield from section
    yield from _worst(exposed)
    yield from _advice(advice)


def _topics(topics: Sequence[Topic]) -> str:
    aspects = [aspect for topic in topics for aspect in topic.aspects]
    questions = sum(len(aspect.questions) for aspect in aspects)
    counted = (_many(len(topics), "sujet"), _many(len(aspects), "aspect"), _many(questions, "question"))
    return ", ".join(counted)


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number > 1)}"


def _statuses(questions: Sequence[Question]) -> str:
    natures = Counter(question.nature for question in questions)
    return ", ".join(f"{natures[nature]} {status}" for nature, status in STATUS.items())


# ------------------------------------------------------------------------------------------------------- one screen


def _guessers(exposed: Sequence[Exposure]) -> Iterator[str]:
    chance = fmean(one.question.chance for one in exposed) if exposed else 0.0
    yield f"Deviner sans savoir : {_many(len(exposed), 'question')} à une réponse, {chance:.0%} au hasard"
    for guesser, name in NAMES.items():
        yield f"  {_score(exposed, guesser)}  {name}"


def _score(exposed: Sequence[Exposure], guesser: Guesser) -> str:
    return f"{fmean(one.guesses[guesser].chance for one in exposed):5.0%}" if exposed else "    –"


def _modules(modules: Sequence[Module], exposed: Sequence[Exposure]) -> Iterator[str]:
    yield f"{'Modules':34}minutes  réponse la plus      place de la réponse    devinées"
    yield f"{'':34}de jeu   longue   courte                             par la liste"
    by_module = {module: list(found) for module, found in groupby(exposed, lambda one: id(one.module))}
    for module in modules:
        yield f"  {module.id:32.32}{play_minutes(module):5.1f}{_keys(by_module.get(id(module), []))}"
    minutes = [play_minutes(module) for module in modules] or [0.0]
    yield f"  {'ensemble':28}{min(minutes):4.1f}–{max(minutes):.1f} {_keys(exposed)}"


def _keys(exposed: Sequence[Exposure]) -> str:
    shortest = [guess(one.question, lambda option: -length(option)).chance for one in exposed]
    short = f"{fmean(shortest):5.0%}" if shortest else "    –"
    places = Counter(one.question.key[0] for one in exposed)
    where = "  ".join(f"{place} {places[place]}" for place in sorted(places))
    return f"    {_score(exposed, Guesser.LONGEST)}    {short}    {where:24} {_score(exposed, Guesser.WORDS)}"


def _skills(skills: SkillMap, modules: Sequence[Module]) -> Iterator[str]:
    asked = questions_by_skill(modules)
    yield f"{'Compétences':26}questions  apprendre  vérifier   méthode  pratique  droit"
    for skill in skills:
        if questions := asked.get(skill.id):
            yield f"  {skill.id:24}{_counts(questions)}{'   (thin)' if skill.thin else ''}"
    if without := [skill.id for skill in skills if skill.id not in asked]:
        yield _indented(f"sans question : {', '.join(without)}", "  ")


def _counts(questions: Sequence[Question]) -> str:
    uses = Counter(question.use for question in questions)
    natures = Counter(question.nature for question in questions)
    of_use = f"{len(questions):9}{uses[Use.LEARN]:11}{uses[Use.CHECK]:10}"
    method, practice, law = (natures[nature] for nature in QuestionNature)
    return f"{of_use}{method:10}{practice:10}{law:7}"


# ---------------------------------------------------------------------------------------------------------- details


def _worst(exposed: Sequence[Exposure]) -> Iterator[str]:
    worst = sorted(exposed, key=lambda one: (-one.caught, -one.chance, -one.guesses[Guesser.WORDS].margin))[:WORST]
    if worst:
        yield ""
        yield f"Les {len(worst)} questions les plus exposées, et l'avance de la bonne réponse sur la suivante"
        yield f"  {'':28}devinée par  en moyenne   caractères  absolus  liste  mots qui la trahissent"
    for one in worst:
        long, moderate, listed = (one.guesses[guesser].margin for guesser in Guesser)
        told = f"{one.caught} sur {len(Guesser)}{one.chance:13.0%}{long:+13.0f}{moderate:+9.0f}{listed:+7.1f}"
        yield f"  {one.question.id:28.28}{told}  {' '.join(one.telling[:3])}".rstrip()


def _advice(advice: Sequence[Problem]) -> Iterator[str]:
    for file, in_file in groupby(advice, lambda problem: problem.file):
        yield ""
        yield f"Conseils, {file}"
        shown: Counter[str] = Counter()
        for problem in in_file:
            shown[problem.sentence] += 1
            if shown[problem.sentence] <= ALIKE:
                yield _indented(problem.told, f"{problem.line:5}  ")
        if more := sum(count - ALIKE for count in shown.values() if count > ALIKE):
            yield f"       et {more} du même genre"


def _indented(text: str, start: str) -> str:
    """Wrap a sentence over several lines, no sign of punctuation alone at the start of one."""
    bound = re.sub("(?<=«) | (?=[:;?!»%])", "\u00a0", text)
    return fill(bound, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)
