"""Ways from one picture to another: a row of pictures, the first and the last of which are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

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
        """The way itself, (n, pixels + 1, pixels): step k has the first k pixels of the order from `end`."""
        rank = torch.argsort(self.order, dim=1)  # when each pixel changes
        steps = torch.arange(start.shape[1] + 1).reshape(1, -1, 1)
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
    n, pixels = start.shape
    now, done = start.clone(), start == end
    changes = (~done).sum(1)
    order = torch.empty((n, pixels), dtype=torch.long)
    rows = torch.arange(n)
    for step in range(int(changes.max()) if n else 0):
        scores = score(_candidates(now, end, weight)).reshape(n, pixels)
        if not torch.isfinite(scores).all():
            raise ValueError("the score of a picture is not finite")
        best = (scores if keep else -scores).masked_fill(done, -torch.inf).argmax(1)
        busy = step < changes
        order[rows[busy], step] = best[busy]
        now[rows[busy], best[busy]] = end[rows[busy], best[busy]]
        done[rows[busy], best[busy]] = True
    for row in range(n):
        same = torch.nonzero(start[row] == end[row]).flatten()
        order[row, int(changes[row]) :] = same
    return PixelByPixel(order, changes)


def _candidates(now: Tensor, end: Tensor, weight: Tensor | None) -> Tensor:
    """For every pixel the picture in which it has changed too, or that picture's sums: (n · pixels, …)."""
    pixels = now.shape[1]
    if weight is None:
        tried = now.unsqueeze(1).repeat(1, pixels, 1)
        tried[:, range(pixels), range(pixels)] = end
    else:
        tried = (now @ weight.T).unsqueeze(1) + (end - now).unsqueeze(2) * weight.T
    return tried.flatten(0, 1)
