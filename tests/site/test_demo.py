"""The house of the demonstration: filled day by day, gone on with where it was cut off, and worth moving into."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from content.directory.entry import name_of
from content.pack import PACKS, read_pack
from content.schema.yaml_fields import LANGUAGES
from content.text.module_reader import read_module
from models import parameters
from models.catalogue import coming_into_force, house_texts, in_force, votes
from models.community import page_today, plain_letters, public_pages
from models.directory import entries, entry_index, fact_belief, tool_tests, use_and_answers
from models.directory.tool_tests import AccountNeed
from models.freshness import Freshness
from models.ground.store import Store
from models.learner import SkillState
from models.learning import progress, report_inbox, reports
from models.people import accounts
from models.site import demo, demo_directory, demo_learners, demo_news, demo_studio, home
from models.studio import responsibility, reviewing
from models.studio.rule_changes import announcements as changes
from models.studio.rule_changes import deciding
from models.tables.answers import Answer, Play
from models.tables.counts import WeekCount, WeekCountKind
from models.tables.directory import FactAnswer, ToolOpinion, ToolStatement, ToolTest
from models.tables.people import Account
from tests.databases import FreshDatabase

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
BRUSSELS = "Europe/Brussels"


def nothing(day: int, days: int) -> None:
    """Be told, and do nothing."""


@pytest.fixture(scope="module")
def filled(sqlite: FreshDatabase) -> Iterator[Store]:
    """The house, cut off on its tenth day and gone on with."""

    def cut_off(day: int, days: int) -> None:
        if day == 10:
            raise KeyboardInterrupt

    with sqlite() as url, pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(demo_learners, "WEEKS", 3)  # what is shown is shown after three as after eight
        store = Store(url)
        with store.writing() as db:
            parameters.ensure_defaults(db, NOW)
            coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), NOW)
            entry_index.reindex(db)
        with pytest.raises(KeyboardInterrupt):
            demo.fill(store, NOW, BRUSSELS, cut_off)
        demo.fill(store, NOW, BRUSSELS, nothing)
        yield store
        store.dispose()


def account_of(store: Store, visitor: demo.Visitor) -> Account:
    with store.reading() as db:
        found = accounts.open_account(db, visitor.email)
    assert found
    return found


@pytest.mark.nightly
def test_each_day_is_lived_once_however_often_it_is_started(filled: Store) -> None:
    with filled.reading() as db:
        plays = db.scalar(select(func.count()).select_from(Play))
        twice = select(Play.learner_key).group_by(Play.learner_key, func.date(Play.started_at), Play.version_id)
        assert not db.scalars(twice.having(func.count() > 1)).all()
    told: list[int] = []
    answers = demo.fill(filled, NOW + timedelta(days=1), BRUSSELS, lambda day, days: told.append(day))
    with filled.reading() as db:
        assert (db.scalar(select(func.count()).select_from(Play)), told) == (plays, [])
        assert db.scalar(select(func.count()).select_from(Answer)) == answers


@pytest.mark.nightly
def test_the_counsellor_has_acquired_and_fading_skills_news_a_rule_that_changed_and_a_reply(filled: Store) -> None:
    key = account_of(filled, demo.COUNSELLOR).learner_key
    with filled.reading() as db:
        domains = progress.by_domain(db, key, NOW)
        states = {state: progress.in_state(domains, state) for state in SkillState}
        here = home.today(db, key, NOW, None)
        assert all(states[one] for one in (SkillState.ACQUIRED, SkillState.TO_REFRESH, SkillState.IN_PROGRESS))
        assert here.proposed and here.stories and here.rectified
        assert reports.replies(db, key)
        assert changes.unopened(db, key, NOW)


@pytest.mark.nightly
def test_the_trainer_has_a_change_to_decide_a_text_to_read_and_reports_to_answer(filled: Store) -> None:
    key = account_of(filled, demo.TRAINER).learner_key
    with filled.reading() as db:
        assert deciding.waiting_for(db, key)
        assert reviewing.waiting_for(db, key)
        assert {bool(one.latest.told.report.topic_id) for one in report_inbox.inbox(db, NOW, BRUSSELS)} == {True, False}
        voted = [one for one in votes.wording_tallies(db, in_force.topics(db)) if one.votes]
        assert [(bool(one.told), one.is_validated) for one in voted] == [(True, True), (True, False), (False, False)]
        assert not responsibility.orphans(db)


@pytest.mark.nightly
def test_the_invented_house_says_how_it_is_reached(filled: Store) -> None:
    with filled.reading() as db:
        told = [house_texts.ways(db, language) for language in LANGUAGES]
    assert [len(ways.lines) for ways in told if ways] == [3, 3, 3]


@pytest.mark.nightly
def test_the_house_has_a_page_that_is_shown_and_a_letter(filled: Store) -> None:
    key = account_of(filled, demo.COUNSELLOR).learner_key
    with filled.reading() as db:
        (page,) = public_pages.shown(db)
        today = page_today.page_on(db, page.id, page.shown, "fr", NOW) if page.shown else None
        assert today and all([today.meetings, today.topics, today.measures, today.services])
        assert all("ficti" in one.subject for one in today.meetings)
        (letter,) = plain_letters.hers(db, key, NOW.date())
        assert [len(letter.items), letter.changes] == [3, []]


@pytest.mark.nightly
def test_a_visitor_comes_in_with_the_password_that_is_shown_whatever_another_has_chosen(filled: Store) -> None:
    with filled.writing() as db:
        one = accounts.open_account(db, demo.TRAINER.email)
        assert one
        one.password_hash = "what somebody chose"
    with filled.writing() as db:
        demo.let_in(db, NOW, BRUSSELS)
    with filled.reading() as db:
        entered = [accounts.sign_in(db, one.email, demo.PASSWORD) for one in demo.VISITORS]
    assert [(one.trainer, one.administrator) for one in entered] == [(False, False), (True, False), (False, True)]
    assert all(one.privacy_read_at and one.themes_asked_at for one in entered)


def test_all_that_is_invented_says_so() -> None:
    written = demo_news.written()
    names = [one["name"] for one in written["sources"]] + [one.name for one in demo.VISITORS]
    assert all("ficti" in name for name in names)
    assert all(one["address"].endswith(".example/") for one in written["sources"])
    assert "fictive" in read_module(demo_studio.TEXT.read_text("utf-8")).title
    assert demo_studio.RULES_ADDED.count("mesure fictive") == demo_studio.RULES_ADDED.count("  - id:")


def test_what_is_written_of_the_news_holds_together() -> None:
    written = demo_news.written()
    sources = {one["name"] for one in written["sources"]}
    assert all(one["source"] in sources for one in written["stories"])
    assert all(max(one["summary"], default=-1) < len(one["text"]) for one in written["stories"])


@pytest.mark.nightly
def test_every_invented_entry_says_that_it_is_and_none_is_in_a_pack(filled: Store) -> None:
    invented = list(demo_directory.entries(NOW.date()))
    assert len(invented) == 12
    for one in invented:
        assert "fictif" in one.id
        for names in (one.name, name_of(one.facts)):
            assert all("ficti" in name for name in names.values()) and set(names) == {"fr", "nl"}
    packs = [read_pack(folder) for folder in PACKS.iterdir()]
    assert not {one.id for one in invented} & {name for pack in packs for name in pack.entries}
    assert not [name for pack in packs for name, text in pack.entries.items() if "ficti" in f"{name}{text}".lower()]


@pytest.mark.nightly
def test_only_invented_entries_are_used_answered_about_doubted_and_tested(filled: Store) -> None:
    invented = {f"entry:{one.id}" for one in demo_directory.entries(NOW.date())}
    with filled.reading() as db:
        for table in (FactAnswer, ToolTest, ToolOpinion, ToolStatement):
            about = set(db.scalars(select(table.document_id)))
            assert about and about <= invented
        used = set(db.scalars(select(WeekCount.subject).where(WeekCount.kind == WeekCountKind.ENTRY_USED)))
        assert used and used <= invented


@pytest.mark.nightly
def test_each_page_of_the_directory_has_something_to_show(filled: Store) -> None:
    today = NOW.date()
    with filled.reading() as db:
        words = {
            state.word
            for one in demo_directory.entries(today)
            for state in fact_belief.of_entry(db, f"entry:{one.id}", today).values()
        }
        assert words == set(Freshness)
        assert max(use_and_answers.used_lately(db, today).values()) > 100
        stands, lapsed, account = (
            tool_tests.of(db, f"entry:fictif-{name}", today) for name in ("cv", "trajets", "entretien")
        )
        assert (stands.lapsed, lapsed.lapsed, account.account) == (False, True, AccountNeed.ASKED)
        assert stands.opinions and stands.reply and not account.may_be_recommended
        assert "fictif-prime" in [one.id for one in entries.tied(db, today, rules=["prime-fictive"])]
