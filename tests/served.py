"""A site under `nnexplain serve`, in threads of the test, and what its pages are told."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nnexplain.pipeline.declared import Followed
from nnexplain.project import Project
from nnexplain.site.serve import Loop
from nnexplain.site.server import EVENTS, Server, State
from nnexplain.site.stamps import stamp


class Reader:
    """Reads the stream of events."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", EVENTS)
        self.answer = self.connection.getresponse()
        assert self.answer.headers["Content-Type"] == "text/event-stream"

    def next(self) -> dict[str, Any]:
        while True:
            line = self.answer.readline().decode()
            assert line, "the stream has ended"
            if line.startswith("data: "):
                return json.loads(line[6:])  # type: ignore[no-any-return]

    def until(self, wanted: Any) -> dict[str, Any]:
        for _ in range(20):
            if wanted(state := self.next()):
                return state
        raise AssertionError("it was never told")


@contextmanager
def running(project: Project, jobs: int = 1) -> Iterator[Server]:
    state = State(stamp(project.site))
    server, loop = Server(project.site, 0, state), Loop(project, state, Followed(), ["--jobs", str(jobs)])
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,)), threading.Thread(target=loop.run)]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        loop.stop.set()
        state.close()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()


def get(server: Server, path: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, dict(answer.headers)
