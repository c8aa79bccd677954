"""The register of an option: turns of phrase that ask, reflect, do it together, or ring whoever decides.

A list of words sees little of it: docs/decisions/0034 says how much. What an author says of a question counts
(`handing_back`); the list is what a guesser goes by, and an estimate where nobody has said anything.
"""

import re
from collections import Counter
from collections.abc import Iterable

from content.checks.words import words
from content.module import HandingBack, Option, Question, QuestionKind

TURNS = {
    "fr": r"avec (?:lui|elle|eux|elles)|ensemble|a deux|demand(?:er|ez|e|ons)|propos(?:er|ez)|invit(?:er|ez|ant)|"
    r"conven(?:ir|ez|ons)|convient|cherch(?:er|ez|ons) avec|cherchons|regardons|voyons|partons|repart(?:ir|ez)|"
    r"racontez|parlons|voulez vous|aimeriez vous|que diriez|vous preferez|preferez vous|pour vous|a vous de|selon vous|"
    r"s il le demande|le choix|vous choisissez|il explique|il relit|elle explique|elle relit|aupres de|"
    r"appel(?:er|ez) (?:avec|l un)|ce qu (?:il|elle) (?:attend|veut|cherche|prefere)|qu est ce qui vous|vous vous",
    "nl": r"samen|met (?:haar|hem|hen)|vra(?:ag|agt|gen)|voorstel\w*|stelt? voor|uitnodig\w*|afspre\w*|vertel\w*|"
    r"laten we|bekijken we|kijken we|wilt u|zou u|hebt u liever|voor u|aan u|volgens u|de keuze|kiest",
    "en": r"together|with (?:him|her|them)|asks?|offers?|invites?|agree|tell me|let us|shall we|would you|do you want|"
    r"for you|up to you|the choice|checks? with",
}
"""Folded, by language."""
TO_THE_PERSON = {"fr": r"\b(?:vous|votre|vos)\b", "nl": r"\b(?:u|uw)\b", "en": r"\b(?:you|your)\b"}
"""Whom a question asks that hands back."""

_TURNS = {language: re.compile(rf"\b(?:{found})\b") for language, found in TURNS.items()}


def turns(option: Option, language: str) -> int:
    """Return how many turns of an option hand the initiative back; a question to the person is one."""
    folded = " ".join(words(option.text))
    asks = "?" in option.text and re.search(TO_THE_PERSON[language], folded)
    return len(_TURNS[language].findall(folded)) + bool(asks)


def estimated(question: Question, language: str) -> HandingBack:
    """Return where handing back leads, by the list alone."""
    if question.kind is not QuestionKind.ONE:
        return HandingBack.NEITHER
    found = {option.right: 0 for option in question.options}
    for option in question.options:
        found[option.right] = max(found[option.right], turns(option, language))
    if found[True] > found[False]:
        return HandingBack.KEY
    return HandingBack.MISTAKE if found[False] > found[True] == 0 else HandingBack.NEITHER


def handing_back(question: Question, language: str) -> HandingBack:
    """Return where handing back leads, as the author says, else by the list."""
    return question.handing_back or estimated(question, language)


def marks(questions: Iterable[Question]) -> Counter[HandingBack | None]:
    """Return how many questions are marked in each way; None counts those that nobody has marked."""
    return Counter(question.handing_back for question in questions)
