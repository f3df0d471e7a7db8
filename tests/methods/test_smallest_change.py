"""The smallest change, against the closed form of a linear network, and a search along many directions."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from nnexplain.methods.smallest_change import smallest_change
from nnexplain.models.mlp import MLP


def linear(seed: int) -> tuple[nn.Linear, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    model = nn.Linear(12, 2)
    with torch.no_grad():
        model.weight.normal_(generator=generator)
        model.bias.zero_()
    middle = torch.full((5, 12), 0.5) + 0.02 * torch.randn(5, 12, generator=generator)
    with torch.no_grad():  # so that the way stays well inside 0…1
        model.bias[0] = -float((middle @ (model.weight[0] - model.weight[1])).mean()) + 0.3
    return model, middle


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("norm", "dual"), [("l2", 2), ("linf", 1)])
def test_of_a_linear_network_it_is_the_margin_over_the_dual_norm(seed: int, norm: str, dual: int) -> None:
    model, pictures = linear(seed)
    logits = model(pictures).detach()
    targets = logits.argmin(1)
    found = smallest_change(model, pictures, targets, norm)
    margin = (logits[:, 0] - logits[:, 1]).abs()
    exact = margin / (model.weight[0] - model.weight[1]).detach().norm(p=dual)
    assert found.found.all()
    assert (found.size >= exact * (1 - 1e-4)).all()
    torch.testing.assert_close(found.size, exact, rtol=0.01, atol=1e-4)


@pytest.mark.parametrize("norm", ["l2", "linf"])
def test_what_is_found_says_the_target_inside_the_box_and_has_its_size(norm: str) -> None:
    generator = torch.Generator().manual_seed(3)
    model = MLP((16, 12, 4), generator)
    pictures = torch.rand(20, 16, generator=generator)
    targets = (model(pictures).argmax(1) + 1) % 4
    found = smallest_change(model, pictures, targets, norm)
    change = found.pictures - pictures
    assert ((found.pictures >= 0) & (found.pictures <= 1)).all()
    assert (model(found.pictures).argmax(1) == targets)[found.found].all()
    sizes = change.norm(dim=1) if norm == "l2" else change.abs().amax(1)
    torch.testing.assert_close(found.size[found.found], sizes[found.found])
    assert found.size[~found.found].isnan().all()


def test_no_straight_way_to_a_sample_of_the_target_is_shorter() -> None:
    generator = torch.Generator().manual_seed(5)
    model = MLP((8, 10, 3), generator)
    pictures = torch.rand(6, 8, generator=generator)
    targets = (model(pictures).argmax(1) + 1) % 3
    found = smallest_change(model, pictures, targets, "l2")
    samples = torch.rand(4000, 8, generator=generator)
    said = model(samples).argmax(1)
    for row in range(6):
        there = samples[said == targets[row]]
        if not len(there):
            continue
        for t in torch.linspace(0, 1, 60):
            way = pictures[row] + t * (there - pictures[row])
            reached = model(way).argmax(1) == targets[row]
            if reached.any():
                assert found.size[row] <= (way - pictures[row]).norm(dim=1)[reached].min() + 1e-3


def test_a_picture_that_already_says_it_stays_as_it_is() -> None:
    model, pictures = linear(0)
    found = smallest_change(model, pictures, model(pictures).argmax(1))
    assert found.found.all() and torch.equal(found.pictures, pictures) and not found.size.any()


def test_an_unknown_norm_is_refused() -> None:
    model, pictures = linear(0)
    with pytest.raises(ValueError, match="allowed: l2, linf"):
        smallest_change(model, pictures, torch.zeros(5, dtype=torch.long), "l1")
