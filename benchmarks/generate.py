"""Sites to measure with: the same lessons every time, as many as are asked for.

`python -m benchmarks.generate FOLDER --lessons 30` leaves one to look at.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from benchmarks import scripts

ROOT = Path(__file__).resolve().parent.parent
DRAWN = ("loss", "answers", "spread", "weights")
"""The figures of a lesson that trains, in the order of its page."""
STEPS = 1200
"""Steps of training where nobody calibrated; a multiple of the frames that are kept."""


def generate(folder: Path, lessons: int, figures: int = 4, trained: bool = True, steps: int = STEPS) -> Path:
    """Write a site of `lessons` lessons with `figures` figures each into the new `folder`, and return it.

    With `trained`, lesson n has `build/models/lNN.py`, which trains a small torch network for `steps` steps
    on one thread, and `build/lNN.py`, which draws up to four Altair charts of it. Without, it has one light
    script that runs neither and draws tiny Vega-Lite charts; it has as many imports to follow all the same.
    Raises `ValueError` for more figures than a trained lesson has.
    """
    if trained and not 1 <= figures <= len(DRAWN):
        raise ValueError(f"a trained lesson has 1 to {len(DRAWN)} figures, not {figures}")
    names = DRAWN[:figures] if trained else tuple(f"picture-{place + 1}" for place in range(figures))
    _write(folder / "mkdocs.yml", configuration())
    _write(folder / "content" / "index.md", "# A generated site\n\nTo measure with.\n")
    for number in range(1, lessons + 1):
        for path, text in _lesson(number, names, trained, steps).items():
            _write(folder / path, text)
    return folder


def configuration() -> str:
    """The repository's own mkdocs.yml with the navigation left to the host."""
    return re.sub(r"^nav:\n(?:[ ]+.*\n)+", "", (ROOT / "mkdocs.yml").read_text("utf-8"), flags=re.M)


def name_of(number: int) -> str:
    return f"l{number:02d}"


def plain(folder: Path, lessons: int, figures: int = 4, steps: int = STEPS) -> list[Path]:
    """Write what a trained site does as plain programs, one a lesson, and return them.

    They train the same steps and save the same charts as SVG, without nnexplain.
    """
    found = []
    for number in range(1, lessons + 1):
        found.append(folder / f"{name_of(number)}.py")
        _write(found[-1], _script(scripts.PLAIN, number, DRAWN[:figures], steps))
    return found


def copy_of_repository(folder: Path) -> Path:
    """The repository's own site in `folder`: what its authors wrote, and what its store remembers."""
    ignored = shutil.ignore_patterns("figures", "notebooks", "runtime", "__pycache__")
    for part in ("content", "build"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    store = ROOT / ".nnexplain" / "store"
    if store.is_dir():
        shutil.copytree(store, folder / ".nnexplain" / "store")
    return folder


def _lesson(number: int, figures: tuple[str, ...], trained: bool, steps: int) -> dict[str, str]:
    name = name_of(number)
    page = _page(number, figures)
    if not trained:
        return {
            f"content/{name}.md": page,
            f"build/{name}.py": _script(scripts.LIGHT, number, figures, steps),
        }
    return {
        f"content/{name}.md": page,
        f"build/{name}.py": _script(scripts.DRAWN, number, figures, steps),
        f"build/models/{name}.py": _script(scripts.MODEL, number, figures, steps),
    }


def _page(number: int, figures: tuple[str, ...]) -> str:
    parts = [scripts.filled(scripts.LESSON, number=number), scripts.PROSE * 2]
    for figure in figures:
        parts += [scripts.filled(scripts.FIGURE, name=name_of(number), figure=figure), scripts.PROSE * 2]
    return "".join(parts)


def _script(template: str, number: int, figures: tuple[str, ...], steps: int) -> str:
    listed = "[" + ", ".join(f'"{figure}"' for figure in figures) + "]"
    given = {"name": name_of(number), "number": number, "figures": listed, "steps": steps}
    training = scripts.filled(scripts.TRAINING, **given)
    charts = scripts.filled(scripts.CHARTS, label="sample of the loss")
    return scripts.filled(template, **given, training=training, charts=charts)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate", description="Write a site to measure with."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lessons", type=int, default=30)
    parser.add_argument("--figures", type=int, default=4)
    parser.add_argument("--light", action="store_true", help="lessons that train nothing")
    given = parser.parse_args()
    generate(given.folder, given.lessons, given.figures, trained=not given.light)


if __name__ == "__main__":
    main()
