"""What somebody may have meant: the concepts of the thesaurus that the words of a query, or of a text, name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from os.path import commonprefix

import content.lexicons
from content.lexicons import Thesaurus, read_thesaurus
from content.schema.yaml_fields import LANGUAGES
from content.strings.words import fold, written_words
from models.ground.stems import SAYING_NOTHING, stem

Label = frozenset[str]
"""The stems of the words of a label that say something."""
BETWEEN = 1
"""Words that may stand between those of a label."""
PART = 0.5
"""What a word counts that is only part of a label, or only of its family."""
SHORTEST_FOREIGN = 4
"""Letters of a word that may be one of another language: « die » is Dutch before it is English."""
SHORTEST_ROOT, MOST_OF = 5, 0.8
"""Letters that words of one family have in common, and the share of the shorter that they are."""

_ALONE_SAYING_NOTHING = """
apres avez bien cas chez chose dit dois doit entre etre faire fait faut fois jamais jour mal moment ni non oui peut peux
plus point rien sait si suis toujours tout toute tres trop va veut vient voulez
aan als bij daarna dan dat doe er ga gaat geen haar hij hem hoe iets ik is je kan maar mijn moet naar niet nog nu om ook
over te tot uit wat we wel wil zij zich ze
about at be but by can do does everyone from get had has have he her his how in it its my no not of on or our she so
than they was we what when where which who will you
"""
ALONE_SAYING_NOTHING = frozenset(_ALONE_SAYING_NOTHING.split())
"""Words that a label may need, and that name nothing by themselves."""


class Lexicon:
    """The labels of a language by their stems."""

    def __init__(self, thesaurus: Thesaurus, language: str) -> None:
        self.language = language
        self.named: defaultdict[Label, set[int]] = defaultdict(set)
        """The concepts that a label names."""
        self.holding: defaultdict[str, set[Label]] = defaultdict(set)
        """The labels that hold a stem."""
        for number, concept in enumerate(thesaurus.concepts):
            for said in concept[language]:
                words = telling(said)
                stems = frozenset(stem(word, language) for word in words)
                if stems and not (len(stems) == 1 and ALONE_SAYING_NOTHING.issuperset(words)):
                    self.named[stems].add(number)
        for label in self.named:
            for one in label:
                self.holding[one].add(label)

        self._by_root: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.holding:
            if frozenset({one}) in self.named:
                self._by_root[one[:SHORTEST_ROOT]].add(one)

    def akin(self, word: str) -> set[Label]:
        """Return the labels of one word that a stem begins like, or ends in."""
        family = self._by_root.get(word[:SHORTEST_ROOT], set()) if len(word) >= SHORTEST_ROOT else set[str]()
        begins = {other for other in family if len(commonprefix((word, other))) >= MOST_OF * len(other)}
        ends = {word[start:] for start in range(1, len(word) - SHORTEST_ROOT + 1)}
        return {label for one in begins | ends if (label := frozenset({one})) in self.named}

    def rarity(self, label: Label) -> float:
        """Return how much a label says: one over the concepts of its rarest word."""
        return max(1 / len(set().union(*(self.named[other] for other in self.holding[each]))) for each in label)

    def found_in(self, text: str) -> Iterator[Label]:
        """Yield each label whose words stand together in a paragraph, in any order."""
        stems = [stem(word, self.language) for word in telling(text)]
        for place, one in enumerate(stems):
            for label in self.holding.get(one, ()):
                if label.issubset(stems[place : place + len(label) + BETWEEN]):
                    yield label


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus of this house."""
    return read_thesaurus(content.lexicons.THESAURUS)


@cache
def lexicon(of: Thesaurus, language: str) -> Lexicon:
    """Return the labels of a language."""
    return Lexicon(of, language)


def telling(text: str) -> list[str]:
    """Return the folded words of a text that say something, in their order."""
    return [word for word in map(fold, written_words(text)) if word and word not in SAYING_NOTHING]


def meant(words: Sequence[str], language: str, of: Thesaurus) -> Mapping[int, float]:
    """Return how much of a query, by its folded words, is about each concept; the reader's language comes first.

    A word counts for the longest label that it stands in with others of the query, and is shared between the concepts
    that this names.
    """
    about, left = defaultdict[int, float](float), list(words)
    for count in (_whole, _akin, _parts):
        for each in (language, *(other for other in LANGUAGES if other != language)):
            foreign = [] if each == language else [word for word in left if len(word) < SHORTEST_FOREIGN]
            left = foreign + count([word for word in left if word not in foreign], lexicon(of, each), about)
    return about


def names_something(word: str) -> bool:
    """Return whether a folded word stands in a label of the thesaurus of this house, in any language."""
    labels = (lexicon(thesaurus(), language) for language in LANGUAGES)
    return any(stem(word, each.language) in each.holding for each in labels)


def words_like(word: str, lengths: int) -> dict[str, str]:
    """Return words of labels that begin with the letter of a folded one and are about as long; folded, as written."""
    return {
        folded: written
        for folded, written in _written(thesaurus()).items()
        if folded[0] == word[0] and abs(len(folded) - len(word)) <= lengths
    }


@cache
def _written(of: Thesaurus) -> dict[str, str]:
    labels = [label for concept in of.concepts for each in concept.values() for label in each]
    return {fold(word): word for label in labels for word in written_words(label.lower()) if fold(word)}


def _whole(words: list[str], labels: Lexicon, about: defaultdict[int, float]) -> list[str]:
    """Count the labels that are wholly there; returns the words that stand in none of them."""
    stems = {word: stem(word, labels.language) for word in words}
    there, left = frozenset(stems.values()), list[str]()
    for word, one in stems.items():
        least = 2 if word in ALONE_SAYING_NOTHING else 1
        whole = [label for label in labels.holding.get(one, ()) if label <= there and len(label) >= least]
        if whole:
            longest = max(map(len, whole))
            _count(about, 1.0, (label for label in whole if len(label) == longest), labels)
        else:
            left.append(word)
    return left


def _akin(words: list[str], labels: Lexicon, about: defaultdict[int, float]) -> list[str]:
    """Count the labels of one word that begin, or end, as a word does: its family, or a part of a compound."""
    left = list[str]()
    for word in words:
        akin = labels.akin(stem(word, labels.language))
        _count(about, PART, akin, labels)
        if not akin:
            left.append(word)
    return left


def _parts(words: list[str], labels: Lexicon, about: defaultdict[int, float]) -> list[str]:
    """Count the labels that hold a word; returns the words that none holds."""
    left = list[str]()
    for word in words:
        holding = labels.holding.get(stem(word, labels.language), ())
        _count(about, PART, () if word in ALONE_SAYING_NOTHING else holding, labels)
        if not holding:
            left.append(word)
    return left


def _count(about: defaultdict[int, float], worth: float, names: Iterable[Label], labels: Lexicon) -> None:
    concepts = sorted({concept for label in names for concept in labels.named[label]})
    for concept in concepts:
        about[concept] += worth / len(concepts)
