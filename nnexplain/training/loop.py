"""Gradient descent: predict, measure the loss, adjust, again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch._dynamo  # torch loads it with the first optimiser; named here, a build loads it but once
from torch import Tensor, nn
from torch.optim import Optimizer

EVENTS = ("start", "batch", "epoch", "end")


@dataclass(frozen=True)
class Moment:
    """Where a training stands when an event fires.

    `epoch` counts the passes over the data that are complete, `loss` is the mean loss of the last batch
    (event `batch`) or of the last pass (`epoch`, `end`); it is None at the `start`.
    """

    model: nn.Module
    epoch: int
    loss: float | None


Listener = Callable[[Moment], None]


@dataclass(frozen=True)
class Descent:
    """How to go downhill. `schedule`, if there is one, is advanced after every pass.

    `batch_size` None takes all examples at once. `noise` is the standard deviation of what is added to
    every input, afresh in every pass. What is random (order and noise) comes from `generator`.
    """

    optimizer: Callable[[Iterable[nn.Parameter]], Optimizer]
    schedule: Callable[[Optimizer], Any] | None = None
    batch_size: int | None = None
    noise: float = 0.0
    generator: torch.Generator | None = None


def fit(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    loss: Callable[[Tensor, Tensor], Tensor],
    descent: Descent,
    epochs: int,
    on: Mapping[str, Listener] | None = None,
) -> None:
    """Train `model` in place for `epochs` passes over `inputs` (n, …) and `targets` (n, …).

    `on` maps the events of `EVENTS` to who listens; an unknown event is a ValueError. A loss that is no
    longer finite raises FloatingPointError, naming the pass: going on would only spread it.
    """
    tell = _speaker(model, on or {})
    optimizer = descent.optimizer(model.parameters())
    schedule = descent.schedule(optimizer) if descent.schedule else None
    tell("start", 0, None)
    mean = None
    for epoch in range(1, epochs + 1):
        model.train()
        total = 0.0
        for x, y in _batches(inputs, targets, descent):
            now = _adjust(model, x, y, loss, optimizer, epoch)
            total += now * len(x)
            tell("batch", epoch - 1, now)
        if schedule:
            schedule.step()
        mean = total / len(inputs)
        tell("epoch", epoch, mean)
    tell("end", epochs, mean)


def _adjust(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    loss: Callable[[Tensor, Tensor], Tensor],
    optimizer: Optimizer,
    epoch: int,
) -> float:
    optimizer.zero_grad()
    wrong = loss(model(x), y)
    value = float(wrong.detach())
    if not torch.isfinite(wrong):
        raise FloatingPointError(f"the loss is {value} in pass {epoch}; a smaller learning rate may help")
    wrong.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    return value


def drawn(inputs: Tensor, targets: Tensor, descent: Descent) -> tuple[Tensor, Tensor]:
    """The inputs of one pass with their noise, and the targets, both in the order of the pass."""
    if descent.noise:
        inputs = inputs + descent.noise * torch.randn(inputs.shape, generator=descent.generator)
    if descent.batch_size is None:
        return inputs, targets
    order = torch.randperm(len(inputs), generator=descent.generator)
    return inputs.index_select(0, order), targets.index_select(0, order)


def _batches(inputs: Tensor, targets: Tensor, descent: Descent) -> Iterator[tuple[Tensor, Tensor]]:
    size = descent.batch_size or len(inputs)
    x, y = drawn(inputs, targets, descent)
    yield from zip(torch.split(x, size), torch.split(y, size), strict=True)


def _speaker(model: nn.Module, on: Mapping[str, Listener]) -> Callable[[str, int, float | None], None]:
    for event in on:
        if event not in EVENTS:
            raise ValueError(f"unknown event {event!r}; there are {', '.join(EVENTS)}")

    def tell(event: str, epoch: int, loss: float | None) -> None:
        if event in on:
            on[event](Moment(model, epoch, loss))

    return tell
