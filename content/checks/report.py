"""The report on a pack for those who mend it, as lines to print: tables first, then the details."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from statistics import fmean
from textwrap import fill

from content.checks.cues import keys_at, marks, shapes
from content.checks.findings import by_language, pack_findings, questions_by_skill
from content.checks.guessers import Exposure, Guesser, exposures, guessable, turns_of
from content.checks.our_packs import MOST_MINUTES
from content.checks.references import advise_on_entry, advise_on_rules
from content.checks.tells import (
    MOST,
    MOST_OF_TURNS,
    SURE,
    always_handing_back,
    count_keys,
    echoing,
    giving_reasons,
    interval,
    rank_luck,
    score,
)
from content.dialogue import dialogue_minutes, path_lengths, play_minutes
from content.errors import Problem
from content.module import HandingBack, Module, Question, QuestionNature, Use
from content.pack import PROGRAMMES, RULES, PackTexts, modules_by_language
from content.programmes import advise_on_programmes
from content.skills import SkillMap

WIDTH = 100
"""Characters in a line."""
STATUS = {
    QuestionNature.METHOD: "méthode",
    QuestionNature.PRACTICE: "pratique à valider",
    QuestionNature.LAW: "droit à relire",
}
ALIKE = 5
"""Findings of one kind shown for one file."""


def report(parts: PackTexts) -> Iterator[str]:
    """Yield the lines of the report: the whole pack, who guesses, modules, skills, worst questions, what to mend."""
    modules = [module for module, _, _ in parts.modules]
    spoken = {
        written[0][0].language: [module for module, _, _ in written]
        for written in by_language([*parts.modules, *parts.translated])
    }
    exposed = {language: exposures(of_language) for language, of_language in spoken.items()}
    turns = {language: exposures(of_language, turns_of) for language, of_language in spoken.items()}
    advice = pack_findings(parts.modules, parts.skills, parts.skills_text, parts.rules, parts.translated)
    advice += advise_on_rules(parts.rules.values(), parts.rules_text, RULES)
    for entry in parts.directory:
        advice += advise_on_entry(*entry)
    advice += advise_on_programmes(parts.programmes, parts.programmes_text, PROGRAMMES, modules_by_language(parts))
    questions = [question for asked in questions_by_skill(modules).values() for question in asked]
    natures = Counter(question.nature for question in questions)
    statuses = ", ".join(f"{natures[nature]} {status}" for nature, status in STATUS.items())
    yield f"{many(len(modules), 'module')}, {many(len(questions), 'question')} : {statuses}"
    aspects = [aspect for topic in parts.topics for aspect in topic.aspects]
    interviewed = sum(len(aspect.questions) for aspect in aspects)
    yield f"{many(len(parts.topics), 'sujet')}, {many(len(aspects), 'aspect')}, {many(interviewed, 'question')}"
    yield f"aucune erreur, {many(len(advice), 'conseil')}"
    tables = (modules_table(of_language, LANGUAGES[language]) for language, of_language in spoken.items())
    worst = worst_questions([*chain.from_iterable(exposed.values())])
    told = (turns_table(turns), dialogues_table(spoken))
    skills = skills_table(parts.skills, modules)
    for section in (guessers_table(exposed), *tables, *told, skills, worst, _advice(advice)):
        if lines := [*section]:
            yield from ("", *lines)


def _advice(advice: Sequence[Problem]) -> Iterator[str]:
    for file, in_file in groupby(advice, lambda problem: problem.file):
        yield f"Conseils, {file}"
        shown: Counter[str] = Counter()
        for problem in in_file:
            shown[problem.sentence] += 1
            if shown[problem.sentence] <= ALIKE:
                yield indented(problem.told, f"{problem.line:5}  ")
        if more := sum(count - ALIKE for count in shown.values() if count > ALIKE):
            yield f"       et {more} du même genre"


def many(number: int, word: str) -> str:
    """Return a number and its noun, in French."""
    return f"{number} {word}{'s' * (number > 1)}"


def indented(text: str, start: str) -> str:
    """Wrap a sentence over several lines, no sign of punctuation alone at the start of one."""
    bound = re.sub("(?<=«) | (?=[:;?!»%])", "\u00a0", text)
    return fill(bound, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)


# ------------------------------------------------------------------------------------------------------------- guessers

LANGUAGES = {"fr": "français", "nl": "néerlandais", "en": "anglais"}
NAMES = {
    Guesser.LONGEST: "l'option la plus longue",
    Guesser.SECOND_LONGEST: "la deuxième plus longue",
    Guesser.SECOND_SHORTEST: "la plus longue biffée, la deuxième plus courte",
    Guesser.SHORTEST: "l'option la plus courte",
    Guesser.RANK: "le rang le plus souvent juste dans les autres modules",
    Guesser.MODERATE: "l'option qui a le moins de mots absolus",
    Guesser.UNREASONED: "l'option qui se justifie le moins",
    Guesser.ECHO: "l'option qui reprend le plus l'énoncé",
    Guesser.FORM: "une option de la forme la plus fréquente (question ou non)",
    Guesser.REGISTER: "l'option qui rend l'initiative, par une liste de mots",
    Guesser.WORDS: "une liste de mots apprise sur les autres modules",
}
SHORT = {
    Guesser.RANK: "longueur",
    Guesser.MODERATE: "absolus",
    Guesser.UNREASONED: "raisons",
    Guesser.ECHO: "énoncé",
    Guesser.FORM: "forme",
    Guesser.REGISTER: "registre",
    Guesser.WORDS: "mots",
}
WORST = 20
"""Questions shown of the most exposed."""


def guessers_table(exposed: Mapping[str, Sequence[Exposure]]) -> Iterator[str]:
    """Yield how often each guesser is right, by language, with 95 % intervals; shares above the goal are marked."""
    yield from _table(f"Deviner sans savoir ({MOST:.0%} au plus)", "questions à une réponse", exposed, MOST)
    marked = [always_handing_back(found) for found in exposed.values()]
    name = "toujours rendre l'initiative, là où l'auteur l'a dit"
    yield f"  {name:56}{''.join(_cell(*one, MOST) for one in marked)}".rstrip()


def turns_table(exposed: Mapping[str, Sequence[Exposure]]) -> Iterator[str]:
    """Yield the same of the turns of dialogues, where there are any."""
    told = {language: found for language, found in exposed.items() if found}
    if told:
        title = f"Deviner les tours des dialogues ({MOST_OF_TURNS:.0%} au plus)"
        yield from _table(title, "tours", told, MOST_OF_TURNS)


def _table(title: str, counted: str, exposed: Mapping[str, Sequence[Exposure]], most: float) -> Iterator[str]:
    head = "".join(f"  {LANGUAGES[language]:>18}" for language in exposed)
    yield f"{title:58}{head}".rstrip()
    counts = "".join(f"  {len(found):>18}" for found in exposed.values())
    yield f"  {counted:56}{counts}".rstrip()
    chances = (fmean(one.question.chance for one in found) if found else 0.0 for found in exposed.values())
    yield f"  {'au hasard':56}{''.join(f'  {chance:>18.0%}' for chance in chances)}".rstrip()
    for guesser, name in NAMES.items():
        cells = (_cell(score(found, guesser), len(found), most) for found in exposed.values())
        yield f"  {name:56}{''.join(cells)}".rstrip()


def _cell(share: float, questions: int, most: float) -> str:
    if not questions:
        return f"  {'–':>18}"
    low, high = interval(share, questions)
    sign = "!" if share > most else " "
    return f"  {f'{sign} {share:.0%} [{low:.0%}, {high:.0%}]':>18}"


def worst_questions(exposed: Sequence[Exposure]) -> Iterator[str]:
    """Yield the questions that most rules find, of all languages, and which."""
    worst = sorted(exposed, key=lambda one: (-len(one.caught), -one.chance, one.question.id))[:WORST]
    if worst:
        yield f"Les {len(worst)} questions les plus exposées"
        yield f"  {'':28}règles  en moyenne  par quoi, et les mots qui la trahissent"
    for one in worst:
        by = ", ".join(SHORT[guesser] for guesser in one.caught)
        words = " ".join(one.telling[:3]) if Guesser.WORDS in one.caught else ""
        name = f"{one.question.id} ({one.module.language})"
        yield f"  {name:28.28}{len(one.caught):6}{one.chance:12.0%}  {by}{f' ({words})' if words else ''}".rstrip()


# --------------------------------------------------------------------------------------------------- modules and skills

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


def _place_luck(choices: Sequence[Question], place: str) -> float:
    """Return the p-value of how often keys stand at one place among the options."""
    return count_keys(choices, lambda one: {option.key for option in one.options} & {place}).luck


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


def skills_table(skills: SkillMap, modules: Sequence[Module]) -> Iterator[str]:
    """Yield the number of questions of each skill, by use and by nature."""
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


# ------------------------------------------------------------------------------------------------------------ dialogues


def dialogues_table(spoken: Mapping[str, Sequence[Module]]) -> Iterator[str]:
    """Yield the turns, the paths and the minutes of each dialogue, by language; nothing where there is none."""
    told = [(module, one) for modules in spoken.values() for module in modules for one in module.dialogues]
    if told:
        yield f"{'Dialogues':36}tours  chemins  le plus court  le plus long  minutes"
    for module, one in told:
        turns = module.turns(one.id)
        lengths = path_lengths(turns)
        minutes = dialogue_minutes(module, one)
        sign = "!" if minutes > MOST_MINUTES else ""
        name = f"{module.id}, {one.id} ({module.language})"
        counted = f"{len(turns):5}{len(lengths):9}{min(lengths):15}{max(lengths):14}"
        yield f"  {name:34.34}{counted}{sign + format(minutes, '.1f'):>9}"
