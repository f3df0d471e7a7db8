"""The fit loop against gradient descent written out by hand."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from nnexplain.models.mlp import MLP
from nnexplain.models.neuron import Neuron
from nnexplain.training.loop import EVENTS, Descent, Moment, fit

SGD = partial(torch.optim.SGD, lr=0.5)
X = torch.tensor(np.random.default_rng(0).normal(size=(10, 3)), dtype=torch.float32)
Y = (X.sum(1) > 0).float()


def test_full_batches_follow_gradient_descent_in_numpy() -> None:
    neuron, seen = Neuron((0.1, -0.2, 0.3), 0.05), []
    on = {"epoch": lambda moment: seen.append(moment.loss)}
    fit(neuron, X, Y, binary_cross_entropy_with_logits, Descent(SGD), 25, on)
    x, y = X.numpy().astype(float), Y.numpy().astype(float)
    w, b, losses = np.array([0.1, -0.2, 0.3]), 0.05, []
    for _ in range(25):
        p = 1 / (1 + np.exp(-(x @ w + b)))
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        w, b = w - 0.5 * (p - y) @ x / len(y), b - 0.5 * (p - y).mean()
    assert np.allclose(neuron.weights.detach(), w, atol=1e-5)
    assert neuron.bias.item() == pytest.approx(b, abs=1e-5)
    assert np.allclose(seen, losses, atol=1e-6)


def test_batches_noise_and_schedule_follow_a_loop_in_plain_torch() -> None:
    labels = Y.long()
    start = MLP((3, 4, 2), torch.Generator().manual_seed(3)).state_dict()
    ours, theirs = MLP((3, 4, 2)), MLP((3, 4, 2))
    ours.load_state_dict(start)
    theirs.load_state_dict(start)
    adam = partial(torch.optim.AdamW, lr=0.01, weight_decay=0.1)
    cosine = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=6)
    descent = Descent(adam, cosine, batch_size=4, noise=0.2, generator=torch.Generator().manual_seed(8))
    fit(ours, X, labels, cross_entropy, descent, 6)

    generator, optimizer = torch.Generator().manual_seed(8), adam(theirs.parameters())
    schedule = cosine(optimizer)
    for _ in range(6):
        noisy = X + 0.2 * torch.randn(X.shape, generator=generator)
        order = torch.randperm(10, generator=generator)
        for rows in (order[:4], order[4:8], order[8:]):
            optimizer.zero_grad()
            cross_entropy(theirs(noisy[rows]), labels[rows]).backward()
            optimizer.step()
        schedule.step()
    for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.allclose(mine, other, atol=1e-7)


def test_events_fire_in_order_and_say_where_the_training_stands() -> None:
    seen: list[tuple[str, int, bool]] = []

    def listener(event: str, moment: Moment) -> None:
        seen.append((event, moment.epoch, moment.loss is None))

    on = {event: partial(listener, event) for event in EVENTS}
    fit(Neuron((0, 0, 0)), X, Y, binary_cross_entropy_with_logits, Descent(SGD, batch_size=5), 2, on)
    passes = [[("batch", k, False), ("batch", k, False), ("epoch", k + 1, False)] for k in range(2)]
    assert seen == [("start", 0, True), *passes[0], *passes[1], ("end", 2, False)]


def test_the_loss_of_a_pass_weighs_every_example_alike() -> None:
    losses: list[float] = []
    frozen = Descent(partial(torch.optim.SGD, lr=0.0), batch_size=4)  # the last batch is smaller
    on = {"epoch": lambda moment: losses.append(moment.loss)}
    fit(Neuron((1, 2, 3)), X, Y, binary_cross_entropy_with_logits, frozen, 1, on)
    whole = binary_cross_entropy_with_logits(Neuron((1, 2, 3))(X), Y)
    assert losses[0] == pytest.approx(whole.item(), abs=1e-6)


def test_a_loss_that_is_not_finite_stops_the_training_and_an_unknown_event_names_those_there_are() -> None:
    neuron = Neuron((0, 0, 0))
    with pytest.raises(ValueError, match=r"unknown event 'step'; there are start, batch, epoch, end"):
        fit(neuron, X, Y, binary_cross_entropy_with_logits, Descent(SGD), 1, {"step": print})

    def explode(answers: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(answers, targets) * math.inf

    with pytest.raises(FloatingPointError, match="in pass 1"):
        fit(neuron, X, Y, explode, Descent(SGD), 3)
    assert torch.equal(neuron.weights.detach(), torch.zeros(3))
