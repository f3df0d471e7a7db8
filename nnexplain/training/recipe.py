"""A training in five numbers, so that several scripts can do the very same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from nnexplain.training.loop import Descent, Listener, fit
from nnexplain.training.together import Chain, class_slope, fit_together


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
        fit(model, inputs, labels, cross_entropy, self._descent(generator), self.epochs, on)

    def train_together(
        self,
        models: Sequence[Chain],
        inputs: Tensor,
        labels: Tensor,
        generators: Sequence[torch.Generator],
        noises: Sequence[float] | None = None,
    ) -> None:
        """Train each of `models` in place as `train` would with its own generator, up to rounding, but all at
        once: see `fit_together`. With `noises` each network has its own noise, with one axis more, its own
        `inputs` and `labels`.
        """
        alike = self._descent()
        descents = [
            replace(alike, generator=generator, noise=noise)
            for generator, noise in zip(generators, noises or [self.noise] * len(generators), strict=True)
        ]
        fit_together(models, inputs, labels, class_slope, descents, self.epochs)

    def _descent(self, generator: torch.Generator | None = None) -> Descent:
        falling = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=self.epochs)
        return Descent(
            optimizer=partial(torch.optim.AdamW, lr=self.rate, weight_decay=self.decay, fused=True),
            schedule=falling,
            batch_size=self.batch_size,
            noise=self.noise,
            generator=generator,
        )
