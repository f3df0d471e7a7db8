"""A multilayer perceptron whose layers can be called by name."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class MLP(nn.Module):
    """Dense layers with ReLU between them: `hidden1`, `hidden2`, …, `output` (no squashing after it).

    `sizes` counts the units from the input to the output, at least two numbers: (64, 32, 16, 10). The
    starting weights are torch's own, uniform within ±1/√inputs, drawn from `generator`.
    """

    def __init__(self, sizes: Sequence[int], generator: torch.Generator | None = None) -> None:
        super().__init__()
        if len(sizes) < 2:
            raise ValueError(f"sizes is {tuple(sizes)}; a network needs an input and an output")
        names = [f"hidden{k}" for k in range(1, len(sizes) - 1)] + ["output"]
        self.layers = nn.ModuleDict(
            {
                name: _dense(inputs, outputs, generator)
                for name, inputs, outputs in zip(names, sizes[:-1], sizes[1:], strict=True)
            }
        )
        self.relu = nn.ModuleDict({name: nn.ReLU() for name in names[:-1]})

    def forward(self, x: Tensor) -> Tensor:  # (n, sizes[0]) → (n, sizes[-1])
        for name, layer in self.layers.items():
            x = layer(x)
            if name in self.relu:
                x = self.relu[name](x)
        return x

    def chain(self) -> list[tuple[nn.Linear, bool]]:
        """The layers in their order, each with whether a ReLU follows."""
        return [(layer, name in self.relu) for name, layer in self.layers.items()]  # type: ignore[misc]


def _dense(inputs: int, outputs: int, generator: torch.Generator | None) -> nn.Linear:
    layer = nn.Linear(inputs, outputs)
    bound = inputs**-0.5
    with torch.no_grad():
        layer.weight.uniform_(-bound, bound, generator=generator)
        layer.bias.uniform_(-bound, bound, generator=generator)
    return layer
