"""« En entretien »: what a trainer says of a story, changed, taken back, refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from content.errors import Forbidden, Invalid
from models.ground.store import Store
from models.news.stories.fortnight import NoSuchStory
from models.studio import from_stories
from models.studio.from_stories import LONGEST_INTERVIEW_WORD
from models.tables.sources import Source
from tests import builders
from tests.builders import MONDAY
from tests.watchers.mornings import tell


def said(store: Store, story: int) -> list[str]:
    with store.reading() as db:
        return [row.body for row in from_stories.interview_words(db, [story]).values()]


def test_a_word_is_written_changed_and_taken_back(store: Store) -> None:
    story, by = tell(store), builders.add_learner(store)
    assert said(store, story) == []
    for body, kept in (("Dites :\n la durée change.", ["Dites : la durée change."]), ("Autre.", ["Autre."]), (" ", [])):
        with store.writing() as db:
            row = from_stories.write_interview_word(db, story, body, MONDAY, by)
            assert (row.by, row.at) == (by, MONDAY)
        assert said(store, story) == kept


@pytest.mark.dialects
def test_two_trainers_who_write_at_once_leave_one_word(store: Store) -> None:
    story, by, together = tell(store), builders.add_learner(store), Barrier(4)

    def write(number: int) -> None:
        together.wait()
        with store.writing() as db:
            from_stories.write_interview_word(db, story, f"Dites {number}.", MONDAY, by)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert len(said(store, story)) == 1


def test_a_word_has_an_end_and_a_story_that_is_everybodys(store: Store) -> None:
    story, by = tell(store), builders.add_learner(store)
    with pytest.raises(Invalid, match="« En entretien » tient en quatre cents caractères"), store.writing() as db:
        from_stories.write_interview_word(db, story, "x" * (LONGEST_INTERVIEW_WORD + 1), MONDAY, by)
    with pytest.raises(NoSuchStory), store.writing() as db:
        from_stories.write_interview_word(db, 404, "Oui.", MONDAY, by)
    with store.writing() as db:
        db.query(Source).one().learner_key = by
    with pytest.raises(Forbidden, match="Cette actualité vient d'une source personnelle"), store.writing() as db:
        from_stories.write_interview_word(db, story, "Oui.", MONDAY, by)
