"""The items of QTI 2 and 3 that are questions of ours, told by how they are answered."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from content.errors import Refused
from content.exchange.losses import DESCRIPTION_LOST, ESSAY_LOST
from content.exchange.prose import Prose, from_element, joined
from content.exchange.qti.draft import NOT_OURS, QtiChoice, QtiItem, WholeFeedback, refuse_unlettered
from content.exchange.qti.items import (
    ASIDE,
    FIELDS,
    SHOWN,
    declaration_of,
    explanation,
    has_key,
    has_weights,
    key_of,
    leave_open,
    lost,
    points_of,
    shows_for,
    stem_with_gap,
    unplaced,
)
from content.exchange.qti.typed import read_typed
from content.module import QuestionKind
from content.problems import N_

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


# --------------------------------------------------------------------------------------------- in order, or matched


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


# ------------------------------------------------------------------------------------------------- said of the whole


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
