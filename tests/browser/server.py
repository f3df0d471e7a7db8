"""A loopback server as a host would be: under a sub-path, text gzipped, with the headers a test asks for.

An address with `?wait=500` answers half a second late.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

TEXT = {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml", "application/xml"}


@dataclass
class Served:
    """A folder on 127.0.0.1: `url` ends with a slash; `asked` lists the paths below it, in order."""

    url: str
    asked: list[str] = field(default_factory=list)


@cache
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


def _type(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return "text/javascript" if path.suffix == ".js" else kind


def _handler(
    folder: Path, prefix: str, headers: dict[str, str], served: Served
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Silent: what was asked is in `served`."""

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            below = path.removeprefix(prefix)
            served.asked.append(below)
            time.sleep(int(parse_qs(urlsplit(self.path).query).get("wait", ["0"])[0]) / 1000)
            file = folder / below
            file = file / "index.html" if file.is_dir() else file
            found = (
                path.startswith(prefix) and file.is_file() and file.resolve().is_relative_to(folder.resolve())
            )
            self.answer(file if found else None)

        def answer(self, file: Path | None) -> None:
            body = b"" if file is None else file.read_bytes()
            self.send_response(404 if file is None else 200)
            if file is not None and _type(file) in TEXT:
                body = _packed(file, file.stat().st_mtime_ns)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", "text/plain" if file is None else _type(file))
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page breaks its connections: no news."""


@contextmanager
def serve(folder: Path, prefix: str = "/book/", headers: dict[str, str] | None = None) -> Iterator[Served]:
    """Serves `folder` below `prefix` on a free port until the block ends."""
    served = Served("")
    server = _Server(("127.0.0.1", 0), _handler(folder, prefix, headers or {}, served))
    served.url = f"http://127.0.0.1:{server.server_port}{prefix}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
