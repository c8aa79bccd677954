"""Visits of a real local server, kept in real databases."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.ground.jobs import LEASE
from models.ground.store import Store
from models.news.sources import own_sources, shared_sources, visits
from models.news.sources.visits import MOST_ATTEMPTS, host_of
from models.tables.sources import Host, Source, SourceNature, VisitResult
from models.tables.stories import Article
from tests.builders import MONDAY, add_learner, add_learner_in
from tests.watchers.conftest import Time, WatchOver
from tests.watchers.server import Answer, Handler, ok, serve, to
from tests.watchers.world import FEED, PAGE, TEXT, World, feed, html, item, page
from watchers.outside import SHORTEST_PAUSE
from watchers.visit import AHEAD, MOST_AT_FIRST, visit_all

# ------------------------------------------------------------------------------------------------------ all that is due


def test_hosts_are_visited_beside_each_other_and_what_has_to_wait_is_told(
    store: Store, time: Time, watch_over: WatchOver
) -> None:
    with serve({FEED: ok(feed([item(1)]))}) as one, serve({FEED: ok(feed([]))}) as other:
        watch = watch_over(one, other)
        with store.writing() as db:
            for site in (one, other):
                shared_sources.add_source(db, "Forem", site.address(FEED), "feed", MONDAY)
        assert visit_all(watch) == MONDAY + SHORTEST_PAUSE
        assert (one.asked, other.asked) == (["/robots.txt", FEED], ["/robots.txt", FEED])
    time.pass_by(seconds=2)
    assert visit_all(watch) is None
    with store.reading() as db:
        assert [article.state for article in db.scalars(select(Article))] == ["read"]


def test_where_the_operator_wants_no_pause_there_is_none(world: World) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE))])), PAGE: html(page())}
    world.add(FEED)
    hurried = replace(world.watch, hurried=frozenset({world.host}), pause=timedelta(0))
    assert visit_all(hurried) is None
    assert world.site.asked == ["/robots.txt", FEED, "/.well-known/tdmrep.json", PAGE]


def test_a_visit_that_ends_badly_does_not_end_the_others(
    world: World, watch_over: WatchOver, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        with world.store.writing() as db:
            db.execute(update(Host).where(Host.name == host_of(other.address())).values(lease_until=None))
        return ok(feed([item(1)]))

    world.site.routes[FEED] = ok(feed([item(1)]))
    with serve({FEED: breaks}) as other:
        world.watch = watch_over(world.site, other)
        world.add(FEED)
        world.add_address(other.address(FEED))
        visit_all(world.watch)
    assert len(world.articles()) == 1
    assert "too slow" in caplog.text


def test_what_one_person_follows_reaches_no_private_address_and_is_named_in_no_log(
    world: World, watch_over: WatchOver, caplog: pytest.LogCaptureFixture
) -> None:
    world.site.routes |= {FEED: ok(feed([item(1)]))}
    with world.store.writing() as db:
        watched = Source(
            name="À moi", address=world.site.address(FEED), host=world.host, kind="feed", created_at=MONDAY
        )
        watched.learner_key, watched.next_visit_at, watched.created_at = add_learner_in(db), MONDAY, MONDAY
        db.add(watched)
    with caplog.at_level(logging.INFO):
        visit_all(replace(world.watch, personal=watch_over().outside))
    assert world.site.requests == []
    assert "personal source" in caplog.text
    assert world.host not in caplog.text


def test_a_source_that_is_let_go_of_during_its_visit_takes_nothing_from_the_others(
    world: World, watch_over: WatchOver
) -> None:
    key = add_learner(world.store)
    with world.store.writing() as db:
        mine = own_sources.add_own(db, key, "La mienne", world.site.address("/mine.xml"), SourceNature.PRESS, MONDAY).id

    def let_go(_: Handler) -> Answer:
        with world.store.writing() as db:
            own_sources.let_go(db, key, mine)
        return ok(feed([item(1)]))

    with serve({FEED: ok(feed([item(2)]))}) as other:
        world.site.routes["/mine.xml"] = let_go
        world.add_address(other.address(FEED))
        visit_all(watch_over(world.site, other))
    assert [article.title for article in world.articles()] == ["Nouvelle mesure numéro 2"]


@pytest.mark.dialects
def test_sources_are_claimed_ahead_and_articles_are_not(world: World, watch_over: WatchOver) -> None:
    held: dict[type[Source | Article], list[int]] = {Source: [], Article: []}

    def counting(table: type[Source | Article], answer: Answer) -> Callable[[Handler], Answer]:
        def count(_: Handler) -> Answer:
            with world.store.reading() as db:
                held[table].append(len(db.scalars(select(table.id).where(table.lease_until.is_not(None))).all()))
            return answer

        return count

    with ExitStack() as running:
        sites = [running.enter_context(serve({})) for _ in range(AHEAD + 2)]
        for number, site in enumerate(sites):
            entries = feed([item(number, link=site.address(PAGE))])
            site.routes |= {FEED: counting(Source, ok(entries)), PAGE: counting(Article, html(page()))}
            world.add_address(site.address(FEED))
        hurried = frozenset(host_of(site.address()) for site in sites)
        visit_all(replace(watch_over(*sites), hurried=hurried, pause=timedelta(0)), 1)
    assert max(held[Source]) == AHEAD
    assert held[Article] == [1] * len(sites)


# ------------------------------------------------------------------------------------------------------------- a source


def test_a_first_visit_brings_the_thirty_newest_entries_and_the_others_never_come(world: World) -> None:
    entries = [item(number, MONDAY - timedelta(hours=number)) for number in range(1, MOST_AT_FIRST + 6)]
    world.site.routes[FEED] = ok(feed(entries))
    world.add(FEED)
    world.visit()
    assert [article.state for article in world.articles()] == ["due"] * MOST_AT_FIRST + ["skipped"] * 5
    world.site.routes[FEED] = ok(feed([item(0), *entries[10:]]))
    world.visit()
    assert [article.identity for article in world.articles() if article.state == "due"][-1] == "n0"
    assert len(world.articles()) == len(entries) + 1


def test_what_is_older_than_ninety_days_is_left_out(world: World) -> None:
    days = [1, 89, 91, 1000]
    world.site.routes[FEED] = ok(feed(item(number, MONDAY - timedelta(days=number)) for number in days))
    world.add(FEED)
    assert world.visit().last_result == VisitResult.OK
    assert [article.identity for article in world.articles()] == ["n1", "n89"]


def test_a_server_is_asked_only_for_what_is_new(world: World) -> None:
    def answer(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        known = handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"] == "some day"
        return (304, {}, b"") if known else ok(feed([item(1)]), ETag='"v1"', Last_Modified="some day")

    world.site.routes[FEED] = answer
    world.add(FEED)
    assert world.visit().last_result == VisitResult.OK
    assert world.visit().last_result == VisitResult.UNCHANGED
    assert world.visit().last_result == VisitResult.UNCHANGED
    assert len(world.articles()) == 1


def test_a_server_without_validators_that_says_the_same_is_unchanged(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    assert [world.visit().last_result for _ in range(2)] == [VisitResult.OK, VisitResult.UNCHANGED]
    world.site.routes[FEED] = ok(feed([item(1)]) + b"<!-- another hour -->")
    assert world.visit().last_result == VisitResult.UNCHANGED


def test_a_feed_that_is_a_page_says_which_feeds_it_announces(world: World) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    world.site.routes[FEED] = html(page(head=link))
    world.add(FEED)
    seen = world.visit()
    assert (seen.last_result, seen.last_detail) == (VisitResult.IS_A_PAGE, world.site.address("/rss"))
    assert seen.attempts == 1


def test_an_empty_feed_is_told_even_when_it_stays_the_same(world: World) -> None:
    world.site.routes[FEED] = ok(feed([]))
    world.add(FEED)
    assert [world.visit().last_result for _ in range(2)] == [VisitResult.EMPTY] * 2


def test_a_server_that_wants_an_hour_of_rest_has_it(world: World) -> None:
    world.site.routes[FEED] = 429, {"Retry-After": "3600"}, b""
    world.add(FEED)
    seen = world.visit()
    assert (seen.last_result, seen.last_detail) == (VisitResult.ANSWERED, "HTTP 429")
    assert seen.next_visit_at >= MONDAY + timedelta(hours=1)
    world.add("/other.xml")
    with world.store.reading() as db:
        assert not visits.is_any_due(db, MONDAY + timedelta(minutes=59))
        assert visits.is_any_due(db, MONDAY + timedelta(minutes=60))


def test_what_robots_may_not_see_is_not_asked_for(world: World) -> None:
    world.site.routes["/robots.txt"] = ok(b"User-agent: Boussole\nDisallow: /feed")
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    assert world.visit().last_result == VisitResult.REFUSED_BY_ROBOTS
    assert world.site.asked == ["/robots.txt"]


def test_robots_txt_is_read_once_a_day(world: World) -> None:
    world.site.routes["/robots.txt"] = ok(b"User-agent: *\nCrawl-delay: 30")
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    for _ in range(2):
        world.visit()
    assert world.site.asked == ["/robots.txt", FEED, FEED]
    world.time.pass_by(hours=24)
    world.visit()
    assert world.site.asked[3:] == ["/robots.txt", FEED]


def test_a_host_rests_as_long_as_its_robots_txt_asks(world: World) -> None:
    world.site.routes |= {"/robots.txt": ok(b"User-agent: *\nCrawl-delay: 30"), FEED: ok(feed([])), "/2": ok(feed([]))}
    world.add(FEED)
    world.add("/2")
    assert world.visit_host() == MONDAY + timedelta(seconds=30)
    world.time.pass_by(seconds=29)
    world.visit_host()
    assert world.site.asked == ["/robots.txt", FEED]
    world.time.pass_by(seconds=1)
    world.visit_host()
    assert world.site.asked[2:] == ["/2"]


def test_a_redirect_does_not_lead_around_robots_txt(world: World) -> None:
    world.site.routes |= {"/robots.txt": ok(b"User-agent: *\nDisallow: /prive"), FEED: to("/prive/feed.xml")}
    world.add(FEED)
    assert world.visit().last_result == VisitResult.REFUSED_BY_ROBOTS
    assert world.site.asked == ["/robots.txt", FEED]


def test_a_site_whose_robots_txt_fails_is_left_alone_for_now(world: World) -> None:
    world.site.routes |= {"/robots.txt": (503, {}, b""), FEED: ok(feed([item(1)]))}
    world.add(FEED)
    assert world.visit().last_result == VisitResult.ROBOTS_UNAVAILABLE
    assert FEED not in world.site.asked
    del world.site.routes["/robots.txt"]
    assert world.visit().last_result == VisitResult.OK


def test_a_source_that_fails_ten_times_is_still_visited_and_comes_back(world: World) -> None:
    world.site.routes[FEED] = 500, {}, b""
    world.add(FEED)
    assert [world.visit().attempts for _ in range(10)] == list(range(1, 11))
    assert world.source().next_visit_at - world.time() == timedelta(days=1)
    world.site.routes[FEED] = ok(feed([item(1, world.time())]))
    seen = world.visit()
    assert (seen.attempts, seen.last_result, seen.last_success_at) == (0, VisitResult.OK, world.time())


def test_an_address_that_has_moved_for_good_is_proposed(world: World) -> None:
    world.site.routes |= {FEED: (301, {"Location": "/new.xml"}, b""), "/new.xml": ok(feed([item(1)]))}
    world.add(FEED)
    for _ in range(2):
        seen = world.visit()
        assert (seen.last_result, seen.last_detail, seen.attempts) == (
            VisitResult.MOVED,
            world.site.address("/new.xml"),
            0,
        )
    assert len(world.articles()) == 1


def test_an_address_off_the_public_internet_is_refused(world: World, watch_over: WatchOver) -> None:
    world.watch = watch_over()
    world.add(FEED)
    assert world.visit().last_result == VisitResult.REFUSED_ADDRESS
    assert world.site.requests == []


@pytest.mark.parametrize("address", ["ftp://example.org/feed", "http://[::1/", "http://exa mple.org/", "rien"])
def test_what_is_no_address_is_a_result_and_no_crash(world: World, address: str) -> None:
    world.add_address(address)
    visit_all(world.watch)
    assert world.source().last_result == VisitResult.BAD_ADDRESS


def test_a_feed_is_not_asked_again_while_it_says_that_it_is_fresh(world: World) -> None:
    many = [item(number, MONDAY - timedelta(minutes=number)) for number in range(200)]
    world.site.routes[FEED] = ok(feed(many, ttl=180), Cache_Control="max-age=60")
    world.add(FEED)
    assert world.visit().next_visit_at == MONDAY + timedelta(minutes=180)


# ------------------------------------------------------------------------------------------------------- a watched page


def test_a_watched_page_tells_a_story_each_time_its_words_change(world: World) -> None:
    world.add(PAGE, "page", "Montants")
    for text in (TEXT, TEXT, TEXT.replace("trente", "quarante"), TEXT.replace("trente", "quarante")):
        world.site.routes[PAGE] = html(page(text) + b"<!-- %d -->" % len(world.site.requests))
        world.visit()
        world.work()
    assert [story.title for story in world.stories()] == ["Sans rendez-vous au Forem"] * 2
    assert [article.text is not None for article in world.articles()] == [True, True]
    assert world.source().last_result == VisitResult.UNCHANGED


# ------------------------------------------------------------------------------------------------ killed, slow, at once


@pytest.mark.dialects
def test_what_a_killed_worker_held_is_done_after_its_lease(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    with world.store.writing() as db:
        assert visits.take_leases(db, world.time(), 1, 1)
    world.work()
    assert world.articles() == []
    world.time.pass_by(seconds=LEASE.total_seconds() + 1)
    world.work()
    assert [article.state for article in world.articles()] == ["read"]


@pytest.mark.dialects
def test_a_worker_whose_lease_ran_out_changes_nothing(world: World) -> None:

    def slow(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        """While this answer is on its way, the lease runs out and another worker makes the visit."""
        world.site.routes[FEED] = ok(feed([item(2)]))
        world.time.pass_by(seconds=LEASE.total_seconds() + 1)
        world.visit_host()
        return ok(feed([item(1)]))

    world.site.routes[FEED] = slow
    world.add(FEED)
    world.visit_host()
    assert [article.identity for article in world.articles()] == ["n2"]


def test_a_reader_whose_lease_ran_out_tells_nothing(world: World) -> None:

    def slow(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        world.site.routes[PAGE] = html(page())
        world.time.pass_by(seconds=LEASE.total_seconds() + 1)
        world.visit_host()
        return html(page(title="Trop tard"))

    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE))])), PAGE: slow}
    world.add(FEED)
    world.work()
    assert [article.attempts for article in world.articles()] == [2]
    assert len(world.stories()) == 1


def test_an_article_that_kills_its_workers_is_given_up(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1, link=world.site.address(PAGE))]))
    world.add(FEED)
    world.visit()
    for _ in range(MOST_ATTEMPTS):
        world.time.pass_by(seconds=LEASE.total_seconds() + 1)
        with world.store.writing() as db:
            assert visits.take_leases(db, world.time(), 1, 1)
    world.time.pass_by(seconds=LEASE.total_seconds() + 1)
    world.work()
    assert [(article.state, article.result) for article in world.articles()] == [("failed", VisitResult.GAVE_UP)]
