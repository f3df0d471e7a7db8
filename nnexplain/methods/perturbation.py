"""How much a network bears: what it still reads when units, weights or inputs are disturbed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from nnexplain.methods.surgery import surgery

Unit = tuple[str, int]
Operation = Mapping[str, Any]


def answers(model: nn.Module, inputs: Tensor) -> NDArray[np.int64]:
    """The class that the network says for each of `inputs` (n, …): the largest output, (n,).

    The network runs in evaluation mode and is put back into the mode it was in.
    """
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            return np.asarray(model(inputs).argmax(1).numpy(), dtype=np.int64)
    finally:
        model.train(was_training)


def answers_under(
    model: nn.Module, inputs: Tensor, operations: Iterable[Operation]
) -> Iterator[NDArray[np.int64]]:
    """The answers to `inputs` after each operation by itself; an operation is what `surgery` takes."""
    for operation in operations:
        with surgery(model, **operation) as changed:
            yield answers(changed, inputs)


def shares_right(
    model: nn.Module, inputs: Tensor, labels: NDArray[Any], operations: Iterable[Operation]
) -> NDArray[np.float64]:
    """The share of `inputs` (n, …) read as `labels` (n,) after each operation by itself."""
    return np.array([(said == labels).mean() for said in answers_under(model, inputs, operations)])


def gain_of(unit: Unit, gain: float, units: int) -> Operation:
    """The operation that multiplies the answer of one unit (layer, index) of `units` by `gain`."""
    factors = torch.ones(units)
    factors[unit[1]] = gain
    return {"gains": {unit[0]: factors}}


def turned_by(model: nn.Module, name: str, place: Sequence[int], strength: float) -> Operation:
    """The operation that adds to one weight `strength` times its matrix's standard deviation."""
    matrix = model.get_parameter(name).detach()
    value = matrix[tuple(place)] + strength * matrix.std(correction=0)
    return {"weights": {name: {tuple(place): float(value)}}}


def some_weights(model: nn.Module, count: int, rng: np.random.Generator) -> list[tuple[str, tuple[int, ...]]]:
    """`count` different weights (parameter, place), each of all weights equally likely; biases are none."""
    names = [name for name, parameter in model.named_parameters() if parameter.dim() > 1]
    sizes = [model.get_parameter(name).numel() for name in names]
    drawn = rng.choice(sum(sizes), count, replace=False)
    starts = np.cumsum([0, *sizes])
    matrices = np.searchsorted(starts, drawn, side="right") - 1
    return [
        (names[m], tuple(map(int, np.unravel_index(k - starts[m], model.get_parameter(names[m]).shape))))
        for k, m in zip(drawn, matrices, strict=True)
    ]


def under_input_noise(
    model: nn.Module, inputs: Tensor, labels: NDArray[Any], noise: float, generator: torch.Generator
) -> float:
    """The share right when each input gets its own N(0, noise²) on every number; nothing is clipped."""
    draw = torch.randn(inputs.shape, generator=generator)
    return float((answers(model, inputs + noise * draw) == labels).mean())
