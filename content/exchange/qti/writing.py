"""Questions as a package of QTI items."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange.archive import packed
from content.exchange.drafts import without_pictures
from content.exchange.losses import Exchanged, Loss
from content.exchange.qti.dialect import QtiVersion, element, item_document
from content.exchange.qti.manifest import MANIFEST, item_id, manifest, place_of
from content.exchange.qti.scoring import FEEDBACK, RESPONSE, choice_id, declarations, processing
from content.exchange.qti.xhtml import blocks, feedback, inline
from content.marking import LONGEST
from content.module import TYPED, Option, Question, QuestionKind
from content.problems import N_


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
