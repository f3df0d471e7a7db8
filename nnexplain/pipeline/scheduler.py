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
    urgency: Callable[[str], float] = lambda name: 0.0,
) -> None:
    """Visit every script once those it needs are done, the most urgent first.

    `start` settles a script by itself or gives the job to run; `finish` takes the outcome and may ask for
    another run. Both are called here, one at a time, so they need no locks.
    """
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    running: dict[Future[Outcome], tuple[str, Job]] = {}
    while sorter.is_active():
        for name in sorted(sorter.get_ready(), key=urgency, reverse=True):
            job = start(name)
            if job is None:
                sorter.done(name)
            else:
                running[submit(job)] = (name, job)
        if not running:
            continue
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            name, job = running.pop(future)
            again = finish(name, _outcome(future, job))
            if again is None:
                sorter.done(name)
            else:
                running[submit(again)] = (name, again)


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    """A job that could not even be started, or whose worker was lost, is a failed script as well."""
    try:
        return future.result()
    except OSError:
        raise
    except Exception as error:
        problem = Problem(f"its worker failed: {type(error).__name__}: {error}", job.path)
        return Outcome(job.script, {}, (problem,), "", 0.0)
