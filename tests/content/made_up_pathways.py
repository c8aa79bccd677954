"""Sheets made up for tests and benchmarks: ordinary words from the packs' own modules, and any words at all."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from unicodedata import normalize

from hypothesis import strategies as st

from content.pathway.pathway import (
    LONGEST,
    MOST_BEHIND,
    MOST_CONTINUATIONS,
    MOST_ENTRIES,
    MOST_PLACES,
    Continuation,
    Decision,
    Pathway,
    PathwayStep,
    Place,
    Stretch,
    Symbol,
)
from content.text.module_reader import read_module

PACKS = Path(__file__).resolve().parents[2] / "content" / "packs"
ROLES = {
    "fr": ("moi", "mon contact chez Actiris", "le CPAS", "ma sœur", "l'assistante sociale"),
    "nl": ("ik", "mijn contact bij Actiris", "het OCMW", "mijn zus", "de VDAB"),
}
RULES = ("onem-duree", "cpas-article-60", "unia-criteres")
REFERENCE = """\
Feuille : reprendre une formation, les enfants bien gardés
Derrière moi : 2009-2013 école de coiffure ; 2014-2021 coiffeuse ; 2022 arrivée à Bruxelles ; 2024 cours de français
On se revoit le : 15/12/2026
Règles : onem-duree, cpas-article-60
Exact au : 29/11/2026 14:05

1. À décider ensemble : Qui garde les enfants pendant la formation ?
   Qui répond : moi
   Avant le : 7/12/2026
   - la crèche communale → 2
   - ma sœur, le matin → 3
   - personne pour le moment → 4

2. moi : j'appelle la crèche pour demander une place
   Le : 30/11/2026
   Symbole : téléphone
   → 5

3. moi : je demande à ma sœur quels jours elle peut
   Symbole : enfant
   → 5

4. le CPAS : regarde si une aide pour la garde est possible
   Le : 4/12/2026
   Symbole : argent
   → 5

5. À décider ensemble : Quelle formation, et dans quelle langue ?
   Qui répond : mon contact chez Actiris
   Avant le : 11/12/2026
   - néerlandais d'abord → 6
   - coiffure tout de suite → 7
   - pas encore → fin

6. mon contact chez Actiris : m'inscrit au test de néerlandais
   Le : 9/12/2026
   Symbole : école
   Dans ma langue : ik schrijf mij in voor de cursus Nederlands
   → 8

7. moi : je visite le centre de formation avec mes diplômes
   Symbole : trajet
   → 8

8. mon contact chez Actiris : vérifie ce que la formation change pour le chômage
   Symbole : papier
   → 9

9. moi : j'apporte la réponse et mes questions au rendez-vous
   Le : 15/12/2026
   Symbole : rencontre
   → fin
