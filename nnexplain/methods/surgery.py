"""Changing a network for a moment: units turned up, down or off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from torch import Tensor, nn


@contextmanager
def surgery(model: nn.Module, gains: Mapping[str, Tensor]) -> Iterator[nn.Module]:
    """While this lasts, `model` is changed; afterwards it is as before, also on error.

    `gains` maps a layer's name (as in `model.named_modules()`) to a factor for each of its units, (units,),
    by which the last axis of its output is multiplied, 0 for one that is silent; gradients flow through them.
    With (variants, 1, units) the output of (n, units) becomes one of (variants, n, units), each as its own
    factors have it.

    An unknown name is a KeyError with those there are, before anything changes; gains of another length are a
    ValueError when the layer answers.
    """
    modules = dict(model.named_modules())
    for name in gains:
        if name not in modules or not name:
            raise KeyError(f"no layer {name!r}; there are {', '.join(filter(None, modules))}")
    with ExitStack() as stack:
        for name, factors in gains.items():
            stack.enter_context(modules[name].register_forward_hook(_multiplier(name, factors)))
        yield model


def _multiplier(name: str, gains: Tensor) -> Any:
    def multiply(_module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        units = output.shape[-1]
        if gains.shape[-1:] != (units,):
            raise ValueError(f"{name!r} has {units} units; its gains have the shape {tuple(gains.shape)}")
        return output * gains

    return multiply
