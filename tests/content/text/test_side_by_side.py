"""Two languages of a module side by side: each block finds its own, and nothing that was written is lost."""

from dataclasses import replace

import pytest
from hypothesis import given

from content.module import Module, PathwayExercise
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from content.text.translations import EXERCISE, HEADER, TO_TRY, block_at, blocks, blocks_beside, whole_header
from tests.builders import in_dutch, module, question
from tests.content.made_up import modules

ORIGINAL = module(questions=(question("q-1"), question("q-2")))
BEGUN = write_module(replace(ORIGINAL, language="nl"))


@pytest.mark.nightly
@given(modules())
def test_the_blocks_of_any_module_make_it_again(any_module: Module) -> None:
    parts = blocks(write_module(any_module), any_module.language)
    assert read_module(whole_header(parts.values())) == any_module


def test_each_block_stands_beside_its_own_in_the_order_of_the_original() -> None:
    dutch = in_dutch(ORIGINAL)
    turned = replace(dutch, questions=dutch.questions[::-1])
    pairs = blocks_beside((write_module(ORIGINAL), "fr"), (write_module(turned), "nl"), BEGUN)
    assert [pair.name for pair in pairs] == [HEADER, "card-1", "card-2", "q-1", "q-2", TO_TRY]
    assert [pair.translation.splitlines()[0] for pair in pairs[1:5]] == [
        *("## Kaart 1", "## Kaart 2", "## Vraag q-1 · listen.active", "## Vraag q-2 · listen.active")
    ]


def test_what_there_is_to_try_on_a_sheet_stands_beside_its_own() -> None:
    original = replace(ORIGINAL, exercise=PathwayExercise("Ada est inventée.", "Feuille : reprendre"))
    pairs = blocks_beside((write_module(original), "fr"), (write_module(in_dutch(original)), "nl"), BEGUN)
    assert [pair.name for pair in pairs[-2:]] == [TO_TRY, EXERCISE]
    assert pairs[-1].translation == "## Proberen op een blad\n\nNL: Ada est inventée.\n\nBlad: in het Nederlands"


def test_what_is_not_translated_yet_is_told_and_what_is_missing_is_put_there_to_be() -> None:
    begun = replace(in_dutch(ORIGINAL), questions=(in_dutch(ORIGINAL).questions[0],))
    pairs = blocks_beside((write_module(ORIGINAL), "fr"), (write_module(begun), "nl"), BEGUN)
    assert [pair.name for pair in pairs if not pair.translated] == ["q-2", TO_TRY]
    assert "## Vraag q-2 · listen.active" in whole_header(pair.translation for pair in pairs)


def test_what_only_one_text_holds_or_nobody_can_read_stays() -> None:
    more = write_module(in_dutch(ORIGINAL)) + "\n## Vraag q-3 · listen.active\n\nNog niet af\n"
    last = blocks_beside((write_module(ORIGINAL), "fr"), (more, "nl"), BEGUN)[-1]
    assert (last.name, last.original, last.translated) == ("q-3", "", True)
    assert whole_header(blocks("zomaar iets", "nl").values()) == "zomaar iets\n"


def test_a_line_stands_in_a_block() -> None:
    text = write_module(ORIGINAL)
    number = text.splitlines().index("## Question q-2 · listen.active") + 1
    assert [block_at(text, "fr", line) for line in (1, number - 1, number, number + 3)] == [HEADER, "q-1", "q-2", "q-2"]
