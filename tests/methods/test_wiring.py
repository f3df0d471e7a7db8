"""The wiring against the matrices it came from, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from nnexplain.methods.wiring import drawn, strongest, wiring

RNG = np.random.default_rng(0)
MATRICES = [RNG.normal(size=size) for size in ((5, 4), (3, 5), (2, 3))]
WIRES = wiring(MATRICES)


def test_every_weight_is_a_row_between_its_two_nodes() -> None:
    found = {(row["from"], row["to"]): row["weight"] for _, row in WIRES.iterrows()}
    wanted, start = {}, 0
    for matrix in MATRICES:
        outputs, inputs = matrix.shape
        for o in range(outputs):
            for i in range(inputs):
                wanted[start + i, start + inputs + o] = matrix[o, i]
        start += inputs
    assert found == wanted and len(WIRES) == 20 + 15 + 6


def test_the_strongest_of_a_node() -> None:
    node = 4 + 2  # the third unit of the first layer
    heard, fed = WIRES[WIRES["to"] == node], WIRES[WIRES["from"] == node]
    assert strongest(heard, "from", 1) == (int(MATRICES[0][2].argmax()), MATRICES[0][2].max())
    assert strongest(fed, "to", -1) == (9 + int(MATRICES[1][:, 2].argmin()), MATRICES[1][:, 2].min())


def test_drawn_are_the_strongest_of_all_and_those_of_the_node() -> None:
    node, most, least = 4 + 2, 6, 0.3
    table = drawn(WIRES, node, most, least)
    sizes = sorted(abs(matrix).ravel().tolist()[k] for matrix in MATRICES for k in range(matrix.size))
    for _, row in WIRES.iterrows():
        own = node in (row["from"], row["to"])
        wanted = abs(row["weight"]) >= least if own else abs(row["weight"]) >= sizes[-most]
        found = table[(table["from"] == row["from"]) & (table["to"] == row["to"])]
        assert len(found) == int(wanted) and found["own"].tolist() == [own] * len(found)
    assert table["own"].is_monotonic_increasing  # those of the node lie on top


def test_layers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="6 inputs follows one of 5 units"):
        wiring([np.ones((5, 4)), np.ones((3, 6))])
