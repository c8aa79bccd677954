"""What visits bring of pages, sitemaps and whole newsrooms, at a real local server."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.news.sources import page_changes
from models.news.sources.shared_sources import Description, add_source, brought
from models.tables.sources import Source, SourceChange, SourceRight, VisitResult
from tests.builders import MONDAY
from tests.watchers.server import ok
from tests.watchers.world import FEED, PAGE, TEXT, World, feed, html, item, page

SITEMAP = "/sitemap.xml"


def add(world: World, path: str, kind: str, **about: object) -> None:
    with world.store.writing() as db:
        described = Description(**about)  # type: ignore[arg-type]
        add_source(db, "Forem", world.site.address(path), kind, world.time(), described)


def changed(world: World) -> list[tuple[str, str]]:
    with world.store.reading() as db:
        return [(one.before, one.now) for one in db.scalars(select(SourceChange).order_by(SourceChange.id))]


# --------------------------------------------------------------------------------------------------------------- a page


def part(text: str) -> bytes:
    return f"<html lang='fr'><title>Réforme</title><main><p>{text}</p></main><p>12 vues</p></html>".encode()


def test_a_part_of_a_page_that_changes_is_news_with_a_readable_difference(world: World) -> None:
    world.site.routes[PAGE] = html(part("Dix jours."))
    add(world, PAGE, "page", selector="main p")
    assert world.visit().last_text == "Dix jours."
    assert changed(world) == []
    world.site.routes[PAGE] = html(part("Vingt jours."))
    assert world.visit().last_result == VisitResult.OK
    assert changed(world) == [("Dix jours.", "Vingt jours.")]
    assert [article.text for article in world.articles()] == ["Dix jours.", "Vingt jours."]
    with world.store.reading() as db:
        lines = page_changes.lines(db.scalars(select(SourceChange)).one())
    assert [str(line.mark) for line in lines] == ["removed", "added"]


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (b"<html><title>x</title><main></main></html>", VisitResult.SELECTOR_LOST),
        (b"<html><title>Just a moment</title><p>Are you a robot?</p></html>", VisitResult.WALL),
        (b"<html></html>", VisitResult.SELECTOR_LOST),
        (b"<html><main><p></p></main></html>", VisitResult.SELECTOR_LOST),
    ],
)
def test_a_part_that_is_gone_is_no_change(world: World, body: bytes, result: VisitResult) -> None:
    world.site.routes[PAGE] = html(part("Dix jours."))
    add(world, PAGE, "page", selector="main p")
    world.visit()
    world.site.routes[PAGE] = html(body)
    assert world.visit().last_result == result
    assert (len(world.articles()), changed(world), world.source().last_text) == (1, [], "Dix jours.")
    world.site.routes[PAGE] = html(part("Dix jours."))
    assert world.visit().last_result == VisitResult.UNCHANGED
    assert (len(world.articles()), changed(world)) == (1, [])


def test_what_passes_by_on_a_page_is_no_change(world: World) -> None:
    world.site.routes[PAGE] = html(page(f"{TEXT}\nMis à jour le 3 mars 2026. 1 204 vues."))
    add(world, PAGE, "page")
    world.visit()
    world.site.routes[PAGE] = html(page(f"{TEXT}\nMis à jour le 4 mars 2026 à 10h30. 1 310 vues."))
    assert world.visit().last_result == VisitResult.UNCHANGED
    assert (len(world.articles()), changed(world)) == (1, [])
    world.site.routes[PAGE] = html(page(f"{TEXT.replace('trente', 'vingt')}\nMis à jour le 4 mars 2026. 1 310 vues."))
    assert world.visit().last_result == VisitResult.OK
    assert len(changed(world)) == 1


def test_the_news_of_a_page_is_what_was_not_there_before(world: World) -> None:
    world.site.routes[PAGE] = html(page())
    add(world, PAGE, "page")
    world.visit()
    new = (
        "Dès mars, "
        + "une personne peut demander un second entretien dans le même mois sans devoir motiver sa demande. " * 2
    )
    world.site.routes[PAGE] = html(page(f"{TEXT}\n{new.strip()}"))
    world.visit()
    assert world.articles()[-1].text == new.strip()


def test_a_page_that_asks_to_log_in_is_a_wall_and_no_change(world: World) -> None:
    world.site.routes[PAGE] = html(page())
    add(world, PAGE, "page")
    world.visit()
    login = "Connectez-vous avec votre compte pour lire la suite de cette page, qui est réservée aux membres inscrits. "
    world.site.routes[PAGE] = html(page(login * 2, "Connexion"))
    assert world.visit().last_result == VisitResult.WALL
    assert len(world.articles()) == 1


def test_only_ten_changes_are_kept_and_for_a_month(world: World) -> None:
    world.site.routes[PAGE] = html(part("Jour 0."))
    add(world, PAGE, "page", selector="main p")
    for number in range(13):
        world.site.routes[PAGE] = html(part(f"Jour {number}."))
        world.visit()
    assert [now for _, now in changed(world)] == [f"Jour {number}." for number in range(3, 13)]
    with world.store.writing() as db:
        page_changes.forget_old(db, world.time() + timedelta(days=31))
    assert (changed(world), world.source().last_text) == ([], None)


# ------------------------------------------------------------------------------------------------------------ a sitemap


OTHER_TEXT = (
    "La VDAB ferme ses guichets de Hal pour travaux jusqu'au mois de mars et reçoit les visiteurs à Vilvorde. "
    "Une navette gratuite part toutes les heures de la gare, et les rendez-vous déjà pris restent valables partout."
)


def place(world: World, path: str, days_ago: int | None = 1) -> str:
    dated = f"<lastmod>{(MONDAY - timedelta(days=days_ago)).isoformat()}</lastmod>" if days_ago is not None else ""
    return f"<loc>{world.site.address(path)}</loc>{dated}"


def plan(*places: str, index: bool = False) -> tuple[int, dict[str, str], bytes]:
    each, all_ = ("sitemap", "sitemapindex") if index else ("url", "urlset")
    return ok(f"<{all_}>{''.join(f'<{each}>{one}</{each}>' for one in places)}</{all_}>".encode())


def test_new_pages_of_a_sitemap_become_articles_titled_by_their_pages(world: World) -> None:
    world.site.routes |= {
        SITEMAP: plan(place(world, "/neuf"), place(world, "/vieux", 200), place(world, "/sans-date", None)),
        "/neuf": html(page(title="Une page neuve")),
    }
    add(world, SITEMAP, "sitemap")
    world.work()
    assert {article.address.rpartition("/")[2]: article.state for article in world.articles()} == {
        "neuf": "read",
        "vieux": "skipped",
        "sans-date": "skipped",
    }
    assert [story.title for story in world.stories()] == ["Une page neuve"]
    world.time.pass_by(days=1)
    world.site.routes[SITEMAP] = plan(place(world, "/neuf"), place(world, "/apres", None))
    world.site.routes["/apres"] = html(page(OTHER_TEXT, title="Venue ensuite, sans date"))
    world.work()
    assert [story.title for story in world.stories()] == ["Une page neuve", "Venue ensuite, sans date"]


def test_the_parts_of_an_index_are_visited_one_by_one_with_the_pause_of_the_host(world: World) -> None:
    world.site.routes |= {
        SITEMAP: plan(place(world, "/a.xml"), place(world, "/b.xml", 3), index=True),
        "/a.xml": plan(place(world, "/neuf")),
        "/neuf": html(page()),
    }
    add(world, SITEMAP, "sitemap")
    at = []
    while len(at) < 3:
        world.visit_host()
        at.append((world.time(), world.site.asked[-1]))
        assert world.site.asked[-1] == world.site.asked[len(at)]
        world.visit_host()
        world.time.pass_by(seconds=2)
    assert [path for _, path in at] == [SITEMAP, "/a.xml", "/b.xml"]
    assert world.source().ahead == []
    world.work()
    assert len(world.stories()) == 1


# ----------------------------------------------------------------------------------------------------- a whole newsroom


def test_what_is_too_old_or_touches_something_else_is_kept_aside_and_counted(world: World) -> None:
    titles = ("Actiris engage", "Deux buts à Bruges", "Le chômage baisse")
    days = (1, 1, 9)
    items = [
        item(n, MONDAY - timedelta(days=day), title=title)
        for n, (day, title) in enumerate(zip(days, titles, strict=True))
    ]
    world.site.routes[FEED] = ok(feed(items))
    add(world, FEED, "feed", age_limit=7, about_the_job=True)
    world.work()
    found = {article.title: (article.state, article.result) for article in world.articles()}
    assert found == {
        "Actiris engage": ("read", VisitResult.NO_ADDRESS),
        "Deux buts à Bruges": ("skipped", VisitResult.OFF_TOPIC),
        "Le chômage baisse": ("skipped", VisitResult.TOO_OLD),
    }
    with world.store.reading() as db:
        source = db.scalars(select(Source)).one()
        assert brought(db, source.id) == (1, 0, 1, 1, 0)
    world.visit()
    assert len(world.articles()) == 3


# --------------------------------------------------------------------------------------------------- refusals of mining


@pytest.mark.parametrize("where", ["header", "meta", "file"])
def test_of_a_page_that_refuses_text_mining_only_title_and_link_are_taken(world: World, where: str) -> None:
    link, lead = world.site.address("/1"), "Une annonce longue de la mesure. " * 8
    meta = '<meta name="tdm-reservation" content="1">' if where == "meta" else ""
    status, headers, body = html(page(head=meta))
    world.site.routes |= {
        FEED: ok(feed([item(1, link=link, lead=lead)])),
        "/1": (status, {**headers, **({"tdm-reservation": "1"} if where == "header" else {})}, body),
    }
    if where == "file":
        world.site.routes["/.well-known/tdmrep.json"] = ok(b'[{"location": "/", "tdm-reservation": 1}]')
    add(world, FEED, "feed", right_to_show=SourceRight.TEXT)
    world.work()
    (article,) = world.articles()
    assert (article.state, article.result, article.text) == ("read", VisitResult.MINING_REFUSED, None)
    assert world.stories()[0].summary_places == []
    assert world.site.asked.count("/.well-known/tdmrep.json") == 1


def test_of_a_watched_page_that_refuses_it_no_text_is_kept(world: World) -> None:
    status, headers, body = html(page())
    world.site.routes[PAGE] = (status, {**headers, "tdm-reservation": "1"}, body)
    add(world, PAGE, "page")
    world.work()
    assert [(one.result, one.text) for one in world.articles()] == [(VisitResult.MINING_REFUSED, None)]
    assert world.source().last_text is None
