"""How a text names a picture: by the hash of its bytes, so that the same name is always the same picture."""

from content.patterns import LatePattern

SCHEME = "picture:"

HASH = LatePattern("[0-9a-f]{32}")
ADDRESS = LatePattern(rf"{SCHEME}(?P<hash>[0-9a-f]{{32}})")
NAMED = LatePattern(rf"\]\(<?{SCHEME}([0-9a-f]{{32}})(?![0-9a-f])")
"""The one way in which a text names a picture; a text that shows one in another is not published."""


# What shows no picture of ours is passed over once, not sought again from each of its signs.
_SHOWN = LatePattern(rf"!\[((?:\\.|[^\]\\])*+)(?:\]\(<?{SCHEME}([0-9a-f]{{32}})>?\))?")
_ESCAPED = LatePattern(r"\\([\\\[\]])")


def picture_line(picture_hash: str, description: str) -> str:
    """Return the Markdown that shows a picture."""
    # What would end the description is written as Markdown wants it (https://spec.commonmark.org/0.31.2/#backslash-escapes).
    escaped = "".join(f"\\{sign}" if sign in "\\[]" else sign for sign in " ".join(description.split()))
    return f"![{escaped}]({SCHEME}{picture_hash})"


def without_pictures(text: str) -> str:
    """Return what of a text is read as words by who sees its pictures."""
    return _SHOWN.sub(lambda found: "" if found[2] else found[0], text) if SCHEME in text else text


def named_in(text: str) -> tuple[str, ...]:
    """Return the hashes of the pictures that a text shows, each once, in their order."""
    return tuple(dict.fromkeys(NAMED.findall(text))) if SCHEME in text else ()


def described_in(text: str) -> dict[str, str]:
    """Return the first description of each picture that a text shows, by its hash."""
    found = _SHOWN.finditer(text) if SCHEME in text else ()
    said = [(one[2], _ESCAPED.sub(r"\1", one[1]).strip()) for one in found if one[2]]
    return {name: description for name, description in reversed(said) if description}
