"""What a build shows: lines in a log, a table on a terminal."""

from __future__ import annotations

import io
from concurrent.futures import Future

from nnexplain.pipeline.table import Table

from .conftest import Mini


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


LONG = "Invalid specification: " + "x" * 300 + "\nand many more lines\n" * 9


def test_lines(mini: Mini) -> None:
    """A long reason is one short line; and a build with nothing to do says nothing."""
    mini.script("good", "value('n', 1)")
    mini.ran()
    mini.ran()
    assert mini.said == ""
    mini.script("good", "value('n', 2)")
    mini.script("bad", "1 / 0")
    mini.script("below", "", needs=["bad"])
    mini.script("long", f"raise ValueError({LONG!r})")
    problem = next(problem for problem in mini.build().problems if problem.path == "build/long.py")
    assert "and many more lines" in problem.message and "and many more lines" not in mini.said
    said = {line.split()[1]: line for line in mini.said.splitlines() if line[:1] in "✓✗–"}
    assert "run" in said["good"] and "its code changed" in said["good"]
    assert "failed" in said["bad"] and "division by zero" in said["bad"]
    assert "skipped" in said["below"] and "needs bad, which failed" in said["below"]
    assert "Invalid specification" in said["long"] and len(said["long"]) <= 120 and said["long"][-1] == "…"


def test_a_live_table() -> None:
    terminal = Terminal()
    future: Future[None] = Future()
    with Table(terminal) as table:
        table.running("lesson", "its code [changed]", future)
        future.set_running_or_notify_cancel()
        table.say("a word")
        table.ended("other", "restored", 0.0, "was built before")
        assert "running" in terminal.getvalue()
        table.ended("lesson", "run", 1.25, "its code [changed]")
        table.ended("long", "failed", 1.0, LONG)
    said = terminal.getvalue()
    assert "its code [changed]" in said, "square brackets are no markup"
    assert "✓ restored" in said and "✓ run" in said and "a word" in said
    assert "Invalid" in said and "…" in said and "many more" not in said, "a long reason is one row"
