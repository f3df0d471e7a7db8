"""A whole build: lock, plan, run what is stale, publish, and then the site."""

from __future__ import annotations

import importlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from typing import IO

from nnexplain.errors import NnexplainError
from nnexplain.figures.refused import os_problem
from nnexplain.figures.render import prune
from nnexplain.pipeline.cluster import check_address, on_cluster
from nnexplain.pipeline.explain import decisions, sentence
from nnexplain.pipeline.jobs import Job, Outcome, local_workers
from nnexplain.pipeline.lock import locked
from nnexplain.pipeline.plan import Plan, Planner
from nnexplain.pipeline.publish import remove_vanished
from nnexplain.pipeline.report import BuildReport
from nnexplain.pipeline.rounds import Round
from nnexplain.pipeline.settle import FRESH
from nnexplain.pipeline.table import Table
from nnexplain.project import Project

__all__ = ["BuildReport", "build"]

SITE = "nnexplain.site.build"
"""What makes the pages, loaded by name once the figures are there: the pipeline knows nothing else of it."""


def build(
    project: Project,
    *,
    only: Sequence[str] = (),
    jobs: int | None = None,
    full: bool = False,
    cluster: str | None = None,
    site: bool = True,
    keep_going: bool = False,
    verbose: bool = False,
    explain: bool = False,
    dry_run: bool = False,
    settings: Mapping[str, str] | None = None,
    console: IO[str] | None = None,
) -> BuildReport:
    """Bring the figures of `project` up to date and, with `site`, the site.

    `only` are patterns of script names, `jobs` how many run side by side, `cluster` the address of a Dask
    scheduler; `settings` go before those of headers. With `explain` it says first why each script is stale;
    with `dry_run` it stops there, having written nothing. Problems are in the report; where there are any,
    the site is left as it was, unless `keep_going`. Raises `NnexplainError` when it cannot go on as a whole.
    """
    if cluster is not None:
        check_address(cluster)
    started = time.perf_counter()
    report = BuildReport()
    with Table(console or sys.stdout) as table, _told(project):
        if dry_run:
            _explain(project, Planner(project, full, settings).plan(only), report, table)
            return report
        with locked(project.state, table.say):
            shutil.rmtree(project.state / "jobs", ignore_errors=True)
            planner = Planner(project, full, settings)
            plan = planner.plan(only)
            if explain:
                _explain(project, plan, BuildReport(), table)
            warm = Thread(target=_warm_up, args=(project,), daemon=True)
            with _submitter(cluster, jobs or local_workers(), warm if site else None) as submit:
                Round(planner, plan, report, table, submit, cluster is not None, verbose).run()
            if not only and not report.problems:
                remove_vanished(project, set(plan.known))
            planner.save()
            if report.ran:
                prune(project.pictures)
            table.close()
            report.seconds = time.perf_counter() - started
            if site and (keep_going or not report.problems):
                _site(project, report, warm)
    report.seconds = time.perf_counter() - started
    return report


def _explain(project: Project, plan: Plan, report: BuildReport, table: Table) -> None:
    for name, decision in decisions(project, plan):
        table.say(sentence(name, decision))
        report.problems += plan.broken.get(name, ())
        if decision.action == FRESH:
            report.fresh.append(name)


def _site(project: Project, report: BuildReport, warm: Thread) -> None:
    if warm.is_alive():
        warm.join()
    try:
        importlib.import_module(SITE).build_site(project)
    except NnexplainError as error:
        report.problems += error.problems


@contextmanager
def _submitter(
    cluster: str | None, jobs: int, warm: Thread | None
) -> Iterator[Callable[[Job], Future[Outcome]]]:
    """Hands jobs to an executor that is made for the first of them, and ended with all its work on
    any exception. A cluster is asked at once: an address without one is an error also when nothing is stale.
    The first job starts `warm`.
    """
    with ExitStack() as stack:
        made: list[Executor] = []
        if cluster is not None:
            made.append(stack.enter_context(on_cluster(cluster)))

        def submit(job: Job) -> Future[Outcome]:
            from nnexplain.pipeline.running import run_job

            nonlocal warm
            if not made:
                from nnexplain.pipeline.local import local

                made.append(stack.enter_context(local(jobs)))
            future = made[0].submit(run_job, job)
            if warm is not None:
                warm.start()
                warm = None
            return future

        yield submit


def _warm_up(project: Project) -> None:
    """Import what makes the site while the scripts run; whatever is wrong with it is told when it is used."""
    with suppress(Exception, SystemExit):
        importlib.import_module(SITE).warm_up(project)


@contextmanager
def _told(project: Project) -> Iterator[None]:
    """What the operating system refuses is told like any other problem."""
    try:
        yield
    except OSError as error:
        raise NnexplainError.of([os_problem(error, project.root)]) from error
