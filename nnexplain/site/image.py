"""A paragraph that is only an image, and whether that image is a figure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

_ALONE = re.compile(
    r"""\s* !\[ (?P<alt> (?: [^\[\]\\] | \\. | \[ [^\[\]]* \] )* ) \]
        \( \s* (?P<src> <[^<>\n]*> | [^\s()<>]+ )
        (?: \s+ (?P<quote> ["'] ) (?P<caption> .* ) (?P=quote) )? \s* \)
        \s* (?: \{ :? (?P<attributes> [^{}\n]* ) \} )? \s* \Z""",
    re.X | re.S,
)
_NEXT = re.compile(r"""["']\s*\)\s*!?\[""")
_PART = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SCRIPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
"""What a build script's name looks like, to planning as well: "one-neuron", "models/taste"."""
_FIGURE = re.compile(rf"figures/(?P<script>{SCRIPT.pattern})/(?P<name>{_PART})\.svg")


@dataclass(frozen=True)
class Image:
    """What the author wrote: `![alt](src "caption // acts"){ #id .class }`, still Markdown.

    `acts`, "" where there is none, says what a hand can do: it makes no sense in a picture that is not alive.
    """

    alt: str
    src: str
    caption: str
    acts: str
    id: str
    classes: tuple[str, ...]
    strange: tuple[str, ...] = ()

    def figure(self, folder: str = "") -> tuple[str, str] | None:
        """The script and name of the figure that `src` is, seen from a page in `folder` of content/."""
        return figure_at(self.src, folder)


def figure_at(src: str, folder: str = "") -> tuple[str, str] | None:
    """The script and the name when `src`, seen from `folder` of content/, is a figure's picture."""
    match = _FIGURE.fullmatch(posixpath.normpath(posixpath.join(folder, src)))
    return (match["script"], match["name"]) if match else None


def parse_image(block: str) -> Image | None:
    """The image that `block` consists of, or None when it holds anything else."""
    match = _ALONE.match(block) if block.lstrip().startswith("![") else None
    if not match or _NEXT.search(match["caption"] or ""):
        return None
    tokens = (match["attributes"] or "").split()
    caption = " ".join(re.sub(r"\\([\"'])", r"\1", match["caption"] or "").split())
    says, _, acts = f" {caption} ".partition(" // ")
    ids = [token[1:] for token in tokens if token.startswith("#")]
    return Image(
        alt=" ".join(re.sub(r"\\([\[\]\\`*_{}()!\"'])", r"\1", match["alt"]).split()),
        src=match["src"].strip("<>"),
        caption=says.strip(),
        acts=acts.strip(),
        id=ids[-1] if ids else "",
        classes=tuple(token[1:] for token in tokens if token.startswith(".")),
        strange=tuple(token for token in tokens if token[0] not in "#."),
    )
