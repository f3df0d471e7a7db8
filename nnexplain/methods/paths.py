"""Ways from one picture to another: a row of pictures, the first and the last of which are given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

Score = Callable[[Tensor], Tensor]


def blend(start: Tensor, end: Tensor, steps: int) -> Tensor:
    """The straight way: every pixel goes evenly from `start` to `end`, both (…, pixels).

    Returns (…, steps + 1, pixels), the ends exactly. `steps` below 1 is a ValueError.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; a way has at least 1")
    t = torch.linspace(0, 1, steps + 1, dtype=start.dtype).unsqueeze(-1)
    between = start.unsqueeze(-2) * (1 - t) + end.unsqueeze(-2) * t
    between[..., 0, :], between[..., -1, :] = start, end
    return between


def through(
    encode: Callable[[Tensor], Tensor],
    decode: Callable[[Tensor], Tensor],
    start: Tensor,
    end: Tensor,
    steps: int,
) -> Tensor:
    """The straight way between the codes of `start` and `end` (…, pixels), drawn at every step.

    Returns (…, steps + 1, pixels). The ends are what `decode` makes of the codes: near the given pictures,
    not the same.
    """
    return decode(blend(encode(start), encode(end), steps))


@dataclass(frozen=True)
class PixelByPixel:
    """A way that changes one pixel at a time, for each of a batch of pairs.

    `order` (n, pixels) tells which pixel changes at each step: those that differ first, then, where the
    two pictures agree, the others in their own order. `changes` (n,) counts those that differ.
    """

    order: Tensor
    changes: Tensor

    def pictures(self, start: Tensor, end: Tensor) -> Tensor:
        """The way itself, (n, steps + 1, pixels): place k has the first k pixels of the order from `end`.

        There are as many steps as the pair that differs most has pixels that do; a pair that is there
        sooner stays there.
        """
        rank = torch.argsort(self.order, dim=1)  # when each pixel changes
        steps = torch.arange(int(self.changes.max()) + 1 if len(start) else 1).reshape(1, -1, 1)
        return torch.where(rank.unsqueeze(1) < steps, end.unsqueeze(1), start.unsqueeze(1))


def pixel_by_pixel(
    score: Score, start: Tensor, end: Tensor, keep: bool, weight: Tensor | None = None
) -> PixelByPixel:
    """From `start` to `end` (n, pixels) one pixel at a time, greedily by `score`.

    `score` maps pictures (m, pixels) to how much each is still what the start is, (m,). With `keep` each
    step changes the pixel that leaves the score highest, without it the one that leaves it lowest. Ties go
    to the first. Greedy, so neither order is proven the longest or the shortest. A score that is not finite
    is a ValueError.

    With `weight` (sums, pixels) it is given weight @ picture of each picture, (m, sums): where a network's
    first layer is all that sees the pixels, one that changes need not be added up with all others anew.
    """
    n = len(start)
    now, same = start.clone(), start == end
    changes = (~same).sum(1)
    first = torch.argsort(same.byte(), dim=1, stable=True)  # the pixels that differ, then the others
    most = int(changes.max()) if n else 0
    order, left, rows = first.clone(), first[:, :most], torch.arange(n)
    for step in range(most):
        scores = score(_candidates(now, end, left, weight)).reshape(n, -1)
        if not torch.isfinite(scores).all():
            raise ValueError("the score of a picture is not finite")
        scores = (scores if keep else -scores).masked_fill(same.gather(1, left), -torch.inf)
        best, busy = scores.argmax(1), step < changes
        pixel = left[rows, best]
        order[rows[busy], step] = pixel[busy]
        now[rows, pixel] = end[rows, pixel]
        tried = torch.arange(left.shape[1]) != best[:, None]
        left = left[tried].reshape(n, -1)  # one fewer in each row, in the same order
    return PixelByPixel(order, changes)


def _candidates(now: Tensor, end: Tensor, left: Tensor, weight: Tensor | None) -> Tensor:
    """For every pixel of `left` (n, m) the picture in which it has changed too, or its sums: (n · m, …)."""
    if weight is None:
        tried = now.unsqueeze(1).repeat(1, left.shape[1], 1)
        tried.scatter_(2, left.unsqueeze(2), end.gather(1, left).unsqueeze(2))
    else:
        change = (end - now).gather(1, left)
        tried = (now @ weight.T).unsqueeze(1) + change.unsqueeze(2) * weight.T[left]
    return tried.flatten(0, 1)


def ahead(layers: Sequence[nn.Linear], one: Tensor, other: Tensor) -> Score:
    """A score for `pixel_by_pixel` with the weight of the first of `layers`: by how much `one` leads `other`.

    `one` and `other` (n,) are a class of each pair. Between the layers, two or more, are ReLUs; the last one
    gives the logits, of which only the difference of the two is worked out.
    """
    last = layers[-1]
    weight, bias = (part[one] - part[other] for part in (last.weight, last.bias))

    def score(sums: Tensor) -> Tensor:
        heard = sums + layers[0].bias
        for layer in layers[1:-1]:
            heard = layer(heard.relu())
        each = heard.relu().reshape(len(one), -1, weight.shape[1])  # (pairs, pictures, units)
        lead: Tensor = torch.baddbmm(bias[:, None, None], each, weight[:, :, None])
        return lead.flatten()

    return score
