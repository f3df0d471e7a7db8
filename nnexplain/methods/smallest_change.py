"""The smallest change of a picture that makes a network say something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

NORMS = ("l2", "linf")


@dataclass(frozen=True)
class Change:
    """The changed `pictures` (n, pixels), the `size` of each change (n,), and whether it was `found` (n,).

    Where none was found the picture is the given one and the size NaN.
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
    most: float | None = None,
    steps: int = 60,
    halvings: int = 14,
) -> Change:
    """For each of `pictures` (n, pixels in 0…1) a small change with which `model` says its target (n,).

    Projected gradient descent on the target's logit against the greatest other one, inside a ball around
    the picture and inside 0…1; the ball's radius is found by halving. `norm` is "l2" or "linf", `most` the
    largest radius tried (by default all of the box). What is found is an upper bound of the smallest: the
    descent is not certain to find the way in the smallest ball that has one.

    Source: Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep learning models resistant to
    adversarial attacks", ICLR 2018.
    """
    if norm not in NORMS:
        raise ValueError(f"norm is {norm!r}; allowed: {', '.join(NORMS)}")
    n, pixels = pictures.shape
    top = most if most is not None else (pixels**0.5 if norm == "l2" else 1.0)
    low, high = torch.zeros(n), torch.full((n,), float(top))
    best, found = pictures.clone(), torch.zeros(n, dtype=torch.bool)
    radius = high.clone()
    for _ in range(halvings + 1):
        tried = _descend(model, pictures, targets, norm, radius, steps, best)
        right = _gap(model, tried, targets) > 0
        reach = _size(tried - pictures, norm)
        better = right & (~found | (reach < high))
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
