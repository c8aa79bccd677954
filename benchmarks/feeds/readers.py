"""The readers to choose from, each brought to the names of feedparser that the product asks for."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from watchers.feeds import lenient, strict
from watchers.feeds.strict import Said

Told = tuple[Said, list[Said]]
Read = Callable[[bytes, str, str], Told]
DETAILS = ("title_detail", "summary_detail")
AS_WRITTEN = ("id", "link", "published", "updated", "published_parsed", "updated_parsed")


def installed() -> Iterator[tuple[str, Read]]:
    """Yield the name and the function of each reader that can be imported here; say which are absent."""
    yield "ours", ours
    yield f"feedparser {version('feedparser')}", by_feedparser
    for name, read in (("fastfeedparser", by_fastfeedparser), ("feedparser-rs", by_feedparser_rs)):
        try:
            yield f"{name} {version(name)}", read
        except PackageNotFoundError:
            print(f"{name} is absent: python -m pip install {name}, in an environment apart")


def ours(body: bytes, content_type: str, address: str) -> Told:
    """Read as the product does, without its word on what is no feed."""
    if told := strict.read(body, content_type, address):
        return told
    parsed = lenient.parse(body, content_type, address)
    return parsed.feed, parsed.entries


def by_feedparser(body: bytes, content_type: str, address: str) -> Told:
    """Read with feedparser alone; its sanitizer is off, since the product has another."""
    from feedparser.api import parse

    headers = {"content-type": content_type, "content-location": address}
    parsed = parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    return parsed.feed, parsed.entries


def by_feedparser_rs(body: bytes, content_type: str, address: str) -> Told:
    """Read with feedparser-rs, which takes neither the media type nor the address of an answer."""
    parsed = import_module("feedparser_rs").parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise ValueError("no feed")
    about = {"title_detail": parsed.feed.get("title_detail"), "language": parsed.feed.get("language")}
    return about | {"ttl": parsed.feed.get("ttl")}, [_of_rs(entry) for entry in parsed.entries]


def _of_rs(entry: Any) -> Said:
    said = {name: entry.get(name) for name in AS_WRITTEN + DETAILS}
    return {name: value for name, value in said.items() if value is not None} | {"content": entry.get("content")}


def by_fastfeedparser(body: bytes, content_type: str, address: str) -> Told:
    """Read with fastfeedparser, which takes neither, gives dates as ISO 8601 and does not say what is HTML."""
    parsed = import_module("fastfeedparser").parse(body, include_tags=False, include_media=False)
    about = {"title_detail": _html(parsed.feed.get("title")), "language": parsed.feed.get("language")}
    return about, [_of_fast(entry) for entry in parsed.entries]


def _of_fast(entry: Any) -> Said:
    said: Said = {name: entry[name] for name in AS_WRITTEN if entry.get(name)}
    for name in ("published", "updated"):
        if name in said:
            said[f"{name}_parsed"] = datetime.fromisoformat(said[name]).utctimetuple()
    title, summary = _html(entry.get("title")), _html(entry.get("description"))
    return said | {"title_detail": title, "summary_detail": summary, "content": entry.get("content")}


def _html(text: str | None) -> Said | None:
    return {"type": "text/html", "value": text} if text else None
