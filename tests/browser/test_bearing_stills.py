"""Knobs and lesions as pictures, without a browser: whatever is set fits into panels that keep their size."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from built import built, values_of
from engine import Engine, engine

from nnexplain.figures import read_figure

from .digits import twin

OPEN = """({ name, params, files }) => {
  const source = new URL(`figures/digit-ocr-${name}/${name}.json`, location.href);
  globalThis.still = (given) => {
    const page = new nn.Page();
    page.declare(params);
    page.set(given);
    const { signal } = new AbortController();
    return nn.still(nn.default, { page, figure: { name, ...files }, source, signal });
  };
}"""


def opened(folder: Any, name: str) -> Iterator[Engine]:
    """An engine that draws the figure `name` with some of its parameters set: `still(given)`."""
    figures = built().figures
    figure = read_figure(figures / f"digit-ocr-{name}" / f"{name}.json")
    files = {"network": figure.network, **({"arrays": figure.arrays} if figure.arrays else {})}
    for file in files.values():
        copy = folder / "figures" / f"digit-ocr-{name}" / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.resolve().parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(figures / f"digit-ocr-{name}" / file, copy.resolve())
    modules = ("core/page.js", "core/still.js", f"widgets/{name}/{name}.js")
    params = [param.to_json() for param in figure.params]
    with engine(folder, modules) as made:
        made.evaluate(OPEN, {"name": name, "params": params, "files": files})
        yield made


@pytest.fixture(scope="module")
def knobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(tmp_path_factory.mktemp("knobs"), "knobs")


@pytest.fixture(scope="module")
def lesions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(tmp_path_factory.mktemp("lesions"), "lesions")


def sizes(still: dict[str, Any]) -> list[Any]:
    return [[panel["size"], panel["place"]] for panel in still["panels"]]


def words(still: dict[str, Any], panel: int) -> list[str]:
    return re.findall(r">([^<>]+)</text>", still["panels"][panel]["svg"])


KNOBS: dict[str, dict[str, Any]] = {
    "b10: weight from unit a32": {"unit": "b10", "knob": "w31", "digit": 449},
    "c9: gain": {"unit": "c9", "knob": "gain", "turned": "c9_-3"},
    "a1: weight from row 8, column 8": {
        "unit": "a1", "knob": "w63", "turned": "a1_63_-900.5", "noise": 1, "shake": 99,
    },
    "a3: bias": {"unit": "a3", "knob": "bias", "turned": "a3_b_900.999", "silent": "a3"},
    "b2: gain": {"unit": "b2", "knob": "gain", "silent": ".".join(f"a{k + 1}" for k in range(32))},
    "a1: gain": {"unit": "zz", "knob": "w9999"},
}  # fmt: skip


@pytest.mark.parametrize("title", KNOBS)
def test_any_knob_fits_into_its_panels(knobs: Engine, title: str) -> None:
    still = knobs.evaluate("(given) => still(given)", KNOBS[title])
    assert sizes(still) == sizes(knobs.evaluate("() => still({})"))
    assert words(still, 2)[0] == title


def test_what_the_prose_quotes_is_what_one_by_one_turning_finds(knobs: Engine) -> None:
    """Each of the weights of the first layer at settings of its own, by numpy."""
    quotes = knobs.evaluate("() => still({})")["quotes"]
    assert quotes == {name: pytest.approx(value) for name, value in values_of("digit-ocr-knobs").items()}
    digit = read_figure(built().figures / "digit-ocr-knobs" / "knobs.json")
    index = next(int(param.value) for param in digit.params if param.name == "digit")
    x = twin().x[index].numpy()
    (w, b), *rest = [
        (layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in twin().model[::2]
    ]
    z = w @ x + b

    def answers(a: np.ndarray) -> np.ndarray:
        for k, (w, b) in enumerate(rest):
            a = a @ w.T + b
            a = np.maximum(a, 0) if k < len(rest) - 1 else a
        return np.asarray(a.argmax(axis=-1))

    said = answers(np.maximum(z, 0))
    settings = np.linspace(-quotes["reach"], quotes["reach"], 81)
    telling = 0
    for unit in range(len(w)):
        turned = z[unit] + (settings[None] - w[unit][:, None]) * x[:, None]
        a = np.repeat(np.maximum(z, 0)[None], turned.size, 0)
        a[:, unit] = np.maximum(turned, 0).ravel()
        telling += int((answers(a).reshape(turned.shape) != said).any(axis=1).sum())
    assert quotes["any"] == telling and quotes["weights"] == w.size
    assert quotes["largest"] == pytest.approx(np.abs(w).max())


LESIONS: list[dict[str, Any]] = [
    {"silent": ".".join([*(f"a{k + 1}" for k in range(32)), *(f"b{k + 1}" for k in range(16))])},
    {"silent": "a1.c3.b16", "unit": "c9", "digit": 449},
    {"silent": "b2", "turned": "a15_b_900", "noise": 1, "shake": 3, "unit": "zz"},
]


@pytest.mark.parametrize("given", LESIONS, ids=["all", "some", "turned"])
def test_any_lesion_fits_into_its_panels(lesions: Engine, given: dict[str, Any]) -> None:
    still = lesions.evaluate("(given) => still(given)", given)
    assert sizes(still) == sizes(lesions.evaluate("() => still({})"))
    silent = [unit for unit in given["silent"].split(".") if unit[0] != "c"]
    assert still["now"].startswith(f"{len(silent)} of 48 hidden units silenced: {silent[0]}")
    table = still["tables"][0]["columns"]
    assert table["silenced"] == ["none", *silent] and len(table["digits read"]) == len(silent) + 1


def test_a_picture_has_nothing_for_hands(knobs: Engine, lesions: Engine) -> None:
    for page in (knobs, lesions):
        for panel in page.evaluate("() => still({})")["panels"]:
            assert not re.search(r"(tabindex|role|data-grip|aria-[a-z]+)=", panel["svg"])
            assert "NaN" not in panel["svg"] and "undefined" not in panel["svg"]
