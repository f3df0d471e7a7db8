"""What the parts of the extension share: the site they work for, and the page that Markdown is at."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from nnexplain.site.facts import Facts
from nnexplain.site.rendering import Rendering
from nnexplain.site.sources import Sources


@cache
def sources_of(root: Path) -> Sources:
    """The pages below `root`, shared by all renderings of this process; it notices changed files itself."""
    return Sources(root)


class Context:
    """The site in `root`, with the address of its `repository` or ""; `collector` is told of its pages.

    With `directory_urls` the host shows `one.md` at `one/`, else at `one.html`. With `policy` pages run no
    script that the build has not seen (`policy.py`). With `brings` they bring their styles and their script
    (`brought.py`).
    """

    def __init__(
        self,
        root: Path,
        repository: str = "",
        collector: Facts | None = None,
        directory_urls: bool = True,
        policy: bool = True,
        brings: bool = True,
    ) -> None:
        self.root = root
        self.brings = brings
        self.policy = policy
        self.directory_urls = directory_urls
        self.repository = repository
        self.collector = collector
        self.hosts: Collection[str] = ()
        """The hosts that pages may ask."""
        self.told = ""
        """The path below content/ of the page that is rendered, where the host tells it."""
        self.rewrites = False
        """Whether the host rewrites the address of every file that a page asks for, as it does links."""
        self._text = ""
        self._rendering: Rendering | None = None

    @property
    def rendering(self) -> Rendering:
        """The page that Markdown is at."""
        if self._rendering is None:
            sources = sources_of(self.root)
            page = sources.told(self.told, self._text) if self.told else sources.find(self._text)
            self._rendering = Rendering(
                self.root,
                self._text,
                sources,
                page,
                self.collector,
                self.directory_urls and not self.rewrites,
            )
            self._rendering.hosts = self.hosts
        return self._rendering

    def begin(self, text: str) -> None:
        """A new page starts, whose Markdown is `text`."""
        self._text, self._rendering = text, None

    @property
    def colab(self) -> str:
        """Where Colab opens this site's notebooks, or "" when the repository is not known to be on GitHub."""
        address = urlsplit(self.repository)
        name = address.path.strip("/").removesuffix(".git")
        if address.netloc.lower() not in ("github.com", "www.github.com") or name.count("/") != 1:
            return ""
        return f"https://colab.research.google.com/github/{name}/blob/notebooks/"
