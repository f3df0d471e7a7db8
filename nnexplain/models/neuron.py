"""One neuron: the smallest network there is."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Neuron(nn.Module):
    """A weighted sum and a squashing: p = 1 / (1 + exp(-(x · w + b))).

    `forward` gives the sum z, which a stable loss needs; `probability` gives p, between 0 and 1.
    """

    def __init__(self, weights: Sequence[float], bias: float = 0.0) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor(weights, dtype=torch.float32))
        self.bias = nn.Parameter(torch.tensor(bias, dtype=torch.float32))

    def forward(self, x: Tensor) -> Tensor:  # (n, features) → (n,)
        return x @ self.weights + self.bias

    def probability(self, x: Tensor) -> Tensor:
        """The answer, (n,): near 1 for yes, near 0 for no, 0.5 on the plane x · w + b = 0."""
        return torch.sigmoid(self(x))
