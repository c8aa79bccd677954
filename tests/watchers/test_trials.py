"""Trials, at a real local server: what could be watched there, the rules of the site, one address after the other."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from models.ground.store import Store
from models.news.sources import trials, visits
from models.news.sources.trials import MOST_TIMES, TrialFindings
from models.news.sources.visits import host_of
from models.tables.people import Account
from models.tables.sources import Trial, VisitResult
from tests.builders import MONDAY
from tests.watchers.conftest import Time, WatchOver
from tests.watchers.server import Site, ok, serve
from tests.watchers.world import feed, html, item, page
from watchers.outside import Watch
from watchers.trials import COMMON_PLACES
from watchers.visit import visit_all


class Looker:
    """Somebody who asks, and the worker that looks, with the pauses that the host wants."""

    def __init__(self, site: Site, watch: Watch, store: Store, time: Time, learner_key: UUID) -> None:
        self.site, self.watch, self.store, self.time, self.learner_key = site, watch, store, time, learner_key

    def ask(self, path: str = "/", selector: str | None = None) -> int:
        with self.store.writing() as db:
            return trials.ask(db, self.learner_key, self.site.address(path), self.time(), selector).id

    def trial(self, trial_id: int) -> Trial:
        with self.store.reading() as db:
            return db.get_one(Trial, trial_id)

    def look(self, path: str = "/", selector: str | None = None) -> TrialFindings:
        """All that there is to find; the hosts rest between two looks."""
        trial_id = self.ask(path, selector)
        for _ in range(20):
            if self.trial(trial_id).due_at is None:
                return trials.read(self.trial(trial_id))
            self.time.pass_by(seconds=3)
            visit_all(self.watch)
        raise AssertionError("it looks without end")


@pytest.fixture
def looker(store: Store, time: Time, watch_over: WatchOver, learner_key: UUID) -> Iterator[Looker]:
    with serve({}) as site:
        yield Looker(site, watch_over(site), store, time, learner_key)


ENTRIES = feed([item(1), item(2)])


def test_a_site_is_looked_at_until_its_feed_is_found_where_it_says(looker: Looker) -> None:
    looker.site.routes |= {
        "/": html(page(head='<link rel="alternate" type="application/rss+xml" href="/flux">')),
        "/flux": ok(ENTRIES),
        "/robots.txt": ok(b"User-agent: *\nCrawl-delay: 3"),
    }
    found = looker.look()
    assert [(way.kind, way.address, way.number) for way in found.proposals] == [
        ("page", looker.site.address("/"), 0),
        ("feed", looker.site.address("/flux"), 2),
    ]
    assert "Le Forem reçoit" in found.proposals[0].text
    assert (found.robots, found.delay, found.reserved, found.refusals) == ("allowed", 3.0, None, ())
    assert looker.site.asked.count("/robots.txt") == 1


def test_a_feed_that_is_not_announced_is_found_where_sites_keep_it_and_no_guess_is_told(looker: Looker) -> None:
    looker.site.routes |= {"/actus": html(page()), COMMON_PLACES[1]: ok(ENTRIES), COMMON_PLACES[2]: ok(ENTRIES)}
    found = looker.look("/actus")
    assert [way.address for way in found.proposals if way.kind == "feed"] == [looker.site.address(COMMON_PLACES[1])]
    assert found.refusals == ()
    assert COMMON_PLACES[2] not in looker.site.asked


def test_without_a_feed_the_sitemap_is_proposed_where_robots_txt_says(looker: Looker) -> None:
    place = f"<url><loc>{looker.site.address('/neuf')}</loc><lastmod>2026-11-20</lastmod></url>"
    looker.site.routes |= {
        "/": html(page()),
        "/robots.txt": ok(f"Sitemap: {looker.site.address('/plan.xml')}".encode()),
        "/plan.xml": ok(f"<urlset>{place}</urlset>".encode()),
    }
    (_, plan) = looker.look().proposals
    assert (plan.kind, plan.address, plan.number) == ("sitemap", looker.site.address("/plan.xml"), 1)
    assert plan.entries[0].address == looker.site.address("/neuf")


def test_a_feed_given_as_such_is_proposed_and_the_terms_are_looked_for_at_home(looker: Looker) -> None:
    home = b"<title>x</title><a href='/conditions'>Conditions d'utilisation</a>"
    looker.site.routes |= {"/rss": ok(ENTRIES, tdm_reservation="1"), "/": html(home)}
    found = looker.look("/rss")
    assert [way.kind for way in found.proposals] == ["feed"]
    assert (found.terms, found.reserved) == (looker.site.address("/conditions"), "header")


def test_the_part_of_a_page_is_shown_before_it_is_followed(looker: Looker) -> None:
    looker.site.routes["/p"] = html(b"<main><p class='d'>Mise \xc3\xa0 jour : 3 mars</p><p>Autre chose</p></main>")
    assert looker.look("/p", ".d").proposals[0].text == "Mise à jour : 3 mars"
    assert looker.look("/p", ".x").refusals[0].result == VisitResult.SELECTOR_LOST
    assert looker.look("/p", "p[").refusals[0].result == VisitResult.BAD_SELECTOR


def test_what_the_site_refuses_is_not_looked_at_and_told(looker: Looker) -> None:
    looker.site.routes |= {"/robots.txt": ok(b"User-agent: *\nDisallow: /"), "/rss": ok(ENTRIES)}
    found = looker.look("/rss")
    assert (found.robots, found.proposals) == ("refused", ())
    assert {one.result for one in found.refusals} == {VisitResult.REFUSED_BY_ROBOTS}
    assert "/rss" not in looker.site.asked


def test_a_captcha_is_told_and_never_taken_for_a_page(looker: Looker) -> None:
    wall = page("Merci de résoudre ce captcha pour prouver que vous êtes bien un être humain. " * 3, "Un instant")
    looker.site.routes["/"] = html(wall)
    found = looker.look()
    assert (found.proposals, found.refusals[0].result) == ((), VisitResult.WALL)


def test_an_address_inside_is_refused_and_nothing_is_sent(looker: Looker, watch_over: WatchOver) -> None:
    looker.watch = watch_over()
    administrates(looker)
    found = looker.look("/rss")
    assert {(one.result, one.detail) for one in found.refusals} == {(VisitResult.REFUSED_ADDRESS, None)}
    assert looker.site.requests == []


def test_whoever_tries_for_herself_reaches_no_private_address_and_learns_nothing_of_it(
    looker: Looker, watch_over: WatchOver
) -> None:
    looker.site.routes |= {"/rss": ok(ENTRIES)}
    looker.watch = replace(looker.watch, personal=watch_over().outside)
    found = looker.look("/rss")
    assert [(one.result, one.detail) for one in found.refusals] == [(VisitResult.UNREACHABLE, None)]
    assert (found.proposals, looker.site.requests) == ((), [])


def test_an_administrator_tries_what_the_operator_has_named(looker: Looker, watch_over: WatchOver) -> None:
    looker.site.routes |= {"/rss": ok(ENTRIES)}
    looker.watch = replace(looker.watch, personal=watch_over().outside)
    administrates(looker)
    assert [way.kind for way in looker.look("/rss").proposals] == ["feed"]


def administrates(looker: Looker) -> None:
    with looker.store.writing() as db:
        who = {"learner_key": looker.learner_key, "email": "a@example.org", "name": "", "language": "fr"}
        db.add(Account(**who, administrator=True, created_at=MONDAY))


def test_an_address_that_ends_every_worker_is_passed_over(looker: Looker) -> None:
    looker.site.routes["/"] = html(page())
    trial_id = looker.ask()
    with looker.store.writing() as db:
        db.get_one(Trial, trial_id).attempts = MOST_TIMES
    visit_all(looker.watch)
    assert trials.read(looker.trial(trial_id)).refusals[0].result == VisitResult.GAVE_UP
    assert looker.trial(trial_id).due_at is None


@pytest.mark.dialects
def test_a_worker_that_was_killed_leaves_its_look_to_the_next_after_the_lease(looker: Looker) -> None:
    looker.site.routes["/"] = html(page())
    host = host_of(looker.site.address())
    trial_id = looker.ask()
    with looker.store.writing() as db:
        assert trials.take(db, host, looker.time())
    with looker.store.writing() as db:
        assert trials.take(db, host, looker.time()) is None
        assert not visits.is_any_due(db, looker.time())
    looker.time.pass_by(minutes=6)
    visit_all(looker.watch)
    assert trials.read(looker.trial(trial_id)).proposals


def test_what_was_asked_just_now_is_not_looked_at_twice_and_is_forgotten_in_a_week(looker: Looker) -> None:
    first = looker.ask()
    assert looker.ask() == first
    looker.time.pass_by(days=8)
    with looker.store.writing() as db:
        trials.forget_old(db, looker.time())
        assert db.scalars(select(Trial)).all() == []
