"""The figure folders of one site, read for its pages."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures import Figure, Scalar, figure_svg_panels, read_figure, read_values
from nnexplain.figures.contract import ARRAYS
from nnexplain.figures.widgets import runtime_of, widget_names
from nnexplain.site.facts import Awaited, nothing_awaited

_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|@import", re.I)


class Shelf:
    """Figures and values below `root`, each read once. Whatever is wrong with them is a `NnexplainError`.
    What is `awaited` need not be there.
    """

    def __init__(self, root: Path, awaited: Awaited = nothing_awaited) -> None:
        self.root = root
        self.awaited = awaited
        self.folder = root / "content" / "figures"
        self._figures: dict[tuple[str, str], Figure] = {}
        self._values: dict[str, dict[str, Scalar]] = {}

    @cached_property
    def _widgets(self) -> tuple[str, ...]:
        return widget_names(runtime_of(self.root))

    @cached_property
    def all(self) -> dict[str, list[str]]:
        """The names of the figures of every script that has any."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.folder.rglob("*.svg")):
            script = path.parent.relative_to(self.folder).as_posix()
            if script != "." and not path.name.startswith("."):
                found.setdefault(script, []).append(path.stem)
        return found

    def unbuilt(self, script: str) -> Problem | None:
        """What to say of a script of which nothing has been built: once, however often pages name it."""
        file, run = (
            self.root / "build" / f"{script}.py",
            self.root / ".nnexplain/runs" / f"{script}.safetensors",
        )
        if not file.is_file() or (self.folder / script).is_dir() or run.is_file():
            return None
        hint = "run: nnexplain build"
        return Problem("its figures have not been built", f"build/{script}.py", None, hint)

    def advice(self, script: str) -> str:
        """What helps where `script` has made nothing."""
        if (self.root / "build" / f"{script}.py").is_file():
            return "run: nnexplain build"
        return f"there is no build/{script}.py that could make it"

    def has(self, script: str, name: str) -> bool:
        """Whether the script has made a figure of that name (or half of one)."""
        folder = self.folder / script
        return (folder / f"{name}.svg").is_file() or (folder / f"{name}.json").is_file()

    def figure(self, script: str, name: str) -> Figure:
        """What the page must know of a figure."""
        if (script, name) not in self._figures:
            path = self.folder / script / f"{name}.json"
            self._figures[script, name] = read_figure(path, self._widgets)
        return self._figures[script, name]

    def panels(self, script: str, name: str) -> list[str]:
        """The static SVG of each panel, nothing in which can act or load."""
        path = self.folder / script / f"{name}.svg"
        try:
            text = path.read_bytes().decode()
            if _OUTSIDE.search(text):
                raise ValueError("it refers to something outside itself")
            return figure_svg_panels(text)
        except OSError as error:
            raise NnexplainError(f"the picture cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise NnexplainError(f"this is no picture of a figure: {error}") from error

    def networks(self) -> list[str]:
        """The networks that scripts have handed to the page, as figures name them."""
        files = (path.relative_to(self.folder) for path in self.folder.rglob(f"*{ARRAYS}"))
        found = {path.as_posix().removesuffix(ARRAYS) for path in files}
        return sorted(found - {f"{script}/{name}" for script, names in self.all.items() for name in names})

    def values(self, script: str) -> dict[str, Scalar]:
        """The values that a script gave the prose; none where it gave none."""
        if script not in self._values:
            path = self.folder / script / "values.json"
            self._values[script] = read_values(path) if path.is_file() else {}
        return self._values[script]

    def has_value(self, script: str, name: str) -> bool:
        """Whether the script has given the prose a value of that name, which can be read."""
        try:
            return name in self.values(script)
        except NnexplainError:
            return False

    def scripts_with_values(self) -> list[str]:
        """The scripts that gave the prose any values."""
        found = sorted(self.folder.rglob("values.json"))
        return [path.parent.relative_to(self.folder).as_posix() for path in found]
