"""`python -m benchmarks.watch`: a thousand hosts on the loopback, visited by real workers on a real database.

The feed stage: first and second visit, with one and two workers, beside `reader` (PyPI) on the same feeds in the same
run. The article stage, apart: fetched, extracted and told, and what extraction costs beside trafilatura alone.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from sqlalchemy import func, select, update

from benchmarks.watch import web
from benchmarks.watch.worker import Shift, Spent, work
from content.pack import PACKS, read_pack
from models.catalogue import coming_into_force
from models.ground import schema
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import is_prepared
from models.tables.sources import Host, Source
from models.tables.stories import Article, ArticleState
from watchers.extract import extract

ARTICLE_HOSTS = 50
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
GOAL, MOST_OVER = 3.0, 1.1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch", description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--reader", default=sys.executable, metavar="PYTHON", help="a Python that has `reader`")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}; {arguments.hosts} hosts of {arguments.entries} entries, pause 0")
    with web.served(arguments.entries, ARTICLE_HOSTS) as port, tempfile.TemporaryDirectory() as folder:
        for workers in (1, 2):
            entries = arguments.hosts * arguments.entries
            theirs = beside_reader(arguments.reader, Path(folder) / f"reader-{workers}", arguments.hosts, port, workers)
            ours = feed_stage(f"sqlite:///{folder}/watch-{workers}.sqlite3", arguments.hosts, port, workers)
            for visit, (we, they) in enumerate(zip(ours, theirs or (None, None), strict=True), start=1):
                report(f"visit {visit}, {workers} worker(s)", arguments.hosts, entries, we, they)
        article_stage(f"sqlite:///{folder}/watch-1.sqlite3", port, arguments.articles)
    extraction(arguments.articles)


def feed_stage(url: str, hosts: int, port: int, workers: int) -> tuple[Spent, Spent]:
    """Visit every source for the first and second time, on an installation of its own."""
    store = Store(url)
    schema.upgrade(url)
    addresses = [f"{web.place(number)}:{port}" for number in range(hosts)]
    with store.writing() as db:
        for pack in sorted(PACKS.iterdir()):
            coming_into_force.load_pack(db, read_pack(pack), AT)
        db.add_all(
            Source(
                name=host, address=f"http://{host}{web.FEED}", host=host, kind="feed", next_visit_at=AT, created_at=AT
            )
            for host in addresses
        )
        # Their articles are the other stage: until then their hosts rest.
        resting = [f"{web.place(10_000 + number)}:{port}" for number in range(ARTICLE_HOSTS)]
        db.add_all(Host(name=host, next_visit_at=AT + timedelta(days=30)) for host in resting)
    allow = frozenset((host.partition(":")[0], port) for host in (*addresses, *resting))
    spent = [work(Shift(url, allow, AT + timedelta(days=day), Path(url)), workers) for day in (0, 2)]
    with store.reading() as db:
        results = dict(db.execute(select(Source.last_result, func.count()).group_by(Source.last_result)).all())
        articles = db.scalar(select(func.count()).select_from(Article))
    store.dispose()
    print(f"  ours kept {articles} entries; after the second visit: {results}")
    return spent[0], spent[1]


def beside_reader(python: str, path: Path, hosts: int, port: int, workers: int) -> tuple[Spent, Spent] | None:
    """Measure the same visits by `reader`; None where it is not installed."""
    addresses = "\n".join(f"http://{web.place(number)}:{port}{web.FEED}" for number in range(hosts))
    command = [python, str(Path(__file__).with_name("beside.py")), str(path), str(workers)]
    done = subprocess.run(command, input=addresses, capture_output=True, text=True)
    if done.returncode:
        print(f"  reader is missing or fails ({(done.stderr.strip().splitlines() or ['?'])[-1]})")
        print("  python -m benchmarks.peers FOLDER --install installs it; then --reader FOLDER/peers/bin/python")
        return None
    told = json.loads(done.stdout)
    print(f"  reader kept {told['entries']} entries")
    first, second = (Spent(*visit) for visit in told["visits"])
    return first, second


def report(what: str, sources: int, entries: int, ours: Spent, theirs: Spent | None) -> None:
    """Print one line for each, then what was aimed at."""
    for name, spent in (("ours", ours), ("reader", theirs)):
        if spent:
            print(
                f"{what}: {name:6} {spent.seconds:6.2f} s, {sources / spent.seconds:6.0f} sources/s,"
                f" {entries / spent.seconds:7.0f} entries/s,"
                f" {1000 * spent.cpu / sources:5.2f} ms of processor a source,"
                f" {spent.megabytes:4.0f} MB at the peak"
            )
    if theirs:
        ratio = theirs.seconds / ours.seconds
        aim = "" if "visit 2" in what else f"   goal ≥ {GOAL:g}: {'reached' if ratio >= GOAL else 'MISSED'}"
        print(f"{what}: {ratio:.2f} times the entries/s of reader{aim}")


def article_stage(url: str, port: int, most: int) -> None:
    """Fetch, extract, tell and keep some of the articles that were found."""
    store, settings = Store(url), Settings.from_environment()
    with store.writing() as db:
        chosen = select(Article.id).where(Article.state == ArticleState.DUE).order_by(Article.id).limit(most)
        db.execute(
            update(Article)
            .where(Article.state == ArticleState.DUE, Article.id.not_in(chosen))
            .values(state=ArticleState.SKIPPED)
        )
        db.execute(update(Host).values(next_visit_at=None))
        db.execute(update(Source).values(next_visit_at=AT + timedelta(days=30)))
    allow = frozenset((web.place(10_000 + number), port) for number in range(ARTICLE_HOSTS))
    spent = work(Shift(url, allow, AT + timedelta(days=3), settings.encoder), 1)
    with store.reading() as db:
        read = db.scalar(select(func.count()).where(Article.state == ArticleState.READ)) or 0
    store.dispose()
    how = "with the sentence encoder" if is_prepared(settings.encoder) else "without an encoder, told by their titles"
    print(
        f"articles, 1 worker, {how}: {read} in {spent.seconds:.1f} s, {read / spent.seconds:.1f} articles/s,"
        f" {1000 * spent.cpu / read:.0f} ms of processor each, {spent.megabytes:.0f} MB at the peak"
    )


def extraction(pages: int) -> None:
    """Compare our extraction with trafilatura alone, page by page in turn."""
    import trafilatura

    ours = alone = 0.0
    for number in range(pages):
        body, address = web.article(f"/127.1.0.1/{number}"), f"http://x.example/{number}"
        started = process_time()
        trafilatura.bare_extraction(body, url=address, favor_precision=True, include_comments=False, with_metadata=True)
        between = process_time()
        extract(body, "text/html; charset=utf-8", address, AT)
        alone, ours = alone + between - started, ours + process_time() - between
    ratio = ours / alone
    verdict = "reached" if ratio <= MOST_OVER else "MISSED"
    print(
        f"extraction: ours {1000 * ours / pages:.1f} ms a page, trafilatura alone {1000 * alone / pages:.1f} ms,"
        f" {ratio:.2f} times   goal ≤ {MOST_OVER:g}: {verdict}"
    )


if __name__ == "__main__":
    main()
