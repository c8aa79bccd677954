"""Pictures that somebody brings: written anew in a process with limits, then kept."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from content.pictures import rewriting
from content.pictures.terms import PictureRights, PictureTerms
from content.problems import N_, BrokenText, Problem
from models.catalogue import pictures
from models.ground.store import Store
from models.workshop import content_uploads
from models.workshop.content_uploads import ContentErrand

if TYPE_CHECKING:
    from watchers.child import Child

GONE = N_("Cette image a été retirée de la maison : elle ne peut pas revenir.")


def keep(store: Store, child: "Child", errand: ContentErrand, now: Callable[[], datetime]) -> None:
    """Read a picture and keep it. Raises BrokenText, jobs.LeaseLost, and what Child.run raises."""
    upload = errand.upload
    written = child.run(rewriting.rewrite, upload.data, upload.file, seconds=rewriting.SECONDS)
    terms = PictureTerms(**{**upload.told, "rights": PictureRights(upload.told["rights"])})
    try:
        with store.writing() as db:
            pictures.keep(db, written, terms, upload.by, now())
            content_uploads.finish(db, errand, {"hash": written.hash})
    except pictures.PictureWithdrawn as gone:
        raise BrokenText((Problem(upload.file, 1, GONE),)) from gone
