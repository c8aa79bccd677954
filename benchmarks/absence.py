"""`python -m benchmarks.absence --houses 8`: who is on leave, and who comes no more, guessed from all that can be seen.

An attacker is administrator or trainer of a small house of eighteen working days (`tests/portal/absence.py`) and knows
all that everybody does in it but one learner, of whom she asks: « was she on leave? », « has she stopped coming? ».
She has lived the house twice beside the real one, with her and without, under a secret key of her own. On three
evenings she opens every page that an address or a link leads to, every mail of hers, every file, her own export; she
answers with the house from which the fewest of all these differ, and tosses a coin where that decides nothing.

Each question is put twice of each house, once with either truth. H0: she is right in half; one-sided exact binomial
test, seed 15 for coins and houses. Prints how often she was right, how often it was her coin, the chance of as many or
more under H0, the pages by which the houses differ, and the same of the learner herself, whose own pages must differ.
"""

import argparse
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import comb
from random import Random

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from benchmarks.progress import tell
from models.people import passwords
from tests.databases import FreshDatabase, sqlite_databases
from tests.portal.absence import DAYS, Life, Seen, differing, small_house

EVENINGS = (9, 12, 17)
"""The working days, from 0, on which she looks: in the days off, at their end, and at the end of all."""
EVERY_PAGE = 10_000
QUESTIONS = {"on leave": Life.ON_LEAVE, "comes no more": Life.GONE}
SEED = 15

Evenings = dict[str, list[Seen]]
"""By role, what is seen on each of the evenings."""


@dataclass
class Guesses:
    """How she fared with one question as one role."""

    right: int = 0
    all: int = 0
    coins: int = 0
    pages: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Live the houses, let her guess, and print how often she was right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.absence", description=__doc__)
    parser.add_argument("--houses", type=int, default=8)
    houses: int = parser.parse_args().houses
    found: dict[tuple[str, str], Guesses] = {}
    coin = Random(SEED)
    with ExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(passwords, "_hasher", _quick)
        databases = stack.enter_context(sqlite_databases())
        for number in range(houses):
            tell("houses", number, houses)
            seed = SEED + number
            real = {life: lived(databases, seed, life, "the key of the house") for life in Life}
            hers = {life: lived(databases, seed, life, f"a key of hers {number}") for life in Life}
            guess_all(real, hers, coin, found)
    for (role, question), guesses in found.items():
        chance, pages = at_least(guesses.right, guesses.all), dict(guesses.pages.most_common(6)) or "nothing"
        print(f"{role}, {question}: right {guesses.right} of {guesses.all}, {guesses.coins} by coin, p = {chance:.3f}")
        print(f"  differ: {pages}", flush=True)


def _quick() -> PasswordHasher:
    return PasswordHasher.from_parameters(CHEAPEST)


def lived(databases: FreshDatabase, seed: int, life: Life, secret_key: str) -> Evenings:
    """Live all days of one house, looking on some evenings."""
    with small_house(databases, seed, life, secret_key) as small:
        seen: Evenings = {role: [] for role in small.lookers}
        for day in range(DAYS):
            small.live(day)
            for role in small.lookers if day in EVENINGS else ():
                seen[role].append(small.look(role, day, EVERY_PAGE))
    return seen


def guess_all(
    real: dict[Life, Evenings], hers: dict[Life, Evenings], coin: Random, found: dict[tuple[str, str], Guesses]
) -> None:
    """Put each question as each role with either truth."""
    for role in real[Life.EVERY_DAY]:
        for question, absent in QUESTIONS.items():
            guesses = found.setdefault((role, question), Guesses())
            for truth in (Life.EVERY_DAY, absent):
                there, away = (far(real[truth][role], hers[life][role]) for life in (Life.EVERY_DAY, absent))
                by_coin = there.total() == away.total()
                says_away = coin.random() < 0.5 if by_coin else away.total() < there.total()
                guesses.all, guesses.coins = guesses.all + 1, guesses.coins + by_coin
                guesses.right += says_away == (truth is absent)
                # What differs whatever she does is no more than a key; the rest would tell.
                guesses.pages += (there - away) + (away - there)


def far(one: list[Seen], other: list[Seen]) -> Counter[str]:
    """Count the pages by which two houses differ, on all evenings."""
    return Counter(address for mine, its in zip(one, other, strict=True) for address in differing(mine, its))


def at_least(right: int, all_of: int) -> float:
    """Return the chance to be right so often or more by tossing a coin each time: the exact binomial test."""
    ways: int = sum(comb(all_of, number) for number in range(right, all_of + 1))
    return ways / 2.0**all_of


if __name__ == "__main__":
    main()
