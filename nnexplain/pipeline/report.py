"""What a build came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnexplain.errors import Problem


@dataclass
class BuildReport:
    """Scripts by how they were settled, every problem, and the seconds it took."""

    problems: list[Problem] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def summary(self) -> str:
        """`scripts: 3 run, 1 restored, 12 fresh, in 4.2 s`."""
        parts = [f"{len(self.ran)} run", f"{len(self.restored)} restored", f"{len(self.fresh)} fresh"]
        parts += [f"{len(self.failed)} not built"] if self.failed else []
        return f"scripts: {', '.join(parts)}, in {self.seconds:.1f} s"
