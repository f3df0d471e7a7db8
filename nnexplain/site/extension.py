"""The Python-Markdown extension `nnexplain.site.extension`: figures, values and cross-references.

It needs no host: MkDocs, Zensical and plain Python-Markdown all run it. In `mkdocs.yml`:

    markdown_extensions:
      - nnexplain.site.extension:
          root: .                     # optional; default: the folder of the nearest mkdocs.yml
          repository: https://github.com/owner/name     # optional: offers notebooks in Colab
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.extensions import Extension

from nnexplain.site.facts import Facts
from nnexplain.site.rendering import Rendering
from nnexplain.site.sources import Sources

NAME = "nnexplain.site.extension"


@cache
def sources_of(root: Path) -> Sources:
    """The pages below `root`, shared by all renderings of this process; it notices changed files itself."""
    return Sources(root)


def find_root(given: str = "") -> Path:
    """The folder that `given` names, or the nearest with a mkdocs.yml from here upward, or this one."""
    here = Path(given or ".").resolve()
    if given:
        return here
    return next((folder for folder in (here, *here.parents) if (folder / "mkdocs.yml").is_file()), here)


class FigureExtension(Extension):
    """Options: `root`, `repository`, and `collector`: a `Facts`, which nnexplain passes to be told."""

    def __init__(
        self, *, root: str = "", repository: str = "", collector: Facts | None = None, **options: Any
    ) -> None:
        if options:
            raise TypeError(f"{NAME} has no option {', '.join(options)} (it has: root, repository)")
        super().__init__()
        self.root = find_root(str(root or ""))
        self.repository = str(repository or "")
        self.collector = collector
        self.text = ""
        self._rendering: Rendering | None = None

    @property
    def rendering(self) -> Rendering:
        """The page that Markdown is at."""
        if self._rendering is None:
            self._rendering = Rendering(self.root, self.text, sources_of(self.root), self.collector)
        return self._rendering

    def begin(self, text: str) -> None:
        """A new page starts."""
        self.text, self._rendering = text, None

    def reset(self) -> None:
        self.begin("")

    @property
    def colab(self) -> str:
        """Where Colab opens this site's notebooks, or "" when the repository is not known to be on GitHub."""
        address = urlsplit(self.repository)
        name = address.path.strip("/").removesuffix(".git")
        if address.netloc.lower() not in ("github.com", "www.github.com") or name.count("/") != 1:
            return ""
        return f"https://colab.research.google.com/github/{name}/blob/notebooks/"

    def extendMarkdown(self, md: Markdown) -> None:
        from nnexplain.site import blocks, inline, trees

        md.registerExtension(self)
        md.preprocessors.register(inline.Begin(md, self), "nnexplain-begin", 1000)
        # After fences are stowed away (25), before raw HTML is (20).
        md.preprocessors.register(inline.Bars(md, self), "nnexplain-bars", 22)
        md.preprocessors.register(inline.RawValues(md, self), "nnexplain-raw", 19)
        # Before paragraphs (10), after link references (15).
        md.parser.blockprocessors.register(blocks.FigureBlocks(md.parser, self), "nnexplain-figure", 12)
        # After code spans (190) and escapes (180), before links (160): values may stand in link texts.
        md.inlinePatterns.register(inline.ValuePattern(md, self), "nnexplain-value", 178)
        md.treeprocessors.register(trees.Finish(md, self), "nnexplain-finish", 12)
        # After heading ids (5), before MkDocs rewrites links (0).
        md.treeprocessors.register(trees.Tell(md, self), "nnexplain-tell", 2)
        md.postprocessors.register(inline.UnBar(md), "nnexplain-bars", 0)


def makeExtension(**options: Any) -> FigureExtension:
    """What Python-Markdown calls."""
    return FigureExtension(**options)
