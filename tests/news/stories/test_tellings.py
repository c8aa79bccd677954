"""How each source tells a story, in whose language, and where sources contradict each other."""

from uuid import UUID

import pytest
from sqlalchemy import select

from models.ground import search
from models.news.feed import feed
from models.news.stories import contradictions, forgetting, merging
from models.news.stories.facts import FactKind
from models.tables.stories import Story
from tests.builders import MONDAY, add_reader
from tests.news.stories.newsroom import HOUR, OTHER, TEXT, TITLE, Newsroom

DUTCH_TITLE = "Brussel geeft 2.000 euro aan wie opleiding voor knelpuntberoep afmaakt"
DUTCH_TEXT = (
    "De Brusselse regering keurt een premie van 2.000 euro goed voor werkzoekenden. "
    "Actiris betaalt ze vanaf 1 maart 2027 aan wie slaagt."
)


def tell_twice(newsroom: Newsroom, right: str = "text") -> int:
    """One story in French and in Dutch; the two do not agree on the date."""
    story_id = newsroom.tell(newsroom.source("Dépêche", right))
    dutch = newsroom.source("Kaaikrant", right)
    assert newsroom.tell(dutch, DUTCH_TITLE, DUTCH_TEXT, MONDAY + HOUR, language="nl") == story_id
    return story_id


@pytest.mark.parametrize(
    ("language", "title", "source"),
    [("fr", TITLE, "Dépêche"), ("nl", DUTCH_TITLE, "Kaaikrant"), ("en", TITLE, "Dépêche")],
)
def test_a_story_is_told_in_ones_own_language_else_as_the_original_tells_it(
    newsroom: Newsroom, language: str, title: str, source: str
) -> None:
    story_id, reader = tell_twice(newsroom), add_reader(newsroom.store, language)
    with newsroom.store.reading() as db:
        told = feed.told(db, story_id, reader, MONDAY)
        text, places = feed.full_text(told)
    assert (told.title, told.sources[0]) == (title, source)
    assert told.summary == tuple(text[start:end] for start, end in places) != ()
    assert text in (TEXT, DUTCH_TEXT)
    assert set(told.sources) == {"Dépêche", "Kaaikrant"}


def test_where_only_the_title_may_be_shown_no_sentence_is(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id = tell_twice(newsroom, "title")
    with newsroom.store.reading() as db:
        told = feed.told(db, story_id, learner_key, MONDAY)
        assert (told.summary, feed.full_text(told)) == ((), ("", []))
        assert contradictions.divergences(db, story_id, MONDAY) == []
        assert search.find(db, "gouvernement bruxellois", "fr").hits == ()
        assert [hit.entry.text for hit in search.find(db, "prime pénurie", "fr").hits] == [""]


def test_sources_that_contradict_each_other_are_set_side_by_side_across_languages(newsroom: Newsroom) -> None:
    story_id = tell_twice(newsroom)
    with newsroom.store.reading() as db:
        (found,) = contradictions.divergences(db, story_id, MONDAY)
    assert found.kind is FactKind.DATE
    assert (found.one.source, found.one.language, found.other.source) == ("Dépêche", "fr", "Kaaikrant")
    assert found.one.place and TEXT[slice(*found.one.place)] == found.one.sentence
    assert "1er février 2027" in found.one.sentence
    assert "1 maart 2027" in found.other.sentence


def test_a_third_source_that_repeats_one_of_them_adds_no_contradiction(newsroom: Newsroom) -> None:
    story_id = tell_twice(newsroom)
    assert newsroom.tell(newsroom.source("Actu"), f"{TITLE} à Bruxelles", TEXT) == story_id
    with newsroom.store.reading() as db:
        assert len(contradictions.divergences(db, story_id, MONDAY)) == 1


def test_titles_alone_can_contradict_each_other(newsroom: Newsroom) -> None:
    one = newsroom.tell(newsroom.source("Dépêche", "title"), "Sidermosan supprime 140 postes à Seraing")
    title = "À Seraing, Sidermosan supprime 160 postes"
    assert newsroom.tell(newsroom.source("Carnet", "title"), title) == one
    with newsroom.store.reading() as db:
        (found,) = contradictions.divergences(db, one, MONDAY)
    assert (found.kind, found.one.place, found.other.sentence) == (FactKind.NUMBER, None, title)


@pytest.fixture
def owner(newsroom: Newsroom) -> UUID:
    return add_reader(newsroom.store, "fr")


def test_a_personal_source_that_goes_takes_what_it_alone_has_told(newsroom: Newsroom, owner: UUID) -> None:
    one, other = (newsroom.source(name, owner=owner) for name in ("Mienne", "Seconde"))
    told_by_both = newsroom.tell(one)
    assert newsroom.tell(other, f"{TITLE} à Bruxelles") == told_by_both
    alone = newsroom.tell(one, "Un accident de chantier à Jambes", "", event=OTHER)
    merged = newsroom.tell(other, "Tout à fait autre chose encore", "", event=(0.0, 0.0, 1.0))
    with newsroom.store.writing() as db:
        merging.merge(db, told_by_both, merged)
        forgetting.forget_personal(db, owner, one)
    with newsroom.store.reading() as db:
        assert db.scalars(select(Story.id).order_by(Story.id)).all() == [told_by_both, merged]
        assert alone not in merging.families(db, [alone])
        assert feed.told(db, merged, owner, MONDAY).sources == ("Seconde",)
