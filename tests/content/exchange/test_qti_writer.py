"""Packages of items as QTI 2.1 and 3.0 describe them, which score and explain as we do."""

from collections.abc import Iterator
from itertools import permutations, product
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange.archive import unpacked
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_reader import read_qti
from content.exchange.qti_writer import write_qti
from content.marking import Response, mark
from content.module import Option, Question, QuestionKind
from tests.builders import EVERY_KIND, MATCHING, NUMBER, ORDERING, TEXT, question
from tests.content.exchange.qti_engine import Engine, as_qti, item_of, items_of
from tests.content.made_up import questions

pytestmark = pytest.mark.nightly  # at each commit, the samples

ONE = question("one-1")
SEVERAL = ONE._replace(
    id="several-1", kind=QuestionKind.SEVERAL, options=(*ONE.options, Option("d", "Aussi", True, "Oui."))
)
ALL = (ONE, SEVERAL, *EVERY_KIND)
NAMESPACES = {
    QtiVersion.QTI_2_1: "{http://www.imsglobal.org/xsd/imsqti_v2p1}",
    QtiVersion.QTI_3_0: "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}",
}
RESOURCES = {QtiVersion.QTI_2_1: "imsqti_item_xmlv2p1", QtiVersion.QTI_3_0: "imsqti_item_xmlv3p0"}
INTERACTIONS = {
    QuestionKind.ONE: "choiceInteraction",
    QuestionKind.SEVERAL: "choiceInteraction",
    QuestionKind.ORDERING: "orderInteraction",
    QuestionKind.MATCHING: "matchInteraction",
    QuestionKind.TEXT: "textEntryInteraction",
    QuestionKind.NUMBER: "textEntryInteraction",
}
SHAPE_2_1 = """
assessmentItem(identifier title adaptive timeDependent lang schemaLocation)
responseDeclaration(identifier cardinality baseType) correctResponse() value() defaultValue()
outcomeDeclaration(identifier cardinality baseType) itemBody() responseProcessing() responseCondition()
responseIf() responseElseIf() responseElse() match() variable(identifier) correct(identifier)
setOutcomeValue(identifier) baseValue(baseType) multiple() or() stringMatch(caseSensitive) patternMatch(pattern)
equal(toleranceMode tolerance) choiceInteraction(responseIdentifier shuffle maxChoices)
orderInteraction(responseIdentifier shuffle) matchInteraction(responseIdentifier shuffle maxAssociations)
textEntryInteraction(responseIdentifier expectedLength) simpleMatchSet() simpleChoice(identifier)
simpleAssociableChoice(identifier matchMax) feedbackInline(outcomeIdentifier identifier showHide)
modalFeedback(outcomeIdentifier identifier showHide) p() strong() em()
"""
"""What the specification lets stand where we write it: elements, with the attributes that they may have."""


def kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def allowed(version: QtiVersion) -> dict[str, set[str]]:
    pairs = (part.split("(") for part in SHAPE_2_1.replace("\n", " ").split(")") if part.strip())
    shape = {name.strip(): {*attributes.split()} for name, attributes in pairs}
    if version is QtiVersion.QTI_2_1:
        return shape
    html = {"p", "strong", "em"}
    named = {
        name if name in html else f"qti-{kebab(name)}": {kebab(a) if a != "schemaLocation" else a for a in attributes}
        for name, attributes in shape.items()
    }
    return {**named, "qti-content-body": set()}


def roots(version: QtiVersion) -> Iterator[Element]:
    """The items as they are written, in the order of ALL."""
    members = unpacked(write_qti(ALL, version).value, "paquet.zip")
    for each in ALL:
        yield fromstring(members[f"items/{each.id}.xml"])


def test_items_hold_nothing_but_the_elements_and_attributes_of_their_version() -> None:
    for version in QtiVersion:
        shape = allowed(version)
        for root in roots(version):
            for each in root.iter():
                assert each.tag.startswith(NAMESPACES[version])
                name = each.tag.removeprefix(NAMESPACES[version])
                assert {attribute.rpartition("}")[2] for attribute in each.attrib} <= shape[name]


def test_the_parts_of_an_item_stand_in_the_order_of_the_specification() -> None:
    for version in QtiVersion:
        order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
        for each in ALL:
            places = [order.index(child.tag) for child in item_of(each, version)]
            assert places == sorted(places)
            assert [part for part in item_of(each, version).iter() if part.tag.endswith("Interaction")][0].tag == (
                INTERACTIONS[each.kind]
            )


def test_the_manifest_lists_every_item_with_its_type_and_its_skill() -> None:
    for version in QtiVersion:
        members = unpacked(write_qti(ALL, version).value, "paquet.zip")
        resources = [each for each in fromstring(members["imsmanifest.xml"]).iter() if each.tag.endswith("}resource")]
        assert [each.get("type") for each in resources] == [RESOURCES[version]] * len(ALL)
        assert {each.get("href") for each in resources} | {"imsmanifest.xml"} == set(members)
        assert b"listen.reflect" in members["imsmanifest.xml"]


