"""What a build shows while it runs: a live table on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO, Any

_MARKS = {"run": "✓", "restored": "✓", "failed": "✗", "skipped": "–"}
WIDTH = 120
"""Columns of a plain line, where no terminal says how many there are."""
_COLOURS = {"run": "green", "restored": "cyan", "failed": "red", "skipped": "yellow"}


@dataclass
class Row:
    """One script that is not simply fresh."""

    name: str
    reason: str
    state: str = "waiting"
    seconds: float = 0.0
    started: float | None = None
    future: Future[Any] | None = None

    def look(self, now: float) -> None:
        """Notice that the job has begun."""
        if self.state == "waiting" and self.future is not None and self.future.running():
            self.state, self.started = "running", now
        if self.state == "running" and self.started is not None:
            self.seconds = now - self.started


class Table:
    """Rows for the scripts of a build, written to `stream`. A context manager; it shows nothing
    until a row is added.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._rows: dict[str, Row] = {}
        self._live: Any = None
        self._tty = stream.isatty()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the table as it stands."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def say(self, text: str) -> None:
        """A line above the table."""
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False)
        else:
            print(text, file=self._stream, flush=True)

    def running(self, name: str, reason: str, future: Future[Any]) -> None:
        """A job was handed over."""
        self._rows[name] = Row(name, reason, future=future)
        self._show()

    def fetching(self, name: str, words: str) -> None:
        """A script waits for a file. Said on a terminal only, where words can be taken back."""
        if self._tty:
            self._rows[name] = Row(name, words, "fetching")
            self._show()

    def ended(self, name: str, state: str, seconds: float, reason: str) -> None:
        """A script is settled: run, restored, failed or skipped."""
        self._rows[name] = Row(name, reason, state, seconds)
        if self._tty:
            self._show()
        else:
            took = f"{seconds:5.1f} s" if seconds else " " * 7
            line = f"{_MARKS[state]} {name:<28} {state:<9} {took}  {reason}".partition("\n")[0].rstrip()
            self.say(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")

    def _show(self) -> None:
        if not self._tty:
            return
        if self._live is None:
            from rich.console import Console
            from rich.live import Live

            console = Console(file=self._stream)
            self._live = Live(console=console, get_renderable=self._render, refresh_per_second=5)
            self._live.start()
        self._live.refresh()

    def _render(self) -> Any:
        from rich.table import Table as Grid
        from rich.text import Text

        now = time.monotonic()
        grid = Grid(box=None, pad_edge=False, header_style="dim")
        for title in ("script", "state", "seconds", "why"):
            right = title == "seconds"
            grid.add_column(title, justify="right" if right else "left", no_wrap=True, overflow="ellipsis")
        for row in list(self._rows.values()):
            row.look(now)
            shown = f"{_MARKS.get(row.state, '·')} {row.state}"
            took = f"{row.seconds:.1f}" if row.seconds else ""
            why = Text(row.reason.partition("\n")[0])
            grid.add_row(row.name, Text(shown, style=_COLOURS.get(row.state, "dim")), took, why)
        return grid
