"""How settings are read from the environment: each is declared once, with what reads its variable."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, field, fields
from typing import Any

from content.strings.late_patterns import LatePattern

# A refused address is printed: what stands before its « @ » may be a password.
_CREDENTIALS = LatePattern("//.*@")


class BadSetting(ValueError):
    """A variable of the environment that cannot be used: which one, and what it should be."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={_CREDENTIALS.sub('//…@', value)!r} : {expected}")


def setting(read: Callable[[str], Any], default: Any = MISSING, variable: str = "", *, is_secret: bool = False) -> Any:
    """Declare a field of a dataclass whose variable has its name, in capitals, unless another is given.

    `read` makes its value of what the variable says, and raises ValueError with what it should be. What is secret is
    not printed where it is refused.
    """
    return field(default=default, metadata={"read": read, "variable": variable, "is_secret": is_secret})


def read_settings(kind: type, given: Mapping[str, str], prefix: str = "") -> dict[str, Any]:
    """Return, by field, what the environment sets of a dataclass; raises BadSetting."""
    found = {}
    for one in fields(kind):
        name = one.metadata.get("variable") or f"{prefix}{one.name.upper()}"
        if "read" in one.metadata and name in given:
            try:
                found[one.name] = one.metadata["read"](given[name])
            except ValueError as error:
                printed = "…" if one.metadata["is_secret"] else given[name]
                raise BadSetting(name, printed, str(error)) from error
    return found


def is_on(value: str) -> bool:
    """Return whether a variable switches something on."""
    return value == "1"


def one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """Return what reads one of some words."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(", ".join(allowed))
        return value

    return read


def written_as(pattern: str, make: Callable[[str], Any], expected: str) -> Callable[[str], Any]:
    """Return what reads a value that is written in one way."""

    def read(value: str) -> Any:
        if not re.fullmatch(pattern, value):
            raise ValueError(expected)
        return make(value)

    return read
