"""The drawing engine in another process: the same pictures, the same errors, and none that is missed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from nnexplain.figures.engine import Engine, make, serve

LITE: dict[str, Any] = {
    "data": {"values": [{"a": i, "b": i * i / 7, "word": "naïve → ✓"} for i in range(5)]},
    "mark": "text",
    "encoding": {
        "x": {"field": "a", "type": "quantitative"},
        "y": {"field": "b", "type": "quantitative"},
        "text": {"field": "word"},
    },
}


@pytest.fixture
def engine() -> Iterator[tuple[Engine, socket.socket]]:
    """An engine that a thread serves, and the socket of the thread."""
    ours, theirs = socket.socketpair()
    other = theirs.dup()
    serving = Thread(target=serve, args=(theirs.detach(),))
    serving.start()
    client = Engine(ours.detach())
    try:
        yield client, other
    finally:
        client.close()
        other.shutdown(socket.SHUT_RDWR)
        other.close()
        serving.join(30)
        assert not serving.is_alive(), "the end of the way is the end of the engine"


def test_it_makes_what_is_made_without_it_and_refuses_what_is_refused(
    engine: tuple[Engine, socket.socket],
) -> None:
    vega = engine[0].make("vega", LITE)
    assert json.loads(vega) == json.loads(make("vega", LITE))
    assert engine[0].make("svg", json.loads(vega)) == make("svg", json.loads(vega))
    broken = {"mark": "line", "layer": 3}
    with pytest.raises(ValueError) as here:
        make("vega", broken)
    with pytest.raises(ValueError) as there:
        engine[0].make("vega", broken)
    assert str(there.value) == str(here.value)
    assert engine[0].make("vega", LITE) == make("vega", LITE), "the next is drawn"
    rows = [{"a": i, "b": i, "word": "x" * 200} for i in range(5000)]
    vega = json.loads(engine[0].make("vega", {**LITE, "data": {"values": rows}}))
    assert vega["data"][0]["values"] == rows


def test_one_that_is_gone_is_done_without() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    alone = Engine(ours.detach())
    assert [alone.make("vega", LITE) for _ in range(2)] == [make("vega", LITE)] * 2
