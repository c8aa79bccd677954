"""Words put into a YAML text where they stand: a field is changed, added or taken out, and nothing else of the text."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from content.fields import INVISIBLE, NotOurs, compose
from content.patterns import LatePattern

if TYPE_CHECKING:
    from yaml import MappingNode

Path = tuple[str, ...]
"""The way to a field: the names of the fields that it stands in, then its own."""

_PLAIN = LatePattern(r"[^\W_][\w.,'’()§%/-]*(?: [\w.,'’()§%/-]+)*|https?://[\w.,()%/?&=~+-]+")
"""What needs no quotes where it stood without any, and not in braces."""
_BARE = LatePattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What needs no quotes anywhere: ids, codes, days."""
_LINES = LatePattern(r"[^\s#][^\t\n\ufeff]*(?:\n+[^\t\n\ufeff]+)+")
"""Several lines that YAML gives back from a literal block as they are (YAML 1.2, 8.1.2)."""


class NotInPlace(ValueError):
    """A text in which no field can be put where it belongs: it cannot be read, or several fields stand on one line."""


class FieldSpan(NamedTuple):
    """Where a field stands in the text, from its name to the end of its value, and how that is written."""

    key: int
    start: int
    end: int
    words: str
    """As they are read; of a list, a line for each."""
    kind: str
    """text, list, or fields: those are found by their own paths."""
    plain: bool
    """Whether it stands without quotes."""
    braced: bool
    """Whether it stands in braces."""
    remarks: tuple[str, ...]
    """What is written within a list to those who read the text."""


def spans(text: str) -> dict[Path, FieldSpan]:
    """Return where each field of a mapping stands, of one behind a dash too; raises NotInPlace."""
    return dict(_below(text, top(text), (), braced=False))


def words(text: str) -> dict[Path, str]:
    """Return the words of each field, of a list with a line for each; raises NotInPlace."""
    return {path: span.words for path, span in spans(text).items() if span.kind != "fields"}


def put(text: str, changes: Mapping[Path, str], order: Sequence[Path], lists: Sequence[Path] = ()) -> str:
    """Return a text with other words for some fields; none takes a field out, a new one stands in its `order`.

    Those of `lists` are lists, of which the words have a line for each. Raises NotInPlace.
    """
    for path, said in changes.items():
        found = spans(text)
        if path not in found and said:
            text = _added(text, found, path, _list(said) if path in lists else _quoted(said), order)
        elif path in found:
            text = _replaced(text, found[path], path in lists, said) if said else _taken_out(text, found, path)
    return text


def lines(text: str) -> dict[int, tuple[str | int, ...]]:
    """Return, by line from 0, the way to the first words that stand on it, with places in lists; raises NotInPlace."""
    found: dict[int, tuple[str | int, ...]] = {}
    for line, way in _words_below(top(text), ()):
        found.setdefault(line, way)
    return found


def _words_below(node: Any, above: tuple[str | int, ...]) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    if node.id == "scalar":
        yield node.start_mark.line, above
    elif node.id == "sequence":
        for place, one in enumerate(node.value):
            yield from _words_below(one, (*above, place))
    else:
        for key, value in node.value:
            yield from _words_below(value, (*above, key.value))


# ----------------------------------------------------------------------------------------------------------- reading


def top(text: str) -> "MappingNode":
    """Return the mapping of a text, or the one behind its only dash; raises NotInPlace."""
    import yaml

    try:
        node: Any = compose(text)
    except (NotOurs, yaml.YAMLError, ValueError, OverflowError):
        raise NotInPlace from None
    if node is not None and node.id == "sequence" and len(node.value) == 1:
        (node,) = node.value
    if node is None or node.id != "mapping" or node.flow_style:
        raise NotInPlace
    found: MappingNode = node
    return found


def _below(text: str, node: "MappingNode", above: Path, *, braced: bool) -> Iterator[tuple[Path, FieldSpan]]:
    seen: set[str] = set()
    for key, value in node.value:
        if key.id != "scalar" or key.value in seen:
            raise NotInPlace
        seen.add(key.value)
        path = (*above, key.value)
        yield path, _span(text, key, value, braced)
        if value.id == "mapping":
            yield from _below(text, value, path, braced=braced or bool(value.flow_style))


def _span(text: str, key: Any, value: Any, braced: bool) -> FieldSpan:
    start = value.start_mark.index
    place: dict[str, Any] = {"key": key.start_mark.index, "start": start, "end": _end(text, value), "braced": braced}
    match value.id:
        case "scalar":
            return FieldSpan(words=str(value.value), kind="text", plain=value.style is None, remarks=(), **place)
        case "sequence" if all(one.id == "scalar" for one in value.value):
            said = "\n".join(str(one.value) for one in value.value)
            return FieldSpan(words=said, kind="list", plain=False, remarks=tuple(_remarks(text, value)), **place)
        case _:
            return FieldSpan(words="", kind="fields", plain=False, remarks=(), **place)


def _end(text: str, node: Any) -> int:
    """Return where the words of a value end; marks of blocks stand where the next field begins."""
    if node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if node.id == "mapping" else last)
    start: int = node.start_mark.index
    end: int = node.end_mark.index
    return start + len(text[start:end].rstrip())


