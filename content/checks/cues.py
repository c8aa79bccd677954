"""Cues in the wording of a question, by which somebody who knows nothing can guess its key. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from content.checks.reading import shown
from content.folding import folded, folded_words
from content.module import HandingBack, Option, Question, QuestionKind

# --------------------------------------------------------------------------------------------------------------- length


def length(option: Option) -> float:
    """Return how long an option looks, in characters."""
    return len(shown(option.text))


def at_rank(question: Question, rank: int) -> frozenset[str]:
    """Return the keys of the options at a rank: 0 is the longest, -1 the shortest; those equally long share ranks.

    Where there are too few options for a rank, it is the nearest one.
    """
    ranked = sorted(map(length, question.options), reverse=True)
    wanted = ranked[max(-len(ranked), min(rank, len(ranked) - 1))]
    return frozenset(option.key for option in question.options if length(option) == wanted)


def keys_at(questions: Sequence[Question], rank: int) -> float:
    """Return how many keys stand at a rank by length; where n options share it, a key counts 1/n."""
    there = [(question, at_rank(question, rank)) for question in questions]
    return round(fsum((question.key[0] in keys) / len(keys) for question, keys in there), 6)


# ------------------------------------------------------------------------------------------------------- absolute words

ABSOLUTES = {
    "fr": "toujours jamais aucun aucune aucuns aucunes tout toute tous toutes rien nul nulle seul seule seuls seules "
    "seulement uniquement exclusivement systematiquement forcement obligatoirement absolument totalement entierement "
    "definitivement impossible",
    "nl": "altijd nooit alle alles iedereen niemand niets geen enkel enkele alleen uitsluitend steeds absoluut "
    "volledig helemaal onmogelijk",
    "en": "always never all every everything everyone everybody nothing nobody none only solely entirely absolutely "
    "completely totally impossible",
}
"""Folded, by language."""
NOT_MEANT = {
    "fr": "tout de suite|tout a l heure|tout d abord|tout de meme|tout en|tout juste|tout pres|malgre tout|avant tout|"
    "apres tout|si tout va bien|si tout se passe bien|"
    "tous les jours|tous les deux|toutes les deux|tous deux|toutes deux|une seule|un seul",
    "nl": "alles goed|geen probleem|alle twee",
    "en": "all right|first of all|after all|at all|not only",
}
"""Turns of phrase in which they do not say that there is no exception."""

_ABSOLUTE = {language: re.compile(rf"\b(?:{'|'.join(found.split())})\b") for language, found in ABSOLUTES.items()}
_NOT_MEANT = {language: re.compile(rf"\b(?:{found})\b") for language, found in NOT_MEANT.items()}


def absolutes(option: Option, language: str) -> list[str]:
    """Return the absolute words of an option, folded, in their order."""
    bare = _NOT_MEANT[language].sub("", folded(option.text))
    return _ABSOLUTE[language].findall(bare)


# -------------------------------------------------------------------------------------------------------------- reasons

# Authors of distractors give reasons more than they know.
CONNECTIVES = {
    "fr": r"puisqu\w*|car|parce qu\w*|etant donne|vu qu\w*|faute de|de sorte",
    "nl": r"aangezien|want|omdat|doordat|zodat|opdat|immers|vermits",
    "en": r"since|because|so that|given that",
}
"""Folded, by language."""
PURPOSES = {"fr": r", (?:pour|afin)\b", "nl": r", om\b", "en": r", (?:to|so as to)\b"}
"""A purpose that is hung on behind a comma, in lower case."""

_CONNECTIVE = {language: re.compile(rf"\b(?:{found})\b") for language, found in CONNECTIVES.items()}
_PURPOSE = {language: re.compile(found) for language, found in PURPOSES.items()}


def connectives(option: Option, language: str) -> list[str]:
    """Return the turns by which an option gives its reasons, in no order."""
    found = _CONNECTIVE[language].findall(folded(option.text))
    return [*found, *_PURPOSE[language].findall(option.text.casefold())]


# ---------------------------------------------------------------------------------------------------- words of the stem

# One that comes back in one option alone is the criterion that it names, and then matching words finds it. Only words
# are seen: « laisse un choix » and « que voulez-vous » are the same criterion, and have none in common.
STEM = 5
"""Letters by which two words are the same but for their endings; shorter words are left out."""
FUNCTION_WORDS = (
    "votre notre leurs cette quelle quels quelles comme autre autres elles apres avant entre encore aussi plutot trois "
    "quatre andere welke tussen eerst onder their there which about other where these those three"
)
"""Folded words that are in every text."""

_FUNCTION = frozenset(FUNCTION_WORDS.split())


def content_words(text: str) -> set[str]:
    """Return the words of some content in a text, without their endings."""
    return {word[:STEM] for word in folded_words(text) if len(word) >= STEM and word not in _FUNCTION}


def echoes(question: Question) -> Mapping[str, set[str]]:
    """Return, by option, the words of the stem that it takes up and no other option does."""
    asked = content_words(question.stem)
    taken = {option.key: asked & content_words(option.text) for option in question.options}
    return {
        key: found - set[str]().union(*(others for other, others in taken.items() if other != key))
        for key, found in taken.items()
    }


# ------------------------------------------------------------------------------------------------------------- register

# Turns of phrase that ask, reflect, do it together, or ring whoever decides. A list of words sees little of it:
# docs/decisions/0034 says how much. What an author says of a question counts (`handing_back`); the list is what a
# guesser goes by.
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
    said = folded(option.text)
    asks = "?" in option.text and re.search(TO_THE_PERSON[language], said)
    return len(_TURNS[language].findall(said)) + bool(asks)


def marks(questions: Iterable[Question]) -> Counter[HandingBack | None]:
    """Return how many questions are marked in each way; None counts those that nobody has marked."""
    return Counter(question.handing_back for question in questions)


# --------------------------------------------------------------------------------------------------------- several keys

# Always as many is a tell, unless the stem says how many.
Shape = tuple[int, int]
"""How many options are right, and how many there are."""

_SAID = re.compile(
    r"\b(?:deux|trois|quatre|twee|drie|vier|two|three|four) "
    r"(?:bonnes |juiste |right )?(?:reponses|antwoorden|answers)\b"
)
"""A stem that says how many it wants, folded: « Deux réponses sont justes. »"""


def shapes(questions: Iterable[Question]) -> Counter[Shape]:
    """Return the shapes of questions with several right options, those left out whose stem says how many are right."""
    return Counter(
        (len(question.key), len(question.options))
        for question in questions
        if question.kind is QuestionKind.SEVERAL and not _SAID.search(folded(question.stem))
    )
