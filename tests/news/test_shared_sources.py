"""Sources: whose they are, what may be shown of them, lists of them, and what their visits keep."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.errors import BrokenText, Refused
from models.ground.store import Store
from models.news.feed import feed
from models.news.sources import opml, own_sources, shared_sources, source_words, visits
from models.news.sources.own_sources import TooManySources
from models.news.sources.shared_sources import AddressTaken, Description, NoSuchSource, add_source, describe
from models.news.sources.shared_sources import sources as shared
from models.news.sources.source_words import PermissionGiven, first_right
from models.news.sources.trials import TrialFindings, WatchOption
from models.news.sources.visits import FoundEntry, host_of
from models.news.stories import arrival
from models.news.stories.arrival import Recent
from models.news.stories.merging import let_story_be_found
from models.news.stories.recognition import traits
from models.news.stories.rectifying import ArticleRead, ArticleTelling
from models.tables.search import SearchEntry
from models.tables.sources import Source, SourceNature, SourceRight, VisitResult
from models.tables.stories import Article, Story
from tests.builders import MONDAY, add_learner, add_learner_in
from tests.watchers.mornings import ON_ONE_DATABASE

FEED = "https://forem.example/feed"


def test_an_address_is_watched_once_for_all_and_once_for_each_person(store: Store, learner_key: UUID) -> None:
    other = add_learner(store)
    with store.writing() as db:
        for key in (learner_key, other):
            own_sources.add_own(db, key, "À moi", FEED, SourceNature.PRESS, MONDAY)
            with pytest.raises(AddressTaken):
                own_sources.add_own(db, key, "Encore", FEED, SourceNature.PRESS, MONDAY)
        add_source(db, "Forem", FEED, "feed", MONDAY)
        with pytest.raises(AddressTaken):
            add_source(db, "Encore", FEED, "feed", MONDAY)
        with pytest.raises(AddressTaken):
            own_sources.add_own(db, add_learner_in(db), "Encore", FEED, SourceNature.PRESS, MONDAY)
        assert [source.name for source in shared(db)] == ["Forem"]
        assert [source.name for source in own_sources.mine(db, other)] == ["À moi"]


@ON_ONE_DATABASE
def test_one_person_has_twenty_sources_at_most(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(own_sources.MOST):
            own_sources.add_own(db, learner_key, "x", f"https://n{number}.example/", SourceNature.RESEARCH, MONDAY)
        with pytest.raises(TooManySources):
            own_sources.add_own(db, learner_key, "x", "https://more.example/", SourceNature.RESEARCH, MONDAY)


def told_by(db: Session, source: Source, title: str) -> Story:
    story = Story(title=title, language="fr", happened_at=MONDAY, created_at=MONDAY, learner_key=source.learner_key)
    db.add(story)
    db.flush()
    row = {"address": source.address, "host": source.host, "title": title, "lead": "", "found_at": MONDAY}
    article = Article(source_id=source.id, story_id=story.id, identity="1", state="read", text="Dix mots.", **row)
    db.add(article)
    db.flush()
    story.summarised_id, story.summary_places = article.id, [[0, 9]]
    let_story_be_found(db, story)
    return story


def test_what_a_source_of_her_own_told_goes_with_it_and_nothing_else(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        mine = own_sources.add_own(db, learner_key, "À moi", FEED, SourceNature.RESEARCH, MONDAY)
        told_by(db, add_source(db, "Actiris", "https://actiris.example/feed", "feed", MONDAY), "À toutes")
        feed.mark_read(db, learner_key, told_by(db, mine, "À elle seule").id, MONDAY)
        with pytest.raises(NoSuchSource):
            own_sources.let_go(db, add_learner_in(db), mine.id)
        own_sources.let_go(db, learner_key, mine.id)
    with store.reading() as db:
        assert [story.title for story in db.scalars(select(Story))] == ["À toutes"]
        assert [source.name for source in db.scalars(select(Source))] == ["Actiris"]


@ON_ONE_DATABASE
def test_a_right_that_is_taken_back_takes_its_sentences_out_of_the_search(store: Store) -> None:
    with store.writing() as db:
        source = add_source(db, "Actiris", FEED, "feed", MONDAY)
        told_by(db, source, "Une nouvelle")
        for right, held in ((SourceRight.TITLE, ""), (SourceRight.EXCERPT, "Dix mots.")):
            describe(db, source, source.name, Description(right_to_show=right), MONDAY, by=UUID(int=1))
            assert db.scalars(select(SearchEntry.text).where(SearchEntry.kind == "story")).all() == [held]


@ON_ONE_DATABASE
@pytest.mark.parametrize("nature", SourceNature)
@pytest.mark.parametrize("right", SourceRight)
def test_only_the_press_needs_a_permission_for_more_than_titles(
    store: Store, nature: SourceNature, right: SourceRight
) -> None:
    about = Description(nature=nature, right_to_show=right)
    with store.writing() as db:
        if nature is SourceNature.PRESS and right is not SourceRight.TITLE:
            with pytest.raises(Refused, match="De la presse"):
                add_source(db, "x", FEED, "feed", MONDAY, about)
            assert db.scalars(select(Source)).all() == []
            given = PermissionGiven("Ana", MONDAY.date(), "Oui.")
            source = add_source(db, "x", FEED, "feed", MONDAY, about, permission=given, by=UUID(int=1))
            assert [one.right_to_show for one in source_words.permissions(db, source.id)] == [right]
        else:
            source = add_source(db, "x", FEED, "feed", MONDAY, about)
        assert source.right_to_show == right


def test_to_begin_with_the_press_shows_titles() -> None:
    assert {nature for nature in SourceNature if first_right(nature) is SourceRight.TITLE} == {SourceNature.PRESS}


def listed(*inside: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{"".join(inside)}</body></opml>'.encode()


def outline(name: str, address: str) -> str:
    return f'<outline text="{name}" type="rss" xmlUrl="{address}"/>'


def test_feeds_are_found_in_folders_each_once_and_what_is_none_is_named() -> None:
    folder = f"<outline text='Dossier'>{outline('Un', FEED)}{outline('Encore', FEED)}</outline>"
    data = listed(folder, outline("Mal", "javascript:alert(1)"), outline("Nu", ""), outline("", "https://x.example/"))
    found, untaken = opml.outlines(data)
    assert found == [("Un", FEED, ("Dossier",)), ("https://x.example/", "https://x.example/", ())]
    assert untaken == [("Encore", opml.REPEATED), ("Mal", opml.NO_ADDRESS), ("Nu", opml.NO_FEED)]


def test_a_feed_has_the_categories_of_its_folders_and_those_that_are_named_beside_it() -> None:
    named = f'<outline text="Un" xmlUrl="{FEED}" category="/Emploi/Bruxelles, presse"/>'
    deep = f"<outline text='Emploi'><outline title='Bruxelles'>{named}</outline></outline>"
    again = f"<outline text='Étrangers, réfugiés'>{outline('Un', FEED)}</outline>"
    (one,), untaken = opml.outlines(listed(deep, again))
    assert one.categories == ("Emploi/Bruxelles", "presse", "Étrangers, réfugiés")
    assert untaken == [("Un", opml.REPEATED)]


def test_a_hostile_list_is_refused_as_a_whole() -> None:
    for data in [
        b"",
        b"<opml><body>",
        listed(head='<!DOCTYPE opml [<!ENTITY a "b">]>'),
        b"<outline>" * 5000,
        listed("<outline/>" * 200_000),
        "<opml/>".encode("utf-32"),
    ]:
        with pytest.raises(BrokenText):
            opml.outlines(data)


def test_only_so_many_feeds_are_taken() -> None:
    found, untaken = opml.outlines(listed(*(outline(f"n{n}", f"https://n{n}.example/") for n in range(opml.MOST + 2))))
    assert (len(found), [why for _, why in untaken]) == (opml.MOST, [opml.TOO_MANY] * 2)


@ON_ONE_DATABASE
def test_a_list_that_was_written_is_read_again_without_loss(store: Store, learner_key: UUID) -> None:
    names = ['L\'« emploi » & <le> "travail"', "Formation"]
    with store.writing() as db:
        for number, name in enumerate(names):
            add_source(db, name, f"https://n{number}.example/?a=1&b=2", "feed", MONDAY)
        add_source(db, "Une page", "https://page.example/", "page", MONDAY)
        written = opml.written("Boussole", shared(db))
        taken = opml.take_for_one(db, written, learner_key, SourceNature.PRESS, MONDAY)
    assert {one.name for one in opml.outlines(written)[0]} == set(names)
    assert taken.names == ()
    assert {one.why for one in taken.untaken} == {opml.KNOWN, opml.NO_FEED}


@ON_ONE_DATABASE
def test_categories_come_back_from_a_list_as_they_were_written(store: Store, learner_key: UUID) -> None:
    kept = ["Emploi/Bruxelles\nPresse", "Emploi", None, "Étrangers, réfugiés\nA & B"]
    with store.writing() as db:
        for number, lines in enumerate(kept):
            about = Description(categories=lines)
            add_source(db, f"n{number}", f"https://n{number}.example/", "feed", MONDAY, about)
        written = opml.written("Boussole", shared(db))
        for source in shared(db):
            db.delete(source)
        db.flush()
        opml.take_for_all(db, written, Description(), MONDAY, learner_key)
        assert {one.name: one.categories for one in shared(db)} == {f"n{n}": one for n, one in enumerate(kept)}
        for source in shared(db):
            db.delete(source)
        db.flush()
        opml.take_for_one(db, written, learner_key, SourceNature.PRESS, MONDAY)
        assert [one.categories for one in own_sources.mine(db, learner_key)] == kept
    assert '<outline text="Emploi"' in written.decode()
    assert 'category="/Emploi/Bruxelles,/Presse"' in written.decode()


@pytest.mark.nightly
@ON_ONE_DATABASE
def test_the_first_visits_of_a_list_begin_one_after_the_other(store: Store, learner_key: UUID) -> None:
    data = listed(*(outline(f"n{n}", f"https://n{n}.example/") for n in range(340)))
    with store.writing() as db:
        opml.take_for_all(db, data, Description(), MONDAY, learner_key)
        starts = sorted(one.next_visit_at for one in shared(db))
        assert {one.created_at for one in shared(db)} == {MONDAY}
    assert (starts[0], len(set(starts))) == (MONDAY, 340)
    assert timedelta(minutes=10) < starts[-1] - MONDAY < timedelta(minutes=15)


@ON_ONE_DATABASE
def test_of_a_long_list_a_person_gets_as_many_as_she_may_have(store: Store, learner_key: UUID) -> None:
    data = listed(*(outline(f"n{n}", f"https://n{n}.example/") for n in range(own_sources.MOST + 3)))
    with store.writing() as db:
        taken = opml.take_for_one(db, data, learner_key, SourceNature.PRESS, MONDAY)
    assert (len(taken.names), len(taken.untaken)) == (own_sources.MOST, 3)


def test_the_list_to_begin_with_is_sound() -> None:
    every = opml.suggestions()
    assert len({one.address for one in every}) == len(every)
    assert [one.first for one in every].count(True) == 10
    for one in every:
        assert one.nature in set(SourceNature)
        assert one.right_to_show == SourceRight.TITLE or one.nature != SourceNature.PRESS
        assert one.address.startswith(("https://", "http://"))


def test_a_feed_is_preferred_unless_the_page_itself_is_wanted_or_robots_are_not() -> None:
    ways = tuple(WatchOption(kind, FEED, "") for kind in ("page", "sitemap", "feed"))
    site, page = (next(s for s in opml.suggestions() if (s.kind == "page") is wanted) for wanted in (False, True))
    assert [one.way(TrialFindings(proposals=ways)).kind for one in (site, page)] == ["feed", "page"]  # type: ignore[union-attr]
    assert site.way(TrialFindings(robots="refused", proposals=ways)) is None
    assert site.way(TrialFindings(refusals=())) is None


def test_the_host_of_an_address_is_its_name_and_port() -> None:
    for address, host in [
        ("https://Forem.be/a", "forem.be:443"),
        ("http://forem.be:8080/", "forem.be:8080"),
        ("ftp://forem.be/", ""),
        ("http://forem.be:port/", ""),
        ("http://[::1/", ""),
        ("n'importe quoi", ""),
    ]:
        assert host_of(address) == host


@pytest.mark.dialects
def test_the_same_entries_added_at_once_are_added_once(store: Store) -> None:
    with store.writing() as db:
        source = shared_sources.add_source(db, "Forem", "https://forem.example/feed", "feed", MONDAY)
    entries = [FoundEntry(str(number), source.address, f"Titre {number}") for number in range(20)]

    def add(_: int) -> int:
        with store.writing() as db:
            return visits.add_articles(db, source, entries, MONDAY)

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(add, range(4))) == 20
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Article)) == 20


@pytest.mark.dialects
def test_two_copies_of_one_news_read_at_once_are_one_story(store: Store) -> None:
    names = [f"journal{number}" for number in range(4)]
    with store.writing() as db:
        for name in names:
            source = shared_sources.add_source(
                db, name, f"https://{name}.example/feed", "feed", MONDAY + timedelta(days=1)
            )
            visits.add_articles(
                db, source, [FoundEntry("1", f"https://{name}.example/1", "La même nouvelle ici")], MONDAY
            )

    recent = Recent()

    def tell(lease: visits.VisitLease) -> None:
        assert lease.article
        with store.writing() as db:
            title = lease.article.title
            read = ArticleRead(VisitResult.OK, None, None, ArticleTelling(title, "fr"), traits(title, "", "fr", None))
            arrival.tell_article(db, lease, lease.article, read, recent, MONDAY)

    with store.writing() as db:
        leases = visits.take_leases(db, MONDAY, len(names), len(names))
    assert len(leases) == len(names)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tell, leases))
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Story)) == 1
