"""This machine as the executor of a build: a process per script, a thread that waits for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from nnexplain.pipeline.launch import launcher


class LocalExecutor(Executor):
    """Threads, each of which waits for the process of one script."""

    def __init__(self, workers: int) -> None:
        self._launch = launcher()
        self._threads = ThreadPoolExecutor(workers, "nnexplain")

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._threads.submit(fn, *args, **kwargs, launch=self._launch)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With `cancel_futures` the scripts that run are ended."""
        if not cancel_futures:
            self._threads.shutdown(wait)
        self._launch.close()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def local(workers: int) -> Iterator[Executor]:
    """An executor of so many scripts at a time. When it is left by an exception, Ctrl-C included,
    they are ended.
    """
    executor = LocalExecutor(workers)
    try:
        yield executor
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()
