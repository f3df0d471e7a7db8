"""Scripts on a Dask cluster give what they give here; an address without one is an error."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import product

import pytest
from choosing import chosen

from nnexplain.errors import NnexplainError, UsageError
from nnexplain.pipeline import cluster
from nnexplain.pipeline.jobs import make_job
from nnexplain.pipeline.plan import Planner
from nnexplain.pipeline.running import run_job

from .conftest import Mini

pytestmark = pytest.mark.filterwarnings("default")


def fill(mini: Mini) -> None:
    mini.write("lib/scale.py", "FACTOR = 3\n")
    mini.write("data/a.csv", "4")
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.arange(3.0)}, n=2)")
    body = """
    import lib.scale
    value("n", need("models/m").facts["n"] * lib.scale.FACTOR + int(open("data/a.csv").read()))
    """
    mini.script("lesson", body, needs=["models/m"], data=["data/a.csv"])


def test_results_equal_local_ones(another: Callable[[], Mini]) -> None:
    from distributed import LocalCluster

    here, there = another(), another()
    for site in (here, there):
        fill(site)
    here.ran()
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as dask:
        assert there.ran(cluster=dask.scheduler_address) == ["lesson", "models/m"]
        assert there.made() == here.made()
        assert there.values("lesson") == {"n": 10}
        there.script("lesson", "x = 1\nraise ValueError('far away')")
        problem = there.problem(cluster=dask.scheduler_address)
    assert (problem.path, problem.line, problem.message) == ("build/lesson.py", 3, "ValueError: far away")


def test_a_worker_with_other_versions_is_refused(mini: Mini) -> None:
    mini.script("lesson", "import numpy\nvalue('n', 1)")
    job = make_job(Planner(mini.project, chosen()).plan().scripts["lesson"], {}, {}, mini.root, None, False)
    assert not run_job(job).problems
    versions = {**job.document["versions"], "numpy": "0.1"}
    (problem,) = run_job(replace(job, document={**job.document, "versions": versions})).problems
    assert "planned for 0.1" in problem.message


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{}", "tls://127.0.0.1:{}", "127.0.0.1:{}"])
def test_an_address_where_no_cluster_answers(
    mini: Mini, address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whether or not there is anything to run."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    mini.script("lesson", "value('n', 1)")
    given = address.format(free_port())
    for prepare in (lambda: None, mini.ran):
        prepare()
        with pytest.raises(NnexplainError) as caught:
            mini.build(cluster=given)
        assert f"no Dask cluster answers at {given}" in str(caught.value)
        assert caught.value.exit_status == 1
        caught.value.__traceback__ = caught.value.__cause__ = caught.value.__context__ = None
        gc.collect()
        assert "Traceback" not in capfd.readouterr().err, "what Dask says when the half-made client goes"


def test_what_is_an_address_and_what_is_none(mini: Mini) -> None:
    mini.script("lesson", "value('n', 1)")
    none = ["", "nonsense", "foo://x:1", "tcp://", "tcp://host", "tcp://host:0", "tcp://host:65536", "a b:1"]
    for address, dry_run in product(none, (False, True)):
        with pytest.raises(UsageError) as caught:
            mini.build(cluster=address, dry_run=dry_run)
        assert "tcp://HOST:PORT" in str(caught.value), address
        assert caught.value.exit_status == 2
    assert mini.made() == {}
    for address in ("host:1", "tcp://10.0.0.1:8786", "tls://[::1]:8786", "inproc://1.2/3/4"):
        cluster.check_address(address)


class Stranger:
    """Listens at `address`, and answers everybody with `words`, or with nothing."""

    def __init__(self, words: bytes) -> None:
        self._words = words
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._callers: list[socket.socket] = []
        self.address = f"tcp://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self._callers.append(caller)
                caller.sendall(self._words)

    def close(self) -> None:
        for open_one in (self._socket, *self._callers):
            open_one.close()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_an_address_where_something_else_answers(
    mini: Mini, words: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    mini.script("lesson", "value('n', 1)")
    stranger = Stranger(words)
    try:
        with pytest.raises(NnexplainError, match=f"no Dask cluster answers at {stranger.address}"):
            mini.build(cluster=stranger.address)
    finally:
        stranger.close()
    assert mini.made() == {}
