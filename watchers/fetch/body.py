"""Bodies, read without trusting their size: a small gzip file may unpack to hundreds of megabytes."""

import zlib
from collections.abc import Iterable

from watchers.disappointment import Disappointment

# Only what zlib unpacks piece by piece, up to a limit; neither br nor zstd is in the standard library.
ACCEPT_ENCODING = "gzip, deflate"
# zlib looks which of the two it is: « deflate » means zlib (RFC 9110, 8.4.1.2), « x-gzip » gzip.
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Read and unpack the whole body. Raises Disappointment beyond `limit` bytes."""
    # One byte more than allowed tells a body of just the limit from one that is too large.
    body = read_start(chunks, encoding, limit + 1)
    if len(body) > limit:
        raise Disappointment("too_large", f"more than {limit} bytes")
    return body


def read_start(chunks: Iterable[bytes], encoding: str, size: int) -> bytes:
    """Read the first `size` bytes of the unpacked body and unpack no more. Raises Disappointment."""
    packed = encoding not in ("", "identity")
    if packed and encoding not in ("gzip", "x-gzip", "deflate"):
        raise Disappointment("unreadable_encoding", f"Content-Encoding: {encoding}")
    unpacker, pieces, left = zlib.decompressobj(GZIP_OR_ZLIB), list[bytes](), size
    for chunk in chunks:
        try:
            # `left` is what stops a decompression bomb: zlib leaves the rest packed.
            pieces.append(unpacker.decompress(chunk, left) if packed else chunk[:left])
        except zlib.error as error:
            raise Disappointment("unreadable_encoding", f"the compressed body is broken: {error}") from error
        left -= len(pieces[-1])
        if left <= 0:
            return b"".join(pieces)
    # A connection that breaks must not pass for a short page, whose news would then be « all there is ».
    if packed and pieces and not unpacker.eof:
        raise Disappointment("unreadable_encoding", "the compressed body breaks off")
    return b"".join(pieces)
