"""Ids for questions that come from elsewhere."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from content.folding import slugs
from content.text import ID

LONGEST = 80


def unique_ids(identifiers: Iterable[str], stems: Iterable[str]) -> list[str]:
    """An id for each question, different from the others: its own as far as it can be one, else one of its stem.

    The same question gets the same id each time that it is read, so that nobody imports it twice unawares.
    """
    ids: dict[str, None] = {}
    times: Counter[str] = Counter()
    for identifier, stem in zip(identifiers, stems, strict=True):
        name = wanted = _id(identifier) or f"q-{sha256(stem.encode()).hexdigest()[:10]}"
        times[wanted] += 1
        while name in ids:
            times[wanted] += 1
            name = f"{wanted}-{times[wanted] - 1}"
        ids[name] = None
    return list(ids)


def _id(identifier: str) -> str:
    """The id that an identifier is, or resembles; empty when there is nothing of one in it."""
    bare = identifier.removeprefix("_")[:LONGEST]
    if ID.fullmatch(bare):
        return bare
    slug = slugs([bare])[0] if any(sign.isalnum() for sign in bare) else ""
    return slug if ID.fullmatch(slug) else ""
