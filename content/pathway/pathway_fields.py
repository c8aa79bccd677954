"""What was typed of a pathway, read by its labels and arrows, as the fields of a form, drawable or not."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from content.errors import N_, BrokenText, Problem
from content.pathway.pathway import ENDS, LABELS, LANGUAGE_OF, MOST_CONTINUATIONS, SYMBOLS, WORDS, PathwayWords
from content.schema.yaml_fields import INVISIBLE
from content.strings.late_patterns import LatePattern
from content.strings.words import fold

MOST_CHARACTERS = 6000
"""Of a text that is read at all; the longest pathway has about half of it."""

_STEERING = LatePattern("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What turns or hides the writing around it."""
_SPACES = LatePattern(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_PLACE_TYPED = LatePattern(r"([0-9]{1,2})[.)] ?(.*)")
WAY = LatePattern(r"[-*•–](.*)(?:→|->)(.*)")
ARROW = LatePattern(r"(?:→|->)(.*)")
_HEAD = ("pathway", "behind", "review", "rules", "entries", "exact")
OF_DECISION = ("answers", "by")
OF_STEP = ("day", "symbol", "own")


class PathwayBlock(NamedTuple):
    """What stands under one number: its line, what is behind the number, the lines under it."""

    line: int
    number: int
    heading: str
    lines: list[tuple[int, str]]


class TypedArrow(NamedTuple):
    """Where something leads, as it was typed; None where nothing was. `words` are those before it, of a question."""

    line: int
    goal: str | None
    words: str = ""


class TypedPlace(NamedTuple):
    """A place as it was typed: what stands behind its number, its values by label with their lines, its arrows."""

    line: int
    decides: bool
    who: str
    what: str
    said: dict[str, tuple[int, str]]
    arrows: list[TypedArrow]


class PathwayReader:
    """Reads one text; what it cannot hold is noted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.language = "fr"

    @property
    def words(self) -> PathwayWords:
        return WORDS[self.language]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.problems.append(Problem(self.file, line, sentence, values))

    def _lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the lines that hold something, with their numbers, their spaces and apostrophes made plain."""
        if len(text) > MOST_CHARACTERS:
            self.note(1, "Ce texte dépasse %(most)s caractères : une feuille est plus courte.", most=MOST_CHARACTERS)
            text = ""
        for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
            line = _SPACES.sub(" ", normalize("NFC", raw)).strip(" ").replace("’", "'")
            if INVISIBLE.search(line) or _STEERING.search(line):
                self.note(number, "Cette ligne contient un caractère invisible : réécrivez-la.")
            elif line:
                yield number, line

    def parts(self, text: str) -> tuple[dict[str, tuple[int, str]], list[PathwayBlock]]:
        """Part the head, by label, from the places; the first word of the text tells its language.

        A first line that has no label is the title.
        """
        head: dict[str, tuple[int, str]] = {}
        blocks: list[PathwayBlock] = []
        for number, line in self._lines(text):
            if found := _PLACE_TYPED.fullmatch(line):
                blocks.append(PathwayBlock(number, int(found[1]), found[2], []))
            elif blocks:
                blocks[-1].lines.append((number, line))
            elif not head and ":" not in line:
                head["pathway"] = number, line
            else:
                self.take(head, _HEAD, number, line)
        if "pathway" not in head:
            self.note(1, "Commencez par « Feuille : … », « Blad: … » ou « Sheet: … ».")
        return head, blocks

    def place(self, block: PathwayBlock) -> TypedPlace:
        """Return what was typed of a place; what it cannot hold is noted."""
        word, colon, what = (part.strip() for part in block.heading.partition(":"))
        decides = bool(colon) and LABELS.get(fold(word)) == "decide"
        arrow, known = (WAY, OF_DECISION) if decides else (ARROW, OF_STEP)
        said: dict[str, tuple[int, str]] = {}
        arrows = []
        for line, typed in block.lines:
            if found := arrow.fullmatch(typed):
                *words, goal = (part.strip() for part in found.groups())
                arrows.append(TypedArrow(line, goal, *words))
            else:
                self.take(said, known, line, typed)
        for one in [] if decides else arrows[1:]:
            self.note(one.line, "D'un pas part une seule flèche : pour plusieurs suites, posez une question.")
        if said.get("own", (0, ""))[1] in ("…", "..."):
            said["own"] = said["own"][0], ""
        return TypedPlace(
            block.line, decides, word if colon and not decides else "", what if colon else word, said, arrows
        )

    def take(self, fields: dict[str, tuple[int, str]], known: tuple[str, ...], number: int, line: str) -> None:
        """Put what stands behind a label where it belongs; note what has no label, or has it twice."""
        word, colon, value = (part.strip() for part in line.partition(":"))
        label = LABELS.get(fold(word)) if colon else None
        if label not in known:
            words = self.words._asdict()
            sentence = N_("« %(typed)s » ne se comprend pas ici : on attend %(known)s.")
            self.note(number, sentence, typed=line[:40], known=", ".join(f"« {words[name]} : »" for name in known))
        elif label in fields:
            self.note(number, "« %(label)s » figure deux fois : gardez-en un.", label=word)
        else:
            fields[label] = number, value
            self.language = LANGUAGE_OF.get(fold(word), self.language)


# ------------------------------------------------------------------------------------ a pathway as the fields of a form
#
# The text stays what is carried: a form is written as the text that somebody would have typed, and read back from it.


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


class PathwayFields(NamedTuple):
    """All that a form of a pathway holds."""

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


def read_pathway_fields(text: str, file: str = "feuille.txt") -> PathwayFields:
    """Return what a form shows of a text; BrokenText where a line of it belongs to no field."""
    reader = PathwayReader(file)
    head, blocks = reader.parts(text)
    places = tuple(_place(reader, reader.place(block)) for block in blocks)
    # What a form cannot hold would be dropped when it is sent.
    if reader.problems:
        raise BrokenText(tuple(reader.problems))
    said = {name: value for name, (_, value) in head.items()}
    numbers = {str(block.number): str(index) for index, block in reversed([*enumerate(blocks, 1)])}
    fields = PathwayFields(
        language=reader.language,
        title=said.get("pathway", ""),
        **{name: said.get(name, "") for name in ("behind", "review", "rules", "entries", "exact")},
        places=tuple(_leading(place, numbers) for place in places),
    )
    return _as_a_list(fields)


def write_pathway_fields(fields: PathwayFields) -> str:
    """Return the text of a form; what is empty in it is left out, but for a place, which stays to be filled."""
    words = WORDS[fields.language]
    head = [words.labelled(words.pathway, fields.title)]
    head += [
        words.labelled(getattr(words, name), getattr(fields, name))
        for name in ("behind", "review", "rules", "entries", "exact")
        if getattr(fields, name)
    ]
    blocks = [head, *([*_lines(number, place, words)] for number, place in enumerate(fields.places, 1))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def places_at(text: str) -> tuple[int, ...]:
    """Return the line at which each place of a text begins."""
    return tuple(block.line for block in PathwayReader("").parts(text)[1])


def with_place(fields: PathwayFields, after: int, decides: bool) -> PathwayFields:
    """Return the fields with an empty place after the first so many."""
    ways = (WayFields(), WayFields()) if decides else ()
    order: list[int | None] = [*range(after), None, *range(after, len(fields.places))]
    return _in_order(fields, order, PlaceFields(decides, ways=ways))


def without_place(fields: PathwayFields, index: int) -> PathwayFields:
    """Return the fields without a place; what led to a step leads where the step led, to a question nowhere yet."""
    gone = fields.places[index]
    goal = "" if gone.decides else gone.goal or _following(fields, index)
    led = [_leading(place, {str(index + 1): goal}) for place in fields.places]
    order = [old for old in range(len(led)) if old != index]
    return _as_a_list(_in_order(fields._replace(places=tuple(led)), order))


def moved(fields: PathwayFields, index: int, by: int) -> PathwayFields:
    """Return the fields with a place moved past its neighbour, before it (-1) or after it (1), where there is one."""
    order = [*range(len(fields.places))]
    if 0 <= index + by < len(order):
        order[index], order[index + by] = order[index + by], order[index]
    return _in_order(fields, order)


def in_language(fields: PathwayFields, language: str) -> PathwayFields:
    """Return the fields with the words of the grammar in another language; what people typed stays as it is."""
    words = WORDS[language]

    def translated(place: PlaceFields) -> PlaceFields:
        symbol = SYMBOLS.get(fold(place.symbol))
        ways = tuple(way._replace(goal=_ended(way.goal, words)) for way in place.ways)
        said = words.symbols[symbol] if symbol else place.symbol
        return place._replace(symbol=said, goal=_ended(place.goal, words), ways=ways)

    return fields._replace(language=language, places=tuple(map(translated, fields.places)))


# -------------------------------------------------------------------------------------------------------------- reading


def _place(reader: PathwayReader, place: TypedPlace) -> PlaceFields:
    said = {label: value for label, (_, value) in place.said.items()}
    if not place.decides:
        goal = next((arrow.goal or "" for arrow in place.arrows), "")
        day, symbol, own = (said.get(label, "") for label in ("day", "symbol", "own"))
        return PlaceFields(False, place.who, place.what, day, symbol, own, goal)
    if len(place.arrows) > MOST_CONTINUATIONS:
        reader.note(place.line, "Une question a %(most)s suites au plus : retirez-en.", most=MOST_CONTINUATIONS)
    ways = tuple(WayFields(arrow.words, arrow.goal or "") for arrow in place.arrows)
    return PlaceFields(True, said.get("answers", ""), place.what, said.get("by", ""), ways=ways)


def _as_a_list(fields: PathwayFields) -> PathwayFields:
    """Leave out each arrow that says only what the order says, so that a place that is moved takes its turn anew."""
    goals = [goal for place in fields.places for goal in (place.goal, *(way.goal for way in place.ways))]
    places = []
    for index, place in enumerate(fields.places):
        following = _following(fields, index)
        last = index + 1 == len(fields.places)
        implied = fold(place.goal) in ENDS if last else place.goal == following and goals.count(following) == 1
        places.append(place._replace(goal="") if implied else place)
    return fields._replace(places=tuple(places))


def _following(fields: PathwayFields, index: int) -> str:
    return str(index + 2) if index + 1 < len(fields.places) else WORDS[fields.language].end


# --------------------------------------------------------------------------------------------------------------- arrows


def _leading(place: PlaceFields, goals: dict[str, str]) -> PlaceFields:
    """Return a place with the numbers of its arrows given anew."""
    ways = tuple(way._replace(goal=goals.get(way.goal, way.goal)) for way in place.ways)
    return place._replace(goal=goals.get(place.goal, place.goal), ways=ways)


def _in_order(fields: PathwayFields, order: Sequence[int | None], new: PlaceFields | None = None) -> PathwayFields:
    """Return the fields with the places of these former indexes, the new one where there is None."""
    numbers = {str(old + 1): str(place) for place, old in enumerate(order, 1) if old is not None}
    places = [new if old is None else _leading(fields.places[old], numbers) for old in order]
    return fields._replace(places=tuple(place for place in places if place is not None))


def _ended(goal: str, words: PathwayWords) -> str:
    return words.end if fold(goal) in ENDS else goal


# -------------------------------------------------------------------------------------------------------------- writing


def _lines(number: int, place: PlaceFields, words: PathwayWords) -> Iterator[str]:
    heading = words.decide if place.decides else place.who
    yield f"{number}. " + words.labelled(heading, place.what)
    asked = [(words.answers, place.who), (words.by, place.day)]
    done = [(words.day, place.day), (words.symbol, place.symbol), (words.own, place.own_words)]
    said = asked if place.decides else done
    yield from ("   " + words.labelled(label, value) for label, value in said if value)
    yield from (f"   - {way.words} → {way.goal}".rstrip() for way in place.ways if way.words or way.goal)
    if place.goal:
        yield f"   → {place.goal}"
