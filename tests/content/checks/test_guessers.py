"""Who knows nothing and goes by the wording: figures reckoned by hand, and what must not change them."""

from collections import Counter
from dataclasses import replace
from math import isclose, log

from hypothesis import given
from hypothesis import strategies as st

from content.checks.cues import length
from content.checks.guessers import RANKS, Guess, Guesser, best_rank, exposures, guess, weights
from content.module import Module, Option, Question
from tests.content.checks.made_up_texts import asking, choice


def guesses(question: Question, *others: Question) -> dict[Guesser, Guess]:
    """What the guessers make of a question beside a module with the others."""
    (one, *_) = exposures([asking(question), asking(*others)])
    return dict(one.guesses)


def test_the_longest_option_is_the_key_and_among_equals_lots_are_drawn() -> None:
    assert guess(choice("abcdefg", "abcd", "ab"), length) == Guess(chance=1, margin=3)
    assert guess(choice("abcd", "efgh", "ab", "c"), length) == Guess(chance=1 / 2, margin=0)
    assert guess(choice("ab", "abcd", "efgh"), length) == Guess(chance=0, margin=-2)


def test_the_option_of_the_fewest_absolutes() -> None:
    moderate = Guesser.MODERATE
    assert guesses(choice("Demander", "Ne jamais rien dire", "Toujours dire"))[moderate] == Guess(chance=1, margin=1)
    assert guesses(choice("Toujours dire", "Demander", "Écouter"))[moderate] == Guess(chance=0, margin=-1)
    assert guesses(choice("Demander", "Écouter", "Relire", "Noter"))[moderate] == Guess(chance=1 / 4, margin=0)


def test_each_rank_by_length_has_somebody_who_takes_it() -> None:
    found = guesses(choice("aa", "aaaa", "aaa", "a"))
    taken = {each: found[each].chance for each in RANKS}
    assert taken == {Guesser.LONGEST: 0, Guesser.SECOND_LONGEST: 0, Guesser.SECOND_SHORTEST: 1, Guesser.SHORTEST: 0}


def test_the_best_rank_is_learnt_from_other_modules_of_the_same_language() -> None:
    shortest = choice("a", "bb", "ccc", "dddd")
    assert best_rank([asking(shortest)]) == -1
    one, *_ = exposures([asking(shortest), asking(choice("bb", "a", "ccc", "dddd"))])
    assert one.guesses[Guesser.RANK].chance == 0
    alone, *_ = exposures([asking(shortest), asking(shortest, language="nl")])
    assert alone.guesses[Guesser.RANK].chance == 0


def test_reasons_and_words_of_the_stem_and_the_register_are_gone_by() -> None:
    asked = choice("Demander avec elle", "Fermer le dossier, pour finir", stem="Qui tient le dossier ?")
    found = guesses(asked)
    assert found[Guesser.UNREASONED] == Guess(chance=1, margin=1)
    assert found[Guesser.REGISTER] == Guess(chance=1, margin=2)
    assert found[Guesser.ECHO] == Guess(chance=0, margin=-1)


def test_words_weigh_what_bayes_says() -> None:
    learnt = weights([(Counter({"demander": 1}), Counter({"imposer": 2, "encore": 1}))])
    by_hand = {"demander": log(3), "imposer": log(1 / 2), "encore": log(3 / 4)}
    assert learnt.keys() == by_hand.keys()
    assert all(isclose(learnt[word], weight) for word, weight in by_hand.items())


def test_the_word_list_adds_up_the_words_it_has_seen_in_other_modules_of_its_language() -> None:
    seen = choice("Demander", "Imposer", "Imposer encore")
    guessed = guesses(choice("Demander encore", "Imposer", "Inconnu"), seen)[Guesser.WORDS]
    assert guessed.chance == 1
    assert isclose(guessed.margin, log(3 * 3 / 4))
    question = choice("Demander", "Imposer", "Exiger")
    assert guesses(question)[Guesser.WORDS].chance == 1 / 3
    one, *_ = exposures([asking(question), asking(question, language="nl")])
    assert one.guesses[Guesser.WORDS].chance == 1 / 3


def test_the_words_that_give_a_key_away_are_named() -> None:
    seen = choice("Demander", "Imposer", "Imposer encore")
    one, *_ = exposures([asking(choice("Demander encore", "Imposer", "Exiger")), asking(seen)])
    assert one.telling == ("demander",)


def test_those_who_are_caught_are_counted_and_their_luck_is_averaged() -> None:
    one, *_ = exposures([asking(choice("Demander", "Imposer", "Exiger"))])
    assert one.caught == (Guesser.RANK, Guesser.REGISTER)
    assert isclose(one.chance, (1 + 1 + 5 * 1 / 3) / 7)


TEXTS = ("Demander encore", "Imposer toujours", "Demander un peu", "Exiger", "Ne jamais demander", "Écouter")


@st.composite
def packs(draw: st.DrawFn) -> list[Module]:
    """Two modules of two questions whose words meet."""
    options = st.lists(st.sampled_from(TEXTS), min_size=2, max_size=5, unique=True)
    return [asking(*(choice(*draw(options), question_id=f"q-{place}") for place in range(2))) for _ in range(2)]


def shuffled(question: Question, draw: st.DrawFn) -> Question:
    """The same question, its options in another order and so with other letters, under another name."""
    options = draw(st.permutations(question.options))
    lettered = (option._replace(key=letter) for letter, option in zip("abcdefghij", options, strict=False))
    return question._replace(id=f"other-{question.id}", options=tuple[Option, ...](lettered))


@given(packs(), st.data())
def test_neither_names_nor_orders_change_what_is_guessed(pack: list[Module], data: st.DataObject) -> None:
    other = [
        replace(each, id=f"other-{place}", questions=tuple(shuffled(asked, data.draw) for asked in each.questions))
        for place, each in enumerate(pack)
    ]
    assert [one.guesses for one in exposures(other)] == [one.guesses for one in exposures(pack)]
