"""Accounts and the people behind them: invited, let in, counted when they fail, exported, erased."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from content.errors import Refused
from models.directory import use_and_answers as directory_answering
from models.ground import audit
from models.ground.store import Store
from models.learning import answer_log, keepsakes, playing, proposals, report_inbox, reports, themes, week
from models.learning.report_subjects import AboutAnswer
from models.news.feed import story_ties, tastes
from models.news.sources import own_sources, trials
from models.news.stories.merging import let_story_be_found
from models.people import accounts, identities, leaving, mail_schedule, own_address, passwords, sessions
from models.tables.answers import DueCheck, Notice
from models.tables.audit import AuditRole, AuditVerb
from models.tables.base import Base
from models.tables.directory import FactVerdict, ListedEntry, ListedFact, ToolOpinion
from models.tables.follow_ups import FollowUp, Tried
from models.tables.people import Account, OwnAddress, RecoveryCode, SecondFactor
from models.tables.reports import ReportKind, ReportOutcome
from models.tables.rule_changes import RuleChange, RuleChangeReading
from models.tables.sources import SourceNature
from models.tables.stories import Article, Correction, CorrectionTold, Story, StoryReading
from models.tables.votes import TopicVote, Vote, WouldAsk
from models.tutor.situation import Purpose
from tests.builders import MONDAY, ask, live_through
from tests.community.person_with_everything import take_part
from tests.directory.published_entries import entry, publish_entries
from tests.watchers.mornings import ON_ONE_DATABASE, tell

PASSWORD = "une phrase bien assez longue"


def invite(db: Session, email: str = "claire@example.org", name: str = "Claire", **roles: bool) -> Account:
    return accounts.invite(db, email, name, MONDAY, timezone="Europe/Brussels", **roles)


def rows(db: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_somebody_invited_has_a_learner_and_no_password(empty_store: Store) -> None:
    with empty_store.writing() as db:
        assert accounts.nobody_yet(db)
        account = invite(db, " Claire@Example.ORG ", " Claire ", trainer=True)
        assert not accounts.nobody_yet(db)
    assert (account.email, account.name, account.password_hash) == ("claire@example.org", "Claire", None)
    assert (account.trainer, account.administrator, account.language, account.digest_hour) == (True, False, "fr", 7)
    assert (account.learner.timezone, account.learner.last_sequence) == ("Europe/Brussels", 0)


def test_an_address_has_one_account_however_it_is_written(empty_store: Store) -> None:
    with empty_store.writing() as db:
        invite(db)
        with pytest.raises(Refused, match="Cette adresse a déjà un compte"):
            invite(db, "CLAIRE@example.org")
        assert len(accounts.accounts(db)) == 1


def test_accounts_are_listed_by_name_and_found_by_the_key_of_their_learner(empty_store: Store) -> None:
    with empty_store.writing() as db:
        for name in ("Zoé", "Anouk", "Karim"):
            invite(db, f"{name.lower()}@example.org", name)
        assert [account.name for account in accounts.accounts(db)] == ["Anouk", "Karim", "Zoé"]
        account = invite(db)
        assert accounts.account_of(db, account.learner_key) is account
        assert accounts.account_of(db, uuid4()) is None


def test_a_password_is_kept_as_a_hash_and_lets_in(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = invite(db)
        passwords.set_password(account, PASSWORD)
        assert account.password_hash is not None
        assert account.password_hash.startswith("$argon2id$")
        assert accounts.sign_in(db, "Claire@example.org ", PASSWORD) is account


def test_the_same_password_has_another_hash_each_time() -> None:
    assert passwords.hashed(PASSWORD) != passwords.hashed(PASSWORD)


def test_a_password_has_twelve_characters() -> None:
    for password in ["", "onze lettre"]:
        account = Account(password_hash="the old one")
        with pytest.raises(Refused, match="au moins"):
            passwords.set_password(account, password)
        assert account.password_hash == "the old one"


def test_what_everybody_knows_of_product_house_and_person_with_a_year_is_no_password() -> None:
    for password in [
        *("Boussole2026!!", "B0ussole2026!!", "2026-boussole", "BoussoleBoussole", "Claire.Dupont1987"),
        *("Elise2026!!!!", "Maison-Emploi_2026!", "claire-dupont@maison-emploi.be"),
    ]:
        account = Account(
            name="Claire-Élise Dupont", email="claire-dupont@maison-emploi.be", password_hash="the old one"
        )
        with pytest.raises(Refused, match="se devine"):
            passwords.set_password(account, password)
        assert account.password_hash == "the old one"
    for password in ["Boussole rangée sous le lit", "claire aime les longues balades", "kX9!elise#q7Lz"]:
        passwords.check(Account(name="Claire-Élise Dupont", email="claire@maison-emploi.be"), password)


def test_a_temporary_password_lets_in_until_another_is_chosen(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = invite(db)
        given = passwords.give_temporary(account)
        assert accounts.sign_in(db, account.email, given).password_temporary
        passwords.set_password(account, PASSWORD)
        assert not account.password_temporary
        assert passwords.give_temporary(account) != given


def test_the_first_password_is_told_again_by_its_key_alone_until_the_next(
    empty_store: Store,
) -> None:
    with empty_store.writing() as db:
        account, other = invite(db), invite(db, "nadia@example.org")
        given = passwords.give_first(account, "key")
        assert accounts.sign_in(db, account.email, given).password_temporary
        assert passwords.give_first(other, "key") != given
        assert [passwords.first_again(account, keys) for keys in (["key", "next"], ["next"])] == [given, None]
        passwords.give_temporary(account)
        assert passwords.first_again(account, ["key"]) is None
        passwords.give_first(account, "key")
        passwords.set_password(account, PASSWORD)
        assert passwords.first_again(account, ["key"]) is None


def test_a_temporary_password_does_not_become_the_lasting_one_by_the_way_back_either(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = invite(db)
        given = passwords.give_temporary(account)
        token = passwords.begin_reset(db, account, MONDAY)
        with pytest.raises(Refused, match="que vous avez reçu"):
            passwords.reset(db, token, given, MONDAY)
        assert account.password_temporary
        passwords.reset(db, token, PASSWORD, MONDAY)
        assert not account.password_temporary


def test_what_stands_in_for_a_password_lets_nobody_in(empty_store: Store) -> None:
    """So that a wrong address takes as long as a wrong password, something is verified in every case."""
    with empty_store.writing() as db:
        for email in (invite(db).email, "personne@example.org"):
            with pytest.raises(Refused, match="ne vont pas ensemble"):
                accounts.sign_in(db, email, "nobody has this password")


@pytest.mark.parametrize("case", ["nobody", "not yet accepted", "closed", "another password", "no password"])
def test_who_cannot_prove_who_she_is_does_not_come_in(empty_store: Store, case: str) -> None:
    with empty_store.writing() as db:
        account = invite(db)
        if case != "not yet accepted":
            passwords.set_password(account, PASSWORD)
        if case == "closed":
            accounts.close(db, account, MONDAY)
        email = "personne@example.org" if case == "nobody" else account.email
        password = {"another password": "une autre phrase", "no password": ""}.get(case, PASSWORD)
        with pytest.raises(Refused, match="ne vont pas ensemble"):
            accounts.sign_in(db, email, password)


def accepted_change(db: Session, story_id: int) -> RuleChange:
    """A rule change that two people who are gone have made."""
    change = RuleChange(
        story_id=story_id,
        rule_id="duree",
        address="https://onem.example/",
        state_from="en vigueur",
        state_to="annoncé",
        untouched="",
        proposed_by=uuid4(),
        proposed_at=MONDAY,
        decision="accepted",
        took_effect_at=MONDAY,
    )
    db.add(change)
    db.flush()
    return change


def lived(db: Session, store_story: int, email: str) -> Account:
    """Somebody with a row in every table that hangs on a learner."""
    account = invite(db, email)
    account.password_hash = "a hash"
    key = account.learner_key
    sitting = playing.start(db, key, "ecouter", MONDAY)
    live_through(db, sitting, MONDAY)
    answer_log.annul_all(db, [ask(db, key, "listen-reflect-1")], "wrong key", MONDAY, None)
    db.add(DueCheck(learner_key=key, skill="listen.active", version_id=sitting.version_id, due_at=MONDAY))
    db.add(StoryReading(learner_key=key, story_id=store_story, at=MONDAY))
    mail_schedule.invite(db, account, MONDAY)
    themes.follow(db, key, MONDAY, words=["logement"])
    tastes.mute(db, key, "football", MONDAY)
    tastes.less(db, key, "skill", "frame.role", MONDAY)
    story_ties.ask(db, key, store_story, "frame.role", Purpose.PRACTISE, MONDAY)
    week.set_goal(db, key, 3)
    week.pause(db, key, MONDAY.date(), MONDAY.date(), MONDAY)
    keepsakes.bookmark(db, key, keepsakes.Target("module", "ecouter", "Ecouter", "fr"), True, MONDAY)
    db.add(FollowUp(learner_key=key, asked_on=MONDAY.date(), module_id="ecouter", said=Tried.YES))
    answer = ask(db, key, "listen-reflect-2")
    report = reports.report(db, key, AboutAnswer(answer.presentation_id), ReportKind.OUTDATED, MONDAY)
    report_inbox.reply(db, [report], "Corrigé.", ReportOutcome.MAINTAINED, MONDAY, uuid4())
    db.add(Vote(question_id="q", version_id=sitting.version_id, learner_key=key, response=["a"], at=MONDAY))
    db.add(TopicVote(question_id="q", fingerprint="f", learner_key=key, said=WouldAsk.NO, at=MONDAY))
    db.add(Notice(learner_key=key, question_id="q", version_id=sitting.version_id, right=True, at=MONDAY))
    change = db.scalars(select(RuleChange)).first() or accepted_change(db, store_story)
    db.add(RuleChangeReading(learner_key=key, change_id=change.id, at=MONDAY))
    made = proposals.propose(db, key, MONDAY)
    assert made
    proposals.keep(db, key, made)
    proposals.refuse(db, key, made.step.chosen.target, MONDAY, until=None)
    watch_alone(db, key, f"https://{key}.example/feed")
    service = db.get(ListedEntry, "entry:ecoute") or publish_entries(db, entry())[0]
    fact = db.scalars(select(ListedFact.fingerprint)).first()
    directory_answering.answer(db, key, service.document_id, fact or "", FactVerdict.WORKS, MONDAY.date())
    db.add(ToolOpinion(learner_key=key, document_id=service.document_id, said="helps", week=MONDAY.date()))
    take_part(db, key, MONDAY)
    sessions.begin(db, account, "Firefox", MONDAY)
    db.add(SecondFactor(account_id=account.id, sealed_secret="a sealed secret", last_step=59, since=MONDAY))
    db.add(RecoveryCode(account_id=account.id, label="the label 4711", code_hash="a hash on paper"))
    identities.link(db, account, "https://provider.example", f"the subject of {account.email}", MONDAY)
    passwords.begin_reset(db, account, MONDAY)
    db.add(OwnAddress(account_id=account.id, email=f"chez-elle.{email}", named_at=MONDAY, confirmed_at=MONDAY))
    leaving.begin_link(db, account, MONDAY)
    return account


def watch_alone(db: Session, key: UUID, address: str) -> None:
    """A source of one's own that has told a story and corrected it, and a trial of it."""
    trials.ask(db, key, address, MONDAY)
    source = own_sources.add_own(db, key, "À moi", address, SourceNature.PRESS, MONDAY)
    story = Story(title="Une nouvelle à moi", learner_key=key, language="fr", happened_at=MONDAY, created_at=MONDAY)
    db.add(story)
    db.flush()
    row = {
        "identity": "1",
        "address": address,
        "host": source.host,
        "title": story.title,
        "lead": "",
        "found_at": MONDAY,
    }
    article = Article(source_id=source.id, story_id=story.id, state="read", **row)
    db.add(article)
    db.flush()
    let_story_be_found(db, story)
    correction = Correction(story_id=story.id, article_id=article.id, at=MONDAY, title_before="x", title=story.title)
    db.add(correction)
    db.flush()
    db.add(CorrectionTold(learner_key=key, correction_id=correction.id, at=MONDAY))
    db.flush()


