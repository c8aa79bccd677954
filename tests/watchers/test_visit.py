"""Visits of a real local server, kept in real databases."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from content.pack import PACKS, read_pack
from models import authoring, news, publishing, sources, stories, visits
from models.jobs import LEASE
from models.language.encoder import Encoder
from models.results import Result
from models.store import Store
from models.tables import Article, Document, Host, Source, Story, StorySkill
from models.visits import MOST_ATTEMPTS, host_of
from tests.builders import MONDAY
from tests.watchers.conftest import Time, WatchOver
from tests.watchers.server import Answer, Handler, Site, drip_body, ok, serve, to
from watchers.pace import SHORTEST_PAUSE
from watchers.reading import PATIENCE
from watchers.visit import AHEAD, MOST_AT_FIRST, visit_all, visit_host
from watchers.watch import Watch

FEED, PAGE = "/feed.xml", "/page.html"
TEXT = (
    "Le Forem reçoit dès lundi toute personne qui le demande, sans rendez-vous, dans ses maisons de l'emploi. "
    "Les conseillers disposent de trente minutes pour un premier entretien avec chaque personne qui se présente. "
    "La mesure est évaluée après six mois par un comité qui réunit les syndicats, les employeurs et le ministre."
)
LONG_LEAD = " ".join(["Les conseillers reçoivent désormais sans rendez-vous."] * 5)


def item(number: int, at: datetime | None = MONDAY, link: str | None = None, lead: str = "", title: str = "") -> str:
    dated = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    place = f"<link>{link}</link>" if link else ""
    name = title or f"Nouvelle mesure numéro {number}"
    guid = f'<guid isPermaLink="false">n{number}</guid>'
    return f"<item>{guid}<title>{name}</title>{place}<description>{lead}</description>{dated}</item>"


def feed(items: Iterable[str], ttl: int | None = None) -> bytes:
    asked = f"<ttl>{ttl}</ttl>" if ttl else ""
    text = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Emploi</title>{asked}{"".join(items)}</channel></rss>'
    )
    return text.encode()


def page(text: str = TEXT, title: str = "Sans rendez-vous au Forem", head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    body = f"<article><h1>{title}</h1>{paragraphs}</article>"
    return (
        f'<!doctype html><html lang="fr"><head><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()
    )


def html(body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body


@dataclass
class World:
    """A site, a watch over it, its store and its time."""

    site: Site
    watch: Watch
    store: Store
    time: Time

    @property
    def host(self) -> str:
        return host_of(self.site.address())

    def add(self, path: str, kind: str = "feed", name: str = "Forem") -> None:
        self.add_address(self.site.address(path), kind, name)

    def add_address(self, address: str, kind: str = "feed", name: str = "Forem") -> None:
        with self.store.writing() as db:
            sources.add_source(db, name, address, kind, MONDAY)

    def source(self) -> Source:
        with self.store.reading() as db:
            return db.scalars(select(Source).order_by(Source.id)).all()[0]

    def articles(self) -> Sequence[Article]:
        with self.store.reading() as db:
            return db.scalars(select(Article).order_by(Article.id)).all()

    def stories(self) -> Sequence[Story]:
        with self.store.reading() as db:
            return db.scalars(select(Story).order_by(Story.id)).all()

    def due_hosts(self, at: datetime) -> Sequence[str]:
        with self.store.reading() as db:
            return visits.due_hosts(db, at)

    def visit_host(self) -> datetime | None:
        """One visit; when to come back for what waits until the host has had its pause."""
        visit_host(self.watch, self.host)
        with self.store.reading() as db:
            return visits.next_turn_at(db, self.time())

    def visit(self) -> Source:
        """One visit of the first source, when it is next due."""
        self.time.now = max(self.time.now, self.source().next_visit_at)
        self.visit_host()
        return self.source()

    def work(self) -> None:
        """Every visit that is due, with the pauses that the host wants."""
        for _ in range(200):
            self.time.pass_by(seconds=2)
            if not self.due_hosts(self.time()):
                return
            self.visit_host()
        raise AssertionError("there is no end to what is due")


@pytest.fixture
def world(store: Store, time: Time, watch_over: WatchOver) -> Iterator[World]:
    with serve({}) as site:
        yield World(site, watch_over(site), store, time)


# ------------------------------------------------------------------------------------------------ all that is due


def test_hosts_are_visited_beside_each_other_and_what_has_to_wait_is_told(
    store: Store, time: Time, watch_over: WatchOver
) -> None:
    with serve({FEED: ok(feed([item(1)]))}) as one, serve({FEED: ok(feed([]))}) as other:
        watch = watch_over(one, other)
        with store.writing() as db:
            for site in (one, other):
                sources.add_source(db, "Forem", site.address(FEED), "feed", MONDAY)
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


# -------------------------------------------------------------------------------------------------------- a source


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
    assert world.visit().last_result == Result.OK
    assert [article.identity for article in world.articles()] == ["n1", "n89"]


def test_a_server_is_asked_only_for_what_is_new(world: World) -> None:
    def answer(handler: Handler) -> tuple[int, dict[str, str], bytes]:
        known = handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"] == "some day"
        return (304, {}, b"") if known else ok(feed([item(1)]), ETag='"v1"', Last_Modified="some day")

    world.site.routes[FEED] = answer
    world.add(FEED)
    assert world.visit().last_result == Result.OK
    assert world.visit().last_result == Result.UNCHANGED
    assert world.visit().last_result == Result.UNCHANGED
    assert len(world.articles()) == 1


def test_a_server_without_validators_that_says_the_same_is_unchanged(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    assert [world.visit().last_result for _ in range(2)] == [Result.OK, Result.UNCHANGED]
    world.site.routes[FEED] = ok(feed([item(1)]) + b"<!-- another hour -->")
    assert world.visit().last_result == Result.UNCHANGED


def test_a_feed_that_is_a_page_says_which_feeds_it_announces(world: World) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    world.site.routes[FEED] = html(page(head=link))
    world.add(FEED)
    seen = world.visit()
    assert (seen.last_result, seen.last_detail) == (Result.IS_A_PAGE, world.site.address("/rss"))
    assert seen.attempts == 1


def test_what_is_neither_feed_nor_page_is_named_so(world: World) -> None:
    world.site.routes[FEED] = ok(b"\x00\xff not a feed")
    world.add(FEED)
    assert world.visit().last_result == Result.NOT_A_FEED


def test_an_empty_feed_is_told_even_when_it_stays_the_same(world: World) -> None:
    world.site.routes[FEED] = ok(feed([]))
    world.add(FEED)
    assert [world.visit().last_result for _ in range(2)] == [Result.EMPTY] * 2


def test_a_body_without_end_is_too_slow(world: World, watch_over: WatchOver) -> None:
    world.watch = watch_over(world.site, seconds=0.3)
    world.site.routes[FEED] = drip_body
    world.add(FEED)
    assert world.visit().last_result == Result.TOO_SLOW


def test_a_server_that_wants_an_hour_of_rest_has_it(world: World) -> None:
    world.site.routes[FEED] = 429, {"Retry-After": "3600"}, b""
    world.add(FEED)
    seen = world.visit()
    assert (seen.last_result, seen.last_detail) == (Result.ANSWERED, "HTTP 429")
    assert seen.next_visit_at >= MONDAY + timedelta(hours=1)
    world.add("/other.xml")
    with world.store.reading() as db:
        assert visits.due_hosts(db, MONDAY + timedelta(minutes=59)) == []
        assert visits.due_hosts(db, MONDAY + timedelta(minutes=60)) == [world.host]


def test_what_robots_may_not_see_is_not_asked_for(world: World) -> None:
    world.site.routes["/robots.txt"] = ok(b"User-agent: Boussole\nDisallow: /feed")
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    assert world.visit().last_result == Result.REFUSED_BY_ROBOTS
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
    assert world.visit().last_result == Result.REFUSED_BY_ROBOTS
    assert world.site.asked == ["/robots.txt", FEED]


def test_a_site_whose_robots_txt_fails_is_left_alone_for_now(world: World) -> None:
    world.site.routes |= {"/robots.txt": (503, {}, b""), FEED: ok(feed([item(1)]))}
    world.add(FEED)
    assert world.visit().last_result == Result.ROBOTS_UNAVAILABLE
    assert FEED not in world.site.asked
    del world.site.routes["/robots.txt"]
    assert world.visit().last_result == Result.OK


def test_a_source_that_fails_ten_times_is_still_visited_and_comes_back(world: World) -> None:
    world.site.routes[FEED] = 500, {}, b""
    world.add(FEED)
    assert [world.visit().attempts for _ in range(10)] == list(range(1, 11))
    assert world.source().next_visit_at - world.time() == timedelta(days=1)
    world.site.routes[FEED] = ok(feed([item(1, world.time())]))
    seen = world.visit()
    assert (seen.attempts, seen.last_result, seen.last_success_at) == (0, Result.OK, world.time())


def test_an_address_that_has_moved_for_good_is_proposed(world: World) -> None:
    world.site.routes |= {FEED: (301, {"Location": "/new.xml"}, b""), "/new.xml": ok(feed([item(1)]))}
    world.add(FEED)
    for _ in range(2):
        seen = world.visit()
        assert (seen.last_result, seen.last_detail, seen.attempts) == (Result.MOVED, world.site.address("/new.xml"), 0)
    assert len(world.articles()) == 1


def test_an_address_off_the_public_internet_is_refused(world: World, watch_over: WatchOver) -> None:
    world.watch = watch_over()
    world.add(FEED)
    assert world.visit().last_result == Result.REFUSED_ADDRESS
    assert world.site.requests == []


@pytest.mark.parametrize("address", ["ftp://example.org/feed", "http://[::1/", "http://exa mple.org/", "rien"])
def test_what_is_no_address_is_a_result_and_no_crash(world: World, address: str) -> None:
    world.add_address(address)
    visit_host(world.watch, host_of(address))
    assert world.source().last_result == Result.BAD_ADDRESS


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
    assert world.source().last_result == Result.UNCHANGED


def test_a_page_that_asks_to_sign_in_is_a_failure_and_no_change(world: World) -> None:
    world.add(PAGE, "page")
    for body in (page(), b"<html><body><form>Mot de passe <input></form></body></html>", page()):
        world.site.routes[PAGE] = html(body)
        world.visit()
    assert len(world.articles()) == 1
    assert world.source().last_result == Result.UNCHANGED


# ------------------------------------------------------------------------------------------------------ an article


def test_an_entry_becomes_a_story_with_the_text_of_its_page(world: World) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE))])), PAGE: html(page())}
    world.add(FEED)
    world.work()
    (article,), (story,) = world.articles(), world.stories()
    assert (article.state, article.result, article.story_id, article.language) == ("read", "ok", story.id, "fr")
    assert article.text and TEXT.split(".")[0] in article.text
    assert (story.title, story.happened_at) == ("Nouvelle mesure numéro 1", MONDAY)


@pytest.mark.parametrize(("lead", "kept"), [(LONG_LEAD, LONG_LEAD), ("Trop court.", None)])
@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ((404, {}, b""), Result.ANSWERED),
        (html(b"<html><body>Connectez-vous</body></html>"), Result.NOTHING_TO_READ),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), Result.NOTHING_TO_READ),
    ],
)
def test_where_the_page_cannot_be_read_the_words_of_the_feed_do_if_there_are_enough(
    world: World, answer: tuple[int, dict[str, str], bytes], result: Result, lead: str, kept: str | None
) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE), lead=lead)])), PAGE: answer}
    world.add(FEED)
    world.work()
    (article,) = world.articles()
    assert (article.state, article.result, article.text) == ("read", result, kept)
    assert len(world.stories()) == 1


def test_an_entry_that_leads_nowhere_is_told_by_the_feed_alone(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1, lead=LONG_LEAD), item(2)]))
    world.add(FEED)
    world.work()
    assert [(article.result, article.text) for article in world.articles()] == [
        ("no_address", LONG_LEAD),
        ("no_address", None),
    ]
    assert len(world.stories()) == 2
    assert world.site.asked.count(FEED) == 1


def test_a_server_in_trouble_is_asked_again_before_the_feed_must_do(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1, link=world.site.address(PAGE))]))
    world.site.routes[PAGE] = 503, {"Retry-After": "60"}, b""
    world.add(FEED)
    for _ in range(PATIENCE):
        world.work()
        world.time.pass_by(hours=1)
    assert world.site.asked.count(PAGE) == PATIENCE
    assert [(article.state, article.result) for article in world.articles()] == [("read", Result.ANSWERED)]


def test_one_news_of_two_sources_is_one_story(world: World) -> None:
    tracked, plain = world.site.address(PAGE) + "?utm_source=rss", world.site.address(PAGE)
    world.site.routes |= {FEED: ok(feed([item(1, link=tracked)])), "/2": ok(feed([item(9, link=plain)]))}
    world.site.routes |= {PAGE: html(page()), PAGE + "?utm_source=rss": html(page())}
    world.add(FEED)
    world.add("/2", name="Actiris")
    world.work()
    assert len(world.articles()) == 2
    assert len(world.stories()) == 1


def test_a_title_told_again_within_five_days_is_the_same_news_and_later_another(world: World) -> None:
    title = "La prime à l'emploi augmente"
    world.site.routes[FEED] = ok(feed([
        item(1, MONDAY, lead=LONG_LEAD, title=title),
        item(2, MONDAY - timedelta(days=4), title=f"{title.upper()} !"),
        item(3, MONDAY - timedelta(days=20), title=title),
    ]))  # fmt: skip
    world.add(FEED)
    world.work()
    assert [article.story_id for article in world.articles()] == [1, 1, 2]


def test_an_entry_that_its_source_corrects_is_read_again_and_its_readers_are_told(
    world: World, learner_key: UUID
) -> None:
    link = world.site.address(PAGE)
    world.site.routes |= {FEED: ok(feed([item(1, link=link, title="Accueil au Forem")])), PAGE: html(page())}
    world.add(FEED)
    world.work()
    (story,) = world.stories()
    with world.store.writing() as db:
        news.mark_read(db, learner_key, story.id, world.time())
    world.time.pass_by(hours=4)
    corrected = TEXT.replace("trente minutes", "vingt minutes").replace("après six mois", "après huit mois")
    world.site.routes[FEED] = ok(feed([item(1, link=link, title="Accueil au Forem : rectificatif")]))
    world.site.routes[PAGE] = html(page(corrected))
    world.visit()
    world.work()
    with world.store.reading() as db:
        (told,) = stories.corrections_to_tell(db, learner_key, world.time())
    assert (told.title, len(told.pairs)) == ("Accueil au Forem : rectificatif", 2)
    assert [one.id for one in world.stories()] == [story.id]
    (article,) = world.articles()
    assert (article.state, "vingt minutes" in (article.text or "")) == ("read", True)


def test_a_story_is_summed_up_in_its_own_words_and_tied_to_the_skills_that_its_title_names(
    world: World, watch_over: WatchOver, encoder_folder: Path
) -> None:
    world.watch = watch_over(world.site, encoder=encoder_folder)
    with world.store.writing() as db:
        document = db.get_one(Document, authoring.SKILLS)
        skills = read_pack(PACKS / "conseil-emploi").skills
        publishing.publish(db, document, skills, authoring.Change.MEANING, MONDAY, None)
    title = "RGPD : ce qu'un conseiller peut noter dans un dossier"
    world.site.routes[FEED] = ok(feed([item(1, link=world.site.address(PAGE), title=title)]))
    world.site.routes[PAGE] = html(page(title=title))
    world.add(FEED)
    world.work()
    (article,), (story,) = world.articles(), world.stories()
    assert article.text and story.summarised_id == article.id
    assert all(article.text[start:end] in TEXT for start, end in story.summary_places)
    with world.store.reading() as db:
        assert db.scalars(select(StorySkill.skill)).first() == "frame.privacy"
    assert len(story.vector) == 384
    assert story.encoder == Encoder(encoder_folder).version


# ---------------------------------------------------------------------------------------------- killed, slow, at once


def test_what_a_killed_worker_held_is_done_after_its_lease(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1)]))
    world.add(FEED)
    with world.store.writing() as db:
        assert visits.take_errand(db, world.host, world.time())
    world.work()
    assert world.articles() == []
    world.time.pass_by(seconds=LEASE.total_seconds() + 1)
    world.work()
    assert [article.state for article in world.articles()] == ["read"]


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
            assert visits.take_errand(db, world.host, world.time())
    world.time.pass_by(seconds=LEASE.total_seconds() + 1)
    world.work()
    assert [(article.state, article.result) for article in world.articles()] == [("failed", Result.GAVE_UP)]
