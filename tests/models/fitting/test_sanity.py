"""What no set may say: sound sets hold every test, and for each test there is a set that fails it and is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.estimates import POOLED, Estimates, Parameters, Shared
from models.fitting import sanity
from models.fitting.sanity import IN_WORDS, TESTS, Sanity

SOUND = Parameters(prior=0.3, learn=0.1, guess=0.4, slip=0.1)
UNSOUND = {
    "right_lowers": SOUND._replace(learn=0.0, guess=0.45, slip=0.8),
    "wrong_raises": SOUND._replace(guess=0.45, slip=0.8),
    "three_right_end_below": SOUND._replace(prior=0.95, forget=5.0),
    "ten_right_fall_short": SOUND._replace(learn=0.0, guess=0.5, slip=0.45),
    "guess_too_high": SOUND._replace(guess=0.6),
    "slip_too_high": SOUND._replace(slip=0.6),
    "first_review_astray": SOUND._replace(shared=Shared(fade=2.0, durable=0.2)),
    "memory_out_of_bounds": SOUND._replace(shared=Shared(fade=5.0)),
}


@pytest.fixture
def few_guessers(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the other tests that a set has to pass."""
    monkeypatch.setattr(sanity, "LEAST_GUESSES", 100)


def of(*skills: Parameters) -> Estimates:
    return Estimates({POOLED: SOUND, **{f"s{number}": skill for number, skill in enumerate(skills)}})


def checked(estimates: Estimates, answers: dict[str, int] | None = None) -> dict[str, Sanity]:
    return {check.name: check for check in sanity.check(estimates, 42, answers)}


def failed(estimates: Estimates, answers: dict[str, int] | None = None) -> set[str]:
    return {name for name, check in checked(estimates, answers).items() if not check.held}


@pytest.mark.nightly
def test_a_sound_set_and_the_one_that_an_installation_begins_with_hold_every_test() -> None:
    for sound in (of(SOUND, SOUND._replace(prior=0.6, learn=0.05)), Estimates()):
        assert failed(sound) == set()


@pytest.mark.usefixtures("few_guessers")
def test_every_test_of_one_skill_has_a_word_and_a_set_that_fails_it_and_is_caught() -> None:
    names = [check.name for check in sanity.check(of(SOUND), 42)]
    assert names == [*TESTS, "guesser_acquires", "always_right_is_not_declared"] == list(IN_WORDS)
    assert list(UNSOUND) == list(TESTS)
    assert [name for name, unsound in UNSOUND.items() if name not in failed(of(unsound))] == []
    for shared in (Shared(fade=0.01), Shared(durable=0.95), Shared(durable=0.05)):  # a memory that loses nothing or all
        assert "memory_out_of_bounds" in failed(of(SOUND._replace(shared=shared)))
    assert sanity.check(of(SOUND), 7) == sanity.check(of(SOUND), 7)


@pytest.mark.usefixtures("few_guessers")
def test_a_skill_with_few_answers_is_not_judged_and_where_none_can_be_the_pooled_one_is() -> None:
    unsound = of(SOUND, UNSOUND["guess_too_high"])
    assert "guess_too_high" not in failed(unsound, {"s0": 50, "s1": 49})
    assert "guess_too_high" in failed(unsound, {"s0": 50, "s1": 50})
    assert "slip_too_high" in failed(Estimates({POOLED: UNSOUND["slip_too_high"]}), {})


def test_a_review_that_comes_too_late_is_as_far_astray_as_one_that_comes_at_once() -> None:
    assert sanity.first_review_astray(SOUND._replace(shared=Shared(fade=0.05)))
    assert sanity.first_review_astray(SOUND._replace(prior=0.001, learn=0.0))
    assert not sanity.first_review_astray(SOUND)


def test_who_is_always_right_is_declared_unless_knowing_does_not_help() -> None:
    for slip, share in [(0.1, 0.0), (0.45, 0.0), (0.95, 1.0)]:
        assert sanity.always_right_is_not_declared({"s": SOUND._replace(slip=slip, learn=0.0)}) == share


@pytest.mark.nightly
def test_whoever_guesses_acquires_next_to_nothing_whatever_was_found() -> None:
    for unsound in [{"prior": 0.9, "slip": 0.4}, {"learn": 0.9}, {"guess": 0.05, "slip": 0.3}]:
        """*Acquired* is earned against luck: no parameters can lend it."""
        assert sanity.guesser_acquires({"s": SOUND._replace(**unsound)}, 42) < 0.02


@pytest.mark.usefixtures("few_guessers")
def test_ten_right_answers_suffice_in_nineteen_skills_of_twenty() -> None:
    for skills, held in [(20, True), (19, False)]:
        check = checked(of(*[SOUND] * (skills - 1), UNSOUND["ten_right_fall_short"]))["ten_right_fall_short"]
        assert (check.share, check.held) == (1 / skills, held)


@pytest.mark.nightly
def test_the_share_of_a_guesser_hardly_depends_on_the_seed() -> None:
    for skills in [1, 40]:
        estimates = of(*[SOUND._replace(learn=0.25)] * skills)
        shares = [sanity.guesser_acquires(estimates.skills, seed) for seed in range(3)]
        assert 0 < min(shares) <= max(shares) < min(shares) + 0.02


@pytest.mark.usefixtures("few_guessers")
def test_ability_counts_for_who_guesses_and_not_for_the_learner_in_the_middle() -> None:
    heavy = Shared(success=(1.0, 0.5), learn=(0.5, 0.0), prior=(0.5, 0.0))
    light, weighed = of(SOUND), of(SOUND._replace(shared=heavy))
    middling = [check.share for check in sanity.check(light, 42)][:-1]
    assert [check.share for check in sanity.check(weighed, 42)][:-1] == middling


proportions = st.floats(0.01, 0.99)


@given(proportions, proportions, st.floats(0.01, 0.49), st.floats(0.01, 0.49))
def test_bounds_alone_make_answers_speak_the_right_way(prior: float, learn: float, guess: float, slip: float) -> None:
    parameters = Parameters(prior, learn, guess, slip)
    assert not sanity.right_lowers(parameters)
    assert not sanity.wrong_raises(parameters)
    assert not sanity.three_right_end_below(parameters)


def test_a_test_is_kept_as_plain_values() -> None:
    kept = Sanity("slip_too_high", 0.5, 0.0).plain()
    assert kept == {"name": "slip_too_high", "share": 0.5, "most": 0.0, "held": False}
