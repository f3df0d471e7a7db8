"""Why each script is stale, told without running anything."""

from __future__ import annotations

from collections.abc import Iterator

from nnexplain.errors import Problem
from nnexplain.pipeline.plan import Plan, Planner
from nnexplain.pipeline.publish import Published
from nnexplain.pipeline.settings import Settings
from nnexplain.pipeline.settle import FAILED, MAYBE, RESTORE, SKIPPED, UNBUILT, Decision, decide, lacking
from nnexplain.pipeline.settle import RUN as TO_RUN
from nnexplain.pipeline.store import Entry, Store
from nnexplain.project import Project


def decisions(project: Project, plan: Plan) -> Iterator[tuple[str, Decision]]:
    """The decision for every script of the plan, as far as it can be known before any has run."""
    store, published = Store(project.store, frozen=True), Published(project)
    entries: dict[str, Entry] = {}
    lost: set[str] = set()
    for name in plan.order:
        needs = plan.needs[name]
        if name in plan.broken:
            decision = Decision(FAILED, plan.broken[name][0].message)
        elif failed := [need for need in needs if need in lost]:
            decision = Decision(SKIPPED, f"needs {', '.join(failed)}, which cannot be built")
        elif unknown := [given for _, given in lacking(plan.scripts[name].header, entries)]:
            decision = Decision(MAYBE, f"needs {', '.join(unknown)}")
        else:
            decision = decide(published, store, plan.scripts[name], entries)
        if decision.action in (FAILED, SKIPPED):
            lost.add(name)
        if decision.entry:
            entries[name] = decision.entry
        yield name, decision


def script_problems(project: Project, settings: Settings) -> list[Problem]:
    """What is wrong with scripts before they run, and which have changed since they were built, at either
    length and with the user's `settings`.
    """
    plan = Planner(project, settings).plan()
    found = [problem for problems in plan.broken.values() for problem in problems]
    stale = _stale(project, plan)
    if any(plan.scripts[name].header.full for name in plan.scripts) and stale:
        full = _stale(project, Planner(project, settings, True).plan())
        stale = {name: decision for name, decision in stale.items() if name in full}
    for name, decision in stale.items():
        script = plan.scripts[name]
        what = "its figures" if script.header.figures else "its results"
        said = "have not been built" if decision.reason == UNBUILT else f"are stale: {decision.reason}"
        found.append(Problem(f"{what} {said}", script.path, None, "run: nnexplain build"))
    return found


def _stale(project: Project, plan: Plan) -> dict[str, Decision]:
    """Those that are sure to be run or restored; what needs them may turn out to be as it was."""
    decided = decisions(project, plan)
    return {name: decision for name, decision in decided if decision.action in (TO_RUN, RESTORE)}


def sentence(name: str, decision: Decision) -> str:
    """One line for a reader: `one-neuron: will run: its code changed`."""
    said = {TO_RUN: "will run", "restored": "will be restored", "fresh": "up to date"}
    words = said.get(decision.action, decision.action)
    return f"{name}: {words}: {decision.reason}" if decision.reason else f"{name}: {words}"
