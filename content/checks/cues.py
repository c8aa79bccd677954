"""Cues in the wording of a question by which its key can be guessed, and the checks on them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import fsum

from content.checks.cards_and_facts import without_markup
from content.checks.checked_text import CheckedText
from content.errors import N_, Problem
from content.module import TYPED, HandingBack, Module, Option, Question, QuestionKind
from content.strings.words import fold, folded, folded_words, written_words

# --------------------------------------------------------------------------------------------------------------- length


def length(option: Option) -> float:
    """Return how long an option looks, in characters."""
    return len(without_markup(option.text))


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

# Authors of distractors justify them more often than they notice.
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

# A word of the stem that comes back in one option alone lets a guesser find the key by matching words. Synonyms are
# not seen: « laisse un choix » and « que voulez-vous » are the same criterion without a common word.
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

# Turns of phrase that ask, reflect, do it together, or ring the one who decides. A list of words finds few of them
# (docs/decisions/0034 has the figures), so the author's own mark counts (`handing_back`); a guesser has the list alone.
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

# Always the same number of keys gives the answer away, unless the stem tells that number.
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


# ---------------------------------------------------------------------------- checks on wording that gives the key away


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
NO_STEM, ALIKE = 5, 0.9


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
    return {word[:NO_STEM] for word in folded_words(text) if len(word) >= NO_STEM or word in names or _telling({word})}


def _telling(found: set[str]) -> bool:
    return any(word in _TELLING or not word.isalpha() for word in found)
