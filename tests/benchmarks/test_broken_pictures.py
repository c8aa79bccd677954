"""Whatever is wrong with a picture, it is written anew or refused by name, in the process that reads it."""

from random import Random

from benchmarks.broken_pictures import broken, sound_pictures, thrown

INPUTS = 300


def test_every_broken_picture_is_read_or_refused_by_name() -> None:
    outcomes, faults, _ = thrown(INPUTS, seed=7)
    assert faults == []
    assert outcomes.total() == INPUTS
    assert len([one for one in outcomes if one.startswith("refused")]) >= 3
    assert any(one.startswith("read") for one in outcomes)


def test_the_same_seed_breaks_pictures_alike() -> None:
    sound = sound_pictures()
    one, other = (Random(3) for _ in range(2))
    assert [broken(one, sound) for _ in range(50)] == [broken(other, sound) for _ in range(50)]
