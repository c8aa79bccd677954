"""Sixty invented texts of the trade (`sixty.md`), each with a trap: what holds for every summary of theirs.

How faithful they are was judged by hand: docs/benchmarks.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from models.language.quotations import begun_before
from models.language.sentences import Span, sentences
from models.language.standalone import restricts, units
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

    @property
    def spans(self) -> tuple[Span, ...]:
        return summarise(self.text, self.title, self.language, shared_words).spans

    def said(self) -> list[str]:
        return [self.text[span.start : span.end] for span in self.spans]


def shared_words(texts: Sequence[str]) -> list[list[float]]:
    """An encoder without a model: one place for each word of all the texts."""
    words = [set(re.findall(r"\w{4,}", text.lower())) for text in texts]
    vocabulary = sorted(set().union(*words))
    return [unit([float(word in some) for word in vocabulary]) for some in words]


def texts() -> list[Text]:
    _, *parts = HEADING.split(TEXTS.read_text("utf-8"))
    return [Text(*(part.strip() for part in parts[place : place + 3])) for place in range(0, len(parts), 3)]


each = pytest.mark.parametrize("one", texts(), ids=lambda one: one.title)


def test_there_are_sixty_of_them_in_three_languages() -> None:
    assert [sum(one.language == language for one in texts()) for language in ("fr", "nl", "en")] == [40, 12, 8]


@each
def test_a_summary_is_one_to_three_whole_sentences_of_the_text_in_its_order(one: Text) -> None:
    assert len(one.spans) <= 3
    assert one.spans or len(units(one.text, sentences(one.text, one.language), one.language)) < 2
    assert set(one.spans) <= set(sentences(one.text, one.language))
    assert list(one.spans) == sorted(one.spans)


@each
def test_it_has_28_to_60_words_or_no_three_sentences_that_stand_alone_have(one: Text) -> None:
    def words(places: Sequence[int]) -> int:
        return sum(len(one.text[spans[place].start : spans[place].end].split()) for place in places)

    spans = sentences(one.text, one.language)
    chosen = words([spans.index(span) for span in one.spans])
    assert chosen <= 60
    alone = units(one.text, spans, one.language)
    sums = [sum(some, ()) for count in (1, 2, 3) for some in combinations(alone, count)]
    assert chosen >= 28 or not any(len(some) <= 3 and 28 <= words(some) <= 60 for some in sums)


@each
def test_no_sentence_begins_with_a_pronoun_or_a_hinge_whose_sentence_is_not_there(one: Text) -> None:
    ends = [span.end for span in one.spans]
    for span, said in zip(one.spans, one.said(), strict=True):
        follows = any(end < span.start and not one.text[end : span.start].strip() for end in ends)
        opening = said.lower()
        assert follows or not any(opening.startswith(f"{hinge} ") for hinge in HANGING[one.language] | HINGES)


@each
def test_no_one_speaks_without_being_named(one: Text) -> None:
    assert not any(begun_before(one.text, one.spans))
    for said in one.said():
        outside = re.sub(r"«[^»]*»|\"[^\"]*\"", "", said)
        assert not re.search(FIRST_PERSON[one.language], outside)
        assert len(outside.split()) >= 3


@each
def test_what_narrows_a_sentence_is_said_right_after_it(one: Text) -> None:
    spans = sentences(one.text, one.language)
    told = [one.text[span.start : span.end] for span in spans]
    for place, span in enumerate(spans[:-1]):
        if span in one.spans and restricts(told[place + 1], one.language):
            assert spans[place + 1] in one.spans


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
