"""« À vérifier »: the entries of which most doubt is used most, a few a week, with the facts to read again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select, union
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry
from content.readings import ReadingManner
from models.catalogue.documents import parse_entry
from models.directory import fact_belief, use_and_answers
from models.directory.entries import StatedFact, entry_id
from models.directory.fact_belief import DOUBTED, FactState
from models.freshness import Freshness
from models.ground.calendar import monday_of
from models.tables.audit import Audit, AuditVerb
from models.tables.directory import FactAnswer, FactVerdict, ListedEntry, ListedFact
from models.tables.documents import Version
from models.tables.search import SearchEntry, SearchKind

MOST_A_WEEK = 12
"""Entries: as many as a team reads again in a week."""
MOST_LOOKED_AT = 150
"""Entries of each sort among which the week's are chosen: the most used, the doubted, those due, and those with an
undated copy or the oldest facts."""


class EntryToCheck(NamedTuple):
    """An entry of which something is in doubt, the most doubtful fact first."""

    id: str
    listed: ListedEntry
    entry: DirectoryEntry
    facts: Sequence[StatedFact]
    uses: int
    """In a year, from use.FEWEST on; fewer count as none."""


class WeekToCheck(NamedTuple):
    """What is proposed for this week, and how many entries were read again in it."""

    entries: Sequence[EntryToCheck]
    done: int


def this_week(db: Session, day: date) -> WeekToCheck:
    """Return at most MOST_A_WEEK entries, ordered by doubt × use, then by doubt; less those read again this week."""
    uses = use_and_answers.used_lately(db, day)
    # The entries that people wanted read again before a day that has come, with that day.
    wanted = select(SearchEntry.work, SearchEntry.review_by).where(SearchEntry.kind == SearchKind.ENTRY)
    rows = wanted.where(SearchEntry.review_by <= day).order_by(SearchEntry.review_by, SearchEntry.id)
    due = {work: review_by for work, review_by in db.execute(rows.limit(MOST_LOOKED_AT)) if work and review_by}
    states = _states(db, _candidates(db, uses) | due.keys(), due, day)

    def by_doubt(name: str) -> tuple[float, float, date, str]:
        doubt = max(1 - state.chance for state in states[name].values())
        oldest = min(state.reading.counts_from for state in states[name].values())
        return -doubt * uses.get(name, 0), -doubt, oldest, name

    # What somebody has noted as read again since Monday.
    noted = Audit.verb == AuditVerb.REREAD_ENTRY
    read_again = set(db.scalars(select(Audit.subject).where(noted, Audit.day >= monday_of(day))))
    done = read_again - states.keys()
    chosen = sorted(states, key=by_doubt)[: max(0, MOST_A_WEEK - len(done))]
    return WeekToCheck([_entry(db, name, states[name], uses.get(name, 0)) for name in chosen], len(done))


def _candidates(db: Session, uses: Mapping[str, int]) -> set[str]:
    """Return the entries used most, those that answers or watched pages cast doubt on, those read worst or first."""
    said = select(FactAnswer.fingerprint).where(FactAnswer.verdict != FactVerdict.WORKS)
    heard = ListedFact.fingerprint.in_(union(said, DOUBTED))
    doubted = select(ListedFact.document_id).where(heard).distinct().order_by(ListedFact.document_id)
    undated = case(((ListedFact.manner == ReadingManner.COPY) & ListedFact.copied.is_(None), 1), else_=0)
    oldest = select(ListedFact.document_id).group_by(ListedFact.document_id)
    oldest = oldest.order_by(func.max(undated).desc(), func.min(ListedFact.read_on), ListedFact.document_id)
    used = sorted(uses, key=lambda name: (-uses[name], name))[:MOST_LOOKED_AT]
    return {*used, *db.scalars(doubted.limit(MOST_LOOKED_AT)), *db.scalars(oldest.limit(MOST_LOOKED_AT))}


def _states(
    db: Session, near: Collection[str], due: Mapping[str, date], day: date
) -> Mapping[str, Mapping[int, FactState]]:
    """Return, by entry, the facts that are not read recently, by their place."""
    stated = select(ListedFact).where(ListedFact.document_id.in_(near))
    facts = db.scalars(stated.order_by(ListedFact.document_id, ListedFact.place)).all()
    found: defaultdict[str, dict[int, FactState]] = defaultdict(dict)
    for fact, state in zip(facts, fact_belief.states_of(db, facts, day, due), strict=True):
        if state.word is not Freshness.RECENT:
            found[fact.document_id][fact.place] = state
    return found


def _entry(db: Session, name: str, states: Mapping[int, FactState], uses: int) -> EntryToCheck:
    listed = db.get_one(ListedEntry, name)
    entry = parse_entry(db.get_one(Version, listed.version_id).text)
    facts, own = list(entry.all_facts), len(entry.facts)
    order = sorted(states, key=lambda place: (states[place].chance, use_and_answers.noticed(states[place].kind)))
    stated = [StatedFact(facts[place], states[place], place < own) for place in order]
    return EntryToCheck(entry_id(name), listed, entry, stated, uses)
