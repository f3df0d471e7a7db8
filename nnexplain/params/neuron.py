"""The parameters of one neuron: where its training stands, from where its cube is looked at, at which song.

Figures of one page share all of them (`runtime/net/one/bench.js` reads those of the training): a pass chosen
in one is the pass of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nnexplain.data import songs
from nnexplain.figures.contract import Param

RATES = (0.1, 0.5, 2, 8, 40)
"""The learning rates to choose from: from far too small to far too large."""


def neuron_params(facts: Mapping[str, Any], *bound: str, also: Iterable[str] = ()) -> tuple[Param, ...]:
    """The parameters `bound`, which get a control in this figure, and those `also` that it follows without.

    `facts` are those of the recorded run: its `passes`, its `rate` and the ratings of its `sets`. Raises
    `ValueError` for a name that is none of a neuron's, or that cannot have a control.
    """
    values = {
        "step": 0,
        "turn": -32,
        "tilt": 21,
        "song": songs.SONGS.index((1, 0, 1)),
        "set": "learnable",
        "own": facts["sets"]["learnable"]["ratings"],
        "rate": round(facts["rate"]),
        "run": "",
        "times": 1,
    }
    controls = _controls(int(facts["passes"]))
    for names, allowed in ((bound, controls), (also, values)):
        if strange := [name for name in names if name not in allowed]:
            raise ValueError(f"{', '.join(strange)}; allowed here: {', '.join(allowed)}")
    return (
        *(Param(name, values[name], **controls[name]) for name in bound),
        *(Param(name, values[name], label=controls.get(name, {}).get("label", "")) for name in also),
    )


def _controls(passes: int) -> dict[str, dict[str, Any]]:
    sets = ("learnable", "impossible", "own")
    return {
        "step": {"input": "range", "label": "pass", "min": 0, "max": passes, "step": 1},
        "turn": {"input": "range", "label": "turn", "min": -180, "max": 180, "step": 1},
        "song": {
            "input": "select",
            "label": "song",
            "options": tuple(range(len(songs.SONGS))),
            "labels": tuple(map(songs.song_name, songs.SONGS)),
        },
        "times": {"input": "range", "label": "all four numbers ×", "min": 0.1, "max": 2, "step": 0.1},
        "set": {"input": "radio", "label": "ratings", "options": sets, "labels": sets},
        "rate": {"input": "select", "label": "rate", "options": RATES, "labels": tuple(map(str, RATES))},
    }
