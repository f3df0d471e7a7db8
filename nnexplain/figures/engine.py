"""vl-convert, and vl-convert in a process of its own.

Starting its engine takes a quarter of a second in which no Python of the same process goes on. So a build
starts it beside the script's process while that still imports. Standard library only: it runs before
anything else is imported.
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

_SIZE = struct.Struct("!Q")
_GOOD, _REFUSED = b"+", b"-"
_FAULT = re.compile(r"^ERROR (.*)", re.M)
"""How Vega tells that its dataflow failed: vl-convert raises nothing then."""


def make(kind: str, spec: Mapping[str, Any]) -> str:
    """Of a Vega-Lite spec its "vega", as JSON, or of a Vega spec its "svg". `ValueError` for what is none."""
    import vl_convert

    if kind == "svg":
        made, said = _heard(lambda: vl_convert.vega_to_svg(dict(spec)))
        if fault := _FAULT.search(said):  # what it made then lacks all marks
            raise ValueError(f"Vega cannot draw it: {fault[1]}")
        return made
    return json.dumps(vl_convert.vegalite_to_vega(dict(spec)))


def _heard(work: Callable[[], str]) -> tuple[str, str]:
    """What `work` gives, and what it wrote meanwhile to the standard error, where that goes as well."""
    with tempfile.TemporaryFile() as heard:
        kept = os.dup(2)
        os.dup2(heard.fileno(), 2)
        try:
            made = work()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            heard.seek(0)
            said = heard.read()
            os.write(2, said)
    return made, said.decode("utf-8", "replace")


def warm_up() -> None:
    """Start the engine in this process."""
    with suppress(ValueError):
        make("svg", json.loads(make("vega", {"mark": "point", "data": {"values": []}})))


class Engine:
    """The other end of `serve`, by its socket's descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._socket: socket.socket | None = socket.socket(fileno=descriptor)

    def make(self, kind: str, spec: Mapping[str, Any]) -> str:
        """What `make` makes, with its errors; made here when the other process is no more."""
        if self._socket is not None:
            try:
                _send(self._socket, json.dumps([kind, spec]).encode())
                answer = _receive(self._socket)
            except OSError:
                self.close()
            else:
                if answer[:1] == _GOOD:
                    return answer[1:].decode()
                raise ValueError(answer[1:].decode())
        return make(kind, spec)

    def close(self) -> None:
        """End the other process; what is asked for from now on is made here."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def serve(descriptor: int) -> None:
    """Start the engine and make what is asked for until the other end is closed."""
    with socket.socket(fileno=descriptor) as channel, suppress(OSError):
        warm_up()
        while True:
            kind, spec = json.loads(_receive(channel))
            try:
                answer = _GOOD + make(kind, spec).encode()
            except ValueError as error:
                answer = _REFUSED + str(error).encode()
            _send(channel, answer)


def _send(channel: socket.socket, content: bytes) -> None:
    channel.sendall(_SIZE.pack(len(content)) + content)


def _receive(channel: socket.socket) -> bytes:
    (size,) = _SIZE.unpack(_exactly(channel, _SIZE.size))
    return _exactly(channel, size)


def _exactly(channel: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        part = channel.recv(min(size - len(content), 1 << 20))
        if not part:
            raise ConnectionError
        content += part
    return bytes(content)
