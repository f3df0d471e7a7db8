"""What a page may run: the scripts of its own site, and of what stands in it what the build has seen.

A static host sends no headers of ours, so each page says it itself, in a `<meta>` before anything else. All
pages of a site say the same, because instant navigation brings one page into the document of another.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.S | re.I)
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.I)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^\s"'>]*)""", re.I)
_SRC = re.compile(r"""\bsrc\s*=\s*["']?([^\s"'>]+)""", re.I)
_RUN = ("", "module", "text/javascript", "application/javascript")
"""The types of scripts that are run; others, like JSON, are data."""

_MERMAID, _ITS_HOST = 'class="mermaid"', "https://unpkg.com"
"""Material fetches what draws these diagrams from there."""


def seal(folder: Path) -> None:
    """Give every page below `folder` the policy of them all."""
    pages = {path: path.read_bytes().decode("utf-8", "surrogateescape") for path in folder.rglob("*.html")}
    allowed = sorted({source for text in pages.values() for source in _sources(text)})
    policy = "; ".join([" ".join(["script-src 'self'", *allowed]), "object-src 'none'", "base-uri 'self'"])
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for path, text in pages.items():
        if head := _HEAD.search(text):
            sealed = f"{text[: head.end()]}{meta}{text[head.end() :]}"
            path.write_bytes(sealed.encode("utf-8", "surrogateescape"))


def _sources(text: str) -> Iterator[str]:
    """What the scripts of one page come from: other hosts, or by their digests the page itself."""
    for attributes, content in _SCRIPT.findall(text):
        kind, source = _TYPE.search(attributes), _SRC.search(attributes)
        if source:
            address = urlsplit(source[1])
            if address.netloc:
                yield f"{address.scheme or 'https'}://{address.netloc}"
        elif (kind[1].lower() if kind else "") in _RUN and content:
            plain = content.replace("\r\n", "\n").encode("utf-8", "surrogateescape")
            yield f"'sha256-{b64encode(hashlib.sha256(plain).digest()).decode()}'"
    if _MERMAID in text:
        yield _ITS_HOST
