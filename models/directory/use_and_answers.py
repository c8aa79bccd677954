"""How entries are used, counted by week, and what people answer about a fact that they have just used."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, Invalid, NotFound
from content.topics import Topic
from models.catalogue import in_force
from models.directory.fact_belief import FactState
from models.ground import counts, jobs
from models.ground.calendar import monday_of
from models.ground.counts import WeekTold
from models.tables.counts import WeekCountKind
from models.tables.directory import FactAnswer, FactVerdict, ListedFact


class TopicNeeds(NamedTuple):
    """What the directory did not have of a topic, the latest week first."""

    topic: Topic
    weeks: Sequence[WeekTold]


def count_use(db: Session, document_id: str, day: date) -> None:
    """Count one use of an entry in the week of a day."""
    counts.count_in_week(db, WeekCountKind.ENTRY_USED, document_id, day)


def used_lately(db: Session, day: date) -> dict[str, int]:
    """Return how often each entry was used in the year before a day, where that is at least FEWEST times."""
    return counts.weeks_in_a_year(db, WeekCountKind.ENTRY_USED, day)


def count_unmet(db: Session, topic: Topic, day: date) -> None:
    """Count one need of a topic that the directory did not meet in the week of a day."""
    counts.count_in_week(db, WeekCountKind.TOPIC_UNMET, topic.id, day)


def unmet_lately(db: Session, day: date) -> list[TopicNeeds]:
    """Return, by topic, the last weeks that were over on a day; a topic of which nothing was said is not there."""
    found = counts.weeks_lately(db, WeekCountKind.TOPIC_UNMET, day)
    return [TopicNeeds(one, found[one.id]) for one in in_force.topics(db) if one.id in found]


# ---------------------------------------------------------------------------- « Ça marche · Ne répond plus · A changé »


KEPT = timedelta(days=365)
"""As long as a fact is believed at all: then it is old, whatever was said of it."""
MOST_A_WEEK = 4
"""Facts about which one person is heard in a week: her trade is another."""
NOTICED = (
    *("reach", "mobilise", "online", "link", "hours", "delay"),
    *("conditions", "cost", "documents", "amount"),
)
"""Kinds of facts that one finds to hold, or not, by using them; what is used first stands first."""


SaidThisWeek = Mapping[str, FactVerdict]
"""Fingerprint of a fact → what one person has said of it this week."""


def verdict_of_hers(said: str) -> FactVerdict:
    """Return what a form says of a fact; raises Invalid."""
    try:
        return FactVerdict(said)
    except ValueError:
        raise Invalid(N_("Cela ne se dit pas d'une entrée."), N_("Rouvrez l'entrée : rien n'a été noté.")) from None


def answer(db: Session, learner_key: UUID, document_id: str, fingerprint: str, verdict: FactVerdict, day: date) -> None:
    """Keep what somebody says of a fact, in the place of what she said of it before; raises NotFound, Conflict.

    Only the week is kept, not the day. Who speaks of a fact has used it: that is counted once a week.
    """
    monday, said = monday_of(day), ListedFact.fingerprint == fingerprint
    if db.scalar(select(ListedFact.place).where(ListedFact.document_id == document_id, said).limit(1)) is None:
        raise NotFound(
            N_("Ce que vous aviez sous les yeux a été relu ou corrigé entre-temps."),
            N_("Rien n'est noté. Rouvrez l'entrée : elle dit ce qui vaut maintenant."),
        )
    before = db.get(FactAnswer, (learner_key, fingerprint))
    if before is None or before.week != monday:
        this_week = FactAnswer.learner_key == learner_key, FactAnswer.week == monday
        if (db.scalar(select(func.count()).select_from(FactAnswer).where(*this_week)) or 0) >= MOST_A_WEEK:
            raise Conflict(
                N_("Vous avez déjà répondu sur quatre points cette semaine : cela suffit, merci."),
                N_("Rien de plus n'est noté. Ce que vous avez dit peut encore se changer sur chaque entrée."),
            )
        count_use(db, document_id, day)
    row = {"document_id": document_id, "verdict": verdict, "week": monday}
    jobs.insert_new(db, FactAnswer, [{"learner_key": learner_key, "fingerprint": fingerprint, **row}])
    hers = db.get_one(FactAnswer, (learner_key, fingerprint), with_for_update=True)
    hers.document_id, hers.verdict, hers.week = document_id, verdict, monday
    db.flush()


def hers_this_week(db: Session, learner_key: UUID, day: date) -> SaidThisWeek:
    """Return what somebody has said in the week of a day, by the fingerprint of the fact: for her alone."""
    mine = (FactAnswer.learner_key == learner_key, FactAnswer.week == monday_of(day))
    rows = db.execute(select(FactAnswer.fingerprint, FactAnswer.verdict).where(*mine))
    return {fingerprint: FactVerdict(verdict) for fingerprint, verdict in rows}


def asked_about(states: Iterable[FactState]) -> FactState | None:
    """Return the fact about which to ask anyone who has used an entry: the most doubtful of what one notices by it."""
    open_ones = [state for state in states if state.kind in NOTICED]
    return min(open_ones, key=lambda one: (one.chance, noticed(one.kind)), default=None)


def noticed(kind: str) -> int:
    """Return at which place facts of a kind are noticed by anyone who uses an entry; those that are not come last."""
    return NOTICED.index(kind) if kind in NOTICED else len(NOTICED)


def forget_old(db: Session, at: datetime) -> None:
    """Forget what was said more than a year ago."""
    db.execute(delete(FactAnswer).where(FactAnswer.week < at.date() - KEPT))
