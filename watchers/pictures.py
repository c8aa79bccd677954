"""Pictures that somebody brings: written anew in a process with limits, then kept."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from content.pictures import rewriting
from content.pictures.file import hash_of
from content.pictures.terms import PictureRights, PictureTerms
from content.problems import N_, refused
from models.catalogue import pictures, uploads
from models.catalogue.uploads import UploadErrand
from models.ground.store import Store

if TYPE_CHECKING:
    from watchers.child import Child

GONE = N_("Cette image a été retirée de la maison : elle ne peut pas revenir.")


def read(store: Store, child: "Child", errand: UploadErrand, now: Callable[[], datetime]) -> None:
    """Read a picture and keep it. Raises BrokenText, jobs.LeaseLost, and what Child.run raises."""
    upload = errand.upload
    # A JPEG that is written anew has another hash than before: the picture of the house is known by its own bytes.
    own = hash_of(upload.data)
    with store.writing() as db:
        lacking = pictures.lacking(db, [own])
        if lacking.get(own):
            raise refused(upload.file, GONE)
        if not lacking:
            pictures.keep_longer(db, [own], now())
            return uploads.finish(db, errand, {"hash": own})
    written = child.run(rewriting.rewrite, upload.data, upload.file, seconds=rewriting.SECONDS)
    terms = PictureTerms(**{**upload.told, "rights": PictureRights(upload.told["rights"])})
    try:
        with store.writing() as db:
            pictures.keep(db, written, terms, upload.by, now())
            uploads.finish(db, errand, {"hash": written.hash})
    except pictures.PictureWithdrawn as gone:
        raise refused(upload.file, GONE) from gone
