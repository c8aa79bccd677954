"""The skill that a piece of news touches."""

import pytest

from content.skills import read_skills
from models.language.nearness import LEAST_LIKE_SKILL, SHARED_WORD, Subject, long_words, nearest_skill, phrases
from tests.builders import SKILLS

NEAR, FAR = LEAST_LIKE_SKILL + 0.01, LEAST_LIKE_SKILL - 0.01


def at(nearness: float) -> list[float]:
    """A vector as near as that to the first axis."""
    return [nearness, (1 - nearness**2) ** 0.5]


def subject(skill: str, *near: float, words: str = "") -> Subject:
    return Subject(skill, [at(nearness) for nearness in near], long_words(words, "fr"))


TEXT = [1.0, 0.0]


def touched(*skills: Subject, words: str = "") -> dict[str, float]:
    return nearest_skill(TEXT, long_words(words, "fr"), skills)


def test_a_text_touches_the_skill_that_it_is_nearest_to_by_more_than_one_phrase_or_none() -> None:
    assert touched(subject("role", FAR, FAR), subject("privacy", NEAR, NEAR)) == {"privacy": pytest.approx(NEAR)}
    assert touched(subject("role", FAR, FAR), subject("privacy", FAR, FAR)) == touched() == {}
    assert touched(subject("role", 1.0, 0.5, 0.5)) == {}
    assert touched(subject("role", 1.0, NEAR, 0.5)) == {"role": pytest.approx((1 + NEAR) / 2)}


def test_between_skills_as_near_the_words_that_they_share_decide_the_rarer_the_more() -> None:
    common, rare = "conseillers", "conseillers sanctions"
    first, second = subject("role", NEAR, NEAR, words=common), subject("mandate", NEAR, NEAR, words=rare)
    found = touched(first, second, words="Les conseillers et les sanctions")
    assert found == {"mandate": pytest.approx(NEAR + SHARED_WORD * (0.6931 + 1.0986), abs=1e-6)}


def test_short_words_and_words_that_say_nothing_are_not_shared() -> None:
    assert long_words("Il est avec elle au RGPD, dans la loi", "fr") == {"rgpd"}


def test_a_skill_is_known_by_its_names_and_by_what_trainers_say_that_the_news_tells_of() -> None:
    first, *_ = phrases(read_skills(SKILLS.replace("prerequisites: []", "news: [un guichet ferme]", 1)))
    assert first[1][-1] == "un guichet ferme"
    assert len(first[1]) == 4
