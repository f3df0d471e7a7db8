"""The smallest change of a picture that makes a network say something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

NORMS = ("l2", "linf")
LEAST = 1e-5
"""A lead smaller than this may be rounding."""


@dataclass(frozen=True)
class Change:
    """The changed `pictures` (n, pixels), the `size` of each change (n,), and whether it was `found` (n,).

    Where the target is said already, the picture is the given one and the size 0. Where none was found the
    picture is the given one, too, and the size NaN.
    """

    pictures: Tensor
    size: Tensor
    found: Tensor


def smallest_change(
    model: Callable[[Tensor], Tensor],
    pictures: Tensor,
    targets: Tensor,
    norm: str = "l2",
    *,
    steps: int = 60,
    halvings: int = 14,
) -> Change:
    """For each of `pictures` (n, pixels in 0…1) a small change with which `model` says its target (n,).

    Gradient steps for the lead of the target's logit over the greatest other one, brought back each time
    into a ball round the picture and into 0…1; the radius of the ball is halved down to the least with which
    the target is said. `norm` is "l2" or "linf". What is found is an upper bound of the smallest: the steps
    are not certain to find the way in the smallest ball that has one.

    Sources: the question is that of Szegedy, Zaremba, Sutskever, Bruna, Erhan, Goodfellow and Fergus,
    "Intriguing properties of neural networks", ICLR 2014; the lead as what is climbed is from Carlini and
    Wagner, "Towards evaluating the robustness of neural networks", S&P 2017 (their f6). The steps in a ball
    are those of Madry, Makelov, Schmidt, Tsipras and Vladu, ICLR 2018, whose ball has a fixed radius.
    """
    if norm not in NORMS:
        raise ValueError(f"norm is {norm!r}; allowed: {', '.join(NORMS)}")
    n, pixels = pictures.shape
    low, high = torch.zeros(n), torch.full((n,), pixels**0.5 if norm == "l2" else 1.0)
    with torch.no_grad():
        already = _gap(model, pictures, targets) > 0
    best, found = pictures.clone(), already.clone()
    radius = high.clone()
    for _ in range(halvings + 1):
        tried = _descend(model, pictures, targets, norm, radius, steps, best)
        with torch.no_grad():
            right = _gap(model, tried, targets) > LEAST
        reach = _size(tried - pictures, norm)
        better = right & ~already & (~found | (reach < high))
        best[better] = tried[better]
        high = torch.where(better, reach, high)
        found |= right
        low = torch.where(right, low, radius)
        radius = (low + high) / 2
    size = _size(best - pictures, norm)
    return Change(best, torch.where(found, size, torch.nan), found)


def _gap(model: Callable[[Tensor], Tensor], pictures: Tensor, targets: Tensor) -> Tensor:
    """By how much the target's logit leads; above 0 the target is said."""
    logits = model(pictures)
    own = logits.gather(1, targets[:, None]).squeeze(1)
    others = logits.scatter(1, targets[:, None], -torch.inf).amax(1)
    lead: Tensor = own - others
    return lead


def _size(change: Tensor, norm: str) -> Tensor:
    size: Tensor = change.norm(dim=1) if norm == "l2" else change.abs().amax(1)
    return size


def _descend(
    model: Callable[[Tensor], Tensor],
    pictures: Tensor,
    targets: Tensor,
    norm: str,
    radius: Tensor,
    steps: int,
    near: Tensor,
) -> Tensor:
    """The best of `steps` steps inside the balls, from the best known change, shrunk into the ball."""
    now = _inside(near, pictures, norm, radius)
    best, best_gap = now.clone(), torch.full((len(now),), -torch.inf)
    for step in range(steps + 1):
        now = now.detach().requires_grad_(True)
        gap = _gap(model, now, targets)
        (slope,) = torch.autograd.grad(gap.sum(), now)
        with torch.no_grad():
            better = gap > best_gap
            best[better], best_gap = now[better], torch.where(better, gap, best_gap)
            stride = 2.5 * radius[:, None] / max(steps, 1) * (1.5 - step / max(steps, 1))
            now = _inside(now + stride * _direction(slope, norm), pictures, norm, radius)
    return best.detach()


def _direction(slope: Tensor, norm: str) -> Tensor:
    if norm == "linf":
        return slope.sign()
    return slope / _size(slope, norm)[:, None].clamp_min(1e-12)


def _inside(tried: Tensor, pictures: Tensor, norm: str, radius: Tensor) -> Tensor:
    """Back into the ball, then into 0…1, which never leads out of the ball again."""
    change = tried - pictures
    if norm == "linf":
        change = change.clamp(-radius[:, None], radius[:, None])
    else:
        change = change * (radius / _size(change, norm).clamp_min(1e-12)).clamp_max(1.0)[:, None]
    return (pictures + change).clamp(0, 1)
