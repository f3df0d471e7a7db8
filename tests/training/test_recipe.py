"""A recipe against the same steps written out with torch's own optimiser."""

from __future__ import annotations

from math import cos, pi

import torch
from torch.nn.functional import cross_entropy

from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

X = torch.randn((20, 4), generator=torch.Generator().manual_seed(1))
Y = torch.arange(20) % 3
RECIPE = Recipe(epochs=6, batch_size=20, rate=0.05, decay=0.1)


def trained(recipe: Recipe, seed: int = 0) -> MLP:
    generator = torch.Generator().manual_seed(seed)
    model = MLP((4, 5, 3), generator)
    recipe.train(model, X, Y, generator)
    return model


def test_it_is_adamw_with_a_rate_that_falls_along_a_cosine() -> None:
    model = MLP((4, 5, 3), torch.Generator().manual_seed(0))
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=RECIPE.decay)
    for epoch in range(RECIPE.epochs):
        for group in optimizer.param_groups:
            group["lr"] = RECIPE.rate * (1 + cos(pi * epoch / RECIPE.epochs)) / 2
        optimizer.zero_grad()
        cross_entropy(model(X), Y).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    for ours, by_hand in zip(trained(RECIPE).parameters(), model.parameters(), strict=True):
        assert torch.allclose(ours, by_hand, atol=1e-5)


def test_one_generator_makes_one_network() -> None:
    noisy = Recipe(epochs=2, batch_size=7, rate=0.05, decay=0.1, noise=0.3)
    pairs = list(zip(trained(noisy).parameters(), trained(noisy).parameters(), strict=True))
    assert all(torch.equal(one, other) for one, other in pairs)
    assert not torch.equal(next(trained(noisy, 1).parameters()), pairs[0][0])
