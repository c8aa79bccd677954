"""`restore` and `erasures`: a copy put back in its place, in words for whoever operates the server."""

from datetime import datetime
from pathlib import Path

from models.ground import dumps, opened
from models.ground.copies import CopyRefused
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import erasing, restoring
from portal import setup


class RestoreStopped(Exception):
    """Whoever asked for it has stopped it, and everything is as it was."""

    def __init__(self) -> None:
        super().__init__("arrêté en chemin, tout est comme avant")


UNDONE = (
    *(opened.DatabaseOpen, CopyRefused, erasing.LedgerRefused, RestoreStopped),
    *(dumps.ToolMissing, dumps.ToolFailed),
)
"""What keeps a restore from being done."""
KEY_NEEDED = (
    "La clé secrète n'est pas dans la copie : celle de l'instance sert. Si ce n'est plus celle d'alors, nommez"
    " l'ancienne dans SECRET_KEY_FALLBACKS, sans quoi les seconds facteurs ne s'ouvrent plus."
)


def why(error: Exception) -> str:
    """Say why nothing was restored, and what to do."""
    match error:
        case opened.DatabaseOpen():
            return "Boussole tourne : arrêtez le portail et le travailleur, puis recommencez."
        case erasing.LedgerRefused():
            return (
                f"Rien n'est remis en place : {error}. Des personnes effacées reviendraient ; si vous le voulez malgré"
                " tout, ajoutez --without-ledger."
            )
        case _:
            return f"Rien n'est remis en place : {error}."


def restore(settings: Settings, copy: Path, at: datetime, *, without_ledger: bool) -> str:
    """Put a copy in the place of the database; return what to tell. Raises one of UNDONE."""
    done = restoring.restore(settings, copy, at, without_ledger=without_ledger)
    aside = [f"La base d'avant est gardée dans « {done.aside} »."] if done.aside else []
    said = [f"« {copy} » est en place.", *aside, *_erased(settings, done.erased, done.administered, at)]
    return "\n".join((*said, KEY_NEEDED))


def repeat_erasures(settings: Settings, at: datetime, *, without_ledger: bool) -> str:
    """Repeat the erasures on a database that was put back by other means; return what to tell. Raises LedgerRefused."""
    return "\n".join(_erased(settings, *restoring.repeat_erasures(settings, at, without_ledger=without_ledger), at))


def _erased(settings: Settings, erased: int, administered: bool, at: datetime) -> list[str]:
    said = [f"Effacements refaits : {erased}. Toutes les sessions sont terminées."]
    if not administered:
        store = Store(settings.database_url)
        with store.writing() as db:
            said.append(setup.administrator_again(db, settings, at))
        store.dispose()
    return said
