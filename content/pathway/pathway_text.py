"""A pathway as text, read and written without loss; why it is written so is in docs/decisions/0033.

Feuille : reprendre une formation
Derrière moi : 2012-2019 vendeuse ; 2023 cours de français
On se revoit le : 15/12/2026
Règles : onem-duree

1. À décider ensemble : Qui garde les enfants ?
   Qui répond : moi
   Avant le : 10/12/2026
   - la crèche communale → 2
   - personne pour le moment → fin

2. moi : j'appelle la crèche
   Le : 7/12/2026
   Symbole : téléphone
   Dans ma langue : …
   → fin
"""

from collections.abc import Sequence
from datetime import date, datetime

from content.errors import N_, BrokenText, Problem
from content.pathway.pathway import (
    ENDS,
    LONGEST,
    MOST_BEHIND,
    MOST_CONTINUATIONS,
    MOST_ENTRIES,
    MOST_PLACES,
    MOST_ROLES,
    MOST_RULES,
    SYMBOLS,
    WORDS,
    Continuation,
    Decision,
    Pathway,
    PathwayStep,
    PathwayWords,
    Place,
    Stretch,
    Symbol,
    reached,
)
from content.pathway.pathway_fields import (
    PathwayBlock,
    PathwayFields,
    PathwayReader,
    PlaceFields,
    TypedArrow,
    TypedPlace,
    WayFields,
    write_pathway_fields,
)
from content.strings.late_patterns import LatePattern
from content.strings.words import fold
from content.text.grammar import ID

_DAY = LatePattern(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[12][0-9]{3})")
_TIME = LatePattern("([01][0-9]|2[0-3]):([0-5][0-9])")
_STRETCH = LatePattern(r"((?:19|20)[0-9]{2})(?: ?[-–] ?((?:19|20)[0-9]{2}))? (.+)")
NOT_A_DAY = N_("« %(typed)s » n'est pas un jour : écrivez-le comme 15/12/2026.")
TOO_MANY_RULES = N_("Citez %(most)s règles au plus.")
NO_RULE = N_("« %(rule)s » n'est pas l'identifiant d'une règle, comme onem-duree.")
TOO_MANY_ENTRIES = N_("Citez %(most)s entrées du répertoire au plus.")
NO_ENTRY = N_("« %(entry)s » n'est pas l'identifiant d'une entrée du répertoire, comme stage-first.")


# -------------------------------------------------------------------------------------------------------------- writing


def write_pathway(pathway: Pathway) -> str:
    """Return the canonical text of a pathway; reading it back gives the same pathway."""
    words, minute = WORDS[pathway.language], pathway.exact_at
    return write_pathway_fields(
        PathwayFields(
            language=pathway.language,
            title=pathway.title,
            behind=" ; ".join(map(stretch_text, pathway.behind)),
            review=day_text(pathway.review),
            rules=", ".join(pathway.rules),
            entries=", ".join(pathway.entries),
            exact=f"{day_text(minute)} {minute:%H:%M}" if minute else "",
            places=tuple(_fields(place, words) for place in pathway.places),
        )
    )


def _fields(place: Place, words: PathwayWords) -> PlaceFields:
    def goal(index: int | None) -> str:
        return words.end if index is None else str(index + 1)

    if isinstance(place, Decision):
        ways = tuple(WayFields(way.words, goal(way.goal)) for way in place.continuations)
        # Of a sketch nobody may answer yet: a space keeps the line that is to be filled.
        return PlaceFields(True, place.who or " ", place.question, day_text(place.by), ways=ways)
    symbol = words.symbols[place.symbol] if place.symbol else ""
    return PlaceFields(False, place.who, place.act, day_text(place.day), symbol, place.own_words, goal(place.goal))


def in_one_sentence(pathway: Pathway) -> str:
    """Return all that a pathway says, on one line, for who hears it instead of seeing it."""
    return " ; ".join(line.strip(" -") for line in write_pathway(pathway).splitlines() if line)


