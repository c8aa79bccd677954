"""Questions out of a QTI file or package, recognised by how they are answered; the rest is listed as lost."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from content.errors import N_, BrokenText, Problem, Refused, refused
from content.exchange.archive import is_zip, shown, unpacked
from content.exchange.losses import DESCRIPTION_LOST, ESSAY_LOST, UNDESCRIBED, Exchanged, Loss
from content.exchange.prose_from_outside import Prose, from_element, joined
from content.exchange.qti_items import (
    ASIDE,
    FIELDS,
    NOT_OURS,
    SHOWN,
    QtiChoice,
    QtiItem,
    WholeFeedback,
    declaration_of,
    explanation,
    has_key,
    has_weights,
    key_of,
    leave_open,
    lost,
    parts_of,
    points_of,
    refuse_unlettered,
    shows_for,
    stem_with_gap,
    unplaced,
)
from content.exchange.qti_legacy import legacy_parts_of, read_legacy_item
from content.exchange.qti_package import MANIFEST, PackedFiles, asked_id, credit_of, tags_by_place
from content.exchange.qti_typed import read_typed
from content.exchange.question_drafts import TakenQuestion, named, shows_undescribed, tagged
from content.exchange.xml_markup import MOST_ELEMENTS, TOO_MUCH, read_xml
from content.module import Question, QuestionKind

_CHOICES = ASIDE | {"simpleChoice", "simpleMatchSet"}
"""What of the body is not the text that asks."""
_KEYED = frozenset({"match", "variable", "correct"})
_NO_WHOLE_KEY = N_("Le fichier ne donne pas une réponse juste pour chaque ligne : cette question n'est pas reprise.")


def read_item(item: Element) -> QtiItem:
    """Return the question that an assessmentItem asks; raises Refused when it is none of ours."""
    body = item.find("itemBody")
    found = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    keyed = [each for each in found if has_key(item, each)]
    # Fields without a key that stand beside one that has one are not asked.
    alone = len(keyed) == 1 and all(each.tag in FIELDS for each in found)
    interactions = keyed if alone else found
    idle = [each for each in found if each not in interactions]
    if body is not None and [each.tag for each in interactions] == ["extendedTextInteraction"]:
        raise Refused(ESSAY_LOST, text=from_element(body, ASIDE).line)
    if body is not None and not interactions:
        raise Refused(DESCRIPTION_LOST, text=from_element(body, ASIDE).line)
    if body is None or len(interactions) != 1 or interactions[0].tag not in _READERS:
        raise Refused(NOT_OURS, kinds=", ".join(each.tag for each in interactions) or "—")
    leave_open(idle)
    # Read before its field becomes a gap of the text.
    (interaction,) = interactions
    told = _whole_feedback(item, interaction.get("responseIdentifier", ""))
    weights = has_weights(item, declaration_of(item, interaction))
    draft = _READERS[interaction.tag](item, body, interaction)
    draft = draft._replace(identifier=item.get("identifier", ""), has_weights=weights, unasked=len(idle))
    return draft.with_whole_feedback(told)


def _read_choice(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of a choiceInteraction, or of an inlineChoiceInteraction, which is a gap of its text."""
    inline = interaction.tag == "inlineChoiceInteraction"
    simple = interaction.findall("inlineChoice" if inline else "simpleChoice")
    refuse_unlettered(len(simple))
    choices = []
    for choice in simple:
        name = choice.get("identifier", "")
        shown = (from_element(each) for each in choice.iter() if each.tag in SHOWN and shows_for(each))
        feedback = joined([*shown, explanation(item, name)])
        choices.append(QtiChoice(name, from_element(choice, ASIDE), feedback))
    names = {one.identifier for one in choices}
    declaration = declaration_of(item, interaction)
    multiple = not inline and (
        interaction.get("maxChoices") != "1" if declaration is None else declaration.get("cardinality") == "multiple"
    )
    # What is declared right, else what brings points, or the one that brings most.
    points = points_of(declaration)
    best = max(points.values(), default=0.0)
    brings = {name for name, worth in points.items() if worth > 0 and (multiple or worth == best)}
    aside = tuple(unplaced(item, body, names))
    return QtiItem(
        kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
        choices=tuple(choices),
        right=frozenset(({*key_of(declaration)} or brings) & names),
        stem=stem_with_gap(body, interaction, _CHOICES) if inline else from_element(body, _CHOICES),
        unplaced=aside,
        lost=lost(item, simple),
    )


# ------------------------------------------------------------------------------------------------- in order, or matched


