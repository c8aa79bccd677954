"""Codes of the moment and codes on paper: each is taken once, in its time, for its own account."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground import signing
from models.ground.store import Store
from models.people import accounts, second_factor
from models.people.second_factor import AlreadyOn, SecretLost, WrongCode
from models.tables.people import Account, RecoveryCode, SecondFactor
from tests.builders import MONDAY

KEYS = ["the present key"]
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""Of RFC 6238, appendix B."""
STEP = second_factor.STEP


def code(at: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(at)


@cache
def drawn() -> dict[str, str]:
    """Made once, for they are slow to make."""
    return second_factor.draw_recovery_codes()


def with_factor(db: Session, email: str = "claire@example.org") -> Account:
    account = accounts.invite(db, email, "Claire", MONDAY, timezone="Europe/Brussels")
    second_factor.turn_on(db, account, KEYS, SECRET, code(MONDAY), MONDAY)
    second_factor.keep_recovery_codes(db, account, drawn())
    return account


def give(db: Session, account: Account, typed: str, at: datetime, keys: list[str] = KEYS) -> None:
    second_factor.use_up(db, account, keys, second_factor.recognise(db, account, keys, typed, at), at)


@pytest.mark.parametrize(
    ("at", "expected"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(empty_store: Store, at: int, expected: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    instant = datetime.fromtimestamp(at, UTC)
    with empty_store.writing() as db:
        account = accounts.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        second_factor.turn_on(db, account, KEYS, SECRET, expected, instant)
        assert second_factor.since(db, account) == instant


def test_a_code_is_taken_once_and_so_is_none_from_before_it(empty_store: Store) -> None:
    later = MONDAY + 2 * STEP
    with empty_store.writing() as db:
        account = with_factor(db)
        give(db, account, code(later), later)
        for again in (later, later - STEP, later - 2 * STEP):
            with pytest.raises(WrongCode):
                give(db, account, code(again), later)
        give(db, account, code(later + STEP), later + STEP)


def test_the_code_that_turned_it_on_has_served(empty_store: Store) -> None:
    with empty_store.writing() as db, pytest.raises(WrongCode):
        give(db, with_factor(db), code(MONDAY), MONDAY)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_one_step(empty_store: Store, steps: int, taken: bool) -> None:
    at = MONDAY + 20 * STEP
    with empty_store.writing() as db:
        account = with_factor(db)
        if taken:
            give(db, account, code(at + steps * STEP), at)
        else:
            with pytest.raises(WrongCode):
                give(db, account, code(at + steps * STEP), at)


@pytest.mark.dialects
def test_of_two_who_come_with_the_same_code_one_gets_in(empty_store: Store) -> None:
    at = MONDAY + 2 * STEP
    with empty_store.writing() as db:
        account, paper = with_factor(db), next(iter(drawn()))
    for typed in (code(at), paper):
        with empty_store.writing() as db:
            first, second = (second_factor.recognise(db, account, KEYS, typed, at) for _ in range(2))
            second_factor.use_up(db, account, KEYS, first, at)
            with pytest.raises(WrongCode):
                second_factor.use_up(db, account, KEYS, second, at)


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "１２３４５６", "000000000", "0" * 16, "'; --", "é" * 6])
def test_what_is_no_code_is_refused(empty_store: Store, typed: str) -> None:
    with empty_store.writing() as db, pytest.raises(WrongCode):
        give(db, with_factor(db), typed, MONDAY + 5 * STEP)


def test_a_code_may_be_typed_as_it_is_read(empty_store: Store) -> None:
    at = MONDAY + 5 * STEP
    with empty_store.writing() as db:
        account, paper = with_factor(db), next(iter(drawn()))
        give(db, account, f" {code(at)[:3]}\N{NO-BREAK SPACE}{code(at)[3:]} ", at)
        give(db, account, f"{paper[:4]}-{paper[4:8]} {paper[8:]}", at)


def test_each_of_ten_codes_on_paper_serves_once(empty_store: Store) -> None:
    first, *others = drawn()
    with empty_store.writing() as db:
        account = with_factor(db)
        assert second_factor.recovery_codes_left(db, account) == len(drawn()) == 10
        give(db, account, first, MONDAY)
        with pytest.raises(WrongCode):
            give(db, account, first, MONDAY)
        assert second_factor.recovery_codes_left(db, account) == 9
        give(db, account, others[0], MONDAY)


def test_new_codes_on_paper_put_an_end_to_those_of_before(empty_store: Store) -> None:
    before = next(iter(drawn()))
    with empty_store.writing() as db:
        account = with_factor(db)
        second_factor.keep_recovery_codes(db, account, {"1" * 16: "not a hash"})
        assert second_factor.recovery_codes_left(db, account) == 1
        with pytest.raises(WrongCode):
            give(db, account, before, MONDAY)


def test_neither_the_secret_nor_a_code_can_be_read_in_the_tables(empty_store: Store) -> None:
    with empty_store.writing() as db:
        with_factor(db)
        sealed = db.scalars(select(SecondFactor.sealed_secret)).one()
        kept = db.scalars(select(RecoveryCode)).all()
        assert SECRET not in sealed
        assert {row.code_hash.partition("$v")[0] for row in kept} == {"$argon2id"}
        assert {row.label for row in kept} == {one[:4] for one in drawn()}


def test_a_row_that_is_copied_to_another_account_opens_nothing(empty_store: Store) -> None:
    with empty_store.writing() as db:
        claire, nadia = with_factor(db), with_factor(db, "nadia@example.org")
        hers = db.get_one(SecondFactor, claire.id).sealed_secret
        db.get_one(SecondFactor, nadia.id).sealed_secret = hers
        with pytest.raises(SecretLost):
            second_factor.recognise(db, nadia, KEYS, code(MONDAY), MONDAY)


def test_where_its_key_is_lost_codes_on_paper_still_serve_and_each_once(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account, at = with_factor(db), MONDAY + 5 * STEP
        with pytest.raises(SecretLost):
            give(db, account, code(at), at, ["another key"])
        give(db, account, [*drawn()][0], at, ["another key"])
        assert second_factor.recovery_codes_left(db, account) == second_factor.RECOVERY_CODES - 1
        with pytest.raises(WrongCode):
            give(db, account, [*drawn()][0], at, ["another key"])
        # The key is found again: the secret is what it was.
        give(db, account, code(at), at)


def test_what_a_former_key_sealed_is_sealed_anew_at_its_next_use(empty_store: Store) -> None:
    keys = [*KEYS, "a newer key"]
    with empty_store.writing() as db:
        account, at = with_factor(db), MONDAY + 5 * STEP
        give(db, account, code(at), at, keys)
        sealed = db.get_one(SecondFactor, account.id).sealed_secret
        assert signing.unseal(keys[1:], f"second-factor:{account.id}", sealed) == SECRET
        give(db, account, code(at + STEP), at + STEP, keys[1:])


def test_it_is_turned_on_once_and_turned_off_with_its_codes(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account, other = with_factor(db), with_factor(db, "nadia@example.org")
        with pytest.raises(AlreadyOn):
            second_factor.turn_on(db, account, KEYS, SECRET, code(MONDAY), MONDAY)
        second_factor.turn_off(db, account)
        assert second_factor.since(db, account) is None
        assert second_factor.recovery_codes_left(db, account) == 0
        with pytest.raises(WrongCode):
            second_factor.recognise(db, account, KEYS, code(MONDAY + timedelta(hours=1)), MONDAY + timedelta(hours=1))
        assert second_factor.since(db, other)


def test_a_secret_is_new_each_time_and_says_whose_it_is(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = accounts.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        secret = second_factor.new_secret()
        assert (len(secret), secret == second_factor.new_secret()) == (32, False)
        read = pyotp.parse_uri(second_factor.address(secret, account))
        assert (read.secret, read.name, read.issuer) == (secret, "claire@example.org", "Boussole")
