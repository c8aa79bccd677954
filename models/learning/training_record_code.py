"""The signed code of a training record: it holds all of the record, and is read again without a database.

The code is, in signs (content/pathway/pathway_code.py): a byte of version, eight that name the key, sixty-four of
signature (Ed25519, RFC 8032), and the content as JSON, deflated (RFC 1951). All but the signature itself is signed.
Nothing is looked up but the public key: a record is known by what it holds (docs/decisions/0046).
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from content.errors import N_, Invalid
from content.pathway.pathway_code import in_bytes, in_signs

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
PURPOSE = b"boussole.training-record"
"""Stands before what is signed, so that a signature made for anything else is none of a record."""
KEY_BYTES, SIGNATURE_BYTES = 8, 64
MOST_MODULES = 40
MOST_SIGNS = 8_000
"""Of a code that is read at all."""
MOST_BYTES = 32_768
"""Of a content; longer than any that is written."""
LINE = 60
"""Signs in a line of the code in print."""


class BadRecord(Invalid):
    """What was given is no training record that can be vouched for."""


class MalformedRecord(BadRecord):
    """It cannot be read as a record: signs are missing, or others than were printed."""

    what = N_("Ces signes ne forment pas un relevé.")
    then = N_("Il en manque, ou il y en a d'autres que sur le papier : scannez le code, ou recopiez toutes ses lignes.")


class UnknownRecordKey(BadRecord):
    """It names a key that this house has never had, or no longer signed with on its day."""

    what = N_("Aucune clé de cette maison n'a signé ce relevé.")
    then = N_("Il vient d'ailleurs, ou n'est pas un vrai relevé : voyez sur le papier à quelle adresse il se vérifie.")


class AlteredRecord(BadRecord):
    """The key is known, and has not signed this."""

    what = N_("Ce relevé a été modifié depuis sa signature.")
    then = N_("Ce qu'il dit n'est pas garanti. Demandez-en un nouveau à la personne.")


@dataclass(frozen=True, slots=True)
class FinishedModule:
    """A module that was played to its end: when first in the period, and how long it is planned to take."""

    title: str
    language: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """What a record says: whose name stands on it, which house made it and when, the modules in the order of days."""

    name: str
    house: str
    """The address under which the house is reached, without its scheme."""
    made_on: date
    modules: tuple[FinishedModule, ...]

    @property
    def minutes(self) -> int:
        """The planned duration of all modules together."""
        return sum(one.minutes for one in self.modules)


def key_name(public_key: bytes) -> bytes:
    """Return the eight bytes by which a record names its key."""
    return sha256(public_key).digest()[:KEY_BYTES]


def fingerprint(public_key: bytes) -> str:
    """Return the name of a key as people compare it: four groups of four figures, in hexadecimal."""
    figures = key_name(public_key).hex()
    return " ".join(figures[start : start + 4] for start in range(0, len(figures), 4))


def sign(record: TrainingRecord, key: "Ed25519PrivateKey") -> str:
    """Return the code of a record; raises Invalid."""
    if not record.modules:
        raise Invalid(
            N_("Un relevé dit au moins un module."),
            N_("Revenez en arrière et cochez ce qu'il doit dire. Rien n'a été signé."),
        )
    if len(record.modules) > MOST_MODULES:
        raise Invalid(
            N_("Un relevé dit quarante modules au plus."),
            N_("Revenez en arrière et choisissez une période plus courte : vous pouvez en faire plusieurs."),
        )
    named = bytes([VERSION]) + key_name(key.public_key().public_bytes_raw())
    modules = [[one.title, one.language, one.day.isoformat(), one.minutes] for one in record.modules]
    plain = {"n": record.name, "h": record.house, "d": record.made_on.isoformat(), "m": modules}
    said = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    content = squeezer.compress(said) + squeezer.flush()
    return in_signs(named + key.sign(PURPOSE + named + content) + content)


def verified(code: str, public_keys: Mapping[bytes, bytes]) -> tuple[TrainingRecord, bytes]:
    """Return the record that a code holds, and the public key that signed it; `public_keys` by their names.

    Raises MalformedRecord, UnknownRecordKey, AlteredRecord.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    named, signature, content = _parts(code)
    if (public_key := public_keys.get(named[1:])) is None:
        raise UnknownRecordKey
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, PURPOSE + named + content)
    except InvalidSignature as error:
        raise AlteredRecord from error
    # Only what a key of this house has signed comes here: it was written by `sign`.
    found = json.loads(zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, MOST_BYTES))
    modules = (
        FinishedModule(title, tongue, date.fromisoformat(day), taken) for title, tongue, day, taken in found["m"]
    )
    record = TrainingRecord(found["n"], found["h"], date.fromisoformat(found["d"]), tuple(modules))
    return record, public_key


def code_in(text: str) -> str:
    """Return the code in what somebody typed, pasted or opened: lines, or the address that it stands behind."""
    return "".join(text.rpartition("#")[2].split()).upper()


def _parts(code: str) -> tuple[bytes, bytes, bytes]:
    """Return version and name of the key, the signature, and the content as it was deflated."""
    if len(code) > MOST_SIGNS:
        raise MalformedRecord
    try:
        whole = in_bytes(code)
    except ValueError as error:
        raise MalformedRecord from error
    head = 1 + KEY_BYTES
    if len(whole) <= head + SIGNATURE_BYTES or whole[0] != VERSION:
        raise MalformedRecord
    return whole[:head], whole[head : head + SIGNATURE_BYTES], whole[head + SIGNATURE_BYTES :]
