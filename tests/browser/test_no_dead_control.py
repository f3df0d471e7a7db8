"""Whatever is chosen, each control of a figure changes its picture or its sentence, or rests and says why."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from built import built
from engine import Engine

from .apart import WAYS, open_apart

DIGITS = tuple(
    f"digit-ocr-{name}/{name}" for name in ("draw", "fmri", "compare", "pictures", "lesions", "knobs")
)
NEURON = ("one-neuron-cube/cube", "one-neuron-graph/graph", "one-neuron-cone/cone", "one-neuron/impossible")
SEEN = """(name) => {
  const { widget, session } = opened[name];
  const { now, marks } = seen(name);
  return [JSON.stringify([now, marks]), widget.guides?.(widget.model(session)) ?? {}];
}"""
SET = "(values) => page.set(values)"
START = "() => page.reset(page.settings.map(([name]) => name))"


@pytest.fixture(scope="module", params=[WAYS, DIGITS, NEURON], ids=["five-to-six", "digit-ocr", "one-neuron"])
def opened(
    request: pytest.FixtureRequest, site: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, dict[str, list[dict[str, Any]]]]]:
    """Figures of one page, and the parameters of each that have a control in it."""
    with open_apart(tmp_path_factory.mktemp("controls"), list(request.param), {}) as page:
        yield (
            page,
            {script.rpartition("/")[2]: controls(built().figures / script) for script in request.param},
        )


def controls(figure: Path) -> list[dict[str, Any]]:
    params = json.loads(figure.with_suffix(".json").read_text("utf-8"))["params"]
    return [param for param in params if param["input"] != "none"]


def test_every_figure_with_controls_is_looked_at(site: Any) -> None:
    """The controls of charts are moved in the browser (test_every_figure.py)."""
    found = {
        f"{path.parent.name}/{path.stem}"
        for path in built().figures.rglob("*.json")
        if path.name != "values.json" and json.loads(path.read_text("utf-8")).get("widget", "vega") != "vega"
        if controls(path.with_suffix(""))
    }
    assert found == {*WAYS, *DIGITS, *NEURON}


def others(param: dict[str, Any]) -> list[Any]:
    """What else it can be: every option, the ends of a range, on and off."""
    if param["input"] == "range":
        return [value for value in (param["min"], param["max"]) if value != param["value"]]
    options = [True, False] if param["input"] == "checkbox" else param["options"]
    return [value for value in options if value != param["value"]]


def drawing() -> str:
    bits = np.zeros((32, 32), dtype=np.uint8)
    bits[4:28, 10:14] = 1
    return base64.urlsafe_b64encode(np.packbits(bits).tobytes()).decode().rstrip("=")


def test_no_control_is_dead(opened: tuple[Engine, dict[str, list[dict[str, Any]]]]) -> None:
    """As the page begins, beside two drawings, and on each way."""
    page, figures = opened
    ways = {
        value for params in figures.values() for p in params if p["name"] == "way" for value in p["options"]
    }
    states: list[dict[str, Any]] = [{}, {"ink": drawing(), "ink2": drawing()}]
    states += [{"way": way} for way in sorted(ways)]
    rested = set()
    for name, params in figures.items():
        for state in states:
            page.evaluate(START)
            page.evaluate(SET, state)
            before, guides = page.evaluate(SEEN, name)
            for param in params:
                if param["name"] in state:
                    continue
                if guides.get(param["name"], {}).get("idle"):
                    rested.add((name, param["name"]))
                    continue
                after = []
                for value in others(param)[:2]:
                    page.evaluate(START)
                    page.evaluate(SET, state)
                    page.evaluate(SET, {param["name"]: value})
                    after.append(page.evaluate(SEEN, name)[0])
                assert any(seen != before for seen in after), f"{name}: {param['name']} at {state}"
    some = "the ends of the closing stroke, the fitting of a test digit"
    assert bool(rested) == ({"way", "draw"} & {*figures} != set()), f"these rest: {some}"
