"""What goes wrong with letters."""

from content.problems import N_
from models.community.plain_letters import NoSuchLetter, NothingToSay, TooManyParts

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchLetter: (
        404,
        N_("Cette lettre n'est pas la vôtre, ou ses quatre-vingt-dix jours sont passés."),
        N_("Les vôtres sont sous « Mes lettres »."),
    ),
    NothingToSay: (
        422,
        N_("Rien de ce qui est coché n'est écrit en mots simples, puis relu, dans cette langue."),
        N_("Rien n'est fait. Revenez en arrière et cochez autre chose, ou choisissez l'autre langue."),
    ),
    TooManyParts: (
        422,
        N_("Une lettre a huit parties au plus."),
        N_("Rien n'est fait. Revenez en arrière : ce que vous avez coché y est encore."),
    ),
}
"""Exception → status, what happened, what is kept or what to do."""
