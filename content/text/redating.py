"""Edits of dates, sources and rule states in a text that stands: nothing else of it changes, not one character."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from content.module import Reference
from content.readings import Reading
from content.schema.yaml_fields import quoted
from content.strings.late_patterns import LatePattern
from content.text.grammar import DATES
from content.text.module_fields import SOURCE

_HEAD = LatePattern(r"\ufeff?---[^\S\n]*\n(.*?)^---[^\S\n]*$", re.DOTALL | re.MULTILINE)

_WORDS = LatePattern(r"[^\W\d_]+( [^\W\d_]+)*")
_ITEM = LatePattern(r"^(?P<indent> *)- ", re.MULTILINE)
_ID = LatePattern(r"\bid: *['\"]?([\w.-]+)")
_READ_AGAIN_BY = LatePattern(r"^review_by: *['\"]?[0-9-]+['\"]?\r?\n", re.MULTILINE)
_NO_SOURCES = LatePattern(r"^sources: *\[ *\][^\S\n]*\n", re.MULTILINE)
_BELOW_SOURCES = LatePattern(rf"^(?:{'|'.join(DATES)}|cites):", re.MULTILINE)
_READ = LatePattern(r"\b(review_by|read_on): *['\"]?[0-9-]+['\"]?")
_MANNER = LatePattern(r"\n +(?:manner|copied|page):[^\n]*|, (?:manner|copied|page): [\w-]+(?=[,}])")
_OF_A_COPY = ("copied", "page")


class NoDate(ValueError):
    """The text has no place for that date."""


class NoRule(LookupError):
    """No rule of the text has that id."""


def redate_module(text: str, review_by: date, read_on: date) -> str:
    """Return a module's text read again now, with another day to read it by; raises NoDate."""
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


def undated(text: str) -> str:
    """Return a text without the days on which it was read and is to be read again, and how; redating it changes nothing
    here."""
    # A module without a day gets a line of its own for one.
    return _READ.sub(r"\1:", _READ_AGAIN_BY.sub("", mannerless(text)))


def mannerless(text: str) -> str:
    """Return a text without how its rules were read: to say that of a reading is no other reading."""
    return _MANNER.sub("", text)


def rule_texts(text: str) -> dict[str, str]:
    """Return the lines of each rule, by its id, as they stand; without parsing, which takes a hundred times as long."""
    if not (items := list(_ITEM.finditer(text))):
        return {}
    # Lists within a rule stand further in than the list of rules.
    outer = [item for item in items if item["indent"] == items[0]["indent"]]
    ends = [*(item.start() for item in outer[1:]), len(text)]
    lines = [text[item.start() : end].strip() for item, end in zip(outer, ends, strict=True)]
    return {found[1]: one for one in lines if (found := _ID.search(one))}


def with_source(text: str, source: Reference) -> str:
    """Return a module's text with one more source in its head, unless it has that address, or that title, already.

    A head that cannot be read, or whose sources do not stand one below the other, is left to its author.
    """
    import yaml

    head = _HEAD.match(text)
    if head is None:
        return text
    named = _NO_SOURCES.sub("", head[1])
    try:
        sources = _fields(_compose(named)).get("sources")
    except yaml.YAMLError:
        return text
    if sources is not None and (sources.id != "sequence" or sources.flow_style):
        return text
    field, value = ("url", source.url) if source.url else ("title", source.title)
    if any(field in said and said[field].value == value for said in map(_fields, _entries(sources))):
        return text
    indent = " " * (sources.start_mark.column if sources is not None else 2)
    added = "".join(f"{indent}{line}\n" for _, line in SOURCE.item(SOURCE.row(SOURCE.said(source))))
    if sources is not None:
        last = max(node.end_mark.index for entry in _entries(sources) for node in _fields(entry).values())
        place = named.index("\n", last) + 1
    else:
        below = _BELOW_SOURCES.search(named)
        place = below.start() if below else len(named)
    added = added if sources is not None else f"sources:\n{added}"
    return text[: head.start(1)] + named[:place] + added + named[place:] + text[head.end(1) :]


