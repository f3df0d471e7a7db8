"""What the doctor says."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARNING, PROBLEM = "ok", "warning", "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its `state`, ok, warning or problem, `what` was found, and what to do."""

    state: str
    what: str
    hint: str = ""

    @property
    def hints(self) -> list[str]:
        return self.hint.splitlines()
