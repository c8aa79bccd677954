"""What a pack gives away, told beyond luck and not before."""

from hypothesis import given
from hypothesis import strategies as st

from content.checks.guessers import exposures, turns_of
from content.checks.tells import always_handing_back, check_tells, check_turns, count_keys, echoing, giving_reasons
from content.module import HandingBack, Module, Question
from tests.builders import ORDERING
from tests.content.checks.made_up_texts import asking, choice

LENGTHS = ("aaaa", "aaa", "aa", "a")


def told(*questions: Question, language: str = "fr") -> list[str]:
    module = asking(*questions, language=language)
    return [sentence % dict(values) for sentence, values in check_tells([module], exposures([module]))]


def even(times: int) -> list[Question]:
    """Questions whose keys stand as often at each rank by length."""
    return [
        choice(*(LENGTHS[(rank + turn) % 4] for turn in range(4)), question_id=f"q-{time}-{rank}")
        for time in range(times)
        for rank in range(4)
    ]


def padded(*texts: str, question_id: str) -> Question:
    """A question whose options are all as long."""
    most = max(map(len, texts))
    return choice(*(text.ljust(most, ".") for text in texts), question_id=question_id)


def test_a_rank_that_is_right_too_often_is_told_with_all_four() -> None:
    assert told(*even(5)) == []
    found = told(*(choice("aa", "aaaa", "aaa", "a", question_id=f"q-{place}") for place in range(10)), *even(5))
    assert found == [
        "De la plus longue option à la plus courte, la bonne réponse se trouve 5 – 5 – 15 – 5 fois à chaque rang, sur "
        "30 questions ; le hasard en mettrait 8 partout : changez la longueur des autres options."
    ]


def test_reasons_in_wrong_options_alone_are_told_with_their_words() -> None:
    texts = ("Fermer, pour finir", "Attendre", "Corriger", "Refaire")
    asked = [padded("Noter", *texts[:3], question_id=f"q-{place}") for place in range(16)]
    (line,) = [one for one in told(*asked) if "donnent leurs raisons" in one]
    assert "Dans 16 questions, certaines options donnent leurs raisons (pour…)" in line
    assert "0 fois, là où le hasard en donnerait 4" in line
    assert not any("donnent leurs raisons" in one for one in told(*asked[:6]))


def test_keys_that_take_up_the_stem_are_told() -> None:
    stem = "Comment reconnaître l'obligation ?"
    asked = [
        padded("obligation", "autre une", "une autre", "rien", question_id=f"q-{place}")._replace(stem=stem)
        for place in range(12)
    ]
    assert any("seule à reprendre un mot de l'énoncé 12 fois" in one for one in told(*asked))


def several(right: int, of: int, question_id: str) -> Question:
    asked = choice(*(f"{'abcdef'[place]}." for place in range(of)), question_id=question_id)
    options = tuple(option._replace(right=place < right) for place, option in enumerate(asked.options))
    return asked._replace(options=options, kind=ORDERING.kind.SEVERAL)


def test_always_two_of_four_is_told_and_a_mixture_is_not() -> None:
    always = [several(2, 4, f"s-{place}") for place in range(6)]
    assert told(*always) == [
        "6 questions à plusieurs réponses sur 6 en ont 2 sur 4 : variez ce nombre, ou dites-le dans l'énoncé."
    ]
    assert told(*always[:3], several(1, 5, "s-7"), several(3, 5, "s-8"), several(4, 5, "s-9")) == []
    assert told(*always[:4]) == []


def marked(mark: HandingBack, times: int) -> list[Question]:
    return [each._replace(id=f"{mark}-{each.id}", handing_back=mark) for each in even(times)]


