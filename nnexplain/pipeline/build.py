"""A whole build: lock, plan, run what is stale, publish, and then the site."""

from __future__ import annotations

import math
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from typing import IO, Protocol

from nnexplain.errors import NnexplainError
from nnexplain.figures.refused import os_told
from nnexplain.figures.render import prune
from nnexplain.pipeline.cluster import check_address, on_cluster
from nnexplain.pipeline.explain import decisions, sentence
from nnexplain.pipeline.jobs import Job, Outcome, local_workers
from nnexplain.pipeline.lock import locked
from nnexplain.pipeline.plan import Plan, Planner
from nnexplain.pipeline.publish import Published
from nnexplain.pipeline.report import BuildReport
from nnexplain.pipeline.rounds import Follow, Round, no_pages, unfollowed
from nnexplain.pipeline.settings import Settings
from nnexplain.pipeline.settle import FRESH
from nnexplain.pipeline.table import Table
from nnexplain.project import Project

__all__ = ["BuildReport", "build"]


class Pages(Protocol):
    """What makes the pages once the figures are there: the pipeline knows nothing else of it."""

    def warm_up(self) -> None:
        """Get ready, while scripts run."""

    def make(self) -> None:
        """Raises `NnexplainError` with all that is wrong with the pages; the site is then as it was."""


def build(
    project: Project,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    jobs: int | None = None,
    full: bool = False,
    cluster: str | None = None,
    pages: Pages | None = None,
    order: Callable[[], Mapping[str, int]] = no_pages,
    follow: Follow = unfollowed,
    keep_going: bool = False,
    verbose: bool = False,
    twice: bool = False,
    explain: bool = False,
    dry_run: bool = False,
    console: IO[str] | None = None,
) -> BuildReport:
    """Bring the figures of `project` up to date and, with `pages`, the site.

    The user's `settings` go before those of headers. `only` are patterns of script names, `jobs` how many run
    side by side, `cluster` the address of a Dask scheduler; `order`, `follow` and `twice` are a
    `Round`'s. With `explain` it says first why each script is stale; with `dry_run` it stops there, having
    written nothing. Problems are in the report; where there are any, the site is left as it was, unless
    `keep_going`. Raises `NnexplainError` when it cannot go on as a whole.
    """
    if cluster is not None:
        check_address(cluster)
    started, report = time.perf_counter(), BuildReport()
    with Table(console or sys.stdout) as table, os_told(project.root):
        if dry_run:
            _explain(project, Planner(project, settings, full).plan(only), report, table)
            return report
        with locked(project.state, table.say):
            shutil.rmtree(project.state / "jobs", ignore_errors=True)
            planner = Planner(project, settings, full)
            plan = planner.plan(only)
            if explain:
                _explain(project, plan, BuildReport(), table)
            site, jobs = _Site(pages), jobs or local_workers()
            where: tuple[float, bool] = (math.inf, True) if cluster else (jobs, False)
            with _submitter(cluster, jobs, site.warm_up) as submit:
                Round(planner, plan, report, table, submit, *where, verbose, order, follow, twice).run()
            _tidy(planner, plan, report, whole=not only)
            table.close()
            if keep_going or not report.problems:
                site.make(report)
    report.problems.sort(key=lambda problem: problem.order)  # not as scripts happen to end
    report.seconds = time.perf_counter() - started
    return report


def _tidy(planner: Planner, plan: Plan, report: BuildReport, whole: bool) -> None:
    if whole and not report.problems:
        Published(planner.project).remove_vanished(set(plan.known))
    planner.save()
    if report.ran:
        prune(planner.project.pictures)


def _explain(project: Project, plan: Plan, report: BuildReport, table: Table) -> None:
    for name, decision in decisions(project, plan):
        table.say(sentence(name, decision))
        report.problems += plan.broken.get(name, ())
        if decision.action == FRESH:
            report.fresh.append(name)


class _Site:
    """The pages of a build that makes any, got ready in a thread."""

    def __init__(self, pages: Pages | None) -> None:
        self._pages = pages
        self._warm: Thread | None = None

    def warm_up(self) -> None:
        """Begin to get ready."""
        self._warm = Thread(target=self._ready, daemon=True)
        self._warm.start()

    def _ready(self) -> None:
        """Whatever is wrong with what makes the pages is told when it is used."""
        with suppress(Exception, SystemExit):
            if self._pages:
                self._pages.warm_up()

    def make(self, report: BuildReport) -> None:
        """Make them, and report what is wrong with them."""
        if self._warm:
            self._warm.join()
        try:
            if self._pages:
                self._pages.make()
        except NnexplainError as error:
            report.problems += error.problems


@contextmanager
def _submitter(
    cluster: str | None, jobs: int, begun: Callable[[], None]
) -> Iterator[Callable[[Job], Future[Outcome]]]:
    """Hands jobs to an executor that is made for the first of them, and ended with all its work on
    any exception. A cluster is asked at once: an address without one is an error also when nothing is stale.
    `begun` is called after the first job.
    """
    with ExitStack() as stack:
        made: list[Executor] = []
        first = True
        if cluster is not None:
            made.append(stack.enter_context(on_cluster(cluster)))

        def submit(job: Job) -> Future[Outcome]:
            from nnexplain.pipeline.running import run_job

            nonlocal first
            if not made:
                from nnexplain.pipeline.local import local

                made.append(stack.enter_context(local(jobs)))
            future = made[0].submit(run_job, job)
            if first:
                begun()
                first = False
            return future

        yield submit
