"""Training together against training alone, and slopes by hand against autograd's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn.functional import binary_cross_entropy, cross_entropy

from nnexplain.models.autoencoder import Autoencoder
from nnexplain.models.mlp import MLP
from nnexplain.training import together
from nnexplain.training.loop import Descent, fit
from nnexplain.training.recipe import Recipe
from nnexplain.training.together import Stack, class_slope, fit_together, ink_slope

Model = MLP | Autoencoder
SIZES = st.lists(st.integers(1, 7), min_size=2, max_size=5)
ADAMW = partial(torch.optim.AdamW, lr=0.02, weight_decay=0.1)
COSINE = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=5)
X = torch.rand((23, 6), generator=torch.Generator().manual_seed(1))
Y = torch.arange(23) % 3


def generators(count: int, seed: int = 0) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed + k) for k in range(count)]


def assert_slopes_are_autograds(
    models: list[Model],
    x: Tensor,
    targets: Tensor,
    slope: together.Slope,
    loss: Callable[[Tensor, Tensor], Tensor],
) -> None:
    stack = Stack(models)
    with torch.no_grad():
        stack.descend(x, targets, slope)
    for k, model in enumerate(models):
        loss(model(x[k]), targets[k]).backward()  # type: ignore[no-untyped-call]
        for place, (layer, _) in enumerate(model.chain()):
            for ours, theirs in (
                (stack.weight_slopes[place][k], layer.weight.grad),
                (stack.bias_slopes[place][k, 0], layer.bias.grad),
            ):
                assert theirs is not None
                assert torch.allclose(ours, theirs, rtol=1e-10, atol=1e-14)


@given(SIZES, st.integers(1, 4), st.integers(1, 9), st.integers(0, 999))
def test_slopes_of_classes_are_autograds(sizes: list[int], networks: int, n: int, seed: int) -> None:
    models: list[Model] = [MLP(sizes, own).double() for own in generators(networks, seed)]
    random = torch.Generator().manual_seed(seed)
    x = torch.randn((networks, n, sizes[0]), generator=random, dtype=torch.float64)
    labels = torch.randint(sizes[-1], (networks, n), generator=random)
    assert_slopes_are_autograds(models, x, labels, class_slope, cross_entropy)


@given(SIZES, st.integers(1, 4), st.integers(1, 9), st.integers(0, 999))
def test_slopes_of_drawings_are_autograds(sizes: list[int], networks: int, n: int, seed: int) -> None:
    models: list[Model] = [Autoencoder(sizes, own).double() for own in generators(networks, seed)]
    random = torch.Generator().manual_seed(seed)
    x = torch.rand((networks, n, sizes[0]), generator=random, dtype=torch.float64)
    assert_slopes_are_autograds(models, x, x, ink_slope, binary_cross_entropy)


def apart(one: Model, other: Model) -> float:
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return max(float((a - b).detach().abs().max()) for a, b in pairs)


def trained_both_ways(
    make: Callable[[torch.Generator], Model],
    targets: Tensor,
    slope: together.Slope,
    loss: Callable[[Tensor, Tensor], Tensor],
    descent: Descent,
) -> list[tuple[Model, Model]]:
    """Four networks trained together, each beside the one that is trained alone from the same generator."""
    inputs = X.double()
    ours, theirs = generators(4), generators(4)
    models, alone = [make(own).double() for own in ours], [make(own).double() for own in theirs]
    noises = [descent.noise, 0.0, descent.noise, 0.1]
    each = [replace(descent, noise=noise, generator=own) for noise, own in zip(noises, ours, strict=True)]
    fit_together(models, inputs, targets, slope, each, 5)
    for model, noise, own in zip(alone, noises, theirs, strict=True):
        fit(model, inputs, targets, loss, replace(descent, noise=noise, generator=own), 5)
    return list(zip(models, alone, strict=True))


@pytest.mark.parametrize(("size", "noise"), [(8, 0.3), (8, 0.0), (None, 0.3), (23, 0.0)])
def test_readers_are_those_that_are_trained_alone(size: int | None, noise: float) -> None:
    descent = Descent(ADAMW, COSINE, batch_size=size, noise=noise)
    pairs = trained_both_ways(lambda own: MLP((6, 5, 4, 3), own), Y, class_slope, cross_entropy, descent)
    assert max(apart(*pair) for pair in pairs) < 1e-12
    assert apart(pairs[0][0], pairs[1][0]) > 0.1


def test_autoencoders_are_those_that_are_trained_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    descent = Descent(partial(torch.optim.Adam, lr=0.02), COSINE, batch_size=7)
    case = (lambda own: Autoencoder((6, 5, 2), own), X.double(), ink_slope, binary_cross_entropy, descent)
    pairs = trained_both_ways(*case)
    assert max(apart(*pair) for pair in pairs) < 1e-12
    monkeypatch.setattr(together, "AT_ONCE", 3 * X.numel())  # three of the four at once, then one
    again = trained_both_ways(*case)
    assert max(apart(grouped, whole) for (grouped, _), (whole, _) in zip(again, pairs, strict=True)) < 1e-12


def test_networks_of_different_widths_are_those_that_are_trained_alone() -> None:
    codes = iter((1, 4, 2, 4) * 2)
    descent = Descent(ADAMW, COSINE, batch_size=7, noise=0.2)
    case = (lambda own: Autoencoder((6, 5, next(codes)), own), X.double(), ink_slope, binary_cross_entropy)
    pairs = trained_both_ways(*case, descent)
    assert max(apart(*pair) for pair in pairs) < 1e-12


def test_a_recipe_in_single_precision_trains_the_same_networks() -> None:
    recipe = Recipe(epochs=3, batch_size=8, rate=0.02, decay=0.1, noise=0.3)
    ours, theirs = generators(3), generators(3)
    models, alone = ([MLP((6, 5, 4, 3), own) for own in drawn] for drawn in (ours, theirs))
    recipe.train_together(models, X, Y, ours)
    for model, other, generator in zip(models, alone, theirs, strict=True):
        recipe.train(other, X, Y, generator)
        assert apart(model, other) < 1e-5


def test_each_network_may_have_digits_of_its_own() -> None:
    recipe = Recipe(epochs=3, batch_size=8, rate=0.02, decay=0.1, noise=0.3)
    ours, theirs = generators(3), generators(3)
    models, alone = ([MLP((6, 5, 4, 3), own) for own in drawn] for drawn in (ours, theirs))
    inputs, labels = torch.stack([X, 1 - X, X.flip(0)]), torch.stack([Y, Y.flip(0), (Y + 1) % 3])
    recipe.train_together(models, inputs, labels, ours)
    for k, (model, other, generator) in enumerate(zip(models, alone, theirs, strict=True)):
        recipe.train(other, inputs[k], labels[k], generator)
        assert apart(model, other) < 1e-5
    with pytest.raises(ValueError, match="3 networks have 2 inputs and 2 targets"):
        recipe.train_together(models, inputs[:2], labels[:2], ours)


def test_what_cannot_be_trained_together_is_refused() -> None:
    descent, one, two = Descent(ADAMW), MLP((6, 5, 3)), MLP((6, 5, 4))
    with pytest.raises(ValueError, match="networks of 2 kinds"):
        fit_together([one, two], X, Y, class_slope, [descent] * 2, 1)
    with pytest.raises(ValueError, match="2 networks have 1 descents of 1 kinds"):
        fit_together([one, one], X, Y, class_slope, [descent], 1)
    with pytest.raises(ValueError, match="2 networks have 2 descents of 2 kinds"):
        fit_together([one, one], X, Y, class_slope, [descent, replace(descent, batch_size=4)], 1)


def test_weights_that_are_not_finite_stop_the_training() -> None:
    steep = Descent(partial(torch.optim.SGD, lr=1e38))
    with pytest.raises(FloatingPointError, match="in pass 2"):
        fit_together([MLP((6, 5, 3), own) for own in generators(2)], X, Y, class_slope, [steep] * 2, 9)
