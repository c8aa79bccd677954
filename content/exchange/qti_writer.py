"""Questions as a package of QTI items: what they ask, how they are marked, which explanation they show."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, fromstring

from content.errors import N_
from content.exchange.archive import packed
from content.exchange.losses import Exchanged, Loss
from content.exchange.qti_package import MANIFEST, QtiVersion, item_document, item_id, manifest, place_of
from content.exchange.question_drafts import without_pictures
from content.exchange.xml_markup import element
from content.marking import ANYTHING_ELSE, LONGEST, number
from content.module import TYPED, Option, Question, QuestionKind
from content.schema.yaml_fields import INVISIBLE
from content.strings.markdown import reader

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"

_TYPES = {
    QuestionKind.ONE: ("single", "identifier"),
    QuestionKind.SEVERAL: ("multiple", "identifier"),
    QuestionKind.ORDERING: ("ordered", "identifier"),
    QuestionKind.MATCHING: ("multiple", "directedPair"),
    QuestionKind.TEXT: ("single", "string"),
    QuestionKind.NUMBER: ("single", "float"),
}
_SPECIAL = frozenset("\\.?*+(){}[]|^-$")
"""What stands for something else in a pattern of XML Schema."""
_ATTRIBUTES = frozenset({"href", "src", "alt"})
"""Of what Markdown writes, what QTI knows."""


def write_qti(questions: Iterable[Question], version: QtiVersion, language: str = "fr") -> Exchanged[bytes]:
    """Return a zip with a QTI item for each question and the manifest that lists them; the ids must differ."""
    questions = tuple(questions)
    members = {place_of(question): item_document(_item(question, language), version) for question in questions}
    members[MANIFEST] = manifest(questions, version)
    return Exchanged(packed(members), tuple(loss for question in questions for loss in _losses(question)))


def _item(question: Question, language: str) -> Element:
    modal = () if question.kind in {QuestionKind.ONE, QuestionKind.SEVERAL} else _modal_feedback(question)
    attributes = {"identifier": item_id(question), "title": question.id, "xml:lang": language}
    return element(
        "assessmentItem",
        *declarations(question),
        element("itemBody", *blocks(question.stem), _interaction(question)),
        processing(question),
        *modal,
        **attributes,
        adaptive="false",
        timeDependent="false",
    )


def _interaction(question: Question) -> Element:
    asked = {"responseIdentifier": RESPONSE}
    match question.kind:
        case QuestionKind.ONE | QuestionKind.SEVERAL:
            most = "1" if question.kind is QuestionKind.ONE else "0"
            choices = map(_choice_with_feedback, question.options)
            return element("choiceInteraction", *choices, **asked, shuffle="true", maxChoices=most)
        case QuestionKind.ORDERING:
            # By their words, for systems that do not shuffle: the file must not give the order away.
            mixed = sorted(question.options, key=lambda option: (option.text.casefold(), option.key))
            if tuple(mixed) == question.options:
                mixed.reverse()
            return element("orderInteraction", *map(_choice, mixed), **asked, shuffle="true")
        case QuestionKind.MATCHING:
            return element(
                "matchInteraction",
                *_sets(question),
                **asked,
                shuffle="true",
                maxAssociations=str(len(question.options)),
            )
        case _:
            length = str(LONGEST if question.kind is QuestionKind.TEXT else 12)
            field = element("textEntryInteraction", **asked, expectedLength=length)
            return element("p", field, f" {question.unit}" if question.unit else "")


def _choice(option: Option) -> Element:
    return element("simpleChoice", *inline(option.text), identifier=option.key)


def _choice_with_feedback(option: Option) -> Element:
    choice = _choice(option)
    if option.feedback:
        shown = {"outcomeIdentifier": FEEDBACK, "identifier": option.key, "showHide": "show"}
        choice.append(feedback(option.feedback, **shown))
    return choice


def _sets(question: Question) -> Iterator[Element]:
    """Yield the lines, each to be matched once, and what they may be matched with, any number of times."""
    lines = ((option.key, option.text, "1") for option in question.options)
    choices = ((choice_id(place), choice, "0") for place, choice in enumerate(question.choices, 1))
    for members in (lines, choices):
        yield element(
            "simpleMatchSet",
            *(element("simpleAssociableChoice", *inline(t), identifier=i, matchMax=most) for i, t, most in members),
        )


def _modal_feedback(question: Question) -> Iterator[Element]:
    for option in question.options:
        # Each side by itself: a star of one and a star of the other are no emphasis.
        told = [*inline(option.text), *([" → ", *inline(option.match)] if option.match else [])]
        said = [] if question.kind in TYPED else [element("p", element("strong", *told))]
        if option.feedback:
            shown = {"outcomeIdentifier": FEEDBACK, "identifier": option.key, "showHide": "show"}
            yield element("modalFeedback", *said, *blocks(option.feedback), **shown)


def _losses(question: Question) -> Iterator[Loss]:
    if question.kind is QuestionKind.TEXT:
        yield Loss(
            question.id, N_("Ailleurs, une réponse tapée sans ses accents ou sans ses traits d'union est fausse.")
        )
    if question.kind is QuestionKind.NUMBER:
        yield Loss(
            question.id, N_("Ailleurs, un nombre tapé avec une virgule ou avec son unité peut n'être pas compris.")
        )
    yield from without_pictures([question])


# -------------------------------------------------------------------------------------------------------------- marking


def choice_id(place: int) -> str:
    """Return the identifier of what the lines of a matching question may be matched with, by its place from 1."""
    return f"m{place}"


def declarations(question: Question) -> Iterator[Element]:
    """Yield the variables of an item: the response with its key, the score, the explanations that show."""
    cardinality, base_type = _TYPES[question.kind]
    values = [element("value", value) for value in _key(question)]
    correct = [element("correctResponse", *values)] if values else []
    yield element("responseDeclaration", *correct, identifier=RESPONSE, cardinality=cardinality, baseType=base_type)
    zero = element("defaultValue", element("value", "0"))
    yield element("outcomeDeclaration", zero, identifier=SCORE, cardinality="single", baseType="float")
    shown = "single" if question.kind is QuestionKind.ONE or question.kind in TYPED else "multiple"
    yield element("outcomeDeclaration", identifier=FEEDBACK, cardinality=shown, baseType="identifier")


def _key(question: Question) -> tuple[str, ...]:
    if not any(option.right for option in question.options):
        return ()
    if question.kind is QuestionKind.MATCHING:
        pairs = (pair.partition("=") for pair in question.key)
        return tuple(f"{line} {choice_id(int(place))}" for line, _, place in pairs)
    if question.kind is QuestionKind.NUMBER:
        return (f"{number(question.key[0]):f}",)
    return question.key


def processing(question: Question) -> Element:
    """Return the rules of an item: a point for the right response, and which explanations show."""
    if question.kind in TYPED:
        # The options are tried in order; the last takes whatever fits no other.
        *expected, last = question.options
        condition = element("responseCondition")
        for option in expected:
            tag = "responseElseIf" if len(condition) else "responseIf"
            condition.append(element(tag, _fits(question, option), *_outcome(option)))
        condition.append(element("responseElse", *_outcome(last)))
        return element("responseProcessing", condition)
    right = element("match", _response(), element("correct", identifier=RESPONSE))
    scored = element(
        "responseCondition", element("responseIf", right, _set_score(1)), element("responseElse", _set_score(0))
    )
    if question.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        shown = _response()
    else:
        shown = element("multiple", *(_value("identifier", option.key) for option in question.options))
    return element("responseProcessing", scored, _set(FEEDBACK, shown))


def _outcome(option: Option) -> tuple[Element, Element]:
    return _set_score(int(option.right)), _set(FEEDBACK, _value("identifier", option.key))


def _fits(question: Question, option: Option) -> Element:
    if question.kind is QuestionKind.NUMBER:
        mode = {"toleranceMode": "exact"}
        if question.tolerance:
            mode = {"toleranceMode": "absolute", "tolerance": f"{question.tolerance:f} {question.tolerance:f}"}
        return element("equal", _response(), _value("float", f"{number(option.text):f}"), **mode)
    spelt = [_spelt(spelling) for spelling in option.spellings]
    return spelt[0] if len(spelt) == 1 else element("or", *spelt)


def _spelt(spelling: str) -> Element:
    if ANYTHING_ELSE not in spelling:
        return element("stringMatch", _response(), _value("string", spelling), caseSensitive="false")
    parts = spelling.split(ANYTHING_ELSE)
    pattern = ".*".join("".join(map(_either_case, part.strip())) for part in parts)
    return element("patternMatch", _response(), pattern=pattern)


def _either_case(letter: str) -> str:
    if letter.lower() != letter.upper() and len(letter.upper()) == 1:
        return f"[{letter.lower()}{letter.upper()}]"
    return f"\\{letter}" if letter in _SPECIAL else letter


def _response() -> Element:
    return element("variable", identifier=RESPONSE)


def _value(base_type: str, value: str) -> Element:
    return element("baseValue", value, baseType=base_type)


def _set(outcome: str, value: Element) -> Element:
    return element("setOutcomeValue", value, identifier=outcome)


def _set_score(points: int) -> Element:
    return _set(SCORE, _value("float", str(points)))


# ---------------------------------------------------------------------------------------------------------------- texts


def blocks(markdown: str) -> list[Element]:
    """Return Markdown as paragraphs, lists and the like."""
    return list(_tree(reader().render(_visible(markdown))))


def inline(markdown: str) -> list[Element | str]:
    """Return Markdown as words and elements, where only one line may stand."""
    tree = _tree(reader().renderInline(_visible(markdown)))
    return [tree.text or "", *tree]


def feedback(markdown: str, **attributes: str) -> Element:
    """Return the feedback of an option, inline where it is one paragraph."""
    written = blocks(markdown)
    if len(written) == 1 and written[0].tag == "p":
        return element("feedbackInline", written[0].text or "", *written[0], **attributes)
    return element("feedbackBlock", *written, **attributes)


def _tree(xhtml: str) -> Element:
    tree = fromstring(f"<div>{xhtml}</div>")
    for each in tree.iter():
        for name in set(each.attrib) - _ATTRIBUTES:
            del each.attrib[name]
    return tree


def _visible(markdown: str) -> str:
    return INVISIBLE.sub(" ", markdown)
