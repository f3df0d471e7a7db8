"""The claims about building: each is a function from the sites to rows of the table."""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import generate, sites
from benchmarks.measure import Failed, command, interleaved, medians, run
from benchmarks.sites import Site, Sites
from benchmarks.table import Kind, Row


def no_op(given: Sites) -> list[Row]:
    """`nnexplain build` when nothing changed, beside `mkdocs build` of the same pages."""
    return given.each("no-op build", lambda site: _row(given, site, "no-op build", site.no_op, 1.3))


def prose(given: Sites) -> list[Row]:
    """`nnexplain build` after an edit of one lesson's text, beside `mkdocs build` of the same pages."""
    return given.each("prose edit", lambda site: _row(given, site, "prose edit", site.prose_edit, 1.3))


def chart(given: Sites) -> list[Row]:
    """`nnexplain build` after an edit of one chart, beside `mkdocs build`; nothing may be trained again."""

    def measure(site: Site) -> list[Row]:
        given.progress.say(f"chart edit: which script of {site.title} is slowest")
        slowest = max(site.drawing, key=site.chart_edit)
        return _row(given, site, "chart edit", partial(site.chart_edit, slowest), 3.0)

    return given.each("chart edit", measure)


def _row(given: Sites, site: Site, claim: str, build: Callable[[], float], limit: float) -> list[Row]:
    """One build beside `mkdocs build` of the same pages."""
    rounds = given.effort.of(7, 1)
    given.progress.say(f"{claim}: {site.title}")
    ours, plain = medians(rounds, build, site.mkdocs)
    return [Row(claim, site.title, ours, plain, "mkdocs build", limit, rounds=rounds)]


def planning(given: Sites) -> list[Row]:
    """Planning (`nnexplain build --dry-run`) many lessons that are up to date, less planning none."""
    lessons, rounds = given.effort.of(300, 5), given.effort.of(7, 1)
    given.progress.say(f"planning: building {lessons} light lessons")
    many = generate.generate(given.folder / "light", lessons, trained=False)
    none = generate.generate(given.folder / "empty", 0, trained=False)
    sites.nnexplain_build(many, "--jobs", "2", "--no-site")
    sites.nnexplain_build(none, "--no-site")

    def plan(site: Path) -> float:
        return run(command("nnexplain", "build", "--dry-run"), site)[0]

    if (built := sites.nnexplain_build(many, "--no-site")).ran or built.fresh != lessons:
        raise Failed(f"of {lessons} lessons just built only {built.fresh} are up to date")
    given.progress.say(f"planning {lessons} lessons and none")
    with_all, with_none = medians(rounds, partial(plan, many), partial(plan, none))
    what = f"{lessons} lessons, {4 * lessons} figures"
    return [Row("planning", what, with_all, with_none, "planning none", 1.0, Kind.DIFFERENCE, rounds=rounds)]


def cold(given: Sites) -> list[Row]:
    """A cold build on two cores, beside the same work as plain programs one after another.

    Once: it is minutes, and the sum of as many processes as there are lessons needs no median.
    """
    folder, away = given.trained, given.folder / "programs"
    programs = generate.plain(away, given.lessons, steps=given.steps)

    def ours() -> float:
        given.progress.say(f"cold: {given.lessons} lessons by nnexplain build --jobs 2")
        for name in (".nnexplain", "site", "content/figures", "content/notebooks", "content/assets/runtime"):
            shutil.rmtree(folder / name, ignore_errors=True)
        built = sites.nnexplain_build(folder, "--jobs", "2")
        if len(built.ran) != 2 * given.lessons:
            raise Failed(f"a cold build of {2 * given.lessons} scripts ran {len(built.ran)}")
        return built.seconds

    def plain() -> float:
        return sum(run_plain(program) for program in programs)

    def run_plain(program: Path) -> float:
        given.progress.say(f"cold: plain python {program.name} of {given.lessons}")
        return run([sys.executable, program.name], away)[0]

    run_plain(programs[0])  # warms the disk's cache; a whole round to discard would take minutes
    measured, beside = map(statistics.median, interleaved(1, ours, plain, discard=0))
    what = f"{given.lessons} lessons, training and 4 charts each"
    beside_what = "plain python, one process a lesson"
    return [Row("cold build", what, measured, beside, beside_what, 0.5)]
