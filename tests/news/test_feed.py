"""Sources and stories, as people see them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from models.ground import search
from models.ground.store import Store
from models.learning import learner_situation, playing, themes
from models.news.feed import feed as news_feed
from models.news.feed import tastes
from models.news.sources import shared_sources, visits
from models.news.sources.visits import FoundEntry
from models.news.stories import forgetting, rectifying
from models.news.stories.fortnight import KEPT, NoSuchStory
from models.news.stories.merging import let_story_be_found
from models.news.stories.rectifying import ArticleRead, ArticleTelling
from models.tables.sources import Jurisdiction, Source, SourceNature, SourceRight, VisitResult
from models.tables.stories import Article, ArticleState, Story, StoryReading
from tests import builders
from tests.builders import MONDAY, ask

TEXT = "Titre de la page\nLe guichet ouvre lundi. Il ferme à midi. Les conseillers reçoivent sans rendez-vous."
PLACES = [(TEXT.index("Le guichet"), TEXT.index(" Il ferme")), (TEXT.index("Les conseillers"), len(TEXT))]


def add_story(
    store: Store,
    title: str = "Le guichet ouvre",
    days_ago: float = 0,
    skills: dict[str, float] | None = None,
    source: str = "Forem",
    known: int | None = None,
    places: list[tuple[int, int]] | None = None,
) -> int:
    """An article of a source, read on Monday, and its story."""
    feed = f"https://{source.lower()}.example/feed"
    address = f"https://{source.lower()}.example/{title.replace(' ', '-')}"
    happened = MONDAY - timedelta(days=days_ago)
    with store.writing() as db:
        at = db.scalar(select(func.max(Source.next_visit_at))) or MONDAY
        watched = db.scalar(select(Source).where(Source.address == feed)) or shared_sources.add_source(
            db, source, feed, "feed", at
        )
        watched.active = False
        visits.add_articles(db, watched, [FoundEntry(title, address, title, published_at=happened)], MONDAY)
        (lease,) = visits.take_leases(db, MONDAY, 1, 1)
        assert lease.article
        visits.leave_host(db, lease, MONDAY, timedelta(0))
        telling = ArticleTelling(title, "fr", PLACES if places is None else places, skills=skills or {})
        read = ArticleRead(VisitResult.OK, TEXT, happened, telling)
        return rectifying.record_story(db, lease, lease.article, read, known, MONDAY)


def describe(store: Store, source: str, **fields: object) -> None:
    """Say of a source what it is, whose it is, or how much of it may be shown."""
    with store.writing() as db:
        db.execute(update(Source).where(Source.name == source).values(**fields))


def titles(store: Store, learner_key: UUID, at: datetime = MONDAY, most: int = 40) -> list[str]:
    with store.reading() as db:
        return [told.story.title for told in news_feed.stories(db, learner_key, at, most)]


def test_a_paused_source_is_not_due_until_it_is_resumed(store: Store) -> None:
    with store.writing() as db:
        source = shared_sources.add_source(db, "Forem", "https://forem.example/feed", "feed", MONDAY)
        shared_sources.change_source(source, "pause", MONDAY)
        db.flush()
        assert not visits.is_any_due(db, MONDAY)
        shared_sources.change_source(source, "resume", MONDAY)
        db.flush()
        assert visits.is_any_due(db, MONDAY)


def test_a_story_is_told_with_sentences_that_stand_in_its_text(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store, skills={"frame.role": 2.6, "listen.active": 3.1})
    with store.reading() as db:
        told = news_feed.told(db, story_id, learner_key, MONDAY)
        text, places = news_feed.full_text(told)
    assert told.summary == ("Le guichet ouvre lundi.", "Les conseillers reçoivent sans rendez-vous.")
    assert tuple(text[start:end] for start, end in places) == told.summary
    assert (told.skills, told.concerned, told.read) == (("listen.active", "frame.role"), (), False)
    assert (told.sources, told.address) == (("Forem",), "https://forem.example/Le-guichet-ouvre")


def test_a_skill_that_has_left_the_map_is_not_named(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store, skills={"gone.skill": 4.0, "frame.role": 2.6})
    with store.reading() as db:
        assert news_feed.told(db, story_id, learner_key, MONDAY).skills == ("frame.role",)


def test_stories_come_newest_first_for_two_weeks(store: Store, learner_key: UUID) -> None:
    for title, days_ago in (("Hier", 1), ("Aujourd'hui", 0), ("Il y a deux semaines", KEPT.days), ("Avant-hier", 2)):
        add_story(store, title, days_ago)
    assert titles(store, learner_key) == ["Aujourd'hui", "Hier", "Avant-hier"]
    assert titles(store, learner_key, most=1) == ["Aujourd'hui"]


def test_what_touches_a_skill_that_one_has_begun_or_is_proposed_comes_first(store: Store, learner_key: UUID) -> None:
    for title, skill in (("Proposé", "listen.active"), ("Autre", None), ("Commencé", "frame.role")):
        add_story(store, title, days_ago=len(title), skills={skill: 3.0} if skill else {})
    with store.writing() as db:
        ask(db, learner_key, "frame-role-1")
        playing.start(db, learner_key, "ecouter", MONDAY)
    with store.reading() as db:
        told = news_feed.stories(db, learner_key, MONDAY)
    assert [one.story.title for one in told][-1] == "Autre"
    assert {one.story.title: one.concerned for one in told} == {"Proposé": (), "Autre": (), "Commencé": ("frame.role",)}


def test_what_one_follows_comes_before_what_one_learns_and_says_which_theme(store: Store, learner_key: UUID) -> None:
    for title, skill in (("Appris", "frame.role"), ("Suivi", "listen.reflect"), ("Rien", None)):
        add_story(store, title, days_ago=len(title), skills={skill: 3.0} if skill else {}, places=[])
    with store.writing() as db:
        ask(db, learner_key, "frame-role-1")
        themes.follow(db, learner_key, MONDAY, domains=["listen"])
    with store.reading() as db:
        told = news_feed.stories(db, learner_key, MONDAY)
    assert [(one.story.title, one.theme and one.theme.name("fr")) for one in told] == [
        ("Suivi", "Écoute"),
        ("Appris", None),
        ("Rien", None),
    ]


def test_words_that_one_follows_are_found_in_titles_and_summaries_alone(store: Store, learner_key: UUID) -> None:
    by_title = add_story(store, "Une PENURIE de grutiers", days_ago=3, places=[])
    by_summary = add_story(store, "Ailleurs", days_ago=2)
    in_the_text_only = add_story(store, "Encore ailleurs", days_ago=1, places=PLACES[:1])
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["pénurie", "rendez vous"])
    with store.reading() as db:
        told = [
            news_feed.told(db, story_id, learner_key, MONDAY).theme
            for story_id in (by_title, by_summary, in_the_text_only)
        ]
        first = news_feed.stories(db, learner_key, MONDAY)
    assert [theme and theme.words for theme in told] == ["pénurie", "rendez vous", None]
    assert [one.story.id for one in first] == [by_summary, by_title, in_the_text_only]


def test_a_story_that_two_sources_tell_names_both_and_leads_to_the_original(store: Store, learner_key: UUID) -> None:
    first = add_story(store, source="Actiris", places=[])
    assert add_story(store, source="Forem", known=first) == first
    add_story(store, source="VDAB", known=first)
    with store.reading() as db:
        told = news_feed.told(db, first, learner_key, MONDAY)
    assert told.sources == ("Forem", "Actiris", "VDAB")
    assert told.address == "https://forem.example/Le-guichet-ouvre"
    assert len(told.summary) == 2


def test_a_story_without_a_summary_leads_to_the_first_who_told_it(store: Store, learner_key: UUID) -> None:
    first = add_story(store, source="Actiris", places=[])
    add_story(store, source="Forem", known=first, places=[])
    with store.reading() as db:
        told = news_feed.told(db, first, learner_key, MONDAY)
        assert news_feed.full_text(told) == ("", [])
    assert (told.summary, told.address) == ((), "https://actiris.example/Le-guichet-ouvre")


def test_what_is_left_out_between_two_sentences_is_known(store: Store, learner_key: UUID) -> None:
    first, second = PLACES
    beside = (first[1], second[0])
    whole = add_story(store, "Tout", places=[first, beside, second])
    cut = add_story(store, "Coupé")
    with store.reading() as db:
        gaps = [news_feed.told(db, story_id, learner_key, MONDAY).gaps for story_id in (whole, cut)]
    assert gaps == [(False, False, False), (False, True)]


def test_a_story_says_of_each_source_what_it_is_and_where_it_speaks(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store, source="Actiris")
    add_story(store, source="VDAB", known=story_id)
    describe(store, "Actiris", nature=SourceNature.AUTHORITY, jurisdiction=Jurisdiction.BRUSSELS)
    with store.reading() as db:
        told = news_feed.told(db, story_id, learner_key, MONDAY).tellings
    assert [(one.source, one.nature, one.jurisdiction) for one in told] == [
        ("Actiris", "authority", "brussels"),
        ("VDAB", "public_service", None),
    ]


@pytest.mark.parametrize(
    ("right", "sentences", "whole"),
    [(SourceRight.TITLE, 0, False), (SourceRight.EXCERPT, 2, False), (SourceRight.TEXT, 2, True)],
)
def test_no_more_is_shown_than_the_source_allows(
    store: Store, learner_key: UUID, right: SourceRight, sentences: int, whole: bool
) -> None:
    story_id = add_story(store)
    describe(store, "Forem", right_to_show=right)
    with store.reading() as db:
        for told in (news_feed.told(db, story_id, learner_key, MONDAY), *news_feed.stories(db, learner_key, MONDAY)):
            assert (told.title, len(told.summary), told.only_title) == ("Le guichet ouvre", sentences, not sentences)
            assert (news_feed.full_text(told)[0] == TEXT) is whole


def test_what_may_not_be_shown_is_not_found_by_its_words_either(store: Store) -> None:
    story_id = add_story(store)
    for right, found in ((SourceRight.TITLE, 0), (SourceRight.TEXT, 1)):
        describe(store, "Forem", right_to_show=right)
        with store.writing() as db:
            let_story_be_found(db, db.get_one(Story, story_id))
            assert len(search.find(db, "conseillers", "fr").hits) == found
            assert len(search.find(db, "guichet", "fr").hits) == 1


def test_a_story_of_a_personal_source_is_for_its_owner_alone(store: Store, learner_key: UUID) -> None:
    other, story_id = builders.add_learner(store), add_story(store, skills={"frame.role": 3.0})
    describe(store, "Forem", learner_key=learner_key)
    assert (titles(store, learner_key), titles(store, other)) == (["Le guichet ouvre"], [])
    with store.writing() as db:
        assert news_feed.told(db, story_id, learner_key, MONDAY).tellings[0].personal
        with pytest.raises(NoSuchStory):
            news_feed.told(db, story_id, other, MONDAY)
        let_story_be_found(db, db.get_one(Story, story_id))
        assert search.find(db, "guichet", "fr").hits == ()
        touched = [learner_situation.situation(db, key, MONDAY).news for key in (learner_key, other)]
    assert touched == [["frame.role"], []]


def test_who_reads_it_from_a_shared_source_sees_nothing_of_the_personal_one(store: Store, learner_key: UUID) -> None:
    other, story_id = builders.add_learner(store), add_story(store, "À moi", source="Interne")
    add_story(store, "À tous", source="Forem", known=story_id, places=[])
    describe(store, "Interne", learner_key=learner_key)
    with store.reading() as db:
        mine, hers = (news_feed.told(db, story_id, key, MONDAY) for key in (learner_key, other))
    assert (mine.title, mine.sources, len(mine.summary)) == ("À moi", ("Interne", "Forem"), 2)
    assert (hers.title, hers.sources, hers.summary) == ("À tous", ("Forem",), ())


def test_only_what_is_wanted_is_told(store: Store, learner_key: UUID) -> None:
    _, other = add_story(store, "Une"), add_story(store, "Autre", 1)
    with store.reading() as db:
        told = news_feed.stories(db, learner_key, MONDAY, wanted=lambda story, touched: story.id == other)
    assert [one.title for one in told] == ["Autre"]


def test_the_stories_of_one_theme_come_newest_first_without_what_is_muted(store: Store, learner_key: UUID) -> None:
    for number, title in enumerate(("Une prime", "Un guichet", "Une prime au football", "La prime")):
        add_story(store, title, number, places=[])
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["prime"])
        tastes.mute(db, learner_key, "football", MONDAY)
        (theme,) = themes.followed(db, learner_key)
        told = news_feed.on_theme(db, learner_key, theme, MONDAY)
    assert [(one.title, one.theme) for one in told] == [("Une prime", theme), ("La prime", theme)]


@pytest.mark.dialects
def test_a_story_is_read_once_however_often_it_is_opened(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store)

    def read(_: int) -> None:
        with store.writing() as db:
            news_feed.mark_read(db, learner_key, story_id, MONDAY)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(read, range(8)))
    with store.reading() as db:
        assert news_feed.told(db, story_id, learner_key, MONDAY).read
        assert db.scalar(select(func.count()).select_from(StoryReading)) == 1


def test_what_the_feed_itself_said_is_forgotten_too_told_or_left_aside(store: Store) -> None:
    with store.writing() as db:
        watched = shared_sources.add_source(db, "Le Soir", "https://soir.example/feed", "feed", MONDAY)
        for state in (ArticleState.READ, ArticleState.SKIPPED, ArticleState.DUE):
            visits.add_articles(
                db, watched, [FoundEntry(state, watched.address, "Titre", "Tout l'article.")], MONDAY, state
            )
    for days, kept in ((30, {"due", "read", "skipped"}), (31, {"due"})):
        with store.writing() as db:
            forgetting.forget_texts(db, MONDAY + timedelta(days=days))
            assert set(db.scalars(select(Article.identity).where(Article.lead != ""))) == kept


def test_texts_are_forgotten_after_thirty_days_and_titles_stay(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store)
    for days, kept in ((30, 2), (31, 0)):
        with store.writing() as db:
            forgetting.forget_texts(db, MONDAY + timedelta(days=days))
        with store.reading() as db:
            told = news_feed.told(db, story_id, learner_key, MONDAY)
            assert len(told.summary) == kept
            assert told.story.title == "Le guichet ouvre"
            assert (news_feed.full_text(told)[0] != "") == bool(kept)