def redate_rule(text: str, rule_id: str, review_by: date, read: Reading) -> str:
    """Return the rules with one of them read anew, and to be read again by a day; raises NoDate."""
    try:
        rule = _fields(_rule(text, rule_id))
    except NoRule:
        raise NoDate from None
    if not {"read_on", "review_by"} <= rule.keys():
        raise NoDate
    how = {"manner": read.manner} if read.manner else {}
    return restate_rule(text, rule_id, {"read_on": read.on, "review_by": review_by, **how})


def restate_rule(text: str, rule_id: str, values: Mapping[str, str | date]) -> str:
    """Return the rules with other values in some fields of one of them, whether it had these before or not.

    Anyone who restates a rule has read it anew: the days of a copy and of its page go. Raises NoRule.
    """
    for name in _OF_A_COPY:
        text = _dropped(text, rule_id, name)
    entry = _rule(text, rule_id)
    fields = _fields(entry)
    written = {name: _scalar(value) for name, value in values.items()}
    last = _last(text, entry)
    new = [f"{name}: {value}" for name, value in written.items() if name not in fields]
    between = ", " if entry.flow_style else f"\n{' ' * entry.start_mark.column}"
    text = text[:last] + "".join(between + line for line in new) + text[last:]
    return _put(text, {fields[name]: value for name, value in written.items() if name in fields})


def _dropped(text: str, rule_id: str, name: str) -> str:
    """Return the rules with one of them without a field."""
    entry = _rule(text, rule_id)
    ends = [*(key.start_mark.index for key, _ in entry.value[1:]), None]
    for (key, value), following in zip(entry.value, ends, strict=True):
        if key.value == name:
            before, end = text[: key.start_mark.index], following or value.end_mark.index
            if following is None:
                before = before.rstrip().removesuffix(",") if entry.flow_style else before.rstrip()
            return before + text[end:]
    return text


def _scalar(value: str | date) -> str:
    """Return a value as YAML takes it in a block and in braces alike."""
    if isinstance(value, date):
        return value.isoformat()
    # JSON's quoted strings are YAML's too: https://yaml.org/spec/1.2.2/
    return value if _WORDS.fullmatch(value) else quoted(value)


def put_back_rule(text: str, before: str, rule_id: str) -> str:
    """Return the rules with one of them as it stood in another text of them; raises NoRule."""
    start, end = _span(text, _rule(text, rule_id))
    first, last = _span(before, _rule(before, rule_id))
    return text[:start] + before[first:last] + text[end:]


def _span(text: str, entry: Any) -> tuple[int, int]:
    """Return the span from an entry's first field to the end of its last value, where what follows begins."""
    if entry.flow_style:
        return entry.start_mark.index, entry.end_mark.index
    return entry.start_mark.index, _last(text, entry)


def _last(text: str, entry: Any) -> int:
    """Return where the last field of an entry ends: in a block with what its line says beside it."""
    last = max(_end(text, node) for node in _fields(entry).values())
    return last if entry.flow_style else last + len(text[last:].partition("\n")[0])


def _end(text: str, node: Any) -> int:
    """Return where a value ends: what is written in blocks is told to end where the next thing begins."""
    if node.id == "scalar":
        end: int = node.end_mark.index
        return len(text[:end].rstrip()) if node.style in {"|", ">"} else end
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(text, last[1] if node.id == "mapping" else last)


def _rule(text: str, rule_id: str) -> Any:
    for entry in _entries(_fields(_compose(text)).get("rules")):
        if (name := _fields(entry).get("id")) is not None and name.value == rule_id:
            return entry
    raise NoRule(rule_id)


def _put(text: str, values: Mapping[Any, date | str]) -> str:
    """Put in the pieces from the end backwards, so that places stay where they are."""
    # Replacing from the end keeps the places before it true.
    for node in sorted(values, key=lambda node: -node.start_mark.index):
        value = values[node]
        said = value if isinstance(value, str) else value.isoformat()
        text = text[: node.start_mark.index] + said + text[node.end_mark.index :]
    return text


def _compose(text: str) -> Any:
    import yaml  # comes with the first text that is read

    return yaml.compose(text, yaml.SafeLoader)


def _fields(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value} if node is not None and node.id == "mapping" else {}


def _entries(node: Any) -> Iterator[Any]:
    yield from (node.value if node is not None and node.id == "sequence" else ())