def _read_ordering(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of an orderInteraction; raises Refused unless its key orders every line."""
    lines = _by_name(interaction.findall("simpleChoice"))
    right = key_of(declaration_of(item, interaction))
    if len(right) < 2 or sorted(right) != sorted(lines):
        raise Refused(_NO_WHOLE_KEY)
    refuse_unlettered(len(right))
    choices = (
        QtiChoice(name, from_element(lines[name], ASIDE), _explanation(item, name, _text(lines[name])))
        for name in right
    )
    return _arranged(item, body, QuestionKind.ORDERING, tuple(choices), [*lines.values()])


def _read_matching(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of a matchInteraction; raises Refused unless its key matches every line once."""
    sets = [_by_name(members.findall("simpleAssociableChoice")) for members in interaction.findall("simpleMatchSet")]
    pairs = [tuple(value.split()) for value in key_of(declaration_of(item, interaction))]
    if len(sets) != 2 or len(sets[0]) < 2 or sorted(pair[0] for pair in pairs if pair) != sorted(sets[0]):
        raise Refused(_NO_WHOLE_KEY)
    lines, matches = sets
    if not all(len(pair) == 2 and pair[1] in matches for pair in pairs):
        raise Refused(_NO_WHOLE_KEY)
    refuse_unlettered(len(lines))
    match_of = {line: matches[match] for line, match in pairs}
    choices = (
        QtiChoice(
            name,
            from_element(line, ASIDE),
            _explanation(item, name, f"{_text(line)} → {_text(match_of[name])}"),
            from_element(match_of[name], ASIDE),
        )
        for name, line in lines.items()
    )
    idle = (from_element(match, ASIDE) for name, match in matches.items() if name not in {pair[1] for pair in pairs})
    shown = [*lines.values(), *matches.values()]
    return _arranged(item, body, QuestionKind.MATCHING, tuple(choices), shown)._replace(idle=tuple(idle))


def _arranged(
    item: Element, body: Element, kind: QuestionKind, choices: tuple[QtiChoice, ...], lines: list[Element]
) -> QtiItem:
    names = {one.identifier for one in choices}
    aside = tuple(unplaced(item, body, names))
    stem = from_element(body, _CHOICES)
    return QtiItem(kind, choices, frozenset(names), stem=stem, unplaced=aside, lost=lost(item, lines))


def _by_name(lines: list[Element]) -> dict[str, Element]:
    found = {each.get("identifier", ""): each for each in lines}
    if len(found) < len(lines):
        raise Refused(_NO_WHOLE_KEY)
    return found


def _text(line: Element) -> str:
    return " ".join("".join(line.itertext()).split())


def _explanation(item: Element, name: str, line: str) -> Prose:
    """Return what is shown for a line after the answer, without the line itself, which we write above it."""
    for each in item.iter("modalFeedback"):
        if not name or shows_for(each) != name:
            continue
        body = each.find("contentBody")
        body = each if body is None else body
        if len(body) and body[0].tag == "p" and [one.tag for one in body[0]] == ["strong"] and _text(body[0]) == line:
            body.remove(body[0])
    return explanation(item, name)


_READERS: dict[str, Callable[[Element, Element, Element], QtiItem]] = {
    "choiceInteraction": _read_choice,
    "inlineChoiceInteraction": _read_choice,
    "orderInteraction": _read_ordering,
    "matchInteraction": _read_matching,
    "textEntryInteraction": read_typed,
}


# ------------------------------------------------------------------------------------------- feedback on the whole item


def _whole_feedback(item: Element, response: str) -> WholeFeedback:
    """Return the explanations of an item that its rules show for one response."""
    found = WholeFeedback([], [], [])
    for rule in item.findall("responseProcessing/*"):
        for names, told in _shown(rule, response, found):
            told += [from_element(each) for each in item.iter() if each.tag in SHOWN and shows_for(each) in names]
    return found


def _shown(rule: Element, response: str, found: WholeFeedback) -> Iterator[tuple[set[str], list[Prose]]]:
    """Yield what a rule shows, by identifiers, with where it belongs."""
    if rule.tag == "setOutcomeValue":
        yield _identifiers(rule), found.always
    branches = list(rule) if rule.tag == "responseCondition" else []
    test = branches[0][0] if branches and len(branches[0]) else None
    if test is None or [each.tag for each in branches] not in (["responseIf"], ["responseIf", "responseElse"]):
        return
    compared = {each.tag for each in test.iter()} == _KEYED and test.tag == "match"
    if compared and all(each.get("identifier") == response for each in test):
        yield from zip(map(_identifiers, branches), (found.right, found.wrong), strict=False)


def _identifiers(outcome: Element) -> set[str]:
    return {(each.text or "").strip() for each in outcome.iter("baseValue") if each.get("baseType") == "identifier"}


# ------------------------------------------------------------------------------- questions out of a QTI file or package


def read_qti(data: bytes, skill: str, file: str = "questions.xml") -> Exchanged[tuple[Question, ...]]:
    """Return the questions of QTI 2.x or 3.0, and the choices of QTI 1.2, from one XML file or a zip.

    `skill` is for those that name none. Feedback is empty where the file has none. Raises BrokenText for what cannot be
    read, or holds no item at all.
    """
    reader = _QtiReader(skill)
    if is_zip(data):
        reader.read_package(unpacked(data, file))
    else:
        reader.read_file(file, data)
    if reader.problems and not reader.drafts:
        raise BrokenText(tuple(reader.problems))
    if not reader.has_items:
        raise refused(file, N_("Ce fichier ne contient aucune question QTI : vérifiez son format."))
    return reader.exchanged()


class _QtiReader:
    """Takes one file after the other, so that no more than one of them is ever a tree."""

    def __init__(self, skill: str) -> None:
        self.skill = skill
        self.files = PackedFiles({})
        self.tags: dict[str, list[str]] = {}
        self.credit = ""
        self.drafts: list[tuple[QtiItem, list[str]]] = []
        self.losses: list[Loss] = []
        self.problems: list[Problem] = []
        self.has_items = False
        self.elements = 0

    def read_package(self, members: dict[str, bytes]) -> None:
        manifest = self._root(MANIFEST, members.pop(MANIFEST)) if MANIFEST in members else None
        if manifest is not None:
            self.tags, self.credit = tags_by_place(manifest), credit_of(manifest)
        self.files = PackedFiles({name: data for name, data in members.items() if not _is_xml(name)})
        for place, data in sorted(members.items()):
            if _is_xml(place):
                self.read_file(place, data)
        for place in sorted(self.files.left):
            self._lose(place, N_("Ce fichier du paquet n'est pas du XML : il n'est pas repris."))

    def read_file(self, place: str, data: bytes) -> None:
        root = self._root(place, data)
        if root is None:
            return
        self.files.show(root, place)
        if root.tag not in {"assessmentItem", "questestinterop"}:
            self._lose(place, N_("Ce fichier ne contient pas de question : il n'est pas repris."))
            return
        for item in [root] if root.tag == "assessmentItem" else root.findall(".//item"):
            self.has_items = True
            name = item.get("identifier") or item.get("ident") or place
            try:
                parts = parts_of(item) if item.tag == "assessmentItem" else legacy_parts_of(item)
            except Refused as error:
                self._lose(name, error.sentence, **error.values)
                continue
            drafts = [draft for part in parts if (draft := self._draft(part, name))]
            # What explains one question of an item is not lost of the others.
            told = {said for draft in drafts for choice in draft.choices for said in choice.feedback.text.split("\n\n")}
            for draft in drafts:
                unplaced = tuple(each for each in draft.unplaced if not {*each.text.split("\n\n")} <= told)
                tags = self.tags.get(place, [])
                self.drafts.append((draft._replace(parts=len(parts), unplaced=unplaced), tags))

    def _draft(self, part: Element, name: str) -> QtiItem | None:
        try:
            return read_item(part) if part.tag == "assessmentItem" else read_legacy_item(part)
        except Refused as error:
            self._lose(name, error.sentence, **error.values)
        return None

    def _root(self, place: str, data: bytes) -> Element | None:
        try:
            root = read_xml(data, place)
        except BrokenText as broken:
            self.problems += broken.problems
            return None
        self.elements += sum(1 for _ in root.iter())
        if self.elements > MOST_ELEMENTS:
            raise refused(place, TOO_MUCH)
        return root

    def _lose(self, name: str, sentence: str, **values: object) -> None:
        self.losses.append(Loss(shown(name), sentence, values))

    def exchanged(self) -> Exchanged[tuple[Question, ...]]:
        """Return the questions, each with an id of its own, and everything lost: of them, beside them, of their ids."""
        read = named(
            TakenQuestion(
                tagged(draft.question(self.skill), tags),
                [*draft.notes()],
                asked_id(draft.identifier),
                stem=draft.stem.text,
            )
            for draft, tags in self.drafts
        )
        undescribed = (Loss(one.id, UNDESCRIBED) for one in read.questions if shows_undescribed(one))
        # A broken file does not keep the other files of the package from being read.
        broken = (Loss(shown(each.file), each.sentence, each.values) for each in self.problems)
        losses = (*read.losses, *undescribed, *self.losses, *broken, *read.doubles)
        return Exchanged(read.questions, losses, self.files.pictures, self.credit)


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")
