"""Pictures are read in a process with limits: what would harm it is refused there, by name, and the worker goes on."""

import struct
import sys
import zlib
from time import monotonic
from uuid import uuid4

import pytest

from content.errors import BrokenText
from content.pictures import rewriting
from content.pictures.picture_file import PictureFile
from content.pictures.picture_terms import PictureRights, PictureTerms
from models.catalogue import pictures, uploads
from models.ground.store import Store
from models.tables.uploads import UploadPurpose, UploadState
from tests.builders import MONDAY
from tests.content.pictures.test_rewriting import bomb
from tests.drawings import drawn, photographed
from watchers.child import Child
from watchers.uploads import GONE, work_through

TOLD = {"rights": "own", "credit": "", "agreement": False}


def brought(store: Store, data: bytes, file: str = "image.png") -> int:
    with store.writing() as db:
        return uploads.bring(db, uuid4(), MONDAY, UploadPurpose.PICTURE, data, file, None, TOLD)


def worked(store: Store) -> None:
    assert work_through(store, lambda: MONDAY, monotonic() + 60) is False


def test_a_picture_is_kept_as_it_was_written_anew_and_the_file_is_not(store: Store) -> None:
    number = brought(store, drawn(4000, 100))
    worked(store)
    with store.reading() as db:
        upload = uploads.upload_of(db, number, UploadPurpose.PICTURE)
        assert (upload.state, upload.data) == (UploadState.READ, b"")
        found = pictures.picture_of(db, upload.found["hash"])
        assert (found.width, found.height, found.rights, found.added_by) == (1600, 40, "own", upload.by)


def test_a_bomb_is_refused_by_name_and_what_comes_after_is_read(store: Store) -> None:
    boasting, fine = brought(store, bomb(30_000)), brought(store, drawn())
    worked(store)
    with store.reading() as db:
        refused = uploads.upload_of(db, boasting, UploadPurpose.PICTURE)
        (problem,) = refused.refusal
        assert (refused.state, problem["sentence"]) == (UploadState.REFUSED, rewriting.BOMB)
        assert uploads.upload_of(db, fine, UploadPurpose.PICTURE).state == UploadState.READ


def test_a_picture_of_the_house_brought_again_is_the_same_and_once_withdrawn_does_not_come_back(store: Store) -> None:
    own = photographed()
    with store.writing() as db:
        pictures.keep(db, own, PictureTerms(PictureRights.OWN), None, MONDAY)
    again = brought(store, own.data, "photo.jpg")
    worked(store)
    with store.writing() as db:
        assert uploads.upload_of(db, again, UploadPurpose.PICTURE).found == {"hash": own.hash}
        assert [one.hash for one in pictures.listing(db)] == [own.hash]
        pictures.withdraw(db, own.hash, MONDAY)
    after = brought(store, own.data, "photo.jpg")
    worked(store)
    with store.reading() as db:
        (problem,) = uploads.upload_of(db, after, UploadPurpose.PICTURE).refusal
        assert problem["sentence"] == GONE
        assert [one.withdrawn_at for one in pictures.listing(db)] == [MONDAY]


def unfolding(side: int) -> bytes:
    """A whole picture of a few bytes, as large as the limit of pixels lets by, with much to unfold."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side * 4 + 1) * side, 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="only there does the system hold a process to its memory")
def test_what_unfolds_beyond_the_memory_of_its_process_is_refused_there() -> None:
    with Child(memory=400 * 1024**2) as child, pytest.raises(BrokenText, match="abîmée"):
        child.run(rewriting.rewrite, unfolding(7000), "image.png", seconds=60.0)


@pytest.mark.nightly
def test_the_largest_that_comes_in_is_read_within_the_limits() -> None:
    data = unfolding(7000)
    assert len(data) < rewriting.LARGEST_SENT
    with Child() as child:
        written: PictureFile = child.run(rewriting.rewrite, data, "image.png", seconds=rewriting.SECONDS)
    assert (written.width, written.height) == (1600, 1600)
