"""The keys that sign training records: one at a time, sealed for this purpose alone; public ones stay for ever.

A house whose installation's key has changed signs with a new one from then on, and forgets the private part of those of
before: nobody signs with them any more, and their public part still knows what they have signed, on this database or on
a copy of it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.ground import signing
from models.study.training_records.record import TrainingRecord, UnknownRecordKey, key_name, sign, verified
from models.tables.programmes import TrainingRecordKey

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


def known(db: Session, code: str) -> tuple[TrainingRecord, bytes]:
    """Return the record that a code holds, and the public key of this house that signed it; raises a BadRecord.

    A key signs nothing after the day on which the next one was made: whoever has stolen a former one cannot go on.
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
