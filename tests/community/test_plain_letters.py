"""Plain letters: made of what has plain words today, corrected by what changes, told once to their author."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from content.errors import Invalid, NotFound
from models.community import plain_letters
from models.community.plain_letters import LetterGone
from models.ground.store import Store
from models.tables.plain_letters import PlainLetter
from tests.builders import MONDAY
from tests.community.letters import (
    CARD,
    EVERYTHING,
    HERE,
    PART,
    TODAY,
    WORDS,
    changes_of,
    furnish_letters,
    made,
    publish_card,
    publish_rules,
    retire_entry,
    rules_text,
)
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.plain_words import vouch_for_all
from tests.site.pages.test_queries import counted

DAY = timedelta(days=1)
LATER, TOMORROW = MONDAY + 3 * DAY, TODAY + DAY


@pytest.fixture(autouse=True)
def furnished(store: Store) -> None:
    with store.writing() as db:
        furnish_letters(db)


def letter_of(store: Store, learner_key: UUID, *picks: str, language: str = "fr") -> int:
    with store.writing() as db:
        return made(db, learner_key, *picks, language=language).id


def said(store: Store, letter_id: int, day: date = TODAY) -> list[str]:
    with store.reading() as db:
        return [one.title for one in plain_letters.as_shown(db, db.get_one(PlainLetter, letter_id), day).items]


def test_a_letter_says_what_was_picked_in_her_order_and_language(store: Store, learner_key: UUID) -> None:
    made_of = letter_of(store, learner_key, "entry:ecoute", "rule:duree", CARD)
    assert said(store, made_of) == ["Écoute ecoute", "La règle duree", "Fin de droit"]
    assert changes_of(store, made_of, TODAY) == []
    assert said(store, letter_of(store, learner_key, *EVERYTHING, language="nl")) == [
        "De regel duree",
        "Luisteren ecoute",
    ]
    for picks, language, refusal in [
        (["entry:refuge"], "fr", Invalid),
        (["entry:muette"], "fr", Invalid),
        (["rule:fond"], "fr", Invalid),
        ([CARD], "nl", Invalid),
        (["rule:duree"], "en", Invalid),
        (["rule:duree"], "x\ny", Invalid),
        (["nothing", "rule", ":", "rule:", "person:jean", "entry:../etc", "card:droits"], "fr", Invalid),
    ]:
        with store.writing() as db, pytest.raises(refusal):
            made(db, learner_key, *picks, language=language)


def test_nothing_of_what_it_says_is_kept_but_a_hash(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = made(db, learner_key)
        kept = str({column.key: getattr(row, column.key) for column in PlainLetter.__table__.columns})
    assert [word for word in ("règle", "Actiris", "02 000", "parler", "Écoute") if word in kept] == []
    assert all(len(one["words"]) == 32 for one in row.cites)


def test_a_letter_has_eight_parts_at_most(store: Store, learner_key: UUID) -> None:
    names = [f"lieu-{number}" for number in range(9)]
    with store.writing() as db:
        publish_entries(db, *(entry(name, plain=WORDS) for name in names))
        vouch_for_all(db)
        picks = [f"entry:{name}" for name in names]
        assert len(made(db, learner_key, *picks[:8], *picks[:8]).cites) == 8
        with pytest.raises(Invalid, match="Une lettre a huit parties au plus"):
            made(db, learner_key, *picks)


def test_beside_a_service_for_people_in_danger_stand_emergency_numbers(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish_entries(db, entry("ligne", plain=WORDS, emergency=True))
        vouch_for_all(db)
        letter = made(db, learner_key, "entry:urgence", "entry:ligne", "entry:ecoute")
        danger = [one.danger for one in plain_letters.as_shown(db, letter, TODAY).items]
    assert danger == [("En danger : le 101.",), ("En danger immédiat, appelez le 112.",), ()]


def other_rules(**fields: str) -> Callable[[Session], None]:
    return lambda db: publish_rules(db, rules_text({"duree": fields}), LATER)


def other_base(**fields: str) -> Callable[[Session], None]:
    return lambda db: publish_rules(db, rules_text({"fond": fields}), LATER)


def other_card(**fields: str) -> Callable[[Session], None]:
    return lambda db: publish_card(db, LATER, **fields)


def other_entry(**fields: object) -> Callable[[Session], None]:
    return lambda db: publish_entries(db, replace(entry("ecoute", plain=WORDS), **fields), at=LATER) and None  # type: ignore[arg-type]


RULE, BASE, SERVICE, TITLE = "La règle duree", "La règle fond", "Écoute ecoute", "Fin de droit"
SINCE = LATER.date()


@pytest.mark.parametrize(
    ("happens", "became"),
    [
        (other_rules(plain='{fr: "Un an.", nl: "Een jaar."}'), [(RULE, "changed", SINCE)]),
        (other_rules(authority="CAPAC"), [(RULE, "changed", SINCE)]),
        (other_rules(state="suspendu"), [(RULE, "suspended", SINCE)]),
        (other_rules(state="annulé"), [(RULE, "cancelled", SINCE)]),
        (other_rules(valid_until="2026-11-25"), [(RULE, "ended", date(2026, 11, 26))]),
        (other_base(state="suspendu"), [(BASE, "suspended", SINCE)]),
        (other_card(part=PART.replace("Actiris", "le CPAS")), [(TITLE, "changed", SINCE)]),
        (other_card(part="À lire."), [(TITLE, "gone", SINCE)]),
        (other_entry(plain={"fr": "Autrement."}), [(SERVICE, "changed", SINCE)]),
        (other_entry(facts=entry().facts[:2]), [(SERVICE, "changed", SINCE)]),
        (other_entry(plain={}), [(SERVICE, "gone", SINCE)]),
        (lambda db: retire_entry(db, "ecoute"), [(SERVICE, "gone", None)]),
    ],
)
def test_what_changes_is_said_with_the_day_since_which_it_holds(
    store: Store, learner_key: UUID, happens: Callable[[Session], None], became: list[tuple[str, str, date | None]]
) -> None:
    letter = letter_of(store, learner_key)
    with store.writing() as db:
        happens(db)
    assert changes_of(store, letter, LATER.date()) == became


@pytest.mark.parametrize(
    "happens",
    [
        other_rules(read_on="2026-11-25", review_by="2028-01-01", scope="Bruxelles"),
        other_base(read_on="2026-11-25"),
        lambda db: publish_rules(db, rules_text({"avis": {"state": "annulé"}}), LATER),
        other_card(title="Fin de droit"),
        other_entry(facts=entry(read_on=date(2026, 11, 25)).facts),
        lambda db: retire_entry(db, "urgence"),
    ],
)
def test_what_is_read_again_or_not_cited_changes_nothing(
    store: Store, learner_key: UUID, happens: Callable[[Session], None]
) -> None:
    letter = letter_of(store, learner_key)
    with store.writing() as db:
        happens(db)
    assert changes_of(store, letter, LATER.date()) == []


def test_a_rule_that_is_no_longer_there_is_called_what_it_was_called(store: Store, learner_key: UUID) -> None:
    letter = letter_of(store, learner_key, "rule:seule")
    with store.writing() as db:
        publish_rules(db, rules_text(without=("seule",)), LATER)
    assert changes_of(store, letter, SINCE) == [("La règle seule", "gone", SINCE)]
    assert said(store, letter) == []


def test_a_rule_that_ends_by_its_own_date_needs_nobody_to_publish_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        publish_rules(db, rules_text({"duree": {"valid_until": "2026-11-23"}}), MONDAY)
    letter = letter_of(store, learner_key, "rule:duree")
    assert changes_of(store, letter, TODAY) == []
    assert changes_of(store, letter, TOMORROW) == [(RULE, "ended", TOMORROW)]
    assert said(store, letter, TOMORROW) == []


def test_of_a_service_that_has_become_confidential_not_even_the_name_is_said(store: Store, learner_key: UUID) -> None:
    letter = letter_of(store, learner_key, "entry:ecoute")
    with store.writing() as db:
        publish_entries(db, replace(confidential("ecoute"), plain=WORDS), at=LATER)
    assert changes_of(store, letter, SINCE) == [("", "gone", SINCE)]
    assert said(store, letter) == []


def test_an_address_opens_its_letter_until_it_is_revoked_or_past(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        letter, other = made(db, learner_key), made(db, learner_key)
        last = TODAY + plain_letters.SHOWN
        assert letter.token != other.token
        assert plain_letters.opened(db, letter.token, last) is letter
        with pytest.raises(LetterGone):
            plain_letters.opened(db, letter.token, last + DAY)
        plain_letters.revoke(other, HERE)
        plain_letters.revoke(other, LATER)
        assert other.revoked_at == HERE
        for token in (other.token, "", "x" * 22, "x" * 100_000, "a\0b", "' OR 1=1 --", letter.token.swapcase()):
            with pytest.raises(LetterGone):
                plain_letters.opened(db, token, TODAY)


def test_a_letter_is_its_authors_alone_and_is_forgotten_after_its_last_day(store: Store, learner_key: UUID) -> None:
    letter = letter_of(store, learner_key)
    with store.writing() as db:
        assert plain_letters.of(db, letter, learner_key, TODAY).id == letter
        for number, owner in ((letter, UUID(int=0)), (letter + 1, learner_key)):
            with pytest.raises(NotFound, match="Cette lettre n'est pas la vôtre"):
                plain_letters.of(db, number, owner, TODAY)
        plain_letters.forget_old(db, HERE + plain_letters.SHOWN)
        assert len(plain_letters.hers(db, learner_key, TODAY)) == 1
        plain_letters.forget_old(db, HERE + plain_letters.SHOWN + DAY)
        assert plain_letters.hers(db, learner_key, TODAY) == []


def test_its_author_is_told_to_make_it_anew_until_she_puts_it_away(store: Store, learner_key: UUID) -> None:
    letter, other = letter_of(store, learner_key, "rule:duree"), letter_of(store, learner_key, "rule:avis")

    def told() -> list[int]:
        with store.reading() as db:
            return [one.letter.id for one in plain_letters.to_redo(db, learner_key, SINCE)]

    assert told() == []
    with store.writing() as db:
        other_rules(state="suspendu")(db)
    assert told() == [letter]
    with store.writing() as db:
        plain_letters.put_away(db, learner_key, LATER, SINCE)
    assert told() == []
    assert changes_of(store, letter, SINCE) == [(RULE, "suspended", SINCE)]
    with store.writing() as db:
        other_rules(state="annulé")(db)  # a second time on the same day
    assert told() == [letter]
    with store.writing() as db:
        plain_letters.revoke(db.get_one(PlainLetter, letter), LATER)
        publish_rules(db, rules_text({"avis": {"state": "annulé"}}), LATER)
    assert told() == [letter, other] or told() == [other]


def test_a_letter_asks_as_much_whatever_it_cites_of_each_kind(store: Store, learner_key: UUID) -> None:
    few = letter_of(store, learner_key, "rule:duree", CARD, "entry:ecoute")
    many = ("rule:duree", "rule:avis", CARD, "entry:ecoute", "entry:urgence", "entry:mesure")
    more = letter_of(store, learner_key, *many)
    asked = []
    for letter in (few, few, more):  # the first of a process learns what is kept
        with store.reading() as db, counted(store) as sent:
            plain_letters.as_shown(db, db.get_one(PlainLetter, letter), TODAY)
        asked.append(len(sent))
    assert asked[1:] == [3, 3]


def test_words_that_no_second_person_has_read_begin_no_letter(store: Store, learner_key: UUID) -> None:
    before = letter_of(store, learner_key, "rule:duree")
    other = {"duree": {"plain": '{fr: "Un an au plus.", nl: "Hoogstens een jaar."}'}}
    with store.writing() as db:
        publish_rules(db, rules_text(other), LATER)
    with pytest.raises(Invalid, match="Rien de ce qui est coché n'est écrit en mots simples"):
        letter_of(store, learner_key, "rule:duree")
    # What was given already is corrected at once: what it said is wrong.
    assert said(store, before, LATER.date()) == ["La règle duree"]
    assert changes_of(store, before, LATER.date()) != []
    with store.writing() as db:
        vouch_for_all(db)
    assert letter_of(store, learner_key, "rule:duree")
