"""Entries in force: one with what is believed of its facts, those found in place, what they say in plain words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind, EntryKind
from content.errors import N_, NotFound
from content.lexicons import about_names
from content.module import Module
from content.topics import Topic
from models.catalogue import cards
from models.catalogue.attestations import AttestedPart, plain_part
from models.catalogue.documents import ENTRY, parse_entry
from models.directory import fact_belief
from models.directory.fact_belief import DOUBTED, FactState
from models.directory.tool_tests import recommendable
from models.freshness import FactAnswers, Freshness
from models.tables.attestations import Attestation
from models.tables.directory import EntryPlain, EntryTie, FactAnswer, FactVerdict, ListedEntry, ListedFact, TieSubject
from models.tables.documents import Version
from models.tables.search import SearchEntry

IN_PLACE = 2
"""Entries that stand under something else: as many as are read between two interviews."""
OF_A_KIND = 3
"""Services, measures and tools that stand under their own topic; the directory has all of them."""
WEIGHTS = {TieSubject.RULE: 4, TieSubject.TOPIC: 2, TieSubject.SKILL: 1}
"""What a shared tie is worth: a skill is shared by many entries, a rule by few."""


class UnknownEntry(NotFound):
    """No published entry has that id."""

    what = N_("Cette entrée n'est pas dans le répertoire.")
    then = N_("Cherchez-la par ses mots.")


class StatedFact(NamedTuple):
    """A fact, and what is believed of it; None of a blank."""

    fact: EntryFact
    state: FactState | None
    own: bool
    """Whether it is the entry's own; else its organisation's."""


class EntryReading(NamedTuple):
    """An entry as it is read on a day."""

    entry: DirectoryEntry
    listed: ListedEntry
    facts: Sequence[StatedFact]


class EntryInPlace(NamedTuple):
    """An entry as it stands under something else: with its telephone, and what is believed of that."""

    id: str
    listed: ListedEntry
    state: FactState | None
    recommended: bool
    """Whether it may be: a tool that asks for an account may not before the data protection officer has spoken."""


def entry_id(document_id: str) -> str:
    """Return the id that pages call an entry by."""
    return document_id.removeprefix(ENTRY)


def listed_of(db: Session, name: str) -> ListedEntry:
    """Return a published entry as it is listed; raises UnknownEntry."""
    found = db.get(ListedEntry, f"{ENTRY}{name}")
    if found is None:
        raise UnknownEntry
    return found


def names_of(db: Session, document_ids: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the names of those entries among some that are listed, by language."""
    listed = select(ListedEntry.document_id, ListedEntry.names).where(ListedEntry.document_id.in_(document_ids))
    return {row[0]: row[1] for row in db.execute(listed)}


def reading(db: Session, name: str, day: date) -> EntryReading:
    """Return an entry with what is believed of its facts on a day; raises UnknownEntry."""
    listed = listed_of(db, name)
    entry = parse_entry(db.get_one(Version, listed.version_id).text)
    return EntryReading(
        entry, listed, stated(entry, fact_belief.of_entry(db, listed.document_id, day, entry.review_by))
    )


def stated(entry: DirectoryEntry, states: Mapping[int, FactState]) -> list[StatedFact]:
    """Return the facts of an entry with what is believed of each, by its place."""
    own = len(entry.facts)
    facts = [StatedFact(fact, states.get(place), place < own) for place, fact in enumerate(entry.all_facts)]
    # Its title stands above; what it is really called, and who offers it, leads to the door.
    return [one for one in facts if not (entry.confidential and one.fact.kind is EntryFactKind.NAME)]