"""
"""Nine places of ordinary words, French with a line of Dutch."""
FIRST_DAY = date(2026, 11, 29)


@cache
def ordinary_sentences(language: str) -> tuple[tuple[str, ...], ...]:
    """The words of each sentence that the cards and questions of modules in one language say."""
    files = [
        file for file in sorted(PACKS.glob("*/modules/*.md")) if file.name.endswith(".nl.md") == (language == "nl")
    ]
    said: list[str] = []
    for module in (read_module(file.read_text()) for file in files):
        said += [card.body for card in module.cards] + [module.to_try]
        for question in module.questions:
            said += [question.stem, *(option.feedback for option in question.options)]
    sentences = re.split(r"[.!?:;«»()\n]+", " ".join(said).replace("’", "'"))
    words = (tuple(re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", sentence)) for sentence in sentences)
    return tuple(sentence for sentence in words if len(sentence) >= 3)


def phrase(random: Random, language: str, longest: int, most_words: int) -> str:
    """Some words that follow each other in a sentence of a module, no longer than that."""
    sentence = random.choice(ordinary_sentences(language))
    wanted = min(random.randint(min(3, most_words), most_words), len(sentence))
    start = random.randint(0, len(sentence) - wanted)
    said = sentence[start][:longest]
    for word in sentence[start + 1 : start + wanted]:
        if len(said) + 1 + len(word) > longest:
            break
        said += " " + word
    return said


def made_up_pathway(random: Random, places: int | None = None, language: str | None = None) -> Pathway:
    """A pathway of ordinary words; nine places or as many as asked, every one of them within reach."""
    language = language or random.choice(("fr", "nl"))
    number = places or random.randint(1, MOST_PLACES)
    return Pathway(
        language=language,
        title=phrase(random, language, LONGEST["title"], 6),
        review=_day(random),
        places=tuple(_places(random, language, number)),
        behind=tuple(_stretch(random, language) for _ in range(random.randint(0, 4))),
        rules=tuple(random.sample(RULES, random.randint(0, 2))),
    )


def _places(random: Random, language: str, number: int) -> list[Place]:
    """Each place but the first is led to by one before it."""
    shapes = _shapes(random, number)
    roles = random.sample(ROLES[language], random.randint(1, 4))
    return [_place(random, language, roles, goals, decides) for goals, decides in shapes]


def _shapes(random: Random, number: int) -> list[tuple[list[int | None], bool]]:
    """Where each place leads to, and whether it is decided there."""
    goals: list[list[int | None]] = [[] for _ in range(number)]
    decides = [random.random() < 0.4 for _ in range(number)]
    for later in range(1, number):
        free = [
            earlier for earlier in range(later) if len(goals[earlier]) < (MOST_CONTINUATIONS if decides[earlier] else 1)
        ]
        if not free:
            decides[later - 1] = True
            free = [later - 1]
        goals[random.choice(free[-3:])].append(later)
    for place in range(number):
        while len(goals[place]) < (2 if decides[place] else 1) or (
            decides[place] and len(goals[place]) < MOST_CONTINUATIONS and random.random() < 0.3
        ):
            later = random.randint(place + 1, number)
            goals[place].append(None if later == number else later)
    return list(zip(goals, decides, strict=True))


def _place(random: Random, language: str, roles: Sequence[str], goals: Sequence[int | None], decides: bool) -> Place:
    who = random.choice(roles)
    if decides:
        ways = tuple(Continuation(phrase(random, language, LONGEST["continuation"], 4), goal) for goal in goals)
        return Decision(phrase(random, language, LONGEST["question"] - 2, 9) + " ?", who, _day(random), ways)
    return PathwayStep(
        who,
        phrase(random, language, LONGEST["act"], 9),
        goals[0],
        random.choice((None, _day(random))),
        random.choice((None, *Symbol)),
        random.choice(("", "", "", phrase(random, "nl" if language == "fr" else "fr", LONGEST["own words"], 6))),
    )


def _day(random: Random) -> date:
    return FIRST_DAY + timedelta(random.randint(1, 60))


def _stretch(random: Random, language: str) -> Stretch:
    begun = random.randint(1985, 2026)
    return Stretch(begun, phrase(random, language, LONGEST["stretch"], 3), random.choice((None, begun + 3)))


_LETTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters=":;→>’\u0000")


def words(longest: int) -> st.SearchStrategy[str]:
    """Words of any letters, as they stand in a text once read."""
    texts = st.lists(st.text(_LETTERS, min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)
    return texts.map(lambda text: normalize("NFC", text)[:longest].strip()).filter(
        lambda text: bool(text) and normalize("NFC", text) == text and text not in ("…", "...")
    )


ENTRIES = ("stage-first", "fpie", "actiris.antenne-nord", "a1", "mission-locale")


@st.composite
def any_pathways(draw: st.DrawFn) -> Pathway:
    """A pathway of the shape of a made-up one, with any words in it."""
    pathway = made_up_pathway(Random(draw(st.integers(0, 2**32))))
    filled = tuple(_filled(draw, place) for place in pathway.places)
    # What begins with a dash and a year is the end of the stretch.
    named = words(LONGEST["stretch"]).filter(lambda text: text[0] not in "-–")
    ended = st.none() | st.integers(2000, 2099)
    behind = st.lists(st.builds(Stretch, st.integers(1900, 1999), named, ended), max_size=MOST_BEHIND)
    return pathway._replace(
        language=draw(st.sampled_from(("fr", "nl", "en"))),
        title=draw(words(LONGEST["title"])),
        places=filled,
        behind=tuple(draw(behind)),
        entries=tuple(draw(st.lists(st.sampled_from(ENTRIES), max_size=MOST_ENTRIES, unique=True))),
    )


def _filled(draw: st.DrawFn, place: Place) -> Place:
    if isinstance(place, PathwayStep):
        return place._replace(
            act=draw(words(LONGEST["act"])), own_words=draw(words(LONGEST["own words"]) | st.just(""))
        )
    ways = tuple(way._replace(words=draw(words(LONGEST["continuation"]))) for way in place.continuations)
    return place._replace(question=draw(words(LONGEST["question"])), continuations=ways)
