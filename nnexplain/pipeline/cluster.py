"""A Dask cluster as the executor of a build: `nnexplain build --cluster ADDRESS`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress

from nnexplain.errors import NnexplainError

PATIENCE = 5.0
"""Seconds to wait for the scheduler's answer."""


@contextmanager
def on_cluster(address: str) -> Iterator[Executor]:
    """An executor on the cluster whose scheduler listens at `address`, "tcp://10.0.0.1:8786".

    Its workers need nnexplain and the packages the scripts import, in the versions found here; no shared
    disk. Raises `NnexplainError` when Dask is not installed or nothing answers at the address in
    `PATIENCE` seconds.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = 'install it: python -m pip install "nnexplain[cluster]"'
        raise NnexplainError(
            "--cluster needs Dask's distributed, which is not installed", hint=hint
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        hint = "it looks like tcp://10.0.0.1:8786; start one with: dask scheduler"
        raise NnexplainError(f"no Dask cluster answers at {address}", hint=hint) from error
    try:
        if not client.scheduler_info()["workers"]:
            hint = f"start one with: dask worker {address}"
            raise NnexplainError(f"the Dask cluster at {address} has no worker", hint=hint)
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=PATIENCE)  # type: ignore[no-untyped-call]
