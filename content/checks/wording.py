"""Checks on what the wording of a question gives away, or leaves out."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from content.checks.cues import absolutes
from content.checks.draft import CheckedText
from content.folding import fold, folded, folded_words, written_words
from content.module import TYPED, Module, Option, Question
from content.problems import N_, Problem

FEWEST_WORDS = 4
"""Of a feedback that can say why."""

ALL_OR_NONE = {
    "fr": r"(?:toutes|aucune) (?:les |de ces |des |ces )?(?:reponses|options|propositions)"
    r"(?: ci dessus| precedentes| proposees)?(?: sont (?:justes|correctes|bonnes|vraies|possibles|fausses))?"
    r"|(?:les )?(?:reponses )?[a-d] et [a-d]",
    "nl": r"(?:al(?:le)?|geen(?: van)?) (?:deze|(?:het |de |deze )?(?:bovenstaande|antwoorden|opties))"
    r"(?: antwoorden| opties)?(?: zijn (?:juist|fout))?"
    r"|(?:antwoord )?[a-d] en [a-d]",
    "en": r"(?:all|none)(?: of)? (?:these|(?:the |these )?(?:above|answers|options))"
    r"(?: above| are (?:right|correct|wrong))?"
    r"|(?:both )?[a-d] and [a-d]",
}
"""An option that says something of the others, which stand in another order on the page; folded, as below."""
ELSEWHERE = {
    "fr": r"questions? (?:precedentes?|suivantes?)|cas precedent|meme page|ci dessus|dans ce module"
    r"|(?:selon|d apres) (?:l article(?! \d)|le texte|la carte|le module)|(?:vue?s?|citee?s?|dite?s?) plus haut",
    "nl": r"(?:vorige|volgende) vra(?:ag|gen)|zelfde pagina|hierboven|in deze module"
    r"|volgens (?:het artikel(?! \d)|de tekst|de kaart|de module)",
    "en": r"(?:previous|next) questions?|same page|in this module|(?:mentioned|seen|see) above"
    r"|according to the (?:article(?! \d)|text|card|module)",
}
"""What a stem leans on that is not there when the question is asked by itself."""
TELLING = {
    "fr": "pas non sans ne ni plus moins un une deux trois quatre cinq six sept huit neuf dix",
    "nl": "niet geen zonder voor na meer een twee drie vier vijf zes zeven acht negen tien",
    "en": "not no without more less before after one two three four five six seven eight nine ten",
}
"""Short words that change what a sentence says."""
_TELLING = frozenset(" ".join(TELLING.values()).split())
STEM, ALIKE = 5, 0.9


def check_wording(draft: CheckedText) -> Iterator[Problem]:
    """Yield what could be said better in each question by itself."""
    for question in draft.module.questions:
        if found := re.search(rf"\b(?:{ELSEWHERE[draft.module.language]})\b", folded(question.stem)):
            sentence = N_(
                "L'énoncé renvoie à autre chose (« %(words)s ») alors que la question peut venir seule : "
                "dites-y tout ce qu'il faut savoir."
            )
            yield draft.advice(draft.question(question), sentence, words=found[0])
        for option in question.options:
            if len(folded_words(option.feedback)) < FEWEST_WORDS:
                sentence = N_("L'explication de « %(option)s » ne dit pas pourquoi : ajoutez la raison et quoi faire.")
                yield draft.advice(draft.option(question, option), sentence, option=option.text)
        if question.kind not in TYPED:
            yield from _absolutes(draft, question)
            for one, other in combinations([option for option in question.options if not option.right], 2):
                if say_the_same(one, other):
                    sentence = N_("Cette option dit presque la même chose que « %(option)s » : changez l'une des deux.")
                    yield draft.advice(draft.option(question, other), sentence, option=one.text)


def check_all_or_none(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each option such as « toutes les réponses »."""
    for question in draft.module.questions:
        for option in question.options:
            if re.fullmatch(ALL_OR_NONE[draft.module.language], folded(option.text)):
                sentence = N_(
                    "« %(option)s » parle des autres options, que Boussole mélange : mettez à la place une erreur "
                    "plausible."
                )
                yield draft.error(draft.option(question, option), sentence, option=option.text)


def check_stems(draft: CheckedText, others: Iterable[Module]) -> Iterator[Problem]:
    """Yield a finding for each stem that repeats another one but for case, accents and punctuation."""
    seen = {folded_words(question.stem): question.id for module in others for question in module.questions}
    for question in draft.module.questions:
        stem = folded_words(question.stem)
        if seen.setdefault(stem, question.id) != question.id:
            sentence = N_("Cet énoncé est aussi celui de %(other)s : réécrivez l'un des deux.")
            yield draft.advice(draft.question(question), sentence, other=seen[stem])


def _absolutes(draft: CheckedText, question: Question) -> Iterator[Problem]:
    found = {option: absolutes(option, draft.module.language) for option in question.options}
    if any(found[option] for option in question.options if option.right):
        return
    for option in question.options:
        if found[option]:
            sentence = N_(
                "Seules des options fausses sont absolues (ici « %(word)s »), ce qui les dénonce : nuancez celle-ci."
            )
            yield draft.advice(draft.option(question, option), sentence, word=found[option][0])


def say_the_same(one: Option, other: Option) -> bool:
    """Return whether two options have the same words but for endings and small words (Dice coefficient of ALIKE)."""
    these, those = _substance(one.text), _substance(other.text)
    return 2 * len(these & those) >= ALIKE * (len(these) + len(those)) > 0 and not _telling(these ^ those)


def _substance(text: str) -> set[str]:
    written = written_words(text)
    names = {fold(word) for place, word in enumerate(written) if word.isupper() or (place and word[0].isupper())}
    return {word[:STEM] for word in folded_words(text) if len(word) >= STEM or word in names or _telling({word})}


def _telling(found: set[str]) -> bool:
    return any(word in _TELLING or not word.isalpha() for word in found)