def _remarks(text: str, node: Any) -> Iterator[str]:
    edges = [node.start_mark.index]
    for one in node.value:
        edges += [one.start_mark.index, _end(text, one)]
    for start, stop in zip(edges[0::2], [*edges[1::2], edges[-1]], strict=False):
        for line in text[start:stop].split("\n"):
            if "#" in line:
                yield "#" + line.partition("#")[2].rstrip()


# ----------------------------------------------------------------------------------------------------------- writing


def _replaced(text: str, span: FieldSpan, is_list: bool, said: str) -> str:
    if span.kind == "fields":
        raise NotInPlace
    if is_list or span.kind == "list":
        return _with_list(text, span, said)
    # A remark behind the words would be read as the last of several lines.
    alone = not text[span.end :].partition("\n")[0].strip()
    if alone and not span.braced and _LINES.fullmatch(said) and not INVISIBLE.search(said):
        indent = " " * (_column(text, span.key) + 2)
        new = "|-\n" + "\n".join(f"{indent}{line}" if line else "" for line in said.split("\n"))
    else:
        new = said if span.plain and not span.braced and _PLAIN.fullmatch(said) else _quoted(said)
    return _with_value(text, span, new)


def _with_value(text: str, span: FieldSpan, new: str) -> str:
    # What was left empty stands right behind its colon.
    space = " " if text[: span.start].endswith(":") else ""
    return text[: span.start] + space + new + text[span.end :]


def _with_list(text: str, span: FieldSpan, said: str) -> str:
    """Put a list in the place of another, written as that was; what is said beside its lines stands below it."""
    indent = " " * _column(text, span.key)
    remarks = "".join(f"\n{indent}{one}" for one in span.remarks)
    if "\n" not in text[span.key : span.start]:
        return text[: span.start] + _list(said) + remarks + text[span.end :]
    deeper = " " * (_column(text, span.start))
    lines = "".join(f"\n{deeper}- {_quoted(line)}" for line in said.split("\n") if line)
    return text[: text.index(":", span.key) + 1] + lines + remarks + text[span.end :]


def _taken_out(text: str, found: Mapping[Path, FieldSpan], path: Path) -> str:
    span = found[path]
    if span.braced:
        return text[: span.start] + '""' + text[span.end :]
    alone = [one for one in found if one[:-1] == path[:-1]] == [path]
    if alone and len(path) > 1:
        return _taken_out(text, found, path[:-1])
    begins, ends = text.rfind("\n", 0, span.key) + 1, text.find("\n", span.end)
    if text[begins : span.key].strip():
        # The first field of a row stands behind its dash.
        return text[: span.start] + '""' + text[span.end :]
    rest = text[span.end : ends if ends >= 0 else len(text)].strip()
    remarks = "".join(f"{text[begins : span.key]}{one}\n" for one in ([rest] if rest else []) + [*span.remarks])
    return text[:begins] + remarks + (text[ends + 1 :] if ends >= 0 else "")


def _added(text: str, found: Mapping[Path, FieldSpan], path: Path, said: str, order: Sequence[Path]) -> str:
    if len(path) > 1 and path[:-1] not in found:
        indent = " " * (_column(text, _first(found, path[:-1]).key) + 2)
        return _added(text, found, path[:-1], f"\n{indent}{path[-1]}: {said}", order)
    if len(path) > 1 and not any(one[:-1] == path[:-1] for one in found):
        above = found[path[:-1]]
        if above.kind == "list" or above.words or said.startswith("\n"):
            raise NotInPlace
        return _with_value(text, above, f"{{{path[-1]}: {said}}}")
    before = (
        [one for one in order[: order.index(path)] if one in found and one[:-1] == path[:-1]] if path in order else []
    )
    siblings = [one for one in found if one[:-1] == path[:-1]]
    after = before[-1] if before else siblings[-1]
    span = found[after]
    if span.braced:
        return f"{text[: span.end]}, {path[-1]}: {said}{text[span.end :]}"
    line_end = text.find("\n", max(span.end for one, span in found.items() if one[: len(after)] == after))
    place = line_end if line_end >= 0 else len(text)
    space = "" if said.startswith("\n") else " "
    return f"{text[:place]}\n{' ' * _column(text, span.key)}{path[-1]}:{space}{said}{text[place:]}"


def _first(found: Mapping[Path, FieldSpan], path: Path) -> FieldSpan:
    return next(span for one, span in found.items() if one[:-1] == path[:-1])


def _column(text: str, place: int) -> int:
    return place - text.rfind("\n", 0, place) - 1


def _list(said: str) -> str:
    lines = [line for line in said.split("\n") if line]
    return f"[{', '.join(line if _BARE.fullmatch(line) else _quoted(line) for line in lines)}]"


def _quoted(said: str) -> str:
    # What JSON writes between quotes, YAML reads (YAML 1.2, 1.3); what is invisible stays to be told of.
    quoted = json.dumps(said, ensure_ascii=False)
    return said if _BARE.fullmatch(said) else INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
