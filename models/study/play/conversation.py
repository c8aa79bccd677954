"""An interview that one plays, as it stands on the page: what was said so far and the turn that waits, or its path."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from content.dialogue import longest_from, option_said
from content.errors import N_, Conflict, NotFound
from content.module import Dialogue, Module, Option, Question
from models.catalogue.validity import Dated
from models.study.play.scenes import EndScene, PlayEnding
from models.tables.answers import Answer, Presentation


class DialogueHeldBack(Conflict):
    """A turn of the dialogue is asked of nobody now, so that the whole of it is not played."""

    what = N_("Cet entretien ne se joue pas pour l'instant : une de ses répliques est en cours de correction.")
    then = N_("Rien n'est changé. Le module, lui, se joue comme d'habitude.")


class SaidTurn(NamedTuple):
    """A turn that was met: how its options stood, and what was answered."""

    turn: Question
    order: Sequence[str]
    answer: Answer
    failing: Dated | None = None
    """What did not hold on the day of the answer, so that it is not counted."""

    @property
    def option(self) -> Option:
        """What the interview went on with: what would have been right for whoever did not know."""
        return option_said(self.turn, key_said(self.answer))


@dataclass(frozen=True, slots=True)
class TurnScene:
    """A turn that waits for what one says, below what was said so far."""

    module: Module
    dialogue: Dialogue
    so_far: Sequence[SaidTurn]
    question: Question
    presentation: Presentation
    kind: ClassVar = "turn"

    @property
    def number(self) -> int:
        """Which turn it is, from 1."""
        return len(self.so_far) + 1

    @property
    def most(self) -> int:
        """How many turns there are at most on the way that was taken."""
        return len(self.so_far) + longest_from(self.module.turns(self.dialogue.id), self.question.id)


@dataclass(frozen=True, slots=True)
class PathScene:
    """The end: every turn that was met; of an interview that is held back, those as far as it went."""

    module: Module
    dialogue: Dialogue
    path: Sequence[SaidTurn]
    held: bool = False
    """Whether it stops here because a turn is asked of nobody now."""
    kind: ClassVar = "path"

    @property
    def as_end(self) -> EndScene:
        """The same as the end of any sitting."""
        return EndScene([one.answer for one in self.path], self.module, PlayEnding.PLAYED)


InterviewScene = TurnScene | PathScene


def dialogue_of(module: Module, dialogue_id: str) -> Dialogue:
    """Return a dialogue of a module; raises NotFound."""
    for dialogue in module.dialogues:
        if dialogue.id == dialogue_id:
            return dialogue
    raise NotFound(
        N_("Ce module n'a pas d'entretien à cette adresse."),
        N_("Ceux qui se jouent sont sur sa page, sous « Modules »."),
    )


def key_said(answer: Answer) -> str:
    """Return the key of what was said; empty for « je ne sais pas »."""
    return "".join(answer.response[:1])


def said(answers: Iterable[Answer]) -> Mapping[str, str]:
    """Return what was said at each turn, as content.dialogue.played takes it."""
    return {answer.question_id: key_said(answer) for answer in answers}
