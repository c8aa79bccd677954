"""A question as read from any version of QTI before it has an id, and what items of QTI 2 and 3 are made of."""

from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from string import ascii_lowercase
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from content.errors import N_, Refused
from content.exchange.losses import GENERAL_KEPT, NO_KEY, UNPLACED, Told, left_out
from content.exchange.prose_from_outside import BLANK, OPEN, Prose, from_element, joined, with_blank
from content.exchange.question_drafts import as_points
from content.exchange.xml_markup import MOST_ELEMENTS
from content.module import Option, Question, QuestionKind

OTHER_RULES = N_("La correction de cette question ne peut pas être reprise telle quelle : la question ne l'est pas.")
NOT_OURS = N_("Cet élément n'est pas une question que Boussole sait poser (%(kinds)s) : il n'est pas repris.")
_SAID_OF_EACH = frozenset({QuestionKind.ONE, QuestionKind.TEXT, QuestionKind.NUMBER})
"""The kinds of which an answer is one option: what is said of a wrong one explains each that is wrong."""


def decimal(text: str | None) -> Decimal:
    """Return a number as the rules of an item tell it; raises Refused."""
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation as error:
        raise Refused(OTHER_RULES) from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Refused(OTHER_RULES)
    return value


class WholeFeedback(NamedTuple):
    """Explanations that belong to none of the options: of a right answer, of a wrong one, of whatever one answers."""

    right: list[Prose]
    wrong: list[Prose]
    always: list[Prose]


class QtiChoice(NamedTuple):
    """One option of an item by its identifier."""

    identifier: str
    prose: Prose
    feedback: Prose = Prose("")
    match: Prose = Prose("")


class QtiItem(NamedTuple):
    """What an item says, and what of it has no place with us."""

    kind: QuestionKind
    choices: tuple[QtiChoice, ...]
    right: frozenset[str]
    identifier: str = ""
    stem: Prose = Prose("")
    has_weights: bool = False
    unplaced: tuple[Prose, ...] = ()
    """Explanations of no option, instructions and the like."""
    lost: tuple[str, ...] = ()
    """Elements beside the text."""
    idle: tuple[Prose, ...] = ()
    """Of a matching, the choices that no line goes with."""
    unasked: int = 0
    """Fields beside the one that is asked, which have no key."""
    is_general_kept: bool = False
    """Whether its first right option has what is said whatever one answers."""
    parts: int = 1
    """Questions that its element asks at once, of which it is one."""
    unit: str = ""
    tolerance: Decimal = Decimal(0)

    def question(self, skill: str) -> Question:
        """Return the question, its options lettered in their order."""
        options = tuple(
            Option(key, one.prose.line or "…", one.identifier in self.right, one.feedback.text, one.match.line)
            for key, one in zip(ascii_lowercase, self.choices, strict=False)
        )
        stem = with_blank(self.stem.text)
        return Question("", skill, stem, options, self.kind, unit=self.unit, tolerance=self.tolerance)

    def with_whole_feedback(self, told: WholeFeedback) -> "QtiItem":
        """Return the item with what is said of it as a whole at its options; what belongs to none goes to the first."""
        texts = {each.text for each in self.unplaced}
        found = WholeFeedback(*([each for each in proses if each.text in texts] for proses in told))
        each_alone = self.kind in _SAID_OF_EACH
        first = next((each.identifier for each in self.choices if each.identifier in self.right), "")
        if not any(found) or not first:
            return self

        def said_of(choice: QtiChoice) -> list[Prose]:
            is_right = choice.identifier in self.right
            of_right = found.right if is_right and (each_alone or choice.identifier == first) else []
            of_wrong = found.wrong if each_alone and not is_right else []
            return [choice.feedback, *of_right, *of_wrong, *(found.always if choice.identifier == first else [])]

        def explained(choice: QtiChoice) -> QtiChoice:
            return choice._replace(feedback=joined({one.text: one for one in said_of(choice)}.values()))

        kept = {each.text for each in (*found.right, *found.always, *(found.wrong if each_alone else []))}
        return self._replace(
            choices=tuple(map(explained, self.choices)),
            unplaced=tuple(each for each in self.unplaced if each.text not in kept),
            is_general_kept=bool(found.always or (found.right and not each_alone)),
        )

    def notes(self) -> Iterator[Told]:
        """Yield the notes on what is lost of the item."""
        of_choices = (prose for one in self.choices for prose in (one.prose, one.feedback, one.match))
        proses = (self.stem, *of_choices, *self.idle, *self.unplaced)
        yield from left_out(sorted({*self.lost, *(name for prose in proses for name in prose.lost)}))
        for prose in self.idle:
            yield N_("Un choix qui ne va avec aucune ligne n'est pas repris : « %(text)s »"), {"text": prose.line}
        for prose in self.unplaced:
            if prose.text:
                yield UNPLACED, {"text": prose.line}
        yield from self._notes_of_its_answer()
        if not self.right:
            yield NO_KEY, {}

    def _notes_of_its_answer(self) -> Iterator[Told]:
        if self.parts > 1:
            sentence = N_("Cet élément pose %(count)s questions à la fois : chacune est reprise à part, relisez-la.")
            yield sentence, {"count": self.parts}
        if self.unasked:
            sentence = N_("%(count)s champ(s) sans réponse juste ne sont pas posés : « … » en tient la place.")
            yield sentence, {"count": self.unasked}
        if self.is_general_kept:
            yield GENERAL_KEPT, {}
        if self.has_weights:
            yield N_("Les points partiels ou négatifs ne sont pas repris : une réponse est juste ou fausse."), {}


