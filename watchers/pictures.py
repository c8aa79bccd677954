"""Pictures that somebody brings: written anew in a process with limits, then kept."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from content.pictures import rewriting
from content.pictures.file import hash_of
from content.pictures.terms import PictureRights, PictureTerms
from content.problems import N_, BrokenText, Problem
from models.catalogue import pictures, uploads
from models.catalogue.uploads import UploadErrand
from models.ground.store import Store

if TYPE_CHECKING:
    from watchers.child import Child

GONE = N_("Cette image a été retirée de la maison : elle ne peut pas revenir.")


def read(store: Store, child: "Child", errand: UploadErrand, now: Callable[[], datetime]) -> None:
    """Read a picture and keep it. Raises BrokenText, jobs.LeaseLost, and what Child.run raises."""
    upload = errand.upload
    if _is_here(store, errand, now):
        return
    written = child.run(rewriting.rewrite, upload.data, upload.file, seconds=rewriting.SECONDS)
    terms = PictureTerms(**{**upload.told, "rights": PictureRights(upload.told["rights"])})
    try:
        with store.writing() as db:
            pictures.keep(db, written, terms, upload.by, now())
            uploads.finish(db, errand, {"hash": written.hash})
    except pictures.PictureWithdrawn as gone:
        raise BrokenText((Problem(upload.file, 1, GONE),)) from gone


def _is_here(store: Store, errand: UploadErrand, now: Callable[[], datetime]) -> bool:
    """Return whether these bytes are a picture of the house, which is then what was brought; raises BrokenText for one
    that was withdrawn."""
    # A JPEG that is written anew has another hash than before: the picture of the house is known by its own bytes.
    upload, own = errand.upload, hash_of(errand.upload.data)
    with store.writing() as db:
        lacking = pictures.lacking(db, [own])
        if lacking.get(own):
            raise BrokenText((Problem(upload.file, 1, GONE),))
        if not lacking:
            pictures.keep_longer(db, [own], now())
            uploads.finish(db, errand, {"hash": own})
    return not lacking
