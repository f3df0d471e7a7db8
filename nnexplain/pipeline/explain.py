"""Why each script is stale, told without running anything."""

from __future__ import annotations

from collections.abc import Iterator

from nnexplain.figures.session import RUN
from nnexplain.pipeline.plan import Plan
from nnexplain.pipeline.settle import FAILED, MAYBE, SKIPPED, Decision, decide
from nnexplain.pipeline.settle import RUN as TO_RUN
from nnexplain.pipeline.store import Store
from nnexplain.project import Project


def decisions(project: Project, plan: Plan) -> Iterator[tuple[str, Decision]]:
    """The decision for every script of the plan, as far as it can be known before any has run."""
    store = Store(project.store, frozen=True)
    runs: dict[str, str] = {}
    lost: set[str] = set()
    for name in plan.order:
        needs = plan.needs[name]
        if name in plan.broken:
            decision = Decision(FAILED, plan.broken[name][0].message)
        elif failed := [need for need in needs if need in lost]:
            decision = Decision(SKIPPED, f"needs {', '.join(failed)}, which cannot be built")
        elif unknown := [need for need in needs if need not in runs]:
            decision = Decision(MAYBE, f"needs {', '.join(unknown)}")
        else:
            decision = decide(project, store, plan.scripts[name], runs)
        if decision.action in (FAILED, SKIPPED):
            lost.add(name)
        if decision.entry and RUN in decision.entry.files:
            runs[name] = decision.entry.files[RUN]
        yield name, decision


def sentence(name: str, decision: Decision) -> str:
    """One line for a reader: `one-neuron: will run: its code changed`."""
    said = {TO_RUN: "will run", "restored": "will be restored", "fresh": "up to date"}
    words = said.get(decision.action, decision.action)
    return f"{name}: {words}: {decision.reason}" if decision.reason else f"{name}: {words}"
