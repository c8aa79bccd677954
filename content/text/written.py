"""A written question in the text of a module: its stem, two models with what is good in them, three criteria."""

from content.module import ModelAnswer, WrittenQuestion
from content.patterns import LatePattern
from content.problems import N_
from content.text.grammar import ID, WRITTEN_WORD, Numbered, TextBlock, joined, name_and_title
from content.text.questions import Note

MODELS = 2
"""Good answers, each in its way: one alone would be taken for the right one."""
CRITERIA = 3

_CRITERION = LatePattern(r"[-*] \[[ xX]\] +(\S.*)")
_MODEL = LatePattern(r"[-*] +(\S.*)")
_WHY = LatePattern(r" *> ?(.*)")


def begins_an_answer(line: str) -> bool:
    """Return whether a line of the stem would be read as a model or a criterion."""
    return bool(_MODEL.fullmatch(line.rstrip()))


def read_written(block: TextBlock, language: str, note: Note) -> WrittenQuestion:
    """Return the question, as far as it can be read; what is to be mended is noted."""
    question_id, skill = name_and_title(block.heading)
    if not ID.fullmatch(question_id) or not ID.fullmatch(skill):
        sentence = N_("Ce titre s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.")
        note(block.line, sentence, word=WRITTEN_WORD[language])
    lines = list(block.lines)
    stem: list[Numbered] = []
    while lines and not begins_an_answer(lines[0][1]):
        stem.append(lines.pop(0))
    models, criteria = _answers(lines, note)
    question = WrittenQuestion(question_id, skill, joined(stem), models, criteria)
    if not question.stem:
        note(block.line, N_("Il manque l'énoncé : écrivez-le sous le titre de la question."))
    if len(question.models) != MODELS or len(question.criteria) != CRITERIA:
        sentence = N_("Une réponse écrite se compare à %(models)s modèles (- …) et %(criteria)s critères (- [ ] …).")
        note(block.line, sentence, models=MODELS, criteria=CRITERIA)
    return question


def _answers(lines: list[Numbered], note: Note) -> tuple[tuple[ModelAnswer, ...], tuple[str, ...]]:
    models: list[tuple[int, str, list[Numbered]]] = []
    criteria: list[str] = []
    for number, line in lines:
        text = line.rstrip()
        if found := _CRITERION.fullmatch(text):
            criteria.append(found[1])
        elif (found := _MODEL.fullmatch(text)) and not criteria:
            models.append((number, found[1], []))
        elif (found := _WHY.fullmatch(line)) and models and not criteria:
            models[-1][2].append((number, found[1]))
        elif text:
            sentence = N_(
                "Cette ligne n'est ni un modèle (- …), ni ce qu'il a de bon (> …), ni un critère (- [ ] …) : "
                "corrigez-la."
            )
            note(number, sentence)
    return tuple(_model(*one, note) for one in models), tuple(criteria)


def _model(line: int, text: str, why: list[Numbered], note: Note) -> ModelAnswer:
    if not (said := joined(why)):
        note(line, N_("Dites ce que ce modèle a de bon : ajoutez dessous une ligne « > … »."))
    return ModelAnswer(text, said)
