"""« Mesures en vigueur »: what holds today, by who decides, with the dates of the rules and what comes next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.directory.entry import DirectoryEntry, EntryBlank, EntryFactKind, EntryKind
from content.rules import RuleState
from models.catalogue import coming_into_force, documents
from models.catalogue.documents import RULES as RULES_DOCUMENT
from models.community.benefits import BenefitInForce, BenefitsToday, benefits_on
from models.ground.store import Store
from models.studio import publishing
from models.studio.rule_changes import deciding
from models.studio.rule_changes.deciding import Wanted
from models.tables.documents import VersionChange
from tests.builders import MONDAY, RULES, small_pack
from tests.directory.published_entries import READ_ON, entry, fact, publish_entries
from tests.studio.rule_changes.made_changes import trainer
from tests.watchers.mornings import tell

DAY = timedelta(days=1)
OTHER = """\
  - id: article-60
    name: {fr: Article 60, nl: Artikel 60, en: Article 60}
    authority: CPAS
    address: https://example.org/60
    scope: Belgique
    state: en vigueur
    read_on: 2026-11-20
    review_by: 2027-05-20
"""
FOR_WHOM = fact(EntryFactKind.AUDIENCE, "Qui a droit à l'aide", "Wie recht heeft op steun")


@pytest.fixture
def store(empty_store: Store) -> Store:
    return empty_store


def measure(name: str = "mesure", *rules: str, **changed: object) -> DirectoryEntry:
    made = replace(entry(name), kind=EntryKind.MEASURE, rules=rules or ("duree",), skills=())
    return replace(made, **{"facts": (*made.facts, FOR_WHOM), **changed})  # type: ignore[arg-type]


def load(store: Store, *entries: DirectoryEntry, rules: str = RULES + OTHER) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, replace(small_pack(), rules=rules), MONDAY)
        publish_entries(db, *entries)


def forget_rule(store: Store) -> None:
    """Publish the rules without the first."""
    with store.writing() as db:
        document = documents.document_of(db, RULES_DOCUMENT)
        publishing.publish(db, document, "rules:\n" + OTHER, VersionChange.MEANING, MONDAY, by=None)


def today(store: Store, day: date = READ_ON) -> BenefitsToday:
    with store.reading() as db:
        return benefits_on(db, day)


def told(found: BenefitsToday) -> list[tuple[str, list[str]]]:
    return [(authority, [one.names["fr"] for one in some]) for authority, some in found.by_authority]


def only(found: BenefitsToday) -> BenefitInForce:
    (one,) = [one for _, some in found.by_authority for one in some if one.entry_id]
    return one


def test_measures_and_the_rules_that_none_tells_stand_under_who_decides(store: Store) -> None:
    load(store, measure())
    assert told(today(store)) == [("CPAS", ["Article 60"]), ("ONEM", ["Écoute mesure"])]


def test_the_measures_of_one_who_decides_stand_by_their_ids_in_whatever_order_they_came(store: Store) -> None:
    load(store, measure("prime"), measure("article"))
    shown = [one.entry_id for _, those in today(store).by_authority for one in those]
    assert list(filter(None, shown)) == ["article", "prime"]


def test_a_measure_says_for_whom_and_the_dates_of_its_rules(store: Store) -> None:
    load(store, measure("mesure", "article-60", "duree"))
    one = only(today(store))
    assert (one.decided_by, one.entry_id, one.audience["nl"]) == ("CPAS", "mesure", "Wie recht heeft op steun")
    assert [(each.rule.id, each.rule.read_on) for each in one.rules] == [
        ("article-60", date(2026, 11, 20)),
        ("duree", date(2026, 11, 23)),
    ]


def test_a_service_on_the_same_rule_is_no_measure(store: Store) -> None:
    load(store, entry("service", rules=("duree",)))
    assert told(today(store)) == [("CPAS", ["Article 60"]), ("ONEM", ["Durée"])]


def test_for_whom_is_empty_where_nobody_has_read_it(store: Store) -> None:
    for audience in [(), (replace(FOR_WHOM, blank=EntryBlank.UNREAD, values={}),)]:
        load(store, measure(facts=(*entry("mesure").facts, *audience)))
        assert only(today(store)).audience == {}


def test_what_has_ended_and_what_is_only_announced_are_not_in_force(store: Store) -> None:
    ended = RULES + "    valid_until: 2026-11-23\n" + OTHER.replace("en vigueur", "annoncé")
    load(store, measure(), measure("annoncee", "article-60"), rules=ended)
    assert told(today(store)) == [("ONEM", ["Écoute mesure"])]
    assert told(today(store, READ_ON + DAY)) == []


def test_a_measure_stays_while_one_of_its_rules_holds(store: Store) -> None:
    load(store, measure("mesure", "duree", "article-60"), rules=RULES + "    valid_until: 2026-11-23\n" + OTHER)
    later = only(today(store, READ_ON + DAY))
    assert (later.decided_by, [one.rule.id for one in later.rules]) == ("CPAS", ["article-60"])


def test_without_any_rule_that_is_known_it_stands_under_its_organisation_and_nobody_has_read_it(store: Store) -> None:
    load(store, measure())
    forget_rule(store)
    one = only(today(store))
    assert (one.decided_by, one.rules) == ("Maison du quartier", [])


def test_what_comes_next_is_what_was_accepted_for_the_first_day_to_come(store: Store) -> None:
    load(store, measure())
    story = tell(store, "Deux règles changent", MONDAY)
    with store.writing() as db:
        author, reader = (trainer(db, name) for name in ("Ana", "Bea"))
        for rule, day in (("duree", date(2027, 1, 1)), ("article-60", date(2027, 7, 1))):
            wanted = Wanted(rule, RuleState.IN_FORCE, "https://onem.example/a", day, untouched="", cited=0)
            deciding.accept(db, deciding.propose(db, story, wanted, MONDAY, author), MONDAY, reader)
        soon = date(2026, 12, 1)
        waiting = Wanted("duree", RuleState.IN_FORCE, "https://onem.example/b", soon, untouched="", cited=0)
        deciding.propose(db, story, waiting, MONDAY, author)
    found = today(store)
    assert (found.changes_on, [one.change.rule_id for one in found.changes]) == (date(2027, 1, 1), ["duree"])
    coming = only(found).rules[0].coming
    assert coming
    assert coming.change.holds_from == date(2027, 1, 1)
    assert today(store, date(2027, 7, 1)).changes_on is None
