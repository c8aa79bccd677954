"""What the questions of a pack give away together, told only beyond what luck explains."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from statistics import NormalDist, fmean

from content.checks.checked_text import CheckedText
from content.checks.cues import at_rank, connectives, echoes, keys_at, marks, shapes
from content.checks.guessers import Exposure, Guesser, guessable, turns_of
from content.errors import N_, Problem
from content.module import HandingBack, Module, Question

SURE = 0.05
"""How often a pack without any tell is accused of one kind of them."""
_Z = NormalDist().inv_cdf(1 - SURE / 2)


def at_least(successes: int, chances: Sequence[float]) -> float:
    """Return P(at least so many successes) in independent trials of these chances (Poisson binomial)."""
    exactly = [1.0]
    # The exact distribution by convolution: chances differ with the number of options.
    for chance in chances:
        exactly = [a * (1 - chance) + b * chance for a, b in zip([*exactly, 0.0], [0.0, *exactly], strict=True)]
    return min(1.0, sum(exactly[successes:]))


def luck(successes: int, chances: Sequence[float]) -> float:
    """Return the two-sided p-value of a count: how likely one at least as far from the expected number is."""
    more = at_least(successes, chances)
    fewer = at_least(len(chances) - successes, [1 - chance for chance in chances])
    return min(1.0, 2 * min(more, fewer))


def interval(share: float, trials: int) -> tuple[float, float]:
    """Return the score interval around a share of so many trials, 95 % sure (Wilson, JASA 22, 1927)."""
    if not trials:
        return 0.0, 1.0
    weight = _Z**2 / trials
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys have a mark, among questions of which some options have it and others do not."""

    keys: int
    chances: tuple[float, ...]
    """That the key bears it by luck, by question."""

    @property
    def expected(self) -> float:
        """The expected number of keys that have the mark by luck."""
        return sum(self.chances)

    @property
    def luck(self) -> float:
        """The two-sided p-value of the count."""
        return luck(self.keys, self.chances)

    @property
    def luck_of_more(self) -> float:
        """The one-sided p-value: so many or more by luck."""
        return at_least(self.keys, self.chances)


def count_keys(questions: Sequence[Question], bearing: Callable[[Question], Collection[str]]) -> KeyCount:
    """Count the keys that have a mark; `bearing` returns the keys of the options of a question that have it."""
    borne = [(question, bearing(question)) for question in questions]
    told_apart = [(question, keys) for question, keys in borne if 0 < len(keys) < len(question.options)]
    chances = tuple(len(keys) / len(question.options) for question, keys in told_apart)
    return KeyCount(sum(question.key[0] in keys for question, keys in told_apart), chances)


# -------------------------------------------------------------------------- patterns over all questions of one language


RANKED = N_(
    "De la plus longue option à la plus courte, la bonne réponse se trouve %(places)s fois à chaque rang, sur "
    "%(questions)d questions ; le hasard en mettrait %(chance)d partout : changez la longueur des autres options."
)
LUCK = 0.2
"""In one module, what chance gives more often than that is let pass of longest keys: 3 of 8, but not 4.

Authors say more in a key than in a distractor, so that one is suspected. No other rank is: of those 5 of 8 are let
pass, and of a hundred modules without any tell five at most are told of one (SURE).
"""


