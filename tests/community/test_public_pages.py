"""A public page: asked for by its keeper, shown as an administrator approved it, gone when it is switched off."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from content.errors import Conflict, Forbidden, Refused
from models.catalogue import coming_into_force
from models.community import public_pages
from models.community.page_text import PageText
from models.community.public_pages import NoSuchPage, PageAsKept, RefusalReason
from models.ground import audit
from models.ground.store import Store
from models.people import accounts
from models.tables.people import Account
from models.tables.public_pages import PageKind
from tests.builders import MONDAY, add_reader
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.directory.tested_tools import tool
from tests.plain_words import vouch_for_all
from tests.topics import pack_with_topics

DAY = MONDAY.date()
WORDS = {"fr": "Vous pouvez en parler ici."}
TEAM = PageText("Équipe emploi", telephone="02 000 00 00")
HERS = PageText("C. L.", mail="emploi@maison.be")


@pytest.fixture
def keeper(store: Store) -> UUID:
    """Somebody who works in a house with topics and a directory."""
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        publish_entries(db, entry("ecoute", plain=WORDS), entry("muette"), replace(tool(), plain=WORDS))
        publish_entries(db, replace(confidential(), plain=WORDS))
        vouch_for_all(db)
    return add_reader(store, "fr")


@pytest.fixture
def head(store: Store) -> UUID:
    """Whoever administers."""
    return add_reader(store, "fr")


def ask(store: Store, keeper: UUID, text: PageText = HERS) -> PageAsKept:
    with store.writing() as db:
        return public_pages.ask_own(db, keeper, text, DAY)


def ask_team(store: Store, keeper: UUID, text: PageText = TEAM, page_id: int | None = None) -> PageAsKept:
    with store.writing() as db:
        return public_pages.ask_team(db, page_id, text, keeper, DAY)


def approve(store: Store, page: PageAsKept, head: UUID) -> None:
    assert page.asked
    with store.writing() as db:
        public_pages.approve(db, page.id, page.asked.fingerprint, head, DAY)


def shown_at(store: Store, address: str) -> PageText | None:
    with store.reading() as db:
        found = public_pages.at_address(db, address)
    return found.shown if found else None


def deeds(store: Store, *keys: UUID) -> Iterator[tuple[str, str]]:
    for key in keys:
        with store.reading() as db:
            yield from ((one["verb"], one["subject"]) for one in audit.of(db, key) if one["role"] == "actor")


def test_nothing_is_shown_before_it_is_approved_and_both_are_noted(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask(store, keeper)
    assert (page.waits, shown_at(store, page.address)) == (True, None)
    approve(store, page, head)
    assert shown_at(store, page.address) == HERS
    assert list(deeds(store, keeper)) == [("ask public page", page.address)]
    assert list(deeds(store, head)) == [("approve public page", page.address)]


def test_what_changes_later_waits_while_the_approved_text_stays(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask_team(store, keeper)
    approve(store, page, head)
    later = ask_team(store, keeper, replace(TEAM, title="Équipe emploi et logement"), page.id)
    assert (shown_at(store, page.address), later.address, later.waits) == (TEAM, "equipe-emploi", True)
    approve(store, later, head)
    assert shown_at(store, page.address) == later.asked


def test_asking_twice_is_asking_once_and_for_what_is_shown_not_at_all(store: Store, keeper: UUID, head: UUID) -> None:
    approve(store, ask(store, keeper), head)
    ask(store, keeper, replace(HERS, post="BP 1"))
    ask(store, keeper, replace(HERS, post="BP 1"))
    assert [verb for verb, _ in deeds(store, keeper)] == ["ask public page"] * 2
    assert not ask(store, keeper).waits
    with store.reading() as db:
        assert public_pages.waiting(db) == []


def test_an_administrator_approves_what_she_has_read_and_nothing_else(store: Store, keeper: UUID, head: UUID) -> None:
    before = ask(store, keeper)
    after = ask(store, keeper, replace(HERS, post="BP 1"))
    with pytest.raises(Conflict, match="La demande a changé entre-temps"):
        approve(store, before, head)
    assert shown_at(store, before.address) is None
    approve(store, after, head)
    with pytest.raises(NoSuchPage):
        approve(store, after, head)


@pytest.mark.parametrize("text", [TEAM, HERS], ids=["a team's", "her own"])
def test_nobody_approves_what_she_has_asked_for_herself(store: Store, keeper: UUID, head: UUID, text: PageText) -> None:
    page = (ask_team if text is TEAM else ask)(store, keeper, text)
    with pytest.raises(Forbidden, match="Vous avez demandé cette page"):
        approve(store, page, keeper)
    assert shown_at(store, page.address) is None
    approve(store, page, head)
    assert shown_at(store, page.address) == text


def test_what_is_refused_stays_with_its_reason_beside_what_is_shown(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask(store, keeper)
    approve(store, page, head)
    asked = ask(store, keeper, replace(HERS, title="X. Y."))
    assert asked.asked
    with store.writing() as db:
        public_pages.refuse(db, page.id, asked.asked.fingerprint, RefusalReason.TITLE, head, DAY)
    with store.reading() as db:
        found = public_pages.own(db, keeper)
    assert found and (found.waits, found.refused, found.last) == (False, RefusalReason.TITLE, asked.asked)
    assert shown_at(store, page.address) == HERS
    assert ("refuse public page", page.address) in deeds(store, head)
    assert ask(store, keeper, replace(HERS, title="X. Y.")).waits


def test_what_is_switched_off_is_gone_and_comes_back_at_its_address(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask(store, keeper)
    approve(store, page, head)
    ask(store, keeper, replace(HERS, post="BP 1"))
    for _ in range(2):
        with store.writing() as db:
            public_pages.switch_off(db, page.id, keeper, DAY)
    assert shown_at(store, page.address) is None
    assert list(deeds(store, keeper)).count(("switch off public page", page.address)) == 1
    again = ask(store, keeper)
    assert (again.address, again.waits, shown_at(store, page.address)) == (page.address, True, None)
    approve(store, again, head)
    assert shown_at(store, page.address) == HERS


def test_the_page_of_a_closed_account_is_off_and_stays_off(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask(store, keeper)
    approve(store, page, head)
    with store.writing() as db:
        account = db.query(Account).filter_by(learner_key=keeper).one()
        accounts.close(db, account, MONDAY)
    assert shown_at(store, page.address) is None
    with store.writing() as db:
        accounts.reopen(db, db.get_one(Account, account.id), MONDAY)
    assert shown_at(store, page.address) is None


def test_no_address_is_given_twice(store: Store, keeper: UUID, head: UUID) -> None:
    pages = [ask_team(store, keeper) for _ in range(3)]
    assert [one.address for one in pages] == ["equipe-emploi", "equipe-emploi-2", "equipe-emploi-3"]
    with store.writing() as db:
        public_pages.switch_off(db, pages[0].id, keeper, DAY)
    assert ask_team(store, keeper).address == "equipe-emploi-4"
    hers = ask(store, keeper)
    with store.writing() as db:
        public_pages.forget_own(db, keeper)
    assert ask(store, keeper).address != hers.address


def test_the_address_of_a_team_is_its_name_and_of_a_counsellor_nothing(store: Store, keeper: UUID) -> None:
    for title, address in [
        ("Équipe Accueil / Logement !", "equipe-accueil-logement"),
        ("Équipe <b>", "equipe-b"),
        ("Команда", "equipe"),
        ("еquipe", "quipe"),
        ("../../etc", "etc"),
        ("é" * 80, "e" * 40),
    ]:
        assert ask_team(store, keeper, replace(TEAM, title=title)).address == address
    address = ask(store, keeper).address
    assert len(address) == public_pages.DRAWN
    assert set(address) <= set(public_pages.DRAWN_FROM)


def test_what_is_confidential_unpublished_or_has_no_plain_words_cannot_be_chosen(store: Store, keeper: UUID) -> None:
    for chosen in ["refuge", "muette", "outil", "nulle-part"]:
        with pytest.raises(Refused, match="ne peut plus figurer ici"):
            ask(store, keeper, replace(HERS, entries=("ecoute", chosen)))
        with store.reading() as db:
            assert public_pages.own(db, keeper) is None
            assert [one.id for one in public_pages.entries_to_choose(db, DAY, "fr", "nl")] == ["ecoute"]
    assert ask(store, keeper, replace(HERS, topics=("garde",))).waits
    with pytest.raises(Refused, match="ne peut plus figurer ici"):
        ask(store, keeper, replace(HERS, topics=("garde", "x")))


def test_a_team_is_no_counsellor(store: Store, keeper: UUID) -> None:
    hers, team = ask(store, keeper), ask_team(store, keeper)
    with pytest.raises(NoSuchPage):
        ask_team(store, keeper, TEAM, hers.id)
    with store.reading() as db:
        assert [one.id for one in public_pages.of_teams(db)] == [team.id]
        assert [one.id for one in public_pages.waiting(db)] == [hers.id, team.id]
        with pytest.raises(NoSuchPage):
            public_pages.of_id(db, hers.id, PageKind.TEAM)


def test_the_audit_log_holds_no_name_no_way_and_no_initials(store: Store, keeper: UUID, head: UUID) -> None:
    page = ask(store, keeper)
    approve(store, page, head)
    with store.reading() as db:
        noted = repr([audit.of(db, one) for one in (keeper, head)])
    assert not [said for said in ("C. L.", "maison.be") if said in noted]
