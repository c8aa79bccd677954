"""Two stories become one, and whoever read or kept either finds it where it was."""

from uuid import UUID

import pytest
from sqlalchemy import select

from models.catalogue import documents
from models.ground import search
from models.learning import keepsakes
from models.learning.keepsakes import Target
from models.news.feed import feed
from models.news.stories import merging
from models.news.stories.fortnight import NoSuchStory
from models.studio import from_stories
from models.tables.keepsakes import Keepsake, KeepsakeKind
from models.tables.rule_changes import DraftedQuestion
from models.tables.stories import StoryReading, StorySkill
from tests.builders import MONDAY, add_learner
from tests.news.stories.newsroom import DAY, HOUR, OTHER, TEXT, Newsroom


@pytest.fixture
def two(newsroom: Newsroom) -> tuple[int, int]:
    """Two stories that are not yet known to be one."""
    first = newsroom.tell(newsroom.source("Dépêche"), "Une grève en décembre", "")
    second = newsroom.tell(newsroom.source("Carnet"), "Arrêt de travail national", TEXT, MONDAY - DAY, event=OTHER)
    return first, second


def merge(newsroom: Newsroom, one: int, other: int) -> int:
    with newsroom.store.writing() as db:
        return merging.merge(db, one, other)


def test_merged_again_every_number_leads_to_the_one_that_stands(newsroom: Newsroom, two: tuple[int, int]) -> None:
    third = newsroom.tell(newsroom.source("Actu"), "Encore autre chose ici", "", event=(0.0, 0.0, 1.0))
    merge(newsroom, two[1], third)
    assert merge(newsroom, *two) == two[0]
    with newsroom.store.reading() as db:
        assert {merging.current_story_id(db, one) for one in (*two, third)} == {two[0]}


def test_a_link_to_either_opens_the_story_with_all_its_sources_and_the_search_finds_it_once(
    newsroom: Newsroom, two: tuple[int, int], learner_key: UUID
) -> None:
    merge(newsroom, *two)
    with newsroom.store.reading() as db:
        told = [feed.told(db, one, learner_key, MONDAY) for one in two]
        listed = [one.story.id for one in feed.stories(db, learner_key, MONDAY)]
    assert {(one.story.id, one.sources) for one in told} == {(two[0], ("Carnet", "Dépêche"))}
    assert listed == [two[0]]
    (story,) = newsroom.stories()
    assert (story.title, story.happened_at) == ("Arrêt de travail national", MONDAY - DAY)
    assert story.summary_places != []
    with newsroom.store.reading() as db:
        assert [hit.entry.key for hit in search.find(db, "travail national", "fr").hits] == [str(two[0])]


def test_who_read_either_has_read_it_since_then(newsroom: Newsroom, two: tuple[int, int], learner_key: UUID) -> None:
    other = add_learner(newsroom.store)
    with newsroom.store.writing() as db:
        feed.mark_read(db, learner_key, two[0], MONDAY + HOUR)
        feed.mark_read(db, learner_key, two[1], MONDAY)
        feed.mark_read(db, other, two[1], MONDAY + DAY)
    merge(newsroom, *two)
    with newsroom.store.reading() as db:
        read = {key: db.get_one(StoryReading, (key, two[0])).at for key in (learner_key, other)}
    assert read == {learner_key: MONDAY, other: MONDAY + DAY}


def test_bookmarks_and_notes_go_over_to_it(newsroom: Newsroom, two: tuple[int, int], learner_key: UUID) -> None:
    other = add_learner(newsroom.store)
    with newsroom.store.writing() as db:
        for key, number, note, marked in (
            (learner_key, two[0], "Une note.", False),
            (learner_key, two[1], "Une autre.", True),
            (other, two[1], "", True),
        ):
            values = {"title": "Titre", "language": "fr", "bookmarked": marked, "note": note, "changed_at": MONDAY}
            db.add(Keepsake(learner_key=key, kind=KeepsakeKind.STORY, target=str(number), **values))
    merge(newsroom, *two)
    target = Target(KeepsakeKind.STORY, str(two[0]), "Titre", "fr")
    with newsroom.store.reading() as db:
        mine, hers = keepsakes.kept(db, learner_key, target), keepsakes.kept(db, other, target)
        assert len(db.scalars(select(Keepsake)).all()) == 2
    assert (mine.note, mine.bookmarked) == ("Une note.\n\nUne autre.", True)
    assert hers.bookmarked


def test_skills_are_put_together(newsroom: Newsroom, two: tuple[int, int]) -> None:
    with newsroom.store.writing() as db:
        for number, skill in ((two[0], "frame.role"), (two[1], "frame.role"), (two[1], "listen.active")):
            db.add(StorySkill(story_id=number, skill=skill, similarity=3.0))
    merge(newsroom, *two)
    with newsroom.store.reading() as db:
        mine = select(StorySkill.skill).where(StorySkill.story_id == two[0]).order_by(StorySkill.skill)
        assert db.scalars(mine).all() == ["frame.role", "listen.active"]


def test_what_trainers_made_of_either_is_found_on_it(newsroom: Newsroom, two: tuple[int, int]) -> None:
    author = add_learner(newsroom.store)
    with newsroom.store.writing() as db:
        told = {"sentence": "Une phrase.", "source": "Carnet", "address": "https://carnet.example/", "told_at": MONDAY}
        where = {"story_id": two[1], "document_id": documents.document_of(db, "ecouter").id, "question_id": "actu-2"}
        db.add(DraftedQuestion(**where, **told, by=author, at=MONDAY))
        from_stories.write_interview_word(db, two[0], "Dit, puis repris.", MONDAY, author)
        from_stories.write_interview_word(db, two[0], "", MONDAY, author)
        from_stories.write_interview_word(db, two[1], "Parlez-en.", MONDAY, author)
    merge(newsroom, *two)
    with newsroom.store.reading() as db:
        assert [row.question_id for row in from_stories.drafted_of_story(db, two[0])] == ["actu-2"]
        assert from_stories.interview_words(db, two)[two[0]].body == "Parlez-en."


def test_the_older_number_stays_and_the_other_leads_to_it(newsroom: Newsroom, two: tuple[int, int]) -> None:
    assert merge(newsroom, two[0], two[0]) == two[0]
    assert len(newsroom.stories()) == 2
    assert merge(newsroom, *reversed(two)) == two[0]
    with newsroom.store.reading() as db:
        assert merging.current_story_id(db, two[1]) == two[0]
        assert merging.family(db, two[0]) == list(two)
        assert merging.families(db, [*two, 404]) == {two[0]: two[0], two[1]: two[0]}
        with pytest.raises(NoSuchStory):
            merging.current_story_id(db, 404)
