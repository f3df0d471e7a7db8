"""Many small networks trained at once: the same steps as one after another, in a fraction of the time.

What a small network computes in a step is little; most of the time goes into asking for it. So the weights
of all networks lie in one array, with the networks as its first axis, every step is asked for once, and the
slopes are worked out by hand instead of recorded (Rumelhart, Hinton and Williams, "Learning representations
by back-propagating errors", Nature 323, 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn

from nnexplain.training.loop import Descent, drawn

AT_ONCE = 100_000_000
"""Numbers of a pass that are held at most, 400 MB: more networks than that go in groups."""

Slope = Callable[[Tensor, Tensor], Tensor]
"""Sums of the last layer (networks, n, units) and targets → how each network's mean loss over its n examples
changes with them, (networks, n, units)."""


class Chain(Protocol):
    """A network that is dense layers one after another: each with whether a ReLU follows."""

    def chain(self) -> list[tuple[nn.Linear, bool]]: ...


def class_slope(sums: Tensor, labels: Tensor) -> Tensor:
    """The `Slope` of cross-entropy: `labels` (networks, n) are whole numbers below the units."""
    slope = torch.softmax(sums, dim=2)
    slope.scatter_add_(2, labels.unsqueeze(2), slope.new_full((1, 1, 1), -1).expand(*labels.shape, 1))
    return slope.div_(sums.shape[1])


def ink_slope(sums: Tensor, pictures: Tensor) -> Tensor:
    """The `Slope` of binary cross-entropy behind a sigmoid, over all pixels; `pictures` as the sums, 0 to 1.

    torch's own gives no slope where the sigmoid is 0 or 1 to the last digit; this one does.
    """
    return torch.sigmoid(sums).sub_(pictures).div_(sums[0].numel())


def fit_together(
    models: Sequence[Chain],
    inputs: Tensor,
    targets: Tensor,
    slope: Slope,
    descents: Sequence[Descent],
    epochs: int,
) -> None:
    """Train each of `models` in place as `fit` would with its own of `descents`, up to rounding.

    `inputs` (n, numbers) and `targets` (n, …) are the same for all, or each has a first axis more, with a row
    for each network; order and noise are drawn for each network by itself. The optimiser sees all networks
    as one row of numbers: it must treat each number by itself, and leave one that is 0 and has no slope at 0,
    as SGD, Adam and AdamW do. Networks that differ in more than their hidden units, and descents that differ
    in more than noise and generator, are a ValueError. Weights that are no longer finite raise
    FloatingPointError, naming the pass.
    """
    ways = {(id(way.optimizer), id(way.schedule), way.batch_size) for way in descents}
    if len(descents) != len(models) or len(ways) != 1:
        raise ValueError(
            f"{len(models)} networks have {len(descents)} descents of {len(ways)} kinds; each takes one, "
            "with the same optimizer, schedule and batch_size"
        )
    if inputs.dim() == 2:
        inputs, targets = (part.expand(len(models), *part.shape) for part in (inputs, targets))
    if {len(inputs), len(targets)} != {len(models)}:
        raise ValueError(f"{len(models)} networks have {len(inputs)} inputs and {len(targets)} targets")
    some = max(1, AT_ONCE // max(inputs[0].numel(), 1))
    for first in range(0, len(models), some):
        group = slice(first, first + some)
        _fit(models[group], inputs[group], targets[group], slope, descents[group], epochs)


@torch.no_grad()
def _fit(
    models: Sequence[Chain],
    inputs: Tensor,
    targets: Tensor,
    slope: Slope,
    descents: Sequence[Descent],
    epochs: int,
) -> None:
    stack, way = Stack(models), descents[0]
    optimizer = way.optimizer([stack.numbers])
    schedule = way.schedule(optimizer) if way.schedule else None
    for epoch in range(1, epochs + 1):
        for x, y in _batches(inputs, targets, descents):
            stack.descend(x, y, slope)
            optimizer.step()
        if not torch.isfinite(stack.numbers).all():
            raise FloatingPointError(
                f"weights are no longer finite in pass {epoch}; a smaller learning rate may help"
            )
        if schedule:
            schedule.step()
    stack.hand_back(models)


class Stack:
    """The weights of several networks as one row of `numbers`, their slopes as its `grad`.

    `weights` (networks, outputs, inputs) and `biases` (networks, 1, outputs) of each layer are views of it.
    Where a network has fewer hidden units than another, there are units in its stead whose weights are all
    0: they say nothing and hear nothing, so their slopes are 0 and they stay as they are.
    """

    @torch.no_grad()
    def __init__(self, models: Sequence[Chain]) -> None:
        chains = [model.chain() for model in models]
        kinds = {
            (chain[0][0].in_features, *(cut for _, cut in chain), chain[-1][0].out_features)
            for chain in chains
        }
        if len(kinds) != 1:
            raise ValueError(
                f"networks of {len(kinds)} kinds; together, only hidden units may differ in number"
            )
        self.cuts = [cut for _, cut in chains[0]]
        layers = [[layer for layer, _ in row] for row in zip(*chains, strict=True)]
        sizes = [(max(at.out_features for at in row), max(at.in_features for at in row)) for row in layers]
        shapes = [torch.Size((len(models), *size)) for size in sizes]
        shapes += [torch.Size((len(models), 1, outputs)) for outputs, _ in sizes]
        kind = layers[0][0].weight
        self.numbers = nn.Parameter(kind.new_zeros(sum(shape.numel() for shape in shapes)))
        self.numbers.grad = torch.zeros_like(self.numbers)
        views, slopes = _cut_up(self.numbers.detach(), shapes), _cut_up(self.numbers.grad, shapes)
        self.weights, self.biases = views[: len(layers)], views[len(layers) :]
        self.weight_slopes, self.bias_slopes = slopes[: len(layers)], slopes[len(layers) :]
        for part, own in self._pairs(models):
            own.copy_(part)

    def _pairs(self, models: Sequence[Chain]) -> Iterator[tuple[Tensor, Tensor]]:
        """Every parameter of each network, and where it lies in the stack."""
        for k, model in enumerate(models):
            for (layer, _), weight, bias in zip(model.chain(), self.weights, self.biases, strict=True):
                yield layer.weight, weight[k, : layer.out_features, : layer.in_features]
                yield layer.bias, bias[k, 0, : layer.out_features]

    def descend(self, x: Tensor, targets: Tensor, slope: Slope) -> None:
        """Sets the slopes for one batch, `x` (networks, n, inputs), overwriting the last ones."""
        heard = [x]
        for weight, bias, cut in zip(self.weights, self.biases, self.cuts, strict=True):
            sums = torch.baddbmm(bias, heard[-1], weight.mT)
            heard.append(sums.relu_() if cut else sums)
        back = slope(heard.pop(), targets)
        for k in reversed(range(len(self.weights))):
            torch.bmm(back.mT, heard[k], out=self.weight_slopes[k])
            torch.sum(back, 1, keepdim=True, out=self.bias_slopes[k])
            if k:
                back = torch.bmm(back, self.weights[k])
                if self.cuts[k - 1]:
                    back.mul_(heard[k].sign())  # of what a ReLU lets through: 1, or 0 where it is off

    def hand_back(self, models: Sequence[Chain]) -> None:
        """Writes the weights into the networks that they came from."""
        for part, own in self._pairs(models):
            part.copy_(own)


def _cut_up(row: Tensor, shapes: Sequence[torch.Size]) -> list[Tensor]:
    parts = torch.split(row, [shape.numel() for shape in shapes])
    return [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]


def _batches(inputs: Tensor, targets: Tensor, descents: Sequence[Descent]) -> Iterator[tuple[Tensor, Tensor]]:
    passes = [drawn(*own) for own in zip(inputs, targets, descents, strict=True)]
    x, y = (torch.stack(part) for part in zip(*passes, strict=True))
    size = descents[0].batch_size or x.shape[1]
    yield from zip(torch.split(x, size, dim=1), torch.split(y, size, dim=1), strict=True)
