"""Nothing that is signed leads to another than it was signed for: no row number that can come back is in it.

SQLite gives the highest number again once its row is deleted (https://www.sqlite.org/autoinc.html). What is signed is
therefore a learner key, a hash, a word drawn at random, or the number of a row that is never deleted.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from models.tables.base import Base

ROOMS = ("models", "watchers", "portal")
CARRIES = {
    "watchers/message_text.py: 'invitation'": "the learner key",
    "watchers/message_text.py: 'question'": "the id of a presentation, drawn at random, and the learner key",
    "watchers/message_text.py: 'unsubscribe'": "the learner key",
    "portal/people/mail.py: 'answered'": "the id of a presentation, drawn at random, and the learner key",
    "portal/access.py: DEVICE": "a keyed hash of an address, and a word drawn at random",
    "portal/studio/authoring.py: purpose": "a state; for one text, by its fingerprint",
    "portal/studio/dialogue_preview.py: _purpose(draft, dialogue_id)": "a state; for one text, by its fingerprint",
    "portal/learning/untraced.py: _dialogue_purpose(module_id, dialogue_id)": "a version, and a state",
    "portal/learning/untraced.py: _purpose(module.id)": "a version, and a state",
    "portal/learning/reports.py: PURPOSE": "the learner key, and a presentation or a version",
    "portal/studio/picture_placing.py: PURPOSE": "the hash of a picture",
    "portal/people/identities.py: PENDING": "words drawn at random, and the learner key",
    "portal/people/sign_in.py: HALFWAY": "the learner key, and a keyed hash of the password's",
    # Sealed, and opened where it lies.
    "models/people/second_factor.py: _purpose(account)": "a secret; its row goes with the account",
    "models/people/second_factor.py: purpose": "the same",
    "models/learning/training_records.py: PURPOSE": "a key of the house, never deleted",
    "portal/people/second_factor.py: _purpose()": "a secret; for one learner key",
}
"""Each purpose, and what is signed or sealed for it."""
NEVER_DELETED = {"Version", "TrainingRecordKey"}


def signed() -> Iterator[str]:
    for call, file in calls():
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) in {"signing.sign_link", "signing.seal"}:
            yield f"{file}: {ast.unparse(call.args[1])}"


def calls() -> Iterator[tuple[ast.Call, Path]]:
    for file in (file for room in ROOMS for file in Path(room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node, file


def test_each_purpose_of_a_signed_word_says_what_it_carries() -> None:
    assert sorted({*signed()}) == sorted(CARRIES)


def test_rows_whose_number_is_signed_are_never_deleted() -> None:
    assert {mapper.class_.__name__ for mapper in Base.registry.mappers} >= NEVER_DELETED
    gone = {ast.unparse(call.args[0]) for call, _ in calls() if ast.unparse(call.func) == "delete" and call.args}
    assert "Circle" in gone
    assert gone.isdisjoint(NEVER_DELETED)
