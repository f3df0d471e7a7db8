"""Runs jobs as their needs allow, on any `concurrent.futures` executor: the one seam to a cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from graphlib import TopologicalSorter

from nnexplain.errors import Problem
from nnexplain.pipeline.jobs import Job, Outcome

Start = Callable[[str], Job | None]
Finish = Callable[[str, Outcome], Job | None]


def schedule(
    needs: Mapping[str, Sequence[str]],
    start: Start,
    finish: Finish,
    submit: Callable[[Job], Future[Outcome]],
    urgency: Callable[[str], tuple[float, ...]],
    at_once: float,
    waiting: Callable[[], None],
) -> None:
    """Visit every script once those it needs are done, the most urgent first, and run `at_once` side by side.

    `start` settles a script by itself or gives the job to run; `finish` takes the outcome and may ask for
    another run; `waiting` is called whenever there is nothing to do but wait for a job. All are called here,
    one at a time, so they need no locks.
    """
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    ready: list[tuple[str, Job]] = []
    running: dict[Future[Outcome], tuple[str, Job]] = {}
    while sorter.is_active():
        while names := sorter.get_ready():
            for name in names:
                job = start(name)
                if job is None:
                    sorter.done(name)
                else:
                    ready.append((name, job))
        ready.sort(key=lambda given: urgency(given[0]), reverse=True)
        while ready and len(running) < at_once:
            name, job = ready.pop(0)
            running[submit(job)] = (name, job)
        if not running:
            continue
        waiting()
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            name, job = running.pop(future)
            again = finish(name, _outcome(future, job))
            if again is None:
                sorter.done(name)
            else:
                ready.append((name, again))


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    """A job that could not even be started, or whose worker was lost, is a failed script as well."""
    try:
        return future.result()
    except OSError:
        raise
    except Exception as error:
        problem = Problem(f"its worker failed: {type(error).__name__}: {error}", job.path)
        return Outcome(job.script, {}, (problem,), "", 0.0)
