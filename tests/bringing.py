"""Files with questions at each stage of their life, read in this process, not in a child."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from content.problems import BrokenText
from models.ground.store import Store
from models.tables.uploads import UploadPurpose
from models.workshop import content_uploads
from watchers import exchange_files
from watchers.child import Child

AIKEN = "Qui décide du stage ?\nA. Actiris\nB. L'ONEM\nANSWER: A\n"
SEVERAL = f"{AIKEN}\nQui paie l'allocation ?\nA. Le CPAS\nB. L'ONEM\nANSWER: B\n\nOù ?\nA. Ici\nANSWER: A\n"
QUESTIONS = UploadPurpose.QUESTIONS


class Here:
    """This process instead of a child."""

    def run(self, function: Callable[..., Any], *args: object, seconds: float) -> Any:
        """Do what a child would."""
        return function(*args)


def bring(store: Store, at: datetime, data: str, module_id: str | None = None) -> int:
    """A file that waits for the worker."""
    told = {"format": "", "skill": "listen.active", "language": "fr"}
    with store.writing() as db:
        return content_uploads.bring(db, uuid4(), at, QUESTIONS, data.encode(), "quiz.txt", module_id, told)


def read_all(store: Store, now: Callable[[], datetime]) -> None:
    """Read all files with questions that wait, as the worker does."""
    while True:
        with store.writing() as db:
            errand = content_uploads.take(db, now())
        if errand is None:
            return
        if errand.upload.purpose != QUESTIONS:
            continue  # claimed, and left as it is: a picture that waits is a page of its own
        try:
            exchange_files.keep(store, cast(Child, Here()), errand, now)
        except BrokenText as broken:
            with store.writing() as db:
                content_uploads.refuse(db, errand, broken.problems)


def at_each_stage(store: Store, now: Callable[[], datetime], module_id: str = "ecouter") -> Iterator[int]:
    """One file that is read, for a module and for none; one that cannot be; one that waits."""
    yield bring(store, now(), SEVERAL, module_id)
    yield bring(store, now(), SEVERAL)
    yield bring(store, now(), "Qui ?{=A")
    read_all(store, now)
    yield bring(store, now(), AIKEN)
