"""How often the key is the longest option, against what chance allows."""

from math import isclose

from content.checks.keys import at_least, check_keys, longest_keys
from content.module import Question
from tests.content.checks.drafts import asking, choice, said


def asked(longest: int, others: int) -> list[Question]:
    """Questions of four options, so many of which have the longest as their key."""
    texts = [("aaaa", "a", "b", "c")] * longest + [("a", "aaaa", "b", "c")] * others
    return [choice(*options, question_id=f"q-{place}") for place, options in enumerate(texts)]


def test_four_keys_of_eight_are_more_than_luck() -> None:
    assert said(check_keys, asking(*asked(4, 4))) == [
        "19: La bonne réponse est la plus longue 4 fois sur 8, le hasard en donnerait 2 : raccourcissez-la, ou étoffez "
        "les autres options."
    ]


def test_three_keys_of_eight_may_be_luck() -> None:
    assert said(check_keys, asking(*asked(3, 5))) == []


def test_one_question_alone_shows_nothing() -> None:
    assert said(check_keys, asking(*asked(1, 0))) == []


def test_equally_long_options_share_the_place() -> None:
    assert longest_keys([choice("aa", "bb", "c"), choice("a", "b", "c"), choice("a", "bb", "c")]) == 0.833333


def test_the_probability_of_so_many_keys_by_chance() -> None:
    assert at_least(0, [0.25] * 8) == 1
    assert isclose(at_least(4, [0.25] * 8), 7459 / 65536)
    assert isclose(at_least(1, [1 / 2, 1 / 4]), 5 / 8)
