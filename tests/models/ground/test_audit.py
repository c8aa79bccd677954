"""What is noted is appended by the commit, in one chain whoever appends; who is erased takes her part along."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from models.ground import audit, audit_chain, revisions
from models.ground.store import Store
from models.learning import learners
from models.people import accounts
from models.tables.audit import Audit, AuditParty, AuditRole, AuditVerb
from models.tables.people import Account
from tests import builders
from tests.builders import MONDAY
from tests.processes import own_processes

KEY = "not a secret"
DAY = date(2026, 5, 12)


def publish(store: Store, actor: UUID | None, subject: str = "reformuler", number: int = 1) -> None:
    with store.writing() as db:
        audit.note(db, actor, AuditVerb.PUBLISH, subject, DAY, number=number)


def publish_often(url: str, actor: UUID, times: int) -> None:
    """What a process of its own does."""
    store = Store(url)
    for number in range(times):
        publish(store, actor, number=number)
    store.dispose()


def invite(store: Store, name: str = "claire") -> Account:
    with store.writing() as db:
        return accounts.invite(db, f"{name}@example.org", name, MONDAY, timezone="Europe/Brussels")


def erase(store: Store, account: Account) -> None:
    with store.writing() as db:
        accounts.erase(db, db.get_one(Account, account.id))


def ids(store: Store) -> list[int]:
    with store.reading() as db:
        return list(db.scalars(select(Audit.id).order_by(Audit.id)))


def end(store: Store) -> audit_chain.ChainEnd:
    with store.reading() as db:
        return audit_chain.verify(db, [KEY])


def kept_of(store: Store) -> list[tuple[str, UUID | None, bytes | None]]:
    with store.reading() as db:
        rows = db.scalars(select(AuditParty).order_by(AuditParty.entry_id, AuditParty.role))
        return [(one.role, one.learner_key, one.nonce) for one in rows]


def test_an_entry_says_on_which_day_who_did_what_to_what(empty_store: Store) -> None:
    key = builders.add_learner(empty_store)
    publish(empty_store, key, number=3)
    with empty_store.reading() as db:
        (entry,) = audit.trail(db, "reformuler", [AuditVerb.PUBLISH])
    assert (entry.day, entry.verb, entry.subject, entry.detail) == (DAY, "publish", "reformuler", {"number": 3})
    assert [(one.role, one.learner_key) for one in entry.parties] == [("actor", key)]


def test_a_transaction_that_comes_to_nothing_notes_nothing(empty_store: Store) -> None:
    publish(empty_store, None)
    with pytest.raises(ZeroDivisionError), empty_store.writing() as db:
        audit.note(db, None, AuditVerb.RETIRE, "reformuler", DAY)
        raise ZeroDivisionError
    publish(empty_store, None)
    assert ids(empty_store) == [1, 2]
    assert end(empty_store).place == 2


def test_the_release_of_a_savepoint_appends_nothing_yet_and_nothing_is_noted_in_one(empty_store: Store) -> None:
    with empty_store.writing() as db:
        audit.note(db, None, AuditVerb.RETIRE, "reformuler", DAY)
        with db.begin_nested():
            builders.add_learner_in(db)
        assert db.scalars(select(Audit)).all() == []
        with pytest.raises(AssertionError), db.begin_nested():
            audit.note(db, None, AuditVerb.RETIRE, "ecouter", DAY)
    assert ids(empty_store) == [1]


def test_the_latest_stands_first_also_of_one_day(empty_store: Store) -> None:
    for number in (1, 2, 3):
        publish(empty_store, None, number=number)
    with empty_store.reading() as db:
        assert [one.detail["number"] for one in audit.trail(db, "reformuler", ["publish"])] == [3, 2, 1]
        assert [one.detail["number"] for one in audit.latest(db, ["publish"], 1, 1)] == [2]
        assert audit.latest(db, ["retire"], 0, 9) == []


@pytest.mark.dialects
def test_threads_that_append_at_once_make_one_chain(empty_store: Store) -> None:
    key = builders.add_learner(empty_store)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: publish(empty_store, key, number=number), range(40)))
    assert ids(empty_store) == list(range(1, 41))
    assert end(empty_store).place == 40


@pytest.mark.nightly
def test_processes_that_append_at_once_make_one_chain(empty_store: Store) -> None:
    key = builders.add_learner(empty_store)
    ours = own_processes()
    working = [ours.Process(target=publish_often, args=(empty_store.url, key, 10)) for _ in range(4)]
    for process in working:
        process.start()
    for process in working:
        process.join()
    assert [process.exitcode for process in working] == [0] * 4
    assert ids(empty_store) == list(range(1, 41))
    assert end(empty_store).place == 40


@pytest.mark.dialects
def test_those_who_note_before_they_lock_each_others_learners_do_not_wait_for_each_other(empty_store: Store) -> None:
    """What is noted first and locked later, crosswise with whoever locks first: the lock of the chain is the last."""
    keys = [builders.add_learner(empty_store) for _ in range(2)]

    def work(number: int) -> None:
        with empty_store.writing() as db:
            if number % 2:
                audit.note(db, keys[0], AuditVerb.PUBLISH, "a", DAY)
            learners.lock(db, keys[0])
            learners.lock(db, keys[1])
            if not number % 2:
                audit.note(db, keys[1], AuditVerb.PUBLISH, "b", DAY)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(32)))
    assert end(empty_store).place == 32


@pytest.mark.dialects
def test_those_who_end_the_log_and_those_who_append_do_not_wait_for_each_other(empty_store: Store) -> None:
    """The revision of stories is the other row that a commit locks: always after the chain."""

    def work(number: int) -> None:
        with empty_store.writing() as db:
            revisions.note_changed(db)
            if number % 2:
                audit.note(db, None, AuditVerb.PUBLISH, "a", DAY)
            else:
                audit_chain.end_before(db, DAY, [KEY])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(64)))
    assert end(empty_store).place == 32


def test_who_is_erased_leaves_what_was_done_and_the_chain_holds(empty_store: Store) -> None:
    claire, karim = invite(empty_store), invite(empty_store, "karim")
    with empty_store.writing() as db:
        parties = {AuditRole.PERSON: claire.learner_key}
        audit.note(db, karim.learner_key, AuditVerb.INVITE, audit.ACCOUNT, DAY, parties)
        audit.note(db, claire.learner_key, AuditVerb.PUBLISH, "reformuler", DAY, number=3)
    before = end(empty_store)
    erase(empty_store, claire)
    assert end(empty_store) == before
    (by_karim, to_claire, by_claire) = kept_of(empty_store)
    assert by_karim[:2] == ("actor", karim.learner_key)
    assert (by_karim[2] is not None, to_claire, by_claire) == (True, ("person", None, None), ("actor", None, None))
    with empty_store.reading() as db:
        assert audit.of(db, claire.learner_key) == []
        (entry,) = audit.trail(db, "reformuler", ["publish"])
        assert entry.detail == {"number": 3}


def test_who_still_knows_everybody_cannot_tell_the_entries_of_the_erased(empty_store: Store) -> None:
    """She tries every person by all that names her, in every role, under all that is left in the tables."""
    everybody = [invite(empty_store, name) for name in ("claire", "karim", "denis")]
    claire, karim, _ = everybody
    for account in (claire, karim, claire):
        publish(empty_store, account.learner_key)
    erase(empty_store, claire)
    with empty_store.reading() as db:
        parties = db.scalars(select(AuditParty).order_by(AuditParty.entry_id)).all()
        links = list(db.scalars(select(Audit.link)))
    sealed = {one.commitment for one in parties if one.learner_key is None}
    shown = [one.nonce for one in parties if one.nonce] + [bytes(32), b""]
    shown += [
        made(one) for one in [*links, *(one.commitment for one in parties)] for made in (bytes.fromhex, str.encode)
    ]
    guessed = {
        guess
        for person in everybody
        for nonce in [*shown, person.learner_key.bytes, str(person.learner_key).encode()]
        for role in AuditRole
        for guess in guesses(nonce, role, person)
    }
    assert (len(sealed), sealed & guessed) == (2, set())
    # Whoever is there is found in this way: it is no guess that fails for everybody.
    assert guessed & {one.commitment for one in parties} == {parties[1].commitment}


def guesses(nonce: bytes, role: AuditRole, person: Account) -> Iterator[str]:
    """Commitments as we make them, and as others would."""
    yield audit_chain.commitment(nonce, role, person.learner_key)
    for named in (str(person.learner_key), str(person.id), person.email, person.name):
        for said in (named, f"{role}{named}", json.dumps([role, named], separators=(",", ":"))):
            yield hmac.new(nonce, said.encode(), hashlib.sha256).hexdigest()
            yield hashlib.sha256(nonce + said.encode()).hexdigest()


def test_an_entry_of_the_transaction_that_erases_her_never_names_her(empty_store: Store) -> None:
    claire = invite(empty_store)
    with empty_store.writing() as db:
        audit.note(db, claire.learner_key, AuditVerb.RETIRE, "reformuler", DAY)
        accounts.erase(db, db.get_one(Account, claire.id))
    assert kept_of(empty_store) == [("actor", None, None)]
    assert end(empty_store).place == 1


@pytest.mark.dialects
def test_what_is_noted_while_she_is_erased_does_not_name_her_either(empty_store: Store) -> None:
    claire = invite(empty_store)
    turns: list[Callable[[], None]] = [lambda: erase(empty_store, claire)]
    turns += [lambda: publish(empty_store, claire.learner_key)] * 12
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda turn: turn(), turns))
    assert kept_of(empty_store) == [("actor", None, None)] * 12
    assert end(empty_store).place == 12


def test_what_she_takes_along_says_her_part_and_nobody_elses(empty_store: Store) -> None:
    claire, karim = invite(empty_store), invite(empty_store, "karim")
    with empty_store.writing() as db:
        parties = {AuditRole.PERSON: claire.learner_key}
        audit.note(db, karim.learner_key, AuditVerb.CHANGE_ACCOUNT, audit.ACCOUNT, DAY, parties, fields=["name"])
        audit.note(db, karim.learner_key, AuditVerb.PUBLISH, "reformuler", DAY, number=3)
    with empty_store.reading() as db:
        assert audit.of(db, claire.learner_key) == [
            {
                "role": "person",
                "day": DAY,
                "verb": "change account",
                "subject": "account",
                "detail": {"fields": ["name"]},
            }
        ]
        assert [one["verb"] for one in audit.of(db, karim.learner_key)] == ["change account", "publish"]
