"""What rules and cards say in plain words: those in force on the day, in the language that they are written in."""

from dataclasses import replace
from datetime import date

import pytest

from content.errors import BrokenText, Severity
from content.module import Card
from models.catalogue import coming_into_force, documents, draft_reading
from models.catalogue.attestations import cards_in_plain, rules_in_plain, vouched
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import VersionChange
from tests.builders import MONDAY, RULES, in_dutch, module, small_pack, with_translations
from tests.directory.published_entries import entry, publish_entries
from tests.site.pages.test_queries import counted

TODAY = MONDAY.date()
TWO = '    plain: {fr: "Deux ans au plus.", nl: "Hoogstens twee jaar."}\n'
PART = "Lisez.\n\n### Pour la personne\n\nAppelez **Actiris**."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULES, False),  # which has no plain words
        (RULES + TWO, True),
        (f"{RULES}{TWO}    valid_from: 2026-11-24\n", False),
        (f"{RULES}{TWO}    valid_from: 2026-11-23\n", True),
        (f"{RULES}{TWO}    valid_until: 2026-11-22\n", False),
        (f"{RULES}{TWO}    valid_until: 2026-11-23\n", True),
        (RULES.replace("en vigueur", "annoncé") + TWO, False),
        (RULES.replace("en vigueur", "suspendu") + TWO, True),
        (RULES.replace("en vigueur", "annulé") + TWO, False),
    ],
)
def test_a_rule_is_said_in_the_languages_in_which_it_is_written_while_one_can_act_on_it(
    empty_store: Store, text: str, said: bool
) -> None:
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, replace(small_pack(), rules=text), MONDAY)
        words = {
            language: [one.words for one in rules_in_plain(db, language, TODAY)] for language in ("fr", "nl", "en")
        }
    assert words == {"fr": ["Deux ans au plus."] * said, "nl": ["Hoogstens twee jaar."] * said, "en": []}


def test_a_card_says_its_plain_part_in_its_own_language_while_its_module_holds(empty_store: Store) -> None:
    told = replace(module(), cards=(Card("Une carte", "Sans."), Card("L'autre", PART)), valid_until=TODAY)
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, small_pack(told), MONDAY)
    with empty_store.reading() as db:
        (said,) = cards_in_plain(db, "fr", TODAY)
        assert (said.module.id, said.slug, said.words) == ("ecouter", "l-autre", "Appelez **Actiris**.")
        assert cards_in_plain(db, "nl", TODAY) == []
        assert cards_in_plain(db, "fr", date(2026, 11, 24)) == []


def test_the_plain_part_of_a_translation_is_said_in_its_language(empty_store: Store) -> None:
    original = module(cards=1)
    translation = in_dutch(original, cards=(Card("Kaart", PART.replace("Pour la personne", "Voor de persoon")),))
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, with_translations(translation, modules=(original,)), MONDAY)
    with empty_store.reading() as db:
        assert [one.language for one in cards_in_plain(db, "nl", TODAY)] == ["nl"]
        assert cards_in_plain(db, "fr", TODAY) == []


def test_what_is_published_and_what_was_read_is_asked_for_once_whatever_is_said(empty_store: Store) -> None:
    with empty_store.writing() as db:
        told = replace(module(), cards=(Card("L'autre", PART),))
        coming_into_force.load_pack(db, replace(small_pack(told), rules=RULES + TWO), MONDAY)
    for _ in range(2):  # the first of a process learns what is kept
        with empty_store.reading() as db, counted(empty_store) as sent:
            vouched(db, rules_in_plain(db, "fr", TODAY))
            vouched(db, cards_in_plain(db, "fr", TODAY))
    assert len(sent) == 2


def test_what_is_too_long_is_not_published_and_what_is_in_one_language_is_advised_on(empty_store: Store) -> None:
    long = f'{RULES}    plain: {{fr: "{"mot " * 16}.", nl: Bel.}}\n'
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        rules = documents.document_of(db, "rules.yaml")
        with pytest.raises(BrokenText, match="quinze mots au plus"):
            publishing.publish(db, rules, long, VersionChange.WORDING, MONDAY, None)
        one = f"{RULES}    plain: {{fr: Appelez.}}\n"
        (advice,) = draft_reading.advice(db, rules, one)
        assert (advice.severity, advice.line) == (Severity.ADVICE, 10)
        assert draft_reading.advice(db, rules, RULES + TWO) == []


def test_an_entry_whose_words_are_too_long_is_not_published_either(empty_store: Store) -> None:
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        with pytest.raises(BrokenText, match="quinze mots au plus"):
            publish_entries(db, entry(plain={"fr": "mot " * 16 + "."}))
        publish_entries(db, entry(plain={"fr": "Appelez."}))
        document = documents.document_of(db, "entry:ecoute")
        assert len(draft_reading.advice(db, document, documents.published_text(db, document) or "")) == 1
