"""The site's figures as the build makes them, for the tests of what the lessons say."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from nnexplain.figures import Run, figure_svg_panels, read_run, read_values
from nnexplain.project import Project

ROOT = Path(__file__).parents[1]
PROJECT = Project(ROOT)


@cache
def built() -> Project:
    """The site's figures, brought up to date; nothing is run where nothing changed."""
    command = [sys.executable, "-m", "nnexplain", "-C", str(ROOT), "build", "--no-site"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return PROJECT


@cache
def run_of(name: str) -> Run:
    return read_run(built().runs / f"{name}.safetensors")


@cache
def values_of(name: str) -> dict[str, Any]:
    return dict(read_values(built().figures / name / "values.json"))


def code_in(lesson: str) -> str:
    """The first block of Python in a lesson."""
    found = re.search(
        r"^```python\n(.*?)^```", (ROOT / "content" / f"{lesson}.md").read_text("utf-8"), re.M | re.S
    )
    assert found
    return found[1]


def captions_of(script: str, figure: str) -> list[list[tuple[float, str]]]:
    """For each panel of a picture its words, each with its height, as they come from left to right."""
    svg = (built().figures / script / f"{figure}.svg").read_text("utf-8")
    placed = []
    for panel in figure_svg_panels(svg):
        texts = list(ET.fromstring(panel).iter("{http://www.w3.org/2000/svg}text"))
        moved = [text.get("transform") or f"{text.get('x')} {text.get('y')}" for text in texts]
        places = [re.findall(r"[-\d.]+", words) for words in moved]
        placed.append(
            [(float(x), float(y), text.text or "") for (x, y), text in zip(places, texts, strict=True)]
        )
    return [[(y, word) for x, y, word in sorted(panel)] for panel in placed]
