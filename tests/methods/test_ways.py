"""All kinds of way between two pictures, against the methods they are made of."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.methods.paths import blend, pixel_by_pixel, through
from nnexplain.methods.ways import Pair, dense
from nnexplain.models.mlp import MLP

RNG = np.random.default_rng(3)
START, END = (torch.tensor(RNG.integers(0, 5, 6) / 4) for _ in range(2))


def described(model: MLP, last: str) -> tuple[dict[str, np.ndarray], list[dict[str, str]]]:
    arrays = {name: part.detach().numpy() for name, part in model.state_dict().items()}
    names = list(model.layers)
    layers = [
        {"weight": f"layers.{name}.weight", "bias": f"layers.{name}.bias", "activation": "relu"}
        for name in names
    ]
    layers[-1]["activation"] = last
    return arrays, layers


def a_model(*sizes: int) -> MLP:
    return MLP(sizes, torch.Generator().manual_seed(sum(sizes)))


def a_pair() -> Pair:
    reader = dense(*described(a_model(6, 5, 3), "softmax"))
    coders = {
        "code-2": (
            dense(*described(a_model(6, 4, 2), "linear")),
            dense(*described(a_model(2, 4, 6), "sigmoid")),
        )
    }
    return Pair(reader, START, END, (0, 2), coders, stroke=np.eye(6))


@pytest.mark.parametrize(("last", "after"), [("softmax", lambda z: z), ("sigmoid", torch.sigmoid)])
def test_described_layers_are_the_model(last: str, after: object) -> None:
    model = a_model(6, 5, 3)
    x = torch.tensor(RNG.random((4, 6)))
    expected = after(model.double()(x)).detach().numpy()  # type: ignore[operator]
    assert np.allclose(dense(*described(model, last))(x).numpy(), expected, atol=1e-12)


def test_each_kind_is_its_method_s() -> None:
    pair = a_pair()
    assert np.array_equal(pair.pictures("blend", 7), blend(START, END, 7).numpy())
    assert np.array_equal(pair.pictures("own"), blend(START, END, 100).numpy())
    expected = through(*pair.coders["code-2"], START, END, 5).numpy()
    assert np.array_equal(pair.pictures("code-2", 5), expected)
    assert np.array_equal(pair.pictures("stroke"), np.eye(6))
    assert np.array_equal(pair.logits(pair.pictures("blend", 7)), pair.reader(blend(START, END, 7)).numpy())


@pytest.mark.parametrize("kind", ["keep", "lose"])
def test_pixel_by_pixel_ends_where_all_has_changed(kind: str) -> None:
    pair = a_pair()
    shown = pair.pictures(kind)
    assert np.array_equal(shown[0], START.numpy()) and np.array_equal(shown[-1], END.numpy())
    assert ((np.diff(shown, axis=0) != 0).sum(axis=1) == 1).all()

    def lead(x: torch.Tensor) -> torch.Tensor:
        return pair.reader(x)[:, 0] - pair.reader(x)[:, 2]

    found = pixel_by_pixel(lead, START[None], END[None], kind == "keep")
    assert np.array_equal(shown, found.pictures(START[None], END[None])[0, : len(shown)].numpy())
