"""A proposal that was kept leads to the same step again."""

import json
from dataclasses import fields, replace
from datetime import date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import parameters
from models.estimates import POOLED, Estimates, Parameters
from models.fitting.refit import replay_due
from models.ground.store import Store
from models.learning import learner_situation, proposals
from models.learning.proposals import from_plain, plain
from models.site.demo_learners import mistaken
from models.tables.proposals import Proposal
from models.tutor.choice import Step, choose
from models.tutor.situation import Purpose, Situation
from tests import builders
from tests.builders import MONDAY, add_learner, module, small_pack
from tests.learning.lives import follow
from tests.learning.proposals.proposed import CADRE, DAY, MINUTE, answer_right, proposed, situation
from tests.models.tutor.situations import situations
from tests.watchers.mornings import ON_ONE_DATABASE


def proposals_of(db: Session, learner_key: UUID) -> list[Proposal]:
    return list(db.scalars(select(Proposal).where(Proposal.learner_key == learner_key).order_by(Proposal.id)))


def taken(row: Proposal) -> tuple[str, str, float]:
    return row.purpose, row.target, row.minutes


def same_step(row: Proposal, step: Step | None) -> bool:
    """Whether a step is what was kept, to the last term and figure."""
    second = step and step.runner_up
    return (
        step is not None
        and taken(row) == (step.chosen.purpose, step.chosen.target, step.chosen.minutes)
        and row.terms == step.chosen.terms
        and row.runner_up == ({"purpose": second.purpose, "target": second.target} if second else {})
    )


def luck(random: Random) -> builders.Respond:
    return lambda asked: asked.key if random.random() < 0.85 else mistaken(asked, random)


@pytest.mark.nightly
@ON_ONE_DATABASE
def test_every_proposal_of_a_life_leads_again_to_the_same_step(real_store: Store) -> None:
    learner_key = add_learner(real_store)
    follow(real_store, learner_key, 30, luck(Random(2)))
    with real_store.reading() as db:
        rows = proposals_of(db, learner_key)
        assert len(rows) > 20
        assert {row.purpose for row in rows} >= {Purpose.LEARN, Purpose.PRACTISE, Purpose.REVIEW}
        assert [row.target for row in rows if not same_step(row, proposals.replayed(db, row))] == []


def test_a_proposal_is_replayed_under_the_set_that_it_was_made_with(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        made = proposals.propose(db, learner_key, MONDAY + DAY)
        assert made
        proposals.keep(db, learner_key, made)
        quick = Estimates({POOLED: Parameters()._replace(learn=0.5, slip=0.2)})
        parameters.promote(db, parameters.add_set(db, quick, "classic", "fit", MONDAY).id, MONDAY, "P")
    replay_due(store, lambda what, place, of: None)
    with store.reading() as db:
        (row,) = proposals_of(db, learner_key)
        assert same_step(row, proposals.replayed(db, row))
        assert learner_situation.situation(db, learner_key, MONDAY + DAY) != made.situation


@ON_ONE_DATABASE
def test_what_was_to_be_read_again_gives_way_and_is_kept_with_the_situation(empty_store: Store) -> None:
    due = module("cadre", ("frame.role",), review_by=date(2026, 11, 24))
    builders.set_up(empty_store, small_pack(due, module("ecouter")))
    learner_key = add_learner(empty_store)
    with empty_store.writing() as db:
        assert proposed(db, learner_key, 1) == CADRE
        assert situation(db, learner_key, 1).stale == []
        assert situation(db, learner_key, 2).stale == ["cadre", "frame.role"]
        made = proposals.propose(db, learner_key, MONDAY + 2 * DAY)
        assert made
        assert (made.step.chosen.target, made.step.runner_up.target) == ("ecouter", "cadre")
        proposals.keep(db, learner_key, made)
        (row,) = proposals_of(db, learner_key)
        assert same_step(row, proposals.replayed(db, row))
        del row.situation["stale"]
        assert proposals.replayed(db, row).chosen.target == "cadre"


@ON_ONE_DATABASE
def test_the_same_thing_proposed_twice_on_one_day_is_kept_once(store: Store, learner_key: UUID) -> None:
    kept = []
    with store.writing() as db:
        for minutes in (0, 5, 24 * 60):
            made = proposals.propose(db, learner_key, MONDAY + minutes * MINUTE)
            assert made
            kept.append(made.new)
            if made.new:
                proposals.keep(db, learner_key, made)
        assert kept == [True, False, True]
        proposals.refuse(db, learner_key, "cadre", MONDAY + DAY, until=None)
        other = proposals.propose(db, learner_key, MONDAY + DAY)
        assert other
        assert (other.step.chosen.target, other.new) == ("ecouter", True)


@ON_ONE_DATABASE
def test_a_proposal_says_what_would_have_led_to_another(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        made = proposals.propose(db, learner_key, MONDAY, minutes=3)
        assert made
        proposals.keep(db, learner_key, made)
        db.flush()
        (row,) = proposals_of(db, learner_key)
        assert taken(row) == ("learn", "cadre", 3)
        assert row.runner_up == {"purpose": "learn", "target": "ecouter"}
        assert row.change == {"target": "cadre", "skills": ["frame.role"], "known": made.change.known}


@given(situations)
def test_a_situation_kept_as_plain_values_is_the_same_situation(here: Situation) -> None:
    back = from_plain(json.loads(json.dumps(plain(here))), Estimates())
    assert back == here
    assert choose(back) == choose(here)


@given(situations)
def test_what_was_kept_before_leave_brought_anything_forward_leads_to_the_same_step(here: Situation) -> None:
    before = replace(here, advanced={})
    kept = plain(before)
    del kept["advanced"]
    assert from_plain(json.loads(json.dumps(kept)), Estimates()) == before


@given(situations)
def test_what_was_kept_when_answers_elsewhere_took_from_what_is_earned_leads_to_the_same_step(here: Situation) -> None:
    kept = plain(here)
    for belief in kept["beliefs"].values():
        del belief["spaced"]
        belief["earned_mark"] = 7
    unspaced = {
        skill: known._replace(belief=known.belief._replace(spaced=0)) for skill, known in here.knowledge.items()
    }
    assert from_plain(json.loads(json.dumps(kept)), Estimates()) == replace(here, knowledge=unspaced)


@ON_ONE_DATABASE
def test_every_field_of_a_situation_is_kept(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        kept = plain(situation(db, learner_key))
    assert {field.name for field in fields(Situation)} - {"knowledge"} <= kept.keys()
