"""The sample of a log that is too large to be fitted whole: all that a learner has answered, or nothing of hers."""

from uuid import UUID

from models.fitting.sample import drawn

GIVEN = {UUID(int=number): 10 + number for number in range(100)}


def test_the_same_seed_draws_the_same_learners_and_another_seed_others() -> None:
    assert drawn(GIVEN, 1000, 1) == drawn(dict(reversed(GIVEN.items())), 1000, 1) != drawn(GIVEN, 1000, 2)


def test_there_are_no_more_answers_than_allowed_and_nearly_as_many() -> None:
    answers = sum(GIVEN[learner] for learner in drawn(GIVEN, 1000, 1))
    assert 1000 - max(GIVEN.values()) < answers <= 1000


def test_whoever_fits_in_is_drawn() -> None:
    assert drawn(GIVEN, sum(GIVEN.values()), 1) == set(GIVEN)
    assert drawn({}, 1000, 1) == set()


def test_who_comes_later_takes_places_but_pushes_nobody_before_another() -> None:
    before = {learner: given for learner, given in GIVEN.items() if learner.int < 50}
    assert drawn(GIVEN, 1000, 1) & before.keys() <= drawn(before, 1000, 1)
