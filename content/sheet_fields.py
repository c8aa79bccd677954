"""A sheet as the fields of a form: each word as it was typed, drawable or not, so that nothing of a form is lost.

The text stays what is carried: a form is written as the text that somebody would have typed, and read back from it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from content.folding import fold
from content.problems import BrokenText
from content.sheet import MOST_CONTINUATIONS
from content.sheet_reader import SheetReader, TypedPlace
from content.sheet_words import ENDS, SYMBOLS, WORDS, SheetWords


class WayFields(NamedTuple):
    """One answer to a question, and the number of the place it leads to, or the word for the end."""

    words: str = ""
    goal: str = ""


class PlaceFields(NamedTuple):
    """A question to decide, whose ways count, or a step, whose symbol, own words and goal do."""

    decides: bool
    who: str = ""
    what: str = ""
    """The question, or the act."""
    day: str = ""
    symbol: str = ""
    own_words: str = ""
    goal: str = ""
    """Empty where a step goes on to the next place, as in a list."""
    ways: tuple[WayFields, ...] = ()


class SheetFields(NamedTuple):
    """All that a form of a sheet holds."""

    language: str
    title: str = ""
    behind: str = ""
    review: str = ""
    rules: str = ""
    exact: str = ""
    places: tuple[PlaceFields, ...] = ()
    entries: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """Who is named so far, each once."""
        return tuple({fold(place.who): place.who for place in self.places if place.who}.values())


def read_sheet_fields(text: str, file: str = "feuille.txt") -> SheetFields:
    """Return what a form shows of a text; BrokenText where a line of it belongs to no field."""
    reader = SheetReader(file)
    head, blocks = reader.parts(text)
    places = tuple(_place(reader, reader.place(block)) for block in blocks)
    # What a form cannot hold would be dropped when it is sent.
    if reader.problems:
        raise BrokenText(tuple(reader.problems))
    said = {name: value for name, (_, value) in head.items()}
    numbers = {str(block.number): str(index) for index, block in reversed([*enumerate(blocks, 1)])}
    fields = SheetFields(
        language=reader.language,
        title=said.get("sheet", ""),
        **{name: said.get(name, "") for name in ("behind", "review", "rules", "entries", "exact")},
        places=tuple(_leading(place, numbers) for place in places),
    )
    return _as_a_list(fields)


def write_sheet_fields(fields: SheetFields) -> str:
    """Return the text of a form; what is empty in it is left out, but for a place, which stays to be filled."""
    words = WORDS[fields.language]
    head = [words.labelled(words.sheet, fields.title)]
    head += [
        words.labelled(getattr(words, name), getattr(fields, name))
        for name in ("behind", "review", "rules", "entries", "exact")
        if getattr(fields, name)
    ]
    blocks = [head, *([*_lines(number, place, words)] for number, place in enumerate(fields.places, 1))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def places_at(text: str) -> tuple[int, ...]:
    """Return the line at which each place of a text begins."""
    return tuple(block.line for block in SheetReader("").parts(text)[1])


def with_place(fields: SheetFields, after: int, decides: bool) -> SheetFields:
    """Return the fields with an empty place after the first so many."""
    ways = (WayFields(), WayFields()) if decides else ()
    order: list[int | None] = [*range(after), None, *range(after, len(fields.places))]
    return _in_order(fields, order, PlaceFields(decides, ways=ways))


def without_place(fields: SheetFields, index: int) -> SheetFields:
    """Return the fields without a place; what led to a step leads where the step led, to a question nowhere yet."""
    gone = fields.places[index]
    goal = "" if gone.decides else gone.goal or _following(fields, index)
    led = [_leading(place, {str(index + 1): goal}) for place in fields.places]
    order = [old for old in range(len(led)) if old != index]
    return _as_a_list(_in_order(fields._replace(places=tuple(led)), order))


def moved(fields: SheetFields, index: int, by: int) -> SheetFields:
    """Return the fields with a place moved past its neighbour, before it (-1) or after it (1), where there is one."""
    order = [*range(len(fields.places))]
    if 0 <= index + by < len(order):
        order[index], order[index + by] = order[index + by], order[index]
    return _in_order(fields, order)


def in_language(fields: SheetFields, language: str) -> SheetFields:
    """Return the fields with the words of the grammar in another language; what people typed stays as it is."""
    words = WORDS[language]

    def translated(place: PlaceFields) -> PlaceFields:
        symbol = SYMBOLS.get(fold(place.symbol))
        ways = tuple(way._replace(goal=_ended(way.goal, words)) for way in place.ways)
        said = words.symbols[symbol] if symbol else place.symbol
        return place._replace(symbol=said, goal=_ended(place.goal, words), ways=ways)

    return fields._replace(language=language, places=tuple(map(translated, fields.places)))


# ---------------------------------------------------------------------------------------------------------- reading


def _place(reader: SheetReader, place: TypedPlace) -> PlaceFields:
    said = {label: value for label, (_, value) in place.said.items()}
    if not place.decides:
        goal = next((arrow.goal or "" for arrow in place.arrows), "")
        day, symbol, own = (said.get(label, "") for label in ("day", "symbol", "own"))
        return PlaceFields(False, place.who, place.what, day, symbol, own, goal)
    if len(place.arrows) > MOST_CONTINUATIONS:
        reader.note(place.line, "Une question a %(most)s suites au plus : retirez-en.", most=MOST_CONTINUATIONS)
    ways = tuple(WayFields(arrow.words, arrow.goal or "") for arrow in place.arrows)
    return PlaceFields(True, said.get("answers", ""), place.what, said.get("by", ""), ways=ways)


def _as_a_list(fields: SheetFields) -> SheetFields:
    """Leave out each arrow that says only what the order says, so that a place that is moved takes its turn anew."""
    goals = [goal for place in fields.places for goal in (place.goal, *(way.goal for way in place.ways))]
    places = []
    for index, place in enumerate(fields.places):
        following = _following(fields, index)
        last = index + 1 == len(fields.places)
        implied = fold(place.goal) in ENDS if last else place.goal == following and goals.count(following) == 1
        places.append(place._replace(goal="") if implied else place)
    return fields._replace(places=tuple(places))


def _following(fields: SheetFields, index: int) -> str:
    return str(index + 2) if index + 1 < len(fields.places) else WORDS[fields.language].end


# ---------------------------------------------------------------------------------------------------------- arrows


def _leading(place: PlaceFields, goals: dict[str, str]) -> PlaceFields:
    """Return a place with the numbers of its arrows given anew."""
    ways = tuple(way._replace(goal=goals.get(way.goal, way.goal)) for way in place.ways)
    return place._replace(goal=goals.get(place.goal, place.goal), ways=ways)


def _in_order(fields: SheetFields, order: Sequence[int | None], new: PlaceFields | None = None) -> SheetFields:
    """Return the fields with the places of these former indexes, the new one where there is None."""
    numbers = {str(old + 1): str(place) for place, old in enumerate(order, 1) if old is not None}
    places = [new if old is None else _leading(fields.places[old], numbers) for old in order]
    return fields._replace(places=tuple(place for place in places if place is not None))


def _ended(goal: str, words: SheetWords) -> str:
    return words.end if fold(goal) in ENDS else goal


# ---------------------------------------------------------------------------------------------------------- writing


def _lines(number: int, place: PlaceFields, words: SheetWords) -> Iterator[str]:
    heading = words.decide if place.decides else place.who
    yield f"{number}. " + words.labelled(heading, place.what)
    asked = [(words.answers, place.who), (words.by, place.day)]
    done = [(words.day, place.day), (words.symbol, place.symbol), (words.own, place.own_words)]
    said = asked if place.decides else done
    yield from ("   " + words.labelled(label, value) for label, value in said if value)
    yield from (f"   - {way.words} → {way.goal}".rstrip() for way in place.ways if way.words or way.goal)
    if place.goal:
        yield f"   → {place.goal}"
