"""A sheet's code gives its text back, whatever is in it; what was not made here is read and said, never refused."""

import zlib
from contextlib import suppress
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pathway.pathway import Pathway
from content.pathway.pathway_code import (
    DICTIONARIES,
    MOST_BYTES,
    MOST_SIGNS,
    SIGNS,
    BadCode,
    LongText,
    from_code,
    to_code,
)
from content.pathway.pathway_text import read_pathway, sketch_pathway, write_pathway
from tests.content.made_up_pathways import REFERENCE, any_pathways, made_up_pathway

KEY, OTHER = b"k" * 32, b"o" * 32
CODE = to_code(made_up_pathway(Random("a sheet"), 9), KEY)
OF_ADDRESS = 33
"""A public address of thirty characters, and what stands between it and the code."""


@given(any_pathways())
def test_a_sheet_comes_back_from_its_code(pathway: Pathway) -> None:
    try:
        code = to_code(pathway, KEY)
    except LongText:
        assert len(zlib.compress(write_pathway(pathway).encode())) > MOST_SIGNS / 2
        return
    opened = from_code(code, [OTHER, KEY])
    assert opened == (write_pathway(pathway), True)
    assert read_pathway(opened.text) == pathway


def test_only_what_our_key_sealed_is_ours_and_what_is_forged_is_still_read() -> None:
    opened = from_code(CODE, [OTHER])
    assert (opened.text, opened.is_ours) == (from_code(CODE, [OTHER, KEY]).text, False)
    assert from_code(CODE, [OTHER, KEY]).is_ours
    assert not from_code(CODE, []).is_ours
    pathway = made_up_pathway(Random(1), 9)
    mine, theirs = to_code(pathway, KEY), to_code(pathway._replace(title="autre"), OTHER)
    assert from_code(mine, [KEY]).is_ours
    assert not from_code(theirs, [KEY]).is_ours


def test_a_later_version_is_said_and_what_was_not_printed_so_is_broken() -> None:
    with pytest.raises(BadCode) as told:
        from_code(CODE[:-1] + "2", [KEY])
    assert told.value.later
    for code in ["", "1", "é1", CODE[:-1], CODE[:-5] + CODE[-1], "0" + CODE, CODE.lower(), CODE + "\n"]:
        with pytest.raises(BadCode) as told:
            from_code(code, [KEY])
        assert not told.value.later


def test_what_inflates_without_end_is_broken() -> None:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=DICTIONARIES[1].words)
    bomb = squeezer.compress(b"a" * MOST_BYTES * 20) + squeezer.flush()
    number, signs = int.from_bytes(b"\1" + b"s" * 8 + bomb, "big"), ""
    while number:
        number, value = divmod(number, len(SIGNS))
        signs = SIGNS[value] + signs
    assert len(signs) < MOST_SIGNS
    with pytest.raises(BadCode):
        from_code(signs + "1", [KEY])


@given(st.text(SIGNS, max_size=MOST_SIGNS + 10) | st.text(max_size=50))
def test_any_signs_are_a_text_or_named(code: str) -> None:
    with suppress(BadCode):
        sketch_pathway(from_code(code, [KEY]).text)


@given(st.integers(0, len(CODE) - 1), st.sampled_from(SIGNS))
def test_one_sign_misread_is_never_ours(place: int, sign: str) -> None:
    altered = CODE[:place] + sign + CODE[place + 1 :]
    with suppress(BadCode):
        assert from_code(altered, [KEY]).is_ours == (altered == CODE)


def test_a_long_number_takes_no_time() -> None:
    begun = process_time()
    for _ in range(20):
        with pytest.raises(BadCode):
            from_code("Z" * MOST_SIGNS, [KEY, OTHER])
    assert process_time() - begun < 1


def test_the_reference_sheet_fits_a_code_of_version_19_that_no_link_cuts() -> None:
    assert len(read_pathway(REFERENCE).places) == 9
    assert OF_ADDRESS + len(to_code(read_pathway(REFERENCE), KEY)) <= 624
    assert CODE[-1].isalnum()


def test_what_version_1_knows_is_never_changed() -> None:
    """Papers are read with it for as long as there are papers: a new dictionary is a new version."""
    known = DICTIONARIES[1]
    assert zlib.crc32(repr(known.lines).encode() + known.words) == 905563628
