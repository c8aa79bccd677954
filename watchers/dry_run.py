"""One visit without a database, told step by step, to see what an address would give."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from time import perf_counter

from content.skills import SkillMap
from models.ground.words import words
from models.tables.sources import VisitResult
from models.watch.visit_results import TRIED_ONCE
from watchers.disappointment import Disappointment
from watchers.extract import Extracted
from watchers.feeds.entries import Entry
from watchers.outside import Outside
from watchers.stories import Teller


class DryRun:
    """One visit in lines, each with the seconds since the one before; `skills`: what news may touch."""

    def __init__(self, outside: Outside, teller: Teller, skills: SkillMap) -> None:
        self._outside, self._teller, self._skills = outside, teller, skills
        self._since = perf_counter()

    def visit(self, address: str, now: datetime) -> Iterator[str]:
        """Return the feed with its newest entry, or the page, at an address. Raises a Disappointment."""
        robots = self._outside.fetcher.robots(address)
        allowed = robots.allows(address, self._outside.agent)
        yield self._line("robots.txt", "visite permise" if allowed else "visite refusée")
        fetched = self._outside.get(address, robots)
        told = f"HTTP {fetched.status}, {len(fetched.body)} octets, {fetched.content_type}, {fetched.address}"
        yield self._line("réponse", told)
        try:
            feed = self._outside.feed(fetched, now)
        except Disappointment as page:
            if page.why != VisitResult.IS_A_PAGE:
                raise
            yield self._line("flux", in_words(page))
            yield from self._tell(self._outside.article(fetched, now))
        else:
            yield self._line("flux", f"« {feed.title} », entrées : {len(feed.entries)}")
            for newest in feed.entries[:1]:
                yield from self._entry(newest, now)

    def _entry(self, entry: Entry, now: datetime) -> Iterator[str]:
        yield self._line("entrée", f"« {entry.title} », {entry.published or 'sans date'}")
        article = Extracted(entry.title, entry.summary, None, entry.published, None)
        try:
            if entry.address:
                fetched = self._outside.get(entry.address, self._outside.fetcher.robots(entry.address))
                yield self._line("réponse", f"HTTP {fetched.status}, {len(fetched.body)} octets, {fetched.address}")
                article = replace(self._outside.article(fetched, now), title=entry.title)
            else:
                yield self._line("article", in_words(Disappointment(VisitResult.NO_ADDRESS)))
        except Disappointment as error:
            yield self._line("article", in_words(error))
        yield from self._tell(article)

    def _tell(self, article: Extracted) -> Iterator[str]:
        yield self._line("article", f"« {article.title} », mots : {len(article.text.split())}")
        language = self._teller.language_of(f"{article.title}\n{article.text}")
        yield self._line("langue", language or "inconnue")
        telling = self._teller.tell(article.title, article.text, language, self._skills)
        yield self._line("résumé", f"phrases : {len(telling.places)}, compétences proches : {len(telling.skills)}")
        yield from (f"  {article.text[start:end]}" for start, end in telling.places)
        yield from (f"  → {self._skills[skill].name['fr']} ({near:.2f})" for skill, near in telling.skills.items())

    def _line(self, step: str, told: str) -> str:
        since, self._since = self._since, perf_counter()
        return f"{step:10} {self._since - since:6.2f} s  {told}"


def in_words(failed: Disappointment) -> str:
    """Say in one sentence why something was refused or could not be read."""
    sentence = words("fr").gettext(TRIED_ONCE[VisitResult(failed.why)])
    return f"{sentence} ({failed.detail})" if failed.detail else sentence
