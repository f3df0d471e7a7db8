"""Silencing units one after another: what is left of a network, and of which class first.

A silenced unit answers 0 (zero ablation). That is a value the network knows from units that are off, but
it may come where the network never met it: what is lost tells how the unit is used, not what it is for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nnexplain.methods.perturbation import Unit, answers_with_gains, gains_of, outputs_with_gains


def silencing(groups: Sequence[Sequence[Unit]], units: Mapping[str, int]) -> dict[str, Tensor]:
    """The gains that silence all of each of `groups` of units (layer, index): by layer (groups, units).

    `units` counts those of each layer.
    """
    return gains_of([dict.fromkeys(group, 0.0) for group in groups], units)


def importance(
    model: nn.Module, inputs: Tensor, labels: Tensor, units: Mapping[str, int]
) -> NDArray[np.float64]:
    """How much the mean cross-entropy (nats) over `inputs` rises when that unit alone is silenced.

    For all of `units`, counted by layer, in their order: (units,). It may be below 0. Give it the training
    part, so that no order is chosen on what it is judged by.
    """
    alone = [[(layer, index)] for layer, count in units.items() for index in range(count)]
    outputs = outputs_with_gains(model, inputs, silencing([[], *alone], units))  # (1 + units, n, classes)
    truth = labels.expand(outputs.shape[:-1])
    losses = cross_entropy(outputs.mT, truth, reduction="none").mean(dim=1, dtype=torch.float64).numpy()
    return np.asarray(losses[1:] - losses[0], dtype=np.float64)


def recalls_of(said: NDArray[np.int64], labels: NDArray[Any], classes: int) -> NDArray[np.float64]:
    """Of the inputs of each class, the share that is read rightly, (…, n) → (…, classes).

    `labels` (n,); every class must occur.
    """
    members = np.eye(classes)[labels]  # (n, classes)
    return np.asarray((said == labels) @ members / members.sum(axis=0), dtype=np.float64)


def lesion_curve(
    model: nn.Module,
    inputs: Tensor,
    labels: NDArray[Any],
    order: Sequence[Unit],
    units: Mapping[str, int],
    classes: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is read as `order` is silenced one after another, from none to all of its u units.

    `units` counts those of each layer. The share right, (u + 1,), and the share right of each class, (u + 1,
    classes).
    """
    said = answers_with_gains(model, inputs, silencing([order[:k] for k in range(len(order) + 1)], units))
    return (said == labels).mean(axis=1), recalls_of(said, labels, classes)


def consistent(values: NDArray[np.floating], rng: np.random.Generator, shuffles: int = 9999) -> float:
    """How often chance alone puts columns into an order as consistent as in `values` (rows, columns): p.

    Rows are ranked, and the spread of the columns' mean ranks is held against that of rows whose values are
    shuffled (the test of Friedman 1937, by permutation). The least p is 1 / (1 + `shuffles`).
    """
    above = (values[:, :, None] > values[:, None, :]).sum(axis=2)
    ranks = above + ((values[:, :, None] == values[:, None, :]).sum(axis=2) - 1) / 2
    shuffled = rng.permuted(np.broadcast_to(ranks, (shuffles, *ranks.shape)), axis=2)
    as_large = shuffled.mean(axis=1).var(axis=1) >= ranks.mean(axis=0).var() - 1e-12
    return float((1 + as_large.sum()) / (1 + shuffles))


def lost_after(recalls: NDArray[np.floating], below: float = 0.5) -> NDArray[np.int64]:
    """After how many silenced units a class is first lost, (steps, …) → (…).

    Lost is a share under `below`; a class that never is gets the number of steps. It may come back: when
    all units are silent a network says one and the same to everything, and of that class it reads all.
    """
    lost = recalls < below
    return np.asarray(np.where(lost.any(axis=0), np.argmax(lost, axis=0), len(recalls)), dtype=np.int64)
