"""What has not been made yet while a build runs, and why, in words for who waits for it."""

from __future__ import annotations

from nnexplain.pipeline.plan import Plan

_WAITS, _RUNS, _FAILED = "waits", "runs", "failed"


class Progress:
    """The scripts of `plan` that have not given all that they will."""

    def __init__(self, plan: Plan) -> None:
        self._needs = plan.needs
        self._states = dict.fromkeys(plan.order, _WAITS)

    def runs(self, name: str) -> None:
        """The script has been started."""
        self._states[name] = _RUNS

    def settled(self, name: str) -> None:
        """What the script makes is published."""
        self._states.pop(name, None)

    def failed(self, name: str) -> None:
        """The script will make nothing in this build."""
        self._states[name] = _FAILED

    def words(self) -> dict[str, str]:
        """What is to be said of each script's figures, as the end of a sentence about one of them."""
        return {name: self._said(name, state) for name, state in self._states.items()}

    def _said(self, name: str, state: str) -> str:
        above = self._above(name)
        if failed := [other for other in [name, *above] if self._states[other] == _FAILED]:
            # The last has no failed script above it: what is to be put right is there.
            return f"could not be made: {_path(failed[-1])} failed"
        if state == _RUNS:
            return f"is being made: {_path(name)} is running"
        if running := [other for other in above if self._states[other] == _RUNS]:
            return f"is being made: it waits for {_path(running[0])}, which is running"
        return f"is being made: it waits for {_path(above[0]) if above else 'its turn'}"

    def _above(self, name: str) -> list[str]:
        """The unsettled scripts that `name` needs, directly and through others, the nearest first."""
        found: list[str] = []
        waiting = [name]
        for one in waiting:
            more = [need for need in self._needs[one] if need in self._states and need not in waiting]
            waiting += more
            found += more
        return found


def _path(name: str) -> str:
    return f"build/{name}.py"
