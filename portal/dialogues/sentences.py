"""What goes wrong with interviews that one plays."""

from content.problems import N_
from models.study.play.conversation import DialogueHeldBack, NoSuchDialogue

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchDialogue: (
        404,
        N_("Ce module n'a pas d'entretien à cette adresse."),
        N_("Ceux qui se jouent sont sur sa page, sous « Modules »."),
    ),
    DialogueHeldBack: (
        409,
        N_("Cet entretien ne se joue pas pour l'instant : une de ses répliques est en cours de correction."),
        N_("Rien n'est changé. Le module, lui, se joue comme d'habitude."),
    ),
}
"""Exception → status, what happened, what is kept or what to do."""
