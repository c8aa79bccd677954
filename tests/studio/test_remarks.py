"""Remarks stand beside the line that they were made of, in whatever text comes next, until they are dealt with."""

import pytest
from sqlalchemy.orm import Session

from content.errors import NotFound
from content.readings import Reading
from models.catalogue import drafts
from models.ground.store import Store
from models.studio import remarks, rereading, reviewing
from models.studio.reviewing import NotHers
from models.tables.documents import VersionChange
from models.tables.reviewing import ReviewComment
from tests.builders import MONDAY
from tests.studio.test_publishing import COLLEAGUE, LATER, TRAINER, document, publish, text_of
from tests.studio.test_reviewing import ask

TEXT = "un\ndeux\n\ndeux\ntrois"


def made(line: int, quoted: str) -> ReviewComment:
    return ReviewComment(id=line, line=line, quoted=quoted, body="?")


def test_a_remark_finds_the_nearest_line_that_says_the_same() -> None:
    for line, quoted, found in [
        (5, "trois", 5),
        (4, "deux", 4),
        (1, "deux", 2),
        (9, "deux", 4),
        (3, "", 3),
        (2, "quatre", 0),
        (0, "", 0),
    ]:
        [placed] = remarks.placed([made(line, quoted)], TEXT)
        assert (placed.line, placed.is_lost) == (found, found == 0 and line > 0)


def test_what_has_lost_its_line_comes_first() -> None:
    placed = remarks.placed([made(5, "trois"), made(2, "partie"), made(1, "un")], TEXT)
    assert [(one.comment.id, one.line) for one in placed] == [(2, 0), (1, 1), (5, 5)]


def test_a_comment_keeps_its_line_as_it_stood(store: Store) -> None:
    with store.writing() as db:
        review = ask(db)
        said = reviewing.comment(db, review, 2, "Et ceci ?", MONDAY, COLLEAGUE)
        assert said.quoted == review.text.split("\n")[1]
        assert reviewing.comment(db, review, 0, "Bien.", MONDAY, COLLEAGUE).quoted == ""


def returned(db: Session) -> ReviewComment:
    """A remark on a text that has come back."""
    review = ask(db)
    said = reviewing.comment(db, review, 2, "Et ceci ?", MONDAY, COLLEAGUE)
    reviewing.return_text(db, review, LATER, COLLEAGUE)
    return said


def test_remarks_of_the_first_reading_stand_in_the_second(store: Store) -> None:
    with store.writing() as db:
        first = returned(db)
        drafts.save_draft(db, document(db), "\n" + text_of(db), LATER, TRAINER)
        [there] = remarks.placed(remarks.open_remarks(db, document(db)), text_of(db))
        assert (there.comment, there.line) == (first, 3)


def test_they_are_over_once_a_version_is_published(store: Store) -> None:
    with store.writing() as db:
        returned(db)
        publish(db, text_of(db), VersionChange.WORDING)
        assert remarks.open_remarks(db, document(db)) == []


def test_a_version_beside_the_draft_leaves_them_where_they_are(store: Store) -> None:
    """« Relu, rien à changer » says nothing of what is being written."""
    with store.writing() as db:
        said = returned(db)
        rereading.reread(db, "ecouter", Reading(LATER.date()), LATER, COLLEAGUE)
        assert remarks.open_remarks(db, document(db)) == [said]


def test_the_author_and_nobody_else_settles_a_remark_and_opens_it_again(store: Store) -> None:
    with store.writing() as db:
        said = returned(db)
        assert remarks.settle(db, said.id, LATER, TRAINER).settled_at == LATER
        assert remarks.settle(db, said.id, MONDAY, TRAINER).settled_at == LATER
        assert remarks.settle(db, said.id, None, TRAINER).settled_at is None
        with pytest.raises(NotHers):
            remarks.settle(db, said.id, LATER, COLLEAGUE)
        with pytest.raises(NotFound, match="Cette remarque n'existe pas"):
            remarks.settle(db, said.id + 1, LATER, TRAINER)
