"""What people are told of each broken rule of the directory: what happened, what is kept, what to do."""

from content.problems import N_
from models.directory.entries import UnknownEntry
from models.directory.tool_tests import NotTestedYet, ToolTextTooLong

SENTENCES: dict[type[Exception], tuple[int, str, str]] = {
    UnknownEntry: (404, N_("Cette entrée n'est pas dans le répertoire."), N_("Cherchez-la par ses mots.")),
    ToolTextTooLong: (
        422,
        N_("Ce qui est écrit de cet outil est trop long."),
        N_("Rien n'est noté. Revenez en arrière, il y est encore : gardez l'essentiel."),
    ),
    NotTestedYet: (
        422,
        N_("Ce jour n'est pas encore passé, ou n'en est pas un."),
        N_("Rien n'est noté. Revenez en arrière et choisissez aujourd'hui ou un jour d'avant."),
    ),
}
