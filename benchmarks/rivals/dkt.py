"""Deep knowledge tracing: a small recurrent network that reads the answers of a learner one after another.

Piech et al., "Deep knowledge tracing", NeurIPS 2015, https://arxiv.org/abs/1506.05908; with questions beside skills,
and the question asked read next to what is remembered, as in Gervet, Koedinger, Schneider & Mitchell, JEDM 12 (2020).
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy
import torch
from numpy.random import RandomState
from threadpoolctl import threadpool_limits
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

WIDTH = 64
SKILL_SCALE = 0.3
DROPOUT = 0.5
LEARNING_RATE = 0.003
SIDE_BY_SIDE = 32
STRETCH = 200
"""Answers in a row of which a gradient is taken; a prediction remembers all that went before."""
MOST_EPOCHS, PATIENCE = 40, 3
KEPT_OUT = 0.1
"""Share of the training learners on whom the network is tried after each epoch: it stops when they gain no more."""

Span = tuple[int, int]
"""Of one learner: the first row, and the one after the last."""


def predict(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Return P(right) before each answer of `test`, from the same learner's earlier ones and from `train`."""
    # On shared cores the threads of so small a network wait for each other longer than they work.
    with threadpool_limits(1, "openmp"), torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(len(train.skills), len(train.questions))
        _train(network, train, RandomState(seed))
        predicted = numpy.empty(len(test))
        for batch in _batches(test, _lives(test)):
            predicted[batch.row[batch.there].numpy()] = torch.sigmoid(_logits(network, batch).double()).numpy()
    return predicted


@dataclass(frozen=True, slots=True)
class Batch:
    """Some learners side by side, one a line, padded: the row of each answer, -1 for padding, and its columns."""

    row: Tensor
    skill: Tensor
    question: Tensor
    right: Tensor

    @property
    def there(self) -> Tensor:
        """The mask of what is not padding."""
        return self.row >= 0


class Network(nn.Module):
    """A network that takes what was asked and how it was answered, and gives the logit of each question.

    A question is its skill plus a difference that starts at zero: one never met in training is its skill.
    """

    def __init__(self, skills: int, questions: int) -> None:
        super().__init__()
        self.skill = nn.Embedding(skills, WIDTH)
        self.difference = nn.Embedding(questions, WIDTH)
        nn.init.normal_(self.skill.weight, std=SKILL_SCALE)
        nn.init.zeros_(self.difference.weight)
        self.memory = nn.LSTM(2 * WIDTH, WIDTH, batch_first=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.mixed = nn.Linear(2 * WIDTH, WIDTH)
        self.logit = nn.Linear(WIDTH, 1)

    def forward(self, batch: Batch) -> Tensor:
        """Return the logit at every answer, from those that stand before it in its line."""
        asked = self.dropout(self.skill(batch.skill) + self.difference(batch.question))
        right = batch.right.unsqueeze(-1)
        answered = torch.cat([asked * right, asked * (1 - right)], dim=-1)
        remembered, _ = self.memory(pad(answered[:, :-1], (0, 0, 1, 0)))
        mixed = torch.relu(self.mixed(torch.cat([remembered, asked], dim=-1)))
        logits: Tensor = self.logit(self.dropout(mixed)).squeeze(-1)
        return logits


def _train(network: Network, answers: Answers, random: RandomState) -> None:
    """Train, and leave the network as it was after the epoch that did best on the learners kept out."""
    kept_out, rest = _split(answers, random)
    stretches, trial = _stretches(rest), list(_batches(kept_out, _lives(kept_out)))
    optimiser = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    best, least, since = deepcopy(network.state_dict()), _loss(network, trial), 0
    for _ in range(MOST_EPOCHS):
        shuffled = [stretches[place] for place in random.permutation(len(stretches))]
        _epoch(network, _batches(rest, shuffled), optimiser)
        loss, since = _loss(network, trial), since + 1
        if loss < least:
            best, least, since = deepcopy(network.state_dict()), loss, 0
        if since == PATIENCE:
            break
    network.load_state_dict(best)


def _split(answers: Answers, random: RandomState) -> tuple[Answers, Answers]:
    learners = random.permutation(numpy.unique(answers.learner))
    kept_out = numpy.isin(answers.learner, learners[: max(1, round(KEPT_OUT * len(learners)))])
    return answers.where(kept_out), answers.where(~kept_out)


def _epoch(network: Network, batches: Iterator[Batch], optimiser: torch.optim.Optimizer) -> None:
    network.train()
    for batch in batches:
        loss = binary_cross_entropy_with_logits(network(batch)[batch.there], batch.right[batch.there])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _loss(network: Network, batches: list[Batch]) -> float:
    losses = [
        binary_cross_entropy_with_logits(_logits(network, batch), batch.right[batch.there], reduction="none")
        for batch in batches
    ]
    return float(torch.cat(losses).mean())


def _logits(network: Network, batch: Batch) -> Tensor:
    network.eval()
    with torch.no_grad():
        logits: Tensor = network(batch)[batch.there]
    return logits


def _lives(answers: Answers) -> list[Span]:
    starts = numpy.flatnonzero(numpy.diff(answers.learner, prepend=-1)).tolist()
    return list(pairwise([*starts, len(answers)]))


def _stretches(answers: Answers) -> list[Span]:
    return [
        (begin, min(begin + STRETCH, end)) for start, end in _lives(answers) for begin in range(start, end, STRETCH)
    ]


def _batches(answers: Answers, spans: list[Span]) -> Iterator[Batch]:
    """Put learners of about one length side by side, the order of equal lengths kept."""
    by_length = sorted(spans, key=lambda span: span[1] - span[0])
    for place in range(0, len(by_length), SIDE_BY_SIDE):
        yield _batch(answers, by_length[place : place + SIDE_BY_SIDE])


def _batch(answers: Answers, spans: list[Span]) -> Batch:
    rows = numpy.full((len(spans), max(end - start for start, end in spans)), -1)
    for line, (start, end) in enumerate(spans):
        rows[line, : end - start] = numpy.arange(start, end)

    def padded(column: "Codes") -> Tensor:
        return torch.from_numpy(numpy.where(rows >= 0, column[rows], 0))

    return Batch(torch.from_numpy(rows), padded(answers.skill), padded(answers.question), padded(answers.right).float())