def check_keys(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each number of options with which keys of one module keep to a rank, beyond luck.

    Turns of dialogues are counted apart.
    """
    for questions in [*by_options(guessable(draft.module)), *by_options(turns_of(draft.module))]:
        longest, *others = (found.luck_of_more for found in ranks(questions))
        if longest <= LUCK or min(others) * len(others) <= SURE:
            yield draft.advice(draft.question(questions[0]), RANKED, **told(questions))


def by_options(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Yield the questions grouped by their number of options."""
    for many in sorted({len(question.options) for question in questions}):
        yield [question for question in questions if len(question.options) == many]


def ranks(questions: Sequence[Question]) -> Iterator[KeyCount]:
    """Yield how many keys stand at each rank by length, the longest first, of questions with as many options."""
    for rank in range(len(questions[0].options)):
        yield count_keys(questions, partial(at_rank, rank=rank))


def rank_luck(questions: Sequence[Question]) -> float:
    """Return the p-value of keys that keep to one rank by length, or keep off one."""
    found = [[one.luck for one in ranks(alike)] for alike in by_options(questions)]
    # Bonferroni over the ranks: without it, one of four sound ranks would be reported in a fifth of all packs.
    return min((min(1.0, len(lucky) * min(lucky)) for lucky in found), default=1.0)


def told(questions: Sequence[Question]) -> Mapping[str, object]:
    """Return the values of the sentence on questions with the same number of options."""
    options = len(questions[0].options)
    places = [round(keys_at(questions, rank)) for rank in range(options)]
    chance = round(len(questions) / options)
    return {"places": " – ".join(map(str, places)), "questions": len(questions), "chance": chance}


Told = tuple[str, Mapping[str, object]]
"""A sentence of the catalogue, and the values that fill it."""

MOST = 0.33
"""How often somebody may be right who goes by wording alone."""
MOST_OF_TURNS = 0.41
"""The same of turns, which have three options: as far above luck."""
MISTAKES = 0.25
"""In how many questions handing back should be the mistake, at least."""
KEYS = 0.2
"""In how many it may be the key: who always hands back is then right in a third (MOST)."""
HALF = 0.5
"""Of questions with several right options, those that may have one shape."""
FOUND_OUT = {
    Guesser.MODERATE: N_(
        "L'option qui a le moins de mots absolus est la bonne dans %(share)d %% des questions (%(most)d %% au plus) : "
        "réécrivez les questions les plus exposées."
    ),
    Guesser.UNREASONED: N_(
        "L'option qui se justifie le moins est la bonne dans %(share)d %% des questions (%(most)d %% au plus) : ôtez "
        "leurs raisons aux options fausses."
    ),
    Guesser.ECHO: N_(
        "L'option qui reprend le plus de mots de l'énoncé est la bonne dans %(share)d %% des questions (%(most)d %% au "
        "plus) : ôtez de l'énoncé le critère qu'il suffit de reconnaître."
    ),
    Guesser.FORM: N_(
        "La bonne réponse est une question, ou n'en est pas une, comme la plupart des options dans %(share)d %% des "
        "cas (%(most)d %% au plus) : faites que celle qui est seule de sa forme soit parfois la bonne."
    ),
    Guesser.REGISTER: N_(
        "L'option qui demande, reflète ou renvoie le plus est la bonne dans %(share)d %% des questions (%(most)d %% au "
        "plus) : écrivez des questions où c'est l'erreur."
    ),
    Guesser.WORDS: N_(
        "Une liste de mots apprise sur les autres modules trouve %(share)d %% des réponses (%(most)d %% au plus) : "
        "réécrivez les questions les plus exposées."
    ),
}
"""Those who go by rank are told of together."""


def giving_reasons(questions: Sequence[Question], language: str) -> KeyCount:
    """Count the keys that give their reasons."""
    return count_keys(questions, lambda one: {option.key for option in one.options if connectives(option, language)})


def echoing(questions: Sequence[Question]) -> KeyCount:
    """Count the keys that alone take up a word of their stem."""
    return count_keys(questions, lambda one: {key for key, found in echoes(one).items() if found})


def always_handing_back(exposed: Sequence[Exposure]) -> tuple[float, int]:
    """Return how often somebody is right who always hands back, of so many questions whose author says where it leads.

    Where it tells no options apart she is at chance.
    """
    asked = [one.question for one in exposed if one.question.handing_back]
    sure = {HandingBack.KEY: 1.0, HandingBack.MISTAKE: 0.0}
    right = [sure.get(one.handing_back, one.chance) for one in asked if one.handing_back]
    return (fmean(right) if right else 0.0), len(right)


def check_tells(modules: Sequence[Module], exposed: Sequence[Exposure]) -> Iterator[Told]:
    """Yield what the modules of one language give away; `exposed` are their guessable questions."""
    asked = [question for module in modules for question in module.pool]
    choices = [question for module in modules for question in guessable(module)]
    yield from _shown(choices, exposed, modules[0].language, MOST)
    found = shapes(asked)
    for (right, options), times in found.most_common(1):
        if at_least(times, [HALF] * found.total()) <= SURE:
            sentence = N_(
                "%(times)d questions à plusieurs réponses sur %(questions)d en ont %(right)d sur %(options)d : variez "
                "ce nombre, ou dites-le dans l'énoncé."
            )
            yield sentence, {"times": times, "questions": found.total(), "right": right, "options": options}
    yield from _handing_back(asked)


def check_turns(modules: Sequence[Module], exposed: Sequence[Exposure]) -> Iterator[Told]:
    """Yield what the dialogues of the modules of one language give away; `exposed` are their turns."""
    turns = [turn for module in modules for turn in turns_of(module)]
    yield from _shown(turns, exposed, modules[0].language, MOST_OF_TURNS)


def _shown(choices: Sequence[Question], exposed: Sequence[Exposure], language: str, most: float) -> Iterator[Told]:
    for questions in by_options(choices):
        if rank_luck(questions) <= SURE:
            yield RANKED, told(questions)
    for guesser, sentence in FOUND_OUT.items():
        if (share := score(exposed, guesser)) > most and beyond_luck(exposed, share):
            yield sentence, {"share": round(100 * share), "most": round(100 * most)}
    yield from _reasons(choices, language)
    echoed = echoing(choices)
    if echoed.keys > echoed.expected and echoed.luck <= SURE:
        sentence = N_(
            "La bonne réponse est seule à reprendre un mot de l'énoncé %(keys)d fois, là où le hasard en donnerait "
            "%(chance)d : ôtez de l'énoncé le critère, ou faites-le reprendre par d'autres options."
        )
        yield sentence, {"keys": echoed.keys, "chance": round(echoed.expected)}


def score(exposed: Sequence[Exposure], guesser: Guesser) -> float:
    """Return how often a guesser is right."""
    return fmean(one.guesses[guesser].chance for one in exposed) if exposed else 0.0


def beyond_luck(exposed: Sequence[Exposure], share: float) -> bool:
    """Return whether so large a share of right guesses is more than luck."""
    return at_least(round(share * len(exposed)), [one.question.chance for one in exposed]) <= SURE


def _reasons(choices: Sequence[Question], language: str) -> Iterator[Told]:
    found = giving_reasons(choices, language)
    if found.luck <= SURE:
        options = [option for question in choices for option in question.options]
        turns = Counter(turn.strip(" ,") for option in options for turn in connectives(option, language))
        sentence = N_(
            "Dans %(questions)d questions, certaines options donnent leurs raisons (%(turns)s…) ; c'est la bonne qui "
            "le fait %(keys)d fois, là où le hasard en donnerait %(chance)d : ôtez ces raisons, ou donnez-en à toutes."
        )
        # Ties go by word: the order of options means nothing.
        told_turns = ", ".join(sorted(turns, key=lambda turn: (-turns[turn], turn))[:3])
        values = {"questions": len(found.chances), "keys": found.keys, "chance": round(found.expected)}
        yield sentence, {"turns": told_turns, **values}


def _handing_back(asked: Sequence[Question]) -> Iterator[Told]:
    said = marks(asked)
    keys, mistakes, marked = said[HandingBack.KEY], said[HandingBack.MISTAKE], said.total() - said[None]
    seldom = at_least(marked - mistakes, [1 - MISTAKES] * marked) <= SURE
    if seldom or at_least(keys, [KEYS] * marked) <= SURE:
        sentence = N_(
            "Demander, refléter ou renvoyer est la bonne réponse dans %(keys)d et l'erreur dans %(mistakes)d des "
            "%(marked)d questions qui portent « handing_back » ; le but est au plus une sur cinq, et au moins une sur "
            "quatre : écrivez-en où il faut répondre, trancher ou agir."
        )
        yield sentence, {"keys": keys, "mistakes": mistakes, "marked": marked}
