"""One visit without a database, told step by step, to see what an address would give."""

import argparse
import logging
import multiprocessing
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep

from sqlalchemy import select

from content.pack import PACKS, read_pack
from content.skills import SkillMap, read_skills
from models import parameters
from models.ground import logs, schema
from models.ground.environment import BadSetting
from models.ground.settings import Settings
from models.ground.store import Store
from models.ground.words import words
from models.language.encoder import Encoder
from models.news.sources.source_words import TRIED_ONCE
from models.tables.sources import VisitResult
from watchers import bounces
from watchers.child import Child
from watchers.clock import Clock
from watchers.disappointment import Disappointment
from watchers.extract import Extracted
from watchers.feeds import Entry
from watchers.fetch.fetcher import Fetcher
from watchers.outside import Outside
from watchers.tellings import Teller, models


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


# -------------------------------------------------------------------------------------------- `python -m watchers work`
#
# `python -m watchers bounces FICHIER…`: note the mails that came back, from the reports of a mailbox, one in a file.


AGAIN_SECONDS = 1


def main() -> int:
    """Work until told to stop, or make one visit; return 1, after one sentence, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m watchers", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("work")
    verbs.add_parser("visit").add_argument("address")
    verbs.add_parser("bounces").add_argument("files", type=Path, nargs="+")
    arguments = parser.parse_args()
    os.umask(0o077)  # As in portal/__main__.py.
    try:
        settings = Settings.from_environment()
    except BadSetting as error:
        return _fail(f"Réglage à corriger : {error}.")
    if settings.watch_allow:
        pairs = ", ".join(f"{host}:{port}" for host, port in sorted(settings.watch_allow))
        print(f"Adresses privées que la veille peut visiter : {pairs}.", flush=True)
    if arguments.verb == "bounces":
        store = Store(settings.database_url)
        with store.writing() as db:
            noted = sum(bounces.note(db, file.read_bytes(), datetime.now(UTC)) for file in arguments.files)
        store.dispose()
        print(f"Lus : {len(arguments.files)} ; courriels revenus et notés : {noted}.")
        return 0
    return _work(settings) if arguments.verb == "work" else _visit(settings, arguments.address)


def _work(settings: Settings) -> int:
    logs.begin(settings.logs, sys.stdout)
    try:
        # A portal of this version brings the tables, and what stands in them from the first day.
        if not _is_furnished(settings.database_url):
            told = "La base n'est pas prête : le travailleur attend « python -m portal setup », « serve » ou « run »."
            logging.warning(told)
        while not _is_furnished(settings.database_url):
            sleep(AGAIN_SECONDS)
    except KeyboardInterrupt:
        return 0
    # Anyone who has made them may have made the secret key too.
    Clock(Settings.from_environment()).work()
    for child in multiprocessing.active_children():
        child.kill()
    # A thread in the middle of a fetch or of torch cannot be stopped, and the tables know what it held.
    os._exit(0)


def _is_furnished(database_url: str) -> bool:
    if not schema.is_current(database_url):
        return False
    store = Store(database_url)
    try:
        with store.reading() as db:
            # Put in force in the transaction that loads everything else.
            return db.scalar(select(parameters.LATEST)) is not None
    finally:
        store.dispose()


def _visit(settings: Settings, address: str) -> int:
    pack = read_pack(PACKS / "conseil-emploi")
    with Fetcher(settings.watch_agent, settings.watch_allow) as fetcher, Child() as child, models() as ours:
        outside = Outside(fetcher, child, agent=settings.watch_agent.partition("/")[0])
        trial = DryRun(
            outside, Teller(Encoder(settings.encoder, settings.encoder_threads), ours), read_skills(pack.skills)
        )
        try:
            for line in trial.visit(address, datetime.now(UTC)):
                print(line, flush=True)
        except Disappointment as error:
            return _fail(in_words(error))
    return 0


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