def day_text(day: date | None) -> str:
    """Return a day as people here write it, in any of the languages; empty of none."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def stretch_text(stretch: Stretch) -> str:
    """Return a piece of what is behind as it is written."""
    until = f"-{stretch.ended}" if stretch.ended else ""
    return f"{stretch.begun}{until} {stretch.words}"


# -------------------------------------------------------------------------------------------------------------- reading


def read_pathway(text: str, file: str = "feuille.txt") -> Pathway:
    """Read a pathway; BrokenText lists every place to mend, with its line and what to do."""
    pathway, problems = sketch_pathway(text, file)
    if problems:
        raise BrokenText(problems)
    return pathway


def sketch_pathway(text: str, file: str = "feuille.txt") -> tuple[Pathway, tuple[Problem, ...]]:
    """Return as much of a pathway as can be read while it is being typed, and all that is to be mended; never raises.

    What is sketched can be drawn: no arrow of it leads to a place that is not there, or back.
    """
    reader = _PathwayReader(file)
    return reader.read(text), tuple(sorted(reader.problems, key=lambda problem: problem.line))


class _PathwayReader(PathwayReader):
    """Reads one text as the pathway that it says; what is to be mended is noted."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.roles: dict[str, str] = {}

    def read(self, text: str) -> Pathway:
        head, blocks = self.parts(text)
        title_line, title = head.get("pathway", (1, ""))
        self._check_words(title_line, title, "title", N_("Dites en quelques mots de quoi parle la feuille."))
        drafts = [self._draft(block, self.place(block)) for block in blocks[:MOST_PLACES]]
        self._check_number(blocks)
        return Pathway(
            language=self.language,
            title=title,
            review=self._day_of(head, "review", title_line),
            places=self._joined(blocks, drafts),
            behind=self._behind(*head.get("behind", (1, ""))),
            rules=self._ids("rule", *head.get("rules", (1, "")), MOST_RULES, TOO_MANY_RULES, NO_RULE),
            exact_at=self._moment(*head.get("exact", (1, ""))),
            entries=self._ids("entry", *head.get("entries", (1, "")), MOST_ENTRIES, TOO_MANY_ENTRIES, NO_ENTRY),
        )

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

    def _draft(self, block: PathwayBlock, place: TypedPlace) -> tuple[Place, list[TypedArrow]]:
        """Return a place, its arrows not yet drawn, and these as they were typed."""
        if ":" not in block.heading:
            sentence = N_(
                "Après le numéro vient « %(decide)s : … », ou qui, deux-points, et ce que cette personne fait."
            )
            self.note(place.line, sentence, decide=self.words.decide)
        if place.decides:
            return self._decision(place), place.arrows[:MOST_CONTINUATIONS]
        return self._step(place), place.arrows[:1] or [TypedArrow(place.line, None)]

    def _decision(self, place: TypedPlace) -> Decision:
        self._check_words(place.line, place.what, "question", N_("Il manque la question."))
        for way in place.arrows:
            self._check_words(way.line, way.words, "continuation", N_("Il manque les mots avant la flèche."))
        if not 2 <= len(place.arrows) <= MOST_CONTINUATIONS:
            sentence = N_("Une question a de 2 à %(most)s suites, écrites « - … → 2 » ou « - … → %(end)s ».")
            self.note(place.line, sentence, most=MOST_CONTINUATIONS, end=self.words.end)
        who = self._role(*place.said.get("answers", (place.line, "")))
        by = self._day_of(place.said, "by", place.line)
        ways = tuple(Continuation(way.words, None) for way in place.arrows[:MOST_CONTINUATIONS])
        return Decision(place.what, who, by, ways)

    def _step(self, place: TypedPlace) -> PathwayStep:
        self._check_words(place.line, place.what, "act", N_("Il manque ce qui est fait."))
        role = self._role(place.line, place.who)
        own_line, own = place.said.get("own", (place.line, ""))
        self._check_words(own_line, own or "-", "own words", "")
        day = self._day(*place.said["day"]) if place.said.get("day", (0, ""))[1] else None
        return PathwayStep(role, place.what, None, day, self._symbol(*place.said.get("symbol", (place.line, ""))), own)

    def _symbol(self, line: int, typed: str) -> Symbol | None:
        symbol = SYMBOLS.get(fold(typed))
        if typed and not symbol:
            sentence = N_("« %(typed)s » n'est pas un symbole : choisissez parmi %(known)s.")
            self.note(line, sentence, typed=typed[:40], known=", ".join(self.words.symbols.values()))
        return symbol

    # --------------------------------------------------------------------------------------------- where arrows lead

    def _check_number(self, blocks: list[PathwayBlock]) -> None:
        if not blocks:
            self.note(1, "La feuille n'a pas encore de place : commencez une ligne par « 1. ».")
        for block in blocks[MOST_PLACES:]:
            self.note(block.line, "Une feuille a %(most)s places au plus : gardez le plus proche.", most=MOST_PLACES)
        seen: set[int] = set()
        for block in blocks[:MOST_PLACES]:
            if block.number in seen:
                self.note(block.line, "Le numéro %(number)s sert deux fois.", number=block.number)
            seen.add(block.number)

    def _joined(
        self, blocks: Sequence[PathwayBlock], drafts: Sequence[tuple[Place, list[TypedArrow]]]
    ) -> tuple[Place, ...]:
        """Return the places with the arrows that can be drawn."""
        places = {str(block.number): index for index, block in reversed([*enumerate(blocks[: len(drafts)])])}
        typed = [[self._goal(arrow, places) for arrow in arrows] for _, arrows in drafts]
        led_to = {goal for goals in typed for goal in goals if goal is not None}
        goals: list[list[int]] = [[] for _ in drafts]
        joined: list[Place] = []
        for index, (place, arrows) in enumerate(drafts):
            ends = [
                self._drawn(index, arrow, goal, led_to, goals) for arrow, goal in zip(arrows, typed[index], strict=True)
            ]
            if isinstance(place, PathwayStep):
                joined.append(place._replace(goal=ends[0]))
                continue
            ways = zip(place.continuations, ends, strict=True)
            joined.append(place._replace(continuations=tuple(Continuation(way.words, end) for way, end in ways)))
        # Where an arrow is lost, what it led to is not: one thing to mend is enough.
        if goals and not self.problems:
            for index in sorted(set(range(len(goals))) - reached(goals)):
                self.note(blocks[index].line, "Aucun chemin ne mène de la première place à celle-ci.")
        return tuple(joined)

    def _goal(self, arrow: TypedArrow, places: dict[str, int]) -> int | None:
        if arrow.goal is None or fold(arrow.goal) in ENDS:
            return None
        if arrow.goal not in places:
            sentence = N_("La flèche ne mène à aucune place : écrivez un numéro d'ici, ou « %(end)s ».")
            self.note(arrow.line, sentence, end=self.words.end)
        return places.get(arrow.goal)

    def _drawn(
        self, index: int, arrow: TypedArrow, goal: int | None, led_to: set[int], goals: list[list[int]]
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
