"""The reader without a network: it says what the nearest picture that it knows is."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Neighbours(nn.Module):
    """For every class how near its nearest picture is, as numbers to compare: the greatest is the nearest.

    `known` (m, pixels) are pictures and `labels` (m,) their classes, 0 to `classes` - 1, each of which has a
    picture. What comes out is 2 x·k - |k|² of the nearest picture k: the square of the distance, negative,
    and more by |x|², which is the same for every class.
    """

    def __init__(self, known: Tensor, labels: Tensor, classes: int = 10) -> None:
        super().__init__()
        self.known = [known[labels == kind] for kind in range(classes)]
        if empty := [kind for kind, pictures in enumerate(self.known) if not len(pictures)]:
            raise ValueError(f"no picture is known of {', '.join(map(str, empty))}")

    def forward(self, x: Tensor) -> Tensor:  # (n, pixels) → (n, classes)
        near = [(2 * x @ known.T - known.square().sum(1)).amax(1) for known in self.known]
        return torch.stack(near, dim=1)
