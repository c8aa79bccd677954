"""What is written as Moodle XML stands up to Moodle's own rules, marks as we do, and comes back whole."""

from base64 import b64decode
from hashlib import sha256
from itertools import chain, combinations
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.exchange.gift_writer import in_words, spellings
from content.exchange.losses import CATEGORY_LOST, PackedPicture
from content.exchange.marked_answers import trimmed, typed
from content.exchange.moodle_xml import read_moodle, write_moodle
from content.exchange.question_drafts import lettered
from content.marking import mark
from content.module import Module, Question, QuestionKind
from tests.builders import EVERY_KIND, MATCHING, ORDERING, TEXT, module, of_kind, question
from tests.content.exchange.moodle_rules import faults_of, mark_of
from tests.content.made_up import modules, questions

ODD = (
    of_kind(QuestionKind.SEVERAL, "<b>&amp;</b> ]]>", ("T", True, ""), ("<i>", False, ""), ("a#b", True, "")),
    of_kind(QuestionKind.MATCHING, "Où ?", ("[a]", True, "x -> y"), ("b = c", True, "z")),
    of_kind(QuestionKind.TEXT, "Qui ?", ("T", True, ""), ("a* | %50%b", False, ""), ("*", False, "")),
)


def carried(asked: Question, language: str) -> Question:
    """The question as it is read back from Moodle XML.

    Blanks around a text go; a number is spelled as its language does; neighbouring spellings with the same feedback are
    one option. Sources stay with the module, and so does the number of one.
    """
    options = [one._replace(feedback=trimmed(one.feedback)) for one in asked.options]
    if asked.kind is QuestionKind.TEXT:
        options = [*lettered(typed(spellings(options)))]
    elif asked.kind is QuestionKind.NUMBER:
        options = [one._replace(text=in_words(one.text, language)) for one in options]
    return asked._replace(stem=trimmed(asked.stem), options=tuple(options), source=0)


def quiz(*asked: Question) -> Element:
    return fromstring(write_moodle(module(questions=asked)).value)


@pytest.mark.nightly
@settings(max_examples=50)
@given(modules())
@example(module(questions=EVERY_KIND))
@example(module(questions=ODD, title="a / b"))
def test_a_module_comes_back_as_it_is_said_to_be_carried_and_moodle_has_nothing_to_say(asked: Module) -> None:
    written = write_moodle(asked).value
    read = read_moodle(written, "another.skill", asked.language)
    once = tuple(carried(one, asked.language) for one in asked.pool)
    assert read.value == once == tuple(carried(one, asked.language) for one in once)
    assert [loss.sentence for loss in read.losses] == [CATEGORY_LOST]
    assert faults_of(fromstring(written)) == []


@pytest.mark.nightly
@settings(max_examples=30)
@given(st.data())
def test_moodle_gives_everything_to_what_is_right_here_and_to_nothing_else(data: st.DataObject) -> None:
    asked = data.draw(questions().filter(lambda one: one.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}))
    found = next(one for one in quiz(asked) if one.get("type") == "multichoice")
    places = range(len(asked.options))
    most = 1 if asked.kind is QuestionKind.ONE else min(3, len(places))
    for chosen in chain.from_iterable(combinations(places, size) for size in range(1, most + 1)):
        keys = tuple(asked.options[place].key for place in chosen)
        assert (mark_of(found, {*chosen}) > 0.999) == mark(asked, keys).correct


def test_a_matching_of_two_lines_gets_a_third_pair_for_moodle_which_shows_nowhere() -> None:
    two = MATCHING._replace(options=MATCHING.options[:2])
    [found] = [one for one in quiz(two) if one.get("type") == "match"]
    pairs = [(each.findtext("text"), each.findtext("answer/text")) for each in found.findall("subquestion")]
    assert (
        pairs == [("La durée du droit", "L'ONEM"), ("Une formation", "Actiris"), (None, "L'ONEM")] or pairs[2][0] == ""
    )
    assert faults_of(quiz(two)) == []


def test_an_ordering_is_right_or_wrong_as_a_whole() -> None:
    [found] = [one for one in quiz(ORDERING) if one.get("type") == "ordering"]
    assert (found.findtext("gradingtype"), found.findtext("selecttype")) == ("ALL_OR_NOTHING", "ALL")
    assert [each.findtext("text") for each in found.findall("answer")] == [one.text for one in ORDERING.options]


def test_what_moodle_would_do_otherwise_is_said() -> None:
    said = {(loss.of, loss.sentence) for loss in write_moodle(module(questions=EVERY_KIND)).losses}
    assert {name for name, _ in said} == {"", ORDERING.id, MATCHING.id, TEXT.id}


PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
HASH = sha256(PNG).hexdigest()[:32]


def test_pictures_go_along_as_files_and_come_back_by_the_same_name() -> None:
    shown = question("q-1")._replace(stem=f"Que dit-elle ?\n\n![Une lettre](picture:{HASH})")
    written = write_moodle(module(questions=(shown,)), {HASH: PackedPicture(f"{HASH}.png", PNG)})
    [found] = [one for one in fromstring(written.value) if one.get("type") == "multichoice"]
    assert f"![Une lettre](@@PLUGINFILE@@/{HASH}.png)" in found.findtext("questiontext/text", "")
    file = found.find("questiontext/file")
    assert file is not None and b64decode(file.text or "") == PNG and file.get("encoding") == "base64"
    read = read_moodle(written.value, "frame.role")
    assert (read.value, read.pictures) == ((shown,), {HASH: PNG})


def test_a_picture_in_brackets_or_with_a_title_goes_along_too() -> None:
    for address in ["<picture:%s>", 'picture:%s "Un titre"']:
        shown = question("q-1")._replace(stem=f"![Une lettre]({address % HASH})")
        written = write_moodle(module(questions=(shown,)), {HASH: PackedPicture(f"{HASH}.png", PNG)})
        [found] = [one for one in fromstring(written.value) if one.get("type") == "multichoice"]
        assert f"@@PLUGINFILE@@/{HASH}.png" in found.findtext("questiontext/text", "")
        assert "picture:" not in found.findtext("questiontext/text", "")
        assert b64decode(found.findtext("questiontext/file") or "") == PNG


def test_a_picture_that_is_no_longer_here_is_said_not_to_go() -> None:
    shown = question("q-1")._replace(stem=f"![Une lettre](picture:{HASH})")
    assert ("q-1", "Une image de cette question n'est plus ici : elle ne part pas.") in {
        (loss.of, loss.sentence) for loss in write_moodle(module(questions=(shown,))).losses
    }
