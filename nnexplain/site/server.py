"""The author's web server: the files of `site/`, and a stream of what the last rebuild said."""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from nnexplain.site.stamps import page_stamp

EVENTS, SCRIPT = "/__nnexplain__/events", "/__nnexplain__/live.js"
_INJECTED = (
    # Only pages that are served so show figures that are not there yet.
    "<style>p.nn-awaited { padding: 3rem 1rem; text-align: center; color: var(--nn-muted, #5c6370);"
    " border: 1px dashed currentColor; }</style>"
    f'<script src="{SCRIPT}" defer></script>'
).encode()
_EMPTY = b"<!doctype html><html lang=en><head><title>nnexplain</title></head><body>No page yet.</body></html>"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".gz": "application/gzip",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}


LONGEST = 8000
"""Letters that an address may have."""

_LOOPBACK = re.compile(r"(?:(?:[\w-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d+)?", re.I)


def _is_loopback(host: str) -> bool:
    """Whether a browser that asks for `host` means this machine, whatever a name server says: a page from
    elsewhere could have its own name lead here, and read drafts.
    """
    return _LOOPBACK.fullmatch(host) is not None


@dataclass
class State:
    """What pages are told: the `version` of the site, and the `problems` of the last rebuild."""

    version: str = "0"
    problems: tuple[str, ...] = ()
    closed: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, version: str, problems: tuple[str, ...]) -> None:
        """Tell every open page."""
        with self.changed:
            self.version, self.problems = version, problems
            self.changed.notify_all()

    def close(self) -> None:
        """End every stream."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def message(self, page: str) -> bytes:
        """What is told to a page whose own version is `page`."""
        data = json.dumps({"version": self.version, "page": page, "problems": list(self.problems)})
        return f"event: state\ndata: {data}\n\n".encode()


class Server(ThreadingHTTPServer):
    """Serves `folder` on this machine only. Port 0 takes any free one; `server_port` says which."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, port: int, state: State) -> None:
        self.folder = folder
        self.state = state
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who goes away in the middle of an answer is no error."""


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files; the stream of events; nothing else."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the author's problems."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        """Answer with a file, with the page that says it is not there, or with the stream."""
        if not _is_loopback(self.headers.get("Host", "localhost")):
            self._answer(421, b"This server answers as localhost only.\n", "text/plain; charset=utf-8")
            return
        if len(self.path) > LONGEST:
            self._answer(414, b"This address is too long.\n", "text/plain; charset=utf-8")
            return
        address = urlsplit(self.path)
        path = unquote(address.path)
        if path == EVENTS:
            self._stream(dict(parse_qsl(address.query)).get("page", "/"))
        elif path == SCRIPT:
            self._answer(200, files("nnexplain").joinpath("site/live.js").read_bytes(), _TYPES[".js"])
        else:
            self._file(path, address.query)

    def _file(self, path: str, query: str) -> None:
        target = self._target(path)
        if target is not None and target.is_dir() and not path.endswith("/"):
            self._redirect(f"{quote(path)}/" + (f"?{query}" if query else ""))
            return
        target = self._page(target)
        status = 200
        if target is None or not target.is_file():
            status, target = 404, self.server.folder / "404.html"
        try:
            content = target.read_bytes()
        except OSError:
            content, target = _EMPTY, Path("index.html")
        kind = _TYPES.get(target.suffix) or mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        if target.suffix == ".html":
            head, end, rest = content.partition(b"</head>")
            content = head + _INJECTED + end + rest if end else content + _INJECTED
        self._answer(status, content, kind)

    def _target(self, path: str) -> Path | None:
        """The file or folder that `path` names inside the site, or None for anything outside it."""
        root = self.server.folder.resolve()
        try:
            target = (root / path.lstrip("/")).resolve()
            target.is_file()  # raises where the system cannot have a file of that name
        except (OSError, ValueError):
            return None
        return target if target.is_relative_to(root) else None

    def _page(self, target: Path | None) -> Path | None:
        """The file that is shown for a file or folder."""
        return target / "index.html" if target is not None and target.is_dir() else target

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", "/" + to.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self, path: str) -> None:
        """Tell the page at `path` of every change, until it goes away."""
        state, page = self.server.state, self._page(self._target(path))
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        told, version, own = b"", "", ""
        while not state.closed:
            with state.changed:
                if state.message(own) == told:
                    state.changed.wait(15)
                if page and state.version != version:  # only then: a build may be writing now
                    version, own = state.version, page_stamp(self.server.folder.resolve(), page)
                message = state.message(own)
            self.wfile.write(message if message != told else b": still here\n\n")
            self.wfile.flush()
            told = message
