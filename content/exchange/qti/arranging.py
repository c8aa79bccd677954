"""Items of QTI 2 and 3 whose lines are put in order, or matched."""

from xml.etree.ElementTree import Element

from content.exchange.losses import Unreadable
from content.exchange.prose import Prose, from_element
from content.exchange.qti.draft import QtiChoice, QtiItem, refuse_unlettered
from content.exchange.qti.items import ASIDE, declaration_of, has_weights, lost, shows_for, unplaced
from content.module import QuestionKind
from content.problems import N_

_NO_WHOLE_KEY = N_("Le fichier ne donne pas une réponse juste pour chaque ligne : cette question n'est pas reprise.")


def read_ordering(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of an orderInteraction; raises Unreadable unless its key orders every line."""
    lines = _by_name(interaction.findall("simpleChoice"))
    right = _declared(item, interaction)
    if len(right) < 2 or sorted(right) != sorted(lines):
        raise Unreadable(_NO_WHOLE_KEY)
    said = {name: _text(line) for name, line in lines.items()}
    choices = (QtiChoice(name, _prose(lines[name]), _explanation(item, name, said[name])) for name in right)
    return _arranged(item, body, interaction, QuestionKind.ORDERING, tuple(choices), ())


def read_matching(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of a matchInteraction; raises Unreadable unless its key matches every line once."""
    sets = [_by_name(members.findall("simpleAssociableChoice")) for members in interaction.findall("simpleMatchSet")]
    pairs = [tuple(value.split()) for value in _declared(item, interaction)]
    if len(sets) != 2 or len(sets[0]) < 2 or sorted(pair[0] for pair in pairs if pair) != sorted(sets[0]):
        raise Unreadable(_NO_WHOLE_KEY)
    lines, matches = sets
    if not all(len(pair) == 2 and pair[1] in matches for pair in pairs):
        raise Unreadable(_NO_WHOLE_KEY)
    found = {line: matches[match] for line, match in pairs}
    choices = (
        QtiChoice(name, _prose(line), _explanation(item, name, f"{_text(line)} → {_text(found[name])}"), _prose(match))
        for name, line in lines.items()
        for match in [found[name]]
    )
    idle = (_prose(match) for name, match in matches.items() if name not in {pair[1] for pair in pairs})
    return _arranged(item, body, interaction, QuestionKind.MATCHING, tuple(choices), tuple(idle))


def _arranged(
    item: Element,
    body: Element,
    interaction: Element,
    kind: QuestionKind,
    choices: tuple[QtiChoice, ...],
    idle: tuple[Prose, ...],
) -> QtiItem:
    refuse_unlettered(len(choices))
    names = {choice.identifier for choice in choices}
    lines = [each for each in interaction.iter() if each.tag in {"simpleChoice", "simpleAssociableChoice"}]
    return QtiItem(
        identifier=item.get("identifier", ""),
        kind=kind,
        stem=from_element(body, ASIDE | {"simpleChoice", "simpleMatchSet"}),
        choices=choices,
        right=frozenset(names),
        has_weights=has_weights(item, declaration_of(item, interaction)),
        unplaced=tuple(unplaced(item, body, names)),
        idle=idle,
        lost=lost(item, lines),
    )


def _by_name(lines: list[Element]) -> dict[str, Element]:
    found = {each.get("identifier", ""): each for each in lines}
    if len(found) < len(lines):
        raise Unreadable(_NO_WHOLE_KEY)
    return found


def _declared(item: Element, interaction: Element) -> list[str]:
    declaration = declaration_of(item, interaction)
    values = [] if declaration is None else declaration.findall("correctResponse/value")
    return [(value.text or "").strip() for value in values]


def _prose(line: Element) -> Prose:
    return from_element(line, ASIDE)


def _text(line: Element) -> str:
    return " ".join("".join(line.itertext()).split())


def _explanation(item: Element, name: str, line: str) -> Prose:
    """Return what is shown for a line after the answer, without the line itself, which we write above it."""
    said = [
        from_element(_without_title(each, line))
        for each in item.iter("modalFeedback")
        if name and shows_for(each) == name
    ]
    return Prose("\n\n".join(each.text for each in said), tuple(gone for each in said for gone in each.lost))


def _without_title(feedback: Element, line: str) -> Element:
    body = feedback.find("contentBody")
    body = feedback if body is None else body
    titled = len(body) and body[0].tag == "p" and [each.tag for each in body[0]] == ["strong"]
    if not titled or _text(body[0]) != line:
        return feedback
    rest = Element("div")
    rest.extend(body[1:])
    return rest
