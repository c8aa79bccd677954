from functools import cache

import pytest

from benchmarks.pilot import pilot
from benchmarks.simulation import World, simulate
from models.fitting.answers import Answers
from models.fitting.fit import silent

MODELS = ["constante", "BKT", "Best-LR", "hiérarchique", "hiérarchique moins Best-LR"]


@cache
def made_up() -> Answers:
    return simulate(40, 3, 10, 8, 1, World.AS_MODELLED).answers


@cache
def lines() -> list[str]:
    return list(pilot(made_up(), [8, 20], 42, silent))


def test_every_model_is_tried_after_each_number_of_learners() -> None:
    assert lines()[0] == "Essai sur 8 autres apprenants, moyenne de 3 tirages, graine 42"
    assert [(line[:12].strip(), line[12:38].strip()) for line in lines()[2:]] == [
        (size, model) for size in ("8", "20") for model in MODELS
    ]


def test_the_last_line_is_the_difference_of_the_two_before() -> None:
    theirs, ours, gain = ([float(figure) for figure in line[38:].split()] for line in lines()[4:7])
    assert gain == pytest.approx([ours[0] - theirs[0], ours[1] - theirs[1]], abs=2e-4)
