"""What is to be mended in a text, said to somebody who has a form before her and has never seen the text."""

from content.checks.checked_text import PLACEHOLDER_LEFT
from content.errors import N_
from content.strings.late_patterns import LatePattern
from portal.pages import say
from portal.problems import Finding

_SKILL = N_("Choisissez la compétence de cette question.")
_EXPLAIN = N_("Il manque l'explication.")

IN_A_FORM = {
    "Il manque « %(field)s » : ajoutez-le.": ("", N_("Remplissez ce champ.")),
    "Le module n'a pas de question : ajoutez au moins « ## Question … ».": (
        "",
        N_("Le module n'a pas de question : ajoutez-en au moins une."),
    ),
    "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.": (
        "body",
        N_("Cette carte est vide : écrivez-la."),
    ),
    "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).": (
        "",
        N_("Un intertitre s'écrit avec trois dièses (###)."),
    ),
    "Il manque l'énoncé : écrivez-le sous le titre de la question.": ("stem", N_("Il manque l'énoncé.")),
    "Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … ».": ("feedback", _EXPLAIN),
    "Aucune option n'est juste : cochez la bonne, « - [x] ».": ("", N_("Aucune option n'est juste : cochez la bonne.")),
    "Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une.": (
        "",
        N_("Plusieurs options sont justes : n'en cochez qu'une, ou dites-le sous « Plus »."),
    ),
    "Une question a de 2 à %(most)s options, écrites « %(shape)s ».": ("", N_("Une question a de 2 à 10 options.")),
    "Aucune réponse ne mène à « %(turn)s » : reliez ce tour, ou retirez-le.": (
        "",
        N_("Aucune réponse ne mène à ce tour : choisissez-le sous « Ensuite » dans un autre, ou retirez-le."),
    ),
    "« %(turn)s » revient sur ses pas : un dialogue avance, aucun tour ne mène en arrière.": (
        "",
        N_("Ce tour revient sur ses pas : choisissez sous « Ensuite » un tour qui vient après."),
    ),
    "Un chemin s'arrête à « %(turn)s » après moins de %(number)s tours : prolongez-le.": (
        "",
        N_("Un chemin s'arrête à ce tour, après moins de trois : choisissez un autre tour sous « Ensuite »."),
    ),
    "Un chemin passe par plus de %(number)s tours avant « %(turn)s » : raccourcissez-le.": (
        "",
        N_("Un chemin passe par plus de cinq tours avant celui-ci : raccourcissez-le."),
    ),
    "Un titre de question s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.": (
        "skill",
        _SKILL,
    ),
    "Il manque la scène : dites sous le titre qui est là, et ce qui précède.": (
        "scene",
        N_("Il manque la scène : dites qui est là, et ce qui précède."),
    ),
    "Ce titre s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.": ("skill", _SKILL),
    "Dites ce que ce modèle a de bon : ajoutez dessous une ligne « > … ».": (
        "why",
        N_("Dites ce que ce modèle a de bon."),
    ),
    "Une réponse écrite se compare à %(models)s modèles (- …) et %(criteria)s critères (- [ ] …).": (
        "",
        N_("Une réponse écrite se compare à deux modèles et trois critères."),
    ),
    "Il manque le cas : racontez-le sous le titre, d'une personne inventée.": (
        "case",
        N_("Il manque le cas : racontez-le, d'une personne inventée."),
    ),
    "Une vignette a de 2 à %(most)s choix, écrits « - [ ] … ».": ("", N_("Une vignette a de deux à quatre choix.")),
    "Cochez le choix que l'explication défend, « - [x] », et lui seul.": (
        "",
        N_("Cochez le choix que l'explication défend."),
    ),
    "Il manque l'explication : écrivez-la sous les choix, « > … ».": ("explanation", _EXPLAIN),
    PLACEHOLDER_LEFT: (
        "",
        N_("Ce n'est encore que l'exemple : écrivez votre texte à la place."),
    ),
}
"""By the sentence that is said of the text: the field of the same row that it is about, if another, and the words."""


_TITLED = LatePattern(r"(?:cards|dialogues|vignettes)-[0-9]+")
"""What has its title in its heading."""


def in_a_form(finding: Finding, name: str) -> tuple[str, str]:
    """Return the field that a finding is about, and what it says where a form is shown; `name` is that of its line."""
    field, sentence = IN_A_FORM.get(finding.source, ("", ""))
    if finding.source == PLACEHOLDER_LEFT and _TITLED.fullmatch(name):
        field = "title"
    row = name if name.rpartition("-")[2].isdecimal() else name.rpartition("-")[0]
    return f"{row}-{field}" if field and row else name, say(sentence) if sentence else finding.sentence
