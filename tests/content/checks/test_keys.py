"""At which rank by length keys stand, against what chance allows."""

from content.checks.cues import at_rank, keys_at, length
from content.checks.tells import check_keys, rank_luck
from content.module import Question
from tests.content.checks.made_up_texts import asking, choice, said

LENGTHS = ("aaaa", "aaa", "aa", "a")


def at(*ranks: int) -> list[Question]:
    """Questions of four options, the key of each at a rank by length: 0 is the longest."""
    return [
        choice(LENGTHS[rank], *(text for text in LENGTHS if text != LENGTHS[rank]), question_id=f"q-{place}")
        for place, rank in enumerate(ranks)
    ]


def told(*ranks: int) -> list[str]:
    return said(check_keys, asking(*at(*ranks)))


def test_more_at_one_rank_than_luck_gives_are_told_and_sooner_of_the_longest() -> None:
    assert told(2, 2, 2, 2, 2, 2, 3, 3) == [
        "19: De la plus longue option à la plus courte, la bonne réponse se trouve 0 – 0 – 6 – 2 fois à chaque rang, "
        "sur 8 questions ; le hasard en mettrait 2 partout : changez la longueur des autres options."
    ]
    assert len(told(3, 3, 3, 3, 3, 3, 0, 1)) == len(told(1, 1, 1, 1, 1, 1, 0, 3)) == 1
    assert told(2, 2, 2, 2, 2, 3, 1, 0) == []
    assert len(told(0, 0, 0, 0, 1, 2, 3, 3)) == 1
    assert told(0, 0, 0, 1, 1, 2, 3, 3) == []


def test_questions_with_as_many_options_are_held_against_each_other() -> None:
    short = [choice("aaa", "aa", "a", question_id=f"s-{place}") for place in range(8)]
    (line,) = said(check_keys, asking(*at(0, 1, 2, 3), *short))
    assert "se trouve 8 – 0 – 0 fois à chaque rang, sur 8 questions" in line


def test_equally_long_options_share_a_rank_and_signs_that_nobody_sees_count_for_nothing() -> None:
    question = choice("aa", "bb", "c", "d")
    assert at_rank(question, 0) == at_rank(question, 1) == {"a", "b"}
    assert at_rank(question, -1) == {"c", "d"}
    assert keys_at([question], 0) == keys_at([question], 1) == 0.5
    assert sum(keys_at([question], rank) for rank in range(4)) == 1
    assert at_rank(choice("a", "bb"), 2) == at_rank(choice("a", "bb"), -1) == {"a"}
    (option, *_) = choice("**ab**", "c").options
    assert length(option) == 2


def test_even_ranks_are_luck_and_a_rank_that_keys_keep_off_is_not() -> None:
    for ranks in [(0, 1, 2, 3) * 6, (3, 2, 1, 0) * 10]:
        assert rank_luck(at(*ranks)) == 1
    never_longest = at(*(1, 2, 3) * 14)
    assert rank_luck(never_longest) < 0.001
    assert rank_luck([]) == 1
