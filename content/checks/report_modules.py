"""The part of the report that shows each module, then each skill."""

from collections import Counter
from collections.abc import Iterator, Sequence

from content.checks.coverage import questions_by_skill
from content.checks.guessers import guessable
from content.checks.key_counts import count_keys
from content.checks.keys import rank_luck
from content.checks.lengths import keys_at
from content.checks.luck import SURE
from content.checks.register import marks
from content.checks.report_lines import indented
from content.checks.several import shapes
from content.checks.tells import echoing, giving_reasons
from content.module import HandingBack, Module, Question, QuestionNature, Use
from content.pace import play_minutes
from content.skills import SkillMap

RANKS = (0, 1, -2, -1)
"""As four options have them."""


def modules_table(modules: Sequence[Module], language: str) -> Iterator[str]:
    """Yield what each module of one language gives away, the most uneven lengths first, then all of them together.

    Counts are of keys; after « / » what luck would give.
    """
    yield f"{f'Modules ({language})':26}minutes  de la plus longue   hasard  raisons  énoncé   plusieurs  initiative"
    yield f"{'':26}de jeu    à la plus courte                               justes     j – e – n – ?"
    for module in sorted(modules, key=lambda one: (rank_luck(guessable(one)), one.id)):
        yield f"  {module.id:24.24}{play_minutes(module):6.1f}  {_tells([module])}"
    minutes = [play_minutes(module) for module in modules]
    yield f"  {'ensemble':20}{f'{min(minutes):4.1f}–{max(minutes):.1f}':>10}  {_tells(modules)}"
    choices = [one for module in modules for one in guessable(module)]
    places = Counter(question.key[0] for question in choices)
    letters = sorted({option.key for question in choices for option in question.options})
    where = "  ".join(f"{letter} {places[letter]}" for letter in letters)
    least = min((_place_luck(choices, letter) for letter in letters), default=1.0) * len(letters)
    evenly = "inégales" if least <= SURE else "égales, au hasard près"
    yield f"  {'places de la réponse':24}{where} : {evenly}"
    yield "  hasard : que les longueurs soient aussi inégales ; raisons, énoncé : bonnes réponses / au hasard ;"
    yield "  initiative : la rendre est juste – est l'erreur – n'y change rien – l'auteur ne l'a pas dit"


def _tells(modules: Sequence[Module]) -> str:
    language, asked = modules[0].language, [question for module in modules for question in module.pool]
    choices = [question for module in modules for question in guessable(module)]
    ranks = " ".join(f"{round(keys_at(choices, rank)):3}" for rank in RANKS)
    reasons, echoes = giving_reasons(choices, language), echoing(choices)
    several = " ".join(f"{right}/{of}×{times}" for (right, of), times in shapes(asked).items()) or "–"
    said = marks(asked)
    backs = " – ".join(f"{said[one]}" for one in (*HandingBack, None))
    told = f"{ranks}  {rank_luck(choices):9.3f}  {_against(reasons.keys, reasons.expected)}"
    return f"{told}  {_against(echoes.keys, echoes.expected)}  {several:>8}   {backs}"


def _against(keys: int, expected: float) -> str:
    return f"{keys:2}/{expected:<4.1f}"


def _place_luck(choices: Sequence[Question], place: str) -> float:
    return count_keys(choices, lambda one: {option.key for option in one.options} & {place}).luck


def skills_table(skills: SkillMap, modules: Sequence[Module]) -> Iterator[str]:
    """Yield how many questions each skill has, of what use and of what nature."""
    asked = questions_by_skill(modules)
    yield f"{'Compétences':26}questions  apprendre  vérifier   méthode  pratique  droit"
    for skill in skills:
        if questions := asked.get(skill.id):
            uses = Counter(question.use for question in questions)
            natures = Counter(question.nature for question in questions)
            of_use = f"{len(questions):9}{uses[Use.LEARN]:11}{uses[Use.CHECK]:10}"
            method, practice, law = (natures[nature] for nature in QuestionNature)
            counts = f"{of_use}{method:10}{practice:10}{law:7}"
            yield f"  {skill.id:24}{counts}{'   (thin)' if skill.thin else ''}"
    if without := [skill.id for skill in skills if skill.id not in asked]:
        yield indented(f"sans question : {', '.join(without)}", "  ")
