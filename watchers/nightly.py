"""What a night brings: the refit in a process of its own, what is forgotten, what cards and entries are near to."""

import logging
import signal
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from sqlalchemy.orm import Session

from content.lexicons import Thesaurus
from content.skills import SkillMap
from models.catalogue import in_force
from models.ground import audit_chain, concepts, jobs, search_index
from models.ground.calendar import local_day
from models.ground.jobs import TIDY
from models.ground.processes import end_this_process_when
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder, EncoderMissing
from models.language.nearness import CLEARLY, LEAST, Described, directions, nearness
from models.language.vectors import Vector
from models.people import leaving, retention
from models.tables.search import SearchEntry, SearchKind
from watchers.child import stand_back
from watchers.tellings import SECONDS, Teller


class RefitDied(Exception):
    """The process of the refit ended without a verdict: nothing was kept, and it has said why on its own output."""


def refit(database_url: str, at: datetime) -> str:
    """Refit, replay the learners who are then due, return the verdict in French. Raises RefitDied.

    The process ends with the worker, however that one ends: what it keeps, it keeps in one transaction.
    """
    spawn = get_context("spawn")
    mine, its = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_refit, args=(its, database_url, at), daemon=True)
    process.start()
    # Else this process holds the other end open too, and recv() waits for ever for one that has died.
    its.close()
    try:
        said: str = mine.recv()
    except EOFError:
        process.join()
        raise RefitDied(f"exit code {process.exitcode}") from None
    finally:
        mine.close()
    process.join()
    return said


def _refit(pipe: Connection, database_url: str, at: datetime) -> None:
    from models.fitting import hierarchical_fit as hierarchical
    from models.fitting.fit import SEED, silent
    from models.fitting.refit import refit as refit_and_judge
    from models.fitting.refit import replay_due

    if worker := parent_process():
        end_this_process_when(worker.join)
    # Ctrl-C goes to the whole group of processes; the worker decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_back()
    store = Store(database_url)
    verdict = refit_and_judge(store, SEED, at, silent, hierarchical.fit, "hierarchical")
    replay_due(store, silent)
    store.dispose()
    pipe.send(verdict.said)


# ---------------------------------------------------------------------------------------------- what is done once a day


logger = logging.getLogger(__name__)


def tidy(store: Store, settings: Settings, at: datetime) -> None:
    """Forget what is too old, and erase anyone who has left for so long, unless this has been done today."""
    term = settings.terms.leavers
    with store.writing() as db:
        if not jobs.take_slot(db, TIDY, at.strftime("%Y-%m-%d"), at):
            return
        retention.forget_old(db, settings, at)
        # What does not hold is left for somebody to look at, and names nobody.
        first_kept = local_day(at, settings.timezone) - settings.terms.audit
        try:
            audit_chain.end_before(db, first_kept, settings.secret_keys)
        except audit_chain.BrokenChain as broken:
            audit_chain.name_nobody_before(db, first_kept)
            logger.error("the audit log is broken at entry %d, and not ended: python -m portal audit", broken.place)
        leaving.warn(db, at, term)
        over = leaving.due(db, at, term)
    # Each in a transaction of its own: to erase is long, and locks a learner.
    for number in over:
        with store.writing() as db:
            leaving.erase_due(db, number, settings, at)
    # Outside the transaction: files do not come back with it.
    retention.forget_files(settings, at)
    store.empty_log()


# --------------------------------------------------------------- what cards and entries are near to is written for them


def is_any_due(store: Store, encoder: Encoder, at: datetime) -> bool:
    """Return whether the nearness of some entry is to be written; without an encoder none is."""
    try:
        made = search_index.nearness_made_with(concepts.thesaurus().version, encoder.version)
    except EncoderMissing:
        return False
    with store.reading() as db:
        return search_index.is_nearness_due(db, made, at)


def write(store: Store, teller: Teller, now: Callable[[], datetime]) -> int:
    """Write the nearness of every entry that lacks it, a few at a time; returns of how many. Raises EncoderMissing."""
    of, written = concepts.thesaurus(), 0
    made, meanings = search_index.nearness_made_with(of.version, teller.encoder.version), _directions(teller, of)
    while True:
        at = now()
        with store.writing() as db:
            taken, skills = search_index.take_without_nearness(db, made, at), in_force.skill_map(db)
            texts = [_described(db, entry, module, skills) for entry, module in taken]
        if not taken:
            return written
        # Outside the transaction: it takes seconds, and SQLite has one writer.
        near = teller.child.run(nearness, texts, of, meanings, teller.encoder.encode, seconds=SECONDS)
        with store.writing() as db:
            of_each = {entry.id: weights for (entry, _), weights in zip(taken, near, strict=True)}
            written += search_index.keep_nearness(db, made, at, of_each)


def _described(db: Session, card: SearchEntry, module: SearchEntry | None, skills: SkillMap) -> Described:
    """Return a card as its nearness is made of it: with what its module teaches and asks, and the news tells of that.

    All options of a question alike, so that nearness tells nothing of the keys. Of an entry of the directory only what
    it is clearly near to is kept: there may be thousands.
    """
    spoken = {one.module.language: one.module for one in in_force.every_language(db, card.work or "")}
    questions = spoken[card.language].questions if card.language in spoken else ()
    asked = "\n".join(" ".join((each.stem, *(option.text for option in each.options))) for each in questions)
    if module is None:
        least = CLEARLY if card.kind == SearchKind.ENTRY else LEAST
        return Described(card.title, card.text, card.language, (), asked, least)
    taught = [skill for skill in skills if skill.name[card.language] in module.text.split("\n")]
    said = [phrase for skill in taught for phrase in (*skill.name.values(), *skill.news)]
    return Described(card.title, card.text, card.language, (module.title, *said), asked)


@lru_cache(maxsize=1)
def _directions(teller: Teller, of: Thesaurus) -> list[Vector]:
    """Return, by concept, its direction; they stay with the worker, since the process of the models ends when idle."""
    return teller.child.run(directions, of, teller.encoder.encode, seconds=SECONDS)
