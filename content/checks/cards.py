"""Checks on a module's cards: sources and dates of facts, length, readability."""

import re
from collections.abc import Iterator

from content.checks.draft import CheckedText
from content.checks.reading import reading
from content.module import Card
from content.pace import card_words, play_minutes
from content.problems import N_, Problem

FEWEST_MINUTES, MOST_MINUTES = 4, 6
"""Of one play."""
MOST_LIX = 50
"""A French newspaper has 55 (Björnsson 1983); the cards of our first nine modules have 26 to 42."""

_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|oktober|december|"
    "january|february|march|may|june|july|august|october"
)
_FACT = re.compile(
    r"\d{1,15}(?:[.,]\d{1,15})?[ \u00a0\u202f]?(?:%|pour cent|procent|per ?cent)"
    r"|\d[\d \u00a0\u202f.,]{0,30}(?:€|euros?\b|EUR\b)|€ ?\d[\d.,]*"
    rf"|\b\d{{1,2}}(?:er)? (?:{_MONTH})(?: \d{{4}})?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\b(?:19|20)\d\d\b|\b\d{1,3}(?:[ \u00a0\u202f.]\d{3})+\b|\b\d{4,}\b",
    re.IGNORECASE,
)
"""A percentage, an amount, a date, a year, a figure above a thousand."""


def check_cards(draft: CheckedText) -> Iterator[Problem]:
    """Yield findings on each card, then on the length of a whole play."""
    for card in draft.module.cards:
        yield from _facts(draft, card)
        yield from _readability(draft, card)
    yield from _length(draft)


def _facts(draft: CheckedText, card: Card) -> Iterator[Problem]:
    if (found := _FACT.search(f"{card.title}\n{card.body}")) is None:
        return
    line, fact = draft.below(draft.card(card), found[0]), found[0].strip(" .,")
    if not draft.module.sources:
        sentence = N_("« %(fact)s » est un fait, et le module n'a pas de source : ajoutez-la à « sources ».")
        yield draft.advice(line, sentence, fact=fact)
    if draft.module.review_by is None:
        sentence = N_("« %(fact)s » peut changer, et le module n'a pas de date de relecture : ajoutez « review_by ».")
        yield draft.advice(line, sentence, fact=fact)


def _readability(draft: CheckedText, card: Card) -> Iterator[Problem]:
    found = reading(card.body)
    if draft.module.language == "fr" and found.lix > MOST_LIX:
        sentence = N_(
            "Cette carte est difficile à lire (indice LIX %(lix)d, %(most)d au plus ; %(words)d mots par phrase, "
            "%(share)d %% de mots longs) : coupez des phrases, remplacez par exemple %(examples)s."
        )
        yield draft.advice(
            draft.card(card),
            sentence,
            lix=round(found.lix),
            most=MOST_LIX,
            words=round(found.words / found.sentences),
            share=round(100 * len(found.long) / found.words),
            examples=", ".join(sorted(set(found.long), key=lambda word: (-len(word), word))[:3]),
        )


def _length(draft: CheckedText) -> Iterator[Problem]:
    module = draft.module
    minutes = play_minutes(module)
    told = {"minutes": f"{minutes:.1f}".replace(".", ","), "words": sum(map(card_words, module.cards))}
    if minutes > MOST_MINUTES and module.cards:
        sentence = N_(
            "Jouer ce module prend environ %(minutes)s minutes, dont %(words)s mots à lire ; le but est de 4 à 6 : "
            "raccourcissez cette carte, la plus longue."
        )
        yield draft.advice(draft.card(max(module.cards, key=card_words)), sentence, **told)
    elif minutes < FEWEST_MINUTES:
        sentence = N_(
            "Jouer ce module prend environ %(minutes)s minutes, dont %(words)s mots à lire ; le but est de 4 à 6 : "
            "étoffez les cartes ou ajoutez des questions."
        )
        yield draft.advice(draft.field("minutes"), sentence, **told)
    elif abs(minutes - module.minutes) > 1:
        sentence = N_("Jouer ce module prend environ %(minutes)s minutes, pas %(said)s : corrigez « minutes ».")
        yield draft.advice(draft.field("minutes"), sentence, minutes=told["minutes"], said=module.minutes)
