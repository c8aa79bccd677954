"""The least time in which a question can be read, and the minutes that a dialogue takes."""

from datetime import timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.dialogue import WORDS_A_SECOND, dialogue_minutes, reading_time
from content.module import Option
from content.pack import PACKS, read_pack
from content.pictures.picture_file import picture_line
from content.strings.words import word_count
from content.text.module_reader import read_module
from tests.builders import EVERY_KIND, MATCHING, NUMBER, ORDERING, TEXT, module, question
from tests.interviews import with_dialogues

ASKED = question("q")
FASTEST_READERS = 1.5
"""Times as many words a second as adults read on average, 238 a minute: few read faster (Brysbaert 2019)."""


def seconds(words: int) -> timedelta:
    return timedelta(seconds=words / WORDS_A_SECOND)


def test_the_words_that_one_reads_are_counted_once_and_no_others() -> None:
    assert reading_time(ASKED) == seconds(3 + 2 + 2 + 2)
    assert reading_time(ORDERING) == seconds(3 + 1 + 2 + 1 + 1)
    assert reading_time(TEXT) == seconds(6)
    assert reading_time(NUMBER) == seconds(4)
    assert reading_time(MATCHING) == seconds(2 + 4 + 2 + 2 + 2)
    line = picture_line("0123456789abcdef" * 2, "Une lettre d'un [office] inventé, datée du 2.")
    assert reading_time(ASKED._replace(stem=f"{ASKED.stem}\n\n{line}")) == reading_time(ASKED)
    assert reading_time(ASKED._replace(stem="Que faites-vous (q) ?")) == reading_time(
        ASKED._replace(stem="« Que faites-vous » (q) ? — …")
    )


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8), st.text(max_size=80))
def test_more_to_read_never_takes_less_time(texts: list[str], more: str) -> None:
    options = tuple(Option(key, text, key == "a", "") for key, text in zip("abcdefgh", texts, strict=False))
    for asked in (kind._replace(options=options) for kind in (ASKED, ORDERING)):
        longer = asked._replace(stem=f"{asked.stem} {more}")
        assert timedelta(0) < reading_time(asked) <= reading_time(longer)


@pytest.mark.nightly
def test_nobody_who_reads_our_questions_to_their_end_is_held_up() -> None:
    texts = read_pack(PACKS / "conseil-emploi").modules.values()
    ours = [asked for text in texts for asked in read_module(text).questions]
    for asked in (*ours, *EVERY_KIND):
        shown = [asked.stem, *([] if asked.kind in {"text", "number"} else [option.text for option in asked.options])]
        words = sum(len(text.split()) for text in shown)
        assert reading_time(asked) < timedelta(minutes=words / (238 * FASTEST_READERS)) * 1.05
        assert reading_time(asked) < timedelta(seconds=10)


def test_a_dialogue_takes_as_long_as_its_longest_path_is_to_read_and_to_weigh() -> None:
    told = with_dialogues(module(questions=()), "jo")
    (one,), turn = told.dialogues, told.turns("jo")[0]
    shown = word_count(turn.stem) + sum(word_count(option.text) for option in turn.options)
    # What is said of « La bonne » is longest; each turn asks for fifteen seconds to weigh it.
    words = word_count(one.scene) + 3 * (shown + word_count("Oui, parce que…"))
    assert isclose(dialogue_minutes(told, one), words / 200 + 3 * 15 / 60)
