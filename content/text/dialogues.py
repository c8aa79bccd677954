"""A dialogue in the text of a module: its heading, the scene, and its turns, each a question that says what follows."""

from itertools import pairwise
from typing import NamedTuple

from content.dialogue import LONGEST_PATH, MOST_TURNS, SHORTEST, FaultKind, faults
from content.module import Dialogue, Question, QuestionKind, Use
from content.problems import N_
from content.text.fields import DialogueFields
from content.text.grammar import (
    DIALOGUE_WORD,
    END_WORD,
    ID,
    TURN_WORD,
    Note,
    TextBlock,
    begins_a_turn,
    name_and_title,
    split_at,
)
from content.text.questions import QuestionRead, build_question, read_question

_SENTENCES = {
    FaultKind.UNKNOWN: N_("« %(turn)s » mène à « %(to)s », qui n'est pas un tour de ce dialogue : corrigez-le."),
    FaultKind.LOOP: N_("« %(turn)s » revient sur ses pas : un dialogue avance, aucun tour ne mène en arrière."),
    FaultKind.UNMET: N_("Aucune réponse ne mène à « %(turn)s » : reliez ce tour, ou retirez-le."),
    FaultKind.SHORT: N_("Un chemin s'arrête à « %(turn)s » après moins de %(number)s tours : prolongez-le."),
    FaultKind.LONG: N_("Un chemin passe par plus de %(number)s tours avant « %(turn)s » : raccourcissez-le."),
}
_BOUNDS = {FaultKind.SHORT: SHORTEST, FaultKind.LONG: LONGEST_PATH}


class DialogueRead(NamedTuple):
    """A dialogue as it is typed, with the line of its heading, and its turns with theirs."""

    fields: DialogueFields
    line: int
    turns: tuple[QuestionRead, ...]


def read_dialogue(block: TextBlock, language: str, note: Note) -> DialogueRead:
    """Return what is typed of a dialogue; what is no part of one, or what it lacks, is noted."""
    dialogue_id, title = name_and_title(block.heading)
    if not ID.fullmatch(dialogue_id) or not title:
        sentence = N_("Un titre de dialogue s'écrit « ## %(word)s identifiant · titre », l'identifiant sans accent.")
        note(block.line, sentence, word=DIALOGUE_WORD[language])
    scene, lines = split_at(block.lines, lambda line: begins_a_turn(line, language))
    if not scene:
        note(block.line, N_("Il manque la scène : dites sous le titre qui est là, et ce qui précède."))
    starts = [place for place, (_, line) in enumerate(lines) if begins_a_turn(line, language)]
    turns = []
    for start, stop in pairwise([*starts, len(lines)]):
        number, heading = lines[start]
        turn = TextBlock(number, heading[3:].strip(), tuple(lines[start + 1 : stop]))
        turns.append(read_question(turn, note, END_WORD[language]))
    fields = DialogueFields(dialogue_id, title, scene, tuple(turn.fields for turn in turns))
    return DialogueRead(fields, block.line, tuple(turns))


def build_dialogue(read: DialogueRead, language: str, note: Note) -> tuple[Dialogue, tuple[Question, ...]]:
    """Return the dialogue that was typed, as far as it is one, and its turns; what is to be mended is noted."""
    fields, end = read.fields, END_WORD[language]
    turns = tuple(build_question(turn, note)._replace(dialogue=fields.id) for turn in read.turns)
    lines = {turn.id: typed.line for turn, typed in zip(turns, read.turns, strict=True)}
    for turn, typed in zip(turns, read.turns, strict=True):
        if turn.kind is not QuestionKind.ONE or turn.use is not Use.LEARN:
            note(typed.line, N_("Un tour a une seule bonne réponse : ni « kind », ni « use »."))
        if turn.id == end:
            note(typed.line, N_("« %(end)s » termine un dialogue : donnez un autre identifiant à ce tour."), end=end)
    if not 1 <= len(turns) <= MOST_TURNS:
        sentence = N_("Un dialogue a de 1 à %(most)s tours, écrits « ### %(word)s identifiant · compétence ».")
        note(read.line, sentence, most=MOST_TURNS, word=TURN_WORD[language])
    # Of a name that stands for two nobody can say where it leads; that it does is said of all questions.
    elif len(lines) == len(turns):
        for fault in faults(turns):
            values = {"turn": fault.turn, "to": fault.to, "number": _BOUNDS.get(fault.kind, 0)}
            note(lines[fault.turn], _SENTENCES[fault.kind], **values)
    return Dialogue(fields.id, fields.title, fields.scene), turns
