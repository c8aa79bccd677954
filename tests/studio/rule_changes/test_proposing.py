"""Two people make a rule change of a story: what is refused, who decides, what stays as it is before."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from content.errors import Conflict, Forbidden, Refused
from content.rules import RuleState, read_rules
from models.catalogue import coming_into_force, documents
from models.ground.store import Store
from models.news.stories.fortnight import NoSuchStory
from models.people import accounts
from models.studio import from_stories
from models.studio.rereading import UnknownRule
from models.studio.rule_changes import deciding, stages
from models.studio.rule_changes.deciding import Wanted
from models.studio.rule_changes.stages import Stage
from models.tables.documents import VersionChange
from models.tables.sources import Source, SourceNature, SourceRight
from tests import builders
from tests.builders import MONDAY
from tests.studio.rule_changes.made_changes import AUTHORITY, NEW_YEAR, SENTENCE, Team, trainer


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def change_source(team: Team, **values: object) -> None:
    with team.store.writing() as db:
        source = db.query(Source).one()
        for name, value in values.items():
            setattr(source, name, value)


def test_a_proposed_change_says_from_where_to_where_and_cites_what_may_be_shown_of_the_story(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        assert (change.state_from, change.state_to, change.holds_from) == ("en vigueur", "en vigueur", NEW_YEAR)
        assert (change.cited, change.cited_address, change.cited_at) == (SENTENCE, "https://x.example/a", MONDAY)
        assert stages.stage_of(change) is Stage.VERIFYING
        assert from_stories.authority_address(db, team.story) == ""
        deciding.withdraw(db, change, MONDAY, team.author)
    change_source(team, nature=SourceNature.AUTHORITY, right_to_show=SourceRight.TITLE)
    with team.store.writing() as db:
        assert from_stories.authority_address(db, team.story) == "https://x.example/a"
        assert team.propose(db).cited is None


WRONG = [
    (Wanted("inconnue", RuleState.ANNOUNCED, AUTHORITY), UnknownRule),
    (Wanted("duree", RuleState.SUSPENDED, AUTHORITY), Refused),
    (Wanted("duree", RuleState.IN_FORCE, AUTHORITY, NEW_YEAR, date(2026, 12, 31)), Refused),
    (Wanted("duree", RuleState.ANNOUNCED, "javascript:alert(1)"), Refused),
    (Wanted("duree", RuleState.ANNOUNCED, "https://["), Refused),
]


def test_what_makes_no_sense_is_refused(team: Team) -> None:
    for wanted, error in WRONG:
        with pytest.raises(error), team.store.writing() as db:
            deciding.propose(db, team.story, wanted, MONDAY, team.author)


def test_a_rule_that_is_suspended_is_not_suspended_again(team: Team) -> None:
    with team.store.writing() as db:
        team.accepted(db, None, state=RuleState.SUSPENDED, holds_from=MONDAY.date())
        with pytest.raises(Refused, match="déjà dans cet état"):
            team.propose(db, RuleState.SUSPENDED)


@pytest.mark.parametrize(
    ("before", "after"),
    [("adopté", RuleState.ANNOUNCED), ("publié", RuleState.ANNOUNCED), ("publié", RuleState.ADOPTED)],
)
def test_a_rule_that_is_not_yet_law_does_not_go_back(team: Team, before: str, after: RuleState) -> None:
    with team.store.writing() as db:
        rules = documents.document_of(db, documents.RULES)
        text = (documents.published_text(db, rules) or "").replace("en vigueur", before)
        coming_into_force.put_in_force(db, rules, text, VersionChange.MEANING, MONDAY, team.author)
        with pytest.raises(Refused, match="déjà plus loin"):
            team.propose(db, after, holds_from=None)


def test_a_story_is_proposed_once_for_a_rule_until_it_is_decided(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        with pytest.raises(Refused, match="attend déjà"):
            team.propose(db)
        deciding.withdraw(db, change, MONDAY, team.author)
        team.propose(db)


@pytest.mark.dialects
def test_two_who_propose_it_at_once_make_one_change(team: Team) -> None:
    together = Barrier(4)

    def propose(_: int) -> None:
        together.wait()
        with suppress(Refused), team.store.writing() as db:
            team.propose(db)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(propose, range(4)))
    with team.store.reading() as db:
        assert len(stages.of_story(db, team.story)) == 1


def test_nothing_is_made_of_a_story_that_only_ones_own_sources_tell_or_that_nobody_tells(team: Team) -> None:
    change_source(team, learner_key=builders.add_learner(team.store))
    with pytest.raises(Forbidden, match="Cette actualité vient d'une source personnelle"), team.store.writing() as db:
        team.propose(db)
    team.story = 404
    with pytest.raises(NoSuchStory), team.store.writing() as db:
        team.propose(db)


# ------------------------------------------------------------------------------------------------------------- deciding


def test_another_decides_once_and_only_its_author_takes_a_change_back(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        for decide in (deciding.accept, deciding.refuse):
            with pytest.raises(Forbidden, match="C'est votre propre proposition"):
                decide(db, change, MONDAY, team.author)
        with pytest.raises(Forbidden, match="Quelqu'un d'autre a proposé ce changement"):
            deciding.withdraw(db, change, MONDAY, team.reader)
        assert (deciding.waiting_for(db, team.author), deciding.waiting_for(db, team.reader)) == ([], [change])
        deciding.refuse(db, change, MONDAY, team.reader)
        assert stages.stage_of(change) is Stage.REFUSED
        for decide in (deciding.accept, deciding.refuse):
            with pytest.raises(Conflict, match="Ce changement a déjà été décidé"):
                decide(db, change, MONDAY, team.reader)


def test_whoever_was_asked_decides_as_long_as_she_is_there(team: Team) -> None:
    with team.store.writing() as db:
        asked = trainer(db, "Lina")
        change = team.propose(db)
        change.invited = asked
        with pytest.raises(Forbidden, match="Quelqu'un d'autre a été invité à décider de ce changement"):
            deciding.accept(db, change, MONDAY, team.reader)
        account = accounts.account_of(db, asked)
        assert account
        accounts.close(db, account, MONDAY)
        db.flush()
        deciding.accept(db, change, MONDAY, team.reader)


def test_a_trainer_who_is_alone_asks_a_colleague_and_no_learner_decides_unasked(team: Team) -> None:
    with team.store.writing() as db:
        account = accounts.account_of(db, team.reader)
        assert account
        assert deciding.invitable(db, team.author) == [account]
        account.trainer = False
        db.flush()
        assert deciding.invitable(db, team.author) == [account]
        change = team.propose(db)
        with pytest.raises(Forbidden, match="Quelqu'un d'autre a été invité à décider de ce changement"):
            deciding.accept(db, change, MONDAY, team.reader)
        change.invited = team.reader
        deciding.accept(db, change, MONDAY, team.reader)
        assert stages.stage_of(change) is Stage.TO_COME


def test_a_rule_that_has_moved_meanwhile_is_not_moved_from_where_it_was(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        rules = documents.document_of(db, documents.RULES)
        text = (documents.published_text(db, rules) or "").replace("en vigueur", "suspendu")
        coming_into_force.put_in_force(db, rules, text, VersionChange.MEANING, MONDAY, team.reader)
        with pytest.raises(Conflict, match="La règle n'est plus dans l'état d'où part ce changement"):
            deciding.accept(db, change, MONDAY, team.reader)


def test_a_story_names_the_rule_that_its_words_say_best_or_none() -> None:
    for title, likely in [
        ("Article 60 : la Région bruxelloise revoit l'accompagnement", "cpas-article-60"),
        ("Stage First : les conditions changent en 2027", "stage-first"),
        ("Allocations de chômage : la durée de 24 mois est revue", "onem-duree"),
        ("Bruxelles : un nouveau guichet ouvre à Molenbeek", ""),
        ("Le CPAS engage des assistants sociaux", ""),
        ("Le printemps est là", ""),
    ]:
        rules = read_rules(Path("content/packs/conseil-emploi/rules.yaml").read_text(encoding="utf-8"))
        assert from_stories.rule_said(rules, title, "fr") == likely


def test_the_sentences_of_a_story_tell_its_rule_as_its_title_does(team: Team) -> None:
    with team.store.writing() as db:
        story = from_stories.check_shared(db, team.story)
        assert from_stories.likely_rule(db, story) == ""
        rules = documents.document_of(db, documents.RULES)
        text = (documents.published_text(db, rules) or "").replace("Durée", "Durée de 18 mois")
        coming_into_force.put_in_force(db, rules, text, VersionChange.MEANING, MONDAY, team.author)
        assert from_stories.likely_rule(db, story) == "duree"
