"""What a page asks for ahead: all that its first figure will load, at once instead of one after another.

Following imports, then a figure's data, then its network would take a phone a round trip each.
"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from nnexplain.figures.widgets import RUNTIME, module_closure, style_names, widget_names

WHERE = "assets/runtime"
"""Where the runtime lies in a site."""
ENTRY, HEAVY, PLAYER = "nnexplain.js", "vega", "core/player.js"
GUESS = "core/guess.js"
"""What asks for a prediction."""
LIVE = "core/widget.js"
"""What brings every widget but the charts to life."""
BUNDLE = "vega.js"
"""Vega itself, made by `site/runtime.py`."""
FIRST_SCREENS = 3000
"""Characters of a page's HTML before a figure that is likely to be on the first screens."""

_NAMED = re.compile(r'data-widget="([\w-]+)"')
_SOURCE = re.compile(r'<a class="nn-source"[^>]*? href="([^"]+)"')


@dataclass(frozen=True)
class Link:
    """A `<link>` of a page's head; `href` is seen from the top of the site."""

    rel: str
    href: str
    as_: str = ""
    low: bool = False


def modules_of(*entries: str, runtime: Path = RUNTIME) -> list[str]:
    """Modules of the browser runtime with all that they import, also through others, by their paths in it."""
    found = module_closure(*(runtime / entry for entry in entries))
    return [path.relative_to(runtime.resolve()).as_posix() for path in found]


@dataclass(frozen=True)
class Ahead:
    """What pages ask for whose figures are files below the folder `site`.

    `scripts` are the theme's own: they keep a phone busy, which is best done while it waits for the modules.
    """

    site: Path
    scripts: tuple[str, ...] = ()
    runtime: Path = RUNTIME

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
        core = [name for name in modules_of(ENTRY, runtime=self.runtime) if name != ENTRY]
        drawing = modules_of(GUESS, runtime=self.runtime) if "data-asks=" in opening else []
        styles: list[Link] = []
        if widget in widget_names(self.runtime):
            module = f"widgets/{widget}/{widget}.js"
            entries = (module,) if widget == HEAVY else (LIVE, module)
            drawing += modules_of(*entries, runtime=self.runtime)
            if widget != HEAVY:
                names = style_names(widget, self.runtime)
                styles = [Link("preload", f"{WHERE}/{name}", "style") for name in names]
        near = first < FIRST_SCREENS
        data = self._data(opening, address) if near else []
        heavy = [Link("modulepreload", f"{WHERE}/{BUNDLE}", low=True)] if near and widget == HEAVY else []
        scripts = [Link("preload", script, "script") for script in self.scripts]
        more = dict.fromkeys(name for name in drawing if name not in core)
        return [*map(_module, core), *styles, *data, *scripts, *map(_module, more), *heavy]

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
        if figure.get("predict"):
            return [Link("preload", source, "fetch")]  # the rest is for who has guessed
        tables = [table.get("file") for table in figure.get("data", {}).values()]
        names = [name for name in (figure.get("network"), figure.get("arrays"), *tables) if name]
        folder = posixpath.dirname(source)
        beside = [posixpath.normpath(posixpath.join(folder, name)) for name in names]
        player = [_module(PLAYER)] if figure.get("player") else []
        return [*(Link("preload", href, "fetch") for href in (source, *beside)), *player]


def _module(name: str) -> Link:
    return Link("modulepreload", f"{WHERE}/{name}")
