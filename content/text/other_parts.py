"""The readers of a module's parts other than questions: written questions, vignettes, the exercise, dialogues."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from content.dialogue import LONGEST_PATH, MOST_TURNS, SHORTEST, FaultKind, faults
from content.errors import N_, BrokenText
from content.module import (
    Dialogue,
    ModelAnswer,
    PathwayExercise,
    Question,
    QuestionKind,
    Use,
    Vignette,
    VignetteChoice,
    WrittenQuestion,
)
from content.pathway.pathway import LANGUAGE_OF, MOST_PLACES
from content.pathway.pathway_fields import places_at, read_pathway_fields
from content.strings.words import fold
from content.text.grammar import (
    BOX,
    DIALOGUE_WORD,
    END_WORD,
    ID,
    ITEM,
    QUOTED,
    TURN_WORD,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    Note,
    Numbered,
    TextBlock,
    begins_a_turn,
    joined,
    name_and_title,
    split_at,
)
from content.text.module_fields import DialogueFields
from content.text.question_reader import QuestionRead, build_question, read_question

MODELS = 2
"""Good answers, each in its way: one alone would be taken for the right one."""
CRITERIA = 3
MOST_CHOICES = 4
"""A to D: the cards that are printed."""


def begins_an_answer(line: str) -> bool:
    """Return whether a line of the stem would be read as a model or a criterion."""
    return bool(ITEM.fullmatch(line.rstrip()))


def begins_a_choice(line: str) -> bool:
    """Return whether a line of the case would be read as one of the choices."""
    return bool(BOX.fullmatch(line.rstrip()))


def is_criterion(text: str) -> bool:
    """Return whether a model of such words would be read as a criterion."""
    return begins_a_choice(f"- {text}")


# ---------------------------------------------------------------------------------------------------- written questions


def read_written(block: TextBlock, language: str, note: Note) -> WrittenQuestion:
    """Return the question, as far as it can be read; what is to be mended is noted."""
    question_id, skill = name_and_title(block.heading)
    if not ID.fullmatch(question_id) or not ID.fullmatch(skill):
        sentence = N_("Ce titre s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.")
        note(block.line, sentence, word=WRITTEN_WORD[language])
    stem, lines = split_at(block.lines, begins_an_answer)
    question = WrittenQuestion(question_id, skill, stem, *_answers(lines, note))
    if not question.stem:
        note(block.line, N_("Il manque l'énoncé : écrivez-le sous le titre de la question."))
    if len(question.models) != MODELS or len(question.criteria) != CRITERIA:
        sentence = N_("Une réponse écrite se compare à %(models)s modèles (- …) et %(criteria)s critères (- [ ] …).")
        note(block.line, sentence, models=MODELS, criteria=CRITERIA)
    return question


def _answers(lines: Sequence[Numbered], note: Note) -> tuple[tuple[ModelAnswer, ...], tuple[str, ...]]:
    models: list[tuple[int, str, list[Numbered]]] = []
    criteria: list[str] = []
    for number, line in lines:
        text = line.rstrip()
        if found := BOX.fullmatch(text):
            criteria.append(found["text"])
        elif (found := ITEM.fullmatch(text)) and not criteria:
            models.append((number, found["text"], []))
        elif (found := QUOTED.fullmatch(line)) and models and not criteria:
            models[-1][2].append((number, found[1]))
        elif text:
            sentence = N_(
                "Cette ligne n'est ni un modèle (- …), ni ce qu'il a de bon (> …), ni un critère (- [ ] …) : "
                "corrigez-la."
            )
            note(number, sentence)
    for number, _, why in models:
        if not joined(why):
            note(number, N_("Dites ce que ce modèle a de bon : ajoutez dessous une ligne « > … »."))
    return tuple(ModelAnswer(text, joined(why)) for _, text, why in models), tuple(criteria)


# ------------------------------------------------------------------------------------------------------------ vignettes


def read_vignette(block: TextBlock, language: str, note: Note) -> Vignette:
    """Return the vignette, as far as it can be read; what is to be mended is noted."""
    vignette_id, title = name_and_title(block.heading)
    if not ID.fullmatch(vignette_id) or not title:
        sentence = N_("Un titre de vignette s'écrit « ## %(word)s identifiant · titre », l'identifiant sans accent.")
        note(block.line, sentence, word=VIGNETTE_WORD[language])
    case, lines = split_at(block.lines, begins_a_choice)
    vignette = Vignette(vignette_id, title, case, *_said_below(lines, note))
    if not vignette.case:
        note(block.line, N_("Il manque le cas : racontez-le sous le titre, d'une personne inventée."))
    if not 2 <= len(vignette.choices) <= MOST_CHOICES:
        note(block.line, N_("Une vignette a de 2 à %(most)s choix, écrits « - [ ] … »."), most=MOST_CHOICES)
    elif sum(choice.right for choice in vignette.choices) != 1:
        note(block.line, N_("Cochez le choix que l'explication défend, « - [x] », et lui seul."))
    if not vignette.explanation:
        note(block.line, N_("Il manque l'explication : écrivez-la sous les choix, « > … »."))
    return vignette


def _said_below(lines: Sequence[Numbered], note: Note) -> tuple[tuple[VignetteChoice, ...], str, tuple[str, ...]]:
    """Return what stands under the case: the choices, then the explanation, then what to discuss."""
    choices: list[VignetteChoice] = []
    explained: list[Numbered] = []
    discussed: list[str] = []
    for number, line in lines:
        text = line.rstrip()
        if (found := BOX.fullmatch(text)) and not explained and not discussed:
            choices.append(VignetteChoice(found["text"], found["box"] != " "))
        elif (found := QUOTED.fullmatch(line)) and not discussed:
            explained.append((number, found[1]))
        elif (found := ITEM.fullmatch(text)) and explained:
            discussed.append(found["text"])
        elif text:
            sentence = N_(
                "Cette ligne n'est ni un choix (- [ ] …), ni l'explication (> …), ni, après elle, une question à "
                "discuter (- …) : corrigez-la."
            )
            note(number, sentence)
    return tuple(choices), joined(explained), tuple(discussed)


# ------------------------------------------------------------------------------------ what there is to try on a pathway


def read_exercise(block: TextBlock, note: Note) -> PathwayExercise:
    """Return the exercise, as far as it can be read; its pathway may lack whatever a form can wait for."""
    story, lines = split_at(block.lines, begins_a_pathway)
    exercise = PathwayExercise(story, joined(lines))
    if not exercise.story:
        note(block.line, N_("Racontez d'abord, au-dessus de la feuille, la situation d'une personne inventée."))
    if exercise.pathway:
        _check_pathway(exercise.pathway, lines[0][0], note)
    else:
        note(block.line, N_("Il manque la feuille à compléter : commencez-la par « Feuille : … » en début de ligne."))
    return exercise


def begins_a_pathway(line: str) -> bool:
    """Return whether a line is the first of a pathway: the word for it, in any of the languages, and a colon."""
    word, colon, _ = line.partition(":")
    return bool(colon) and not line[0].isspace() and fold(word.strip()) in LANGUAGE_OF


def _check_pathway(pathway: str, line: int, note: Note) -> None:
    """Note what the sheet's page could not show in a form, or would drop from it."""
    try:
        read_pathway_fields(pathway)
    except BrokenText as broken:
        for problem in broken.problems:
            note(line + problem.line - 1, problem.sentence, **problem.values)
        return
    for place in places_at(pathway)[MOST_PLACES:]:
        sentence = N_("Une feuille a %(most)s places au plus : gardez le plus proche.")
        note(line + place - 1, sentence, most=MOST_PLACES)


# ----------------------------------------------------------------------------------- A dialogue in the text of a module


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