def hanging_on_a_learner() -> set[str]:
    """The tables with a learner's key; the account and the audit log have their own place in an export."""
    tables = Base.metadata.sorted_tables
    return {table.name for table in tables if "learner_key" in table.columns} - {"account", "audit_party"}


def hanging_on_an_account() -> set[str]:
    """The tables of what opens an account; a way back is of use to nobody an hour later, and is in no export."""
    tables = Base.metadata.sorted_tables
    return {table.name for table in tables if "account_id" in table.columns} - {"password_reset"}


def values(store: Store) -> list[str]:
    with store.reading() as db:
        return [
            str(value) for table in Base.metadata.sorted_tables for row in db.execute(select(table)) for value in row
        ]


def test_an_export_holds_every_table_of_the_learner_and_no_hash(store: Store) -> None:
    story = tell(store, "Lue", MONDAY)
    with store.writing() as db:
        account = lived(db, story, "claire@example.org")
        token = sessions.begin(db, account, "Firefox", MONDAY)
        own_address.name(db, account, "claire@chez-elle.example", MONDAY)
        tokens = token, own_address.begin_confirmation(db, account), leaving.begin_link(db, account, MONDAY)
        parties = {AuditRole.PERSON: account.learner_key}
        audit.note(db, uuid4(), AuditVerb.INVITE, audit.ACCOUNT, MONDAY.date(), parties)
    with store.reading() as db:
        found = accounts.export(db, db.get_one(Account, account.id))
    elsewhere = {"account", "learner", "annulment", "audit"}
    assert found.keys() == hanging_on_a_learner() | hanging_on_an_account() | elsewhere
    assert [name for name, rows_ in found.items() if not rows_] == []
    assert found["account"]["email"] == "claire@example.org"
    assert "password_hash" not in found["account"]
    assert str(account.password_hash) not in str(found)
    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in tokens]
    assert [one for one in (*hashes, "a sealed secret", "the label 4711", "a hash on paper") if one in str(found)] == []


