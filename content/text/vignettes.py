"""A vignette in the text of a module: a case, the cards that a team may raise, why, and what to discuss."""

from content.module import Vignette, VignetteChoice
from content.patterns import LatePattern
from content.problems import N_
from content.text.grammar import ID, VIGNETTE_WORD, Numbered, TextBlock, joined, name_and_title
from content.text.questions import Note

MOST_CHOICES = 4
"""A to D: the cards that are printed."""

_CHOICE = LatePattern(r"[-*] \[(?P<box>[ xX])\] +(?P<text>\S.*)")
_EXPLAINED = LatePattern(r" *> ?(.*)")
_DISCUSSED = LatePattern(r"[-*] +(\S.*)")


def begins_a_choice(line: str) -> bool:
    """Return whether a line of the case would be read as one of the choices."""
    return bool(_CHOICE.fullmatch(line.rstrip()))


def read_vignette(block: TextBlock, language: str, note: Note) -> Vignette:
    """Return the vignette, as far as it can be read; what is to be mended is noted."""
    vignette_id, title = name_and_title(block.heading)
    if not ID.fullmatch(vignette_id) or not title:
        sentence = N_("Un titre de vignette s'écrit « ## %(word)s identifiant · titre », l'identifiant sans accent.")
        note(block.line, sentence, word=VIGNETTE_WORD[language])
    lines = list(block.lines)
    case: list[Numbered] = []
    while lines and not begins_a_choice(lines[0][1]):
        case.append(lines.pop(0))
    vignette = _said_below(Vignette(vignette_id, title, joined(case), (), ""), lines, note)
    if not vignette.case:
        note(block.line, N_("Il manque le cas : racontez-le sous le titre, d'une personne inventée."))
    if not 2 <= len(vignette.choices) <= MOST_CHOICES:
        note(block.line, N_("Une vignette a de 2 à %(most)s choix, écrits « - [ ] … »."), most=MOST_CHOICES)
    elif sum(choice.right for choice in vignette.choices) != 1:
        note(block.line, N_("Cochez le choix que l'explication défend, « - [x] », et lui seul."))
    if not vignette.explanation:
        note(block.line, N_("Il manque l'explication : écrivez-la sous les choix, « > … »."))
    return vignette


def _said_below(vignette: Vignette, lines: list[Numbered], note: Note) -> Vignette:
    """Add what stands under the case: the choices, then the explanation, then what to discuss."""
    choices: list[VignetteChoice] = []
    explained: list[Numbered] = []
    discussed: list[str] = []
    for number, line in lines:
        text = line.rstrip()
        if (found := _CHOICE.fullmatch(text)) and not explained and not discussed:
            choices.append(VignetteChoice(found["text"], found["box"] != " "))
        elif (found := _EXPLAINED.fullmatch(line)) and not discussed:
            explained.append((number, found[1]))
        elif (found := _DISCUSSED.fullmatch(text)) and explained:
            discussed.append(found[1])
        elif text:
            sentence = N_(
                "Cette ligne n'est ni un choix (- [ ] …), ni l'explication (> …), ni, après elle, une question à "
                "discuter (- …) : corrigez-la."
            )
            note(number, sentence)
    return vignette._replace(choices=tuple(choices), explanation=joined(explained), to_discuss=tuple(discussed))
