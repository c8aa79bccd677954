"""Checks on a whole pack."""

from collections.abc import Collection, Iterator, Sequence
from statistics import fmean

from content.checks.coverage import check_skills
from content.checks.draft import CheckedText, Written
from content.checks.findings import advice, errors
from content.checks.guessers import Guesser, exposures
from content.checks.keys import MARGIN
from content.module import Module
from content.problems import N_, Problem, Severity
from content.skills import SkillMap

HEADWAY = 0.1
"""How much more often than by chance somebody may be right who goes by wording alone: 35 % for four options."""
FOUND_OUT = {
    Guesser.LONGEST: N_(
        "La plus longue option est la bonne dans %(share)d %% des questions (%(most)d %% au plus) : "
        "réécrivez les questions les plus exposées."
    ),
    Guesser.MODERATE: N_(
        "L'option qui a le moins de mots absolus est la bonne dans %(share)d %% des questions (%(most)d %% au plus) : "
        "réécrivez les questions les plus exposées."
    ),
    Guesser.WORDS: N_(
        "Une liste de mots apprise sur les autres modules trouve %(share)d %% des réponses (%(most)d %% au plus) : "
        "réécrivez les questions les plus exposées."
    ),
}


def pack_findings(
    modules: Sequence[Written], skills: SkillMap, skills_text: str, rules: Collection[str]
) -> list[Problem]:
    """Return errors and advice on every module, then on its skill map, then on all questions together."""
    found: list[Problem] = []
    for module, text, file in modules:
        others = [other for other, _, _ in modules if other is not module]
        here = [*errors(module, text, file, skills, rules, others), *advice(CheckedText(module, text, file), others)]
        found += sorted(here, key=lambda problem: problem.line)
    alone = [module for module, _, _ in modules]
    return [*found, *check_skills(skills, skills_text, "skills.yaml", alone), *check_guessers(alone)]


def check_guessers(modules: Sequence[Module]) -> Iterator[Problem]:
    """Yield a finding when somebody who goes by wording alone is right too often."""
    if exposed := exposures(modules):
        chance = fmean(one.question.chance for one in exposed)
        for guesser, sentence in FOUND_OUT.items():
            share = fmean(one.guesses[guesser].chance for one in exposed)
            most = MARGIN * chance if guesser is Guesser.LONGEST else chance + HEADWAY
            if share > most:
                values = {"share": round(100 * share), "most": round(100 * most)}
                yield Problem("modules", 1, sentence, values, Severity.ADVICE)
