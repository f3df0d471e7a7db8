"""The Python-Markdown extension `nnexplain.site.extension`: figures, values, cross-references and terms.

It needs no host: MkDocs, Zensical and plain Python-Markdown all run it. In `mkdocs.yml`:

    markdown_extensions:
      - nnexplain.site.extension:
          root: .                     # optional; default: the folder of the nearest mkdocs.yml
          repository: https://github.com/owner/name     # optional: offers notebooks in Colab
          directory_urls: true        # optional: whether the host shows one.md at one/, as most do
          policy: true                # optional: whether pages forbid scripts that the build has not seen
          hosts: [example.org]        # optional: other hosts that pages may ask; `check` tells of all others
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from nnexplain.site import blocks, brought, inline, mathematics, terms, trees
from nnexplain.site.context import Context
from nnexplain.site.facts import Facts

NAME = "nnexplain.site.extension"
PAGE = "page"
"""The option by which a host tells the page it renders, as its path below content/."""


def find_root(given: str = "") -> Path:
    """The folder that `given` names, or the nearest with a mkdocs.yml from here upward, or this one."""
    here = Path(given or ".").resolve()
    if given:
        return here
    return next((folder for folder in (here, *here.parents) if (folder / "mkdocs.yml").is_file()), here)


class FigureExtension(Extension):
    """Options: `root`, `repository`, `directory_urls`, `policy`, `hosts`; and what nnexplain passes:
    `collector`, a `Facts` to be told, `page`, by `plugin.py`, and `brings`, false where the head of each page
    has the styles and the script. Pages get their policy when all are made (`host.py`).
    """

    def __init__(
        self,
        *,
        root: str = "",
        repository: str = "",
        directory_urls: bool = True,
        policy: bool = True,
        hosts: Collection[str] = (),
        collector: Facts | None = None,
        page: str = "",
        brings: bool = True,
        **options: Any,
    ) -> None:
        if options:
            known = "root, repository, directory_urls, policy, hosts"
            raise TypeError(f"{NAME} has no option {', '.join(options)} (it has: {known})")
        super().__init__()
        home = find_root(str(root or ""))
        self.context = Context(home, str(repository or ""), collector, directory_urls, policy, brings)
        self.context.hosts, self.context.told = hosts or (), page

    def reset(self) -> None:
        self.context.begin("")

    def extendMarkdown(self, md: Markdown) -> None:
        context = self.context
        md.registerExtension(self)
        md.ESCAPED_CHARS.append("$")
        md.preprocessors.register(inline.Begin(md, context), "nnexplain-begin", 1000)
        # After fences are stowed away (25), before raw HTML is (20).
        md.preprocessors.register(inline.Bars(md, context), "nnexplain-bars", 22)
        md.preprocessors.register(inline.RawValues(md, context), "nnexplain-raw", 19)
        # After code blocks (80), before headings (70), whose signs may stand in a formula.
        md.parser.blockprocessors.register(
            mathematics.FormulaBlocks(md.parser, context), "nnexplain-formula", 77
        )
        # Before paragraphs (10), after link references (15).
        md.parser.blockprocessors.register(blocks.FigureBlocks(md.parser, context), "nnexplain-figure", 12)
        # After code spans (190), before escapes (180): a backslash is TeX's.
        md.inlinePatterns.register(mathematics.FormulaPattern(md, context), "nnexplain-formula", 185)
        # After code spans (190) and escapes (180), before links (160): values may stand in link texts.
        md.inlinePatterns.register(inline.ValuePattern(md, context), "nnexplain-value", 178)
        md.treeprocessors.register(trees.Finish(md, context), "nnexplain-finish", 12)
        # After heading ids (5), before MkDocs rewrites links (0).
        md.treeprocessors.register(terms.Terms(md, context), "nnexplain-terms", 3)
        md.treeprocessors.register(trees.Tell(md, context), "nnexplain-tell", 2)
        md.treeprocessors.register(brought.Bring(md, context), "nnexplain-bring", 1)
        md.postprocessors.register(inline.UnBar(md), "nnexplain-bars", 0)
        md.postprocessors.register(inline.Tasks(md), "nnexplain-tasks", -1)


def makeExtension(**options: Any) -> FigureExtension:
    """What Python-Markdown calls."""
    return FigureExtension(**options)
