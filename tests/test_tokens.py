"""The colours can be read and told apart: contrast by WCAG 2, colour blindness by Viénot et al. 1999."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import nnexplain

Array = NDArray[np.float64]
CSS = (Path(nnexplain.__file__).parent / "runtime" / "tokens.css").read_text("utf-8")


def block(selector: str) -> dict[str, str]:
    """The custom properties of the one rule with `selector`."""
    plain = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    (body,) = re.findall(rf"^{re.escape(selector)} \{{(.*?)^\}}", plain, flags=re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"(--nn-[\w-]+):\s*([^;]+);", body))


LIGHT = block(":root")
DARK = {**LIGHT, **block('[data-md-color-scheme="slate"]')}
SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("--nn-paper", "--nn-panel")
LAYERS = [f"layer-{k}" for k in range(1, 5)]
TEXT = ["ink", "muted", "link", "focus", "class-a", "class-b", "class-mix", "pos", "neg", *LAYERS]
MARKS = ["rule-strong", "glow"]

# Linear RGB as a dichromat sees it (Viénot, Brettel, Mollon 1999, via the Hunt-Pointer-Estévez cones).
RGB_TO_LMS = np.array(
    [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
)
BLIND = {
    "protanopia": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
    "deuteranopia": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
}


def linear(colour: str) -> Array:
    """Linear RGB in 0…1 of `#rrggbb`."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1…21."""
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb: Array) -> Array:
    """OKLab (Ottosson 2020) of linear RGB; a distance of about 0.02 is just noticeable."""
    lms = np.cbrt(
        np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                  [0.0883024619, 0.2817188376, 0.6299787005]]) @ rgb
    )  # fmt: skip
    return np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                     [0.0259040371, 0.7827717662, -0.8086757660]]) @ lms  # fmt: skip


def distance(one: str, other: str, sight: str) -> float:
    """OKLab distance of two colours for a reader with `sight` ("" for the usual one)."""
    see = np.linalg.inv(RGB_TO_LMS) @ BLIND[sight] @ RGB_TO_LMS if sight else np.eye(3)
    seen = [oklab(np.clip(see @ linear(colour), 0, 1)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_shape_that_python_reads() -> None:
    """Two rules and nothing else, and the dark one, for screens, names only what the light one names."""
    rules = re.findall(r"^(\S.*) \{$", CSS, flags=re.MULTILINE)
    assert rules == [":root", "@media screen", '[data-md-color-scheme="slate"]']
    colours = {name for name, value in LIGHT.items() if value.startswith("#")}
    assert set(block('[data-md-color-scheme="slate"]')) == colours
    assert all(re.fullmatch("#[0-9a-f]{6}", DARK[name]) for name in colours)


def test_known_contrasts() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known near miss


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_contrast(tokens: dict[str, str], ground: str) -> None:
    found = {name: contrast(tokens[f"--nn-{name}"], tokens[ground]) for name in TEXT + MARKS}
    assert {name: ratio for name, ratio in found.items() if ratio < (4.5 if name in TEXT else 3)} == {}


@SCHEMES
@pytest.mark.parametrize("sight", ["", "protanopia", "deuteranopia"])
def test_meanings_can_be_told_apart(tokens: dict[str, str], sight: str) -> None:
    """Within each family; layers 2 and 3 are told by their lines where green is not seen."""
    families = ("class-a", "class-b", "class-mix"), ("pos", "neg"), LAYERS
    pairs = [pair for family in families for pair in combinations(family, 2)]
    if sight == "deuteranopia":
        pairs.remove(("layer-2", "layer-3"))
    found = {(one, two): distance(tokens[f"--nn-{one}"], tokens[f"--nn-{two}"], sight) for one, two in pairs}
    assert {pair: gap for pair, gap in found.items() if gap < 0.06} == {}


@SCHEMES
def test_grounds_and_grid_are_quiet_but_there(tokens: dict[str, str]) -> None:
    assert 1.02 < contrast(tokens["--nn-paper"], tokens["--nn-panel"]) < 1.2
    assert 1.15 < contrast(tokens["--nn-rule"], tokens["--nn-panel"]) < 2
