"""Files with questions, and packages, at each stage of their life, read in this process, not in a child."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from content.errors import BrokenText
from models.catalogue import uploads
from models.ground.store import Store
from models.tables.uploads import UploadPurpose
from watchers.child import Child
from watchers.uploads import read_pack, read_questions

AIKEN = "Qui décide du stage ?\nA. Actiris\nB. L'ONEM\nANSWER: A\n"
SEVERAL = f"{AIKEN}\nQui paie l'allocation ?\nA. Le CPAS\nB. L'ONEM\nANSWER: B\n\nOù ?\nA. Ici\nANSWER: A\n"
QUESTIONS, PACK = UploadPurpose.QUESTIONS, UploadPurpose.PACK
READERS = {QUESTIONS: read_questions, PACK: read_pack}


class Here:
    """This process instead of a child."""

    def run(self, function: Callable[..., Any], *args: object, seconds: float) -> Any:
        """Do what a child would."""
        return function(*args)


def bring(store: Store, at: datetime, data: str, module_id: str | None = None) -> int:
    """A file that waits for the worker."""
    told = {"format": "", "skill": "listen.active", "language": "fr"}
    with store.writing() as db:
        return uploads.bring(db, uuid4(), at, QUESTIONS, data.encode(), "quiz.txt", module_id, told)


def read_all(store: Store, now: Callable[[], datetime]) -> None:
    """Read all files with questions and all packages that wait, as the worker does."""
    while True:
        with store.writing() as db:
            lease = uploads.take(db, now())
        if lease is None:
            return
        read = READERS.get(UploadPurpose(lease.upload.purpose))
        if read is None:
            continue  # claimed, and left as it is: a picture that waits is a page of its own
        try:
            read(store, cast(Child, Here()), lease, now)
        except BrokenText as broken:
            with store.writing() as db:
                uploads.refuse(db, lease, broken.problems)


def at_each_stage(store: Store, now: Callable[[], datetime], module_id: str = "ecouter") -> Iterator[int]:
    """One file that is read, for a module and for none; one that cannot be; one that waits."""
    yield bring(store, now(), SEVERAL, module_id)
    yield bring(store, now(), SEVERAL)
    yield bring(store, now(), "Qui ?{=A")
    read_all(store, now)
    yield bring(store, now(), AIKEN)


def packs_at_each_stage(store: Store, now: Callable[[], datetime], package: bytes) -> Iterator[int]:
    """A package that is read, one that cannot be, one that waits."""
    yield bring_pack(store, now(), package)
    yield bring_pack(store, now(), package[:100])
    read_all(store, now)
    yield bring_pack(store, now(), package)


def bring_pack(store: Store, at: datetime, package: bytes) -> int:
    """A package that waits for the worker."""
    with store.writing() as db:
        return uploads.bring(db, uuid4(), at, PACK, package, "paquet.zip")
