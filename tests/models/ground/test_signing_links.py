"""A signed link is good for one purpose, for a time, and only as it was made."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode

from models.ground import signing
from models.ground.signing import SECONDS_A_DAY, BadLink

KEY = "a key"
CONTENTS = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8)


def made_at(seconds: int, purpose: str = "question") -> str:
    """A token that was signed so many seconds from now, by the digest of before."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + seconds

    before = {"digest_method": hashlib.sha1}
    return URLSafeTimedSerializer(KEY, salt=f"boussole.{purpose}", signer=Signer, signer_kwargs=before).dumps("x")


@given(CONTENTS)
def test_what_was_signed_is_read_back(content: object) -> None:
    assert signing.read_link(KEY, "question", signing.sign_link(KEY, "question", content), days=1) == content


@given(st.text())
def test_a_token_fits_in_an_address(content: str) -> None:
    assert set(signing.sign_link(KEY, "question", content)) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    )


def test_a_token_for_one_purpose_is_useless_for_another() -> None:
    token = signing.sign_link(KEY, "invitation", "x")
    for purpose in ("question", "unsubscribe", "", "invitation."):
        with pytest.raises(BadLink):
            signing.read_link(KEY, purpose, token, days=1)


def test_a_token_of_another_installation_is_useless_here() -> None:
    with pytest.raises(BadLink):
        signing.read_link("another key", "question", signing.sign_link(KEY, "question", "x"), days=1)


def test_a_token_of_a_former_key_is_read_and_none_is_signed_with_it() -> None:
    former = signing.sign_link("a former key", "question", "x")
    assert signing.read_link(["a former key", KEY], "question", former, days=1) == "x"
    with pytest.raises(BadLink):
        signing.read_link(["a former key"], "question", signing.sign_link(KEY, "question", "x"), days=1)


def test_a_token_is_signed_by_sha_256() -> None:
    signature = signing.sign_link(KEY, "question", "x").rpartition(".")[2]
    assert len(base64_decode(signature)) == hashlib.sha256().digest_size


def test_a_token_holds_for_its_days() -> None:
    for seconds, days in [(-7 * SECONDS_A_DAY + 60, 7), (0, 1)]:
        assert signing.read_link(KEY, "question", made_at(seconds), days) == "x"


def test_a_token_holds_neither_longer_nor_before_it_was_made() -> None:
    for seconds, days in [(-7 * SECONDS_A_DAY - 60, 7), (-SECONDS_A_DAY - 60, 1), (60, 7)]:
        with pytest.raises(BadLink):
            signing.read_link(KEY, "question", made_at(seconds), days)


@given(st.data())
def test_a_token_with_one_letter_changed_is_refused(data: st.DataObject) -> None:
    token = signing.sign_link(KEY, "question", ["a", "b"])
    place = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from("abcXYZ019-_").filter(lambda letter: letter != token[place]))
    with pytest.raises(BadLink):
        signing.read_link(KEY, "question", token[:place] + letter + token[place + 1 :], days=1)


@given(st.text())
def test_nothing_that_was_made_up_is_read(token: str) -> None:
    with pytest.raises(BadLink):
        signing.read_link(KEY, "question", token, days=1)
