"""How much a network bears: what it still reads when units, weights or inputs are disturbed.

A network is small and its variants are many, so they are asked together: what differs has the variants as
its first axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call, vmap

from nnexplain.methods.surgery import surgery

Unit = tuple[str, int]
Weight = tuple[str, tuple[int, ...]]

AT_ONCE = 20_000
"""Inputs, counted once a variant, that are answered at once: so few that a processor's cache holds them."""


def answers(model: nn.Module, inputs: Tensor) -> NDArray[np.int64]:
    """The class that the network says for each of `inputs` (…, n, numbers): the largest output, (…, n).

    The network runs in evaluation mode and is put back into the mode it was in.
    """
    return np.asarray(outputs(model, inputs).argmax(-1).numpy(), dtype=np.int64)


def outputs(model: nn.Module, inputs: Tensor) -> Tensor:
    """The network's outputs in evaluation mode, without gradients."""
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            found: Tensor = model(inputs)
            return found
    finally:
        model.train(was_training)


def gains_of(variants: Sequence[Mapping[Unit, float]], units: Mapping[str, int]) -> dict[str, Tensor]:
    """Factors for the answers of units, by layer (variants, units of the layer).

    Each of `variants` maps some units (layer, index) to their factors, the others have 1. `units` counts
    those of each layer.
    """
    gains = {layer: np.ones((len(variants), count), dtype=np.float32) for layer, count in units.items()}
    for row, factors in enumerate(variants):
        for (layer, index), factor in factors.items():
            gains[layer][row, index] = factor
    return {layer: torch.from_numpy(factors) for layer, factors in gains.items()}


def outputs_with_gains(model: nn.Module, inputs: Tensor, gains: Mapping[str, Tensor]) -> Tensor:
    """The outputs (variants, n, …) for `inputs` (n, numbers) when units answer more or less.

    `gains` maps the names of layers to factors (variants, units), as in `surgery`.
    """
    parts = []
    for some in _parts(gains, len(inputs)):
        with surgery(model, gains={name: factors[:, None] for name, factors in some.items()}) as changed:
            parts.append(outputs(changed, inputs))
    return torch.cat(parts)


def answers_with_gains(model: nn.Module, inputs: Tensor, gains: Mapping[str, Tensor]) -> NDArray[np.int64]:
    """The answers (variants, n) to `inputs` (n, numbers) when units answer more or less, as above."""
    return np.asarray(outputs_with_gains(model, inputs, gains).argmax(-1).numpy(), dtype=np.int64)


def answers_with(model: nn.Module, inputs: Tensor, parameters: Mapping[str, Tensor]) -> NDArray[np.int64]:
    """The answers (variants, n) to `inputs` (n, numbers) when parameters are other ones.

    `parameters` maps names (as in `model.named_parameters()`) to (variants, …); the others are the model's.
    """

    def said(some: Mapping[str, Tensor]) -> Tensor:
        return outputs(_Called(model, dict(some)), inputs).argmax(-1)

    parts = [vmap(said)(some) for some in _parts(parameters, len(inputs))]
    return np.asarray(torch.cat(parts).numpy(), dtype=np.int64)


class _Called(nn.Module):
    """`model` with some of its parameters replaced."""

    def __init__(self, model: nn.Module, parameters: dict[str, Tensor]) -> None:
        super().__init__()
        self.model = model
        self.replaced = parameters

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = functional_call(self.model, self.replaced, (x,))
        return found


def answers_when_turned(
    model: nn.Module, inputs: Tensor, weights: Sequence[Weight], strengths: NDArray[np.floating]
) -> NDArray[np.int64]:
    """The answers (weights, strengths, n) when to one weight something is added.

    That is, for each of `strengths` (strengths,), so many standard deviations (over n, not n - 1) of the
    weight's own matrix.
    """
    found = np.empty((len(weights), len(strengths), len(inputs)), dtype=np.int64)
    for name in {name for name, _ in weights}:
        rows = [row for row, (other, _) in enumerate(weights) if other == name]
        matrix = model.get_parameter(name).detach()
        added = torch.tensor(strengths, dtype=matrix.dtype) * matrix.std(correction=0)
        variants = matrix.repeat(len(rows), len(strengths), *[1] * matrix.dim())
        for own, row in zip(variants, rows, strict=True):  # (strengths, *matrix)
            own.movedim(0, -1)[weights[row][1]] += added
        said = answers_with(model, inputs, {name: variants.flatten(0, 1)})
        found[rows] = said.reshape(len(rows), len(strengths), -1)
    return found


def some_weights(model: nn.Module, count: int, rng: np.random.Generator) -> list[Weight]:
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


def shaken(model: nn.Module, noises: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
    """Every matrix of `model` with noise on all its weights: by name (variants, outputs, inputs).

    For each of `noises` (variants,) that many of the matrix's own standard deviations (over n, not n - 1)
    times draws from N(0, 1). Biases stay.
    """
    matrices = {name: own.detach() for name, own in model.named_parameters() if own.dim() > 1}
    spreads = {name: noises[:, None, None] * own.std(correction=0) for name, own in matrices.items()}
    return {
        name: own + spreads[name] * torch.randn((len(noises), *own.shape), generator=generator)
        for name, own in matrices.items()
    }


def answers_under_input_noise(
    model: nn.Module, inputs: Tensor, noises: Tensor, generator: torch.Generator
) -> NDArray[np.int64]:
    """The answers (variants, n) when each input gets its own N(0, noise²) on every number.

    One of `noises` (variants,) is for a variant; nothing is clipped.
    """
    parts = []
    for some in _parts({"noise": noises}, len(inputs)):
        draws = torch.randn((len(some["noise"]), *inputs.shape), generator=generator)
        parts.append(answers(model, inputs + some["noise"][:, None, None] * draws))
    return np.concatenate(parts)


def _parts(variants: Mapping[str, Tensor], inputs: int) -> list[dict[str, Tensor]]:
    """The variants in groups of as many as are asked at once."""
    some = max(1, AT_ONCE // max(inputs, 1))
    split = [torch.split(each.detach(), some) for each in variants.values()]
    return [dict(zip(variants, group, strict=True)) for group in zip(*split, strict=True)]
