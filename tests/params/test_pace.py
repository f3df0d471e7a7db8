"""A player stays longer where more changes."""

from __future__ import annotations

import numpy as np
import pytest

from nnexplain.params.pace import EVEN, by_change


def test_time_is_shared_out_by_what_changes() -> None:
    slow, fast = by_change([4, 1, 1], seconds=10)
    assert slow == pytest.approx(10 * (EVEN / 2 + 1 - EVEN)) and fast == pytest.approx(10 * EVEN / 2)
    assert by_change([2, 2, 2, 2, 2], seconds=8) == (2, 2, 2, 2)
    loss = 1.3 * 0.9 ** np.arange(61)
    assert sum(by_change(loss)) == pytest.approx(12, abs=0.05)
    assert sum(by_change(loss)[:6]) > 3  # a tenth of the steps, a quarter of the time


@pytest.mark.parametrize("values", [[], [1], [[1, 2]], [1, np.nan]])
def test_what_is_no_line_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="allowed: a line"):
        by_change(values)
