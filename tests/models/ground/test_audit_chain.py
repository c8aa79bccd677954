"""The chain of the audit log: whatever is done to it behind its back is found, with its place; it ends at a term."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import ColumnElement, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from models.ground import audit, audit_chain
from models.ground.audit_chain import BreakKind, BrokenChain, ChainEnd
from models.ground.store import Store
from models.tables.audit import Audit, AuditCheckpoint, AuditHead, AuditParty, AuditRole, AuditVerb
from tests import builders

KEY = "not a secret"
FIRST = date(2026, 5, 12)
TERM = FIRST + timedelta(days=4)
"""Of ten entries, one a day, four are older."""


@pytest.fixture
def chained(empty_store: Store) -> Store:
    """Ten entries, one a day, each with an actor and a person."""
    for number in range(10):
        append(empty_store, number)
    return empty_store


def append(store: Store, number: int) -> None:
    actor, person = (builders.add_learner(store) for _ in range(2))
    with store.writing() as db:
        day, parties = FIRST + timedelta(days=number), {AuditRole.PERSON: person}
        audit.note(db, actor, AuditVerb.CHANGE_ACCOUNT, audit.ACCOUNT, day, parties, fields=["name"], number=number)


def verified(store: Store, *keys: str) -> ChainEnd:
    with store.reading() as db:
        return audit_chain.verify(db, keys or [KEY])


def broken(store: Store, *keys: str) -> tuple[int, BreakKind]:
    with pytest.raises(BrokenChain) as caught:
        verified(store, *keys)
    return caught.value.place, caught.value.kind


def ended(store: Store, day: date = TERM, keys: Sequence[str] = (KEY,)) -> int:
    with store.writing() as db:
        return audit_chain.end_before(db, day, keys)


def test_a_chain_that_has_only_grown_passes_by_the_end_that_was_written_down(chained: Store) -> None:
    assert verified(chained).place == 10
    noted = verified(chained)
    append(chained, 10)
    with chained.reading() as db:
        assert audit_chain.passes(db, noted) is True
        assert audit_chain.passes(db, ChainEnd(0, audit_chain.BEGINNING)) is True
        assert audit_chain.passes(db, ChainEnd(99, noted.link)) is False


def test_a_log_of_none_or_more_than_are_read_at_once_holds(empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verified(empty_store) == ChainEnd(0, audit_chain.BEGINNING)
    monkeypatch.setattr(audit_chain, "AT_ONCE", 2)
    for _ in range(5):
        append(empty_store, 0)
    assert verified(empty_store).place == 5


def change(db: Session, place: int, **values: object) -> None:
    db.execute(update(Audit).where(Audit.id == place).values(**values))


def take_away(db: Session, *places: int) -> None:
    db.execute(delete(AuditParty).where(AuditParty.entry_id.in_(places)))
    db.execute(delete(Audit).where(Audit.id.in_(places)))


def rename(db: Session, place: int, other: int) -> None:
    db.execute(insert(Audit).from_select([*COLUMNS], select(*copied(other)).where(Audit.id == place)))
    db.execute(update(AuditParty).where(AuditParty.entry_id == place).values(entry_id=other))
    db.execute(delete(Audit).where(Audit.id == place))


COLUMNS = [column.name for column in Audit.__table__.columns]


def copied(place: int) -> list[ColumnElement[object]]:
    return [literal(place) if name == "id" else getattr(Audit, name) for name in COLUMNS]


def swap(db: Session, one: int, other: int) -> None:
    for place, to in ((one, 1000), (other, one), (1000, other)):
        rename(db, place, to)


def put_in(db: Session, place: int) -> None:
    """One that was never noted, with all that comes after it one further."""
    for later in range(10, place - 1, -1):
        rename(db, later, later + 1)
    values = {"day": FIRST, "verb": "publish", "subject": "faux", "detail": {}, "link": "0" * 64}
    db.execute(insert(Audit).values(id=place, **values))


def link_to_the_end(db: Session) -> None:
    """One that was never noted, linked as it would have been."""
    last = db.scalars(select(Audit.link).where(Audit.id == 10)).one()
    link = audit_chain.link(last, 11, (FIRST, "publish", "faux", {}), {})
    values = {"id": 11, "day": FIRST, "verb": "publish", "subject": "faux", "detail": {}, "link": link}
    db.execute(insert(Audit).values(**values))


def name_another(db: Session, place: int) -> None:
    other = builders.add_learner_in(db)
    hers = (AuditParty.entry_id == place) & (AuditParty.role == "actor")
    db.execute(update(AuditParty).where(hers).values(learner_key=other))


def name_another_anew(db: Session, place: int) -> None:
    """With a nonce of one's own, and the commitment that belongs to it."""
    other, nonce = builders.add_learner_in(db), audit_chain.new_nonce()
    made = {"learner_key": other, "nonce": nonce, "commitment": audit_chain.commitment(nonce, "actor", other)}
    hers = (AuditParty.entry_id == place) & (AuditParty.role == "actor")
    db.execute(update(AuditParty).where(hers).values(**made))


