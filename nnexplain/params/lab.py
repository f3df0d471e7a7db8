"""The parameters of a laboratory: which digit, which drawing, and what was done to the network.

Figures of one page that show the same network share all of them (`runtime/net/lab/lab.js` reads them), so a
digit chosen in one is the digit of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnexplain.figures.contract import Param

SHAKES = 99


def run_facts(run: Any) -> dict[str, Any]:
    """`lab_facts` of a run of digits, such as `models/digits`: of as many as travel to the page."""
    shown = run.facts["shown"]
    labels, p, first_layer = (run[name][:shown] for name in ("labels", "probabilities", "hidden1"))
    return lab_facts(labels, p.argmax(axis=1), first_layer)


def lab_facts(
    labels: ArrayLike, said: ArrayLike, first_layer: ArrayLike, kinds: Sequence[int] = (3, 8)
) -> dict[str, Any]:
    """What `lab_params` must know of the test digits: `labels` and what the network `said`, both (n,).

    The two inputs begin as the first digits of the two `kinds` that are read rightly. Of the units of the
    first hidden layer, which answered `first_layer` (n, units), the page begins with the one that answers
    most to the first input. Raises `ValueError` where no digit of a kind is read rightly.
    """
    labels, said = np.asarray(labels), np.asarray(said)
    first = []
    for kind in kinds:
        right = np.flatnonzero((labels == kind) & (said == kind))
        if not len(right):
            raise ValueError(f"none of the {len(labels)} digits is a {kind} that is read rightly")
        first.append(int(right[0]))
    unit = 1 + int(np.asarray(first_layer)[first[0]].argmax())
    return {"count": len(labels), "digit": first[0], "digit2": first[1], "unit": f"a{unit}"}


def unit_names(sizes: Sequence[int]) -> tuple[str, ...]:
    """The units of a network, `sizes` from the input on: a1, a2, … of the first hidden layer, b1, … of the
    next, and last the answers from 0, such as c0."""
    *hidden, answers = sizes[1:]
    names = [f"{chr(97 + k)}{unit + 1}" for k, count in enumerate(hidden) for unit in range(count)]
    return (*names, *(f"{chr(97 + len(hidden))}{answer}" for answer in range(answers)))


def lab_params(
    facts: Mapping[str, Any],
    *bound: str,
    follows: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    units: Sequence[str] = (),
) -> tuple[Param, ...]:
    """All parameters of a laboratory; those named in `bound` get a control in this figure.

    `follows` names those without one that change it where another figure sets them, which its caption says.
    `facts` come from `lab_facts`; `names` are other words for controls; `units` are the choice of "unit":
    what is small in a picture, and many, can be chosen by a control as well. Raises `ValueError` for a name
    that cannot have a control.
    """
    values = {
        "digit": facts["digit"],
        "ink": "",
        "digit2": facts["digit2"],
        "ink2": "",
        "fit": True,
        "unit": facts["unit"],
        "silent": "",
        "turned": "",
        "noise": 0,
        "shake": 0,
    }
    controls = _controls(int(facts["count"]))
    if units:
        controls["unit"] = {"input": "select", "label": "unit", "options": tuple(units)}
    for name, word in (names or {}).items():
        controls[name]["label"] = word
    if strange := [name for name in bound if name not in controls]:
        raise ValueError(f"{', '.join(strange)} can have no control; allowed: {', '.join(controls)}")
    words = {name: {"label": controls.get(name, {"label": name})["label"]} for name in follows}
    given = words | {name: controls[name] for name in bound}
    return tuple(Param(name, value, **given.get(name, {})) for name, value in values.items())


def _controls(count: int) -> dict[str, dict[str, Any]]:
    digits = {"input": "range", "min": 0, "max": count - 1, "step": 1}
    return {
        "digit": {**digits, "label": "test digit"},
        "digit2": {**digits, "label": "second test digit"},
        "fit": {"input": "checkbox", "label": "fit as the data set"},
        "noise": {"input": "range", "min": 0, "max": 1, "step": 0.05, "label": "noise"},
        "shake": {"input": "range", "min": 0, "max": SHAKES, "step": 1, "label": "draw"},
    }
