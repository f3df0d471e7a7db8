"""The parameters of a way from one digit to another, and the pair of digits that a page begins with.

Figures of one page that show the same way share all of them (`runtime/net/way/way.js` reads them).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnexplain.figures.contract import Param

WAYS = {
    "blend": "the plain blend",
    "code-8": "through 8 numbers",
    "code-4": "through 4 numbers",
    "code-2": "through 2 numbers",
    "stroke": "the closing stroke",
    "keep": "pixels, kept longest",
    "lose": "pixels, lost first",
    "own": "your own",
}
"""Every kind of way, with its name in the page."""

ORDERS = {"number": "number", "on": "where they turn on", "off": "where they turn off"}
"""How units along a way can be sorted, with its name in the page."""

ENDS = {"digit": "start: test digit", "digit2": "end: test digit"}
"""What a way calls the two digits of the laboratory, for `lab_params`."""


SHOWN = 500
"""So many test digits a page of ways has at most."""


def typical(pairs: ArrayLike, settled: ArrayLike, right: ArrayLike, count: int) -> tuple[int, int]:
    """The pair of digits whose ways are the most ordinary.

    `pairs` (n, 2) are numbers of digits, `settled` (ways, n) where on each way the answer is what it stays,
    0 to 1, and `right` (ways, n) whether both ends of it are read rightly. Of the pairs of which that holds
    on the most ways (on every way, if there are such), with both numbers below `count`, the one nearest to
    the medians: the sum of the distances over those ways is least, the first of equals. Raises `ValueError`
    where there is none.
    """
    pairs, settled = np.asarray(pairs), np.asarray(settled, dtype=float)
    good = (np.asarray(right) > 0) & (pairs < count).all(axis=1) & np.isfinite(settled)
    if not good.any():
        raise ValueError("there is no pair of which any way is read rightly at both ends")
    usable = good.sum(axis=0) == good.sum(axis=0).max()
    good &= usable
    middle = [[np.median(row[ok])] if ok.any() else [0.0] for row, ok in zip(settled, good, strict=True)]
    off = np.where(usable, np.where(good, np.abs(settled - middle), 0).sum(axis=0), np.inf)
    one, other = pairs[int(off.argmin())]
    return int(one), int(other)


def way_facts(run: Any, tested: int, unit: str = "b7") -> dict[str, Any]:
    """What `lab_params` and `way_params` must know, from the run of the ways and the number of test
    digits, of which the first `SHOWN` travel to the page.

    The ends are a typical pair: see `typical`, over the ways that go evenly to the other digit.
    """
    count = min(tested, SHOWN)
    even = [
        row
        for row, kind in enumerate(run.facts["ways"])
        if kind in WAYS and kind not in ("keep", "lose", "stroke")
    ]
    settled, right = (run[f"own.{part}"][even, 0] for part in ("settled", "ends"))
    digit, digit2 = typical(run["own.pairs"], settled, right, count)
    return {"count": count, "digit": digit, "digit2": digit2, "unit": unit}


def way_params(facts: Mapping[str, Any], *bound: str) -> tuple[Param, ...]:
    """The parameters `way`, `t`, `own` and `order`; those in `bound`, not `own`, get a control here.

    `facts` come from `way_facts`; with "t" the page begins there, else in the middle of the way. Raises
    `ValueError` for a name that cannot have a control.
    """
    controls: dict[str, dict[str, Any]] = {
        "way": {"input": "select", "label": "way", **_choice(WAYS)},
        "t": {"input": "range", "label": "along the way", "min": 0, "max": 1, "step": 0.01},
        "order": {"input": "select", "label": "sorted by", **_choice(ORDERS)},
    }
    if strange := [name for name in bound if name not in controls]:
        raise ValueError(f"{', '.join(strange)} can have no control; allowed: {', '.join(controls)}")
    values = {"way": next(iter(WAYS)), "t": facts.get("t", 0.5), "own": "", "order": next(iter(ORDERS))}
    return tuple(
        Param(name, value, **(controls[name] if name in bound else {})) for name, value in values.items()
    )


def _choice(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {"options": tuple(names), "labels": tuple(names.values())}
