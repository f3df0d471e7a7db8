"""A Dask cluster as the executor of a build: `nnexplain build --cluster ADDRESS`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from nnexplain.errors import NnexplainError, UsageError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 5.0
"""Seconds to wait for the scheduler's answer."""

_ADDRESS = re.compile(
    r"(?:(?:tcp|tls|ws|wss)://)?(?:[^\s/:@\[\]]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})|inproc://\S+"
)


def check_address(address: str) -> None:
    """Raise `UsageError` unless `address` has the form of a scheduler's. Nothing is asked of the network."""
    match = _ADDRESS.fullmatch(address)
    if not match or not 0 < int(match["port"] or 1) < 65536:
        hint = "allowed: tcp://HOST:PORT, or tls://, ws://, wss:// and the same, e.g. tcp://10.0.0.1:8786"
        raise UsageError(f"--cluster {address!r} is no address of a Dask scheduler", hint=hint)


@contextmanager
def on_cluster(address: str) -> Iterator[Executor]:
    """An executor on the cluster whose scheduler listens at `address`, "tcp://10.0.0.1:8786".

    Its workers need nnexplain and the packages the scripts import, in the versions found here; no shared
    disk. Raises `NnexplainError` when Dask is not installed or nothing answers at the address in
    `PATIENCE` seconds, `UsageError` when it is no address.
    """
    check_address(address)
    client = _client(address)
    try:
        if not client.scheduler_info()["workers"]:
            hint = f"start one with: dask worker {address}"
            raise NnexplainError(f"the Dask cluster at {address} has no worker", hint=hint)
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=PATIENCE)  # type: ignore[no-untyped-call]


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        hint = 'install it: python -m pip install "nnexplain[cluster]"'
        raise NnexplainError(
            "--cluster needs Dask's distributed, which is not installed", hint=hint
        ) from error
    _greet(address)
    client = Client.__new__(Client)  # apart from its setting up, to have it in hand when that fails
    try:
        client.__init__(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[misc]
    except Exception as error:
        client.status = "closed"  # or it would try to say goodbye, and print that it cannot
        raise _no_cluster(address, error) from error
    return client


def _greet(address: str) -> None:
    """Shake hands with the scheduler at `address`. Dask's client waits for ever where something listens that
    says nothing, and runs out of memory where it takes the answer of a web server for a length.
    """
    from distributed import Security
    from distributed.comm.core import connect

    async def greet() -> None:
        secrets = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
        comm = await connect(address, timeout=PATIENCE, **secrets)  # type: ignore[no-untyped-call]
        await comm.close()

    if address.startswith("inproc:"):
        return  # in this process, so it is known what it is
    try:
        asyncio.run(asyncio.wait_for(greet(), PATIENCE))
    except Exception as error:  # whatever the bytes of a stranger lead to
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> NnexplainError:
    why = "" if isinstance(error, OSError) or not str(error) else f"\n{error}"
    return NnexplainError(
        f"no Dask cluster answers at {address}", hint=f"start one with: dask scheduler{why}"
    )
