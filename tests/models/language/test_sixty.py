"""Sixty invented texts of the trade (`sixty.md`), each with a trap: what holds for every summary of theirs.

How faithful they are was judged by hand: docs/benchmarks.md.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from content.strings.sentences import Span, sentences
from models.language.standalone import begun_before, restricts, units
from models.language.summary import summarise
from models.language.vectors import unit

TEXTS = Path(__file__).with_name("sixty.md")
HEADING = re.compile(r"^# (fr|nl|en) \| (.+)$", re.MULTILINE)
HANGING = {
    "fr": {"il", "elle", "ils", "elles", "ce", "cela", "c'est", "son", "sa", "ses", "leur", "donc", "ainsi"},
    "nl": {"hij", "zij", "ze", "dat", "dit", "die", "deze", "daarvoor", "dus", "volgens hen"},
    "en": {"he", "she", "it", "they", "this", "that", "these", "therefore"},
}  # fmt: skip
FIRST_PERSON = {"fr": r"\b(?:je|nous|notre|nos)\b", "nl": r"\b(?:ik|wij|we|ons)\b", "en": r"\b(?:I|we|our)\b"}
HINGES = {"mais", "toutefois", "néanmoins", "à condition", "sauf", "uniquement", "maar", "alleen", "however", "only"}
"""They may open a sentence only right after the one that they narrow."""


@dataclass(frozen=True)
class Text:
    language: str
    title: str
    text: str

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return summarise(self.text, self.title, self.language, shared_words)

    def said(self) -> list[str]:
        return [self.text[span.start : span.end] for span in self.spans]


def shared_words(texts: Sequence[str]) -> list[list[float]]:
    """An encoder without a model: one place for each word of all the texts."""
    words = [set(re.findall(r"\w{4,}", text.lower())) for text in texts]
    vocabulary = sorted(set().union(*words))
    return [unit([float(word in some) for word in vocabulary]) for some in words]


@cache
def texts() -> list[Text]:
    _, *parts = HEADING.split(TEXTS.read_text("utf-8"))
    return [Text(*(part.strip() for part in parts[place : place + 3])) for place in range(0, len(parts), 3)]


def assert_holds(law: Callable[[Text], bool]) -> None:
    """Name all those that break a law."""
    breakers = [one.title for one in texts() if not law(one)]
    assert not breakers, "\n".join(breakers)


def test_there_are_sixty_of_them_in_three_languages() -> None:
    assert [sum(one.language == language for one in texts()) for language in ("fr", "nl", "en")] == [40, 12, 8]


def test_a_summary_is_one_to_three_whole_sentences_of_the_text_in_its_order() -> None:
    def is_whole(one: Text) -> bool:
        told = sentences(one.text, one.language)
        is_there = bool(one.spans) or len(units(one.text, told, one.language)) < 2
        return is_there and len(one.spans) <= 3 and set(one.spans) <= set(told) and list(one.spans) == sorted(one.spans)

    assert_holds(is_whole)


def test_it_has_28_to_60_words_or_no_three_sentences_that_stand_alone_have() -> None:
    def has_its_length(one: Text) -> bool:
        def words(places: Sequence[int]) -> int:
            return sum(len(one.text[told[place].start : told[place].end].split()) for place in places)

        told = sentences(one.text, one.language)
        chosen = words([told.index(span) for span in one.spans])
        alone = units(one.text, told, one.language)
        sums = [sum(some, ()) for count in (1, 2, 3) for some in combinations(alone, count)]
        could = any(len(some) <= 3 and 28 <= words(some) <= 60 for some in sums)
        return chosen <= 60 and (chosen >= 28 or not could)

    assert_holds(has_its_length)


def test_no_sentence_begins_with_a_pronoun_or_a_hinge_whose_sentence_is_not_there() -> None:
    def leans_on_nothing(one: Text) -> bool:
        ends = [span.end for span in one.spans]
        return all(
            any(end < span.start and not one.text[end : span.start].strip() for end in ends)
            or not any(said.lower().startswith(f"{hinge} ") for hinge in HANGING[one.language] | HINGES)
            for span, said in zip(one.spans, one.said(), strict=True)
        )

    assert_holds(leans_on_nothing)


def test_no_one_speaks_without_being_named() -> None:
    def names_who_speaks(one: Text) -> bool:
        told = [re.sub(r"«[^»]*»|\"[^\"]*\"", "", said) for said in one.said()]
        return not any(begun_before(one.text, one.spans)) and all(
            len(outside.split()) >= 3 and not re.search(FIRST_PERSON[one.language], outside) for outside in told
        )

    assert_holds(names_who_speaks)


def test_what_narrows_a_sentence_is_said_right_after_it() -> None:
    def is_narrowed(one: Text) -> bool:
        return all(
            span not in one.spans or after in one.spans
            for span, after in pairwise(sentences(one.text, one.language))
            if restricts(one.text[after.start : after.end], one.language)
        )

    assert_holds(is_narrowed)


@pytest.mark.parametrize(
    ("title", "never", "unless"),
    [
        ("Un coup de pouce pour le permis de conduire", "L'aide atteint 1.200 euros", "À condition toutefois"),
        ("Un chèque pour la garde d'enfants", "Le montant s'élève à 8 euros", "Uniquement pour les enfants"),
        ("Métiers en pénurie : la liste s'allonge", "Ceux qui suivent une formation", "Sauf s'ils l'abandonnent"),
        ("L'article 60 mieux financé dans les petites communes", "Ce supplément vaut", "Il ne s'applique pas"),
        ("Premie voor knelpuntberoepen verhoogd", "De premie geldt", "Alleen voor werkzoekenden"),
        ("Free bicycle training for home carers", "The city lends them", "Only for contracts"),
    ],
)  # fmt: skip
def test_a_condition_told_apart_stays_with_what_it_conditions(title: str, never: str, unless: str) -> None:
    said = " ".join(next(one for one in texts() if one.title == title).said())
    assert never not in said or unless in said
