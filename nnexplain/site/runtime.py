"""The browser runtime's copy in the site, without comments, with Vega bundled beside it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.made import Made
from nnexplain.figures.render import Renderer
from nnexplain.figures.widgets import runtime_of
from nnexplain.project import Project
from nnexplain.site.bare import bare
from nnexplain.site.shelf import Shelf

VEGA = "vega.js"
_CODE = (".js", ".css")
_SUFFIXES = (*_CODE, ".svg")


def update_runtime(project: Project) -> None:
    """Bring `content/assets/runtime/` up to date. Vega is bundled (1 s) with the first figure, and when its
    version changed.
    """
    names = [VEGA]
    runtime, memory = runtime_of(project.root), Renderer(project.pictures)
    for source in sorted(path for path in runtime.rglob("*") if path.suffix in _SUFFIXES):
        name = source.relative_to(runtime).as_posix()
        text = source.read_text("utf-8")
        text = bare(text, source.suffix, memory) if source.suffix in _CODE else text
        write_if_new(project.runtime / name, text.encode())
        names.append(name)
    if Shelf(project.root).all:
        _update_vega(project.runtime / VEGA)
    Made(project.runtime, project.made(project.runtime)).keep_only(names)


def _update_vega(path: Path) -> None:
    stamp = (
        f"/* Vega and Vega-Lite, bundled by vl-convert-python {version('vl-convert-python')} */\n".encode()
    )
    try:
        with path.open("rb") as file:
            if file.read(len(stamp)) == stamp:
                return
    except OSError:
        pass  # missing: made below
    import vl_convert

    try:
        bundle = vl_convert.javascript_bundle("export {vegaEmbed};")
    except ValueError as error:
        raise NnexplainError(f"vl-convert cannot bundle Vega: {error}") from error
    write_if_new(path, stamp + bundle.encode())
