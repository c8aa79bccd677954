"""Packages that somebody brings: read in a process with limits, and kept as we would write them until one decides."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from content.exchange.package import read_package, write_package
from models.catalogue import uploads
from models.catalogue.exchange import documents_in
from models.catalogue.uploads import UploadErrand
from models.ground.store import Store

if TYPE_CHECKING:
    from watchers.child import Child

SECONDS = 120.0
"""Of reading a package: less than a lease."""


def read(store: Store, child: "Child", errand: UploadErrand, now: Callable[[], datetime]) -> None:
    """Read a package, and keep it with what its documents are. Raises BrokenText, LeaseLost, what the child raises."""
    pack = child.run(read_package, errand.upload.data, errand.upload.file, seconds=SECONDS)
    # Written anew: nothing is kept of it but what was understood.
    found, data = {"documents": [list(one) for one in documents_in(pack)]}, write_package(pack)
    with store.writing() as db:
        uploads.finish(db, errand, found, data)
