"""Numbers as strangers write them, in an address or a form: none is larger than every column can hold."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest that PostgreSQL holds in an INTEGER, as numbers of versions are; a larger key would be no key of ours.

https://www.postgresql.org/docs/current/datatype-numeric.html
"""


def to_number(text: str) -> int:
    """Return the number that a visitor has written; raises ValueError, as `type=` of a form's `get` expects.

    >>> to_number("7")
    7
    """
    # `int` takes « ² » for none, « 1_0 » for ten, and refuses 4301 digits; a form of ours sends digits.
    if not (text.isascii() and text.removeprefix("-").isdecimal()) or len(text) > len(str(LARGEST)) + 1:
        raise ValueError(text)
    value = int(text)
    if abs(value) > LARGEST:
        raise ValueError(text)
    return value


class BoundedConverter(IntegerConverter):
    """`<int:…>` in an address: what no column can hold is the address of nothing, and answered by 404."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Read numbers in addresses so; before the first route is added."""
    app.url_map.converters["int"] = BoundedConverter
