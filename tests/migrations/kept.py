"""A filled house of one commit, and what it has put on paper and into mailboxes: for the commits that come after.

`python -m tests.migrations.kept FILE.zip` writes it as this tree makes it; test_kept_house.py opens the one of before.
"""

import json
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from models.ground import schema
from tests.builders import small_pack
from tests.community.pages.public_pages.asked_pages import public
from tests.community.pages.test_pathway_opened import PRINTED, code_of
from tests.databases import sqlite_databases
from tests.house import house_on
from tests.learning.pages.test_training_records import made, signs
from tests.site.pages.furnished import Furnished, furnish
from tests.teaching import teach

OPENED = (
    *("mail.question", "mail.answered", "mail.unsubscribe", "people.invitation", "people.way_back"),
    *("people.address_named", "people.left", "plain_letters.opened", "topics.other_side"),
)
"""Pages whose addresses stand in mails or on paper, and open without an account."""


def write(file: Path) -> None:
    """Write the database, and what must still open: addresses and their statuses, a sheet and its code, a record."""
    with sqlite_databases() as databases, TemporaryDirectory() as folder, databases() as url:
        copy = Path(folder) / "house.sqlite3"
        with house_on(url, Path(folder)) as house:
            teach(house.store, small_pack())
            with public(house):
                kept = {
                    "revision": schema.newest_revision(),
                    "addresses": addresses(furnish(house)),
                    "sheet": [code_of(PRINTED), PRINTED],
                    "record": signs(made(house)),
                    "written": int(time.time()),  # when links begin to grow old
                }
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("VACUUM INTO ?", [str(copy)])
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.write(copy, copy.name)
            archive.writestr("kept.json", json.dumps(kept, indent=1))


def addresses(furnished: Furnished) -> list[tuple[str, int]]:
    """Each address, and the status with which it opened."""
    places = furnished.addresses(furnished.person("everything"))
    return [(one, furnished.visit(None, one).status) for endpoint in OPENED for one in places[endpoint]]


if __name__ == "__main__":
    write(Path(sys.argv[1]))