def test_handing_back_is_told_when_it_is_too_seldom_the_mistake_or_too_often_the_key() -> None:
    assert told(*marked(HandingBack.KEY, 5)) == [
        "Demander, refléter ou renvoyer est la bonne réponse dans 20 et l'erreur dans 0 des 20 questions qui portent "
        "« handing_back » ; le but est au plus une sur cinq, et au moins une sur quatre : écrivez-en où il faut "
        "répondre, trancher ou agir."
    ]
    assert len(told(*marked(HandingBack.NEITHER, 5))) == 1
    assert len(told(*marked(HandingBack.KEY, 5), *marked(HandingBack.MISTAKE, 5))) == 1
    half = [*marked(HandingBack.KEY, 1), *marked(HandingBack.MISTAKE, 1)]
    assert told(*half, *marked(HandingBack.NEITHER, 2)) == []
    assert told(*marked(HandingBack.KEY, 1)[:1], *marked(HandingBack.NEITHER, 1)) == []


def test_who_always_hands_back_is_right_where_the_key_does_and_wrong_where_that_is_the_mistake() -> None:
    marks = [*marked(HandingBack.KEY, 2), *marked(HandingBack.MISTAKE, 1), *marked(HandingBack.NEITHER, 1)]
    assert always_handing_back(exposures([asking(*marks, *even(1))])) == ((8 + 0 + 4 / 4) / 16, 16)
    assert always_handing_back([]) == (0, 0)


def test_only_questions_whose_options_differ_by_a_mark_count() -> None:
    asked = [choice("ab", "b"), choice("a", "ab"), choice("a", "aa")]
    found = count_keys(asked, lambda one: {option.key for option in one.options if "b" in option.text})
    assert (found.keys, found.chances, found.expected) == (0, (1 / 2,), 0.5)


KEYS, OTHERS = ("Attendre, pour voir", "Fermer"), ("Corriger", "Noter, car il faut", "Dossier")


@st.composite
def modules(draw: st.DrawFn) -> Module:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=8))
    return asking(*(choice(key, *OTHERS, stem="Le dossier ?", question_id=f"q-{at}") for at, key in enumerate(keys)))


@given(modules(), st.data())
def test_no_order_of_options_changes_what_is_told(module: Module, data: st.DataObject) -> None:
    def shuffled(question: Question) -> Question:
        options = data.draw(st.permutations(question.options))
        lettered = (option._replace(key=letter) for letter, option in zip("abcd", options, strict=True))
        return question._replace(options=tuple(lettered))

    other = asking(*map(shuffled, module.questions))
    assert [*check_tells([other], exposures([other]))] == [*check_tells([module], exposures([module]))]
    assert echoing(other.questions) == echoing(module.questions)
    assert giving_reasons(other.questions, "fr") == giving_reasons(module.questions, "fr")


def turn(*texts: str, place: int = 0) -> Question:
    return padded(*texts, question_id=f"t-{place}")._replace(dialogue="jo")


def told_of_turns(*turns: Question) -> list[str]:
    module = asking(*turns)
    return [sentence % dict(values) for sentence, values in check_turns([module], exposures([module], turns_of))]


def test_turns_are_counted_apart_from_the_questions_that_are_asked_by_themselves() -> None:
    long = [choice("aaa", "aa", "a", question_id=f"t-{place}")._replace(dialogue="jo") for place in range(12)]
    assert told(*even(5), *long) == []
    (line,) = told_of_turns(*even(5), *long)
    assert "12 – 0 – 0 fois à chaque rang, sur 12 questions" in line
    assert [one.question for one in exposures([asking(*even(1), *long)], turns_of)] == long


def test_a_turn_is_not_found_by_striking_out_the_one_question_or_the_one_that_is_none() -> None:
    always = [turn("Je note", "Notez", "Et vous ?", place=place) for place in range(36)]
    (line,) = [one for one in told_of_turns(*always) if "est une question" in one]
    assert "dans 50 % des cas (41 % au plus)" in line
    mixed = [*always[:24], *(turn("Et vous ?", "Notez", "Je note", place=place) for place in range(40, 52))]
    assert not any("est une question" in one for one in told_of_turns(*mixed))
