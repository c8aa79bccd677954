"""Trials: an address looked at by the worker before anybody watches it, one page after the other, with pauses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound, TooMany
from models.ground import jobs
from models.news.sources import visits
from models.news.sources.visits import Held, host_of
from models.tables.sources import Host, Trial

KEPT = timedelta(days=7)
MOST_A_DAY = 40
"""Trials that one person may ask for in a day: each is a handful of visits."""
STILL_FRESH = timedelta(minutes=10)
"""An address that was asked for within this time is not looked at again."""
MOST_TIMES = 2
"""Workers that may take one address; one that kills them all is passed over."""


class Glimpse(NamedTuple):
    """One entry of what could be watched."""

    title: str
    address: str
    published: str | None
    """An instant, ISO 8601."""

    @property
    def at(self) -> datetime | None:
        """The instant at which it was published."""
        return datetime.fromisoformat(self.published) if self.published else None


@dataclass(frozen=True, slots=True)
class WatchOption:
    """One way to watch what was looked at; `number` of entries there, `text` of a page."""

    kind: str
    address: str
    title: str
    entries: tuple[Glimpse, ...] = ()
    number: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class TrialRefusal:
    """An address that gave nothing, and why."""

    address: str
    result: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class TrialFindings:
    """What the addresses that were looked at have shown."""

    robots: str | None = None
    """allowed, refused, or none: there are no rules. None: not known yet."""
    delay: float | None = None
    """Seconds that the site wants between two visits."""
    reserved: str | None = None
    """Where the site refuses text mining: header, meta, file."""
    terms: str | None = None
    """The address of the terms of use, as a page of the site names them."""
    proposals: tuple[WatchOption, ...] = ()
    refusals: tuple[TrialRefusal, ...] = ()
    looks: int = 0
    """How many addresses were looked at."""

    def add(self, proposal: WatchOption) -> "TrialFindings":
        """Return these findings with one more way to watch, unless it is there."""
        known = {(one.kind, one.address) for one in self.proposals}
        there = (proposal.kind, proposal.address) in known
        return self if there else replace(self, proposals=(*self.proposals, proposal))

    def refuse(self, address: str, result: str, detail: str | None = None) -> "TrialFindings":
        """Return these findings with one more address that gave nothing."""
        return replace(self, refusals=(*self.refusals, TrialRefusal(address, result, detail)))


@dataclass(frozen=True, slots=True)
class TrialLease(Held):
    """An address to look at on a host that is held; `look` is the lease of the trial."""

    trial: Trial = field(kw_only=True)
    look: datetime = field(kw_only=True)

    @property
    def address(self) -> str:
        """What to look at now."""
        return self.trial.ahead[0]


def ask(db: Session, learner_key: UUID, address: str, at: datetime, selector: str | None = None) -> Trial:
    """Have an address looked at; one that was asked for just now is not looked at twice. Raises TooMany."""
    address, selector = address.strip(), (selector or "").strip() or None
    mine = select(Trial).where(Trial.learner_key == learner_key)
    # NULL equals nothing in SQL: this is the comparison in which two absent selectors are the same.
    same = mine.where(Trial.address == address, Trial.selector.is_not_distinct_from(selector))
    known = db.scalars(same.where(Trial.asked_at > at - STILL_FRESH).order_by(Trial.id.desc())).first()
    if known and (known.due_at or read(known).proposals):
        return known
    today = mine.with_only_columns(func.count()).where(Trial.asked_at > at - timedelta(days=1))
    if (db.scalar(today) or 0) >= MOST_A_DAY:
        raise TooMany(
            N_("Vous avez déjà fait essayer beaucoup d'adresses aujourd'hui."),
            N_("Boussole ménage les sites qu'elle visite. Les essais reprennent demain."),
        )
    row = {"address": address, "selector": selector, "ahead": [address], "host": host_of(address)}
    trial = Trial(learner_key=learner_key, **row, due_at=at, found=asdict(TrialFindings()), asked_at=at)
    db.add(trial)
    db.flush()
    return trial


def trial_of(db: Session, learner_key: UUID, trial_id: int) -> Trial:
    """Return a trial that somebody has asked for; raises NotFound."""
    trial = db.get(Trial, trial_id)
    if trial is None or trial.learner_key != learner_key:
        raise NotFound(N_("Vous n'avez pas demandé cet essai, ou il est oublié."))
    return trial


def latest(db: Session, learner_key: UUID, addresses: Collection[str]) -> dict[str, Trial]:
    """Return the last trial of each of these addresses that one person has asked for; those of parts of pages apart."""
    mine = select(Trial).where(Trial.learner_key == learner_key, Trial.address.in_(addresses))
    return {trial.address: trial for trial in db.scalars(mine.order_by(Trial.id))}


def read(trial: Trial) -> TrialFindings:
    """Return what a trial has found."""
    told: Mapping[str, Any] = trial.found
    proposals = tuple(
        WatchOption(**{**one, "entries": tuple(Glimpse(*entry) for entry in one["entries"])})
        for one in told["proposals"]
    )
    return TrialFindings(
        **{**told, "proposals": proposals, "refusals": tuple(TrialRefusal(**one) for one in told["refusals"])}
    )


# ----------------------------------------------------------------------------------------------------------- the worker


def take(db: Session, host: str, at: datetime) -> TrialLease | None:
    """Claim a host and the next trial that is due there; None when there is none or the host is not free."""
    due = select(Trial.id).where(Trial.host == host, Trial.due_at <= at, jobs.free(Trial, at))
    trial_id = db.scalar(due.order_by(Trial.due_at, Trial.id).limit(1))
    held = visits.take_host(db, host, at) if trial_id else None
    if held is None:
        return None
    # Counted before the look: an address that kills its worker is counted too.
    look = jobs.claim(db, Trial, trial_id, at, Trial.due_at <= at, attempts=Trial.attempts + 1)
    if look is None:
        # The trial went to somebody else in between: give the host back instead of holding it for a lease.
        jobs.finish(db, Host, host, held.until)
        return None
    return TrialLease(held.until, host, held.robots, trial=db.get_one(Trial, trial_id), look=look)


def go_on(db: Session, lease: TrialLease, found: TrialFindings, ahead: Sequence[str], at: datetime) -> None:
    """Keep what an address has shown, and look at the next ones, if any. Raises jobs.LeaseLost."""
    values = {
        "found": asdict(found),
        "ahead": list(ahead),
        "host": host_of(ahead[0]) if ahead else lease.host,
        "due_at": at if ahead else None,
        # Attempts are counted for one address: the next one begins anew.
        "attempts": 0,
    }
    jobs.finish(db, Trial, lease.trial.id, lease.look, **values)


def forget_old(db: Session, at: datetime) -> None:
    """Forget the trials of last week."""
    db.execute(delete(Trial).where(Trial.asked_at < at - KEPT))
