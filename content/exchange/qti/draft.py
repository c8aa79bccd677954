"""A question as read from any version of QTI, before it has an id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from string import ascii_lowercase

from content.exchange.gift.answers import NO_KEY
from content.exchange.gift.reading import GENERAL_KEPT
from content.exchange.losses import Told, Unreadable
from content.exchange.prose import Prose
from content.exchange.unkept import left_out
from content.module import Option, QuestionKind
from content.problems import N_

OTHER_RULES = N_("La correction de cette question ne peut pas être reprise telle quelle : la question ne l'est pas.")


def decimal(text: str | None) -> Decimal:
    """Return a number as the rules of an item tell it; raises Unreadable."""
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation as error:
        raise Unreadable(OTHER_RULES) from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Unreadable(OTHER_RULES)
    return value


@dataclass(frozen=True, slots=True)
class QtiChoice:
    """One option of an item by its identifier."""

    identifier: str
    prose: Prose
    feedback: Prose = field(default_factory=lambda: Prose(""))
    match: Prose = field(default_factory=lambda: Prose(""))


@dataclass(frozen=True, slots=True)
class QtiItem:
    """What an item says, and what of it has no place with us."""

    identifier: str
    kind: QuestionKind
    stem: Prose
    choices: tuple[QtiChoice, ...]
    right: frozenset[str]
    has_weights: bool
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

    @property
    def options(self) -> tuple[Option, ...]:
        """The options, lettered in their order."""
        return tuple(
            Option(
                key, choice.prose.line or "…", choice.identifier in self.right, choice.feedback.text, choice.match.line
            )
            for key, choice in zip(ascii_lowercase, self.choices, strict=False)
        )

    def notes(self) -> Iterator[Told]:
        """Yield the notes on what is lost of the item."""
        proses: Iterable[Prose] = (
            self.stem,
            *(prose for choice in self.choices for prose in (choice.prose, choice.feedback, choice.match)),
            *self.idle,
            *self.unplaced,
        )
        yield from left_out(sorted({*self.lost, *(name for prose in proses for name in prose.lost)}))
        for prose in self.idle:
            yield N_("Un choix qui ne va avec aucune ligne n'est pas repris : « %(text)s »"), {"text": prose.line}
        for prose in self.unplaced:
            if prose.text:
                yield N_("Un texte qui n'explique aucune option n'est pas repris : « %(text)s »"), {"text": prose.line}
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
    """Raise Unreadable when an item has more options than there are letters."""
    if count > len(ascii_lowercase):
        raise Unreadable(N_("Cette question a %(count)s options, trop pour être reprise."), count=count)
