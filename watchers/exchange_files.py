"""Questions made elsewhere: read in a process with limits, and kept for whoever brought them to choose from."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.exchange.bringing import as_rows, questions_in, with_pictures
from content.exchange.formats import Received
from content.pictures import rewriting
from content.pictures.file import PictureFile, hash_of
from content.pictures.terms import LONGEST_CREDIT, PictureRights, PictureTerms
from content.problems import BrokenText
from models.catalogue import pictures, uploads
from models.catalogue.uploads import UploadErrand
from models.ground.store import Store

if TYPE_CHECKING:
    from watchers.child import Child

SECONDS = 120.0
"""Of reading a file: less than a lease."""
MOST_PICTURES = 20
"""Of one file that are taken: each is written anew, and the lease ends."""


def read(store: Store, child: "Child", errand: UploadErrand, now: Callable[[], datetime]) -> None:
    """Read a file, and keep its questions, its pictures where their terms are told, and what is lost.

    Raises BrokenText, LeaseLost and what the child raises.
    """
    upload, told = errand.upload, errand.upload.told
    received = Received(upload.data, upload.file, told["skill"], told["language"])
    incoming, read = child.run(questions_in, received, told["format"], seconds=SECONDS)
    terms = _terms(told, read.credit)
    # A JPEG that is written anew has another hash than before: those of the house are known by their own bytes.
    own = {name: hash_of(data) for name, data in read.pictures.items()}
    with store.reading() as db:
        lacking = pictures.lacking(db, set(own.values()))
    new = {name: data for name, data in read.pictures.items() if lacking.get(own[name]) is False}
    written: dict[str, PictureFile] = {}
    for name, data in [*new.items()][:MOST_PICTURES] if terms else ():
        # One that cannot be read leaves its description, as one that is not wanted does.
        with suppress(BrokenText):
            written[name] = child.run(rewriting.rewrite, data, name, seconds=rewriting.SECONDS)
    with store.writing() as db:
        here = pictures.here(db, set(own.values()))
        pictures.keep_longer(db, here, now())
        names = {name: known for name, known in own.items() if known in here}
        if terms:
            for name, one in written.items():
                with suppress(pictures.PictureWithdrawn):
                    pictures.keep(db, one, terms, upload.by, now())
                    names.setdefault(name, one.hash)
        uploads.finish(db, errand, {"format": incoming, **as_rows(with_pictures(read, names))})


def _terms(told: Mapping[str, Any], credit: str) -> PictureTerms | None:
    """Return on what terms the pictures of a file are shown here; None where they are to be left."""
    if told.get("rights", "") not in set(PictureRights):
        return None
    terms = PictureTerms(PictureRights(told["rights"]), credit[:LONGEST_CREDIT], bool(told.get("agreement")))
    return None if terms.lacks_credit else terms
