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


class SideBySide(nn.Module):
    """Several MLPs of one shape, asked at once, each its own inputs. Their weights are copied.

    What is asked is (networks · n, sizes[0]): first the n inputs of the first network, then the next one's.
    """

    def __init__(self, models: Sequence[MLP]) -> None:
        super().__init__()
        chains = zip(*(model.chain() for model in models), strict=True)
        layers = [[layer for layer, _ in row] for row in chains]
        self.cuts = [cut for _, cut in models[0].chain()]
        self.weights = [torch.stack([layer.weight.detach() for layer in row]) for row in layers]
        self.biases = [torch.stack([layer.bias.detach()[None] for layer in row]) for row in layers]

    def forward(self, x: Tensor) -> Tensor:  # (networks · n, sizes[0]) → (networks · n, sizes[-1])
        x = x.reshape(len(self.weights[0]), -1, x.shape[-1])
        for weight, bias, cut in zip(self.weights, self.biases, self.cuts, strict=True):
            x = torch.baddbmm(bias, x, weight.mT)
            x = x.relu() if cut else x
        return x.flatten(0, 1)


def _dense(inputs: int, outputs: int, generator: torch.Generator | None) -> nn.Linear:
    layer = nn.Linear(inputs, outputs)
    bound = inputs**-0.5
    with torch.no_grad():
        layer.weight.uniform_(-bound, bound, generator=generator)
        layer.bias.uniform_(-bound, bound, generator=generator)
    return layer
