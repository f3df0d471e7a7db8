"""What a build shows: lines in a log, a table on a terminal."""

from __future__ import annotations

import io
from concurrent.futures import Future

from nnexplain.pipeline.table import Table

from .conftest import Mini


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines(mini: Mini) -> None:
    mini.script("good", "value('n', 1)")
    mini.script("bad", "1 / 0")
    mini.script("below", "", needs=["bad"])
    mini.build()
    said = {line.split()[1]: line for line in mini.said.splitlines() if line[:1] in "✓✗–"}
    assert "run" in said["good"] and "never built" in said["good"]
    assert "failed" in said["bad"] and "division by zero" in said["bad"]
    assert "skipped" in said["below"] and "needs bad, which failed" in said["below"]


def test_a_build_with_nothing_to_do_says_nothing(mini: Mini) -> None:
    mini.script("good", "value('n', 1)")
    mini.ran()
    mini.ran()
    assert mini.said == ""


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
    said = terminal.getvalue()
    assert "its code [changed]" in said, "square brackets are no markup"
    assert "✓ restored" in said and "✓ run" in said and "a word" in said


LONG = "Invalid specification: " + "x" * 300 + "\nand many more lines\n" * 9


def test_a_long_reason_is_one_short_line(mini: Mini) -> None:
    mini.script("bad", f"raise ValueError({LONG!r})")
    problem = mini.problem()
    assert "and many more lines" in problem.message
    row = next(line for line in mini.said.splitlines() if line.startswith("✗ bad"))
    assert "Invalid specification" in row and len(row) <= 120 and row.endswith("…")
    assert "and many more lines" not in mini.said


def test_a_long_reason_is_one_row_on_a_terminal() -> None:
    terminal = Terminal()
    with Table(terminal) as table:
        table.ended("lesson", "failed", 1.0, LONG)
    said = terminal.getvalue()
    assert "Invalid" in said and "…" in said and "many more" not in said
