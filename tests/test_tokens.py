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
TEXT = ["ink", "muted", "link", "focus", "class-a", "class-b", "pos", "neg"]
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
    """Whoever sees all hues tells every meaning from every other; who does not, the two of one family."""
    meanings = ("class-a", "class-b", "pos", "neg", "glow", "focus", "ink")
    families = ("class-a", "class-b"), ("pos", "neg"), ("neg", "glow")
    pairs = families if sight else tuple(combinations(meanings, 2))
    found = {(one, two): distance(tokens[f"--nn-{one}"], tokens[f"--nn-{two}"], sight) for one, two in pairs}
    assert {pair: gap for pair, gap in found.items() if gap < 0.06} == {}


@SCHEMES
def test_grounds_and_grid_are_quiet_but_there(tokens: dict[str, str]) -> None:
    assert 1.02 < contrast(tokens["--nn-paper"], tokens["--nn-panel"]) < 1.2
    assert 1.15 < contrast(tokens["--nn-rule"], tokens["--nn-panel"]) < 2


ROOT = Path(nnexplain.__file__).parent.parent
DRAWERS = [
    path
    for folder in ("nnexplain/runtime", "nnexplain/charts", "nnexplain/figures", "build")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".css", ".js", ".py"} and path.name != "tokens.css"
]
"""What draws figures."""
COLOURS = {name.removeprefix("--nn-") for name, value in LIGHT.items() if value.startswith("#")}


NAMED = re.compile(
    r"(?:fill|stroke|color|background)[\"\']?\s*[:=]\s*[\"\']?"
    r"(?:#|rgb|hsl|oklch|(?:black|white|red|blue|green|teal|gr[ea]y|orange|purple|yellow)\b)"
)


def without_comments(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"^\s*(//|#).*$", "", text, flags=re.MULTILINE)


def test_whatever_draws_names_colours_by_their_meaning() -> None:
    """No colour of its own: what is filled, stroked or written is a token, or mixed from tokens."""
    assert NAMED.search('fill: "#123456"') and NAMED.search("color: red;") and NAMED.search("stroke:rgb(0")
    texts = {path.relative_to(ROOT).as_posix(): without_comments(path) for path in DRAWERS}
    assert [path for path, text in texts.items() if NAMED.search(text)] == []
    for path, text in texts.items():
        names = set(re.findall(r"var\(--nn-([\w-]+)", text))
        assert names <= {*(name[5:] for name in LIGHT), "zoom", "width", *own_of(text)}, path
        assert set(re.findall(r"\btoken\(\"([\w-]+)\"\)", text)) <= COLOURS, path


def own_of(text: str) -> set[str]:
    """Properties that a file sets for itself."""
    return set(re.findall(r"--nn-([\w-]+)\s*:", text))


def test_every_colour_is_used_and_what_it_means_is_written_down() -> None:
    """The table of CONTRIBUTING has a row for each colour, and none for another."""
    used = "".join(map(without_comments, DRAWERS))
    assert {name for name in COLOURS if not re.search(rf"\b(nn-)?{name}\b[\")\s,]", used)} == set()
    _, _, after = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Colours\n")
    rows = [line.split("|")[1] for line in after.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`--nn-([\w-]+)`", row)]
    assert sorted(told) == sorted(COLOURS)


def test_a_colour_of_a_class_or_a_sign_says_nothing_else() -> None:
    """A rule that paints with it is about that meaning by its own name."""
    told = {
        "class-a": r"likes|favoured",
        "class-b": r"dislikes",
        "pos": r"pos|for\b|up\b",
        "neg": r"neg|against|down\b",
        "glow": r"glow|bulb|mark-color",
    }
    for path in (path for path in DRAWERS if path.suffix == ".css"):
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments(path)):
            for name in re.findall(r"var\(--nn-(class-a|class-b|pos|neg|glow)\)", body):
                assert re.search(told[name], selector + body), (path.name, selector.strip(), name)
