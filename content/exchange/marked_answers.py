"""Answers as Moodle marks them, in GIFT and in its XML: what their weights make right here, and the way back.

Options have no letters yet, and a number is spelled with a point; `MarkedAnswers.question` gives both their form here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from content.errors import N_, Refused
from content.exchange.losses import GENERAL_KEPT, NO_KEY, Told
from content.exchange.question_drafts import MOST_ANSWERS, lettered, prose, spelled, stem
from content.marking import ANYTHING_ELSE, number
from content.module import Option, Question, QuestionKind

TRUE_FALSE = {"fr": ("Vrai", "Faux"), "nl": ("Juist", "Fout"), "en": ("True", "False")}
FEWEST_PAIRS = 3
"""Moodle stops reading a file at a matching question with fewer (question/type/match/questiontype.php)."""

TOO_MANY = N_("Cette question a plus de %(most)s réponses : partagez-la.")
NO_ANSWER = N_("Cette question n'a pas de réponse : elle n'est pas reprise.")
ALL_NEEDED = N_("Chacune des bonnes réponses suffisait ; ici il faut les cocher toutes : relisez la question.")
PART_OF_POINTS = N_("Les points partiels (%(weights)s) ne sont pas repris : une réponse est juste ou fausse.")
NO_LINE = N_("« %(match)s » ne va avec aucune ligne : cette réponse en trop n'est pas reprise.")
NO_MATCH = N_("« %(text)s » ne va avec aucune réponse : cette ligne n'est pas reprise.")
OTHER_TOLERANCE = N_("Il n'y a qu'une marge par question : celle de %(values)s n'est pas reprise.")
FEWER_LINES = N_("Là-bas, %(count)s lignes étaient montrées à la fois ; ici, toutes sont à mettre en ordre.")

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,100}\.?[0-9]{0,100}|\.[0-9]{1,100})(?:[eE][+-]?[0-9]{1,2})?")

Weighed = tuple[float, Option]
"""A percentage of the points, and what brings it."""


class MarkedAnswers(NamedTuple):
    """The kind of a question, its options, what could not be carried over, how far from its value a number fits."""

    kind: QuestionKind
    options: tuple[Option, ...]
    losses: tuple[Told, ...] = ()
    tolerance: Decimal = Decimal(0)

    def explained(self, general: str) -> "MarkedAnswers":
        """Add a general explanation to the first right option, unless it is what we gathered there ourselves."""
        if not general or not self.options or general == gathered(self.kind, lettered(self.options)):
            return self
        options = list(self.options)
        place = next((place for place, one in enumerate(options) if one.right), 0)
        told = "\n\n".join(filter(None, [options[place].feedback, general]))
        options[place] = options[place]._replace(feedback=told)
        return self._replace(options=tuple(options), losses=(*self.losses, (GENERAL_KEPT, {})))

    def question(self, asked: str, skill: str = "", language: str = "fr") -> Question:
        """Return the question, its numbers as people of that language write them; raises Refused."""
        if len(self.options) > MOST_ANSWERS:
            raise Refused(TOO_MANY, most=MOST_ANSWERS)
        options, tolerance = self.options, self.tolerance
        if self.kind is QuestionKind.NUMBER:
            options = tuple(
                one if one.text == ANYTHING_ELSE else one._replace(text=spelled(Decimal(one.text), language))
                for one in options
            )
            tolerance = number(spelled(tolerance, language))
        asked = stem(asked, self.kind)
        return Question("", skill, asked, lettered(options), self.kind, tolerance=tolerance)


def choice(weighed: Sequence[Weighed], single: bool) -> MarkedAnswers:
    """Return a choice by its weights: of one answer, what brings everything is right; of several, what brings any."""
    weights = [weight for weight, _ in weighed]
    options = _marked((weight >= 100 if single else weight > 0, one) for weight, one in weighed)
    right = sum(one.right for one in options)
    kind = QuestionKind.ONE if single and right < 2 else QuestionKind.SEVERAL
    losses: list[Told] = [(ALL_NEEDED, {})] if single and right > 1 else []
    losses += _partial(weights) if single else _uneven(weights)
    return MarkedAnswers(kind, options, (*losses, *([] if right else [(NO_KEY, {})])))


def true_false(is_true: bool, told: Mapping[bool, str], language: str) -> MarkedAnswers:
    """Return the choice between true and false; `told`: what is said of the right one, and of the wrong one."""
    lines = zip(TRUE_FALSE[language], (is_true, not is_true), strict=True)
    return MarkedAnswers(QuestionKind.ONE, tuple(Option("", text, right, told[right]) for text, right in lines))


def words(weighed: Sequence[Weighed]) -> MarkedAnswers:
    """Return what may be typed by its weights; raises Refused."""
    options = _marked((weight >= 100, one) for weight, one in weighed)
    # This module's grammar cannot take `|` nor an escaped `*` in a spelling, and typing forgives their absence.
    spelt = (one._replace(text=filled(one.text.replace("|", " ").replace("\\*", " ").strip())) for one in options)
    return MarkedAnswers(QuestionKind.TEXT, typed(spelt), tuple(_partial(weight for weight, _ in weighed)))


def numbers(weighed: Sequence[tuple[float, Option, Decimal]]) -> MarkedAnswers:
    """Return numbers that may be typed by their weights, each with its tolerance; raises Refused.

    The tolerance of the first right value, which is the one shown, is kept; else that of the first.
    """
    options = _marked((weight >= 100, one) for weight, one, _ in weighed)
    fits = {place: how_far for place, (_, one, how_far) in enumerate(weighed) if one.text != ANYTHING_ELSE}
    kept = next((how_far for place, how_far in fits.items() if options[place].right), next(iter(fits.values()), None))
    losses = _partial(weight for weight, *_ in weighed)
    if others := [options[place].text for place, how_far in fits.items() if how_far != kept]:
        losses.append((OTHER_TOLERANCE, {"values": ", ".join(others)}))
    return MarkedAnswers(QuestionKind.NUMBER, _ending(options), tuple(losses), kept or Decimal(0))


def pairs(found: Iterable[Option]) -> MarkedAnswers:
    """Return lines to match; a match that goes with no line is lost, unless it is repeated for Moodle's sake."""
    found = list(found)
    lines = tuple(one._replace(right=True) for one in found if one.text and one.match)
    matched, idle = {one.match for one in lines}, dict.fromkeys(one.match for one in found if not one.text)
    losses: list[Told] = [(NO_LINE, {"match": match}) for match in idle if match and match not in matched]
    losses += [(NO_MATCH, {"text": one.text}) for one in found if one.text and not one.match]
    return MarkedAnswers(QuestionKind.MATCHING, lines, tuple(losses))