def name_nobody(db: Session, place: int) -> None:
    db.execute(delete(AuditParty).where(AuditParty.entry_id == place, AuditParty.role == "actor"))


ATTACKS: dict[str, tuple[Callable[[Session], object], int, BreakKind]] = {
    "day": (lambda db: change(db, 4, day=FIRST), 4, BreakKind.CHANGED),
    "verb": (lambda db: change(db, 4, verb="publish"), 4, BreakKind.CHANGED),
    "subject": (lambda db: change(db, 4, subject="autre"), 4, BreakKind.CHANGED),
    "detail": (lambda db: change(db, 4, detail={"fields": ["email"], "number": 3}), 4, BreakKind.CHANGED),
    "link": (lambda db: change(db, 4, link="0" * 64), 4, BreakKind.CHANGED),
    "one_gone": (lambda db: take_away(db, 4), 4, BreakKind.MISSING),
    "first_ones_gone": (lambda db: take_away(db, 1, 2, 3), 1, BreakKind.MISSING),
    "swapped": (lambda db: swap(db, 4, 7), 4, BreakKind.CHANGED),
    "put_in": (lambda db: put_in(db, 4), 4, BreakKind.CHANGED),
    "another_person": (lambda db: name_another(db, 4), 4, BreakKind.PERSON),
    "another_person_anew": (lambda db: name_another_anew(db, 4), 4, BreakKind.CHANGED),
    "nobody": (lambda db: name_nobody(db, 4), 4, BreakKind.CHANGED),
    "tail_gone": (lambda db: take_away(db, 9, 10), 9, BreakKind.END),
    "put_at_the_end": (lambda db: put_in(db, 11), 11, BreakKind.CHANGED),
    "linked_to_the_end": (link_to_the_end, 11, BreakKind.END),
    "head_gone": (lambda db: db.execute(delete(AuditHead)), 1, BreakKind.END),
    "head_moved": (lambda db: db.execute(update(AuditHead).values(place=9)), 10, BreakKind.END),
}


def test_what_is_done_behind_its_back_is_found_with_its_place(chained: Store) -> None:
    found = {}
    with chained.writing() as db:
        for name, (attack, _, _) in ATTACKS.items():
            before = db.begin_nested()
            attack(db)
            with pytest.raises(BrokenChain) as caught:
                audit_chain.verify(db, [KEY])
            found[name] = (caught.value.place, caught.value.kind)
            before.rollback()
            db.expire_all()
        audit_chain.verify(db, [KEY])
    assert found == {name: (place, kind) for name, (_, place, kind) in ATTACKS.items()}


def test_a_chain_written_anew_holds_and_no_longer_passes_by_the_end_that_was_written_down(chained: Store) -> None:
    """Who has the whole database can do this; who has written the end down elsewhere sees it."""
    noted = verified(chained)
    with chained.writing() as db:
        take_away(db, *range(6, 11))
        link = db.scalar(select(Audit.link).where(Audit.id == 5))
        db.execute(update(AuditHead).values(place=5, link=link))
    for number in range(5, 12):
        append(chained, number)
    assert verified(chained).place == 12
    with chained.reading() as db:
        assert audit_chain.passes(db, noted) is False


