"""A folder served gzipped below a sub-path on loopback, as a project's pages are, and what it sent."""

from __future__ import annotations

import gzip
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

SUB_PATH = "/project/"
_COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")


@dataclass
class Served:
    """A running server. `address` ends in the sub-path, `sent` has path and gzipped bytes of every answer."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """One file, compressed before anyone asks, so that compressing is not part of a reader's waiting."""

    body: bytes
    kind: str
    gzipped: bool


def answer_of(path: Path) -> Answer:
    kind = {".js": "text/javascript", ".svg": "image/svg+xml"}.get(path.suffix)
    kind = kind or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    content = path.read_bytes()
    if kind.startswith(_COMPRESSED):
        return Answer(gzip.compress(content, 6, mtime=0), kind, True)
    return Answer(content, kind, False)


def at_home(sitemap: str, address: str) -> Answer:
    """The sitemap of a site that was built for `address`: Material swaps only pages that it finds there."""
    text = re.sub(r"<loc>https?://[^/<]*/", lambda _: f"<loc>{address}", sitemap)
    return Answer(gzip.compress(text.encode(), 6, mtime=0), "application/xml", True)


def _handler(answers: dict[str, Answer], served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body leave together
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(SUB_PATH) if path.startswith(SUB_PATH) else "?"
            answer = answers.get(name + "index.html" if name.endswith("/") or not name else name)
            found = answer or Answer(b"nothing here", "text/plain", False)
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", f"{found.kind}; charset=utf-8")
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(found.body)))
            if found.gzipped:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(found.body)
            served.sent.append((path, len(found.body)))

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the terminal belongs to the table."""

    return Handler


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve `folder` until the block ends, on a free port of 127.0.0.1."""
    files = (path for path in folder.rglob("*") if path.is_file())
    answers = {path.relative_to(folder).as_posix(): answer_of(path) for path in files}
    served = Served("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers, served)) as server:
        server.daemon_threads = True
        served.address = f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        if (sitemap := folder / "sitemap.xml").is_file():
            answers[sitemap.name] = at_home(sitemap.read_text("utf-8"), served.address)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join(5)
