"""Files for the workshop: read in a process with limits, kept as found or refused in words, and gone at their term."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from time import monotonic
from uuid import uuid4

import pytest

from content.exchange.formats import PICTURES_LEFT, of_rows
from content.pictures.picture_terms import PictureRights, PictureTerms
from models.catalogue import pictures, uploads
from models.catalogue.uploads import CRASHED, KEPT, MOST_TIMES, TOO_SLOW, NoSuchUpload, UploadMoved
from models.ground.jobs import LEASE
from models.ground.store import Store
from models.tables.uploads import Upload, UploadPurpose, UploadState
from tests.content.exchange.hostile import zipped
from tests.drawings import photographed
from tests.watchers.conftest import Time
from watchers import uploads as reading
from watchers.uploads import work_through

QUESTIONS = UploadPurpose.QUESTIONS
AIKEN = "Qui décide du stage ?\nA. Actiris\nB. L'ONEM\nANSWER: A\n"
TOLD = {"format": "", "skill": "listen.active", "language": "fr"}


def bring(store: Store, time: Time, data: str | bytes, file: str = "questions.txt") -> int:
    sent = data.encode() if isinstance(data, str) else data
    with store.writing() as db:
        return uploads.bring(db, uuid4(), time(), QUESTIONS, sent, file, told=TOLD)


def work(store: Store, time: Time) -> None:
    assert work_through(store, time, monotonic() + 60) is False


def kept(store: Store, number: int) -> Upload:
    with store.reading() as db:
        upload = uploads.upload_of(db, number, QUESTIONS)
        assert upload.state != UploadState.READ or upload.data == b""
        return upload


def said(store: Store, number: int) -> list[str]:
    return [one["sentence"] % one["values"] for one in kept(store, number).refusal]


def test_questions_are_kept_as_they_were_read_and_the_file_itself_no_longer(store: Store, time: Time) -> None:
    number = bring(store, time, AIKEN)
    work(store, time)
    upload = kept(store, number)
    [question] = of_rows(upload.found).value
    assert (upload.state, upload.found["format"]) == (UploadState.READ, "aiken")
    assert (question.skill, question.stem, question.key) == ("listen.active", "Qui décide du stage ?", ("a",))


def moodle(picture: bytes) -> str:
    """A question of Moodle that shows a picture."""
    file = f'<file name="a.png" path="/" encoding="base64">{b64encode(picture).decode()}</file>'
    stem = '<text><![CDATA[<p>Qui ?</p><p><img src="@@PLUGINFILE@@/a.png" alt="Une lettre"/></p>]]></text>'
    answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
    asked = f'<questiontext format="html">{stem}{file}</questiontext>{answers}'
    return f'<quiz><question type="multichoice"><name><text>q</text></name>{asked}</question></quiz>'


def png() -> bytes:
    from PIL import Image

    written = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("picture", "rights", "kept_pictures"),
    [(png(), "own", 1), (png(), "", 0), (png(), "licensed", 0), (b"\x89PNG\r\n\x1a\n et rien", "own", 0)],
)
def test_pictures_come_along_on_the_terms_that_are_told_else_their_description_stays(
    store: Store, time: Time, picture: bytes, rights: str, kept_pictures: int
) -> None:
    with store.writing() as db:
        told = {**TOLD, "rights": rights, "agreement": False}
        data = moodle(picture).encode()
        number = uploads.bring(db, uuid4(), time(), QUESTIONS, data, "q.xml", told=told)
    work(store, time)
    with store.reading() as db:
        here = [one.hash for one in pictures.listing(db)]
    read = of_rows(kept(store, number).found)
    shown = f"![Une lettre](picture:{here[0]})" if here else "Une lettre"
    assert (len(here), read.value[0].stem) == (kept_pictures, f"Qui ?\n\n{shown}")
    assert [loss.sentence for loss in read.losses] == [PICTURES_LEFT] * (not here)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_picture_of_the_house_in_a_file_is_the_same_and_once_withdrawn_leaves_its_description(
    store: Store, time: Time, withdrawn: bool
) -> None:
    own = photographed()
    with store.writing() as db:
        pictures.keep(db, own, PictureTerms(PictureRights.OWN), None, time())
        if withdrawn:
            pictures.withdraw(db, own.hash, time())
        told = {**TOLD, "rights": "own", "agreement": False}
        number = uploads.bring(db, uuid4(), time(), QUESTIONS, moodle(own.data).encode(), "q.xml", told=told)
    work(store, time)
    read = of_rows(kept(store, number).found)
    shown = "Une lettre" if withdrawn else f"![Une lettre](picture:{own.hash})"
    assert read.value[0].stem == f"Qui ?\n\n{shown}"
    assert [loss.sentence for loss in read.losses] == [PICTURES_LEFT] * withdrawn
    with store.reading() as db:
        assert [one.hash for one in pictures.listing(db)] == [own.hash]


def test_what_cannot_be_read_is_refused_in_words_and_its_file_is_gone(store: Store, time: Time) -> None:
    number = bring(store, time, zipped([("items/a.xml", bytes(3_000_000))]), "bombe.zip")
    work(store, time)
    assert kept(store, number).state == UploadState.REFUSED
    assert said(store, number) == [
        "items/a.xml grandit démesurément une fois déplié : ce paquet est refusé. Refaites-le."
    ]


def test_a_file_that_takes_too_long_is_given_up_in_words(
    store: Store, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    # One question may be read before anybody looks at the clock.
    number = bring(store, time, f"{AIKEN}\n" * 2000)
    work(store, time)
    assert said(store, number) == [TOO_SLOW]


def test_a_file_that_kills_its_workers_is_passed_over(store: Store, time: Time) -> None:
    number = bring(store, time, AIKEN)
    for _ in range(MOST_TIMES):
        with store.writing() as db:
            assert uploads.take(db, time()) is not None
        time.now += LEASE + timedelta(seconds=1)
    work(store, time)
    assert said(store, number) == [CRASHED]


@pytest.mark.dialects
def test_two_workers_never_read_one_file(store: Store, time: Time) -> None:
    bring(store, time, AIKEN)
    with store.writing() as db:
        assert uploads.take(db, time()) is not None
    with store.writing() as db:
        assert uploads.take(db, time()) is None


def test_a_file_is_found_by_its_purpose_at_its_stage_and_until_its_term(store: Store, time: Time) -> None:
    number = bring(store, time, AIKEN)
    with store.reading() as db:
        assert [one.id for one in uploads.latest(db, QUESTIONS)] == [number]
        assert uploads.latest(db, UploadPurpose.PICTURE) == []
        with pytest.raises(NoSuchUpload):
            uploads.upload_of(db, number, UploadPurpose.PICTURE)
    with store.writing() as db:
        with pytest.raises(UploadMoved):
            uploads.held_at(db, number, QUESTIONS, UploadState.READ)
        uploads.forget_old(db, time() + KEPT + timedelta(seconds=1))
    with pytest.raises(NoSuchUpload):
        kept(store, number)