@ON_ONE_DATABASE
def test_an_export_lists_what_she_answered_in_the_order_in_which_she_did(store: Store) -> None:
    with store.writing() as db:
        account = accounts.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        asked = ["listen-active-2", "listen-active-1", "frame-role-1", "listen-active-1"]
        for number, question in enumerate(asked):
            ask(db, account.learner_key, question, at=MONDAY + timedelta(hours=number))
        # https://www.sqlite.org/pragma.html#pragma_reverse_unordered_selects: what has no order comes in another one.
        db.execute(text("PRAGMA reverse_unordered_selects = ON"))
        found = accounts.export(db, account)
        db.execute(text("PRAGMA reverse_unordered_selects = OFF"))
    assert [row["question_id"] for row in found["answer"]] == asked


def test_an_export_holds_nothing_of_others_and_numbers_its_rows_from_one(store: Store) -> None:
    """By gaps in the numbers among everybody's one would read how much others have done in between."""
    story = tell(store, "Lue", MONDAY)
    with store.writing() as db:
        other = lived(db, story, "karim@example.org")
        found = accounts.export(db, lived(db, story, "claire@example.org"))
        assert not [named for named in (str(other.learner_key), "karim") if named in str(found)]
    assert len(found["annulment"]) == 1
    for table in ("answer", "mail", "pause", "annulment", "session"):
        assert [row["id"] for row in found[table]] == list(range(1, len(found[table]) + 1))
    answers = {row["id"] for row in found["answer"]}
    assert {row["answer_id"] for row in found["annulment"]} <= answers


