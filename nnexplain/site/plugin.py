"""The MkDocs plugin `nnexplain`, beside the Markdown extension: it tells that which page is being rendered.

    plugins:
      - search
      - nnexplain

Python-Markdown says nothing of the file, and the text need not be that of the file any more: other plugins
and hooks may have changed it. Hosts without such plugins, as Zensical, have the extension alone.
"""

from __future__ import annotations

from typing import Any

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin, event_priority

from nnexplain.site.extension import NAME, PAGE

PLUGIN = "nnexplain"


class Settings(Config):  # type: ignore[no-untyped-call]
    """The plugin has none."""


class TellsThePage(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Sets the extension's option `page` while a page is made."""

    def on_pre_page(self, page: Any, *, config: Any, files: Any) -> Any:
        """What MkDocs calls before a page is read."""
        config.mdx_configs[NAME] = {**(config.mdx_configs.get(NAME) or {}), PAGE: page.file.src_uri}
        return page

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        """What MkDocs calls when a page is made: what is rendered then is of no page."""
        config.mdx_configs.get(NAME, {}).pop(PAGE, None)
        return html
