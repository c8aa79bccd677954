"""The part of the report that says who answers without knowing, and which questions let them."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from content.checks.guessers import Exposure, Guesser
from content.checks.luck import interval
from content.checks.tells import MOST, MOST_OF_TURNS, always_handing_back, score

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
    """Yield who is right how often, each language apart, with 95 % intervals; what is above the goal has a sign."""
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
