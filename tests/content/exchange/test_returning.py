"""What goes out comes back: every question of every kind, in every format that is offered."""

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.exchange.formats import Outgoing, Received, format_of, read_questions, write_questions
from content.marking import number
from content.module import Dialogue, Module, Option, Question, QuestionKind
from content.strings.markdown import reader
from tests.builders import EVERY_KIND, module, question
from tests.content.made_up import questions

QTI = [one for one in Outgoing if one.startswith("qti")]
some = st.lists(questions(), min_size=1, max_size=2).map(
    lambda found: module(questions=tuple(one._replace(id=f"q-{place}") for place, one in enumerate(found)))
)


def back(asked: Module, outgoing: Outgoing) -> tuple[Question, ...]:
    written = write_questions(asked, outgoing)
    received = Received(written.value, "", "another.skill", asked.language)
    return read_questions(received, format_of(written.value, "")).value


def words(markdown: str, inline: bool = False) -> str:
    """What a reader sees of a text, or of one line, without its blanks."""
    html = reader().renderInline(markdown) if inline else reader().render(markdown)
    return "".join(unescape(re.sub("<[^<>]*>", " ", html)).split())


def told(asked: Question) -> Question:
    """What a question says and asks, however its Markdown and its numbers are spelled."""
    options = tuple(
        one._replace(text=shown(asked, one), feedback=words(one.feedback), match=words(one.match, inline=True))
        for one in asked.options
    )
    return asked._replace(stem=words(asked.stem), options=options)


def shown(asked: Question, option: Option) -> str:
    is_value = asked.kind is QuestionKind.NUMBER and option.text != "*"
    return f"{number(option.text).normalize():f}" if is_value else words(option.text, inline=True)


def test_questions_of_every_kind_come_back_the_same() -> None:
    for outgoing in Outgoing:
        asked = module(questions=(question("one-1"), *EVERY_KIND))
        assert {one.id: one for one in back(asked, outgoing)} == {one.id: one for one in asked.questions}


STARS = tuple(
    one._replace(options=tuple(option._replace(text=f"*{option.key}", match="b*") for option in one.options))
    for one in EVERY_KIND
    if one.kind is QuestionKind.MATCHING
)


@pytest.mark.nightly
@pytest.mark.parametrize("outgoing", QTI)
@settings(max_examples=25)
@given(asked=some)
@example(asked=module(questions=STARS))
def test_any_question_comes_back_from_qti_saying_the_same(outgoing: Outgoing, asked: Module) -> None:
    assert [*map(told, back(asked, outgoing))] == [*map(told, asked.pool)]


@settings(max_examples=25)
@given(asked=some)
def test_any_question_comes_back_from_a_table_sign_by_sign(asked: Module) -> None:
    assert back(asked, Outgoing.CSV) == asked.pool


def test_the_turns_of_a_dialogue_never_go_out_as_loose_questions() -> None:
    for outgoing in Outgoing:
        turn = question("jo-1")._replace(dialogue="jo")
        asked = module(questions=(question("one-1"), turn), dialogues=(Dialogue("jo", "Jo", "Une scène."),))
        assert [one.id for one in back(asked, outgoing)] == ["one-1"]
