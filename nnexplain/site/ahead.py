"""What a page asks for ahead: all that its first figure will load, at once instead of one after another.

Following imports, then a figure's data, then its network would take a phone a round trip each.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RUNTIME = Path(__file__).parents[1] / "runtime"
ENTRY, HEAVY, STYLE = "nnexplain", "vega", "widgets.css"
FIRST_SCREENS = 3000
"""Characters of a page's HTML before a figure that is likely to be on the first screens."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?["']\./([\w-]+)\.js["'];""", re.M)
_WIDGET = re.compile(r"""^ +([\w-]+): \{ module: "\./([\w-]+)\.js", needs: \[([^\]]*)\]""", re.M)
_NAMED = re.compile(r'data-widget="([\w-]+)"')
_SOURCE = re.compile(r'<a class="nn-source"[^>]*? href="([^"]+)"')


@dataclass(frozen=True)
class Link:
    """A `<link>` of a page's head; `href` is seen from the top of the site."""

    rel: str
    href: str
    as_: str = ""
    low: bool = False


def modules_of(runtime: Path) -> dict[str, list[str]]:
    """Every module of the browser runtime with all that it imports, also through others, by their stems."""
    direct = {path.stem: _IMPORT.findall(path.read_text("utf-8")) for path in sorted(runtime.glob("*.js"))}

    def closure(stem: str, seen: dict[str, None]) -> dict[str, None]:
        seen[stem] = None
        for other in direct.get(stem, ()):
            if other not in seen:
                closure(other, seen)
        return seen

    return {stem: list(closure(stem, {})) for stem in direct}


def widgets_of(runtime: Path) -> dict[str, str]:
    """The module that draws each widget, as figure.js tells it; both by their stems."""
    table = (runtime / "figure.js").read_text("utf-8")
    return {widget: module for widget, module, _ in _WIDGET.findall(table)}


@dataclass(frozen=True)
class Ahead:
    """The `modules` and `widgets` of the runtime, and the folder `site` whose pages show figures.

    `scripts` are the theme's own: they keep a phone busy, which is best done while it waits for the modules.
    """

    modules: dict[str, list[str]]
    widgets: dict[str, str]
    site: Path
    scripts: tuple[str, ...] = ()

    @classmethod
    def of(cls, site: Path, scripts: Iterable[str] = ()) -> Ahead:
        """For pages whose figures are files below `site`."""
        return cls(modules_of(RUNTIME), widgets_of(RUNTIME), site, tuple(scripts))

    def links(self, content: str, address: str) -> list[Link]:
        """What the page at `address` asks for, whose HTML is `content`, in order; nothing without a figure.

        The entry itself is not among them: it is the page's script.
        """
        first = content.find("<nn-figure")
        if first < 0:
            return []
        opening = content[first : first + 600]
        named = _NAMED.search(opening[: opening.find(">")])
        widget = named[1] if named else HEAVY
        core = [stem for stem in self.modules[ENTRY] if stem != ENTRY]
        drawing = [stem for stem in self.modules.get(self.widgets.get(widget, ""), ()) if stem not in core]
        near = first < FIRST_SCREENS
        style = [Link("preload", _runtime(STYLE), "style")] if "widget" in drawing else []
        data = self._data(opening, address) if near else []
        heavy = [Link("modulepreload", _runtime(f"{HEAVY}.js"), low=True)] if near and widget == HEAVY else []
        scripts = [Link("preload", script, "script") for script in self.scripts]
        return [*map(_module, core), *style, *data, *scripts, *map(_module, drawing), *heavy]

    def _data(self, opening: str, address: str) -> list[Link]:
        """The first figure's JSON, the files it names, and its player; what cannot be read is left out."""
        found = _SOURCE.search(opening)
        if not found:
            return []
        source = posixpath.normpath(posixpath.join(posixpath.dirname(address), found[1]))
        try:
            figure = json.loads((self.site / source).read_bytes())
        except (OSError, ValueError):
            return []
        tables = [table.get("file") for table in figure.get("data", {}).values()]
        names = [name for name in (figure.get("network"), figure.get("arrays"), *tables) if name]
        folder = posixpath.dirname(source)
        beside = [posixpath.normpath(posixpath.join(folder, name)) for name in names]
        player = [_module("player")] if figure.get("player") else []
        return [*(Link("preload", href, "fetch") for href in (source, *beside)), *player]


def _runtime(name: str) -> str:
    return f"assets/runtime/{name}"


def _module(stem: str) -> Link:
    return Link("modulepreload", _runtime(f"{stem}.js"))
