"""What a page needs of the runtime to show figures and bring them to life: two style sheets and a script."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from nnexplain.site.ahead import ENTRY, WHERE
from nnexplain.site.context import Context

STYLES = (f"{WHERE}/tokens.css", f"{WHERE}/nnexplain.css")
SCRIPT = f"{WHERE}/{ENTRY}"
"""Where they lie in a site."""


class Bring(Treeprocessor):
    """Puts them into a page that shows anything of ours, for hosts that know nothing of us. Ours has them in
    the head of every page (`bring_in_head`).
    """

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        if not self.context.brings or not any(map(_is_ours, root.iter())):
            return
        top = self.context.rendering.top
        found = [ET.Element("link", rel="stylesheet", href=f"{top}{name}") for name in STYLES]
        found.append(ET.Element("script", type="module", src=f"{top}{SCRIPT}"))
        place = below_title(root)
        root[place:place] = found


def below_title(root: ET.Element) -> int:
    """Where in a page something can be brought in: MkDocs takes the title from the very first element."""
    return int(len(root) > 0 and root[0].tag == "h1")


def _is_ours(item: ET.Element) -> bool:
    return any(name.startswith("nn-") for name in item.get("class", "").split())


def bring_in_head(config: Any) -> None:
    """Have MkDocs, by its `config`, put them into the head of every page, ahead of the author's own styles,
    which so have the last word.
    """
    from mkdocs.config.config_options import ExtraScriptValue

    config.extra_css = [*STYLES, *(name for name in config.extra_css if name not in STYLES)]
    script = ExtraScriptValue(SCRIPT)
    script.type = "module"
    others = [other for other in config.extra_javascript if str(other) != SCRIPT]
    config.extra_javascript = [script, *others]
