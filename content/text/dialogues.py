"""A dialogue in the text of a module: its heading, the scene, and its turns, each a question that says what follows."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.dialogue import LONGEST_PATH, MOST_TURNS, SHORTEST, FaultKind, faults
from content.module import Dialogue, Option, Question, QuestionKind, Use
from content.patterns import LatePattern
from content.problems import N_
from content.text.grammar import DIALOGUE_WORD, END_WORD, ID, TURN_WORD, Numbered, TextBlock, joined, name_and_title
from content.text.questions import Draft, Note, QuestionReader

_LEADS = LatePattern(r"(?P<text>.*\S) +(?:->|→) +(?P<to>\S+)")
_SENTENCES = {
    FaultKind.UNKNOWN: N_("« %(turn)s » mène à « %(to)s », qui n'est pas un tour de ce dialogue : corrigez-le."),
    FaultKind.LOOP: N_("« %(turn)s » revient sur ses pas : un dialogue avance, aucun tour ne mène en arrière."),
    FaultKind.UNMET: N_("Aucune réponse ne mène à « %(turn)s » : reliez ce tour, ou retirez-le."),
    FaultKind.SHORT: N_("Un chemin s'arrête à « %(turn)s » après moins de %(number)s tours : prolongez-le."),
    FaultKind.LONG: N_("Un chemin passe par plus de %(number)s tours avant « %(turn)s » : raccourcissez-le."),
}
_BOUNDS = {FaultKind.SHORT: SHORTEST, FaultKind.LONG: LONGEST_PATH}


def begins_a_dialogue(heading: str, language: str) -> bool:
    """Return whether a heading of level two is that of a dialogue."""
    return heading.split()[0].casefold() == DIALOGUE_WORD[language].casefold()


def begins_a_turn(line: str, language: str) -> bool:
    """Return whether a line is the heading of a turn."""
    words = line.split() if line.startswith("###") else []
    return len(words) > 1 and words[0] == "###" and words[1].casefold() == TURN_WORD[language].casefold()


class DialogueReader:
    """Reads one block as a dialogue; what is to be mended is noted."""

    def __init__(self, block: TextBlock, language: str, note: Note) -> None:
        self.block, self.language, self.note = block, language, note

    def read(self) -> tuple[Dialogue, tuple[tuple[int, Question], ...]]:
        """Return the dialogue as far as it can be read, and its turns with the lines of their headings."""
        starts = [place for place, (_, line) in enumerate(self.block.lines) if begins_a_turn(line, self.language)]
        dialogue_id, title = name_and_title(self.block.heading)
        if not ID.fullmatch(dialogue_id) or not title:
            sentence = N_(
                "Un titre de dialogue s'écrit « ## %(word)s identifiant · titre », l'identifiant sans accent."
            )
            self.note(self.block.line, sentence, word=DIALOGUE_WORD[self.language])
        if not (scene := joined(self.block.lines[: min(starts, default=len(self.block.lines))])):
            self.note(self.block.line, N_("Il manque la scène : dites sous le titre qui est là, et ce qui précède."))
        dialogue = Dialogue(dialogue_id, title, scene)
        turns = tuple(self._turns(dialogue.id, starts))
        self._check(turns)
        return dialogue, turns

    def _turns(self, dialogue_id: str, starts: Sequence[int]) -> Iterator[tuple[int, Question]]:
        for start, stop in pairwise([*starts, len(self.block.lines)]):
            number, heading = self.block.lines[start]
            block = TextBlock(number, heading[3:].strip(), self.block.lines[start + 1 : stop])
            yield number, TurnReader(block, self.language, self.note).read()._replace(dialogue=dialogue_id)

    def _check(self, turns: Sequence[tuple[int, Question]]) -> None:
        if not 1 <= len(turns) <= MOST_TURNS:
            sentence = N_("Un dialogue a de 1 à %(most)s tours, écrits « ### %(word)s identifiant · compétence ».")
            self.note(self.block.line, sentence, most=MOST_TURNS, word=TURN_WORD[self.language])
            return
        lines = {turn.id: line for line, turn in turns}
        if len(lines) < len(turns):
            return  # of a name that stands for two nobody can say where it leads; that it does is said of all questions
        for fault in faults([turn for _, turn in turns]):
            values = {"turn": fault.turn, "to": fault.to, "number": _BOUNDS.get(fault.kind, 0)}
            self.note(lines[fault.turn], _SENTENCES[fault.kind], **values)


class TurnReader(QuestionReader):
    """Reads a turn: a question with one right option, each of which says where it leads."""

    def __init__(self, block: TextBlock, language: str, note: Note) -> None:
        super().__init__(block, note)
        self.end = END_WORD[language]

    def _option(self, key: str, draft: Draft) -> Option:
        option = super()._option(key, draft)
        if not (found := _LEADS.fullmatch(option.text)):
            sentence = N_("Dites où mène cette réponse : « … -> identifiant du tour », ou « … -> %(end)s ».")
            self.note(draft[0], sentence, end=self.end)
            return option
        to = found["to"]
        return option._replace(text=found["text"].strip(), leads_to="" if to == self.end else to)

    def _check(self, question: Question, attributes: dict[str, Numbered], drafts: list[Draft]) -> None:
        super()._check(question, attributes, drafts)
        if question.kind is not QuestionKind.ONE or question.use is not Use.LEARN:
            self.note(self.block.line, N_("Un tour a une seule bonne réponse : ni « kind », ni « use »."))
        if question.id == self.end:
            self.note(
                self.block.line,
                N_("« %(end)s » termine un dialogue : donnez un autre identifiant à ce tour."),
                end=self.end,
            )
