"""Plain words are read by a second person like law: any other word asks for another reading, nothing else does."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from content.module import Card
from content.readings import Reading
from content.text.redating import redate_rule
from models.catalogue import attestations, coming_into_force, documents, drafts
from models.catalogue.attestations import cards_in_plain, rules_in_plain, vouching
from models.catalogue.documents import RULES as RULES_YAML
from models.directory.entries import entries_in_plain
from models.ground.store import Store
from models.studio import entry_publishing, publishing, reviewing
from models.studio.reviewing import OwnText
from models.tables.attestations import AttestationKind
from models.tables.documents import VersionChange
from tests.builders import MONDAY, RULES, module, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries

AUTHOR, READER = uuid4(), uuid4()
OTHER = RULES.removeprefix("rules:\n").replace("id: duree", "id: autre")
WORDS = '    plain: {fr: "Deux ans au plus.", nl: "Hoogstens twee jaar."}\n'
TEXT = f"{RULES}{WORDS}\n{OTHER}{WORDS}"
PART = "Lisez.\n\n### Pour la personne\n\nAppelez Actiris."


@pytest.fixture
def taught(empty_store: Store) -> Store:
    """A house with two rules and a card that have plain words, from a pack: nobody of the house has read them."""
    with empty_store.writing() as db:
        told = replace(module(), cards=(Card("Une carte", PART),))
        coming_into_force.load_pack(db, replace(small_pack(told), rules=TEXT), MONDAY)
    return empty_store


def vouched(store: Store, language: str = "fr") -> dict[str, bool]:
    with store.reading() as db:
        said = {one.rule.id: one.said for one in rules_in_plain(db, language, READ_ON)}
        said |= {one.slug: one.said for one in cards_in_plain(db, language, READ_ON)}
        said |= {one.id: one.said for one in entries_in_plain(db, language, READ_ON)}
        return {name: vouching(db, part) is not None for name, part in said.items()}


def publish(db: Session, text: str, document_id: str = RULES_YAML, by: UUID = AUTHOR) -> None:
    publishing.publish(db, documents.document_of(db, document_id), text, VersionChange.WORDING, MONDAY, by)


def read(store: Store, document_id: str, by: UUID = READER) -> None:
    with store.writing() as db:
        document = documents.document_of(db, document_id)
        reviewing.read_in_force(db, document, AttestationKind.PLAIN, MONDAY, by)


def test_what_a_pack_brings_is_read_by_somebody_here(taught: Store) -> None:
    assert vouched(taught) == {"duree": False, "autre": False, "une-carte": False}
    read(taught, RULES_YAML)
    assert vouched(taught) == {"duree": True, "autre": True, "une-carte": False}
    read(taught, "ecouter")
    assert vouched(taught)["une-carte"]


def test_other_words_ask_for_another_reading_in_their_language_alone(taught: Store) -> None:
    read(taught, RULES_YAML)
    with taught.writing() as db:
        publish(db, TEXT.replace("Deux ans", "Vingt-quatre mois", 1))
    assert vouched(taught) == {"duree": False, "autre": True, "une-carte": False}
    assert vouched(taught, "nl") == {"duree": True, "autre": True}
    read(taught, RULES_YAML)
    assert vouched(taught)["duree"]


def test_words_that_are_put_back_and_another_day_or_name_take_no_reading_away(taught: Store) -> None:
    read(taught, RULES_YAML)
    with taught.writing() as db:
        publish(db, TEXT.replace("Deux ans", "Trois ans", 1))
        publish(db, TEXT)
        publish(db, redate_rule(TEXT, "duree", date(2028, 1, 1), Reading(READ_ON)).replace("fr: Durée", "fr: La durée"))
    assert vouched(taught)["duree"]


def test_whoever_published_them_is_not_their_second_reader(taught: Store) -> None:
    with taught.writing() as db:
        publish(db, TEXT.replace("Deux ans", "Vingt-quatre mois"))
    with pytest.raises(OwnText):
        read(taught, RULES_YAML, by=AUTHOR)
    assert not any(vouched(taught).values())


def test_approving_a_text_is_the_second_reading_of_its_plain_words(taught: Store) -> None:
    with taught.writing() as db:
        document = documents.document_of(db, RULES_YAML)
        drafts.save_draft(db, document, TEXT.replace("Deux ans", "Vingt-quatre mois"), MONDAY, AUTHOR)
        review = reviewing.ask(db, document, VersionChange.WORDING, MONDAY, AUTHOR)
        reviewing.approve(db, review, MONDAY, READER)
        assert attestations.unread(db, attestations.parts_of(document, review.text, AttestationKind.PLAIN)) == []
    assert vouched(taught) == {"duree": True, "autre": True, "une-carte": False}


def test_facts_that_are_read_again_leave_the_words_of_an_entry_read(taught: Store) -> None:
    with taught.writing() as db:
        publish_entries(db, entry("ecoute", plain={"fr": "Parlez ici."}, topics=()), by=AUTHOR)
    assert vouched(taught)["ecoute"] is False
    read(taught, "entry:ecoute")
    with taught.writing() as db:
        entry_publishing.reread_facts(db, "ecoute", None, Reading(date(2026, 11, 25)), "Service emploi", MONDAY, READER)
    assert vouched(taught)["ecoute"]
    with taught.writing() as db:
        publish_entries(db, entry("ecoute", plain={"fr": "Venez ici."}, topics=()), by=AUTHOR)
    assert vouched(taught)["ecoute"] is False


def test_the_words_of_another_card_take_no_reading_away(taught: Store) -> None:
    read(taught, "ecouter")
    text = documents_text(taught, "ecouter")
    with taught.writing() as db:
        publish(db, text.replace("Lisez.", "Lisez bien."), "ecouter")
    assert vouched(taught)["une-carte"]
    with taught.writing() as db:
        publish(db, text.replace("Appelez Actiris.", "Écrivez à Actiris."), "ecouter")
    assert not vouched(taught)["une-carte"]


def documents_text(store: Store, document_id: str) -> str:
    with store.reading() as db:
        return documents.published_text(db, documents.document_of(db, document_id)) or ""
