"""A training in five numbers, so that several scripts can do the very same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nnexplain.training.loop import Descent, Listener, fit


@dataclass(frozen=True)
class Recipe:
    """AdamW (Loshchilov and Hutter 2019) on cross-entropy, its rate falling along half a cosine to 0.

    `epochs` passes in batches of `batch_size`; `rate` is the learning rate at the start, `decay` the weight
    decay, `noise` the standard deviation of what is added to every input, afresh in every pass.
    """

    epochs: int
    batch_size: int
    rate: float
    decay: float
    noise: float = 0.0

    def train(
        self,
        model: nn.Module,
        inputs: Tensor,
        labels: Tensor,
        generator: torch.Generator,
        on: Mapping[str, Listener] | None = None,
    ) -> None:
        """Train `model` in place on `inputs` (n, ...) and `labels` (n,); `on` and errors as in `fit`."""
        falling = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=self.epochs)
        descent = Descent(
            optimizer=partial(torch.optim.AdamW, lr=self.rate, weight_decay=self.decay, fused=True),
            schedule=falling,
            batch_size=self.batch_size,
            noise=self.noise,
            generator=generator,
        )
        fit(model, inputs, labels, cross_entropy, descent, self.epochs, on)
