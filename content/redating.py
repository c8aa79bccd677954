"""New dates in a text that somebody has read again: nothing else of it changes, not one character."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_HEAD = re.compile(r"\ufeff?---[^\S\n]*\n(.*?)^---[^\S\n]*$", re.DOTALL | re.MULTILINE)


class NoDate(ValueError):
    """The text has no place for that date."""


def redate_module(text: str, review_by: date, read_on: date) -> str:
    """The text of a module to be read again by a day, whose dated sources were all read on another; raises NoDate."""
    head = _HEAD.match(text)
    if head is None:
        raise NoDate
    fields = _fields(_compose(head[1]))
    dates = {fields["review_by"]: review_by} if "review_by" in fields else {}
    for source in _entries(fields.get("sources")):
        if "read_on" in (said := _fields(source)):
            dates[said["read_on"]] = read_on
    start, end = head.span(1)
    line = "" if "review_by" in fields else f"review_by: {review_by}\n"
    return text[:start] + _put(head[1], dates) + line + text[end:]


def redate_rule(text: str, rule_id: str, review_by: date, read_on: date) -> str:
    """The rules, one of which was read on a day and is to be read again by another; raises NoDate."""
    for entry in _entries(_fields(_compose(text)).get("rules")):
        rule = _fields(entry)
        if "id" in rule and rule["id"].value == rule_id and {"read_on", "review_by"} <= rule.keys():
            return _put(text, {rule["review_by"]: review_by, rule["read_on"]: read_on})
    raise NoDate


def _put(text: str, dates: Mapping[Any, date]) -> str:
    """From the end backwards, so that places stay where they are."""
    for node in sorted(dates, key=lambda node: -node.start_mark.index):
        text = text[: node.start_mark.index] + dates[node].isoformat() + text[node.end_mark.index :]
    return text


def _compose(text: str) -> Any:
    import yaml  # comes with the first text that is read

    return yaml.compose(text, yaml.SafeLoader)


def _fields(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value} if node is not None and node.id == "mapping" else {}


def _entries(node: Any) -> Iterator[Any]:
    yield from (node.value if node is not None and node.id == "sequence" else ())
