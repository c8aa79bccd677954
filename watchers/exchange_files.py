"""Questions made elsewhere: read in a process with limits, and kept for whoever brought them to choose from."""

from collections.abc import Callable
from datetime import datetime

from content.exchange.bringing import as_rows, questions_in, with_pictures
from content.exchange.formats import Received
from models.ground.store import Store
from models.workshop import content_uploads
from models.workshop.content_uploads import ContentErrand
from watchers.child import Child

SECONDS = 120.0
"""Of reading a file: less than a lease."""


def keep(store: Store, child: Child, errand: ContentErrand, now: Callable[[], datetime]) -> None:
    """Read a file, and keep its questions with what is lost; raises BrokenText, LeaseLost and what the child raises."""
    upload, told = errand.upload, errand.upload.told
    received = Received(upload.data, upload.file, told["skill"], told["language"])
    incoming, read = child.run(questions_in, received, told["format"], seconds=SECONDS)
    with store.writing() as db:
        content_uploads.finish(db, errand, {"format": incoming, **as_rows(with_pictures(read, {}))})
