"""What stands in the text of a module beside its questions: written ones, and vignettes for a team meeting."""

from collections.abc import Sequence

from content.module import ModelAnswer, Vignette, VignetteChoice, WrittenQuestion
from content.problems import N_
from content.text.grammar import (
    BOX,
    ID,
    ITEM,
    QUOTED,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    Note,
    Numbered,
    TextBlock,
    joined,
    name_and_title,
    split_at,
)

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


# ------------------------------------------------------------------------------------------------ written questions


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


# -------------------------------------------------------------------------------------------------------- vignettes


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
