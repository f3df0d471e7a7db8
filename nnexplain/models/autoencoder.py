"""A network that squeezes a picture through a few numbers and draws it again from them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from nnexplain.models.mlp import MLP


class Autoencoder(nn.Module):
    """An `encoder` from pictures to codes and a `decoder` back, mirror images of each other.

    `sizes` counts the units from the picture to the code, at least two numbers: (64, 32, 2). Hidden layers
    are ReLU, a code is any numbers, and what is drawn lies between 0 and 1 (a sigmoid at the end). The
    starting weights are drawn from `generator`.

    Source: Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science
    313 (2006), without its pre-training.
    """

    def __init__(self, sizes: Sequence[int], generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.encoder = MLP(sizes, generator)
        self.decoder = MLP(tuple(reversed(sizes)), generator)

    def encode(self, pictures: Tensor) -> Tensor:  # (n, pixels) → (n, code)
        codes: Tensor = self.encoder(pictures)
        return codes

    def decode(self, codes: Tensor) -> Tensor:  # (n, code) → (n, pixels)
        return torch.sigmoid(self.decoder(codes))

    def forward(self, pictures: Tensor) -> Tensor:  # (n, pixels) → (n, pixels)
        return self.decode(self.encode(pictures))

    def chain(self) -> list[tuple[nn.Linear, bool]]:
        """All dense layers in their order, each with whether a ReLU follows; the sigmoid is left out."""
        return [*self.encoder.chain(), *self.decoder.chain()]
