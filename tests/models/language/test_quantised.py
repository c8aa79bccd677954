import struct

import pytest

from models.language.quantised import UnreadableWeights, Vocabulary, read, unpacked

BLOCK = struct.pack("<e16B", 0.5, *(low | high << 4 for low, high in zip(range(16), reversed(range(16)), strict=True)))
PIECES = ["<s>", "▁été", "é"]


def small_file(magic: bytes = b"E5S1", block_values: int = 32) -> bytes:
    """A file of one matrix of 2 × 32 and one plain tensor of two numbers, written as the format says."""
    text = "".join(PIECES).encode()
    ends = [len("".join(PIECES[:count]).encode()) for count in range(len(PIECES) + 1)]
    head = struct.pack("<4sI7ifi", magic, 1, 32, 1, 1, 64, 2, 8, 2, 1e-12, block_values)
    vocabulary = struct.pack("<5iQ4I3f", 3, 0, 2, 1, 3, len(text), *ends, 0.0, -1.5, -2.5) + text
    rules = struct.pack("<iI", 1, 4) + b"nfkc"
    names = [(b"emb.word", 1, 64, BLOCK * 2), (b"bias", 0, 2, struct.pack("<2f", 1.5, -2.0))]
    directory_size = 4 + sum(2 + len(name) + 21 for name, *_ in names)
    offset = len(head) + len(vocabulary) + len(rules) + directory_size
    directory, body = struct.pack("<i", len(names)), b""
    for name, kind, values, data in names:
        directory += (
            struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, values, offset + len(body), len(data))
        )
        body += data
    return head + vocabulary + rules + directory + body


def test_a_block_is_a_scale_and_the_low_halves_before_the_high_ones() -> None:
    assert unpacked(BLOCK).tolist() == [[(half - 8) * 0.5 for half in [*range(16), *reversed(range(16))]]]


def test_a_file_gives_its_sizes_its_pieces_and_its_tensors() -> None:
    model = read(small_file())
    assert (model.header.hidden, model.header.inner, model.header.positions) == (32, 64, 8)
    assert model.vocabulary == Vocabulary([("<s>", 0.0), ("▁été", -1.5), ("é", -2.5)], 0, 2, 1, 3)
    assert model.matrix("emb.word", 2, 32).tolist() == unpacked(BLOCK * 2).tolist()


def test_rows_that_the_file_leaves_out_at_the_end_are_zeros() -> None:
    assert read(small_file()).plain("bias", 2, 2).tolist() == [[1.5, -2.0], [0.0, 0.0]]


def test_another_format_is_refused() -> None:
    for other in [small_file(magic=b"E5S2"), small_file(block_values=64)]:
        with pytest.raises(UnreadableWeights):
            read(other)
