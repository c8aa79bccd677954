"""A vignette for a team meeting, of an invented person."""

from content.module import Vignette, VignetteChoice

VIGNETTE = Vignette(
    "cas",
    "La « porte »",
    "Leïla se lève : « Au fait… » Que faites-vous ?",
    (
        VignetteChoice("« Restez ! »", right=False),
        VignetteChoice("« J'entends : à demain ? »", right=True),
        VignetteChoice("Rien.", right=False),
    ),
    "B : elle l'a dit là où elle pouvait partir.\n\nA la retient ; C se tait.",
    ("Qui rappelle, et quand ?", "Que note-t-on ?"),
)
