"""A runtime with tiny widgets, for tests of what draws hand-made figures: the real rooms that every widget
uses, and beside them widgets of a few lines.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from nnexplain.figures.widgets import RUNTIME

WIDGET = """\
import {{ h }} from "../../draw/tree.js";
{top}
export default {{
  follows: ["n"],
  async open({{ page, figure, source, signal }}) {{ {open} return {{ page }}; }},
  model: ({{ page }}) => ({{ {model} n: Number(page.get("n") ?? 7) }}),
  panels: () => [{{
    label: "a dot", size: () => [100, 50],
    draw: ({{ n }}) => [{draw}],
  }}],
  says: ({{ n, said }}) => {says},
  describes: () => "A dot on a line.",
  tables: ({{ n }}) => [{{ heading: "the dot", columns: {{ n: [{cell}] }} }}],
  quotes: ({{ n }}) => ({{ third: n / 3, who: "dots" }}),
}};
"""
DOT = 'h("circle", { class: "nn-dots-dot", cx: n, cy: 20, r: 4 }), h("text", { class: "nn-note" }, "a < b")'
STYLE = """\
/* Of the dots alone. */
.nn-dots-dot { fill: var(--nn-class-a); cursor: grab; }
.nn-dots-dot:hover { fill: var(--nn-class-b); }
.nn-dots-other { fill: var(--nn-pos); }
"""


def tiny_runtime(folder: Path) -> Path:
    """A runtime in `folder` whose only widget is "dots"."""
    runtime = folder / "runtime"
    for room in ("core", "draw"):
        shutil.copytree(RUNTIME / room, runtime / room)
    write_widget(runtime, "dots")
    (runtime / "widgets" / "dots" / "dots.css").write_text(STYLE)
    return runtime


def write_widget(
    runtime: Path,
    name: str,
    *,
    top: str = "",
    opening: str = "",
    model: str = "",
    draw: str = DOT,
    says: str = "`n is ${n}`",
    cell: str = "n / 3",
) -> Path:
    """A widget that draws a dot at `n`, or whatever these pieces of JavaScript do instead; its module."""
    path = runtime / "widgets" / name / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        WIDGET.format(top=top, open=opening, model=model, draw=draw, says=says, cell=cell), "utf-8"
    )
    return path
