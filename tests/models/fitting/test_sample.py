"""The sample of a log that is too large to be fitted whole: all that a learner has answered, or nothing of hers."""

from uuid import UUID

from models.fitting.answers import drawn

GIVEN = {UUID(int=number): 10 + number for number in range(100)}


def test_a_seed_draws_always_the_same_nearly_as_many_answers_as_allowed_or_everybody() -> None:
    assert drawn(GIVEN, 1000, 1) == drawn(dict(reversed(GIVEN.items())), 1000, 1) != drawn(GIVEN, 1000, 2)
    answers = sum(GIVEN[learner] for learner in drawn(GIVEN, 1000, 1))
    assert 1000 - max(GIVEN.values()) < answers <= 1000
    assert (drawn(GIVEN, sum(GIVEN.values()), 1), drawn({}, 1000, 1)) == (set(GIVEN), set())


def test_who_comes_later_takes_places_but_pushes_nobody_before_another() -> None:
    before = {learner: given for learner, given in GIVEN.items() if learner.int < 50}
    assert drawn(GIVEN, 1000, 1) & before.keys() <= drawn(before, 1000, 1)
