"""`python -m benchmarks`: measure every claim, or those that are named, and print one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks import budgets, claims, digits, drawing, frames, leaks, pages, visits, ways
from benchmarks.measure import Effort, Failed, Progressing
from benchmarks.sites import Sites
from benchmarks.table import Row, table_of

Claim = Callable[[Sites], list[Row]]
CLAIMS: dict[str, Claim] = {
    "cold": claims.cold,
    "noop": claims.no_op,
    "prose": claims.prose,
    "chart": claims.chart,
    "planning": claims.planning,
    "train": digits.train,
    "starts": digits.starts,
    "lesson": digits.lesson,
    "weight": pages.weight,
    "phone": pages.phone,
    "shift": visits.shift,
    "longtask": visits.longtask,
    "frame": frames.frame,
    "live": frames.live,
    "stroke": drawing.stroke,
    "forward": drawing.forward,
    "slide": ways.slide,
    "leaks": leaks.leaks,
    "lessons": budgets.lessons,
    "suite": budgets.suite,
}
"""By the name on the command line, in the order of measuring: the cold build leaves a site for the others."""
LONG = ("lessons", "suite")
"""What takes a good part of an hour, and is measured only when it is named."""


def first_line(claim: Claim) -> str:
    return (claim.__doc__ or "").partition("\n")[0]


def arguments(given: list[str]) -> argparse.Namespace:
    lines = [f"  {name:<10}{first_line(claim)}" for name, claim in CLAIMS.items()]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure what nnexplain claims of its speed, beside something else on this machine.",
        epilog="claims:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "claims", nargs="*", metavar="NAME", help=f"the claims to measure; default: all but {', '.join(LONG)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes and single runs: only whether it runs"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE too")
    found = parser.parse_args(given)
    if unknown := [name for name in found.claims if name not in CLAIMS]:
        parser.error(f"no claim {', '.join(unknown)}; there are {', '.join(CLAIMS)}")
    return found


def measured(names: list[str], quick: bool, console: Console) -> tuple[list[Row], list[str]]:
    """The rows of the claims `names`, and what went wrong with those that could not be measured."""
    rows: list[Row] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory(prefix="nnexplain-benchmarks-") as folder,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        sites = Sites(Path(folder).resolve(), Effort(quick), Progressing(progress))
        for name in (name for name in CLAIMS if name in names):
            try:
                rows += CLAIMS[name](sites)
            except Failed as error:
                sites.failures.append(f"{name}: {error}")
    return rows, sites.failures


def status(rows: list[Row], failures: list[str], quick: bool) -> int:
    """1 when a claim could not be measured or is over its limit; quick sizes are over nothing."""
    return int(bool(failures) or (not quick and any(row.over for row in rows)))


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def main(given: list[str] | None = None) -> int:
    chosen = arguments(sys.argv[1:] if given is None else given)
    names = chosen.claims or [name for name in CLAIMS if name not in LONG]
    rows, failures = measured(names, chosen.quick, Console(stderr=True))
    console = Console(width=None if sys.stdout.isatty() else 130)
    if rows:
        console.print(table_of(rows))
    console.print(machine() + (" (quick sizes: these numbers claim nothing)" if chosen.quick else ""))
    for failure in failures:
        Console(stderr=True).print(failure, style="red", markup=False)
    if chosen.json:
        document = {"machine": machine(), "quick": chosen.quick, "rows": [row.as_json() for row in rows]}
        chosen.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return status(rows, failures, chosen.quick)


if __name__ == "__main__":
    sys.exit(main())
