"""A question as read from any version of QTI, before it has an id, with what is said of its answer as a whole."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from string import ascii_lowercase
from typing import NamedTuple

from content.errors import Refused
from content.exchange.losses import GENERAL_KEPT, NO_KEY, UNPLACED, Told, left_out
from content.exchange.prose import Prose, joined, with_blank
from content.module import Option, Question, QuestionKind
from content.problems import N_

OTHER_RULES = N_("La correction de cette question ne peut pas être reprise telle quelle : la question ne l'est pas.")
NOT_OURS = N_("Cet élément n'est pas une question que Boussole sait poser (%(kinds)s) : il n'est pas repris.")
_SAID_OF_EACH = frozenset({QuestionKind.ONE, QuestionKind.TEXT, QuestionKind.NUMBER})
"""The kinds of which an answer is one option: what is said of a wrong one explains each that is wrong."""


def decimal(text: str | None) -> Decimal:
    """Return a number as the rules of an item tell it; raises Refused."""
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation as error:
        raise Refused(OTHER_RULES) from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Refused(OTHER_RULES)
    return value


class WholeFeedback(NamedTuple):
    """Explanations that belong to none of the options: of a right answer, of a wrong one, of whatever one answers."""

    right: list[Prose]
    wrong: list[Prose]
    always: list[Prose]


class QtiChoice(NamedTuple):
    """One option of an item by its identifier."""

    identifier: str
    prose: Prose
    feedback: Prose = Prose("")
    match: Prose = Prose("")


class QtiItem(NamedTuple):
    """What an item says, and what of it has no place with us."""

    kind: QuestionKind
    choices: tuple[QtiChoice, ...]
    right: frozenset[str]
    identifier: str = ""
    stem: Prose = Prose("")
    has_weights: bool = False
    unplaced: tuple[Prose, ...] = ()
    """Explanations of no option, instructions and the like."""
    lost: tuple[str, ...] = ()
    """Elements beside the text."""
    idle: tuple[Prose, ...] = ()
    """Of a matching, the choices that no line goes with."""
    unasked: int = 0
    """Fields beside the one that is asked, which have no key."""
    is_general_kept: bool = False
    """Whether its first right option has what is said whatever one answers."""
    parts: int = 1
    """Questions that its element asks at once, of which it is one."""
    unit: str = ""
    tolerance: Decimal = Decimal(0)

    def question(self, skill: str) -> Question:
        """Return the question, its options lettered in their order."""
        options = tuple(
            Option(key, one.prose.line or "…", one.identifier in self.right, one.feedback.text, one.match.line)
            for key, one in zip(ascii_lowercase, self.choices, strict=False)
        )
        stem = with_blank(self.stem.text)
        return Question("", skill, stem, options, self.kind, unit=self.unit, tolerance=self.tolerance)

    def with_whole_feedback(self, told: WholeFeedback) -> "QtiItem":
        """Return the item with what is said of it as a whole at its options; what belongs to none goes to the first."""
        texts = {each.text for each in self.unplaced}
        found = WholeFeedback(*([each for each in proses if each.text in texts] for proses in told))
        each_alone = self.kind in _SAID_OF_EACH
        first = next((each.identifier for each in self.choices if each.identifier in self.right), "")
        if not any(found) or not first:
            return self

        def said_of(choice: QtiChoice) -> list[Prose]:
            is_right = choice.identifier in self.right
            of_right = found.right if is_right and (each_alone or choice.identifier == first) else []
            of_wrong = found.wrong if each_alone and not is_right else []
            return [choice.feedback, *of_right, *of_wrong, *(found.always if choice.identifier == first else [])]

        def explained(choice: QtiChoice) -> QtiChoice:
            return choice._replace(feedback=joined({one.text: one for one in said_of(choice)}.values()))

        kept = {each.text for each in (*found.right, *found.always, *(found.wrong if each_alone else []))}
        return self._replace(
            choices=tuple(map(explained, self.choices)),
            unplaced=tuple(each for each in self.unplaced if each.text not in kept),
            is_general_kept=bool(found.always or (found.right and not each_alone)),
        )

    def notes(self) -> Iterator[Told]:
        """Yield the notes on what is lost of the item."""
        of_choices = (prose for one in self.choices for prose in (one.prose, one.feedback, one.match))
        proses = (self.stem, *of_choices, *self.idle, *self.unplaced)
        yield from left_out(sorted({*self.lost, *(name for prose in proses for name in prose.lost)}))
        for prose in self.idle:
            yield N_("Un choix qui ne va avec aucune ligne n'est pas repris : « %(text)s »"), {"text": prose.line}
        for prose in self.unplaced:
            if prose.text:
                yield UNPLACED, {"text": prose.line}
        yield from self._notes_of_its_answer()
        if not self.right:
            yield NO_KEY, {}

    def _notes_of_its_answer(self) -> Iterator[Told]:
        if self.parts > 1:
            sentence = N_("Cet élément pose %(count)s questions à la fois : chacune est reprise à part, relisez-la.")
            yield sentence, {"count": self.parts}
        if self.unasked:
            sentence = N_("%(count)s champ(s) sans réponse juste ne sont pas posés : « … » en tient la place.")
            yield sentence, {"count": self.unasked}
        if self.is_general_kept:
            yield GENERAL_KEPT, {}
        if self.has_weights:
            yield N_("Les points partiels ou négatifs ne sont pas repris : une réponse est juste ou fausse."), {}


def refuse_unlettered(count: int) -> None:
    """Raise Refused when an item has more options than there are letters."""
    if count > len(ascii_lowercase):
        raise Refused(N_("Cette question a %(count)s options, trop pour être reprise."), count=count)
