"""What every layer of a network answers to an input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn


@contextmanager
def listening(model: nn.Module, layers: Sequence[str]) -> Iterator[dict[str, Tensor]]:
    """While this lasts, the named layers write their newest output (detached) into the dictionary.

    `layers` are names as in `model.named_modules()`; an unknown one is a KeyError with those there are.
    The network is as before afterwards, also when something inside goes wrong.
    """
    modules = dict(model.named_modules())
    unknown = [name for name in layers if name not in modules]
    if unknown:
        raise KeyError(f"no layer {unknown[0]!r}; there are {', '.join(name for name in modules if name)}")
    heard: dict[str, Tensor] = {}
    with ExitStack() as stack:
        for name in layers:
            stack.enter_context(modules[name].register_forward_hook(_writer(heard, name)))
        yield heard


def activations(model: nn.Module, inputs: Tensor, layers: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The outputs of the named layers for `inputs` (n, …): for each name an array (n, …), in order.

    The network runs in evaluation mode and is put back into the mode it was in.
    """
    was_training = model.training
    model.eval()
    try:
        with listening(model, layers) as heard, torch.no_grad():
            model(inputs)
    finally:
        model.train(was_training)
    return {name: np.array(heard[name].cpu().numpy()) for name in layers}


def _writer(heard: dict[str, Tensor], name: str) -> Any:
    def write(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
        heard[name] = output.detach()

    return write
