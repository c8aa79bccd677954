"""What the wording of a pack gives away, and how long it takes, as lines to print."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean

from content.checks.guessers import Exposure, Guesser, exposures
from content.module import Module
from content.pace import play_minutes

NAMES = {
    Guesser.LONGEST: "l'option la plus longue",
    Guesser.MODERATE: "l'option qui a le moins de mots absolus",
    Guesser.WORDS: "liste de mots apprise sur les autres modules",
}
WORST = 20


def report(modules: Sequence[Module]) -> Iterator[str]:
    """The whole pack, module by module, then its worst questions."""
    exposed = exposures(modules)
    if exposed:
        yield from _guessers(exposed)
        yield ""
        yield from _modules(modules, exposed)
        yield ""
        yield from _worst(exposed)


def _guessers(exposed: Sequence[Exposure]) -> Iterator[str]:
    chance = fmean(one.question.chance for one in exposed)
    yield f"Deviner sans savoir ({len(exposed)} questions à une réponse ; au hasard {chance:.0%})"
    for guesser, name in NAMES.items():
        yield f"  {fmean(one.guesses[guesser].chance for one in exposed):5.0%}  {name}"


def _modules(modules: Sequence[Module], exposed: Sequence[Exposure]) -> Iterator[str]:
    yield "Module                            minutes  longue absolus mots  place de la réponse juste"
    by_module = {module: list(found) for module, found in groupby(exposed, lambda one: one.module.id)}
    for module in modules:
        found = by_module.get(module.id, [])
        scores = [fmean(one.guesses[each].chance for one in found) for each in Guesser] if found else []
        columns = "".join(f"{score:7.0%}" for score in scores)
        yield f"  {module.id:32.32}{play_minutes(module):7.1f} {columns}  {_places(found)}"
    yield f"  {'ensemble':39}                       {_places(exposed)}"


def _places(exposed: Sequence[Exposure]) -> str:
    places = Counter(one.question.key[0] for one in exposed)
    return "  ".join(f"{place} {places[place]}" for place in sorted(places))


def _worst(exposed: Sequence[Exposure]) -> Iterator[str]:
    yield f"Les {WORST} questions les plus exposées"
    for one in sorted(exposed, key=lambda one: (-one.caught, -one.chance, one.question.id))[:WORST]:
        margins = "  ".join(f"{one.guesses[guesser].margin:+6.1f}" for guesser in Guesser)
        yield f"  {one.question.id:24.24} {one.caught} sur {len(Guesser)}  {one.chance:4.0%}  {margins}"
