"""A training record says what was finished and no more, is signed, and stands or falls with every one of its bits."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Invalid
from content.pathway.pathway_code import SIGNS, in_bytes, in_signs
from models.catalogue import coming_into_force
from models.ground import backups, signing
from models.ground.settings import Settings
from models.ground.signing import SealBroken
from models.ground.store import Store
from models.learning import objection, playing, training_records
from models.learning.training_record_code import (
    KEY_BYTES,
    MOST_MODULES,
    SIGNATURE_BYTES,
    AlteredRecord,
    BadRecord,
    FinishedModule,
    MalformedRecord,
    TrainingRecord,
    UnknownRecordKey,
    code_in,
    fingerprint,
    key_name,
    sign,
    verified,
)
from models.people import restoring
from models.tables.programmes import TrainingRecordKey
from tests.builders import MONDAY, add_learner_in, live_through
from tests.programmes import pack_with_programmes
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)
TODAY = MONDAY.date()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KNOWN: Mapping[bytes, bytes] = {key_name(PUBLIC): PUBLIC}
RECORD = TrainingRecord(
    "Zoé Łukasz 👩🏽‍💼",
    "boussole.example.org",
    TODAY,
    (FinishedModule("Écouter sans diriger", "fr", TODAY, 5), FinishedModule("Wie doet wat?", "nl", TODAY - DAY, 6)),
)
CODE = sign(RECORD, KEY)
PRESENT, LATER = ("present",), ("present", "later")


def refusal(code: str) -> type[BadRecord]:
    with pytest.raises(BadRecord) as refused:
        verified(code, KNOWN)
    return refused.type


titles = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
modules = st.builds(FinishedModule, titles, st.sampled_from(["fr", "nl", "en"]), days, st.integers(1, 999))
records = st.builds(
    TrainingRecord, titles, titles, days, st.lists(modules, min_size=1, max_size=MOST_MODULES).map(tuple)
)


@given(records)
def test_a_record_comes_back_from_its_code_as_it_was_signed(record: TrainingRecord) -> None:
    assert verified(sign(record, KEY), KNOWN) == (record, PUBLIC)


@pytest.mark.nightly
def test_no_bit_of_it_can_be_changed() -> None:
    """Every bit of the whole code, one after the other: what is refused, and as what."""
    whole = in_bytes(CODE)
    refused: dict[type[BadRecord], set[int]] = {}
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytes([*whole[:place], whole[place] ^ 1 << bit, *whole[place + 1 :]])
            refused.setdefault(refusal(in_signs(changed)), set()).add(place)
    assert refused == {
        MalformedRecord: {0},
        UnknownRecordKey: {*range(1, 1 + KEY_BYTES)},
        AlteredRecord: {*range(1 + KEY_BYTES, len(whole))},
    }


def test_no_sign_of_it_can_be_changed_left_out_or_put_in() -> None:
    for place in range(len(CODE)):
        other = SIGNS[(SIGNS.index(CODE[place]) + 1) % len(SIGNS)]
        left, right = CODE[:place], CODE[place + 1 :]
        for changed in (left + other + right, left + right, left + "A" + CODE[place] + right):
            assert issubclass(refusal(changed), BadRecord)


@given(st.text(max_size=300) | st.text(SIGNS, max_size=300))
def test_what_is_no_code_is_malformed_or_of_no_key_of_this_house(given_text: str) -> None:
    assert refusal(given_text) in {MalformedRecord, UnknownRecordKey}


def test_what_is_too_long_of_another_house_or_signed_for_anything_else_is_refused() -> None:
    assert refusal("A" * 8_001) is MalformedRecord
    with pytest.raises(UnknownRecordKey):
        verified(CODE, {})
    named, content = in_bytes(CODE)[: 1 + KEY_BYTES], in_bytes(CODE)[1 + KEY_BYTES + SIGNATURE_BYTES :]
    assert refusal(in_signs(named + KEY.sign(named + content) + content)) is AlteredRecord


def test_a_record_says_one_module_at_least_and_forty_at_most() -> None:
    one = RECORD.modules[0]
    with pytest.raises(Invalid, match="Un relevé dit au moins un module"):
        sign(replace(RECORD, modules=()), KEY)
    with pytest.raises(Invalid, match="Un relevé dit quarante modules au plus"):
        sign(replace(RECORD, modules=(one,) * (MOST_MODULES + 1)), KEY)
    assert len(verified(sign(replace(RECORD, modules=(one,) * MOST_MODULES), KEY), KNOWN)[0].modules) == MOST_MODULES


def test_a_code_is_found_in_what_is_typed_and_a_key_told_by_sixteen_figures() -> None:
    lines = "\r\n".join(CODE[start : start + 60] for start in range(0, len(CODE), 60))
    for typed in (CODE, lines, f"  {lines.lower()}\n", f"https://boussole.example/training-records/verify#{CODE}"):
        assert code_in(typed) == CODE
    assert re.fullmatch("[0-9a-f]{4}( [0-9a-f]{4}){3}", fingerprint(PUBLIC))
    assert fingerprint(PUBLIC).replace(" ", "") == key_name(PUBLIC).hex()


def rows(db: Session) -> list[TrainingRecordKey]:
    return list(db.scalars(select(TrainingRecordKey).order_by(TrainingRecordKey.id)))


def test_one_key_signs_all_records_is_sealed_for_that_alone_and_is_all_that_is_kept(store: Store) -> None:
    with store.writing() as db:
        (first, public), (second, same) = (training_records.signed(db, RECORD, PRESENT, TODAY) for _ in range(2))
        assert (first, public) == (second, same)
        (row,) = rows(db)
        assert urlsafe_b64decode(row.public_key) == public
        private = urlsafe_b64decode(signing.unseal(PRESENT, training_records.PURPOSE, row.sealed))
        assert urlsafe_b64encode(private).decode() not in row.sealed
        with pytest.raises(SealBroken):
            signing.unseal(PRESENT, "second-factor:1", row.sealed)
        training_records.signed(db, RECORD, PRESENT, TODAY)
        assert TrainingRecordKey.__table__.columns.keys() == ["id", "public_key", "sealed", "made_on"]
        assert len(rows(db)) == 1


def test_after_the_installations_key_has_changed_another_signs_and_old_records_are_known(store: Store) -> None:
    with store.writing() as db:
        old, before = training_records.signed(db, RECORD, PRESENT, TODAY)
    with store.writing() as db:
        new, after = training_records.signed(db, RECORD, LATER, TODAY + DAY)
        assert before != after
        assert [row.sealed != "" for row in rows(db)] == [False, True]
    with store.writing() as db:  # the former key of the installation is gone for good
        assert training_records.signed(db, RECORD, LATER[1:], TODAY)[1] == after
        assert training_records.known_record(db, old) == (RECORD, before)
        assert training_records.known_record(db, new) == (RECORD, after)


def test_a_former_key_signs_nothing_after_the_day_on_which_the_next_was_made(store: Store) -> None:
    with store.writing() as db:
        _, public = training_records.signed(db, RECORD, PRESENT, TODAY)
        stolen = Ed25519PrivateKey.from_private_bytes(
            urlsafe_b64decode(signing.unseal(PRESENT, training_records.PURPOSE, rows(db)[0].sealed))
        )
        training_records.signed(db, RECORD, LATER, TODAY + DAY)
        of_that_day, afterwards = (replace(RECORD, made_on=TODAY + days * DAY) for days in (1, 2))
        assert training_records.known_record(db, sign(of_that_day, stolen)) == (of_that_day, public)
        with pytest.raises(UnknownRecordKey):
            training_records.known_record(db, sign(afterwards, stolen))
        newer, _ = training_records.signed(db, afterwards, LATER, TODAY + 2 * DAY)
        assert training_records.known_record(db, newer)[0] == afterwards


@ON_ONE_DATABASE
def test_a_house_put_back_from_a_copy_knows_what_was_signed_before_it(store: Store, tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, database_url=store.url, secret_key="present", encoder=tmp_path / "none")
    with store.writing() as db:
        code, key = training_records.signed(db, RECORD, settings.secret_keys, TODAY)
    copy = backups.make(store.url, settings.instance, TODAY, 7 * DAY)
    store.dispose()
    assert copy
    restoring.restore(settings, copy, MONDAY + DAY, without_ledger=True)
    with store.reading() as db:
        assert training_records.known_record(db, code) == (RECORD, key)
    other = replace(settings, secret_key="another, for the first is lost")
    with store.writing() as db:
        newer, after = training_records.signed(db, RECORD, other.secret_keys, TODAY + DAY)
        assert training_records.known_record(db, code) == (RECORD, key)
        assert training_records.known_record(db, newer) == (RECORD, after)
    store.dispose()


def play(db: Session, key: UUID, module_id: str, days: int) -> None:
    at = MONDAY + days * DAY
    live_through(db, playing.start(db, key, module_id, at), at)


def test_it_says_what_was_played_to_its_end_each_once_on_its_first_day(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_programmes(), MONDAY)
        key = add_learner_in(db)
        play(db, key, "ecouter", 0)
        play(db, key, "ecouter", 1)
        play(db, key, "cadre", 2)
        playing.start(db, key, "reformuler", MONDAY + 2 * DAY)
        found = training_records.finished_modules(db, key, TODAY, TODAY + 5 * DAY)
        assert [(one.module_id, one.said) for one in found] == [
            ("ecouter", FinishedModule("Ecouter", "fr", TODAY, 5)),
            ("cadre", FinishedModule("Cadre", "fr", TODAY + 2 * DAY, 5)),
        ]
        assert [one.module_id for one in training_records.finished_modules(db, key, TODAY + DAY, TODAY + DAY)] == [
            "ecouter"
        ]
        assert training_records.finished_modules(db, add_learner_in(db), TODAY, TODAY + 5 * DAY) == []


def test_modules_ended_at_one_instant_stand_in_one_order_and_none_for_whoever_objects(store: Store) -> None:
    for played in [("ecouter", "cadre"), ("cadre", "ecouter")]:
        with store.writing() as db:
            key = add_learner_in(db)
            for module_id in played:
                play(db, key, module_id, 0)
            assert [one.module_id for one in training_records.finished_modules(db, key, TODAY, TODAY)] == [
                "cadre",
                "ecouter",
            ]
    with store.writing() as db:
        key = add_learner_in(db)
        play(db, key, "ecouter", 0)
        objection.object_to_estimation(db, key)
        assert training_records.finished_modules(db, key, TODAY, TODAY) == []