def tied(
    db: Session,
    day: date,
    topics: Collection[str] = (),
    skills: Collection[str] = (),
    rules: Collection[str] = (),
    first: Sequence[str] = (),
    to_ring: bool = False,
) -> list[EntryInPlace]:
    """Return the entries nearest to some topics, skills and rules: what can be rung first, then what shares most.

    Documents named `first` come before all others, whatever they are; of the others, `to_ring` leaves only services
    with a telephone. What is old comes last among its own: anyone who has seven minutes rings what answers. A tool that
    may not be recommended is left out, and what is for people in danger unless it is named: nobody has asked for it.
    """
    wanted = {TieSubject.RULE: rules, TieSubject.TOPIC: topics, TieSubject.SKILL: skills}
    if not first and not any(wanted.values()):
        return []
    named = [(EntryTie.subject == one) & EntryTie.name.in_(names) for one, names in wanted.items() if names]
    weight = case(WEIGHTS, value=EntryTie.subject, else_=0)
    shared = select(EntryTie.document_id, func.sum(weight).label("weight")).where(or_(false(), *named))
    calm = ~ListedEntry.emergency
    if to_ring:
        calm &= (ListedEntry.kind == EntryKind.SERVICE) & ListedEntry.by_telephone
    near = _near(shared.group_by(EntryTie.document_id).subquery(), first).where(recommendable(day))
    near = near.where(ListedEntry.document_id.in_(first) | calm)
    found = _in_place(db, near.order_by("place", ListedEntry.document_id).limit(2 * IN_PLACE).subquery(), day)
    return sorted(_old_last(found), key=lambda one: one.listed.document_id not in first)[:IN_PLACE]


def _near(shared: Subquery, first: Sequence[str]) -> Select[tuple[str, int]]:
    """Select entries that share something, and those named first, each with its place."""
    weight = func.coalesce(shared.c.weight, 0)
    order = [ListedEntry.by_telephone.desc(), weight.desc(), ListedEntry.document_id.asc()]
    if first:
        places = {name: place for place, name in enumerate(first)}
        order.insert(0, case(places, value=ListedEntry.document_id, else_=len(first)).asc())
    near = select(ListedEntry.document_id, func.row_number().over(order_by=order).label("place"))
    near = near.outerjoin(shared, shared.c.document_id == ListedEntry.document_id)
    tied_or_sought = ListedEntry.document_id.in_(select(shared.c.document_id)) | ListedEntry.document_id.in_(first)
    return near.where(tied_or_sought)


def of_module(db: Session, module: Module, day: date) -> list[EntryInPlace]:
    """Return the entries nearest to what a module teaches and cites."""
    return tied(db, day, skills=module.skills, rules=[rule.id for rule in cards.rules_cited(db, module)])


def of_topic(db: Session, topic: Topic, day: date) -> list[EntryInPlace]:
    """Return the entries of a topic: services first, then measures and tools; those that can be rung before others.

    What is about a danger by its name is left out where the topic's name says nothing of it.
    """
    kinds = case({kind: place for place, kind in enumerate(EntryKind)}, value=ListedEntry.kind)
    first_to_ring = ListedEntry.by_telephone.desc(), ListedEntry.document_id.asc()
    place = func.row_number().over(partition_by=ListedEntry.kind, order_by=first_to_ring).label("place")
    own = select(ListedEntry.document_id, place).join(EntryTie, EntryTie.document_id == ListedEntry.document_id)
    own = own.where(EntryTie.subject == TieSubject.TOPIC, EntryTie.name == topic.id, recommendable(day))
    placed = own.subquery()
    best = select(ListedEntry).join(placed, placed.c.document_id == ListedEntry.document_id)
    best = best.where(placed.c.place <= OF_A_KIND).order_by(kinds, placed.c.place, ListedEntry.document_id)
    return in_place(db, [one for one in db.scalars(best) if about_names(one.names) <= about_names(topic.name)], day)


def in_danger() -> ColumnElement[bool]:
    """Return the condition on `SearchEntry` that it is an entry for people in danger."""
    # Asked of the one by its key: PostgreSQL would read every entry for an EXISTS.
    own = select(ListedEntry.emergency).where(ListedEntry.document_id == SearchEntry.work)
    return func.coalesce(own.scalar_subquery(), false())


