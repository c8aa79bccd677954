"""Bookmarks and private notes: kept by one, seen by one, never written over unseen."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.errors import Conflict, Invalid, NotFound
from models.ground.store import Store
from models.learning import keepsakes
from models.learning.keepsakes import LONGEST_NOTE, KeptPlace, Target
from tests import builders
from tests.builders import MONDAY

STORY = Target("story", "7", "Le guichet ouvre", "fr")
CARD = Target("card", "ecouter/carte-1", "Carte 1", "fr")
MINUTE = timedelta(minutes=1)


def write(db: Session, learner_key: UUID, target: Target, text: str, minutes: int = 0) -> None:
    """Write over what stands there now."""
    edition = keepsakes.kept(db, learner_key, target).edition
    keepsakes.write(db, learner_key, target, text, edition, MONDAY + minutes * MINUTE)


def targets(db: Session, learner_key: UUID) -> list[tuple[str, bool, str]]:
    return [(row.target, row.bookmarked, row.note) for row in keepsakes.everything(db, learner_key)]


def test_a_place_and_a_note_are_kept_each_by_itself_and_kept_no_longer(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for _ in range(2):
            keepsakes.bookmark(db, learner_key, STORY, True, MONDAY)
        assert keepsakes.kept(db, learner_key, STORY) == KeptPlace(STORY, bookmarked=True)
        for _ in range(2):
            keepsakes.bookmark(db, learner_key, STORY, False, MONDAY)
        assert targets(db, learner_key) == []
        for text in ("À dire", " À dire\r\n\r\nà Fatima \n", ""):
            write(db, learner_key, STORY, text)
            assert keepsakes.kept(db, learner_key, STORY).note == text.replace("\r", "").strip()
        assert targets(db, learner_key) == []
        keepsakes.bookmark(db, learner_key, STORY, True, MONDAY)
        write(db, learner_key, STORY, "À dire")
        keepsakes.bookmark(db, learner_key, STORY, False, MONDAY)
        assert targets(db, learner_key) == [("7", False, "À dire")]
        keepsakes.bookmark(db, learner_key, STORY, True, MONDAY)
        write(db, learner_key, STORY, "")
        assert targets(db, learner_key) == [("7", True, "")]


def test_what_was_changed_last_comes_first_and_nobody_sees_what_another_keeps(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        keepsakes.bookmark(db, learner_key, STORY, True, MONDAY)
        keepsakes.bookmark(db, learner_key, CARD, True, MONDAY + MINUTE)
        assert [row[0] for row in targets(db, learner_key)] == [CARD.id, STORY.id]
        write(db, learner_key, STORY, "À dire", minutes=2)
        assert [row[0] for row in targets(db, learner_key)] == [STORY.id, CARD.id]
    other = builders.add_learner(store)
    with store.writing() as db:
        write(db, learner_key, STORY, "À moi")
        assert keepsakes.kept(db, other, STORY) == KeptPlace(STORY)
        assert targets(db, other) == []


def test_a_note_that_changed_elsewhere_is_not_written_over(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        read = keepsakes.kept(db, learner_key, STORY).edition
        keepsakes.write(db, learner_key, STORY, "Ici", read, MONDAY)
        with pytest.raises(Conflict, match="Cette note a changé entre-temps"):
            keepsakes.write(db, learner_key, STORY, "Là", read, MONDAY)
        assert keepsakes.kept(db, learner_key, STORY).note == "Ici"
        learner_key = builders.add_learner_in(db)
        read = keepsakes.kept(db, learner_key, STORY).edition
        for minutes in range(2):
            keepsakes.write(db, learner_key, STORY, "Ici", read, MONDAY + minutes * MINUTE)
        assert keepsakes.everything(db, learner_key)[0].changed_at == MONDAY
        learner_key = builders.add_learner_in(db)
        write(db, learner_key, STORY, "x" * LONGEST_NOTE)
        with pytest.raises(Invalid, match="Cette note est trop longue"):
            write(db, learner_key, STORY, "x" * (LONGEST_NOTE + 1))
        learner_key = builders.add_learner_in(db)
        keepsakes.bookmark(db, learner_key, CARD, True, MONDAY)
        write(db, learner_key, Target("card", CARD.id, "Carte revue", "fr"), "À relire")
        assert keepsakes.everything(db, learner_key)[0].title == "Carte revue"


def test_what_is_no_place_of_ours_cannot_be_kept() -> None:
    for kind, target_id, title in [
        ("person", "1", "T"),
        ("", "1", "T"),
        ("story", "", "T"),
        ("story", "x" * 301, "T"),
        ("story", "1", ""),
    ]:
        with pytest.raises(NotFound, match="Cela ne peut pas être gardé"):
            Target(kind, target_id, title, "fr")
