"""All kinds of way between two pictures, for one network and the autoencoders beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nnexplain.methods.paths import blend, pixel_by_pixel, through

Net = Callable[[Tensor], Tensor]
ACTIVATIONS: Mapping[str, Net] = {"relu": torch.relu, "sigmoid": torch.sigmoid}


def dense(arrays: Mapping[str, NDArray[np.float32]], layers: Sequence[Mapping[str, str]]) -> Net:
    """The network that `layers` of `arrays` describe, as `nnexplain.figures.network` takes them, in float64.

    A softmax is left out: the last layer gives its sums, the logits.
    """

    def array(name: str) -> Tensor:
        return torch.tensor(arrays[name], dtype=torch.float64)

    parts = [
        (array(layer["weight"]), array(layer["bias"]), ACTIVATIONS.get(layer["activation"]))
        for layer in layers
    ]

    def run(x: Tensor) -> Tensor:
        for weight, bias, activation in parts:
            x = x @ weight.T + bias
            x = activation(x) if activation else x
        return x

    return run


@dataclass(frozen=True)
class Pair:
    """Two pictures (pixels,) from 0 to 1, of the classes `kinds`, and what it takes to go between them.

    `reader` maps pictures to logits; `coders` have an encoder and a decoder each, by the name of their way;
    `stroke` are the pictures of a way of its own, (places, pixels).
    """

    reader: Net
    start: Tensor
    end: Tensor
    kinds: tuple[int, int]
    coders: Mapping[str, tuple[Net, Net]] = field(default_factory=dict)
    stroke: NDArray[np.float64] | None = None

    def pictures(self, kind: str, steps: int = 100) -> NDArray[np.float64]:
        """The pictures of a way, (places, pixels): one after each of `steps`, or of the pixels that differ.

        `kind` is "keep" or "lose" for pixel by pixel, "stroke", or a coder's name; any other is the blend.
        """
        if kind == "stroke" and self.stroke is not None:
            return self.stroke
        if coder := self.coders.get(kind):
            return np.asarray(through(*coder, self.start, self.end, steps))
        if kind not in ("keep", "lose"):
            return np.asarray(blend(self.start, self.end, steps))
        start, end = self.start[None], self.end[None]
        found = pixel_by_pixel(self._lead, start, end, kind == "keep")
        return np.asarray(found.pictures(start, end)[0, : int(found.changes[0]) + 1])

    def logits(self, pictures: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the reader makes of pictures (n, pixels): (n, classes)."""
        return np.asarray(self.reader(torch.tensor(pictures, dtype=torch.float64)))

    def _lead(self, tried: Tensor) -> Tensor:
        logits = self.reader(tried)
        ahead: Tensor = logits[:, self.kinds[0]] - logits[:, self.kinds[1]]
        return ahead
