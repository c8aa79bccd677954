"""What stands under something else: two entries at most, those that answer the telephone before the others."""

from dataclasses import replace
from datetime import timedelta

from content.directory.entry import EntryFactKind, EntryKind
from models.catalogue import coming_into_force
from models.directory import entries, fact_belief
from models.freshness import Freshness
from models.ground.store import Store
from models.tables.directory import ListedEntry, ListedFact
from tests.builders import MONDAY, module
from tests.directory.published_entries import READ_ON, entry, fact, publish_entries
from tests.topics import TOPIC, pack_with_topics

DAY = timedelta(days=1)


def publish(store: Store, *changed: tuple[str, dict[str, object]]) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, *(replace(entry(name), **fields) for name, fields in changed))


def tied(store: Store, **wanted: list[str]) -> list[str]:
    with store.reading() as db:
        return [one.id for one in entries.tied(db, READ_ON, **wanted)]


NOWHERE: dict[str, object] = {"topics": (), "skills": (), "rules": ()}
SILENT = (fact(EntryFactKind.NAME, "Sans téléphone"), fact(EntryFactKind.CONDITIONS, "Habiter Bruxelles"))


def test_a_shared_rule_weighs_more_than_a_topic_and_a_topic_more_than_a_skill(store: Store) -> None:
    publish(
        store,
        ("a-skill", {**NOWHERE, "skills": ("frame.role",)}),
        ("b-topic", {**NOWHERE, "topics": ("garde",)}),
        ("c-rule", {**NOWHERE, "rules": ("duree",)}),
    )
    assert tied(store, topics=["garde"], skills=["frame.role"], rules=["duree"]) == ["c-rule", "b-topic"]
    assert tied(store, topics=["garde"], skills=["frame.role"]) == ["b-topic", "a-skill"]


def test_what_can_be_rung_comes_first_nothing_where_nothing_is_tied_and_what_is_listed_as_it_was_asked_for(
    store: Store,
) -> None:
    publish(store, ("muet", {"facts": SILENT, "topics": ("garde",)}), ("repond", {}), ("ecoute", NOWHERE))
    assert tied(store, rules=["duree"], topics=["garde"]) == ["repond", "muet"]
    assert (tied(store), tied(store, rules=["autre"], topics=["sante"])) == ([], [])
    with store.reading() as db:
        listed = [db.get_one(ListedEntry, f"entry:{name}") for name in ("repond", "ecoute", "muet")]
        assert [one.id for one in entries.in_place(db, listed, READ_ON)] == ["repond", "ecoute", "muet"]
        assert entries.in_place(db, [], READ_ON) == []


def test_what_was_named_first_comes_first_whatever_it_is_and_what_is_tied_is_to_be_rung(store: Store) -> None:
    publish(
        store,
        ("liee", {"rules": ("duree",)}),
        ("nommee", {**NOWHERE, "facts": SILENT}),
        ("mesure", {"kind": EntryKind.MEASURE}),
    )
    first = ["entry:nommee", "entry:disparue"]
    assert tied(store, rules=["duree"], first=["entry:mesure", *first]) == ["mesure", "nommee"]
    with store.reading() as db:
        found = entries.tied(db, READ_ON, rules=["duree"], first=first, to_ring=True)
        assert [one.id for one in found] == ["nommee", "liee"]


def test_what_is_for_people_in_danger_is_near_to_nothing_and_there_only_where_it_is_named(store: Store) -> None:
    publish(store, ("urgence", {"emergency": True}), ("ecoute", {}))
    assert tied(store, rules=["duree"], topics=["garde"], skills=["listen.active"]) == ["ecoute"]
    assert tied(store, rules=["duree"], first=["entry:urgence"]) == ["urgence", "ecoute"]


def test_a_topic_has_its_own_services_measures_and_tools_to_be_rung_or_not(store: Store) -> None:
    own: dict[str, object] = {**NOWHERE, "topics": ("garde",)}
    online = (SILENT[0], fact(EntryFactKind.ONLINE, lien_mobilisation="https://exemple.be/", compte="non"))
    with_account = fact(EntryFactKind.ONLINE, lien_mobilisation="https://exemple.be/", compte="oui")
    publish(
        store,
        *((f"service-{number}", own) for number in range(4)),
        ("a-muet", {**own, "facts": SILENT}),
        ("mesure", {**own, "kind": EntryKind.MEASURE, "facts": SILENT, "rules": ("duree",)}),
        ("outil", {**own, "kind": EntryKind.TOOL, "facts": online}),
        ("a-compte", {**own, "kind": EntryKind.TOOL, "facts": (SILENT[0], with_account)}),
        ("ailleurs", NOWHERE),
    )
    with store.reading() as db:
        found = [one.id for one in entries.of_topic(db, TOPIC, READ_ON)]
    assert found == ["service-0", "service-1", "service-2", "mesure", "outil"]


def test_a_topic_shows_what_is_for_people_in_danger_unless_its_name_says_another_danger(store: Store) -> None:
    own: dict[str, object] = {**NOWHERE, "topics": ("garde",), "emergency": True}
    line = (fact(EntryFactKind.NAME, "Ligne de prévention du suicide"), *entry().facts[1:])
    publish(store, ("nuit", own), ("ligne", {**own, "facts": line}))
    with store.reading() as db:
        assert [one.id for one in entries.of_topic(db, TOPIC, READ_ON)] == ["nuit"]
        about_it = replace(TOPIC, name={"fr": "Le suicide", "nl": "Zelfdoding", "en": "Suicide"})
        assert [one.id for one in entries.of_topic(db, about_it, READ_ON)] == ["ligne", "nuit"]


def test_a_telephone_that_is_old_comes_last_and_so_does_its_word(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, entry("a-vieille", READ_ON - 800 * DAY), entry("b-relue"))
    with store.reading() as db:
        found = entries.tied(db, READ_ON, rules=["duree"])
        assert [(one.id, one.state and one.state.word) for one in found] == [
            ("b-relue", Freshness.RECENT),
            ("a-vieille", Freshness.OLD),
        ]


def test_the_word_is_of_the_first_way_to_reach_it_and_knows_of_its_page(store: Store) -> None:
    two = (*entry().facts, fact(EntryFactKind.REACH, telephone="02 111 11 11", read_on=READ_ON - 800 * DAY))
    publish(store, ("ecoute", {"facts": two}))
    with store.writing() as db:
        (one,) = entries.tied(db, READ_ON, rules=["duree"])
        assert one.state
        assert (one.listed.telephone, one.state.word) == ("02 000 00 00", Freshness.RECENT)
        reached = db.query(ListedFact).filter_by(place=2).one()
        fact_belief.doubt(db, "entry:ecoute", reached.fingerprint, MONDAY)
        db.flush()
        (doubted,) = entries.tied(db, READ_ON, rules=["duree"])
        assert doubted.state
        assert (doubted.state.word, doubted.state.page_changed) == (Freshness.CHECK, True)


def test_of_a_module_those_that_share_what_it_teaches_and_cites(store: Store) -> None:
    publish(store, ("cite", {**NOWHERE, "rules": ("duree",)}), ("enseigne", {**NOWHERE, "skills": ("listen.active",)}))
    with store.reading() as db:
        found = entries.of_module(db, module("ecouter", ("listen.active",), cites=("duree",)), READ_ON)
        assert [one.id for one in found] == ["cite", "enseigne"]
        assert entries.of_module(db, module("cadre", ("frame.role",)), READ_ON) == []
