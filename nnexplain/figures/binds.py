"""The controls of a chart: its parameters, which the page draws and holds instead of Vega."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nnexplain.figures.contract import TYPED, Param, check_name

BINDS = ("range", "select", "radio", "checkbox", *TYPED)


def take_params(vega: dict[str, Any], lite: Mapping[str, Any]) -> tuple[Param, ...]:
    """The named values of a chart: those that its spec `lite` sets, and all that have a control, also the
    control of a selection, and what readers select. Their controls leave the compiled spec `vega`.

    Raises `ValueError` for a control of an unknown kind, and for one that cannot be set to its start.
    """
    named = [param["name"] for param in _params(lite) if not param.keys() & {"select", "expr"}]
    signals = {signal["name"]: signal for signal in vega.get("signals", [])}
    bound = [name for name, signal in signals.items() if "bind" in signal and name not in named]
    found = []
    for name in dict.fromkeys([*named, *bound]):
        if (signal := signals.get(name)) is not None and (signal.keys() & {"bind", "value"}):
            found.append(_param(name, _start(signal), signal.pop("bind", None)))
    return (*found, *(Param(name, None) for name in _selections(vega, lite)))


def _selections(vega: Mapping[str, Any], lite: Mapping[str, Any]) -> Iterator[str]:
    """The selections of a chart that a reader makes and keeps: not what follows the pointer, nor what has a
    control of its own.
    """
    names = {signal["name"] for signal in vega.get("signals", [])}
    for param in _params(lite):
        select = param.get("select")
        followed = isinstance(select, Mapping) and re.search("over|move", json.dumps(select.get("on", "")))
        bound = isinstance(param.get("bind"), Mapping)
        if select and not followed and not bound and param["name"] in names:
            check_name(param["name"])
            yield param["name"]


def _start(signal: Mapping[str, Any]) -> Any:
    """The value of a signal at the start; that of a selection's control stands there as an expression."""
    try:
        return signal.get("value", json.loads(signal.get("init", "null")))
    except ValueError:
        return None


def _params(lite: Any) -> Iterator[Mapping[str, Any]]:
    """The parameters of a spec and of its parts."""
    if isinstance(lite, Mapping):
        yield from lite.get("params", ())
        for word in ("layer", "hconcat", "vconcat", "concat", "spec"):
            yield from _params(lite.get(word))
    elif isinstance(lite, list):
        for part in lite:
            yield from _params(part)


def _param(name: str, value: Any, bind: Mapping[str, Any] | None) -> Param:
    check_name(name)
    if bind is None:
        return Param(name, value)
    kind = bind.get("input")
    if kind not in BINDS:
        raise ValueError(f"parameter {name!r} is bound to input {kind!r}; allowed: {', '.join(BINDS)}")
    label = str(bind.get("name") or name).rstrip(": ")
    if kind == "range":
        low, high = bind.get("min", 0), bind.get("max", 100)
        param = Param(name, value, kind, label, low, high, bind.get("step", 1 if high - low > 1 else 0.01))
    elif kind in TYPED:
        param = Param(name, value, kind, label, hint=str(bind.get("placeholder", "")))
    else:
        options = tuple(bind.get("options", ()))
        labels = tuple(map(str, bind.get("labels") or map(_word, options)))
        if kind != "checkbox" and value is None and None not in options:
            # Vega shows the first option while nothing is chosen; here the reader can see, and choose, that.
            options, labels = (None, *options), ("all", *labels)
        param = Param(name, value, kind, label, options=options, labels=labels)
    param.check()
    return param


def _word(option: Any) -> str:
    return "all" if option is None else str(option)
