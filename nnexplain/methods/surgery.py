"""Changing a network for a moment: units turned up, down or off, weights turned, noise on all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn

Place = Sequence[int]


@contextmanager
def surgery(
    model: nn.Module,
    *,
    gains: Mapping[str, Tensor] | None = None,
    silent: Mapping[str, Iterable[int]] | None = None,
    weights: Mapping[str, Mapping[Place, float]] | None = None,
    noise: float = 0.0,
    generator: torch.Generator | None = None,
) -> Iterator[nn.Module]:
    """While this lasts, `model` is changed; afterwards it is as before, bit by bit, also on error.

    `gains` maps a layer's name (as in `model.named_modules()`) to a factor for each of its units, (units,),
    by which the last axis of its output is multiplied; gradients flow through them. With (variants, 1, units)
    the output of (n, units) becomes one of (variants, n, units), each as its own factors have it. `silent`
    lists units of a layer, from 0, whose output is 0. `weights` maps a parameter's name (as in
    `model.named_parameters()`) to new values for single places: {"layers.hidden1.weight": {(3, 17): 0.8}}.
    `noise` adds to every weight that much of its own matrix's standard deviation (over n, not n - 1) times a
    draw from N(0, 1), from `generator`; biases stay, and so do the weights that `weights` sets.

    An unknown name is a KeyError with those there are, a place that is not in the parameter or a unit that
    is not in the layer an IndexError, gains of another length and a noise below 0 a ValueError. What is
    known beforehand is checked before anything changes; units are counted when the layer answers.
    """
    if not 0 <= noise < float("inf"):
        raise ValueError(f"noise is {noise}; it must be 0 or more")
    modules, parameters = dict(model.named_modules()), dict(model.named_parameters())
    _check([*(gains or {}), *(silent or {})], modules, "layer")
    _check(weights or {}, parameters, "parameter")
    turned = [(parameters[name], tuple(place), value) for name, place, value in _turns(weights or {})]
    for parameter, place, _ in turned:
        _check_place(parameter, place)
    with ExitStack() as stack:
        stack.enter_context(_restored(list(parameters.values()) if noise or turned else []))
        with torch.no_grad():
            if noise:
                _shake(parameters.values(), noise, generator)
            for parameter, place, value in turned:
                parameter[place] = value
        for name in {**(gains or {}), **(silent or {})}:
            hook = _multiplier(name, (gains or {}).get(name), tuple((silent or {}).get(name, ())))
            stack.enter_context(modules[name].register_forward_hook(hook))
        yield model


@contextmanager
def _restored(parameters: Sequence[nn.Parameter]) -> Iterator[None]:
    kept = [parameter.detach().clone() for parameter in parameters]
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, before in zip(parameters, kept, strict=True):
                parameter.copy_(before)


def _shake(parameters: Iterable[nn.Parameter], noise: float, generator: torch.Generator | None) -> None:
    for parameter in parameters:
        if parameter.dim() > 1:
            draw = torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
            parameter.add_(noise * parameter.std(correction=0) * draw)


def _multiplier(name: str, gains: Tensor | None, silent: tuple[int, ...]) -> Any:
    def multiply(_module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        units = output.shape[-1]
        if gains is not None and gains.shape[-1:] != (units,):
            raise ValueError(f"{name!r} has {units} units; its gains have the shape {tuple(gains.shape)}")
        if wrong := [unit for unit in silent if not 0 <= unit < units]:
            raise IndexError(f"no unit {wrong[0]} in {name!r}; there are 0 to {units - 1}")
        changed = output if gains is None else output * gains
        if not silent:
            return changed
        off = torch.zeros(units, dtype=torch.bool)
        off[list(silent)] = True
        return changed.masked_fill(off, 0.0)

    return multiply


def _turns(weights: Mapping[str, Mapping[Place, float]]) -> Iterator[tuple[str, Place, float]]:
    for name, places in weights.items():
        for place, value in places.items():
            yield name, place, value


def _check(names: Iterable[str], known: Mapping[str, Any], what: str) -> None:
    for name in names:
        if name not in known or not name:
            there = ", ".join(other for other in known if other)
            raise KeyError(f"no {what} {name!r}; there are {there}")


def _check_place(parameter: Tensor, place: tuple[int, ...]) -> None:
    shape = tuple(parameter.shape)
    if len(place) != len(shape) or not all(0 <= k < size for k, size in zip(place, shape, strict=True)):
        raise IndexError(f"no place {place} in a parameter of the shape {shape}")
