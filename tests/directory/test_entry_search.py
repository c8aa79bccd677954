"""Finding entries by words, by meaning, by what they offer: the same on both databases; nothing where nothing fits."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryKind
from content.strings.words import fold
from models.catalogue import coming_into_force
from models.directory import entry_index, entry_search, fact_belief, use_and_answers
from models.directory.entry_search import ON_A_PAGE, EntryFilters, FoundEntries
from models.ground import concepts, counts, search, search_index
from models.ground.anonymity import FEWEST
from models.ground.counts import WEEK
from models.ground.search import ENTRIES
from models.ground.store import Store
from models.tables.directory import FactRereading
from models.tables.documents import Document, Version
from models.tables.search import SearchEntry, SearchKind
from tests.builders import MONDAY
from tests.directory.published_entries import READ_ON, confidential, entry, fact, publish_entries
from tests.topics import TOPIC, pack_with_topics

THESAURUS = concepts.thesaurus()


def reached(commune: str = "", telephone: str = "", **values: object) -> object:
    said = {name: value for name, value in {"commune": commune, "telephone": telephone, **values}.items() if value}
    return fact(EntryFactKind.REACH, **said)  # type: ignore[arg-type]


def named(entry_id: str, name: str, said: str = "Rien de plus", **changed: object) -> DirectoryEntry:
    """An entry of that name, of which only one more thing is said."""
    reach = changed.pop("reach", reached("Uccle", "02 000 00 00", langues=("fr",)))
    facts = (fact(EntryFactKind.NAME, name), fact(EntryFactKind.DESCRIPTION, said), reach)
    return entry(entry_id, facts=facts, **changed)


def filled(store: Store, *entries: DirectoryEntry) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, *entries)
    return store


def found(store: Store, sought: str = "", language: str = "fr", after: str = "", **filters: object) -> FoundEntries:
    with store.reading() as db:
        return entry_search.find(db, sought, language, EntryFilters(**filters), READ_ON, after)  # type: ignore[arg-type]


def ids(page: FoundEntries) -> list[str]:
    return [one.id for one in page.entries]


def understood(store: Store, near: Mapping[str, str]) -> None:
    """What a worker writes of entries: each by id, and a word whose concept it is clearly near to."""
    made = search_index.nearness_made_with(THESAURUS.version, "e5")
    with store.writing() as db:
        for one in db.scalars(select(SearchEntry).where(SearchEntry.kind == SearchKind.ENTRY)):
            word = near.get(one.key.removeprefix("entry:"))
            weights = {concept: 4.0 for concept in concepts.meant([fold(word)], "fr", THESAURUS)} if word else {}
            one.lease_until = MONDAY + search_index.LEASE
            db.flush()
            search_index.keep_nearness(db, made, MONDAY, {one.id: weights})


@pytest.mark.dialects
def test_an_entry_is_found_by_its_words_in_the_readers_language(store: Store) -> None:
    filled(store, entry("ecoute"), named("pain", "Colis de nourriture"))
    assert ids(found(store, "perte d'emploi")) == ["ecoute"]
    assert ids(found(store, "jobverlies", "nl")) == ["ecoute"]
    assert ids(found(store, "colis")) == ["pain"]
    assert ids(found(store, "colsi")) == ["pain"]


@pytest.mark.dialects
def test_each_filter_leaves_what_offers_that_and_all_of_them_hold_at_once(store: Store) -> None:
    spoken = reached("Jette", "02 111 11 11", langues=("fr", "ar"), interprete="oui")
    filled(
        store,
        named("un", "Premier", reach=spoken, topics=(TOPIC.id,)),
        named("deux", "Second", reach=reached("Uccle", langues=("fr",))),
        named("outil", "Troisième", kind=EntryKind.TOOL),
    )
    assert ids(found(store, language="fr", kind="tool")) == ["outil"]
    assert ids(found(store, by_telephone=True)) == ["outil", "un"]
    assert ids(found(store, with_interpreter=True)) == ["un"]
    assert ids(found(store, without_account=True)) == ["deux", "un"]
    assert ids(found(store, commune="Uccle")) == ["deux", "outil"]
    assert ids(found(store, topic=TOPIC.id)) == ["un"]
    with store.reading() as db:
        arabic = entry_search.find(db, "", "fr", EntryFilters(language="ar"), READ_ON)
    assert ids(arabic) == ["un"]
    assert ids(found(store, commune="Jette", by_telephone=True, topic=TOPIC.id)) == ["un"]
    assert ids(found(store, commune="Uccle", with_interpreter=True)) == []
    assert ids(found(store, "premier", commune="Uccle")) == []
    assert ids(found(store, "premier", commune="Jette")) == ["un"]


def test_what_there_is_to_filter_by_follows_what_is_published(store: Store) -> None:
    filled(store, named("un", "Premier", reach=reached("Jette", langues=("ar",)), topics=(TOPIC.id,)))
    with store.reading() as db:
        choices = entry_search.choices(db)
    assert (choices.kinds, choices.languages, choices.communes) == ({"service": 1}, ["ar"], ["Jette"])
    assert choices.topics == {TOPIC.id}
    with store.writing() as db:
        publish_entries(db, confidential(), named("deux", "Second", kind=EntryKind.TOOL))
    with store.reading() as db:
        assert entry_search.choices(db).kinds == {"service": 2, "tool": 1}
    with store.writing() as db:
        entry_index.retire(db, db.get_one(Document, "entry:un"))
    with store.reading() as db:
        assert (entry_search.choices(db).communes, entry_search.choices(db).topics) == (
            ["Saint-Gilles", "Uccle"],
            frozenset(),
        )


def test_a_list_goes_on_after_its_last_entry_until_there_is_no_more(store: Store) -> None:
    numbers = [f"entree-{number:02}" for number in range(2 * ON_A_PAGE + 3)]
    filled(store, *(named(one, "Le même nom") for one in numbers))
    first = found(store)
    second = found(store, after=first.following or "")
    third = found(store, after=second.following or "")
    assert [*ids(first), *ids(second), *ids(third)] == numbers
    assert (len(first.entries), len(third.entries), third.following) == (ON_A_PAGE, 3, None)


def test_what_words_find_goes_on_once_and_says_nothing_twice(store: Store) -> None:
    filled(store, *(named(f"entree-{number:02}", "Le même nom") for number in range(2 * ON_A_PAGE + 3)))
    first = found(store, "nom")
    second = found(store, "nom", after=first.following or "")
    assert (len(first.entries), len(second.entries), second.following) == (ON_A_PAGE, ON_A_PAGE, None)
    assert not {*ids(first)} & {*ids(second)}
    assert ids(found(store, "nom", after="nulle-part")) == ids(first)


@pytest.mark.dialects
def test_what_holds_little_of_what_the_words_tell_is_not_shown(store: Store) -> None:
    filled(store, named("jeux", "Prêt de jeux", "Emporter des jeux le samedi"))
    assert ids(found(store, "emporter jeux vélo")) == ["jeux"]
    assert ids(found(store, "réparer un vélo le samedi")) == []
    assert ids(found(store, "jeux vélo camion")) == []
    assert ids(found(store, "piscine")) == []


@pytest.mark.dialects
def test_an_entry_is_found_by_what_it_means_where_it_is_clearly_near(store: Store) -> None:
    filled(store, named("ligne", "Une voix au téléphone"), named("jeux", "Prêt de jeux"))
    understood(store, {"ligne": "colère"})
    page = found(store, "furie")
    assert ids(page) == ["ligne"]
    assert page.ranking is not None
    assert page.ranking.by_meaning
    assert ids(found(store, "woede", "nl")) == ["ligne"]
    assert ids(found(store, "furie", kind="tool")) == []
    # One word in three names what it is near to.
    assert ids(found(store, "furie piscine voilier")) == []


def test_a_directory_of_any_size_leaves_cards_their_place_in_the_search_over_everything(store: Store) -> None:
    filled(store, *(named(f"entree-{number:02}", "Parler d'une carte") for number in range(30)))
    with store.reading() as db:
        kinds = [hit.entry.kind for hit in search.find(db, "carte", "fr").hits]
    assert kinds.count(SearchKind.ENTRY) == ENTRIES
    assert SearchKind.CARD in kinds


def test_rates_are_learned_again_once_something_was_read_again(store: Store) -> None:
    filled(store, entry())
    with store.reading() as db:
        before, again = fact_belief.rates(db), fact_belief.rates(db)
    assert before is again
    with store.writing() as db:
        version = db.scalar(select(Version.id).where(Version.document_id == "entry:ecoute"))
        db.add(FactRereading(version_id=version, place=90, kind="reach", days=30, changed=True))
    with store.reading() as db:
        assert fact_belief.rates(db).of("reach") > before.of("reach")


def test_what_a_rolled_back_session_has_read_again_teaches_nobody(store: Store) -> None:
    filled(store, entry())
    with store.writing() as db:
        version = db.scalar(select(Version.id).where(Version.document_id == "entry:ecoute"))
        db.add(FactRereading(version_id=version, place=90, kind="reach", days=30, changed=True))
        db.flush()
        fast = fact_belief.rates(db).of("reach")
        db.rollback()
    with store.reading() as db:
        assert fact_belief.rates(db).of("reach") < fast


def test_what_was_not_found_is_told_of_weeks_that_are_over_and_never_of_a_few(store: Store) -> None:
    filled(store)
    with store.writing() as db:
        for week, number in ((0, 9), (1, FEWEST), (2, FEWEST - 1)):
            for _ in range(number):
                use_and_answers.count_unmet(db, TOPIC, READ_ON - week * WEEK)
        (told,) = use_and_answers.unmet_lately(db, READ_ON)
        assert told.topic.id == TOPIC.id
        assert [one.number for one in told.weeks] == [FEWEST, None]
        counts.forget_old_weeks(db, MONDAY + 60 * WEEK)
        assert use_and_answers.unmet_lately(db, READ_ON) == []
