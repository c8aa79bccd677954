"""What the tests of visits share: the words of feeds and pages, and a site with a watch over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.ground.store import Store
from models.news.sources import shared_sources, visits
from models.news.sources.visits import host_of
from models.tables.sources import Source
from models.tables.stories import Article, Story
from tests.builders import MONDAY
from tests.watchers.server import Site
from watchers.outside import Watch
from watchers.visit import visit_all

if TYPE_CHECKING:
    from tests.watchers.conftest import Time

FEED, PAGE = "/feed.xml", "/page.html"
TEXT = (
    "Le Forem reçoit dès lundi toute personne qui le demande, sans rendez-vous, dans ses maisons de l'emploi. "
    "Les conseillers disposent de trente minutes pour un premier entretien avec chaque personne qui se présente. "
    "La mesure est évaluée après six mois par un comité qui réunit les syndicats, les employeurs et le ministre."
)
LONG_LEAD = " ".join(["Les conseillers reçoivent désormais sans rendez-vous."] * 5)


def item(
    number: int | str, at: datetime | None = MONDAY, link: str | None = None, lead: str = "", title: str = ""
) -> str:
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
    time: "Time"

    @property
    def host(self) -> str:
        return host_of(self.site.address())

    def add(self, path: str, kind: str = "feed", name: str = "Forem") -> None:
        self.add_address(self.site.address(path), kind, name)

    def add_address(self, address: str, kind: str = "feed", name: str = "Forem") -> None:
        with self.store.writing() as db:
            shared_sources.add_source(db, name, address, kind, MONDAY)

    def source(self) -> Source:
        with self.store.reading() as db:
            return db.scalars(select(Source).order_by(Source.id)).all()[0]

    def articles(self) -> Sequence[Article]:
        with self.store.reading() as db:
            return db.scalars(select(Article).order_by(Article.id)).all()

    def stories(self) -> Sequence[Story]:
        with self.store.reading() as db:
            return db.scalars(select(Story).order_by(Story.id)).all()

    def is_any_due(self) -> bool:
        with self.store.reading() as db:
            return visits.is_any_due(db, self.time())

    def visit_host(self) -> datetime | None:
        """One visit, after which the host has its pause; when to come back for what waits until then."""
        return visit_all(self.watch)

    def visit(self) -> Source:
        """One visit of the first source, when it is next due."""
        self.time.now = max(self.time.now, self.source().next_visit_at)
        self.visit_host()
        return self.source()

    def work(self) -> None:
        """Every visit that is due, with the pauses that the host wants."""
        for _ in range(200):
            self.time.pass_by(seconds=2)
            if not self.is_any_due():
                return
            self.visit_host()
        raise AssertionError("there is no end to what is due")
