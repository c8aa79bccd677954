"""Themes: domains of the map and words of one's own, and what they are about."""

from typing import Literal
from unicodedata import normalize
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import Refused
from content.skills import Domain, Skill
from models.ground.store import Store
from models.learning import themes
from models.learning.themes import LONGEST, FollowedTheme, words_of
from models.tables.keepsakes import Theme as Row
from tests import builders
from tests.builders import MONDAY, module, small_pack

NAMES = {"fr": "Écoute", "nl": "Luisteren", "en": "Listening"}
LISTEN = Domain("listen", NAMES, NAMES, (Skill("listen.active", "listen", NAMES),))


def names(store: Store, learner_key: UUID, language: str = "fr") -> list[str]:
    with store.reading() as db:
        return [theme.name(language) for theme in themes.followed(db, learner_key)]


def test_what_is_followed_is_told_once_in_the_order_in_which_it_was_taken_up(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, domains=["frame"])
        themes.follow(db, learner_key, MONDAY, words=["  article   60 "], domains=["listen"])
    assert sorted(names(store, learner_key)[1:]) == ["article 60", "Écoute"]
    assert names(store, learner_key)[0] == "Cadre"
    assert "Luisteren" in names(store, learner_key, "nl")
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        for _ in range(2):
            themes.follow(db, learner_key, MONDAY, words=["logement"], domains=["listen", "listen", "nowhere"])
    assert sorted(names(store, learner_key)) == ["logement", "Écoute"]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["logement"], domains=["listen"])
        themes.follow_domains(db, learner_key, ["frame"], MONDAY)
    assert names(store, learner_key) == ["logement", "Cadre"]
    with store.writing() as db:
        themes.follow_domains(db, learner_key, [], MONDAY)
    assert names(store, learner_key) == ["logement"]


def test_a_theme_is_hers_alone_and_left_by_her(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["logement"], domains=["listen"])
        assert themes.skills(db, learner_key) == {"listen.active", "listen.reflect"}
        assert themes.skills(db, other) == frozenset()
    learner_key = builders.add_learner(store)
    other = builders.add_learner(store)
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["logement"])
        (only,) = themes.followed(db, learner_key)
        themes.leave(db, other, only.id)
        assert themes.followed(db, learner_key)
        themes.leave(db, learner_key, only.id)
        assert not themes.followed(db, learner_key)


def test_words_hold_something_to_look_for_and_domains_are_on_the_map(store: Store, learner_key: UUID) -> None:
    for words in ["", "  ", "?!", "x" * (LONGEST + 1)]:
        with pytest.raises(Refused), store.writing() as db:
            themes.follow(db, learner_key, MONDAY, words=[words])
    with store.writing() as db:
        db.add(Row(learner_key=learner_key, domain="gone", followed_at=MONDAY))
        db.flush()
        assert themes.followed(db, learner_key) == []


def test_the_domains_with_most_modules_are_suggested(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module("a", ("frame.role",)), module("b", ("listen.active",))))
    with empty_store.reading() as db:
        assert themes.suggested(db) == {"listen", "frame"}


def test_words_are_found_whatever_their_form_and_a_domain_by_its_skills_alone() -> None:
    for words, text, touched in [
        ("pénurie", "Onze métiers en PENURIE", True),
        ("metiers penurie", "La pénurie de métiers", True),
        ("titres-services", "Les titres services changent", True),
        ("article 60", "L'article 60 est revu", True),
        ("article 60", "Un article de 600 mots", False),
        ("cœur", "Le coeur du métier", True),
        ("emploi", "Les emplois nouveaux", True),
        ("nouveau", "Les emplois nouveaux", True),
        ("emploi", "Un employeur", False),
    ]:
        assert FollowedTheme(1, None, words, MONDAY).is_touched_by((), words_of(text)) is touched
    theme = FollowedTheme(1, LISTEN, "", MONDAY)
    assert theme.is_touched_by(["listen.active"], ())
    assert not theme.is_touched_by(["frame.role"], words_of("Écoute"))


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_it_is_all_the_same_how_accents_are_encoded(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert words_of(normalize(form, text)) == words_of(text)
    assert all(word.isalnum() for word in words_of(text))
