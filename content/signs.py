"""Bytes as one number in forty-three signs: those that a QR code packs by twos and that stand unescaped in a fragment.

A byte costs 8.1 bits so, and 10.7 in base64; decided in docs/decisions/0033.
"""

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:"

_FIRST = b"\1"
"""A number begins with it, so that bytes that begin with noughts lose none."""
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}


def in_signs(content: bytes) -> str:
    """Return bytes in signs; other bytes give other signs."""
    number, signs = int.from_bytes(_FIRST + content, "big"), []
    while number:
        number, value = divmod(number, len(SIGNS))
        signs.append(SIGNS[value])
    return "".join(reversed(signs))


def in_bytes(signs: str) -> bytes:
    """Return the bytes that these signs stand for; raises ValueError."""
    if not _VALUES.keys() >= set(signs):
        raise ValueError(signs)
    number = 0
    for sign in signs:
        number = number * len(SIGNS) + _VALUES[sign]
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if content[:1] != _FIRST or in_signs(content[1:]) != signs:
        raise ValueError(signs)
    return content[1:]
