"""Tools from outside: tests that lapse, opinions from three people on, and none recommended whose account is unread."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from content.errors import Invalid
from models.directory import entries, tool_tests
from models.directory.tool_tests import FEWEST_OPINIONS, LAPSES, AccountNeed, NotTestedYet, may_be_recommended
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import retention
from models.tables.directory import RoleOfTrial, ToolFinding, ToolOpinion, ToolWord
from tests.builders import MONDAY, add_learner_in
from tests.directory.published_entries import READ_ON, entry, publish_entries
from tests.directory.tested_tools import FOUND, tool, try_out

OUTIL = "entry:outil"
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def test_a_test_stands_until_its_term_and_is_then_to_be_done_again(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        try_out(db)
        stands, lapsed = (tool_tests.of(db, OUTIL, READ_ON + LAPSES - one) for one in (DAY, 0 * DAY))
        assert (stands.lapsed, stands.account, stands.may_be_recommended) == (False, AccountNeed.NOT, True)
        assert (lapsed.lapsed, lapsed.account, lapsed.may_be_recommended) == (True, AccountNeed.UNKNOWN, False)
        assert lapsed.test is not None and lapsed.test.data_kept == "Rien : tout reste dans l'appareil."


def test_the_last_test_counts_and_those_before_it_stay(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool(compte="non"))
        try_out(db, READ_ON, without_account=ToolFinding.PARTLY)
        try_out(db, READ_ON - DAY, without_account=ToolFinding.YES)
        now = tool_tests.of(db, OUTIL, READ_ON)
        assert (now.account, len(now.earlier)) == (AccountNeed.ASKED, 1)


@pytest.mark.parametrize(
    ("compte", "found", "allowed"),
    [
        ("", None, False),
        ("oui", None, False),
        ("non", None, True),
        ("", ToolFinding.YES, True),
        ("oui", ToolFinding.YES, False),
        ("non", ToolFinding.NO, False),
        ("non", ToolFinding.PARTLY, False),
        ("non", ToolFinding.UNKNOWN, False),
    ],
)
def test_a_tool_that_may_ask_for_an_account_waits_for_the_line_of_data_protection(
    store: Store, compte: str, found: ToolFinding | None, allowed: bool
) -> None:
    with store.writing() as db:
        publish_entries(db, tool(compte=compte))
        if found:
            try_out(db, without_account=found)
        assert may_be_recommended(db, OUTIL, READ_ON) is allowed
        assert [one.id for one in entries.tied(db, READ_ON, rules=["duree"])] == (["outil"] if allowed else [])
        tool_tests.keep_line(db, OUTIL, "Le registre le connaît.", READ_ON)
        assert may_be_recommended(db, OUTIL, READ_ON)
        assert [one.id for one in entries.tied(db, READ_ON, rules=["duree"])] == ["outil"]
        tool_tests.keep_line(db, OUTIL, "", READ_ON)
        assert may_be_recommended(db, OUTIL, READ_ON) is allowed


def test_the_test_of_one_tool_says_nothing_of_another(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool(), tool("autre"), entry())
        try_out(db)
        asked = ("outil", "autre", "ecoute", "inconnue")
        assert [may_be_recommended(db, f"entry:{one}", READ_ON) for one in asked] == [True, False, True, False]


def test_opinions_are_told_from_three_people_on_and_each_has_one(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        people = [add_learner_in(db) for _ in range(FEWEST_OPINIONS)]
        for key in people[:-1]:
            for word in (ToolWord.HINDERS, ToolWord.HELPS):
                tool_tests.say(db, key, OUTIL, word, READ_ON)
        assert tool_tests.opinions(db, OUTIL, READ_ON + WEEK) is None
        tool_tests.say(db, people[-1], OUTIL, ToolWord.DEPENDS, READ_ON)
        assert tool_tests.opinions(db, OUTIL, READ_ON + WEEK) == {"helps": 2, "depends": 1, "hinders": 0}
        assert tool_tests.said_by(db, people[0], OUTIL) is ToolWord.HELPS


def test_a_fourth_opinion_is_told_with_two_more_and_none_in_the_week_that_runs(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        for _ in range(FEWEST_OPINIONS):
            tool_tests.say(db, add_learner_in(db), OUTIL, ToolWord.HELPS, READ_ON)
        assert tool_tests.opinions(db, OUTIL, READ_ON) is None
        told = {"helps": 3, "depends": 0, "hinders": 0}
        for weeks in (1, 2, 3):
            tool_tests.say(db, add_learner_in(db), OUTIL, ToolWord.HINDERS, READ_ON + weeks * WEEK)
            assert tool_tests.opinions(db, OUTIL, READ_ON + weeks * WEEK) == told
        assert tool_tests.opinions(db, OUTIL, READ_ON + 4 * WEEK) == told | {"hinders": 3}


def test_opinions_count_for_a_year_and_are_then_forgotten(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        for _ in range(FEWEST_OPINIONS):
            tool_tests.say(db, add_learner_in(db), OUTIL, ToolWord.HELPS, READ_ON)
        later = MONDAY + tool_tests.KEPT
        settings = Settings(instance=tmp_path, database_url=store.url, secret_key="not a secret")
        retention.forget_old(db, settings, later)
        assert tool_tests.opinions(db, OUTIL, later.date()) is not None
        assert tool_tests.opinions(db, OUTIL, later.date() + DAY) is None
        retention.forget_old(db, settings, later + DAY)
        assert db.scalars(select(ToolOpinion)).all() == []


def test_what_its_maker_answers_takes_the_place_of_what_it_answered_before(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        for words in ("Bientôt en néerlandais.", "C'est fait,\n  en néerlandais."):
            tool_tests.keep_reply(db, OUTIL, words, READ_ON, READ_ON)
        reply = tool_tests.of(db, OUTIL, READ_ON).reply
        assert reply is not None and (reply.words, reply.day) == ("C'est fait, en néerlandais.", READ_ON)
        tool_tests.keep_reply(db, OUTIL, "", READ_ON, READ_ON)
        assert tool_tests.of(db, OUTIL, READ_ON).reply is None


def test_nothing_is_kept_that_is_too_long_or_still_to_come(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, tool())
        with pytest.raises(Invalid, match="Ce qui est écrit de cet outil est trop long"):
            try_out(db, data_kept="x" * (tool_tests.LONGEST_DATA + 1))
        with pytest.raises(Invalid, match="Ce qui est écrit de cet outil est trop long"):
            try_out(db, cost="x" * (tool_tests.LONGEST_COST + 1))
        with pytest.raises(Invalid, match="Ce qui est écrit de cet outil est trop long"):
            tool_tests.keep_reply(db, OUTIL, "x" * (tool_tests.LONGEST_REPLY + 1), READ_ON, READ_ON)
        with pytest.raises(Invalid, match="Ce qui est écrit de cet outil est trop long"):
            tool_tests.keep_line(db, OUTIL, "x" * (tool_tests.LONGEST_LINE + 1), READ_ON)
        with pytest.raises(NotTestedYet):
            tool_tests.keep_reply(db, OUTIL, "Demain.", READ_ON + DAY, READ_ON)
        with pytest.raises(NotTestedYet):
            tool_tests.keep_test(db, OUTIL, FOUND, RoleOfTrial.OTHER, READ_ON + DAY, READ_ON)
        now = tool_tests.of(db, OUTIL, READ_ON)
        assert (now.test, now.reply, now.line) == (None, None, None)