def test_what_is_older_than_the_term_goes_and_a_checkpoint_stands_for_it(chained: Store) -> None:
    before = verified(chained)
    assert ended(chained) == 4
    with chained.reading() as db:
        assert db.scalars(select(Audit.id).order_by(Audit.id)).all() == [5, 6, 7, 8, 9, 10]
        assert db.scalar(select(func.min(AuditParty.entry_id))) == 5
        (checkpoint,) = db.scalars(select(AuditCheckpoint)).all()
        assert (checkpoint.through, checkpoint.day) == (4, FIRST + timedelta(days=3))
        assert audit_chain.first_day(db) == TERM
        assert audit_chain.passes(db, before) is True
    assert verified(chained) == before
    append(chained, 10)
    assert verified(chained).place == 11


def test_nothing_is_ended_twice_and_the_next_day_ends_the_next(chained: Store) -> None:
    assert [ended(chained), ended(chained), ended(chained, TERM + timedelta(days=1))] == [4, 0, 1]
    with chained.reading() as db:
        assert db.scalars(select(AuditCheckpoint.through)).all() == [5]
    assert verified(chained).place == 10


def test_all_may_end_and_the_chain_goes_on(chained: Store) -> None:
    assert ended(chained, FIRST + timedelta(days=99)) == 10
    assert verified(chained).place == 10
    append(chained, 99)
    assert verified(chained).place == 11


def test_an_end_from_before_the_term_can_no_longer_be_compared(empty_store: Store) -> None:
    noted = []
    for number in range(6):
        append(empty_store, number)
        noted.append(verified(empty_store))
    ended(empty_store)
    with empty_store.reading() as db:
        assert [audit_chain.passes(db, one) for one in noted] == [None, None, None, True, True, True]


@pytest.mark.parametrize("forged", [{"through": 5}, {"day": FIRST}, {"link": "1" * 64}, {"signature": "1" * 64}])
def test_a_checkpoint_that_is_forged_is_found(chained: Store, forged: dict[str, object]) -> None:
    ended(chained)
    with chained.writing() as db:
        db.execute(update(AuditCheckpoint).values(**forged))
    assert broken(chained) == (5 if "through" in forged else 4, BreakKind.CHECKPOINT)


def test_a_checkpoint_that_is_taken_away_is_found(chained: Store) -> None:
    ended(chained)
    with chained.writing() as db:
        db.execute(delete(AuditCheckpoint))
    assert broken(chained) == (1, BreakKind.MISSING)


def test_a_checkpoint_of_another_house_is_found(chained: Store) -> None:
    ended(chained, keys=["of another house"])
    assert broken(chained) == (4, BreakKind.CHECKPOINT)


def test_a_key_that_rotates_takes_the_checkpoint_along(chained: Store) -> None:
    """The key of before is there for one night; then it can go."""
    ended(chained)
    assert broken(chained, "new") == (4, BreakKind.CHECKPOINT)
    assert verified(chained, KEY, "new").place == 10
    assert ended(chained, keys=[KEY, "new"]) == 0
    assert verified(chained, "new").place == 10
    assert broken(chained, KEY) == (4, BreakKind.CHECKPOINT)
    assert ended(chained, TERM + timedelta(days=1), ["new"]) == 1


def test_who_rotates_the_key_signs_no_checkpoint_that_was_forged(chained: Store) -> None:
    ended(chained)
    with chained.writing() as db:
        db.execute(update(AuditCheckpoint).values(link="1" * 64))
    with pytest.raises(BrokenChain):
        ended(chained, keys=[KEY, "new"])
    assert broken(chained, KEY, "new") == (4, BreakKind.CHECKPOINT)


def test_what_is_broken_names_nobody_past_its_term_and_shows_the_same_break(chained: Store) -> None:
    with chained.writing() as db:
        change(db, 3, subject="autre")
        audit_chain.name_nobody_before(db, TERM)
    assert broken(chained) == (3, BreakKind.CHANGED)
    with chained.reading() as db:
        named = select(AuditParty.entry_id).where(AuditParty.learner_key.is_not(None) | AuditParty.nonce.is_not(None))
        assert set(db.scalars(named)) == set(range(5, 11))


def test_what_does_not_hold_is_never_signed_away(chained: Store) -> None:
    with chained.writing() as db:
        change(db, 3, subject="autre")
    with pytest.raises(BrokenChain):
        ended(chained)
    with chained.reading() as db:
        assert db.scalar(select(func.count(Audit.id))) == 10
        assert db.scalars(select(AuditCheckpoint)).all() == []
