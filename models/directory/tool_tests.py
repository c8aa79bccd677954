"""Tests of tools from outside: findings, opinions, statements; and whether a tool may be recommended."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.errors import N_, Conflict, Invalid
from models.directory.use_and_answers import KEPT
from models.ground import jobs
from models.ground.calendar import monday_of
from models.tables.directory import (
    ListedEntry,
    RoleOfTrial,
    ToolFinding,
    ToolOpinion,
    ToolSpeaker,
    ToolStatement,
    ToolTest,
    ToolWord,
)

LAPSES = timedelta(days=182)
"""After how long a test is to be done again: tools change without saying so."""


def may_be_recommended(db: Session, document_id: str, day: date) -> bool:
    """Return whether an entry may be found in place, printed and copied; lists mark it. What is not listed may not.

    Services and measures always may.
    """
    one = select(ListedEntry.document_id).where(ListedEntry.document_id == document_id, recommendable(day))
    return db.scalar(one) is not None


def expect_recommendable(db: Session, listed: ListedEntry, day: date) -> None:
    """Raise Conflict where an entry may not be."""
    if listed.kind == EntryKind.TOOL and not may_be_recommended(db, listed.document_id, day):
        raise Conflict(
            N_("Cet outil ne s'imprime ni ne se copie encore : il demande un compte, ou on ne le sait pas."),
            N_("Un essai qui dit qu'il s'ouvre sans compte, ou l'avis sur la protection des données, lève la réserve."),
        )


def recommendable(day: date) -> ColumnElement[bool]:
    """Return the condition on `ListedEntry` under which an entry may be recommended on a day."""
    spoken = (ToolStatement.document_id == ListedEntry.document_id, ToolStatement.speaker == ToolSpeaker.PROTECTION)
    line = exists().where(*spoken)
    return or_(ListedEntry.kind != EntryKind.TOOL, line, opens_without_account(day))


def opens_without_account(day: date) -> ColumnElement[bool]:
    """Return the condition on `ListedEntry` under which a tool is known to work without an account.

    The last test that stands tells it, before what the entry says; an entry that says that one is needed is believed.
    What nobody knows counts as needed.
    """
    own = case((ListedEntry.without_account, ToolFinding.YES), else_=ToolFinding.UNKNOWN)
    tested = select(ToolTest.without_account).where(
        ToolTest.document_id == ListedEntry.document_id, ToolTest.tested_on > day - LAPSES
    )
    last = tested.order_by(ToolTest.tested_on.desc(), ToolTest.id.desc()).limit(1).correlate(ListedEntry)
    return ~ListedEntry.asks_account & (func.coalesce(last.scalar_subquery(), own) == ToolFinding.YES)


# ------------------------------------------------------------------------------------------ tests of tools from outside
#
# say.


LONGEST_DATA, LONGEST_COST, LONGEST_REPLY, LONGEST_LINE = 300, 120, 600, 300
"""Characters of what is written of a tool."""
FEWEST_OPINIONS = 3
"""People who have said something, before anybody is told how many said what."""


class NotTestedYet(Invalid):
    """The day of a test, or of a reply, is still to come."""

    what = N_("Ce jour n'est pas encore passé, ou n'en est pas un.")
    then = N_("Rien n'est noté. Revenez en arrière et choisissez aujourd'hui ou un jour d'avant.")


class AccountNeed(StrEnum):
    """What is known of whether a tool can be used without an account."""

    NOT = "not"
    """It can."""
    ASKED = "asked"
    UNKNOWN = "unknown"
    """Its entry says nothing, and no test that stands does."""


class ToolFindings(NamedTuple):
    """What a test has found: four facts out of a list, and two in words."""

    without_account: ToolFinding
    on_small_screen: ToolFinding
    in_dutch: ToolFinding
    offline: ToolFinding
    data_kept: str
    cost: str


class ToolState(NamedTuple):
    """A tool on a day, as its page shows it."""

    document_id: str
    test: ToolTest | None
    """The last; None before the first."""
    lapsed: bool
    """Whether that one is to be done again: then it counts no longer."""
    earlier: Sequence[ToolTest]
    opinions: Mapping[ToolWord, int] | None
    """How many people said what, in the weeks that are over; None while they are fewer than FEWEST_OPINIONS."""
    reply: ToolStatement | None
    line: ToolStatement | None
    account: AccountNeed
    may_be_recommended: bool


def of(db: Session, document_id: str, day: date) -> ToolState:
    """Return all that is known of a tool on a day."""
    mine = select(ToolTest).where(ToolTest.document_id == document_id)
    tests = db.scalars(mine.order_by(ToolTest.tested_on.desc(), ToolTest.id.desc())).all()
    last = tests[0] if tests else None
    lapsed = last is not None and last.tested_on + LAPSES <= day
    listed = select(ListedEntry.asks_account, opens_without_account(day)).where(ListedEntry.document_id == document_id)
    asks, opens = db.execute(listed).one_or_none() or (False, False)
    asked = last is not None and not lapsed and last.without_account in {ToolFinding.NO, ToolFinding.PARTLY}
    account = AccountNeed.ASKED if asks or asked else AccountNeed.UNKNOWN
    return ToolState(
        document_id,
        last,
        lapsed,
        tests[1:],
        opinions(db, document_id, day),
        db.get(ToolStatement, (document_id, ToolSpeaker.MAKER)),
        db.get(ToolStatement, (document_id, ToolSpeaker.PROTECTION)),
        AccountNeed.NOT if opens else account,
        may_be_recommended(db, document_id, day),
    )


# ---------------------------------------------------------------------------------------------------------------- tests


def keep_test(
    db: Session, document_id: str, found: ToolFindings, role: RoleOfTrial, tested_on: date, today: date
) -> ToolTest:
    """Keep a test, beside those before it; raises Invalid, NotTestedYet."""
    if tested_on > today:
        raise NotTestedYet
    words = {"data_kept": _short(found.data_kept, LONGEST_DATA), "cost": _short(found.cost, LONGEST_COST)}
    row = ToolTest(document_id=document_id, **found._asdict() | words, role=role, tested_on=tested_on)
    db.add(row)
    db.flush()
    return row


def _short(words: str, longest: int) -> str:
    kept = " ".join(words.split())
    if len(kept) > longest:
        raise Invalid(
            N_("Ce qui est écrit de cet outil est trop long."),
            N_("Rien n'est noté. Revenez en arrière, il y est encore : gardez l'essentiel."),
        )
    return kept


# ------------------------------------------------------------------------------------------------------------- opinions


def say(db: Session, learner_key: UUID, document_id: str, word: ToolWord, day: date) -> None:
    """Keep what somebody thinks of a tool, in the place of what she thought before; only the week is kept."""
    row = {"said": word, "week": monday_of(day)}
    jobs.insert_new(db, ToolOpinion, [{"learner_key": learner_key, "document_id": document_id, **row}])
    hers = db.get_one(ToolOpinion, (learner_key, document_id), with_for_update=True)
    hers.said, hers.week = word, monday_of(day)
    db.flush()


def said_by(db: Session, learner_key: UUID, document_id: str) -> ToolWord | None:
    """Return what somebody has said of a tool, for herself."""
    hers = db.get(ToolOpinion, (learner_key, document_id))
    return ToolWord(hers.said) if hers else None


def opinions(db: Session, document_id: str, day: date) -> Mapping[ToolWord, int] | None:
    """Return how many people think what of a tool, the last year's; None of fewer than FEWEST_OPINIONS people.

    Weeks that are over, each with the next while there are fewer: the fourth alone would be read from the difference.
    """
    lately = select(ToolOpinion.week, ToolOpinion.said).where(
        ToolOpinion.document_id == document_id, ToolOpinion.week >= day - KEPT, ToolOpinion.week < monday_of(day)
    )
    told, waiting = Counter[str](), Counter[str]()
    for _, ones in groupby(
        db.execute(lately.order_by(ToolOpinion.week, ToolOpinion.learner_key)), key=lambda row: row.week
    ):
        waiting.update(row.said for row in ones)
        if waiting.total() >= FEWEST_OPINIONS:
            told.update(waiting)
            waiting.clear()
    return {word: told[word] for word in ToolWord} if told else None


def forget_old(db: Session, at: datetime) -> None:
    """Forget what was thought more than a year ago."""
    db.execute(delete(ToolOpinion).where(ToolOpinion.week < at.date() - KEPT))


# --------------------------------------------------------------------------------------- its maker, and data protection


def keep_reply(db: Session, document_id: str, words: str, replied_on: date, today: date) -> None:
    """Keep what the maker of a tool answers, in the place of what it answered before; no words take it away.

    Raises Invalid, NotTestedYet.
    """
    if replied_on > today:
        raise NotTestedYet
    _keep(db, document_id, ToolSpeaker.MAKER, _short(words, LONGEST_REPLY), replied_on)


def keep_line(db: Session, document_id: str, words: str, today: date) -> None:
    """Keep what the data protection officer says of a tool, from today; no words take it away.

    Raises Invalid.
    """
    _keep(db, document_id, ToolSpeaker.PROTECTION, _short(words, LONGEST_LINE), today)


def _keep(db: Session, document_id: str, speaker: ToolSpeaker, words: str, day: date) -> None:
    before = (ToolStatement.document_id == document_id, ToolStatement.speaker == speaker)
    db.execute(delete(ToolStatement).where(*before))
    if words:
        db.add(ToolStatement(document_id=document_id, speaker=speaker, words=words, day=day))
    db.flush()