def refuse_unlettered(count: int) -> None:
    """Raise Refused when an item has more options than there are letters."""
    if count > len(ascii_lowercase):
        raise Refused(N_("Cette question a %(count)s options, trop pour être reprise."), count=count)


# ------------------------------------------------------------------------------------------- parts of QTI 2 and 3 items


FIELDS = frozenset({"textEntryInteraction", "inlineChoiceInteraction", "extendedTextInteraction"})
"""Fields within a text: one that is asked becomes a gap of the stem, those without a key are left open."""
SHOWN = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
ASIDE = SHOWN | {"rubricBlock", "templateBlock", "templateInline"}
"""What stands in the body of an item, or under it, without belonging to the question."""
_CHOICES = frozenset({"simpleChoice", "inlineChoice"})
_READ = SHOWN | {"responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "stylesheet"}
MOST_PARTS = 20
"""Of one item: each is asked beside all of its text."""
_TOO_MANY = N_("Cet élément pose %(count)s questions à la fois, trop pour être reprises : partagez-le.")


def shows_for(feedback: Element) -> str:
    """Return the value of the outcome for which a feedback shows; none when it hides for it."""
    return feedback.get("identifier", "") if feedback.get("showHide") != "hide" else ""


def explanation(item: Element, name: str) -> Prose:
    """Return what shows beside an item for a value of its outcome."""
    return joined(from_element(each) for each in item.iter("modalFeedback") if name and shows_for(each) == name)


def declaration_of(item: Element, interaction: Element) -> Element | None:
    """Return the declaration of the response that an interaction asks for."""
    name = interaction.get("responseIdentifier")
    return next((each for each in item.findall("responseDeclaration") if each.get("identifier") == name), None)


def has_key(item: Element, interaction: Element) -> bool:
    """Return whether an item says what is right in an interaction."""
    return bool(accepted_by(declaration_of(item, interaction)))


def key_of(declaration: Element | None) -> list[str]:
    """Return the values that a declaration says are right, in their order."""
    values = [] if declaration is None else declaration.findall("correctResponse/value")
    return [(value.text or "").strip() for value in values]


def accepted_by(declaration: Element | None) -> list[str]:
    """Return what a declaration says is right, then what brings points by its mapping."""
    return [*key_of(declaration), *(name for name, worth in points_of(declaration).items() if worth > 0)]


def points_of(declaration: Element | None) -> dict[str, float]:
    """Return the points that each response brings by the mapping of its declaration."""
    entries = [] if declaration is None else declaration.findall("mapping/mapEntry")
    return {entry.get("mapKey", ""): as_points(entry.get("mappedValue", "")) for entry in entries}


def has_weights(item: Element, declaration: Element | None) -> bool:
    """Return whether an answer may bring a part of the points, by its mapping or by the rules of the item."""
    set_here = (each for each in item.iter("setOutcomeValue") if each.get("identifier") == "SCORE")
    scores = {as_points(each.findtext("baseValue", "")) for each in set_here}
    return any(len({0.0, *worth}) > 2 for worth in (points_of(declaration).values(), scores))


def unplaced(item: Element, body: Element, names: set[str]) -> Iterator[Prose]:
    """Yield the explanations that belong to none of the options of these names, instructions and the like."""
    choices = (each for each in body.iter() if each.tag in _CHOICES)
    within = {id(each) for choice in choices for each in choice.iter() if each.tag in ASIDE}
    for each in item.iter():
        shown_for = shows_for(each) if each.tag in SHOWN else ""
        is_taken = shown_for and (id(each) in within or (each.tag == "modalFeedback" and shown_for in names))
        if each.tag in ASIDE and not is_taken:
            yield from_element(each)


def lost(item: Element, simple: list[Element]) -> tuple[str, ...]:
    """Return the elements of an item that are not read, and « fixed » where an option has a fixed place."""
    fixed = any(choice.get("fixed") == "true" for choice in simple)
    return (*(child.tag for child in item if child.tag not in _READ), *["fixed"] * fixed)


def leave_open(fields: Iterable[Element]) -> None:
    """Write fields that are not asked as words of their text."""
    for field in fields:
        _become(field, OPEN)


def stem_with_gap(body: Element, field: Element, without: Collection[str]) -> Prose:
    """Return the text around a field, which becomes a gap in it."""
    _become(field, BLANK)
    prose = from_element(body, without)
    return Prose(with_blank(prose.text), prose.lost)


def _become(field: Element, text: str) -> None:
    """Make words of a field; the tree is read once, and nobody looks for the field again."""
    after = field.tail
    field.clear()
    field.tag, field.text, field.tail = "span", text, after


# ------------------------------------------------------------------------------ items split so that each asks one thing


def parts_of(item: Element) -> list[Element]:
    """Return an item for each thing that an item asks; itself where that is one. Raises Refused.

    The identifier of each part but a lone one ends with its number.
    """
    body = item.find("itemBody")
    interactions = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    if len(interactions) == 1 and interactions[0].tag == "hottextInteraction":
        interaction = interactions[0]
        words = [*interaction.iter("hottext")]
        for word in words:
            choice = deepcopy(word)
            choice.tag, choice.tail = "simpleChoice", None
            interaction.append(choice)
            word.tag = "span"
        interaction.tag = "choiceInteraction"
    elif len(interactions) == 1 and interactions[0].tag == "gapMatchInteraction":
        return numbered(item, "identifier", [*_gaps_filled(item, interactions[0])] or [item])
    keyed = [place for place, each in enumerate(interactions) if has_key(item, each)]
    if len(keyed) < 2:
        return [item]
    refuse_too_much(item, len(keyed))
    return numbered(item, "identifier", [_only(item, keyed, place) for place in keyed])


def numbered(item: Element, name: str, parts: list[Element]) -> list[Element]:
    """Return the parts of an item, their identifiers told apart where they are several."""
    if len(parts) > 1:
        for number, part in enumerate(parts, 1):
            part.set(name, f"{item.get(name, '')}-{number}")
    return parts


def refuse_too_much(item: Element, count: int) -> None:
    """Raise Refused where an item asks so many things that its copies would be more than may be read."""
    if count > MOST_PARTS or count * sum(1 for _ in item.iter()) > MOST_ELEMENTS:
        raise Refused(_TOO_MANY, count=count)


def _only(item: Element, keyed: list[int], asked: int) -> Element:
    """Return a copy of an item that asks one of its interactions; other fields stay open, other choices go."""
    part = deepcopy(item)
    interactions = [each for each in part.iter() if each.tag.endswith("Interaction")]
    others = [interactions[place] for place in keyed if place != asked]
    leave_open(each for each in others if each.tag in FIELDS)
    for each in others:
        if each.tag.endswith("Interaction"):
            after = each.tail
            each.clear()
            each.tag, each.tail = "div", after
    return part


def _gaps_filled(item: Element, interaction: Element) -> Iterator[Element]:
    """Yield an item for each gap into which one of several words is put: a list of these words stands in the gap."""
    declaration = declaration_of(item, interaction)
    pairs = [pair.split() for pair in key_of(declaration) or accepted_by(declaration)]
    words = interaction.findall("gapText")
    if not words or not all(len(pair) == 2 for pair in pairs):
        return
    refuse_too_much(item, len(pairs))
    for word, gap in pairs:
        yield _with_list(item, word, gap)


def _with_list(item: Element, word: str, gap: str) -> Element:
    part = deepcopy(item)
    interaction = next(each for each in part.iter("gapMatchInteraction"))
    words = interaction.findall("gapText")
    for each in words:
        interaction.remove(each)
    interaction.tag = "div"
    leave_open(each for each in [*interaction.iter("gap")] if each.get("identifier") != gap)
    for field in [*interaction.iter("gap")]:
        field.tag = "inlineChoiceInteraction"
        field.set("responseIdentifier", gap)
        for each in words:
            choice = deepcopy(each)
            choice.tag, choice.tail = "inlineChoice", None
            field.append(choice)
    key = SubElement(part, "responseDeclaration", identifier=gap, cardinality="single", baseType="identifier")
    SubElement(SubElement(key, "correctResponse"), "value").text = word
    return part
