"""A reader of a sheet's text that notes every place to mend with its line; the grammar is in content.sheet_text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from unicodedata import normalize

from content.fields import INVISIBLE
from content.folding import fold
from content.patterns import LatePattern
from content.problems import N_, Problem
from content.sheet import (
    LONGEST,
    MOST_BEHIND,
    MOST_CONTINUATIONS,
    MOST_ENTRIES,
    MOST_PLACES,
    MOST_ROLES,
    MOST_RULES,
    Continuation,
    Decision,
    PathwayStep,
    Place,
    Sheet,
    Stretch,
    Symbol,
    reached,
)
from content.sheet_words import ENDS, LABELS, LANGUAGE_OF, SYMBOLS, WORDS, SheetWords
from content.text.grammar import ID

MOST_CHARACTERS = 6000
"""Of a text that is read at all; the longest sheet has about half of it."""

_STEERING = LatePattern("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What turns or hides the writing around it."""
_SPACES = LatePattern(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_PLACE = LatePattern(r"([0-9]{1,2})[.)] ?(.*)")
WAY = LatePattern(r"[-*•–](.*)(?:→|->)(.*)")
ARROW = LatePattern(r"(?:→|->)(.*)")
_DAY = LatePattern(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[12][0-9]{3})")
_TIME = LatePattern("([01][0-9]|2[0-3]):([0-5][0-9])")
_STRETCH = LatePattern(r"((?:19|20)[0-9]{2})(?: ?[-–] ?((?:19|20)[0-9]{2}))? (.+)")
NOT_A_DAY = N_("« %(typed)s » n'est pas un jour : écrivez-le comme 15/12/2026.")
TOO_MANY_RULES = N_("Citez %(most)s règles au plus.")
NO_RULE = N_("« %(rule)s » n'est pas l'identifiant d'une règle, comme onem-duree.")
TOO_MANY_ENTRIES = N_("Citez %(most)s entrées du répertoire au plus.")
NO_ENTRY = N_("« %(entry)s » n'est pas l'identifiant d'une entrée du répertoire, comme stage-first.")
_HEAD = ("sheet", "behind", "review", "rules", "entries", "exact")
OF_DECISION = ("answers", "by")
OF_STEP = ("day", "symbol", "own")


class SheetBlock(NamedTuple):
    """What stands under one number: its line, what is behind the number, the lines under it."""

    line: int
    number: int
    heading: str
    lines: list[tuple[int, str]]


class _Arrow(NamedTuple):
    """Where something leads, as it was typed; None where nothing was."""

    line: int
    goal: str | None


class SheetReader:
    """Reads one text; what is to be mended is noted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.roles: dict[str, str] = {}
        self.language = "fr"

    @property
    def words(self) -> SheetWords:
        return WORDS[self.language]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.problems.append(Problem(self.file, line, sentence, values))

    def read(self, text: str) -> Sheet:
        head, blocks = self.parts(text)
        title_line, title = head.get("sheet", (1, ""))
        self._check_words(title_line, title, "title", N_("Dites en quelques mots de quoi parle la feuille."))
        drafts = [self._draft(block) for block in blocks[:MOST_PLACES]]
        self._check_number(blocks)
        return Sheet(
            language=self.language,
            title=title,
            review=self._day_of(head, "review", title_line),
            places=self._joined(blocks, drafts),
            behind=self._behind(*head.get("behind", (1, ""))),
            rules=self._ids("rule", *head.get("rules", (1, "")), MOST_RULES, TOO_MANY_RULES, NO_RULE),
            exact_at=self._moment(*head.get("exact", (1, ""))),
            entries=self._ids("entry", *head.get("entries", (1, "")), MOST_ENTRIES, TOO_MANY_ENTRIES, NO_ENTRY),
        )

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

    def parts(self, text: str) -> tuple[dict[str, tuple[int, str]], list[SheetBlock]]:
        """Part the head, by label, from the places; the first word of the text tells its language.

        A first line that has no label is the title.
        """
        head: dict[str, tuple[int, str]] = {}
        blocks: list[SheetBlock] = []
        for number, line in self._lines(text):
            if found := _PLACE.fullmatch(line):
                blocks.append(SheetBlock(number, int(found[1]), found[2], []))
            elif blocks:
                blocks[-1].lines.append((number, line))
            elif not head and ":" not in line:
                head["sheet"] = number, line
            else:
                self.take(head, _HEAD, number, line)
        if "sheet" not in head:
            self.note(1, "Commencez par « Feuille : … », « Blad: … » ou « Sheet: … ».")
        return head, blocks

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

    def _check_words(self, line: int, words: str, kind: str, missing: str) -> None:
        if not words:
            self.note(line, missing)
        elif len(words) > LONGEST[kind]:
            sentence = N_("Ces mots sont trop longs (%(length)s caractères) : %(most)s au plus.")
            self.note(line, sentence, length=len(words), most=LONGEST[kind])

    def _day(self, line: int, typed: str) -> date | None:
        found = _DAY.fullmatch(typed)
        try:
            if found:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            return date.fromisoformat(typed)
        except ValueError:
            self.note(line, NOT_A_DAY, typed=typed[:40])
            return None

    def _day_of(self, fields: dict[str, tuple[int, str]], field: str, line: int) -> date | None:
        if fields.get(field, (0, ""))[1]:
            return self._day(*fields[field])
        self.note(line, "Il manque un jour : « %(label)s : … ».", label=self.words._asdict()[field])
        return None

    def _moment(self, line: int, typed: str) -> datetime | None:
        if not typed:
            return None
        day, _, time = typed.partition(" ")
        found = _TIME.fullmatch(time)
        if not found:
            self.note(line, "« %(typed)s » n'est pas une minute : écrivez 15/12/2026 14:05.", typed=typed[:40])
        that = self._day(line, day) if found else None
        return datetime(that.year, that.month, that.day, int(found[1]), int(found[2])) if that and found else None

    def _role(self, line: int, typed: str) -> str:
        """Return a role as it was first written."""
        self._check_words(line, typed, "role", N_("Il manque qui : moi, le CPAS… un rôle, jamais un nom."))
        if ":" in typed:
            self.note(line, "Un rôle s'écrit sans deux-points.")
        known = len(self.roles)
        role = self.roles.setdefault(fold(typed) or typed, typed)
        if len(self.roles) > max(known, MOST_ROLES):
            self.note(line, "Une feuille a %(most)s rôles au plus : regroupez-les.", most=MOST_ROLES)
        return role

    # --------------------------------------------------------------------------------------------- what the head holds

    def _behind(self, line: int, typed: str) -> tuple[Stretch, ...]:
        stretches = [self._stretch(line, part.strip()) for part in typed.split(";") if part.strip()]
        if len(stretches) > MOST_BEHIND:
            self.note(line, "Gardez %(most)s étapes au plus de ce qui est derrière.", most=MOST_BEHIND)
        return tuple(stretch for stretch in stretches[:MOST_BEHIND] if stretch)

    def _stretch(self, line: int, typed: str) -> Stretch | None:
        found = _STRETCH.fullmatch(typed)
        if not found or (found[2] and int(found[2]) < int(found[1])):
            sentence = N_("« %(typed)s » : écrivez l'année, ou les deux, puis quelques mots, comme 2012-2019 vendeuse.")
            self.note(line, sentence, typed=typed[:40])
            return None
        self._check_words(line, found[3], "stretch", "")
        return Stretch(int(found[1]), found[3], int(found[2]) if found[2] else None)

    def _ids(self, of: str, line: int, typed: str, most: int, too_many: str, unlike: str) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
        if len(ids) > most:
            self.note(line, too_many, most=most)
        for one in ids:
            if not ID.fullmatch(one) or len(one) > LONGEST[of]:
                self.note(line, unlike, **{of: one[:40]})
        return ids[:most]

    def _draft(self, block: SheetBlock) -> tuple[Place, list[_Arrow]]:
        """Return a place, its arrows not yet drawn, and these as they were typed."""
        word, colon, words = (part.strip() for part in block.heading.partition(":"))
        if colon and LABELS.get(fold(word)) == "decide":
            return self._decision(block, words)
        if not colon:
            sentence = N_(
                "Après le numéro vient « %(decide)s : … », ou qui, deux-points, et ce que cette personne fait."
            )
            self.note(block.line, sentence, decide=self.words.decide)
            word, words = "", word
        return self._step(block, word, words)

    def _decision(self, block: SheetBlock, question: str) -> tuple[Decision, list[_Arrow]]:
        self._check_words(block.line, question, "question", N_("Il manque la question."))
        fields: dict[str, tuple[int, str]] = {}
        ways: list[Continuation] = []
        arrows: list[_Arrow] = []
        for line, typed in block.lines:
            if found := WAY.fullmatch(typed):
                words = found[1].strip()
                self._check_words(line, words, "continuation", N_("Il manque les mots avant la flèche."))
                ways.append(Continuation(words, None))
                arrows.append(_Arrow(line, found[2].strip()))
            else:
                self.take(fields, OF_DECISION, line, typed)
        if not 2 <= len(ways) <= MOST_CONTINUATIONS:
            sentence = N_("Une question a de 2 à %(most)s suites, écrites « - … → 2 » ou « - … → %(end)s ».")
            self.note(block.line, sentence, most=MOST_CONTINUATIONS, end=self.words.end)
        who = self._role(*fields.get("answers", (block.line, "")))
        by = self._day_of(fields, "by", block.line)
        return Decision(question, who, by, tuple(ways[:MOST_CONTINUATIONS])), arrows[:MOST_CONTINUATIONS]

    def _step(self, block: SheetBlock, who: str, act: str) -> tuple[PathwayStep, list[_Arrow]]:
        self._check_words(block.line, act, "act", N_("Il manque ce qui est fait."))
        role = self._role(block.line, who)
        fields: dict[str, tuple[int, str]] = {}
        arrows: list[_Arrow] = []
        for line, typed in block.lines:
            if found := ARROW.fullmatch(typed):
                arrows.append(_Arrow(line, found[1].strip()))
            else:
                self.take(fields, OF_STEP, line, typed)
        for arrow in arrows[1:]:
            self.note(arrow.line, "D'un pas part une seule flèche : pour plusieurs suites, posez une question.")
        own_line, own = fields.get("own", (block.line, ""))
        own = "" if own in ("…", "...") else own
        self._check_words(own_line, own or "-", "own words", "")
        day = self._day(*fields["day"]) if fields.get("day", (0, ""))[1] else None
        step = PathwayStep(role, act, None, day, self._symbol(*fields.get("symbol", (block.line, ""))), own)
        return step, arrows[:1] or [_Arrow(block.line, None)]

    def _symbol(self, line: int, typed: str) -> Symbol | None:
        symbol = SYMBOLS.get(fold(typed))
        if typed and not symbol:
            sentence = N_("« %(typed)s » n'est pas un symbole : choisissez parmi %(known)s.")
            self.note(line, sentence, typed=typed[:40], known=", ".join(self.words.symbols.values()))
        return symbol

    # --------------------------------------------------------------------------------------------- where arrows lead

    def _check_number(self, blocks: list[SheetBlock]) -> None:
        if not blocks:
            self.note(1, "La feuille n'a pas encore de place : commencez une ligne par « 1. ».")
        for block in blocks[MOST_PLACES:]:
            self.note(block.line, "Une feuille a %(most)s places au plus : gardez le plus proche.", most=MOST_PLACES)
        seen: set[int] = set()
        for block in blocks[:MOST_PLACES]:
            if block.number in seen:
                self.note(block.line, "Le numéro %(number)s sert deux fois.", number=block.number)
            seen.add(block.number)

    def _joined(self, blocks: Sequence[SheetBlock], drafts: Sequence[tuple[Place, list[_Arrow]]]) -> tuple[Place, ...]:
        """Return the places with the arrows that can be drawn."""
        places = {str(block.number): index for index, block in reversed([*enumerate(blocks[: len(drafts)])])}
        typed = [[self._goal(arrow, places) for arrow in arrows] for _, arrows in drafts]
        led_to = {goal for goals in typed for goal in goals if goal is not None}
        goals: list[list[int]] = [[] for _ in drafts]
        joined = []
        for index, (place, arrows) in enumerate(drafts):
            ends = [
                self._drawn(index, arrow, goal, led_to, goals) for arrow, goal in zip(arrows, typed[index], strict=True)
            ]
            joined.append(_leading(place, ends))
        # Where an arrow is lost, what it led to is not: one thing to mend is enough.
        if goals and not self.problems:
            for index in sorted(set(range(len(goals))) - reached(goals)):
                self.note(blocks[index].line, "Aucun chemin ne mène de la première place à celle-ci.")
        return tuple(joined)

    def _goal(self, arrow: _Arrow, places: dict[str, int]) -> int | None:
        if arrow.goal is None or fold(arrow.goal) in ENDS:
            return None
        if arrow.goal not in places:
            sentence = N_("La flèche ne mène à aucune place : écrivez un numéro d'ici, ou « %(end)s ».")
            self.note(arrow.line, sentence, end=self.words.end)
        return places.get(arrow.goal)

    def _drawn(
        self, index: int, arrow: _Arrow, goal: int | None, led_to: set[int], goals: list[list[int]]
    ) -> int | None:
        """Return where an arrow ends, and add it to those drawn; a step without one goes on as a list does."""
        following = index + 1
        if arrow.goal is None and following < len(goals) and following not in led_to:
            goal = following
        if goal is not None and index in reached(goals, goal):
            self.note(arrow.line, "Cette flèche revient en arrière : ce qui est à refaire, on le voit en se revoyant.")
            return None
        if goal is not None:
            goals[index].append(goal)
        return goal


def _leading(place: Place, ends: Sequence[int | None]) -> Place:
    if isinstance(place, PathwayStep):
        return place._replace(goal=ends[0])
    ways = zip(place.continuations, ends, strict=True)
    return place._replace(continuations=tuple(Continuation(way.words, end) for way, end in ways))
