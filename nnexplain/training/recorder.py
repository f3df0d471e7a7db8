"""Writing down a training as it happens, as named arrays over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from nnexplain.training.loop import Moment

Probe = Callable[[Moment], Any]


class Recorder:
    """A listener that asks every probe the same moments and stacks the answers.

    `probes` maps the name of an array to what measures it: a number, an array or a tensor, of one shape
    for the whole training. A moment is written down when its epoch is a multiple of `every`.
    """

    def __init__(self, probes: Mapping[str, Probe], every: int = 1) -> None:
        if "epoch" in probes:
            raise ValueError("the array 'epoch' is the recorder's own; give the probe another name")
        if every < 1:
            raise ValueError(f"every is {every}; it must be 1 or more")
        self.probes = dict(probes)
        self.every = every
        self._epochs: list[int] = []
        self._rows: dict[str, list[NDArray[Any]]] = {name: [] for name in probes}

    def __call__(self, moment: Moment) -> None:
        if moment.epoch % self.every:
            return
        rows = {}
        with torch.no_grad():
            for name, probe in self.probes.items():
                rows[name] = _array(probe(moment))
                first = self._rows[name][0] if self._rows[name] else rows[name]
                if rows[name].shape != first.shape:
                    raise ValueError(f"{name!r} had shape {first.shape} and has now {rows[name].shape}")
        self._epochs.append(moment.epoch)
        for name, row in rows.items():
            self._rows[name].append(row)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What was recorded: `epoch` (times,) and for every probe (times, *its shape)."""
        return {"epoch": np.array(self._epochs)} | {name: np.array(rows) for name, rows in self._rows.items()}


def _array(answer: Any) -> NDArray[Any]:
    # a copy: a parameter goes on changing in place after it was looked at
    if isinstance(answer, torch.Tensor):
        return np.array(answer.detach().cpu().numpy())
    return np.array(answer)