def ordering(lines: Iterable[Option], shown_at_once: str) -> MarkedAnswers:
    """Return lines to put in order, of which only some were shown at once where a number says so."""
    options = tuple(one._replace(right=True) for one in lines)
    is_drawn = shown_at_once in map(str, range(2, len(options)))
    losses: tuple[Told, ...] = ((FEWER_LINES, {"count": shown_at_once}),) if is_drawn else ()
    return MarkedAnswers(QuestionKind.ORDERING, options, losses)


def _marked(marked: Iterable[tuple[bool, Option]]) -> tuple[Option, ...]:
    return tuple(one._replace(right=right) for right, one in marked)


def _partial(weights: Iterable[float]) -> list[Told]:
    """Return the loss of partial credit where only full weight is right."""
    return _parts({*weights} - {0.0, 100.0})


def _uneven(weights: Iterable[float]) -> list[Told]:
    """Return the loss of partial credit where any positive weight is right: none when all right, and wrong, ones weigh
    the same."""
    # Thirds are written 33, 33.333 or 33.33333, at times beside 33.34 so that they add up.
    weighing = {*weights}
    right, wrong = ({round(weight) for weight in weighing if (weight > 0) is side} for side in (True, False))
    return _parts(weighing - {0.0}) if len(right) > 1 or len(wrong) > 1 else []


def _parts(weights: Iterable[float]) -> list[Told]:
    shown = ", ".join(f"{weight:g} %" for weight in sorted(weights))
    return [(PART_OF_POINTS, {"weights": shown})] if shown else []


def filled(text: str) -> str:
    """Return the text of an answer; raises Refused where it is empty."""
    if not text:
        raise Refused(N_("Une réponse est vide : complétez-la ou retirez son signe (= ou ~)."))
    return text


def decimal(text: str) -> Decimal:
    """Return a number as Moodle writes it, with a point; raises Refused."""
    if not _NUMBER.fullmatch(text.strip()):
        sentence = N_("« %(text)s » n'est pas un nombre : il s'écrit avec un point, comme 12.5.")
        raise Refused(sentence, text=text.strip())
    return Decimal(text.strip())


def typed(options: Iterable[Option]) -> tuple[Option, ...]:
    """Merge neighbours with the same answer into spellings of one option; anything else comes last."""

    def same(one: Option) -> tuple[bool, bool, str]:
        return one.text == ANYTHING_ELSE, one.right, one.feedback

    together = ([*group] for _, group in groupby(options, key=same))
    return _ending(group[0]._replace(text=" | ".join(one.text for one in group)) for group in together)


def _ending(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return options with the feedback for anything else at the end, even if it is empty; raises Refused."""

    def is_anything_else(one: Option) -> bool:
        return one.text == ANYTHING_ELSE and not one.right

    ordered = sorted(options, key=is_anything_else)
    if not ordered:
        raise Refused(NO_ANSWER)
    return tuple(ordered if is_anything_else(ordered[-1]) else [*ordered, Option("", ANYTHING_ELSE, False, "")])


# ------------------------------------------------------------------------------------------- answers written for Moodle


def trimmed(text: str) -> str:
    """Return a text without the blanks that Moodle takes off."""
    return prose(text.strip())


def share(right: int) -> str:
    """Return the part of each right answer, as Moodle spells those that it takes: 50, 33.33333, 16.66667."""
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def gathered(kind: QuestionKind, options: Iterable[Option]) -> str:
    """Return the feedback of each line to match, which Moodle can show only after the question as a whole."""
    if kind not in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        return ""
    told = ((one, f" → {one.match}" if kind is QuestionKind.MATCHING else "") for one in options if one.feedback)
    return trimmed("\n".join(f"- {one.text}{match} : {one.feedback}" for one, match in told))