def responses(asked: Question) -> Iterator[Response]:
    keys = [option.key for option in asked.options]
    match asked.kind:
        case QuestionKind.ONE:
            yield from ((key,) for key in keys)
        case QuestionKind.SEVERAL:
            ticks = product([True, False], repeat=len(keys))
            yield from (tuple(k for k, tick in zip(keys, row, strict=True) if tick) for row in ticks if any(row))
        case QuestionKind.ORDERING:
            yield from permutations(keys)
        case QuestionKind.MATCHING:
            for places in product(range(1, len(asked.choices) + 1), repeat=len(keys)):
                yield tuple(f"{key}={place}" for key, place in zip(keys, places, strict=True))
        case QuestionKind.TEXT:
            yield from ((text,) for text in ["taux d'emploi", "Le Taux d'emploi", "TAUX DE CHÔMAGE BIT", "rien"])
        case QuestionKind.NUMBER:
            yield from ((text,) for text in ["20", "20.5", "19.4", "25", "-1"])


def test_an_item_scores_and_explains_every_response_as_we_do() -> None:
    for version in QtiVersion:
        for asked in ALL:
            item = item_of(asked, version)
            for response in responses(asked):
                attempt = Engine(item, as_qti(asked, response))
                ours = mark(asked, response)
                assert attempt.correct == ours.correct
                if asked.kind in {QuestionKind.ORDERING, QuestionKind.MATCHING}:
                    said = {
                        f"{o.text} → {o.match}{o.feedback}" if o.match else o.text + o.feedback for o in asked.options
                    }
                    assert attempt.shown == said
                else:
                    assert attempt.shown == {option.feedback for option in ours.chosen}


def test_the_order_in_the_file_is_not_the_right_one_and_what_was_not_answered_is_wrong() -> None:
    for asked in (ORDERING, ORDERING._replace(options=tuple(sorted(ORDERING.options, key=lambda o: o.text)))):
        item = item_of(asked, QtiVersion.QTI_2_1)
        assert [each.get("identifier") for each in item.iter("simpleChoice")] != [o.key for o in asked.options]
    assert not any(Engine(item_of(asked, QtiVersion.QTI_3_0), []).correct for asked in ALL)


def test_a_feedback_of_several_paragraphs_is_a_block() -> None:
    asked = ONE._replace(options=(ONE.options[0]._replace(feedback="Oui.\n\n- un\n- **deux**"), *ONE.options[1:]))
    [block] = item_of(asked, QtiVersion.QTI_3_0).iter("feedbackBlock")
    assert [each.tag for each in block[0]] == ["p", "ul"]


def test_what_qti_has_no_place_for_is_listed() -> None:
    asked = ONE._replace(stem="![une courbe](picture:0123456789abcdef0123456789abcdef)")
    losses = write_qti([asked, TEXT, NUMBER, MATCHING], QtiVersion.QTI_2_1).losses
    assert [(loss.of, loss.sentence % loss.values) for loss in losses] == [
        ("one-1", "Les images de cette question ne partent pas : elles restent ici."),
        ("text-1", "Ailleurs, une réponse tapée sans ses accents ou sans ses traits d'union est fausse."),
        ("number-1", "Ailleurs, un nombre tapé avec une virgule ou avec son unité peut n'être pas compris."),
    ]


@given(st.lists(questions(), max_size=2), st.sampled_from(QtiVersion))
def test_any_question_is_written_the_same_each_time_and_read_back(asked: list[Question], version: QtiVersion) -> None:
    asked = [each._replace(id=f"{number}-a") for number, each in enumerate(asked)]
    written = write_qti(asked, version).value
    assert written == write_qti(asked, version).value
    assert set(items_of(written)) == {f"items/_{each.id}.xml" for each in asked}
    if asked:
        back = read_qti(written, "frame.role").value
        assert [(each.id, each.skill, each.kind, each.unit, each.tolerance) for each in back] == [
            (each.id, each.skill, each.kind, each.unit, each.tolerance) for each in asked
        ]
        for ours, theirs in zip(asked, back, strict=True):
            assert [option.right for option in theirs.options] == [option.right for option in ours.options]
            # Odd signs get a backslash in Markdown, and with it another place in the alphabet of the choices.
            assert ours.kind is QuestionKind.MATCHING or mark(theirs, ours.key).correct


words = st.text("abcéœ ’", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
texts = st.lists(words, min_size=1, max_size=3).map("\n\n".join)


@given(st.data(), texts, st.lists(texts, min_size=2, max_size=4), st.sampled_from(QtiVersion))
def test_a_choice_of_words_comes_back_as_it_was(
    data: st.DataObject, stem: str, feedback: list[str], version: QtiVersion
) -> None:
    options = tuple(
        Option(key, data.draw(words), data.draw(st.booleans()) or key == "a", said)
        for key, said in zip("abcd", feedback, strict=False)
    )
    kind = QuestionKind.SEVERAL if sum(option.right for option in options) > 1 else QuestionKind.ONE
    asked = Question("words-1", "listen.active", stem, options, kind)
    back = read_qti(write_qti([asked], version).value, "frame.role")
    assert (back.value, back.losses) == ((asked,), ())
