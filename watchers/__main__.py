"""`python -m watchers work`: the worker. `python -m watchers visit ADRESSE`: what one visit finds, step by step.

`python -m watchers bounces FICHIER…`: note the mails that came back, from the reports of a mailbox, one in a file.
"""

import argparse
import logging
import multiprocessing
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from sqlalchemy import select

from content.pack import PACKS, read_pack
from content.skills import read_skills
from models import parameters
from models.ground import logs, schema
from models.ground.environment import BadSetting
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from watchers import bounces
from watchers.child import Child
from watchers.clock import Clock
from watchers.disappointment import Disappointment
from watchers.dry_run import DryRun, in_words
from watchers.fetch.fetcher import Fetcher
from watchers.outside import Outside
from watchers.stories import Teller, models

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
    # Whoever has made them may have made the secret key too.
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
