"""New story or known, and what a story is about."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.skills import read_skills
from models.language import Encoder
from models.stories import Telling
from tests.builders import SKILLS, module
from watchers.stories import Teller, known_story, same_name, same_place, subjects

TOLD = [
    (1, "https://www.example.org/a?id=3&utm_source=rss", "La prime à l'emploi augmente"),
    (2, "https://example.org/b", "Agenda"),
]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?id=3",
        "http://www.example.org/a?id=3#suite",
        "https://example.org/a?utm_medium=mail&id=3",
    ],
)
def test_the_same_address_is_the_same_news_however_it_was_shared(address: str) -> None:
    assert known_story(TOLD, address, "Un tout autre titre ici") == 1


@pytest.mark.parametrize("address", ["https://example.org/a?id=4", "https://example.org/a", None])
def test_another_address_is_another_news(address: str | None) -> None:
    assert known_story(TOLD, address, "Un tout autre titre ici") is None


@pytest.mark.parametrize(
    "title",
    ["LA PRIME À L’EMPLOI AUGMENTE !", "La  prime à l'emploi\u00a0augmente", "« La prime a l'emploi augmente »"],
)
def test_the_same_words_in_a_title_are_the_same_news(title: str) -> None:
    assert known_story(TOLD, "https://autre.example/z", title) == 1


def test_a_title_of_one_word_is_told_again_and_again() -> None:
    assert known_story(TOLD, None, "Agenda") is None


def test_entries_without_an_address_of_their_own_are_not_the_same_news() -> None:
    assert known_story([(1, "", "")], None, "") is None


@given(st.text(), st.text())
def test_any_title_and_any_address_can_be_compared(title: str, address: str) -> None:
    assert known_story([(7, address, title)], same_place(address) or None, title) in (7, None)
    assert same_name(title) == same_name(f"{title} ")


def test_a_skill_is_about_its_name_and_the_modules_that_teach_it() -> None:
    about = dict(subjects(read_skills(SKILLS), [module("ecouter"), module("mieux-ecouter")]))
    assert about == {
        "listen.active": "Écouter. Ecouter. Mieux-ecouter",
        "listen.reflect": "Reformuler",
        "frame.role": "Dire son rôle",
    }


def test_without_an_encoder_a_story_is_its_title(tmp_path: Path) -> None:
    assert Teller(Encoder(tmp_path)).tell("Un titre", "Un texte. " * 50, "fr", ()) == Telling("Un titre", "fr")
