"""What a page says on a day: what is in force or decided, in plain words, and nothing that is no longer there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.rules import RuleState
from models.catalogue import coming_into_force
from models.community import page_today
from models.community.page_text import PageText
from models.community.page_today import MOST_CHANGES, HowChanged, PageToday, page_on
from models.ground.store import Store
from models.studio.rule_changes import deciding, effective_day
from models.tables.public_pages import Meeting, PageKind, PublicPage
from tests.builders import MONDAY, RULES, set_up
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.directory.tested_tools import tool
from tests.plain_words import vouch_for_all
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, NEW_YEAR, Team
from tests.topics import pack_with_topics
from tests.watchers.mornings import ON_ONE_DATABASE

PLAIN = '    plain: {fr: "Deux ans au plus.", nl: "Hoogstens twee jaar."}\n'
WORDS = {"fr": "Vous pouvez en parler ici.", "nl": "U kunt hier praten."}
TEXT = PageText("Équipe emploi", topics=("garde",), entries=("ecoute", "mesure"))

pytestmark = ON_ONE_DATABASE


def with_rules(store: Store, text: str) -> None:
    set_up(store, replace(pack_with_topics(), rules=text))
    with store.writing() as db:
        vouch_for_all(db)


def page(
    store: Store, at: datetime = MONDAY, text: PageText = TEXT, language: str = "fr", number: int = 1
) -> PageToday:
    with store.reading() as db:
        effective_day.read_on_day(db, at)
        return page_on(db, number, text, language, at)


def told(store: Store, at: datetime = MONDAY) -> list[tuple[HowChanged, date, bool]]:
    """How each rule changes, on which day, and whether its words stand with it."""
    return [(one.how, one.day, one.words is not None) for one in page(store, at).changes]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("", []),
        ("valid_from: 2026-11-23", [(HowChanged.HOLDS, date(2026, 11, 23), True)]),
        ("valid_from: 2026-09-24", [(HowChanged.HOLDS, date(2026, 9, 24), True)]),
        ("valid_from: 2026-09-23", []),
        ("valid_from: 2027-01-01", [(HowChanged.WILL_HOLD, NEW_YEAR, True)]),
        ("valid_from: 2027-06-01", []),
        ("valid_until: 2026-11-22", [(HowChanged.ENDED, date(2026, 11, 23), False)]),
        ("valid_until: 2026-06-30", []),
        ("valid_until: 2026-12-31", []),
    ],
)
def test_a_rule_is_told_when_it_has_changed_lately_or_is_about_to(
    empty_store: Store, fields: str, said: list[tuple[HowChanged, date, bool]]
) -> None:
    with_rules(empty_store, f"{RULES}{PLAIN}    {fields}\n")
    assert told(empty_store) == said


@pytest.mark.parametrize(("state", "said"), [("annoncé", 0), ("adopté", 0), ("publié", 1), ("annulé", 0)])
def test_what_is_only_announced_or_adopted_is_not_told(empty_store: Store, state: str, said: int) -> None:
    with_rules(empty_store, RULES.replace("en vigueur", state) + PLAIN + "    valid_from: 2027-01-01\n")
    assert len(told(empty_store)) == said


def test_a_rule_without_plain_words_is_absent_however_it_changes(empty_store: Store) -> None:
    with_rules(empty_store, f"{RULES}    valid_from: 2026-11-23\n")
    assert told(empty_store) == []


def changing(store: Store, state: RuleState = RuleState.IN_FORCE) -> Callable[[Session], None]:
    """Have an accepted change of the rule wait for the new year; returns what takes it back."""
    with_rules(store, RULES + PLAIN)
    team = Team(store)
    with store.writing() as db:
        change = team.accepted(db, state=state)
    return lambda db: deciding.undo(db, db.merge(change), MONDAY, team.reader)


def test_a_decided_change_is_announced_without_words_and_then_told_with_those_of_its_day(empty_store: Store) -> None:
    changing(empty_store)
    assert told(empty_store) == told(empty_store, BEFORE) == [(HowChanged.WILL_CHANGE, NEW_YEAR, False)]
    assert told(empty_store, AFTER) == [(HowChanged.HOLDS, NEW_YEAR, True)]
    with empty_store.writing() as db:
        effective_day.take_effect(db, AFTER)
    assert told(empty_store, AFTER) == [(HowChanged.HOLDS, NEW_YEAR, True)]
    assert told(empty_store, AFTER + timedelta(days=61)) == []


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        (RuleState.SUSPENDED, HowChanged.WILL_CHANGE, HowChanged.SUSPENDED),
        (RuleState.CANCELLED, HowChanged.WILL_END, HowChanged.ENDED),
    ],
)
def test_of_what_is_suspended_or_ended_the_words_no_longer_stand(
    empty_store: Store, state: RuleState, before: HowChanged, after: HowChanged
) -> None:
    changing(empty_store, state)
    assert told(empty_store) == [(before, NEW_YEAR, False)]
    assert told(empty_store, AFTER) == [(after, NEW_YEAR, False)]


def test_a_change_that_is_taken_back_is_told_no_more(empty_store: Store) -> None:
    take_back = changing(empty_store)
    with empty_store.writing() as db:
        take_back(db)
    assert told(empty_store) == []


def test_the_latest_changes_come_first_and_are_six_at_most(empty_store: Store) -> None:
    one = RULES.removeprefix("rules:\n")
    many = [
        one.replace("id: duree", f"id: r{day}") + PLAIN + f"    valid_from: 2026-11-{day}\n" for day in range(10, 20)
    ]
    with_rules(empty_store, "rules:\n" + "".join(many))
    assert [change.rule.id for change in page(empty_store).changes] == [
        f"r{day}" for day in range(19, 19 - MOST_CHANGES, -1)
    ]


def test_chosen_topics_measures_and_services_stand_there_in_the_language_that_is_read(store: Store) -> None:
    measure = replace(entry("mesure", plain={"fr": "Une aide."}), kind=EntryKind.MEASURE)
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, entry("ecoute", plain=WORDS), measure, entry("autre", plain=WORDS))
        vouch_for_all(db)
    dutch = page(store, language="nl")
    assert [(one.name, len(one.lines)) for one in dutch.topics] == [("Garde (nl)", 5)]
    assert [(one.id, one.words, one.language) for one in dutch.services] == [("ecoute", WORDS["nl"], "nl")]
    assert [(one.id, one.words, one.language) for one in dutch.measures] == [("mesure", "Une aide.", "fr")]
    english = page(store, language="en")
    assert [(one.name, one.lines[0]) for one in english.topics] == [("Garde (en)", "À la commune (en)")]
    assert [one.language for one in english.services] == ["fr"]


def test_what_was_chosen_and_is_no_longer_fit_is_absent(store: Store) -> None:
    text = replace(TEXT, topics=("disparu",), entries=("ecoute", "outil", "refuge"))
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, entry("ecoute", plain=WORDS), replace(tool(), plain=WORDS))
        vouch_for_all(db)
    assert [one.id for one in page(store, text=text).services] == ["ecoute"]
    with store.writing() as db:
        publish_entries(db, entry("ecoute"), replace(confidential(), plain=WORDS))
    assert page(store, text=text)[1:] == ([], [], [], [])


def test_the_next_meetings_of_this_page_stand_there_with_those_that_are_cancelled(store: Store) -> None:
    hour = timedelta(hours=1)
    with store.writing() as db:
        pages = [PublicPage(address=name, kind=PageKind.TEAM) for name in ("une", "autre")]
        db.add_all(pages)
        db.flush()
        number, other = (one.id for one in pages)
        for uid, page_id, start in (
            ("demain", number, 24),
            ("hier", number, -2),
            ("ailleurs", other, 24),
            ("now", number, 0),
        ):
            when = {"starts_at": MONDAY + start * hour, "ends_at": MONDAY + (start + 1) * hour, "changed_at": MONDAY}
            cancelled = MONDAY if uid == "demain" else None
            db.add(Meeting(uid=uid, page_id=page_id, subject=uid, place="", link="x", cancelled_at=cancelled, **when))
    found = page(store, number=number).meetings
    assert [(one.subject, one.cancelled, one.online) for one in found] == [("now", False, True), ("demain", True, True)]
    assert page(store, MONDAY + 26 * hour, number=number).meetings == []


def test_a_page_without_anything_to_say_is_five_empty_blocks(store: Store) -> None:
    assert page(store, text=PageText("Équipe")) == PageToday([], [], [], [], [])
    assert timedelta(days=60) == page_today.LATELY


def test_words_that_no_second_person_has_read_stand_on_no_page(empty_store: Store) -> None:
    set_up(empty_store, replace(pack_with_topics(), rules=f"{RULES}{PLAIN}    valid_from: 2026-11-23\n"))
    with empty_store.writing() as db:
        publish_entries(db, entry("ecoute", plain=WORDS))
    assert (told(empty_store), page(empty_store).services) == ([], [])
    with empty_store.writing() as db:
        vouch_for_all(db)
    assert (len(told(empty_store)), len(page(empty_store).services)) == (1, 1)
