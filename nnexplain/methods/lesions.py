"""Silencing units one after another: what is left of a network, and of which class first.

A silenced unit answers 0 (zero ablation). That is a value the network knows from units that are off, but
it may come where the network never met it: what is lost tells how the unit is used, not what it is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nnexplain.methods.perturbation import Operation, Unit, answers_under
from nnexplain.methods.surgery import surgery


def silencing(units: Sequence[Unit]) -> Operation:
    """The operation that silences all of `units` (layer, index)."""
    layers = dict.fromkeys(layer for layer, _ in units)
    return {"silent": {layer: [index for at, index in units if at == layer] for layer in layers}}


def importance(
    model: nn.Module, inputs: Tensor, labels: Tensor, units: Sequence[Unit]
) -> NDArray[np.float64]:
    """How much the mean cross-entropy (nats) over `inputs` rises when that unit alone is silenced, (units,).

    It may be below 0. Give it the training part, so that no order is chosen on what it is judged by.
    """
    with torch.no_grad():
        before = float(cross_entropy(model(inputs), labels))
        losses = []
        for unit in units:
            with surgery(model, **silencing([unit])):
                losses.append(float(cross_entropy(model(inputs), labels)))
    return np.array(losses) - before


def recalls_of(said: NDArray[np.int64], labels: NDArray[Any], classes: int) -> NDArray[np.float64]:
    """Of the inputs of each class, the share that is read rightly, (classes,); every class must occur."""
    right = np.bincount(labels[said == labels], minlength=classes)
    return np.asarray(right / np.bincount(labels, minlength=classes), dtype=np.float64)


def lesion_curve(
    model: nn.Module, inputs: Tensor, labels: NDArray[Any], order: Sequence[Unit], classes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is read as `order` is silenced one after another, from none to all of its u units.

    The share right, (u + 1,), and the share right of each class, (u + 1, classes).
    """
    operations = (silencing(order[:k]) for k in range(len(order) + 1))
    said = list(answers_under(model, inputs, operations))
    shares = np.array([(each == labels).mean() for each in said])
    return shares, np.array([recalls_of(each, labels, classes) for each in said])


def lost_after(recalls: NDArray[np.floating], below: float = 0.5) -> NDArray[np.int64]:
    """After how many silenced units a class is first lost, (steps, …) → (…).

    Lost is a share under `below`; a class that never is gets the number of steps. It may come back: when
    all units are silent a network says one and the same to everything, and of that class it reads all.
    """
    lost = recalls < below
    return np.asarray(np.where(lost.any(axis=0), np.argmax(lost, axis=0), len(recalls)), dtype=np.int64)
