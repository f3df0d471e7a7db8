"""Changes by chance are as large as asked for, stay in the box, and favour no direction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnexplain.methods.chance import changed_at_random


@settings(max_examples=50)
@given(seed=st.integers(0, 10_000), share=st.floats(0.01, 0.5))
def test_they_are_as_large_as_asked_for_and_stay_in_the_box(seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    x = random.choice([0.0, 0.25, 1.0, random.random()], (7, 16))
    l2 = share * np.sqrt(16) * random.uniform(0.1, 0.5, 7)
    after = changed_at_random(x, l2, "l2", random)
    assert after.min() >= 0 and after.max() <= 1
    assert np.linalg.norm(after - x, axis=1) == pytest.approx(l2, rel=1e-6)
    linf = share * random.uniform(0.1, 1, 7)
    after = changed_at_random(x, linf, "linf", random)
    up, down = np.minimum(x + linf[:, None], 1), np.maximum(x - linf[:, None], 0)
    assert (np.isclose(after, up) | np.isclose(after, down)).all()


def test_far_from_the_border_every_direction_is_as_likely() -> None:
    random = np.random.default_rng(0)
    x = np.full((20_000, 3), 0.5)
    for norm in ("l2", "linf"):
        change = (changed_at_random(x, np.full(20_000, 0.1), norm, random) - x) / 0.1
        assert change.mean(axis=0) == pytest.approx(np.zeros(3), abs=0.03)
        covariance = change.T @ change / 20_000
        assert covariance == pytest.approx(np.eye(3) * (1 / 3 if norm == "l2" else 1), abs=0.03)


def test_at_the_border_the_rest_goes_the_farther_and_what_cannot_be_is_told() -> None:
    x = np.array([[0.0, 0.0, 0.0, 0.5]])
    for seed in range(20):
        after = changed_at_random(x, [0.4], "l2", np.random.default_rng(seed))
        assert np.linalg.norm(after - x) == pytest.approx(0.4)
    for size, norm, words in ((9.0, "l2", "as large as 9"), (0.1, "l1", "allowed")):
        with pytest.raises(ValueError, match=words):
            changed_at_random(np.zeros((1, 4)), [size], norm, np.random.default_rng(0))