@pytest.mark.dialects
def test_erasing_forgets_a_person_and_nobody_else(store: Store) -> None:
    story = tell(store, "Lue", MONDAY)
    with store.writing() as db:
        other = lived(db, story, "karim@example.org")
        before, kept = rows(db), accounts.export(db, other)
        account = lived(db, story, "claire@example.org")
        key = account.learner_key
        accounts.erase(db, account)
        assert rows(db) == before
        assert accounts.export(db, other) == kept
    assert not [value for value in values(store) if str(key) in value or "claire" in value]


@pytest.mark.parametrize("verb", ["close", "erase"])
@pytest.mark.parametrize("other", ["none", "closed", "trainer", "invited", "administrator"])
def test_somebody_with_a_password_is_always_left_to_administer(empty_store: Store, verb: str, other: str) -> None:
    """Whoever is invited may never come; nor may a provider that vouches for everybody else."""
    with empty_store.writing() as db:
        account = invite(db, administrator=True)
        if other != "none":
            second = invite(db, "karim@example.org", administrator=other != "trainer", trainer=True)
            second.closed_at = MONDAY if other == "closed" else None
            second.password_hash = None if other == "invited" else "a hash"
            db.flush()
        end = accounts.erase if verb == "erase" else lambda db, account: accounts.close(db, account, MONDAY)
        if other == "administrator":
            end(db, account)
        else:
            with pytest.raises(Refused, match="dernier compte"):
                end(db, account)
            assert account.closed_at is None
