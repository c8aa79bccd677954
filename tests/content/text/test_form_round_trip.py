"""Text, form, what a browser sends of it, the text again: the same byte for byte; whatever is sent, nothing drops."""

from dataclasses import replace
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import HandingBack, Module, QuestionKind, QuestionNature, Use
from content.pack import PACKS
from content.pictures.picture_file import picture_line
from content.schema.posted_form import MalformedForm, PostedForm, posted
from content.text.module_fields import ModuleFields
from content.text.module_form import check_codes, read_form
from content.text.module_reader import read_module, sketch_module
from content.text.module_writer import write_form, write_module
from tests.content.made_up import modules

CODES: dict[str, st.SearchStrategy[str]] = {
    "kind": st.sampled_from(QuestionKind),
    "use": st.sampled_from(Use),
    "nature": st.sampled_from(QuestionNature),
    "handing_back": st.sampled_from(["", *HandingBack]),
    "language": st.sampled_from(["fr", "nl", "en"]),
    "id": st.sampled_from(["q-1", "q-2"]),
    "skill": st.sampled_from(["", "listen.active"]),
    "leads_to": st.sampled_from(["", "q-1"]),
}
PICTURE = picture_line("0123456789abcdef" * 2, "Une lettre [blanche], datée du 2.")
SHOWN = f"\n\n{PICTURE}\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n> **À retenir** : deux."
STRUCTURE = [
    *("## Question x · y", "- [x] une", "1. une", "- a -> b", "### Tour t · y", "> cité", "…", "… Dialogue", "---")
]
ANYTHING = st.sampled_from(["", "Question de confiance", "Vignette a · b", "[ ] x", "a -> b", *STRUCTURE]) | st.text(
    max_size=20
)
MANY_LINES = st.lists(ANYTHING, max_size=4).map("\n".join)


def typed(kind: Any) -> st.SearchStrategy[Any]:
    """Fields in which somebody has typed whatever she liked, and chosen what there is to choose from."""
    return st.builds(
        kind, **{name: _typed(name, hint) for name, hint in get_type_hints(kind).items() if name in kind._fields}
    )


def _typed(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if repeated := get_args(hint):
        rows = ANYTHING.filter(str.strip) if repeated[0] is str else typed(repeated[0])
        return st.lists(rows, max_size=2).map(tuple)
    return st.booleans() if hint is bool else CODES.get(name, MANY_LINES)


def as_a_dialogue(fields: ModuleFields) -> ModuleFields:
    """No page of ours offers another kind for a turn."""
    turned = (
        one._replace(turns=tuple(turn._replace(kind=QuestionKind.ONE) for turn in one.turns))
        for one in fields.dialogues
    )
    return fields._replace(dialogues=tuple(turned))


def sent(fields: ModuleFields) -> ModuleFields:
    """As a browser sends it, with a few things of the page's own."""
    return PostedForm([("csrf_token", "x"), ("do", "save"), *posted(fields)]).fields(ModuleFields)


FORMS = typed(ModuleFields).map(as_a_dialogue).map(sent)


@given(modules())
def test_text_form_and_what_is_sent_give_the_text_back(module: Module) -> None:
    text = write_module(module)
    fields = read_form(text)
    assert write_form(sent(fields)).text == text
    assert read_module(write_form(sent(fields)).text) == module


def test_the_modules_of_the_pack_come_back_as_they_stand() -> None:
    for path in sorted(PACKS.glob("*/modules/*.md")):
        text = path.read_text("utf-8")
        assert write_form(read_form(text)).text == text, path.name


@pytest.mark.nightly
@given(modules())
def test_a_picture_a_table_and_a_callout_come_back_too(module: Module) -> None:
    shown = replace(
        module,
        cards=tuple(card._replace(body=card.body + SHOWN) for card in module.cards),
        questions=tuple(asked._replace(stem=asked.stem + SHOWN) for asked in module.questions),
        dialogues=tuple(one._replace(scene=one.scene + SHOWN) for one in module.dialogues),
    )
    assert write_form(sent(read_form(write_module(shown)))).text == write_module(shown)


@given(FORMS)
def test_whatever_is_typed_comes_back_to_the_form_it_was_typed_in(fields: ModuleFields) -> None:
    text = write_form(fields).text
    again = read_form(text)
    assert write_form(again).text == text
    sketch_module(text)


@given(FORMS)
def test_every_word_of_a_body_stands_in_the_text(fields: ModuleFields) -> None:
    text = write_form(fields).text
    bodies = [*(card.body for card in fields.cards), *(question.stem for question in fields.all_questions)]
    assert [word for body in bodies for word in body.split() if word not in text] == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *("cards", "cards-0", "cards-0-title", "questions-0-kind", "a-b", "sources-12345-x"),
                    *("cards-0-0-0-0-0-0-0-0-0-0-0-0", "", "-", "--", "²-title", "cards-²-title"),
                ]
            ),
            st.text(max_size=9),
        )
    )
)
def test_what_no_page_of_ours_sends_is_refused_by_name_or_left_out(pairs: list[tuple[str, str]]) -> None:
    try:
        fields = PostedForm(pairs).fields(ModuleFields)
        check_codes(fields)
    except MalformedForm:
        return
    read_form(write_form(fields).text)
