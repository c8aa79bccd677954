"""Which story an article tells, among those that are known."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from models.news.stories.arrival import Recent
from models.tables.stories import Article
from tests.builders import MONDAY, add_learner
from tests.news.stories.newsroom import DAY, HOUR, TITLE, Newsroom
from tests.watchers.mornings import ON_ONE_DATABASE

DUTCH_TITLE = "Brussel geeft 2.000 euro aan wie opleiding voor knelpuntberoep afmaakt"
DUTCH_TEXT = "De Brusselse regering keurt een premie van 2.000 euro goed. Actiris betaalt vanaf 1 februari 2027."


@ON_ONE_DATABASE
def test_one_news_in_two_languages_is_one_story_with_two_sources(newsroom: Newsroom) -> None:
    first = newsroom.tell(newsroom.source("Dépêche"))
    second = newsroom.tell(newsroom.source("Kaaikrant"), DUTCH_TITLE, DUTCH_TEXT, MONDAY + HOUR, language="nl")
    assert first == second
    (story,) = newsroom.stories()
    assert (story.title, story.language) == (TITLE, "fr")


@ON_ONE_DATABASE
def test_the_same_title_is_the_same_news_for_five_days(newsroom: Newsroom) -> None:
    source = newsroom.source("Dépêche")
    told = [
        newsroom.tell(source, TITLE, "", MONDAY + days * DAY, identity=str(days), event=(), address=f"https://x/{days}")
        for days in (0, 4, 14)
    ]
    assert told[0] == told[1] != told[2]


@ON_ONE_DATABASE
def test_a_page_tells_something_else_each_time(newsroom: Newsroom) -> None:
    page = newsroom.source("Agenda", kind="page")
    first, second = (newsroom.tell(page, at=MONDAY + hours * HOUR, identity=str(hours)) for hours in (0, 2))
    assert first != second


@ON_ONE_DATABASE
def test_what_a_personal_source_tells_never_meets_what_others_tell(newsroom: Newsroom, learner_key: UUID) -> None:
    somebody = add_learner(newsroom.store)
    shared = newsroom.tell(newsroom.source("Dépêche"))
    mine = newsroom.tell(newsroom.source("Mienne", owner=learner_key))
    hers = newsroom.tell(newsroom.source("Sienne", owner=somebody))
    again = newsroom.tell(newsroom.source("Autre", owner=learner_key), f"{TITLE} à Bruxelles")
    assert len({shared, mine, hers}) == 3
    assert again == mine
    assert {story.id: story.learner_key for story in newsroom.stories()} == {
        shared: None,
        mine: learner_key,
        hers: somebody,
    }


@ON_ONE_DATABASE
def test_a_worker_that_has_just_started_knows_what_others_have_told(newsroom: Newsroom) -> None:
    first = newsroom.tell(newsroom.source("Dépêche"))
    newsroom.recent = Recent()
    assert newsroom.tell(newsroom.source("Carnet"), f"{TITLE} à Bruxelles") == first


def test_two_stories_that_a_third_article_shows_to_be_one_are_merged(newsroom: Newsroom) -> None:
    """Each half of the news says too little of the other; the whole of it says both."""
    euros, people = "La prime sera de 2.000 euros dès le 1er février.", "Elle vise 3.500 personnes avant le 30 mars."
    first = newsroom.tell(newsroom.source("Dépêche"), "Se former paie", euros, event=(0.9874, 0.1582, 0.0))
    second = newsroom.tell(newsroom.source("Carnet"), "Du neuf en pénurie", people, event=(0.9874, -0.1582, 0.0))
    assert second != first
    whole = newsroom.tell(newsroom.source("Actu"), "Pénurie : une aide arrive", f"{euros} {people}")
    assert whole == first
    assert [story.id for story in newsroom.stories()] == [first]
    with newsroom.store.reading() as db:
        assert set(db.scalars(select(Article.story_id))) == {first}


@ON_ONE_DATABASE
def test_what_was_told_long_ago_is_not_looked_for(newsroom: Newsroom) -> None:
    first = newsroom.tell(newsroom.source("Dépêche"))
    newsroom.recent = Recent()
    later = MONDAY + timedelta(days=40)
    assert newsroom.tell(newsroom.source("Carnet"), f"{TITLE} encore", at=later) != first
