"""What people are told of each broken rule of the directory: what happened, what is kept, what to do."""

from content.problems import N_
from models.directory.entries import UnknownEntry

SENTENCES: dict[type[Exception], tuple[int, str, str]] = {
    UnknownEntry: (404, N_("Cette entrée n'est pas dans le répertoire."), N_("Cherchez-la par ses mots.")),
}
