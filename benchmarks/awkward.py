"""`python -m benchmarks.watch FOLDER`: every file of FOLDER/feeds and FOLDER/pages, served here and visited for real.

The visits are those of the worker, on a database of their own; only the clock jumps over the pauses. Prints each file
with what became of it, then how many came to what, and the seconds.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter
from urllib.parse import quote

from sqlalchemy import func, select

from content.pack import PACKS, read_pack
from models import authoring, schema, sources, visits
from models.language import Encoder
from models.results import IN_WORDS, Result
from models.settings import Settings
from models.store import Store
from models.tables import Article, Source, Story
from watchers.child import Child
from watchers.fetch import Fetcher
from watchers.outside import Outside
from watchers.stories import Teller
from watchers.visit import visit_host
from watchers.watch import Watch

KINDS = {"feeds": "feed", "pages": "page"}
NOT_OF_THE_WEB = {".tsv", ".json"}
PAUSE = timedelta(seconds=2)


@dataclass
class Time:
    """A clock that is pushed over the pauses of the visits."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def main() -> None:
    """Serve, visit, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    with tempfile.TemporaryDirectory() as instance, served(folder) as port:
        store = Store(f"sqlite:///{instance}/watch.sqlite3")
        time = Time(datetime.now(UTC))
        watch_files(store, folder, port, time())
        seconds = visit_all(store, port, time)
        report(store, seconds)
        store.dispose()


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port on which the folder is served meanwhile."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def watch_files(store: Store, folder: Path, port: int, at: datetime) -> None:
    """An installation that watches every file."""
    schema.upgrade(store.url)
    with store.writing() as db:
        for pack in sorted(PACKS.iterdir()):
            authoring.load_pack(db, read_pack(pack), at)
        for name, kind in KINDS.items():
            for file in sorted((folder / name).rglob("*")):
                if file.is_file() and file.suffix not in NOT_OF_THE_WEB:
                    path = file.relative_to(folder).as_posix()
                    sources.add_source(db, path, f"http://127.0.0.1:{port}/{quote(path)}", kind, at)


def visit_all(store: Store, port: int, time: Time) -> float:
    """Visit every source, and read what needs no other host; returns the seconds that it took."""
    host = f"127.0.0.1:{port}"
    settings = Settings.from_environment()
    with ExitStack() as stack:
        fetcher = stack.enter_context(Fetcher(settings.watch_agent, frozenset({("127.0.0.1", port)})))
        outside = Outside(fetcher, stack.enter_context(Child()), "Boussole")
        watch = Watch(store, outside, Teller(Encoder(settings.encoder)), time, lambda: 0.0)
        started = perf_counter()
        while host in due_hosts(store, time()):
            visit_host(watch, host)
            time.now += PAUSE
        return perf_counter() - started


def due_hosts(store: Store, at: datetime) -> list[str]:
    """Where something is due."""
    with store.reading() as db:
        return list(visits.due_hosts(db, at))


def report(store: Store, seconds: float) -> None:
    """The table and its totals."""
    brought = select(Article.source_id, func.count().label("articles")).group_by(Article.source_id).subquery()
    with store.reading() as db:
        rows = db.execute(
            select(Source, func.coalesce(brought.c.articles, 0))
            .outerjoin(brought, brought.c.source_id == Source.id)
            .order_by(Source.kind, Source.last_result, Source.name)
        ).all()
        stories = db.scalars(select(Story)).all()
        read = Counter(db.scalars(select(Article.result).where(Article.state == visits.State.READ)))
    for source, articles in rows:
        print(f"{source.last_result:20} {articles:4} {source.name}  {(source.last_detail or '')[:60]}".rstrip())
    print()
    for (kind, result), files in sorted(Counter((source.kind, source.last_result) for source, _ in rows).items()):
        print(f"{kind} {result:20} {files:4}  {IN_WORDS[Result(result)]}")
    summed_up = sum(story.summarised_id is not None for story in stories)
    print(f"\n{len(rows)} files, {sum(count for _, count in rows)} entries, {dict(read)} of them read here")
    print(f"{len(stories)} stories, {summed_up} of them summed up, {seconds:.1f} s in all")


if __name__ == "__main__":
    main()
