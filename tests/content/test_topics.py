"""Topics: what to observe and what to ask in an interview; read, written, and every mistake said with its line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.schema.yaml_fields import LANGUAGES
from content.topics import Aspect, InterviewQuestion, Standing, Topic, read_topics, write_topics
from tests.content.made_up import lines
from tests.topics import ASKED, ASPECT, DECIDING, SENSITIVE, TEXT, TOPIC, said


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_topics(text)
    return str(broken.value).splitlines()


def line_of_first(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


names = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, lines))
touched = st.lists(lines, max_size=2).map(tuple)
thematiques = st.lists(st.sampled_from(["famille--garde-denfants", "sante--acces-aux-soins"]), max_size=2).map(tuple)


@st.composite
def any_topics(draw: st.DrawFn) -> tuple[Topic, ...]:
    """Some topics with odd words, sensitive or not, no id of which serves twice."""
    ids = (f"id-{number}" for number in range(1000))

    def question(sensitive: bool) -> InterviewQuestion:
        continuations = () if sensitive else draw(st.just([]) | st.lists(names, min_size=2, max_size=3))
        return InterviewQuestion(next(ids), draw(names), tuple(continuations))

    def aspect(sensitive: bool) -> Aspect:
        questions = tuple(question(sensitive) for _ in range(draw(st.integers(1, 3))))
        return Aspect(next(ids), draw(names), draw(names), questions)

    def topic() -> Topic:
        sensitive = draw(st.booleans())
        return Topic(
            id=next(ids),
            name=draw(names),
            thematiques=draw(thematiques),
            skills=draw(touched),
            rules=draw(touched),
            aspects=tuple(aspect(sensitive) for _ in range(draw(st.integers(1, 2)))),
            other_side=tuple(draw(names) for _ in range(5)),
            sensitive=sensitive,
            why=draw(names) if sensitive else None,
        )

    return tuple(topic() for _ in range(draw(st.integers(0, 2))))


@given(any_topics())
def test_topics_come_back_from_their_text_unchanged(topics: tuple[Topic, ...]) -> None:
    assert read_topics(write_topics(topics)) == topics


def test_where_one_stands_is_three_words_of_ours_and_none_on_a_sensitive_topic() -> None:
    (topic,) = read_topics(TEXT)
    (sensitive,) = read_topics(write_topics([SENSITIVE]))
    assert [str(standing) for standing in topic.standings] == ["pas encore", "une piste", "en place"]
    assert sensitive.standings == ()
    standing = f"        standing: {Standing.LEAD}\n        questions:"
    assert problems(TEXT.replace("        questions:", standing, 1)) == [
        f"topics.yaml:{line_of_first(TEXT, 'questions:')}: « standing » n'est pas un champ connu ici : "
        "corrigez son nom ou retirez-le."
    ]


def with_question(topic: Topic, question: InterviewQuestion) -> Topic:
    """The topic, with one more question in its first aspect, or in the place of the one of that id."""
    aspect = topic.aspects[0]
    others = tuple(other for other in aspect.questions if other.id != question.id)
    return replace(topic, aspects=(replace(aspect, questions=(*others, question)),))


def test_a_topic_needs_an_aspect_and_an_aspect_one_to_three_questions() -> None:
    no_aspect, no_question = replace(TOPIC, aspects=()), replace(ASPECT, questions=())
    four = replace(ASPECT, questions=tuple(replace(ASKED, id=f"q-{number}") for number in range(4)))
    said_of_questions = "Un aspect a de une à 3 questions, pas"
    assert problems(write_topics([no_aspect])) == ["topics.yaml:3: Il manque « aspects » : ajoutez-le."]
    assert problems(write_topics([replace(TOPIC, aspects=(no_question, replace(four, id="a-2")))])) == [
        f"topics.yaml:9: {said_of_questions} 0 : complétez ou coupez.",
        f"topics.yaml:22: {said_of_questions} 4 : complétez ou coupez.",
    ]


def test_a_topic_has_as_many_of_each_as_it_takes() -> None:
    alone = replace(DECIDING, continuations=DECIDING.continuations[:1])
    assert problems(write_topics([with_question(TOPIC, alone)])) == [
        "topics.yaml:27: Une question qui décide a deux suites au moins : ajoutez l'autre, ou retirez « then »."
    ]
    for number, line in [(0, 3), (4, 34), (6, 34)]:
        assert problems(write_topics([replace(TOPIC, other_side=(said("Ligne"),) * number)])) == [
            f"topics.yaml:{line}: « Ce que vous pouvez demander » a 5 lignes, pas {number} : complétez ou coupez."
        ]


def test_a_sensitive_topic_says_why_one_asks_and_decides_nothing() -> None:
    assert problems(write_topics([with_question(SENSITIVE, DECIDING)])) == [
        "topics.yaml:29: Dans un sujet sensible, aucune question ne décide de la suite : retirez « then »."
    ]
    assert problems(write_topics([replace(SENSITIVE, why=None)])) == [
        "topics.yaml:7: « why » manque en fr, nl, en : ajoutez-le."
    ]
    assert problems(write_topics([replace(SENSITIVE, sensitive=False)])) == [
        "topics.yaml:6: « why » n'est pas un champ connu ici : corrigez son nom ou retirez-le."
    ]
