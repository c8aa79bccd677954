"""Training records: the modules that a learner has finished, and the keys that sign and verify a record."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground import signing
from models.ground.calendar import local_day
from models.ground.lookups import rows
from models.learning import learners
from models.learning.training_record_code import (
    FinishedModule,
    TrainingRecord,
    UnknownRecordKey,
    key_name,
    sign,
    verified,
)
from models.tables.answers import Play
from models.tables.documents import Document, Version
from models.tables.programmes import TrainingRecordKey
from models.tutor.situation import Purpose

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PURPOSE = "training-record"


def signed(db: Session, record: TrainingRecord, secret_keys: Sequence[str], day: date) -> tuple[str, bytes]:
    """Return the code of a record, and the public key that signed it; the first record makes the key.

    Of the record nothing is kept. Raises Invalid.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    latest = db.scalar(select(TrainingRecordKey).order_by(TrainingRecordKey.id.desc()).limit(1))
    # None yet, or the installation's key has changed since.
    if latest is None or not signing.is_sealed_with_current_key(secret_keys, PURPOSE, latest.sealed):
        key = _made(db, secret_keys, day)
    else:
        kept = signing.unseal(secret_keys, PURPOSE, latest.sealed)
        key = Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(kept))
    return sign(record, key), key.public_key().public_bytes_raw()


def known_record(db: Session, code: str) -> tuple[TrainingRecord, bytes]:
    """Return the record that a code holds, and the public key of this house that signed it; raises a BadRecord.

    A key signs nothing after the day on which the next one was made: anyone who has stolen a former one cannot go on.
    """
    rows = db.scalars(select(TrainingRecordKey).order_by(TrainingRecordKey.id)).all()
    keys = [urlsafe_b64decode(row.public_key) for row in rows]
    record, signer = verified(code, {key_name(key): key for key in keys})
    following = rows[keys.index(signer) + 1 :]
    if following and record.made_on > following[0].made_on:
        raise UnknownRecordKey
    return record, signer


def _made(db: Session, secret_keys: Sequence[str], day: date) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    db.execute(update(TrainingRecordKey).values(sealed=""))
    public_key, private_key = key.public_key().public_bytes_raw(), key.private_bytes_raw()
    sealed = signing.seal(secret_keys, PURPOSE, urlsafe_b64encode(private_key).decode())
    db.add(TrainingRecordKey(public_key=urlsafe_b64encode(public_key).decode(), sealed=sealed, made_on=day))
    db.flush()
    return key


# ------------------------------------------------------------------------------ the modules that a learner has finished


class FinishedModules(NamedTuple):
    """A module by its id, as a record would say it."""

    module_id: str
    said: FinishedModule


def finished_modules(db: Session, learner_key: UUID, since: date, until: date) -> list[FinishedModules]:
    """Return the modules that a learner has played to their end from a day to another, both included.

    Each once, on the day on which she first did in that time, as she then met it; in the order of days. Without
    estimation nothing that is left of before is used, and there are none.
    """
    if learners.read(db, learner_key).without_estimation:
        return []
    timezone, found = learners.read(db, learner_key).timezone, dict[str, FinishedModules]()
    original_id = func.coalesce(Document.original_id, Document.id)
    plays = (
        select(original_id, Play.version_id, Play.finished_at)
        .join(Version, Version.document_id == Document.id)
        .join(Play, Play.version_id == Version.id)
        .where(Play.learner_key == learner_key, Play.finished_at.is_not(None), Play.purpose == Purpose.LEARN)
        .order_by(Play.finished_at, original_id, Play.id)
    )
    for module_id, version_id, finished_at in rows(db, plays, {}):
        day = local_day(finished_at, timezone)
        if since <= day <= until and module_id not in found:
            module = in_force.module_of(db, version_id)
            found[module_id] = FinishedModules(
                module_id, FinishedModule(module.title, module.language, day, module.minutes)
            )
    return list(found.values())