def in_place(db: Session, listed: Sequence[ListedEntry], day: date) -> list[EntryInPlace]:
    """Return entries with what is believed of how they are reached, those whose telephone is old last."""
    return _old_last(as_ordered(db, listed, day))


def _old_last(found: Iterable[EntryInPlace]) -> list[EntryInPlace]:
    return sorted(found, key=lambda one: one.state is not None and one.state.word is Freshness.OLD)


def as_ordered(db: Session, listed: Sequence[ListedEntry], day: date) -> list[EntryInPlace]:
    """Return entries with what is believed of how they are reached, in their order."""
    if not listed:
        return []
    places = case({one.document_id: place for place, one in enumerate(listed)}, value=ListedEntry.document_id)
    named = ListedEntry.document_id.in_([one.document_id for one in listed])
    return _in_place(db, select(ListedEntry.document_id, places.label("place")).where(named).subquery(), day)


def _in_place(db: Session, chosen: Subquery, day: date) -> list[EntryInPlace]:
    """Return entries in their places, each with what is believed of the way in which it is reached."""
    reached = (ListedFact.document_id == ListedEntry.document_id) & (ListedFact.place == ListedEntry.reached_by)
    said = select(func.count()).where(FactAnswer.fingerprint == ListedFact.fingerprint)
    works = said.where(FactAnswer.verdict == FactVerdict.WORKS).scalar_subquery()
    gone = said.where(FactAnswer.verdict != FactVerdict.WORKS).scalar_subquery()
    doubted = exists(DOUBTED.where(Attestation.fingerprint == ListedFact.fingerprint))
    rows = db.execute(
        select(ListedEntry, recommendable(day), ListedFact, gone, works, doubted)
        .join(chosen, chosen.c.document_id == ListedEntry.document_id)
        .outerjoin(ListedFact, reached)
        .order_by(chosen.c.place, ListedEntry.document_id)
    ).all()
    known = fact_belief.rates(db) if rows else fact_belief.Rates({})
    return [
        EntryInPlace(
            entry_id(listed.document_id),
            listed,
            fact and fact_belief.state(fact, known, FactAnswers(against, for_it), doubted, day),
            recommended,
        )
        for listed, recommended, fact, against, for_it, doubted in rows
    ]


# -------------------------------------------------------------- what entries of the directory say to the person herself


class EntryInPlain(NamedTuple):
    """A published entry, with its words for the person in a language."""

    id: str
    kind: EntryKind
    name: str
    """In that language where it has one; of an entry whose address is confidential, its discreet title."""
    words: str
    language: str
    telephone: str
    """The first that is published; empty where there is none."""
    confidential: bool
    """Whether its address is: then no code is printed, and nothing leads there but the telephone."""
    emergency: bool
    said: AttestedPart
    """The words, for anyone who asks who has read them."""
    undated: bool
    """Whether its telephone was read on a stored copy without a day."""


def entries_in_plain(db: Session, language: str, day: date) -> list[EntryInPlain]:
    """Return the published entries that have plain words in a language, by id, in one statement.

    Tools that may not be recommended on that day are left out.
    """
    said = select(ListedEntry, EntryPlain.words, ListedFact)
    said = said.join(EntryPlain, EntryPlain.document_id == ListedEntry.document_id)
    reached = (ListedFact.document_id == ListedEntry.document_id) & (ListedFact.place == ListedEntry.reached_by)
    said = said.outerjoin(ListedFact, reached)
    spoken = said.where(EntryPlain.language == language, recommendable(day)).order_by(ListedEntry.document_id)
    return [
        EntryInPlain(
            entry_id(one.document_id),
            EntryKind(one.kind),
            one.names.get(language) or next(iter(one.names.values()), ""),
            words,
            language,
            one.telephone,
            one.confidential,
            one.emergency,
            plain_part(one.document_id, "", language, words),
            way is not None and way.reading.is_undated,
        )
        for one, words, way in db.execute(spoken)
    ]
